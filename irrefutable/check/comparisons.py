"""Comparisons: each has what it compares, and nothing that belongs to another kind of them.

Refuses to look at files; `pictures` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from irrefutable.core.diagnostics import Diagnostic, Rule
from irrefutable.core.spans import Location, SpanMap
from irrefutable.core.text import listed
from irrefutable.model.archive import CaseFiles
from irrefutable.model.picture import Comparison, Media
from irrefutable.model.vocabulary import ComparisonSubject

ORIGINAL_MISSING = Rule(
    "original-missing",
    what="A comparison names its original, unless it compares twins.",
    why="There would be nothing to see the claimed picture or caption against.",
    example="a comparison with `claimed` alone, without `compares: twins`",
    cure="Add `original`; or write `compares: twins` where the picture is compared with itself.",
)
FIELD_OUT_OF_PLACE = Rule(
    "field-out-of-place",
    what="A comparison has only fields that mean something for what it compares: captions have no geometry, "
    "twins have no original, and only twins have a `twin`.",
    why="What it says would never be shown, and whoever wrote it would not know.",
    example="align: auto in a comparison with `compares: captions`",
    cure="Remove the field, or correct `compares`.",
)
CAPTION_MISSING = Rule(
    "caption-missing",
    what="With `compares: captions` both pictures have a `published_caption`.",
    why="The words that each was published with are what is compared.",
    example="compares: captions for a picture without `published_caption`",
    cure="Add `published_caption` to the picture: its text, language and sources.",
)
TWIN_MISSING = Rule(
    "twin-missing",
    what="With `compares: twins` there are regions, and each has both its boxes: `claimed` and `twin`.",
    why="A likeness within one picture can only be seen where both places are marked.",
    example="compares: twins with a region that has only `claimed`",
    cure="Add `regions`, each with a box for the one place and a box for the other.",
)

RULES = (ORIGINAL_MISSING, FIELD_OUT_OF_PLACE, CAPTION_MISSING, TWIN_MISSING)

_GEOMETRY = ("align", "points", "no_match", "mirrored", "modes", "original_is")
_OUT_OF_PLACE: Mapping[ComparisonSubject, tuple[str, ...]] = {
    ComparisonSubject.PICTURES: (),
    ComparisonSubject.CAPTIONS: (*_GEOMETRY, "regions"),
    ComparisonSubject.TWINS: (*_GEOMETRY, "original"),
}
_OUT_OF_PLACE_IN_REGIONS: Mapping[ComparisonSubject, tuple[str, ...]] = {
    ComparisonSubject.PICTURES: ("twin",),
    ComparisonSubject.CAPTIONS: (),
    ComparisonSubject.TWINS: ("original",),
}


def check_case(files: CaseFiles) -> Iterator[Diagnostic]:
    """Yield where a comparison of a case lacks something, or has what it cannot use."""
    case, spans = files.case.value, files.case.spans
    media = {item.id: item for item in case.media}
    for place, comparison in enumerate(case.comparisons):
        location: Location = ("comparisons", place)
        yield from _strangers(comparison, location, spans)
        if comparison.original is None and comparison.compares is not ComparisonSubject.TWINS:
            yield ORIGINAL_MISSING.at(
                spans.value((*location, "id")),
                f'"{comparison.id}" has nothing to compare "{comparison.claimed}" with',
                "add `original:`, or write `compares: twins` for two places of one picture",
                source=spans.source,
            )
        if comparison.compares is ComparisonSubject.CAPTIONS:
            yield from _captions(comparison, location, media, spans)
        if comparison.compares is ComparisonSubject.TWINS:
            yield from _twins(comparison, location, spans)


def _strangers(comparison: Comparison, location: Location, spans: SpanMap) -> Iterator[Diagnostic]:
    subject = comparison.compares
    places: list[Location] = [
        (*location, name) for name in _OUT_OF_PLACE[subject] if name in comparison.model_fields_set
    ]
    places += (
        (*location, "regions", place, name)
        for place, region in enumerate(comparison.regions)
        for name in _OUT_OF_PLACE_IN_REGIONS[subject]
        if name in region.model_fields_set
    )
    for at in places:
        hint = "remove it"
        if at[-1] == "twin":
            hint = "remove it, or write `compares: twins` for two places of one picture"
        elif at[-1] == "original" and len(at) > len(location) + 1:
            hint = "write `twin:` for the box of the other place"
        elif at[-1] == "original":
            hint = "remove it; both places are in the claimed picture"
        yield FIELD_OUT_OF_PLACE.at(
            spans.key(at),
            f'"{at[-1]}" means nothing where {subject.value} are compared',
            hint,
            source=spans.source,
        )


def _captions(
    comparison: Comparison, location: Location, media: Mapping[str, Media], spans: SpanMap
) -> Iterator[Diagnostic]:
    for side, media_id in (("claimed", comparison.claimed), ("original", comparison.original)):
        medium = media.get(media_id or "")
        if medium and not medium.published_caption:
            yield CAPTION_MISSING.at(
                spans.value((*location, side)),
                f'the picture "{medium.id}" has no caption that could be compared',
                "add `published_caption:` to it, with `text:`, `language:` and `sources:`",
                source=spans.source,
            )


def _twins(comparison: Comparison, location: Location, spans: SpanMap) -> Iterator[Diagnostic]:
    if not comparison.regions:
        yield TWIN_MISSING.at(
            spans.value((*location, "compares")),
            f'"{comparison.id}" names no two places that are alike',
            "add `regions:`, each with `claimed:` and `twin:`",
            source=spans.source,
        )
    for place, region in enumerate(comparison.regions):
        missing = [f"`{name}:`" for name in ("claimed", "twin") if getattr(region, name) is None]
        which = "either" if len(missing) > 1 else "one"
        if missing:
            yield TWIN_MISSING.at(
                spans.value((*location, "regions", place, "id")),
                f'the region "{region.id}" has no box for {which} of its places',
                f"add {listed(missing)}",
                source=spans.source,
            )
