"""A build that was killed while it published is completed, and the next one goes on from what is there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from irrefutable.pipeline import Series
from irrefutable.results import PATIENCE_SECONDS, Settings
from irrefutable.store.errors import DamagedManifestError
from irrefutable.store.journal import Workspace
from irrefutable.store.steps import Step
from tests.publications import have_parts
from tests.site_builder import CASE, NOW, Files, build, edited, site, tree, write_files

FILES: Files = site(bell=CASE)
BELL = "content/cases/bell/case.md"
EDITED = edited(CASE, ("painted into", "carved into"))


@pytest.fixture(params=["one list", "parts"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that was built."""
    if request.param == "parts":
        have_parts(monkeypatch)
    root = write_files(tmp_path / "archive", FILES)
    build(root, patience_seconds=PATIENCE_SECONDS)
    return root


def killed(root: Path, steps: int) -> None:
    """Build in a child that is gone after so many steps of its publication."""
    child = os.fork()
    if not child:
        do = Workspace._do

        def until_then(self: Workspace, number: int, step: Step) -> None:
            if number == steps:
                os._exit(9)
            do(self, number, step)

        Workspace._do = until_then  # type: ignore[method-assign]
        build(root, patience_seconds=PATIENCE_SECONDS)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.parametrize("steps", [0, 3, 7])
def test_edit_that_was_undone_is_on_no_page(root: Path, steps: int) -> None:
    """Whoever takes words back must not find them published by a build that was killed."""
    clean = tree(root / "site")
    write_files(root, {BELL: EDITED})
    killed(root, steps)
    write_files(root, FILES)
    result = build(root, patience_seconds=PATIENCE_SECONDS)
    assert result.was_completed
    assert tree(root / "site") == clean
    again = build(root, patience_seconds=PATIENCE_SECONDS)
    assert (again.rendered, again.was_completed) == ((), False)


@pytest.mark.parametrize("steps", [0, 3, 7])
def test_case_that_was_taken_away_has_no_page(root: Path, steps: int) -> None:
    clean = tree(root / "site")
    write_files(root, {"content/cases/extra/case.md": CASE})
    killed(root, steps)
    shutil.rmtree(root / "content" / "cases" / "extra")
    assert build(root, patience_seconds=PATIENCE_SECONDS).published
    assert tree(root / "site") == clean


def test_series_tells_of_a_list_that_was_lost_without_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the site is taken for dead."""
    have_parts(monkeypatch)
    root = write_files(tmp_path / "archive", FILES)
    settings = Settings(root, root / "site", NOW, patience_seconds=PATIENCE_SECONDS)
    with Series(settings) as series:
        assert series.build(NOW).published
        for part in (root / "site" / "data" / "manifest").iterdir():
            part.unlink()
        write_files(root, {BELL: EDITED})
        with pytest.raises(DamagedManifestError, match="nothing was changed"):
            series.build(NOW, paths=[str(root / BELL)])


def test_stranger_among_the_parts_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    have_parts(monkeypatch)
    root = write_files(tmp_path / "archive", FILES)
    build(root, patience_seconds=PATIENCE_SECONDS)
    stranger = f"data/manifest/{'0' * 64}.json"
    write_files(root / "site", {stranger: "mine"})
    result = build(root, patience_seconds=PATIENCE_SECONDS)
    assert result.published
    assert (result.rendered, result.published.foreign) == ((), (stranger,))
