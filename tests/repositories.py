"""Git repositories for tests: made by git itself, with an identity and times of their own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.site_builder import Files, write_files

FIRST_AT = 1_767_600_000
"""The time of the first commit: 5 January 2026."""


@dataclass
class Repository:
    """A repository, one commit after the other, an hour apart."""

    root: Path
    hours: int = 0

    def git(self, *arguments: str, given: bytes = b"") -> str:
        """Run git, and return what it says."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=os.environ | self.surroundings,
            input=given,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    def commit(self, files: Files | None = None, *, hours: int = 1) -> str:
        """Write files, commit all there is, and return the commit."""
        write_files(self.root, files or {})
        self.hours += hours
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "A commit")
        return self.git("rev-parse", "HEAD").strip()

    @property
    def surroundings(self) -> Mapping[str, str]:
        """Who commits and when, without the settings of whoever runs the tests."""
        moment = f"{FIRST_AT + 3600 * self.hours} +0000"
        named = {"NAME": "Ada", "EMAIL": "ada@newsroom.test", "DATE": moment}
        roles = {
            f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in named.items()
        }
        return roles | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def repository(root: Path) -> Repository:
    """Return a new repository in a folder."""
    root.mkdir(parents=True, exist_ok=True)
    made = Repository(root)
    made.git("init", "--quiet", "--initial-branch", "main")
    return made
