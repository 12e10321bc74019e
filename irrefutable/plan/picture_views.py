"""A picture, and two pictures side by side, as a reader of one language sees them."""

from __future__ import annotations

from irrefutable.model.case import (
    Comparison,
    Media,
)
from irrefutable.model.edition import (
    ComparisonWords,
    MediaWords,
)
from irrefutable.model.fields import Phrase
from irrefutable.model.media import Placement
from irrefutable.model.vocabulary import ComparisonMode, MediaKind
from irrefutable.plan.cards import picture_view, rating_view
from irrefutable.plan.contexts import (
    BoxView,
    ComparisonView,
    Link,
    MediaView,
    ModeView,
    PlacementView,
    RegionView,
)
from irrefutable.plan.reading import Reading
from irrefutable.plan.wording import N_, wording


def media_view(reading: Reading, media: Media) -> MediaView:
    """Return a picture with all that is known of it."""
    words = reading.edition_words("media", media.id, MediaWords)
    picture = reading.materials.pictures.get((reading.case_id, media.id))
    original, video = media.original, media.video
    alt = reading.said(media.alt, words.alt if words else None)
    if media.kind is MediaKind.SCHEMATIC:
        alt = Phrase(wording(alt.language).say(N_("Schematic: %(alt)s"), alt=alt.text), alt.language)
    verdict = next((c.rating for c in reading.case.claims if media.id in c.about and c.rating), None)
    return MediaView(
        id=media.id,
        anchor=f"media-{media.id}",
        title=reading.maybe_said(media.title, words.title if words else None),
        kind=media.kind.value,
        kind_label=reading.wording.label(media.kind),
        picture=picture_view(reading.materials, picture) if picture else None,
        alt=alt,
        caption=reading.maybe_prose(f"media-{media.id}", media.caption, words.caption if words else None),
        credit=reading.maybe_said(media.credit, words.credit if words else None),
        licence=media.licence,
        licence_reason=reading.maybe_said(media.licence_reason),
        captured=reading.wording.date(media.captured) if media.captured else None,
        shown_as=reading.maybe_said(media.shown_as, words.shown_as if words else None),
        actually=reading.maybe_said(media.actually, words.actually if words else None),
        verdict=rating_view(reading.materials, verdict, reading.language),
        categories=tuple(reading.wording.label(item) for item in media.category),
        techniques=tuple(reading.wording.label(item) for item in media.technique),
        confidence=media.confidence.value,
        confidence_label=reading.wording.label(media.confidence),
        original=_address(reading, original.archived or original.url) if original else None,
        original_description=reading.words(original.description) if original else None,
        external_url=media.url or "",
        time_code=video.time_code if video else "",
        video_url=(video.archived or video.url or "") if video else "",
        sensitive=reading.maybe_said(media.sensitive),
        redactions=tuple(reading.words(item.reason) for item in media.redactions),
        citations=reading.cite(media.sources),
    )


def comparison_view(reading: Reading, comparison: Comparison) -> ComparisonView:
    """Return two pictures side by side."""
    words = reading.edition_words("comparisons", comparison.id, ComparisonWords)
    claimed = media_view(reading, reading.media[comparison.claimed])
    original = media_view(reading, reading.media[comparison.original])
    placement = reading.materials.placements.get((reading.case_id, comparison.id))
    modes = comparison.modes if placement else (ComparisonMode.SIDE_BY_SIDE,)
    anchor = f"comparison-{comparison.id}"
    region_words = words.regions if words else {}
    return ComparisonView(
        id=comparison.id,
        anchor=anchor,
        title=reading.said(comparison.title, words.title if words else None),
        claimed=claimed,
        original=original,
        is_mirrored=comparison.mirrored,
        placement=_placement_view(placement, original) if placement else None,
        regions=tuple(
            RegionView(
                id=region.id,
                anchor=f"{anchor}-{region.id}",
                number=number,
                label=reading.said(
                    region.label, region_words[region.id].label if region.id in region_words else None
                ),
                claimed=BoxView(*region.claimed) if region.claimed else None,
                original=BoxView(*region.original) if region.original else None,
            )
            for number, region in enumerate(comparison.regions, 1)
        ),
        conclusion=reading.maybe_prose(anchor, comparison.conclusion, words.conclusion if words else None),
        modes=tuple(ModeView(mode.value, reading.wording.label(mode)) for mode in modes),
        citations=tuple(dict.fromkeys((*claimed.citations, *original.citations))),
    )


def _address(reading: Reading, url: str | None) -> Link | None:
    return Link(reading.wording.say(N_("See the original")), url) if url else None


def _placement_view(placement: Placement, original: MediaView) -> PlacementView:
    transform = placement.transform
    numbers = (transform.a, transform.b, transform.c, transform.d, transform.e, transform.f)
    area = 0.0
    corners = placement.outline
    for (x1, y1), (x2, y2) in zip(corners, (*corners[1:], corners[0]), strict=True):
        area += x1 * y2 - x2 * y1
    picture = original.picture
    whole = picture.original_width_px * picture.original_height_px if picture else 0
    share = round(abs(area) / 2 / whole * 100) if whole else 100
    return PlacementView(
        # Adding zero turns -0 into 0.
        matrix=" ".join(f"{number + 0.0:.6g}" for number in numbers),
        outline=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
        share=min(share, 100),
    )
