"""Whatever is edited, a build that keeps in memory what the last one knew leaves what a clean build leaves.

The state machine of the incremental builds drives builds of one process: told what changed, or not; looked at
while they run; ended before they are ready. Where somebody else wrote to the cache, the process begins anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from irrefutable.pipeline import Series
from irrefutable.results import Settings
from irrefutable.store.ahead import Ahead
from irrefutable.store.errors import ForeignFileError
from tests.property.edited_site import CHANGES
from tests.property.test_incremental import Edits, clean_build
from tests.site_builder import NOW, tree

pytestmark = pytest.mark.slow


class EndedError(BaseException):
    """As a save ends a build that is under way."""


class Reader:
    """Looks at some pages, each once in a build."""

    def __init__(self) -> None:
        self.pages: list[str] = []

    def wanted(self) -> Sequence[str]:
        pages, self.pages = self.pages, []
        return pages

    def shown(self, paths: Sequence[str]) -> None:
        pass


class KeptEdits(Edits):
    """A site that is edited, and built after every step by one process."""

    def __init__(self) -> None:
        super().__init__()
        self.told: set[str] | None = None
        self.reader = Reader()
        self.ends_after = 0
        self.series: Series | None = None

    def teardown(self) -> None:
        self.restart()
        super().teardown()

    def restart(self) -> None:
        if self.series:
            self.series.__exit__(None, None, None)
            self.series = None

    def sync(self, how: str = "plainly") -> None:
        before = dict(self.written)
        super().sync(how)
        if self.told is not None:
            paths = {
                path for path in before.keys() | self.written if before.get(path) != self.written.get(path)
            }
            self.told |= {str(self.root / path) for path in paths}
            # What a link leads to is told of nowhere.
            if how == "as a link":
                self.told = None

    # ---------------------------------------------------------------- what nobody tells of

    @rule()
    def replace_a_picture_unseen(self) -> None:
        self.told = None
        super().replace_a_picture_unseen()

    @rule()
    def touch(self) -> None:
        self.told = None
        super().touch()

    @rule(chosen=st.integers(0, 10_000), is_unseen=st.booleans())
    def tamper_with_the_site(self, chosen: int, is_unseen: bool) -> None:
        self.told = None
        super().tamper_with_the_site(chosen, is_unseen)

    @rule(path=st.sampled_from(("notes.txt", "cases/notes.txt", "cases/cave/index.html")))
    def put_a_foreign_file(self, path: str) -> None:
        self.told = None
        super().put_a_foreign_file(path)

    @precondition(lambda self: self.foreign)
    @rule()
    def remove_the_foreign_files(self) -> None:
        self.told = None
        super().remove_the_foreign_files()

    @precondition(lambda self: not self.foreign)
    @rule()
    def go_on_in_a_clone(self) -> None:
        self.restart()
        super().go_on_in_a_clone()

    @rule(name=st.sampled_from(("memo.sqlite", "ledger-*.sqlite", "blobs/*/*")))
    def damage_the_cache(self, name: str) -> None:
        self.restart()
        super().damage_the_cache(name)

    @rule(
        changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=2),
        place=st.floats(0, 1, exclude_max=True),
        mask=st.integers(1, 255),
    )
    def damage_a_byte_of_the_ledger(self, changes: list[tuple[str, str]], place: float, mask: int) -> None:
        self.restart()
        super().damage_a_byte_of_the_ledger(changes, place, mask)

    # ---------------------------------------------------------------- what happens meanwhile

    @rule(chosen=st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
    def look_at_pages(self, chosen: list[int]) -> None:
        pages = sorted(path for path in tree(self.out) if path.endswith(".html"))
        self.reader.pages = [pages[number % len(pages)] for number in chosen if pages]

    @rule(
        changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3),
        ends_after=st.integers(1, 12),
        chosen=st.lists(st.integers(0, 10_000), max_size=4),
    )
    def save_again_during_a_build(
        self, changes: list[tuple[str, str]], ends_after: int, chosen: list[int]
    ) -> None:
        self.look_at_pages(chosen)
        self.ends_after = ends_after
        self.alter(changes, "plainly")

    @rule()
    def lose_the_site(self) -> None:
        self.restart()
        for path in sorted(self.out.rglob("*"), reverse=True):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()
        self.foreign.clear()

    # ---------------------------------------------------------------- the law

    @invariant()
    def incremental_is_clean(self) -> None:
        diagnostics, clean = clean_build(self.root, self.now)
        self.is_sound = clean is not None
        if self.series is None:
            site = Settings(self.root, self.out, NOW, workers=1)
            self.series = Series(site, Ahead(self.out)).__enter__()
        paths, self.told = self.told, set()
        before = tree(self.out)
        if self.ends_after:
            with suppress(EndedError, ForeignFileError):
                self.series.build(self.now, self.progress, paths=paths, attention=self.reader)
            self.ends_after, paths = 0, set()
        if clean is not None and self.foreign.keys() & clean.keys():
            with pytest.raises(ForeignFileError):
                self.series.build(self.now, paths=paths, attention=self.reader)
            return
        result = self.series.build(self.now, paths=paths, attention=self.reader)
        assert tuple(item for item in result.diagnostics if item.code != "address-lost") == diagnostics
        if clean is None:
            assert result.published is None
            assert tree(self.out) == before
            return
        assert result.published
        assert tree(self.out) == {**clean, **self.foreign}
        assert bool(result.published.foreign) == bool(self.foreign)
        again = self.series.build(self.now, paths=self.inputs() if len(diagnostics) % 2 else set())
        assert again.rendered == ()
        assert again.diagnostics == diagnostics
        self.series.recall()

    def inputs(self) -> set[str]:
        return {str(path) for path in Path(self.root / "content").rglob("*")}

    def progress(self, _name: str, _done: int, _total: int) -> None:
        self.ends_after -= 1
        if self.ends_after <= 0:
            raise EndedError


KeptEdits.TestCase.settings = settings(
    derandomize=True,
    max_examples=5,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestKeptEdits = KeptEdits.TestCase
