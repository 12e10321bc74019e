"""The addresses that readers were given: which of them a build takes away. Refuses to give any anew.

A part of the pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from irrefutable.check import addresses
from irrefutable.core.diagnostics import Diagnostic
from irrefutable.load.published import PUBLISHED_FILE, address_of, path_of, read_published
from irrefutable.model.archive import Archive
from irrefutable.store.publish import Stage
from irrefutable.unchanged import CONTENT
from irrefutable.work.asking import FormerSlugs, WholeCases
from irrefutable.work.builder import Builder


def broken_addresses(builder: Builder, stage: Stage) -> Iterator[Diagnostic]:
    """Yield addresses that are to be kept and have no page."""
    assert builder.seen  # noqa: S101 - a build looks first
    is_due = builder.is_whole or PUBLISHED_FILE.partition("/")[2] in builder.seen.changed(CONTENT)
    if is_due or any(map(address_of, stage.gone)):
        kept, _ = read_published(builder.settings.root)
        lost = [path for path in map(path_of, kept) if path not in stage.planned]
        yield from addresses.check_kept(lost, _whole_archive(builder))


def removed_addresses(builder: Builder, removed: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield what was published before and is no more, as the build that removes it tells once."""
    yield from addresses.check_removed(removed, _whole_archive(builder))


def _whole_archive(builder: Builder) -> Archive:
    """Return the archive with its cases, each read when somebody asks."""
    assert builder.desk.archive  # noqa: S101 - it was read
    knowledge = builder.desk.knowledge
    return replace(
        builder.desk.archive, cases=WholeCases(knowledge), former_slugs=FormerSlugs(knowledge, set())
    )
