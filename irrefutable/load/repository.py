"""What git knows of the files below a folder. Refuses to change anything, and to leave the first parents.

Only plumbing commands are used, whose output no configuration changes. Of a merge, what counts is what it
changed on the branch it was merged into: readers never saw the states of the other one.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple

_PLAIN_FILES: Final = frozenset(("100644", "100755"))


class RepositoryError(Exception):
    """Git cannot be asked; the message says why and what to do."""


class Commit(NamedTuple):
    """A commit with the files it changed."""

    id: str
    at: int
    """When it was committed: seconds since 1970."""
    paths: tuple[str, ...]
    """What it changed against its first parent, relative to the folder."""


class Repository:
    """The repository that a folder lies in. Use it as a context manager.

    Raises:
        RepositoryError: there is no git, no repository, no commit, or only a part of the history.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        is_shallow = self._said("rev-parse", "--is-shallow-repository").strip()
        self._prefix = self._said("rev-parse", "--show-prefix").strip()
        try:
            self.head = self._said("rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
        except RepositoryError:
            raise RepositoryError("there is no commit yet; commit the archive first") from None
        if is_shallow == "true":
            raise RepositoryError(
                "this clone is shallow, so the first versions are missing; run `git fetch --unshallow`"
            )
        self._objects: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Repository:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._objects:
            with suppress(OSError):
                self._objects.__exit__(kind, error, trace)

    def has_ancestor(self, commit: str) -> bool:
        """Whether a commit belongs to the history of HEAD."""
        done = self._run("merge-base", "--is-ancestor", commit, "HEAD")
        return done.returncode == 0

    def commits(self, below: str, since: str = "") -> list[Commit]:
        """Return the commits that changed files in a folder, the oldest first.

        Args:
            below: relative to the folder that this was opened for.
            since: a commit of the history of HEAD: what it has is left out; empty for all of it.
        """
        order = ("--first-parent", "--reverse", "--topo-order", "--timestamp", "--parents")
        listed = self._said("rev-list", *order, f"{since}..HEAD" if since else "HEAD")
        moments: dict[str, int] = {}
        asked = []
        for line in listed.splitlines():
            at, commit, *parents = line.split()
            moments[commit] = int(at)
            asked.append(" ".join((commit, *parents[:1])))
        told = self._said(
            *("diff-tree", "--stdin", "--root", "-r", "-z", "--no-renames", "--name-only", "--relative"),
            *("--", below),
            asked="".join(f"{item}\n" for item in asked),
        )
        changed: dict[str, list[str]] = {}
        paths: list[str] = []
        for item in told.split("\0"):
            # A commit's id stands before its files; no file below a folder is named so.
            if item in moments:
                paths = changed.setdefault(item, [])
            elif item:
                paths.append(item)
        return [Commit(commit, moments[commit], tuple(found)) for commit, found in changed.items()]

    def files(self, commit: str, folder: str) -> dict[str, str]:
        """Return the ids of the plain files in a folder by their names, as a commit has them."""
        content = self._object(f"{commit}:{self._prefix}{folder}", "tree")
        found, place = {}, 0
        while content and place < len(content):
            # A tree's entries: mode, space, name, NUL, and the twenty or thirty-two bytes of an id.
            end = content.index(b"\0", place)
            mode, _, name = content[place:end].partition(b" ")
            place = end + 1 + len(commit) // 2
            if mode.decode() in _PLAIN_FILES:
                found[name.decode("utf-8", "surrogateescape")] = content[end + 1 : place].hex()
        return found

    def content(self, file: str) -> bytes:
        """Return the bytes of a file by its id; none where the repository lacks it."""
        return self._object(file, "blob") or b""

    def _object(self, name: str, kind: str) -> bytes | None:
        if self._objects is None:
            self._objects = subprocess.Popen(  # noqa: S603 - our own words
                self._command("cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        pipe = self._objects
        assert pipe.stdin  # noqa: S101 - asked for above
        assert pipe.stdout  # noqa: S101 - asked for above
        pipe.stdin.write(f"{name}\n".encode("utf-8", "surrogateescape"))
        pipe.stdin.flush()
        head = pipe.stdout.readline().split()
        if len(head) != 3 or not head[2].isdigit():
            return None
        content = pipe.stdout.read(int(head[2]))
        pipe.stdout.read(1)
        return content if head[1].decode() == kind else None

    def _said(self, *arguments: str, asked: str = "") -> str:
        done = self._run(*arguments, asked=asked)
        if done.returncode != 0:
            words = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise RepositoryError(f"git says: {words[0] if words else 'nothing'}")
        return done.stdout.decode("utf-8", "surrogateescape")

    def _run(self, *arguments: str, asked: str = "") -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 - our own words
                self._command(*arguments), input=asked.encode(), capture_output=True, check=False
            )
        except OSError as error:
            raise RepositoryError("git cannot be run; install it, or put it into PATH") from error

    def _command(self, *arguments: str) -> list[str]:
        return ["git", "--no-replace-objects", "-C", str(self._folder), *arguments]


def case_folders(paths: Iterable[str], below: str) -> Iterator[tuple[str, str]]:
    """Yield folder and name of each file that lies in a folder below another one."""
    for path in paths:
        folder, _, name = path.removeprefix(f"{below}/").partition("/")
        if name and "/" not in name and path.startswith(f"{below}/"):
            yield folder, name
