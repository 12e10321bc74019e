"""The entry of the command line: `python -m irrefutable`. Refuses to do anything itself.

Imports are within the function, so that Ctrl-C ends them as quietly as everything else.
"""

from __future__ import annotations

import sys

EXIT_INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""


def run(arguments: list[str] | None = None) -> None:
    """Run the command line; Ctrl-C ends it without a word."""
    try:
        from irrefutable.cli import main

        main(arguments)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)


if __name__ == "__main__":
    run()
