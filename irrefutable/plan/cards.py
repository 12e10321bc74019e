"""The small views that many pages share: a case in a list, a verdict, an entity, a picture."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

from irrefutable.core.packed_records import PackedRecords
from irrefutable.core.spool import Spool
from irrefutable.model.case import Case
from irrefutable.model.claim import Claim
from irrefutable.model.edition import Edition
from irrefutable.model.fields import Phrase
from irrefutable.model.picture import Comparison, Media
from irrefutable.model.vocabulary import ComparisonSubject, MediaKind, Status, Tone
from irrefutable.plan.contexts.case import CaseCard
from irrefutable.plan.contexts.views import EntityView, PictureSource, PictureView, RatingView, TilesView
from irrefutable.plan.materials import Materials
from irrefutable.plan.wording import N_, wording

if TYPE_CHECKING:
    from irrefutable.model.media import PublishedPicture

_CARDS_HELD: Final = 2048
"""A case is in a dozen lists. Those of its time are made one soon after another, but for the short lists, of
which a page spans years."""
_NUMBER_BYTES: Final = 4


def rating_view(materials: Materials, reference: str | None, language: str) -> RatingView | None:
    """Return a verdict by its reference; None where there is none yet."""
    found = materials.archive.rating(reference) if reference else None
    if not found:
        return None
    scheme, rating = found
    default = materials.default_language
    site_scheme = materials.archive.site.value.rating_scheme
    key = rating.key if scheme.id == site_scheme else f"{scheme.id}/{rating.key}"
    return RatingView(
        key=key,
        label=rating.label.phrase(language, default),
        tone=rating.tone.value,
        url=materials.routes.rating(key, materials.list_language(language)).url,
        explanation=rating.explanation.phrase(language, default),
    )


def entity_view(materials: Materials, entity_id: str, language: str) -> EntityView:
    """Return a person or an organisation."""
    entity = materials.archive.entities[entity_id].value
    default = materials.default_language
    return EntityView(
        id=entity.id,
        name=entity.name.phrase(language, default),
        url=materials.routes.entity(entity.id, materials.list_language(language)).url,
        kind=entity.kind.value,
        description=entity.description.phrase(language, default) if entity.description else None,
        country=wording(language).country(entity.country) if entity.country else "",
    )


def picture_view(materials: Materials, picture: PublishedPicture) -> PictureView:
    """Return a picture with the addresses of its files."""
    return PictureView(
        sources=tuple(
            PictureSource(
                mime, ", ".join(f"{materials.routes.file(path).url} {width}w" for path, width in files)
            )
            for mime, files in picture.sources
        ),
        src=materials.routes.file(picture.widest.path).url,
        width_px=picture.widest.width_px,
        height_px=picture.widest.height_px,
        original_width_px=picture.width_px,
        original_height_px=picture.height_px,
        tiles=TilesView(
            url=materials.routes.file(picture.tiles.path).url,
            side_px=picture.tiles.side_px,
            scale_factors=" ".join(map(str, picture.tiles.scale_factors)),
        )
        if picture.tiles
        else None,
    )


def card(materials: Materials, case_id: str, language: str) -> CaseCard:
    """Return a case for pages in a language: its edition in that language, or else the case itself."""
    return materials.shown(case_id, language).card if materials.shown else _card(materials, case_id, language)


def _card(materials: Materials, case_id: str, language: str) -> CaseCard:
    case = materials.case_files(case_id).case.value
    words, own, url = _words(materials, case_id, language)
    claimed, original = lead_pictures(case)
    claim = case.claims[0] if case.claims else None
    return CaseCard(
        url=url,
        language=own,
        title=words.title.phrase(own, own).text,
        found=words.summary.found.phrase(own, own).text,
        claimed=words.summary.claimed.phrase(own, own).text,
        verdict=rating_view(materials, claim.rating, language) if claim else None,
        claimant=_claimant(materials, claim, language) if claim else None,
        published=wording(language).date(case.published) if case.published else None,
        picture=_picture(materials, case_id, claimed),
        picture_verdict=_picture_verdict(materials, case, claimed, language),
        original=_picture(materials, case_id, original),
        original_role=wording(language).label(case.comparisons[0].original_is) if original else "",
        is_schematic=claimed is not None and claimed.kind is MediaKind.SCHEMATIC,
        is_original_schematic=original is not None and original.kind is MediaKind.SCHEMATIC,
        status=case.status.value,
        status_label="" if case.status is Status.PUBLISHED else wording(language).label(case.status),
    )


def _claimant(materials: Materials, claim: Claim, language: str) -> Phrase | None:
    """Return who made a claim; None also for somebody unknown, which is an error of its case alone."""
    if claim.claimant and claim.claimant in materials.archive.entities:
        return entity_view(materials, claim.claimant, language).name
    return None


def case_title(materials: Materials, case_id: str, language: str) -> tuple[Phrase, str]:
    """Return the title of a case as its card in a language has it, and where it leads."""
    if materials.shown:
        shown = materials.shown(case_id, language)
        return shown.title, shown.card.url
    words, own, url = _words(materials, case_id, language)
    return words.title.phrase(own, own), url


def _words(materials: Materials, case_id: str, language: str) -> tuple[Case | Edition, str, str]:
    """Return which words of a case a page in a language shows, their language and where they lead."""
    files, routes = materials.case_files(case_id), materials.routes
    own = files.case.value.language
    if language != own and language in files.editions:
        return files.editions[language].value, language, routes.edition(case_id, language).url
    return files.case.value, own, routes.case(case_id).url


class Shown(NamedTuple):
    """What pages in a language show of a case where they do as lists do. Its own pages are among them."""

    card: CaseCard
    title: Phrase
    asked: tuple[str, ...]
    """What had to be known of the archive for it, as who was asked has noted it."""


class CardShelf:
    """The cards of all cases that were shown, so that not every page makes its own.

    Those shown last are in memory, the others on disk: to make one again takes ten times as long.

    Args:
        materials: what cards are made from.
        asked: where `materials` note what they are asked; nobody else writes there.
    """

    def __init__(self, materials: Materials, asked: set[str]) -> None:
        self._materials = materials
        self._asked = asked
        self._held: OrderedDict[str, Shown] = OrderedDict()
        """By language and case; the one shown last is the last."""
        self._others = Spool()
        self._numbers = PackedRecords(_NUMBER_BYTES)
        """By the same keys, the place on disk of what was ever put aside."""

    def shown(self, case_id: str, language: str) -> Shown:
        """Return what pages in a language show of a case."""
        key = f"{language} {case_id}"
        shown = self._held.get(key)
        if shown is not None:
            self._held.move_to_end(key)
            return shown
        number = self._numbers.get(key)
        if number is None:
            self._asked.clear()
            title, _ = case_title(self._materials, case_id, language)
            made = card(self._materials, case_id, language)
            shown = Shown(made, title, tuple(sorted(self._asked)))
        else:
            # Nobody but this process has written there.
            shown = pickle.loads(self._others.get(int.from_bytes(number)))  # noqa: S301
        self._held[key] = shown
        if len(self._held) > _CARDS_HELD:
            self._put_away(*self._held.popitem(last=False))
        return shown

    def _put_away(self, key: str, shown: Shown) -> None:
        if self._numbers.get(key) is None:
            number = self._others.put(pickle.dumps(shown, pickle.HIGHEST_PROTOCOL))
            self._numbers.put(key, number.to_bytes(_NUMBER_BYTES))


def picture_rating(case: Case, media: Media) -> str | None:
    """Return the rating of the first rated claim about a picture: the label it always carries."""
    return next((claim.rating for claim in case.claims if media.id in claim.about and claim.rating), None)


def claimed_role(materials: Materials, case: Case, comparison: Comparison, language: str) -> str:
    """Return what the claimed picture is, in words: one that is what it was said to be was only disputed."""
    media = next(item for item in case.media if item.id == comparison.claimed)
    verdict = rating_view(materials, picture_rating(case, media), language)
    is_true = verdict is not None and verdict.tone in (Tone.TRUE, Tone.MOSTLY_TRUE)
    return wording(language).say(N_("The disputed picture") if is_true else N_("The claimed picture"))


def lead_pictures(case: Case) -> tuple[Media | None, Media | None]:
    """Return the pictures of the lead comparison, or the first picture; never one that starts covered.

    Captions and twins are of one picture, which would only be there twice.
    """
    media = {item.id: item for item in case.media}
    if case.comparisons:
        lead = case.comparisons[0]
        claimed, original = media.get(lead.claimed), media.get(lead.original or "")
        if any(item.sensitive for item in (claimed, original) if item):
            return None, None
        return claimed, original if lead.compares is ComparisonSubject.PICTURES else None
    return next((item for item in case.media if item.file and not item.sensitive), None), None


def _picture_verdict(
    materials: Materials, case: Case, media: Media | None, language: str
) -> RatingView | None:
    """Return the label of a case's lead picture: its own verdict, or that of the case."""
    own = picture_rating(case, media) if media else None
    first = case.claims[0].rating if case.claims else None
    return rating_view(materials, own or first, language)


def _picture(materials: Materials, case_id: str, media: Media | None) -> PictureView | None:
    picture = materials.pictures.get((case_id, media.id)) if media else None
    return picture_view(materials, picture) if picture else None
