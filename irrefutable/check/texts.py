"""Markdown as an editor wrote it: what a reader would meet as it stands in the file, or not at all.

Citations and embeds are marks, which have a module of their own. Refuses to judge the words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel

from irrefutable.check.addresses import RESERVED
from irrefutable.check.output import DEAD_LINK
from irrefutable.check.passages import Passage
from irrefutable.core.diagnostics import Diagnostic, Rule, Severity
from irrefutable.core.spans import SpanMap
from irrefutable.core.text import did_you_mean
from irrefutable.model.archive import Archive, CaseFiles
from irrefutable.model.prose import without_code
from irrefutable.model.walk import markdowns

MARKDOWN_PICTURE = Rule(
    "markdown-picture",
    what="Pictures stand in a report as `[[media: id]]`, never as Markdown's `![…](…)`.",
    why="A picture without a licence, a verdict and a text alternative must not reach a page.",
    example="![the convoy](convoy.jpg)",
    cure="Add the picture to `media` of a case and write `[[media: id]]` in its report.",
)
UNKNOWN_FOOTNOTE = Rule(
    "unknown-footnote",
    what="Every `[^name]` in a text has its note `[^name]: …` in the same text.",
    why="The mark would stand on the page as it was written, and its note would be missing.",
    example="The clip is older [^1]. (without a line that begins with [^1]:)",
    cure="Add the note on a line of its own, or cite a source: [@id].",
)
RAW_HTML = Rule(
    "raw-html",
    what="A text has no HTML tags, apart from those that it shows as code.",
    why="HTML is not passed through, so readers would see the tag itself.",
    example="The <b>second</b> picture",
    cure="Write it in Markdown (**second**), or as code where the tag is meant to be seen.",
    severity=Severity.WARNING,
)
SKIPPED_HEADING = Rule(
    "skipped-heading",
    what="The headings of a text begin with its highest level, and none skips a level.",
    why="Headings are the table of contents of those who cannot see the page.",
    example="a heading of level 2 (## What it shows), then one of level 4",
    cure="Use the next level.",
)

RULES = (MARKDOWN_PICTURE, UNKNOWN_FOOTNOTE, RAW_HTML, SKIPPED_HEADING)

_MAY_BE_WRONG = re.compile(r"[\[<#]|^[=-]", re.MULTILINE)
"""Without any of these there is nothing to look for: no link, tag or heading."""
_PICTURE = re.compile(r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_FOOTNOTE = re.compile(r"(?<!\\)\[\^(?P<name>[^\[\]\s]+)\](?!:)")
_NOTE = re.compile(r"^ {0,3}\[\^(?P<name>[^\[\]\s]+)\]:", re.MULTILINE)
_TAG = re.compile(r"<[A-Za-z][A-Za-z0-9-]*(?:\s+[\w:-]+\s*=[^<>\n]*)?\s*/?>|<!--")
_HEADING = re.compile(
    r"^(?:(?P<marks>#{1,6}).*|(?P<words>[^\s>*+#-].*)\n(?P<line>=+|-+)[ \t]*)$", re.MULTILINE
)
_ADDRESS = re.compile(
    r"\]\(\s*<?(?P<linked>/[^\s()<>]*)|^ {0,3}\[[^\[\]^]+\]:\s+<?(?P<named>/[^\s<>]*)", re.MULTILINE
)


def check_site(archive: Archive) -> Iterator[Diagnostic]:
    """Yield what is wrong with the texts outside of cases."""
    hint = "pictures are shown in cases only"
    yield from _texts(archive, archive.site.value, archive.site.spans, hint)
    for page in archive.pages.values():
        yield from _texts(archive, page.value, page.spans, hint)


def check_case(archive: Archive, files: CaseFiles) -> Iterator[Diagnostic]:
    """Yield what is wrong with the texts of a case and its editions."""
    hint = "add it to `media` and write [[media: id]] in the report"
    yield from _texts(archive, files.case.value, files.case.spans, hint)
    for edition in files.editions.values():
        yield from _texts(archive, edition.value, edition.spans, hint)


def _texts(archive: Archive, model: BaseModel, spans: SpanMap, hint: str) -> Iterator[Diagnostic]:
    for markdown in markdowns(model):
        if _MAY_BE_WRONG.search(markdown.text):
            yield from _text(archive, markdown.text, Passage(spans, markdown.location), hint)


def _text(archive: Archive, markdown: str, passage: Passage, hint: str) -> Iterator[Diagnostic]:
    text = without_code(markdown)
    # To look for the signs of a mark takes a tenth of the time that looking for the mark does.
    for written in dict.fromkeys(_PICTURE.findall(text)) if "![" in text else ():
        message = "a picture in Markdown has no licence and no verdict"
        yield MARKDOWN_PICTURE.at(passage.place(written), message, hint, source=passage.source)
    has_notes = "[^" in text
    notes = {match["name"] for match in _NOTE.finditer(text)} if has_notes else set()
    for name in dict.fromkeys(match["name"] for match in _FOOTNOTE.finditer(text)) if has_notes else ():
        if name not in notes:
            yield UNKNOWN_FOOTNOTE.at(
                passage.place(f"[^{name}]"),
                f'the text has no note "{name}"',
                f"add a line that begins with [^{name}]: or cite a source: [@id]",
                source=passage.source,
            )
    for written in dict.fromkeys(_TAG.findall(text)) if "<" in text else ():
        yield RAW_HTML.at(
            passage.place(written),
            f'readers would see "{written}" as it is written',
            "write it in Markdown, or between backticks where it is meant to be seen",
            source=passage.source,
        )
    if "#" in text or "\n=" in text or "\n-" in text:
        yield from _headings(text, passage)
    if "](" in text or "]:" in text:
        yield from _links(archive, text, passage)


def _headings(text: str, passage: Passage) -> Iterator[Diagnostic]:
    found = [
        (len(match["marks"]) if match["marks"] else 1 if match["line"][0] == "=" else 2, match[0])
        for match in _HEADING.finditer(text)
    ]
    highest = min((level for level, _ in found), default=1)
    before = highest - 1
    for level, written in found:
        if level > before + 1:
            first_line = written.partition("\n")[0]
            at = passage.place(first_line)
            message = f"a heading of level {level} stands where level {before + 1} would follow"
            yield SKIPPED_HEADING.at(
                at, message, f"begin it with {'#' * (before + 1)}", source=passage.source
            )
        before = level


# ----------------------------------------------------------------------------------------------- links


def _links(archive: Archive, text: str, passage: Passage) -> Iterator[Diagnostic]:
    found = (match["linked"] or match["named"] for match in _ADDRESS.finditer(text))
    for written in dict.fromkeys(found):
        if not written.startswith("//") and (hint := _lost(archive, written)) is not None:
            at = passage.source.find(f"({written})", passage.start) or passage.place(written)
            yield DEAD_LINK.at(at, f'nothing stands at "{written}"', hint, source=passage.source)


def _lost(archive: Archive, written: str) -> str | None:
    """Return the cure for an address that leads nowhere; None where it leads somewhere, or may.

    What only the plan knows, such as the further pages of a list, is left to the check of the output.
    """
    path = unquote(urlsplit(written).path)
    if not path.endswith("/"):
        return None if "." in path.rpartition("/")[2] else f"write {path}/"
    folder, _, name = path.strip("/").rpartition("/")
    language, folder, name = _without_language(archive, folder, name)
    known = _known(archive, folder)
    is_unreadable = {(_KINDS.get(folder), name), (_KINDS.get(folder), "*")} & archive.unreadable
    if known is None or is_unreadable or name in ("", *RESERVED):
        return None
    former = archive.former_slugs if folder == "cases" else {}
    if name not in known and name not in former:
        return did_you_mean(name, [*known, *former]) or "correct the address"
    if folder == "cases" and language:
        case_id = name if name in known else former[name]
        if language not in archive.cases[case_id].editions:
            return f"that case has no edition in {language}"
    return None


_KINDS = {"cases": "case", "topics": "topic", "entities": "entity", "claimants": "entity"}


def _without_language(archive: Archive, folder: str, name: str) -> tuple[str, str, str]:
    """Split the language from an address: its own part before the folder, or all there is of a home page."""
    languages = {*archive.site.value.languages[1:], *(tag for _, tag in archive.pages)}
    languages |= archive.edition_languages
    first, _, rest = folder.partition("/")
    if first in languages:
        return first, rest, name
    return (name, "", "") if not folder and name in languages else ("", folder, name)


def _known(archive: Archive, folder: str) -> Collection[str] | None:
    """Return the names below a folder of the site; None for a folder that only the plan knows."""
    match folder:
        case "cases":
            return archive.cases.keys()
        case "topics":
            return archive.topics_by_id.keys()
        case "entities" | "claimants":
            return archive.entities.keys()
        case "":
            return [page_id for page_id, _ in archive.pages]
    return None
