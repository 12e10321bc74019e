"""Which other cases a case leads to, and why: those an editor named, and what they share with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from irrefutable.model.claim import Claim
from irrefutable.model.entries import Kinship, Relative
from irrefutable.model.fields import Phrase
from irrefutable.model.vocabulary import CaseRelation
from irrefutable.plan.cards import card, case_title, rating_view
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.case import RelatedView
from irrefutable.plan.contexts.views import AgainView, UseView
from irrefutable.plan.materials import Materials
from irrefutable.plan.reading import Reading
from irrefutable.plan.wording import N_, wording

CHAINS: Final = N_("Pictures used again")
_ENOUGH: Final = 6
"""Related cases; an editor may name more."""


def related_views(reading: Reading) -> tuple[RelatedView, ...]:
    """Return related cases with the reason for each."""
    found = {
        item.case: RelatedView(
            case=card(reading.materials, item.case, reading.language),
            relation_label=reading.wording.label(item.relation),
            reason=reading.maybe_said(item.reason),
        )
        for item in reading.case.related
        if item.case in reading.materials.listed
    }
    for kinship in reading.materials.kin:
        for relative in (*kinship.earlier, *kinship.later):
            if kinship.kind != "picture" and relative.case not in found and len(found) < _ENOUGH:
                shown = card(reading.materials, relative.case, reading.language)
                found[relative.case] = RelatedView(shown, *_reason(reading, kinship))
    return tuple(found.values())


def _reason(reading: Reading, kinship: Kinship) -> tuple[str, Phrase | None]:
    first, second = kinship.key.split(" ")
    words = reading.wording
    if kinship.kind == "place":
        name = next(item.name for item in reading.case.places if f"{item.country}/{item.id}" == first)
        return words.say(N_("The same place in %(year)s"), year=second), reading.words(name)
    label = reading.materials.archive.topics_by_id[second].label
    said = words.say(
        N_("%(claimant)s, on the topic “%(topic)s”"),
        claimant=reading.entity(first).name.text,
        topic=label.phrase(reading.language, reading.materials.default_language).text,
    )
    return words.label(CaseRelation.SAME_CLAIMANT), Phrase(said, reading.language)


def again_view(reading: Reading) -> AgainView | None:
    """Return the cases nearest in time that a picture of a case was used in too; None where there is none."""
    own: list[Relative] = []
    others: dict[str, Relative] = {}
    for kinship in reading.materials.kin:
        if kinship.kind == "picture":
            own.append(Relative(reading.case_id, kinship.claim))
            others |= {relative.case: relative for relative in (*kinship.earlier, *kinship.later)}
    if not others:
        return None
    uses = use_views(reading.materials, (own[0], *others.values()), reading.language, here=reading.case_id)
    chains = reading.materials.routes.chains(reading.list_language).url
    return AgainView(uses, Link(reading.wording.say(CHAINS), chains))


def use_views(
    materials: Materials, relatives: Sequence[Relative], language: str, *, here: str = ""
) -> tuple[UseView, ...]:
    """Return the cases that a picture was used in, in the order of time.

    Args:
        materials: what pages are planned from.
        relatives: the cases, each with its claim about the picture.
        language: of the page.
        here: the case whose own page it is; else, its places are shown as well.
    """
    ordered = sorted(relatives, key=lambda item: (_claim(materials, item).made.sort_key(), item.case))
    return tuple(_use_view(materials, item, language, here) for item in ordered)


def _use_view(materials: Materials, relative: Relative, language: str, here: str) -> UseView:
    case = materials.case_files(relative.case).case.value
    claim = _claim(materials, relative)
    title, url = case_title(materials, relative.case, language)
    shown = card(materials, relative.case, language)
    # Of the first claim, a list has the words in its own language.
    own = claim.text.phrase(language, case.language)
    is_first = claim is case.claims[0]
    return UseView(
        title=title,
        url="" if relative.case == here else f"{url}#claim-{claim.id}",
        date=wording(language).date(claim.made),
        claim=Phrase(shown.claimed, shown.language) if is_first else own,
        verdict=rating_view(materials, claim.rating, language),
        places=() if here else tuple(_places(materials, relative.case, language)),
    )


def _claim(materials: Materials, relative: Relative) -> Claim:
    claims = materials.case_files(relative.case).case.value.claims
    return next(claim for claim in claims if claim.id == relative.claim)


def _places(materials: Materials, case_id: str, language: str) -> Iterator[Phrase]:
    own = materials.case_files(case_id).case.value.language
    for (kind, _), name in materials.labels(case_id).items():
        if kind == "place":
            yield name.phrase(language, own)
