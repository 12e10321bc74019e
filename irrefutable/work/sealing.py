"""What a build leaves in the ledger for the next one, which begins from it. Refuses to publish anything.

A part of the pipeline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.packing import pack
from irrefutable.model.entries import Seal
from irrefutable.store.foreign import foreign_files, foreign_since
from irrefutable.store.paths import MANIFEST_PATH, folders_above
from irrefutable.store.publish import Stage
from irrefutable.store.published import Published
from irrefutable.store.snapshot import Look
from irrefutable.unchanged import OUTPUT, Sight, keep, look_again
from irrefutable.work.builder import Builder
from irrefutable.work.findings import SAID
from irrefutable.work.kin import BOND, entries_of
from irrefutable.work.knowledge import FACTS, FORMER
from irrefutable.work.originals import record_originals

_REMEMBERED = (
    *("case", "difference", "drawing", "fingerprint", "inspection", "labels", "prose", "record"),
    *("registration", "size", "summary", "timeline"),
)
"""The kinds of results of which a build of everything asks for all that are still of use."""


class Outcome(NamedTuple):
    """What a build came to."""

    published: Published
    diagnostics: Sequence[Diagnostic]
    cases: int
    pages: int
    altered: frozenset[str]
    """The cases of which lists may show something else than before."""
    are_originals_new: bool
    """Whether an original carries something else than before."""
    ahead: tuple[str, ...]
    """The files that were shown before they were published."""


def seal_build(builder: Builder, stage: Stage, outcome: Outcome) -> tuple[Published, Sight]:
    """Write into the ledger what a build did.

    Returns:
        what was published, with the files that are not ours; and what the next build begins from.
    """
    settings, ledger = builder.settings, builder.ledger
    assert builder.seen  # noqa: S101 - a build looks first
    # What is new is told by what the ledger had before.
    until = _until(builder, outcome.altered)
    _keep_facts(builder)
    for name, found in builder.found.by_name.items():
        if found:
            ledger.put(SAID, name, pack(found))
        else:
            ledger.remove(SAID, name)
    may_differ = builder.is_whole or outcome.are_originals_new
    record_originals(ledger, settings.cache, may_differ=may_differ)
    if builder.is_whole:
        builder.memo.prune_unasked(*_REMEMBERED)
    published = outcome.published
    touched = (*published.written, *published.removed, *outcome.ahead, *stage.lists, MANIFEST_PATH)
    seen = look_again(settings, builder.seen, touched)
    published = replace(published, foreign=_foreign(builder, stage, published, seen))
    seal = Seal(
        surroundings=builder.seen.surroundings,
        places=builder.seen.places,
        now_at=settings.now.timestamp(),
        until=until,
        parts=tuple(sorted(builder.world_parts.items())),
        site=builder.site_key,
        languages=tuple(sorted(builder.languages.items())),
        cases=outcome.cases,
        pages=outcome.pages,
        files=len(stage.planned),
        entries=0,
        manifest=stage.manifest_sha256,
        foreign=published.foreign,
        diagnostics=tuple(outcome.diagnostics),
    )
    sight = keep(ledger, builder.seen, seal, seen, is_whole=builder.is_whole)
    ledger.commit()
    return published, sight


def _keep_facts(builder: Builder) -> None:
    """Write into the ledger what is known of the cases that were read."""
    ledger = builder.ledger
    for case_id, facts in builder.fresh.items():
        old = builder.former.facts(case_id)
        for slug in old.former_slugs if old else ():
            ledger.remove(FORMER, slug)
        for name in entries_of(case_id, old):
            ledger.remove(BOND, name)
        if facts is None:
            ledger.remove(FACTS, case_id)
    for case_id, facts in builder.fresh.items():
        if facts:
            ledger.put(FACTS, case_id, builder.fresh.packed(case_id))
            for slug in facts.former_slugs:
                ledger.put(FORMER, slug, case_id.encode())
    for name in builder.desk.bonds:
        ledger.put(BOND, name, b"")


def _foreign(builder: Builder, stage: Stage, published: Published, seen: Look) -> tuple[str, ...]:
    """Return the files of the output directory that are not ours."""
    assert builder.seen  # noqa: S101 - a build looks first
    seal, planned = builder.seen.seal, stage.planned
    if builder.is_whole or not seal:
        return foreign_files(seen.signs, planned, stage.own)
    ours = (*published.written, *stage.lists)
    folders = {f"{folder}/" for path in ours for folder in folders_above(path)}
    changed = (builder.seen.changed(OUTPUT) | seen.changed) - folders - {""}
    found = foreign_since(seal.foreign, changed, seen.signs, planned, stage.own)
    # A plan that goes on from another is quickly asked for some files, and slowly for all.
    return foreign_files(seen.signs, frozenset(planned), stage.own) if found is None else found


def _until(builder: Builder, altered: frozenset[str]) -> float | None:
    """Return the next instant at which an embargo ends; None where none is pending."""
    seal = builder.seen.seal if builder.seen else None
    now_at = builder.desk.now_at
    is_same = (
        not builder.is_whole
        and (not altered or builder.is_reworded)
        and builder.seen
        and builder.seen.is_time(builder.settings.now)
    )
    if seal and is_same:
        return seal.until
    ends = (facts.release_at for _, facts in builder.desk.knowledge.all())
    return min((end for end in ends if end is not None and end > now_at), default=None)
