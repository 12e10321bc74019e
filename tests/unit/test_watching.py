"""Saves are told as they happen, whatever they look like; what cannot be watched is told in words."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from irrefutable import watching
from irrefutable.watching import Watch

SECONDS = 30
"""Whoever waits longer waits in vain."""


class Watched:
    """A folder that is watched, with one of outputs, and what was told of both."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.told: queue.Queue[frozenset[str] | None] = queue.Queue()
        self.troubles: queue.Queue[str] = queue.Queue()
        self.watch = Watch(
            (root / "content", root / "templates"), (root / "out",), self.told.put, self.troubles.put
        )

    def awaited(self, *names: str) -> None:
        """Wait until each of some files was told of, or that anything may have changed."""
        missing = {str(self.root / name) for name in names}
        while missing:
            paths = self.told.get(timeout=SECONDS)
            if paths is None:
                return
            missing -= paths

    def all_awaited(self) -> None:
        """Wait until it is told that anything may have changed."""
        while self.told.get(timeout=SECONDS) is not None:
            pass


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    for name in ("content/cases/ark", "out"):
        (tmp_path / name).mkdir(parents=True)
    watched = Watched(tmp_path)
    watched.watch.start()
    watched.all_awaited()
    yield watched
    watched.watch.close()


def test_saves_are_told_by_their_paths(watched: Watched) -> None:
    case = watched.root / "content/cases/ark/case.md"
    case.write_text("one")
    watched.awaited("content/cases/ark/case.md")
    draft = case.with_name("case.md.new")
    draft.write_text("two")
    draft.replace(case)
    watched.awaited("content/cases/ark/case.md")
    case.unlink()
    watched.awaited("content/cases/ark/case.md")


def test_folder_that_is_moved_in_is_told_and_watched(watched: Watched) -> None:
    (watched.root / "bell").mkdir()
    (watched.root / "bell/case.md").write_text("one")
    (watched.root / "bell").rename(watched.root / "content/cases/bell")
    watched.awaited("content/cases/bell")
    (watched.root / "content/cases/bell/case.md").write_text("two")
    watched.awaited("content/cases/bell/case.md")


def test_folder_that_was_not_there_is_watched_once_it_is(watched: Watched) -> None:
    (watched.root / "templates").mkdir()
    watched.all_awaited()
    (watched.root / "templates/404.html").write_text("one")
    watched.awaited("templates/404.html")


def test_loss_of_the_output_is_told(watched: Watched) -> None:
    (watched.root / "out").rmdir()
    watched.all_awaited()


def test_of_very_many_changes_it_is_only_told_that_there_are(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system may have dropped some, and says nothing of it."""
    monkeypatch.setattr(watching, "MANY", 3)
    for number in range(9):
        (watched.root / f"content/{number}").write_text("")
    watched.all_awaited()


def test_what_cannot_be_watched_is_told_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_paths: Path, **_options: object) -> Iterator[set[tuple[int, str]]]:
        raise OSError('OS file watch limit reached. about ["content"]')

    (tmp_path / "content").mkdir()
    monkeypatch.setattr(watching, "watch", refused)
    watched = Watched(tmp_path)
    watched.watch.start()
    assert "raise fs.inotify.max_user_watches" in watched.troubles.get(timeout=SECONDS)
