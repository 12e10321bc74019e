"""Runs the phases of a build in order. The only module that knows them all; refuses to print.

look → read → check, plan, render → check the output → publish. Only what changed since the last build is
looked into; with an error among the diagnostics, nothing that readers see has changed.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

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
from irrefutable.store.errors import PlanError, StoreError
from irrefutable.store.ledger import DamagedLedgerError, Ledger
from irrefutable.store.memo import Memo
from irrefutable.store.paths import MANIFEST_PATH
from irrefutable.store.publish import complete, remove_all
from irrefutable.unchanged import CODE, Sight, glance, is_current, ledger_of, sight
from irrefutable.work.builder import Builder
from irrefutable.work.findings import Checked, Progress
from irrefutable.work.kept import Attention, Kept, Nobody
from irrefutable.work.publication import Publication

if TYPE_CHECKING:
    from irrefutable.work.explaining import Explanation
    from irrefutable.work.sharing import Sharing


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
        self._ledger = ledger_of(settings)
        self._memo: Memo | None = None
        self._sight: Sight | None = None
        """What the last build left, and what changed since; None where the ledger is to be asked."""
        self._kept: Kept | None = None
        self._manifest_sign: tuple[int, ...] = ()
        self._hints: set[str] | None = None
        """What may have changed since the last look; None for anything."""

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
        # What is seen must not be changed by a completion any more.
        was_completed = complete(settings.out)
        if seen is None or was_completed or not is_current(seen, self._ledger):
            with watch.phase("look"):
                seen = self._look(settings)
        # If this build does not end, the next one goes on from here.
        self._sight, self._hints = seen, set()
        if unchanged := self._unchanged(settings, seen):
            return replace(unchanged, was_completed=was_completed, timings=tuple(watch.phases))
        try:
            result = self._built_on(settings, progress, watch, seen, attention or Nobody())
            if result.published is None:
                self._take_back()
        except Exception:
            self._take_back()
            raise
        finally:
            self._ledger.roll_back()
            if self._memo:
                self._memo.flush()
        return replace(result, was_completed=was_completed or result.was_completed)

    def _unchanged(self, settings: Settings, seen: Sight) -> Build | None:
        """Return what the last build did, if another would do nothing."""
        unchanged = seen.build(settings.now)
        if unchanged:
            self._sight = seen
            self._manifest_sign = _sign(settings)
        return unchanged

    def _built_on(
        self, settings: Settings, progress: Progress, watch: Stopwatch, seen: Sight, attention: Attention
    ) -> Build:
        """Build, going on from what another machine has built where there is nothing here."""
        sharing, files = self._taken(settings, watch, seen)
        if not files:
            return self._built(settings, progress, watch, seen, attention, sharing)
        try:
            seen = self._look(settings)
            if unchanged := self._unchanged(settings, seen):
                remarks = sharing.remarks if sharing else ()
                return replace(unchanged, taken=files, remarks=remarks, timings=tuple(watch.phases))
            result = self._built(settings, progress, watch, seen, attention, sharing)
        except StoreError:
            raise
        # Those who wrote it may have written anything.
        except Exception:
            self._give_up(settings)
            seen = self._look(settings)
            return self._built(settings, progress, watch, seen, attention, None)
        if result.published is None:
            self._give_up(settings)
            return result
        return replace(result, taken=files)

    def _taken(self, settings: Settings, watch: Stopwatch, seen: Sight) -> tuple[Sharing | None, int]:
        """Take over a build of another machine; return the shared cache, and how many files it brought."""
        if settings.is_preview or os.path.lexists(settings.out / MANIFEST_PATH):
            return None, 0
        try:
            is_possible = self._ledger.begin()
        except DamagedLedgerError:
            is_possible = False
        if not is_possible:
            return None, 0
        memo = self._memo = self._memo or Memo(settings.cache / "memo.sqlite")
        sharing = Builder(settings, lambda *_: None, watch, memo, self._ledger, seen).shared()
        if sharing is None:
            return None, 0
        with watch.phase("take"):
            try:
                files = sharing.handovers.take(settings, self._ledger)
            except StoreError:
                raise
            # Those who wrote it may have written anything.
            except Exception:
                self._give_up(settings)
                return sharing, 0
            if files:
                self._ledger.commit()
            else:
                self._ledger.roll_back()
        return sharing, files

    def _give_up(self, settings: Settings) -> None:
        """Let it be as if nothing had been taken from another machine."""
        self._ledger.forget()
        self._kept = self._sight = None
        remove_all(settings.out)

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

    def _built(  # noqa: PLR0917 - what a build is made of
        self,
        settings: Settings,
        progress: Progress,
        watch: Stopwatch,
        seen: Sight,
        attention: Attention,
        sharing: Sharing | None,
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
                    return self._published(
                        Builder(settings, progress, watch, memo, nothing, seen, sharing=sharing), attention
                    )
            builder = Builder(settings, progress, watch, memo, ledger, seen, self._kept, sharing)
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
            return self._published(
                Builder(settings, progress, watch, memo, ledger, seen, sharing=sharing), attention
            )

    def _published(self, builder: Builder, attention: Attention) -> Build:
        plan = builder.planned()
        if isinstance(plan, Build):
            return plan
        publication = Publication(builder, plan.altered, attention, self._ahead)
        result = publication.published(plan.dirty)
        if publication.sight and builder.ledger is self._ledger:
            self._sight = publication.sight
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
    """Say which parts of what decides a file's bytes differ from the last build.

    Args:
        settings: those of the build to explain.
        address: a URL of the site, whole or without its host, or a path below the output directory.

    Returns:
        None where no page, no file of a case, no dump and no asset stands at the address, or where errors
        keep the site from being planned.
    """
    from irrefutable.work.explaining import explained  # noqa: PLC0415 - no build needs it

    with Memo(settings.cache / "memo.sqlite") as memo, ledger_of(settings) as ledger:

        def asked() -> Explanation | None:
            seen = sight(settings, ledger)
            builder = Builder(settings, lambda _name, _done, _total: None, Stopwatch(), memo, ledger, seen)
            return explained(builder, address)

        try:
            return asked()
        except (DamagedLedgerError, UnpackingError):
            ledger.forget()
            return asked()
