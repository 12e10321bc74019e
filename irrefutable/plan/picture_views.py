"""A picture, and two pictures side by side, as a reader of one language sees them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from irrefutable.model.edition import (
    ComparisonWords,
    MediaWords,
)
from irrefutable.model.fields import Phrase, Text
from irrefutable.model.picture import Comparison, Media, Region
from irrefutable.model.vocabulary import (
    ComparisonMode,
    ComparisonSubject,
    Counterpart,
    MediaCategory,
    MediaKind,
)
from irrefutable.plan.cards import claimed_role, picture_rating, picture_view, rating_view
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.views import (
    AgreementView,
    BoxView,
    CaptionView,
    ComparisonView,
    CutView,
    DownloadView,
    MediaView,
    ModeView,
    PlacementView,
    PointsView,
    PublicationView,
    RegionView,
)
from irrefutable.plan.difference_views import difference_view
from irrefutable.plan.reading import Reading
from irrefutable.plan.wording import N_, wording

if TYPE_CHECKING:
    from irrefutable.model.media import Placement, Registration

FRAME_HEIGHT_PX = 800
"""Of a frame on another site: a pair with its tools, on most screens."""


def media_view(reading: Reading, media: Media) -> MediaView:
    """Return a picture with all that is known of it."""
    words = reading.edition_words("media", media.id, MediaWords)
    picture = reading.materials.pictures.get((reading.case_id, media.id))
    original, video = media.original, media.video
    routes = reading.materials.routes
    return MediaView(
        id=media.id,
        anchor=f"media-{media.id}",
        title=reading.maybe_said(media.title, words.title if words else None),
        kind=media.kind.value,
        kind_label=reading.wording.label(media.kind),
        picture=picture_view(reading.materials, picture) if picture else None,
        alt=picture_alt(reading, media),
        published_caption=_caption_view(reading, media),
        caption=reading.maybe_prose(f"media-{media.id}", media.caption, words.caption if words else None),
        credit=reading.maybe_said(media.credit, words.credit if words else None),
        licence=reading.wording.licence(media.licence),
        licence_reason=reading.maybe_said(media.licence_reason),
        captured=reading.wording.date(media.captured) if media.captured else None,
        shown_as=reading.maybe_said(media.shown_as, words.shown_as if words else None),
        actually=reading.maybe_said(media.actually, words.actually if words else None),
        verdict=rating_view(reading.materials, picture_rating(reading.case, media), reading.language),
        categories=tuple(
            reading.wording.label(item) for item in media.category if item is not MediaCategory.ORIGINAL
        ),
        techniques=tuple(
            Link(reading.wording.label(item), routes.technique(item.value, reading.list_language).url)
            for item in media.technique
        ),
        confidence=media.confidence.value,
        confidence_label=reading.wording.label(media.confidence),
        original=_address(reading, original.archived or original.url) if original else None,
        original_description=reading.words(original.description) if original else None,
        external_url=media.url or "",
        time_code=video.time_code if video else "",
        video_url=(video.url or "") if video else "",
        video_archive_url=(video.archived or "") if video else "",
        sensitive=reading.maybe_said(media.sensitive),
        redactions=tuple(reading.words(item.reason) for item in media.redactions),
        citations=reading.cite(media.sources),
    )


def _caption_view(reading: Reading, media: Media) -> CaptionView | None:
    quote = media.published_caption
    if quote is None:
        return None
    words = reading.edition_words("media", media.id, MediaWords)
    (view,) = reading.quotes((quote,))
    if words and words.published_caption and quote.language != reading.language:
        view = view._replace(translation=words.published_caption.phrase(reading.language, reading.language))
    sources = (reading.sources[source_id] for source_id in quote.sources if source_id in reading.sources)
    return CaptionView(
        quote=view,
        publications=tuple(
            PublicationView(
                publisher=source.original_publisher or source.publisher,
                date=reading.wording.date(source.date) if source.date else None,
            )
            for source in sources
        ),
    )


def picture_alt(reading: Reading, media: Media) -> Phrase:
    """Return a picture's text alternative; a schematic's says that it is one."""
    words = reading.edition_words("media", media.id, MediaWords)
    alt = reading.said(media.alt, words.alt if words else None)
    return _as_schematic(alt) if media.kind is MediaKind.SCHEMATIC else alt


def picture_stamp(media: Media, language: str) -> Phrase | None:
    """Return what is written into a picture, in the language of its case; None where that is nothing."""
    if media.kind is not MediaKind.SCHEMATIC:
        return None
    return Phrase(wording(language).say(N_("Schematic · not the evidence")), language)


def _as_schematic(alt: Phrase) -> Phrase:
    return Phrase(wording(alt.language).say(N_("Schematic: %(alt)s"), alt=alt.text), alt.language)


def comparison_view(reading: Reading, comparison: Comparison) -> ComparisonView:
    """Return what a comparison compares, side by side."""
    words = reading.edition_words("comparisons", comparison.id, ComparisonWords)
    claimed = media_view(reading, reading.media[comparison.claimed])
    original = media_view(reading, reading.media[comparison.original]) if comparison.original else None
    placement = reading.materials.placements.get((reading.case_id, comparison.id))
    modes = comparison.modes if placement else (ComparisonMode.SIDE_BY_SIDE,)
    anchor = f"comparison-{comparison.id}"
    region_words = words.regions if words else {}
    return ComparisonView(
        id=comparison.id,
        anchor=anchor,
        title=reading.said(comparison.title, words.title if words else None),
        compares=comparison.compares.value,
        claimed=claimed,
        claimed_role=claimed_role(reading.materials, reading.case, comparison, reading.language),
        original=original,
        original_role=reading.wording.label(comparison.original_is),
        is_from_original=comparison.original_is is Counterpart.ORIGINAL,
        is_mirrored=comparison.mirrored,
        is_covered=comparison.compares is not ComparisonSubject.CAPTIONS
        and any(side.sensitive and side.picture for side in (claimed, original) if side),
        no_match=reading.maybe_said(comparison.no_match, words.no_match if words else None),
        placement=_placement_view(reading, placement, original) if placement and original else None,
        difference=difference_view(reading, comparison),
        regions=tuple(
            _region_view(
                reading,
                comparison,
                number,
                region,
                region_words[region.id].label if region.id in region_words else None,
            )
            for number, region in enumerate(comparison.regions, 1)
        ),
        conclusion=reading.maybe_prose(anchor, comparison.conclusion, words.conclusion if words else None),
        modes=tuple(ModeView(mode.value, reading.wording.label(mode)) for mode in modes),
        citations=tuple(dict.fromkeys((*claimed.citations, *(original.citations if original else ())))),
        embed_code=_embed_code(reading, comparison),
        case_url=reading.url if reading.is_excerpt else "",
        download=_download(reading, comparison),
    )


def _region_view(
    reading: Reading, comparison: Comparison, number: int, region: Region, translated: Text | None
) -> RegionView:
    label = reading.said(region.label, translated)
    cuts = reading.materials.cuts.get((reading.case_id, comparison.id, region.id), ())
    return RegionView(
        id=region.id,
        anchor=f"comparison-{comparison.id}-{region.id}",
        number=number,
        label=label,
        claimed=BoxView(*region.claimed) if region.claimed else None,
        original=BoxView(*region.original) if region.original else None,
        twin=BoxView(*region.twin) if region.twin else None,
        cuts=tuple(
            CutView(
                mark, picture_view(reading.materials, picture), _cut_alt(reading, comparison, mark, label)
            )
            for mark, picture in zip((f"{number}a", f"{number}b"), cuts, strict=False)
        ),
    )


def _cut_alt(reading: Reading, comparison: Comparison, mark: str, label: Phrase) -> Phrase:
    words = wording(label.language).say(N_("Detail %(mark)s: %(label)s"), mark=mark, label=label.text)
    alt = Phrase(words, label.language)
    is_schematic = reading.media[comparison.claimed].kind is MediaKind.SCHEMATIC
    return _as_schematic(alt) if is_schematic else alt


def _embed_code(reading: Reading, comparison: Comparison) -> str:
    routes = reading.materials.routes
    words = reading.edition_words("comparisons", comparison.id, ComparisonWords)
    title = reading.said(comparison.title, words.title if words else None).text
    address = routes.canonical(routes.embed(reading.route, comparison.id).url)
    code = Markup(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" allow="fullscreen"></iframe>'
    ).format(address, title, FRAME_HEIGHT_PX)
    # Not markup of our page: there it is words.
    return str(code)


def _download(reading: Reading, comparison: Comparison) -> DownloadView | None:
    sheet = reading.materials.pairs.get((reading.case_id, reading.language, comparison.id))
    if sheet is None:
        return None
    return DownloadView(reading.materials.routes.file(sheet.path).url, sheet.width_px, sheet.height_px)


def _address(reading: Reading, url: str | None) -> Link | None:
    return Link(reading.wording.say(N_("See the original")), url) if url else None


_MOST_EXACT = 3
"""So many pairs of points are always met exactly."""
_LEAST_CUT = 0.01
"""Of a side. Less is the coarseness of the measurement."""
_SIDES = (
    N_("%(share)s %% on the left"),
    N_("%(share)s %% on the right"),
    N_("%(share)s %% at the top"),
    N_("%(share)s %% at the bottom"),
)


def _placement_view(reading: Reading, placement: Placement, original: MediaView) -> PlacementView:
    transform = placement.transform
    numbers = (transform.a, transform.b, transform.c, transform.d, transform.e, transform.f)
    area = 0.0
    corners = placement.outline
    for (x1, y1), (x2, y2) in zip(corners, (*corners[1:], corners[0]), strict=True):
        area += x1 * y2 - x2 * y1
    picture = original.picture
    size = (picture.original_width_px, picture.original_height_px) if picture else (0, 0)
    share = round(abs(area) / 2 / (size[0] * size[1]) * 100) if picture else 100
    registration = placement.registration
    return PlacementView(
        # Adding zero turns -0 into 0.
        matrix=" ".join(f"{number + 0.0:.6g}" for number in numbers),
        outline=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
        share=min(share, 100),
        cut_away=_cut_away(reading, corners, size) if picture else (),
        agreement=_agreement_view(reading, registration) if registration else None,
        points=None if registration else _points_view(reading, placement.residuals_px),
    )


def _points_view(reading: Reading, residuals_px: Sequence[float]) -> PointsView:
    # It brings fractions and decimals, for pairs that an editor placed by hand.
    from statistics import median  # noqa: PLC0415

    said = [reading.wording.number(round(px, 1)) for px in (median(residuals_px), max(residuals_px))]
    return PointsView(len(residuals_px), len(residuals_px) <= _MOST_EXACT, *said)


def _cut_away(
    reading: Reading, corners: Sequence[tuple[float, float]], size: tuple[int, int]
) -> tuple[str, ...]:
    across = [x / size[0] for x, _ in corners]
    down = [y / size[1] for _, y in corners]
    missing = (min(across), 1 - max(across), min(down), 1 - max(down))
    return tuple(
        reading.wording.say(words, share=round(share * 100))
        for words, share in zip(_SIDES, missing, strict=True)
        if share >= _LEAST_CUT
    )


def _agreement_view(reading: Reading, registration: Registration) -> AgreementView:
    return AgreementView(
        confidence=min(99, math.floor(registration.confidence * 100)),
        details=registration.inliers,
        similarity=reading.wording.number(round(registration.ssim, 2)),
        method_url=reading.method_url,
    )
