"""The sources and the corrections of a case, as a reader of one language sees them."""

from __future__ import annotations

from irrefutable.model.case import Correction, Source
from irrefutable.model.history import correction_keys, versions_of_corrections
from irrefutable.model.vocabulary import Status
from irrefutable.plan.cards import rating_view
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.case import CorrectionView, SourceView
from irrefutable.plan.contexts.views import Citation
from irrefutable.plan.reading import Reading
from irrefutable.plan.wording import N_


def correction_views(
    reading: Reading, *, is_apart: bool = False, link_case: bool = False
) -> tuple[CorrectionView, ...]:
    """Return the corrections of a case, the latest first.

    Args:
        reading: the case in a language.
        is_apart: whether they stand on a page without its claims and sources.
        link_case: whether each names the case.
    """
    title = reading.said(reading.case.title, reading.edition.title if reading.edition else None)
    case = Link.of(title, reading.url) if link_case else None
    corrections = reading.case.corrections
    keyed = zip(range(len(corrections)), correction_keys(corrections), corrections, strict=True)
    ordered = sorted(keyed, key=lambda item: item[2].date.sort_key(), reverse=True)
    return tuple(
        _correction(reading, place, key, item, case, is_apart=is_apart) for place, key, item in ordered
    )


def correction_anchor(key: str) -> str:
    """Return the fragment of a correction on the page of its case."""
    return f"correction-{key}"


def _correction(
    reading: Reading, place: int, key: str, item: Correction, case: Link | None, *, is_apart: bool
) -> CorrectionView:
    return CorrectionView(
        anchor=correction_anchor(key),
        date=reading.wording.date(item.date),
        kind_label=reading.wording.label(item.kind),
        text=reading.prose(f"correction-{reading.case_id}-{place + 1}", item.text, cite=not is_apart),
        claim=reading.claim_link(item.claim) if item.claim and not is_apart else None,
        from_rating=rating_view(reading.materials, item.from_, reading.language),
        to_rating=rating_view(reading.materials, item.to, reading.language),
        case=case,
        version=correction_version(reading, key),
    )


def correction_version(reading: Reading, key: str) -> Link | None:
    """Return the version that came with a correction; None where none is recorded, or the first one."""
    number = versions_of_corrections(reading.materials.case_files(reading.case_id).history).get(key, 0)
    if number < 2 or reading.case.status is Status.RETRACTED:
        return None
    label = reading.wording.say(N_("Version %(number)s"), number=number)
    return Link(label, reading.materials.routes.version(reading.route, number).url)


def source_views(reading: Reading) -> tuple[SourceView, ...]:
    """Return the sources in the order of their numbers, which are those of their first citation."""
    # Sources that nothing cites come last; `check` warns of them.
    sources = reading.case.sources
    numbered = zip(reading.cite(source.id for source in sources), sources, strict=True)
    ordered = sorted(numbered, key=lambda pair: pair[0].number)
    return tuple(_source(reading, source, citation) for citation, source in ordered)


def _source(reading: Reading, source: Source, citation: Citation) -> SourceView:
    words = reading.wording
    return SourceView(
        number=citation.number,
        anchor=citation.anchor,
        publisher=source.publisher,
        original_publisher=source.original_publisher or "",
        title=source.title,
        language=source.language,
        language_name="" if source.language == reading.language else words.language_name(source.language),
        authors=source.authors,
        url=source.url or "",
        archived=source.archived or "",
        date=words.date(source.date) if source.date else None,
        accessed=words.date(source.accessed) if source.accessed else None,
        grade_label=words.label(source.grade),
        kind_label=words.label(source.kind),
        seen=source.seen.value,
        seen_label=words.label(source.seen),
        quote=source.quote or "",
        note=reading.maybe_said(source.note),
    )
