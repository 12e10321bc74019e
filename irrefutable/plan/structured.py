"""schema.org data for a case page: what is in it is what the page says. Refuses to say more.

One ClaimReview for each rated claim (schema.org/ClaimReview), and a BreadcrumbList.
"""

from __future__ import annotations

from collections.abc import Mapping

from irrefutable.model.archive import Archive
from irrefutable.model.case import Case, Claim
from irrefutable.model.vocabulary import EntityKind
from irrefutable.plan.contexts import CaseView, ClaimView
from irrefutable.plan.materials import Materials


def case_data(
    materials: Materials, view: CaseView, *, canonical: str, language: str, home: str
) -> tuple[Mapping[str, object], ...]:
    """Return the JSON-LD objects of a case page.

    Args:
        materials: what the page was planned from.
        view: the case as the page shows it.
        canonical: the page's whole address.
        language: the page's language.
        home: the whole address of the home page.
    """
    case = materials.case_files(view.id).case.value
    reviews = tuple(
        _claim_review(
            materials, case, claim, page=view, view=claim_view, canonical=canonical, language=language
        )
        for claim, claim_view in zip(case.claims, view.claims, strict=True)
        if claim_view.rating
    )
    trail = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": _site_title(materials, language), "item": home},
            {"@type": "ListItem", "position": 2, "name": view.title.text, "item": canonical},
        ],
    }
    return (*reviews, trail)


def _claim_review(
    materials: Materials,
    case: Case,
    claim: Claim,
    *,
    page: CaseView,
    view: ClaimView,
    canonical: str,
    language: str,
) -> Mapping[str, object]:
    assert view.rating  # noqa: S101 - only rated claims are reviewed
    card = materials.cards.get((page.id, language))
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "@id": f"{canonical}#{view.anchor}",
            "url": f"{canonical}#{view.anchor}",
            "inLanguage": language,
            "name": page.title.text,
            "image": materials.routes.canonical(materials.routes.file(card.path).url) if card else "",
            "datePublished": case.published.text if case.published else "",
            "dateModified": case.updated.text if case.updated else "",
            "author": _publisher(materials, language),
            "license": materials.archive.site.value.licence_url or "",
            "claimReviewed": view.text.text,
            "reviewBody": page.found.text,
            "itemReviewed": _without_empty(
                {
                    "@type": "Claim",
                    "name": view.text.text,
                    "datePublished": view.made.machine,
                    "author": _author(materials.archive, claim, view),
                    "appearance": [
                        _without_empty(
                            {
                                "@type": "CreativeWork",
                                "url": item.url,
                                "publisher": item.platform.text,
                                "datePublished": item.date.machine,
                            }
                        )
                        for item in view.appearances
                        if item.url
                    ],
                }
            ),
            "reviewRating": _rating(materials, claim, view),
        }
    )


def _rating(materials: Materials, claim: Claim, view: ClaimView) -> Mapping[str, object]:
    found = materials.archive.rating(claim.rating or "")
    assert found and view.rating  # noqa: S101, PT018 - only rated claims are reviewed
    scheme, rating = found
    numbers: dict[str, object] = {}
    if rating.number is not None:
        numbers = {"ratingValue": rating.number, "worstRating": scheme.worst, "bestRating": scheme.best}
    return _without_empty({"@type": "Rating", "alternateName": view.rating.label.text, **numbers})


def _author(archive: Archive, claim: Claim, view: ClaimView) -> Mapping[str, object]:
    if not claim.claimant or not view.claimant:
        return {}
    entity = archive.entities[claim.claimant].value
    kind = "Person" if entity.kind is EntityKind.PERSON else "Organization"
    return _without_empty({"@type": kind, "name": view.claimant.name.text, "sameAs": list(entity.same_as)})


def _publisher(materials: Materials, language: str) -> Mapping[str, object]:
    publisher = materials.archive.site.value.publisher
    name = publisher.name.phrase(language, materials.default_language).text
    return _without_empty({"@type": "Organization", "name": name, "url": publisher.url or ""})


def _site_title(materials: Materials, language: str) -> str:
    return materials.archive.site.value.title.phrase(language, materials.default_language).text


def _without_empty(value: Mapping[str, object]) -> Mapping[str, object]:
    """Return the object without the keys that have nothing to say: JSON-LD knows no empty values."""
    return {key: item for key, item in value.items() if item not in (None, "", (), [], {})}
