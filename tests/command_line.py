"""Commands as a user types them, run in this process."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from irrefutable.cli import main


def run(archive: Path, command: str, *arguments: str, typed: str = "") -> Result:
    """Run a command on the archive at a folder.

    Args:
        archive: its root.
        command: the command.
        arguments: options and operands.
        typed: what is typed on standard input.
    """
    return CliRunner().invoke(main, [command, "--root", str(archive), *arguments], input=typed)
