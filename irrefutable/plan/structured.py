"""schema.org data of a case, made of its record: the markup says what the data says. Refuses to say more.

On each page one ClaimReview for each rated claim, one MediaReview for each picture that has a category, and a
BreadcrumbList. A claim and the pictures that it is about lead to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from irrefutable.core.dates import parse
from irrefutable.model.record import (
    CaseRecord,
    ClaimRecord,
    EditionRecord,
    MediaRecord,
    RatingRecord,
    said,
)
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
    return (*claim_reviews(record, edition), *media_reviews(record, edition), trail)


def linked_data(reviews: Iterable[Mapping[str, object]]) -> Mapping[str, object]:
    """Return the reviews in the markup of a case's pages as one JSON-LD document.

    Args:
        reviews: the JSON-LD objects of its pages; those that are no reviews are left out.
    """
    graph = [
        {name: value for name, value in item.items() if name != "@context"}
        for item in reviews
        if item["@type"] in ("ClaimReview", "MediaReview")
    ]
    return {"@context": "https://schema.org", "@graph": graph}


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
            "author": _publisher(record, language),
            "license": record.get("licence_url"),
            "claimReviewed": said(claim["text"], language),
            "reviewBody": said(record.get("found"), language),
            "itemReviewed": _claim(record, claim, language),
            "associatedMediaReview": [
                {"@type": "MediaReview", "@id": _media_address(edition, media)}
                for media in record.get("media", ())
                if "category" in media and media["id"] in claim.get("about", ())
            ],
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


def media_reviews(record: CaseRecord, edition: EditionRecord) -> Iterator[Mapping[str, object]]:
    """Yield a MediaReview for each picture of a case that has a category, as one of its pages has it."""
    for media in record.get("media", ()):
        if "category" in media:
            yield _media_review(record, edition, media)


def _media_review(record: CaseRecord, edition: EditionRecord, media: MediaRecord) -> Mapping[str, object]:
    language, address = edition["language"], _media_address(edition, media)
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "MediaReview",
            "@id": address,
            "url": address,
            "inLanguage": language,
            "datePublished": record.get("published"),
            "dateModified": record.get("updated"),
            "author": _publisher(record, language),
            "license": record.get("licence_url"),
            "mediaAuthenticityCategory": media["category"],
            "originalMediaContextDescription": said(media.get("actually"), language),
            "originalMediaLink": media.get("original", {}).get("url"),
            "itemReviewed": _without_empty(
                {
                    "@type": "MediaReviewItem",
                    "mediaItemAppearance": [_picture(media, language)],
                }
            ),
            "associatedClaimReview": [
                {"@type": "ClaimReview", "@id": f"{edition['url']}#claim-{claim['id']}"}
                for claim in record.get("claims", ())
                if "rating" in claim and media["id"] in claim.get("about", ())
            ],
        }
    )


def _picture(media: MediaRecord, language: str) -> Mapping[str, object]:
    """Return a picture as it was shown, bound by its hash to the file that was looked at.

    The published files are smaller, and have hashes of their own, which `manifest.json` lists.
    """
    files = media.get("files", ())
    widest = max(files, key=lambda file: file["width_px"])["url"] if files else ""
    source: Mapping[str, object] = {}
    if "sha256" in media:
        source = {
            "@type": "ImageObject",
            "sha256": media["sha256"],
            "width": media["width_px"],
            "height": media["height_px"],
        }
    return _without_empty(
        {
            "@type": "ImageObject",
            "name": said(media.get("title"), language),
            "description": said(media["alt"], language),
            "caption": said(media.get("shown_as"), language),
            "url": media.get("url"),
            "contentUrl": widest,
            "isBasedOn": source,
        }
    )


def _media_address(edition: EditionRecord, media: MediaRecord) -> str:
    return f"{edition['url']}#media-{media['id']}"


def _publisher(record: CaseRecord, language: str) -> Mapping[str, object]:
    publisher = record["publisher"]
    return _without_empty(
        {"@type": "Organization", "name": said(publisher["name"], language), "url": publisher.get("url")}
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
