"""What the build draws for a case, as values. Refuses whatever a reader must ask for before seeing it.

A picture that starts covered is in no drawing; a card then is one of words only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from irrefutable.model.drawing import PairSheet, Panel, ShareCard, Stamp
from irrefutable.model.edition import ComparisonWords, MediaWords
from irrefutable.model.fields import Phrase
from irrefutable.model.picture import Comparison, Media
from irrefutable.model.prose import plain_words
from irrefutable.model.vocabulary import ComparisonSubject, MediaKind
from irrefutable.plan.cards import claimed_role, lead_pictures, picture_rating, rating_view
from irrefutable.plan.materials import Materials
from irrefutable.plan.picture_views import picture_alt
from irrefutable.plan.reading import Reading
from irrefutable.plan.wording import N_


def share_cards(materials: Materials, case_id: str) -> Iterator[tuple[tuple[str, str], ShareCard]]:
    """Yield the card of a case in each of its languages, by case and language; none if the site has none."""
    if not materials.archive.site.value.build.share_cards:
        return
    for reading in _readings(materials, case_id):
        yield (reading.case_id, reading.language), share_card(reading)


def share_card(reading: Reading) -> ShareCard:
    """Return the card of a case in a language."""
    case, edition = reading.case, reading.edition
    return ShareCard(
        language=reading.language,
        archive_name=archive_name(reading),
        verdict=_verdict(reading),
        title=reading.said(case.title, edition.title if edition else None),
        found=reading.said(case.summary.found, edition.summary.found if edition else None),
        panels=tuple(panel for _, _, panel in _lead_panels(reading)),
    )


def share_card_alt(reading: Reading) -> str:
    """Return the text alternative of a case's card: what it says and what its pictures show."""
    card = share_card(reading)
    parts = [f"{card.verdict.label.text}: {card.title.text}"]
    for media, role, _ in _lead_panels(reading):
        alt = picture_alt(reading, media).text
        parts.append(f"{role.text}: {alt}" if role else alt)
    return " · ".join(parts)


def pair_sheets(materials: Materials, case_id: str) -> Iterator[tuple[tuple[str, str, str], PairSheet]]:
    """Yield the sheet of each comparison of a case that has one, by case, language and comparison."""
    for reading in _readings(materials, case_id):
        for comparison in reading.case.comparisons:
            sheet = pair_sheet(reading, comparison)
            if sheet:
                yield (reading.case_id, reading.language, comparison.id), sheet


def pair_sheet(reading: Reading, comparison: Comparison) -> PairSheet | None:
    """Return two pictures as a sheet; None where one has no file or starts covered."""
    words = reading.edition_words("comparisons", comparison.id, ComparisonWords)
    if comparison.compares is not ComparisonSubject.PICTURES or comparison.original is None:
        return None
    claimed_media, original_media = (
        reading.media[media_id] for media_id in (comparison.claimed, comparison.original)
    )
    rating = picture_rating(reading.case, claimed_media)
    if comparison is reading.case.comparisons[0] and reading.case.claims:
        rating = rating or reading.case.claims[0].rating
    claimed = panel(reading, claimed_media, role(reading, comparison, is_claimed=True), rating)
    own = picture_rating(reading.case, original_media)
    original = panel(reading, original_media, role(reading, comparison, is_claimed=False), own)
    if claimed is None or original is None:
        return None
    return PairSheet(
        id=comparison.id,
        language=reading.language,
        archive_name=archive_name(reading),
        title=reading.said(comparison.title, words.title if words else None),
        panels=(
            _with_words(reading, claimed_media, claimed),
            _with_words(reading, original_media, original),
        ),
        address=reading.materials.routes.canonical(f"{reading.url}#comparison-{comparison.id}"),
    )


def archive_name(reading: Reading) -> Phrase:
    """Return the archive's name for a drawing."""
    return reading.materials.archive.site.value.title.phrase(
        reading.language, reading.materials.default_language
    )


def panel(reading: Reading, media: Media, role: Phrase | None, rating: str | None) -> Panel | None:
    """Return a picture with its label; None where it has no file that could be read."""
    file = reading.materials.case_files(reading.case_id).files.get(media.file or "")
    if file is None or not file.width_px or media.sensitive:
        return None
    verdict = rating_view(reading.materials, rating, reading.language)
    kind = None
    if media.kind is not MediaKind.IMAGE:
        kind = Phrase(reading.wording.label(media.kind), reading.language)
    return Panel(
        path=file.path,
        digest=file.digest,
        width_px=file.width_px,
        height_px=file.height_px,
        redactions=tuple((item.box, item.method.value) for item in media.redactions),
        verdict=Stamp(verdict.tone, verdict.label) if verdict else None,
        role=role,
        kind=kind,
    )


def role(reading: Reading, comparison: Comparison, *, is_claimed: bool) -> Phrase:
    """Return what a picture of a pair is, in words."""
    if is_claimed:
        said = claimed_role(reading.materials, reading.case, comparison, reading.language)
    else:
        said = reading.wording.label(comparison.original_is)
    return Phrase(said, reading.language)


def _readings(materials: Materials, case_id: str) -> Iterator[Reading]:
    """Yield a case in each of its languages."""
    files = materials.case_files(case_id)
    for language in dict.fromkeys((files.case.value.language, *sorted(files.editions))):
        yield Reading(materials, case_id, language)


def _with_words(reading: Reading, media: Media, panel: Panel) -> Panel:
    return replace(panel, caption=_caption(reading, media), notes=_notes(reading, media))


def _caption(reading: Reading, media: Media) -> tuple[Phrase, ...]:
    words = reading.edition_words("media", media.id, MediaWords)
    caption = reading.maybe_said(media.caption, words.caption if words else None)
    lines = [Phrase(plain_words(caption.text), caption.language)] if caption else []
    captured = reading.wording.date(media.captured).text if media.captured else ""
    facts = (
        (N_("Shown as"), reading.maybe_said(media.shown_as, words.shown_as if words else None)),
        (N_("Really"), reading.maybe_said(media.actually, words.actually if words else None)),
        (N_("Made"), Phrase(captured, reading.language) if captured else None),
        (N_("Place in the video"), Phrase(media.video.time_code, "en") if media.video else None),
    )
    lines += [
        Phrase(f"{reading.wording.say(name)}: {fact.text}", reading.language) for name, fact in facts if fact
    ]
    return tuple(lines)


def _notes(reading: Reading, media: Media) -> tuple[Phrase, ...]:
    words = reading.edition_words("media", media.id, MediaWords)
    credit = reading.maybe_said(media.credit, words.credit if words else None)
    named = reading.wording.licence(media.licence)
    licence = Phrase(reading.wording.say(N_("Licence: %(licence)s"), licence=named), reading.language)
    reason = reading.maybe_said(media.licence_reason)
    notes = [each for each in (credit, licence, reason) if each]
    if media.kind is MediaKind.SCHEMATIC:
        drawn = N_("A drawing that stands for the picture; it is not the evidence itself.")
        notes.append(Phrase(reading.wording.say(drawn), reading.language))
    for redaction in media.redactions:
        covered = reading.wording.say(N_("Part of this picture was covered before it was published:"))
        notes.append(Phrase(f"{covered} {reading.words(redaction.reason).text}", reading.language))
    return tuple(notes)


def _verdict(reading: Reading) -> Stamp:
    rating = reading.case.claims[0].rating if reading.case.claims else None
    view = rating_view(reading.materials, rating, reading.language)
    if view:
        return Stamp(view.tone, view.label)
    return Stamp("", Phrase(reading.wording.say(N_("Not rated yet")), reading.language))


def _lead_panels(reading: Reading) -> Iterator[tuple[Media, Phrase | None, Panel]]:
    """Yield the pictures of the lead comparison, or the first picture."""
    case = reading.case
    for media, is_claimed in zip(lead_pictures(case), (True, False), strict=True):
        if media is None:
            continue
        own = picture_rating(case, media)
        if is_claimed and case.comparisons and case.claims:
            own = own or case.claims[0].rating
        in_pair = role(reading, case.comparisons[0], is_claimed=is_claimed) if case.comparisons else None
        drawn = panel(reading, media, in_pair, own)
        if drawn:
            yield media, in_pair, drawn
