"""schema.org data of a case, made of its record: the markup says what the data says. Refuses to say more.

One ClaimReview for each rated claim (schema.org/ClaimReview) on each page, and a BreadcrumbList.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from irrefutable.core.dates import parse
from irrefutable.model.record import CaseRecord, ClaimRecord, EditionRecord, RatingRecord, said
from irrefutable.plan.wording import machine_date


def case_data(
    record: CaseRecord, language: str, *, site_title: str, home: str
) -> tuple[Mapping[str, object], ...]:
    """Return the JSON-LD objects of a case page.

    Args:
        record: the case.
        language: the page's language.
        site_title: the name of the archive, in that language.
        home: the whole address of the home page.
    """
    edition = next(item for item in record["editions"] if item["language"] == language)
    trail = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": site_title, "item": home},
            {
                "@type": "ListItem",
                "position": 2,
                "name": said(record["title"], language),
                "item": edition["url"],
            },
        ],
    }
    return (*claim_reviews(record, edition), trail)


def claim_reviews(record: CaseRecord, edition: EditionRecord) -> Iterator[Mapping[str, object]]:
    """Yield a ClaimReview for each rated claim of a case, as one of its pages has it."""
    for claim in record.get("claims", ()):
        if rating := claim.get("rating"):
            yield _claim_review(record, edition, claim, rating)


def _claim_review(
    record: CaseRecord, edition: EditionRecord, claim: ClaimRecord, rating: RatingRecord
) -> Mapping[str, object]:
    language = edition["language"]
    address = f"{edition['url']}#claim-{claim['id']}"
    publisher = record["publisher"]
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "@id": address,
            "url": address,
            "inLanguage": language,
            "name": said(record["title"], language),
            "image": edition.get("image"),
            "datePublished": record.get("published"),
            "dateModified": record.get("updated"),
            "author": _without_empty(
                {
                    "@type": "Organization",
                    "name": said(publisher["name"], language),
                    "url": publisher.get("url"),
                }
            ),
            "license": record.get("licence_url"),
            "claimReviewed": said(claim["text"], language),
            "reviewBody": said(record.get("found"), language),
            "itemReviewed": _claim(record, claim, language),
            "reviewRating": _without_empty(
                {
                    "@type": "Rating",
                    "alternateName": said(rating["label"], language),
                    "ratingValue": rating.get("number"),
                    "worstRating": rating.get("worst"),
                    "bestRating": rating.get("best"),
                }
            ),
        }
    )


def _claim(record: CaseRecord, claim: ClaimRecord, language: str) -> Mapping[str, object]:
    return _without_empty(
        {
            "@type": "Claim",
            "name": said(claim["text"], language),
            "datePublished": machine_date(parse(claim["made"])),
            "author": _claimant(record, claim, language),
            "appearance": [
                _without_empty(
                    {
                        "@type": "CreativeWork",
                        "url": item["url"],
                        "publisher": said(item["platform"], language),
                        "datePublished": machine_date(parse(item["date"])),
                    }
                )
                for item in claim.get("appearances", ())
                if "url" in item
            ],
        }
    )


def _claimant(record: CaseRecord, claim: ClaimRecord, language: str) -> Mapping[str, object]:
    claimant = claim.get("claimant")
    for entity in record.get("entities", ()):
        if entity["id"] == claimant:
            kind = "Person" if entity["kind"] == "person" else "Organization"
            return _without_empty(
                {"@type": kind, "name": said(entity["name"], language), "sameAs": entity.get("same_as")}
            )
    return {}


def _without_empty(value: Mapping[str, object]) -> Mapping[str, object]:
    """Return the object without the keys that have nothing to say: JSON-LD knows no empty values."""
    return {key: item for key, item in value.items() if item not in (None, "", (), [], {})}
