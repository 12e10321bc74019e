"""A case for a reference manager, made of its record: BibTeX, RIS and CSL-JSON. Refuses to split names.

What comes before a family name, and whether there is one, differs from language to language; so a name is
handed on whole, as those formats write the name of an organisation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from irrefutable.core.dates import parse
from irrefutable.model.record import CaseRecord, said
from irrefutable.plan.contexts.case_pages import ReferenceView
from irrefutable.plan.wording import N_, wording

_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # A brace counts for BibTeX even behind a backslash.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOT_IN_URLS: Final = re.compile(r"[\x00-\x20\"#%<>\[\\\]^`{|}\x7f-\x9f]")
"""What a URL must not hold as it is (WHATWG URL, "URL code points")."""
_QUOTED: Final = {code: quote(chr(code)) for code in range(0xA0) if _NOT_IN_URLS.fullmatch(chr(code))}
_SPACE: Final = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")


def reference_views(record: CaseRecord, language: str, *, site_title: str) -> tuple[ReferenceView, ...]:
    """Return a case, as one of its pages has it, in each form.

    Args:
        record: the case.
        language: the page's language.
        site_title: the name of the archive, in that language.
    """
    reference = _reference(record, language, site_title)
    # Files of their own would cost a build more than making all of them.
    return tuple(
        ReferenceView(name, _inside(media_type, text), f"{reference.key}.{ending}", text)
        for name, media_type, ending, text in (
            ("BibTeX", "application/x-bibtex", "bib", _bibtex(reference)),
            ("RIS", "application/x-research-info-systems", "ris", _ris(reference)),
            ("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", _csl_json(reference)),
        )
    )


def _inside(media_type: str, text: str) -> str:
    """Return an address that holds a text itself, in letters that compress with those on the page."""
    return f"data:{media_type};charset=utf-8,{text.translate(_QUOTED)}"


@dataclass(frozen=True, slots=True)
class _Reference:
    """What all forms say."""

    key: str
    language: str
    title: str
    authors: Sequence[str]
    translators: Sequence[str]
    archive: str
    publisher: str
    published: Sequence[int]
    """Year, month, day, as far as they are known."""
    version: str
    """The day on which the page last changed; empty where it never did."""
    url: str


def _reference(record: CaseRecord, language: str, site_title: str) -> _Reference:
    edition = next(item for item in record["editions"] if item["language"] == language)
    names = {item["id"]: said(item["name"], language) for item in record.get("entities", ())}
    key = record["id"] if language == record["language"] else f"{record['id']}-{language}"
    published = record.get("published", "")
    return _Reference(
        key=key,
        language=language,
        title=_line(said(record["title"], language)),
        authors=[_line(names[item]) for item in record.get("authors", ())],
        translators=[_line(names[item]) for item in edition.get("translated_by", ())],
        archive=_line(site_title),
        publisher=_line(said(record["publisher"]["name"], language)),
        published=[int(part) for part in _day(published).split("-") if part],
        version=version_of(published, record.get("updated", ""), edition.get("updated", "")),
        url=edition["url"],
    )


def version_of(published: str, *updated: str) -> str:
    """Return the day on which a page last changed; empty where it did not since it was published.

    An edition changes with its case as well: verdicts, corrections and sources are the case's.
    """
    latest = max(map(_day, updated))
    return "" if latest == _day(published) else latest


def version_words(version: str, language: str) -> str:
    """Return the version of a page in words, by the day of its last change."""
    words = wording(language)
    return words.say(N_("version of %(date)s"), date=words.date(parse(version)).text)


def _day(written: str) -> str:
    """Return the day of a date, or of an instant, as it was written; empty where there is none."""
    return written[:10]


def _line(text: str) -> str:
    """Return words in one line, without what no format has a place for."""
    return _SPACE.sub(" ", text).strip()


# ------------------------------------------------------------------------------------------------ BibTeX


def _bibtex(reference: _Reference) -> str:
    fields = ",\n".join(f"  {name} = {value}" for name, value in _bibtex_fields(reference))
    return f"@misc{{{reference.key},\n{fields}\n}}\n"


def _bibtex_fields(reference: _Reference) -> Iterator[tuple[str, str]]:
    for name, people in (("author", reference.authors), ("translator", reference.translators)):
        if people:
            yield name, f"{{{' and '.join(f'{{{_tex(item)}}}' for item in people)}}}"
    # The second pair keeps capitals as they are.
    yield "title", f"{{{{{_tex(reference.title)}}}}}"
    yield "howpublished", f"{{{_tex(reference.archive)}}}"
    yield "publisher", f"{{{_tex(reference.publisher)}}}"
    for name, part in zip(("year", "month"), reference.published, strict=False):
        yield name, f"{{{part}}}" if name == "year" else _MONTHS[part - 1]
    if reference.version:
        yield "note", f"{{{_tex(version_words(reference.version, reference.language))}}}"
    yield "language", f"{{{reference.language}}}"
    yield "url", f"{{{reference.url}}}"


def _tex(text: str) -> str:
    return text.translate(_TEX)


# --------------------------------------------------------------------------------------------------- RIS


def _ris(reference: _Reference) -> str:
    lines = [("TY", "ELEC"), ("ID", reference.key), *_ris_lines(reference), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _ris_lines(reference: _Reference) -> Iterator[tuple[str, str]]:
    for tag, people in (("AU", reference.authors), ("A4", reference.translators)):
        # What stands behind a comma would be taken for a given name.
        yield from ((tag, _line(item.replace(",", " "))) for item in people)
    yield "TI", reference.title
    yield "T2", reference.archive
    yield "PB", reference.publisher
    if reference.published:
        yield "PY", f"{reference.published[0]:04}"
        parts = [f"{part:02}" for part in reference.published]
        yield "DA", "/".join((*parts, *[""] * (4 - len(parts))))
    if reference.version:
        yield "ET", reference.version
    yield "LA", reference.language
    yield "UR", reference.url


# ---------------------------------------------------------------------------------------------- CSL-JSON


def _csl_json(reference: _Reference) -> str:
    item: Mapping[str, object] = {
        "id": reference.key,
        "type": "webpage",
        "title": reference.title,
        "author": [{"literal": item} for item in reference.authors],
        "translator": [{"literal": item} for item in reference.translators],
        "container-title": reference.archive,
        "publisher": reference.publisher,
        "issued": {"date-parts": [list(reference.published)]} if reference.published else None,
        "version": reference.version,
        "language": reference.language,
        "URL": reference.url,
    }
    lean = {name: value for name, value in item.items() if value}
    # A field in each line, as people read it.
    fields = ",\n".join(f"  {_json(name)}: {_json(value)}" for name, value in lean.items())
    return f"[\n {{\n{fields}\n }}\n]\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
