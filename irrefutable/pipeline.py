"""Runs the phases of a build in order. The only module that knows them all; refuses to print.

look → read → check, plan, render → check the output → publish. Only what changed since the last build is
looked into; with an error among the diagnostics, nothing that readers see has changed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from irrefutable.check import (
    addresses,
    comparisons,
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
from irrefutable.store.errors import PlanError
from irrefutable.store.ledger import DamagedLedgerError, Ledger
from irrefutable.store.memo import Memo
from irrefutable.unchanged import Sight, is_current, ledger_file, sight
from irrefutable.work.builder import Builder
from irrefutable.work.findings import Checked, Explanation, Progress
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
    watch = Stopwatch()
    with Ledger(ledger_file(settings)) as ledger:
        if seen is None or not is_current(seen, ledger):
            with watch.phase("look"):
                seen = sight(settings, ledger)
        unchanged = seen.build(settings.now)
        if unchanged:
            return replace(unchanged, timings=tuple(watch.phases))
        with Memo(settings.cache / "memo.sqlite") as memo:
            try:
                if not ledger.begin():
                    # Nothing can be kept there; then nothing is relied upon either.
                    with Ledger(None) as nothing:
                        seen = sight(settings, nothing)
                        return _built(Builder(settings, progress, watch, memo, nothing, seen))
                builder = Builder(settings, progress, watch, memo, ledger, seen)
                try:
                    return _built(builder)
                except PlanError as error:
                    if builder.is_whole:
                        raise
                    # What the ledger has lost is made once more.
                    raise DamagedLedgerError(str(error)) from error
            except (DamagedLedgerError, UnpackingError):
                ledger.forget()
                seen = sight(settings, ledger)
                return _built(Builder(settings, progress, watch, memo, ledger, seen))


def _built(builder: Builder) -> Build:
    plan = builder.planned()
    return plan if isinstance(plan, Build) else Publication(builder, plan.altered).published(plan.dirty)


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
