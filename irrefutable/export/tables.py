"""Rows of tables from records, and rows as CSV that a spreadsheet can open without harm.

The form is that of RFC 4180 in UTF-8. A cell that a spreadsheet may take for a formula gets an apostrophe
before it, and so does one that begins with an apostrophe: who takes the first one off has the cell as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from irrefutable.model.record import CaseRecord, CaseRow, ClaimRow, RatingRecord, Words, said

BETWEEN: Final = " | "
"""What divides several values in one cell."""
_MAY_BE_A_FORMULA: Final = re.compile(r"[\s\ufeff\u200b-\u200f\u2060\0]*[=+\-@＝＋－＠]|['\t\r\n\0]").match
"""Of the first characters: OWASP's list (CSV injection), with the white space that programs pass over."""


def case_row(record: CaseRecord) -> CaseRow:
    """Return what a table says of a case."""
    language = record["language"]
    names = _names(record)
    ratings = (_key(claim["rating"]) for claim in record.get("claims", ()) if "rating" in claim)
    return CaseRow(
        case=record["id"],
        url=record["url"],
        record=record["record"],
        status=record["status"],
        language=language,
        languages=[edition["language"] for edition in record["editions"]],
        title=said(record["title"], language),
        claimed=said(record.get("claimed"), language),
        found=said(record.get("found"), language),
        published=record.get("published", ""),
        updated=record.get("updated", ""),
        authors=[names[item] for item in record.get("authors", ())],
        reviewed_by=[names[item] for item in record.get("reviewed_by", ())],
        topics=[topic["id"] for topic in record.get("topics", ())],
        countries=list(dict.fromkeys(place["country"] for place in record.get("places", ()))),
        claims=len(record.get("claims", ())),
        ratings=list(dict.fromkeys(ratings)),
        sources=len(record.get("sources", ())),
        pictures=len(record.get("media", ())),
        corrections=len(record.get("corrections", ())),
        publisher=said(record["publisher"]["name"], language),
        licence=record["licence"],
        licence_url=record.get("licence_url", ""),
    )


def claim_rows(record: CaseRecord) -> Iterator[ClaimRow]:
    """Yield what a table says of each claim of a case."""
    language = record["language"]
    entities = {entity["id"]: entity for entity in record.get("entities", ())}
    nothing: Words = {}
    for claim in record.get("claims", ()):
        claimant = entities.get(claim.get("claimant", ""))
        rating = claim.get("rating")
        yield ClaimRow(
            case=record["id"],
            claim=claim["id"],
            url=claim["url"],
            record=record["record"],
            language=language,
            title=said(record["title"], language),
            text=said(claim["text"], language),
            claimant=said(claimant["name"] if claimant else nothing, language),
            claimant_id=claim.get("claimant", ""),
            claimant_kind=claimant["kind"] if claimant else "",
            claimant_same_as=claimant.get("same_as", []) if claimant else [],
            made=claim["made"],
            rating=said(rating["label"] if rating else nothing, language),
            rating_key=_key(rating) if rating else "",
            rating_number=rating.get("number") if rating else None,
            rating_worst=rating.get("worst") if rating else None,
            rating_best=rating.get("best") if rating else None,
            rating_explanation=said(claim.get("rating_explanation"), language),
            found=said(record.get("found"), language),
            intent=claim.get("intent", ""),
            appearances=[item["url"] for item in claim.get("appearances", ()) if "url" in item],
            topics=[topic["id"] for topic in record.get("topics", ())],
            published=record.get("published", ""),
            updated=record.get("updated", ""),
            publisher=said(record["publisher"]["name"], language),
            licence=record["licence"],
            licence_url=record.get("licence_url", ""),
        )


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return rows as CSV with the names of the columns in the first line."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return stream.getvalue().encode()


def harmless(text: str) -> str:
    """Return the text of a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _MAY_BE_A_FORMULA(text) else text


def _cell(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, list):
        return harmless(BETWEEN.join(value))
    # A number is no formula, not even a negative one.
    return value


def _names(record: CaseRecord) -> Mapping[str, str]:
    return {entity["id"]: said(entity["name"], record["language"]) for entity in record.get("entities", ())}


def _key(rating: RatingRecord) -> str:
    return f"{rating['scheme']}/{rating['key']}"
