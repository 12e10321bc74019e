"""The entry of the command line: `python -m irrefutable`. Refuses to do anything itself.

Imports are within the function, so that Ctrl-C ends them as quietly as everything else.
"""

from __future__ import annotations

import gc
import sys

EXIT_INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""


def run(arguments: list[str] | None = None) -> None:
    """Run the command line; Ctrl-C ends it without a word."""
    try:
        from irrefutable.core.garbage import lasting, look_seldom

        look_seldom()
        with lasting():
            from irrefutable.cli import main

        main(arguments)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    finally:
        # The process ends; what it leaves is given back as a whole, not looked through.
        gc.freeze()


if __name__ == "__main__":
    run()
