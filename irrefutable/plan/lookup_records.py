"""What a reader is told of a case in which their picture was found, and which of its pictures can be found.

Nothing stands here that the case's own page does not show. A picture that starts covered is told without its
file, so that an answer cannot show it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import NamedTuple

from irrefutable.model.case import Case
from irrefutable.model.fields import Phrase
from irrefutable.model.picture import Comparison, Media
from irrefutable.model.vocabulary import MediaKind
from irrefutable.plan.cards import card, claimed_role, picture_rating, rating_view
from irrefutable.plan.contexts.views import RatingView
from irrefutable.plan.materials import Materials
from irrefutable.plan.wording import N_, wording

_ENOUGH_PX = 480
"""The width of the file that an answer shows."""


class Known(NamedTuple):
    """A picture that can be found, as a browser compares it."""

    width_px: int
    """Of the size that its details were looked for on."""
    height_px: int
    contrast: int
    details: bytes


def askable(case: Case) -> tuple[Media, ...]:
    """Return the pictures of a case that can be found: those that were claimed, and what they came from."""
    wanted = {media for claim in case.claims for media in claim.about}
    wanted |= {item.screenshot for claim in case.claims for item in claim.appearances if item.screenshot}
    for comparison in case.comparisons:
        wanted |= {comparison.claimed, comparison.original or comparison.claimed}
    return tuple(
        media
        for media in case.media
        if media.id in wanted and media.file and media.kind is not MediaKind.SCHEMATIC
    )


def lookup_record(materials: Materials, case_id: str, known: Mapping[str, Known]) -> Mapping[str, object]:
    """Return what is told of a case whose pictures can be found, in each language of the site."""
    case = materials.case_files(case_id).case.value
    languages = materials.archive.site.value.languages
    return {
        "says": {language: _said(materials, case_id, language) for language in languages},
        "pictures": [
            _picture(materials, case, media, known[media.id]) for media in askable(case) if media.id in known
        ],
    }


def _said(materials: Materials, case_id: str, language: str) -> Mapping[str, object]:
    shown = card(materials, case_id, language)
    return {
        "url": shown.url,
        "language": shown.language,
        "title": shown.title,
        "claimed": shown.claimed,
        "found": shown.found,
        "verdict": _verdict(shown.verdict),
    }


def _picture(materials: Materials, case: Case, media: Media, known: Known) -> Mapping[str, object]:
    comparison = next((item for item in case.comparisons if media.id in (item.claimed, item.original)), None)
    record: dict[str, object] = {
        "id": media.id,
        "anchor": f"comparison-{comparison.id}" if comparison else f"media-{media.id}",
        "isClaimed": _is_claimed(case, media),
        "says": {
            language: {
                "role": _role(materials, case, media, comparison, language),
                "alt": _told(media.alt.phrase(language, case.language)),
                "verdict": _verdict(rating_view(materials, picture_rating(case, media), language)),
            }
            for language in materials.archive.site.value.languages
        },
        "width": known.width_px,
        "height": known.height_px,
        "contrast": known.contrast,
        "details": base64.b64encode(known.details).decode(),
    }
    picture = None if media.sensitive else materials.pictures.get((case.id, media.id))
    if picture:
        files = picture.sources[0][1]
        path, width = next((file for file in files if file[1] >= _ENOUGH_PX), files[-1])
        height = round(width * picture.height_px / picture.width_px)
        record["file"] = {"url": materials.routes.file(path).url, "width": width, "height": height}
    return record


def _is_claimed(case: Case, media: Media) -> bool:
    return any(media.id in claim.about for claim in case.claims) or any(
        media.id == item.claimed for item in case.comparisons
    )


def _role(
    materials: Materials, case: Case, media: Media, comparison: Comparison | None, language: str
) -> str:
    words = wording(language)
    if comparison and media.id == comparison.claimed:
        return claimed_role(materials, case, comparison, language)
    if comparison and not _is_claimed(case, media):
        return words.label(comparison.original_is)
    return words.say(N_("The claimed picture")) if _is_claimed(case, media) else words.label(media.kind)


def _verdict(view: RatingView | None) -> Mapping[str, str] | None:
    return {**_told(view.label), "tone": view.tone} if view else None


def _told(phrase: Phrase) -> Mapping[str, str]:
    return {"text": phrase.text, "language": phrase.language}
