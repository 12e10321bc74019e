"""The command line from a checkout: `python build.py [COMMAND] [OPTIONS]`. Refuses to do anything itself."""

import sys

from irrefutable.__main__ import run

if __name__ == "__main__":
    first, *_ = [*sys.argv[1:], ""]
    is_for_main = first in ("-h", "--help", "--version") or first[:1] not in ("", "-")
    run(sys.argv[1:] if is_for_main else ["build", *sys.argv[1:]])
