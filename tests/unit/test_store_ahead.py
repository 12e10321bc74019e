"""Files that are ahead of their build are whole, can be taken back, and are never left over."""

from __future__ import annotations

from pathlib import Path

from irrefutable.store.ahead import Ahead
from tests.site_builder import tree, write_files


def test_what_is_ahead_can_be_taken_back(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.html": "one"})
    ahead = Ahead(tmp_path)
    assert ahead.put("a.html", b"two")
    assert ahead.put("a.html", b"three")
    assert ahead.put("new/b.css", b"new")
    assert tree(tmp_path) == {"a.html": b"three", "new/b.css": b"new"}
    ahead.take_back()
    assert tree(tmp_path) == {"a.html": b"one"}
    assert ahead.paths == ("a.html", "new/b.css")


def test_what_is_there_already_is_not_ahead(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.html": "one"})
    ahead = Ahead(tmp_path)
    assert not ahead.put("a.html", b"one")
    assert ahead.paths == ()


def test_what_no_build_published_goes_when_the_rest_is_there(tmp_path: Path) -> None:
    """A style that was saved again before the build of the first one ended."""
    ahead = Ahead(tmp_path)
    ahead.put("style-1.css", b"1")
    ahead.put("style-2.css", b"2")
    assert ahead.settle({"style-2.css"}) == ("style-1.css", "style-2.css")
    assert tree(tmp_path) == {"style-2.css": b"2"}
    assert ahead.paths == ()
