"""Runs the phases of a build in order. The only module that knows them all; refuses to print.

look → read → check, plan, render → check the output → publish. Only what changed since the last build is
looked into; with an error among the diagnostics, nothing that readers see has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from irrefutable.check import (
    addresses,
    comparisons,
    disclosures,
    editorial,
    languages,
    marks,
    output,
    pictures,
    references,
    texts,
)
from irrefutable.core.diagnostics import Rule
from irrefutable.core.packing import UnpackingError
from irrefutable.core.timings import Stopwatch
from irrefutable.load import rules as load_rules
from irrefutable.media import rules as media_rules
from irrefutable.render import templates
from irrefutable.results import Build, Settings
from irrefutable.store.ahead import Ahead
from irrefutable.store.errors import PlanError
from irrefutable.store.ledger import DamagedLedgerError, Ledger
from irrefutable.store.manifest import MANIFEST_PATH
from irrefutable.store.memo import Memo
from irrefutable.unchanged import CODE, Sight, glance, is_current, ledger_file, sight
from irrefutable.work.builder import Builder
from irrefutable.work.findings import Checked, Explanation, Progress
from irrefutable.work.kept import Attention, Kept, Nobody
from irrefutable.work.publication import Publication


def all_rules() -> tuple[Rule, ...]:
    """Return every rule of every phase, by its code."""
    rules = (
        *load_rules.RULES,
        *media_rules.RULES,
        *references.RULES,
        *comparisons.RULES,
        *marks.RULES,
        *addresses.RULES,
        *editorial.RULES,
        *disclosures.RULES,
        *languages.RULES,
        *texts.RULES,
        *pictures.RULES,
        *output.RULES,
        *templates.RULES,
    )
    return tuple(sorted(rules, key=lambda rule: rule.code))


def check(root: Path, progress: Progress = lambda _name, _done, _total: None) -> Checked:
    """Read and check a whole archive, and say everything that is wrong with it."""
    settings = Settings(root, root / "site", dt.datetime.now(dt.UTC))
    with Memo(root / ".cache" / "memo.sqlite") as memo, Ledger(None) as ledger:
        return Builder(settings, progress, Stopwatch(), memo, ledger, None).checked()


def build(
    settings: Settings,
    progress: Progress = lambda _name, _done, _total: None,
    seen: Sight | None = None,
) -> Build:
    """Build the site. With an error among the diagnostics, nothing in `settings.out` has changed.

    Args:
        settings: what to build, from where, to where.
        progress: told how far the long parts of the work are.
        seen: what there is to see, if somebody has looked already.

    Raises:
        StoreError: the output directory cannot be used; it is as it was.
        TemplateError, AssetError: the theme is broken.
    """
    with Series(settings) as series:
        return series.build(settings.now, progress, seen=seen)


class Series:
    """Builds of one site, one after the other. Use it as a context manager.

    Each leaves what a build on its own would leave. What one knew at its end, the next one need not read
    again, as long as nobody else has built into the same directory.
    """

    def __init__(self, settings: Settings, ahead: Ahead | None = None) -> None:
        self._settings = settings
        self._ahead = ahead
        self._ledger = Ledger(ledger_file(settings))
        self._memo: Memo | None = None
        self._sight: Sight | None = None
        """What the last build left; None where the ledger is to be asked."""
        self._kept: Kept | None = None
        self._manifest_sign: tuple[int, ...] = ()
        self._hints: set[str] | None = None
        """What may have changed since the last build that ended well; None for anything."""

    def __enter__(self) -> Series:
        self._ledger.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ledger.__exit__(kind, error, trace)
        if self._memo:
            self._memo.close()

    def build(
        self,
        now: dt.datetime,
        progress: Progress = lambda _name, _done, _total: None,
        *,
        paths: Iterable[str] | None = None,
        attention: Attention | None = None,
        seen: Sight | None = None,
    ) -> Build:
        """Build the site, as the function of the same name does.

        Args:
            now: the instant up to which embargoes have passed.
            progress: told how far the long parts of the work are; what it raises ends the build, and then
                nothing but what is ahead has changed.
            paths: absolute paths of files and folders that may have changed since the last call; None where
                everything is to be looked at.
            attention: who looks at which pages meanwhile.
            seen: what there is to see, if somebody has looked already.
        """
        settings = replace(self._settings, now=now)
        if paths is None or self._hints is None:
            self._hints = None
        else:
            self._hints.update(paths)
        watch = Stopwatch()
        if seen is None or not is_current(seen, self._ledger):
            with watch.phase("look"):
                seen = self._look(settings)
        unchanged = seen.build(now)
        if unchanged:
            self._sight, self._hints = seen, set()
            self._manifest_sign = _sign(settings)
            return replace(unchanged, timings=tuple(watch.phases))
        try:
            result = self._built(settings, progress, watch, seen, attention or Nobody())
            if result.published is None:
                self._take_back()
        except Exception:
            self._take_back()
            raise
        finally:
            self._ledger.roll_back()
            if self._memo:
                self._memo.flush()
        return result

    def recall(self) -> None:
        """Bring into memory what the next build would ask for, after one that had nothing to do."""
        if self._kept is None and self._sight and self._sight.is_known and self._ahead:
            memo = self._memo = self._memo or Memo(self._settings.cache / "memo.sqlite")
            with suppress(DamagedLedgerError, UnpackingError):
                builder = Builder(
                    self._settings, lambda *_: None, Stopwatch(), memo, self._ledger, self._sight
                )
                self._kept = builder.recalled()

    def _take_back(self) -> None:
        if self._ahead:
            self._ahead.take_back()

    def _look(self, settings: Settings) -> Sight:
        is_as_left = self._ledger.is_as_left and self._manifest_sign == _sign(settings)
        if self._sight and is_as_left and self._hints is not None:
            ahead = self._ahead.paths if self._ahead else ()
            out = settings.out.absolute()
            return glance(settings, self._sight, {*self._hints, *(f"{out}/{path}" for path in ahead)})
        if not is_as_left:
            self._kept = self._sight = None
            self._ledger.__exit__(None, None, None)
            self._ledger.__enter__()
        seen = sight(settings, self._ledger)
        if self._sight:
            # Whatever was written there meanwhile, what runs is what was read.
            seen = replace(seen, looks={**seen.looks, CODE: self._sight.looks[CODE]})
        return seen

    def _built(
        self, settings: Settings, progress: Progress, watch: Stopwatch, seen: Sight, attention: Attention
    ) -> Build:
        if self._memo is None or self._memo.trouble:
            self._memo = Memo(settings.cache / "memo.sqlite")
            self._kept = None
        memo, ledger = self._memo, self._ledger
        try:
            if not ledger.begin():
                # Nothing can be kept there; then nothing is relied upon either.
                with Ledger(None) as nothing:
                    seen = sight(settings, nothing)
                    return self._published(Builder(settings, progress, watch, memo, nothing, seen), attention)
            builder = Builder(settings, progress, watch, memo, ledger, seen, self._kept)
            try:
                return self._published(builder, attention)
            except PlanError as error:
                if builder.is_whole:
                    raise
                # What the ledger has lost is made once more.
                raise DamagedLedgerError(str(error)) from error
        except (DamagedLedgerError, UnpackingError):
            self._kept = self._sight = None
            ledger.forget()
            seen = sight(settings, ledger)
            return self._published(Builder(settings, progress, watch, memo, ledger, seen), attention)

    def _published(self, builder: Builder, attention: Attention) -> Build:
        plan = builder.planned()
        if isinstance(plan, Build):
            return plan
        publication = Publication(builder, plan.altered, attention, self._ahead)
        result = publication.published(plan.dirty)
        if publication.sight and builder.ledger is self._ledger:
            self._sight, self._hints = publication.sight, set()
            self._manifest_sign = _sign(builder.settings)
            self._kept = publication.kept() if self._ahead else None
        return result


def _sign(settings: Settings) -> tuple[int, ...]:
    """Return what tells of another manifest in the output directory."""
    try:
        status = (settings.out / MANIFEST_PATH).lstat()
    except OSError:
        return ()
    return (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def explain(settings: Settings, address: str) -> Explanation | None:
    """Say which parts of what decides a page's bytes differ from the last build.

    Args:
        settings: those of the build to explain.
        address: a URL of the site, whole or without its host, or a path below the output directory.

    Returns:
        None where no page stands at the address, or where errors keep the site from being planned.
    """
    with Memo(settings.cache / "memo.sqlite") as memo, Ledger(ledger_file(settings)) as ledger:

        def explained() -> Explanation | None:
            seen = sight(settings, ledger)
            builder = Builder(settings, lambda _name, _done, _total: None, Stopwatch(), memo, ledger, seen)
            return builder.explained(address)

        try:
            return explained()
        except (DamagedLedgerError, UnpackingError):
            ledger.forget()
            return explained()
