"""The command line from a checkout: `python build.py [COMMAND] [OPTIONS]`. Refuses to do anything itself."""

import sys

from irrefutable.cli import main

if __name__ == "__main__":
    arguments = sys.argv[1:]
    has_command = bool(arguments) and not arguments[0].startswith("-")
    main(arguments if has_command or arguments == ["--help"] else ["build", *arguments])
