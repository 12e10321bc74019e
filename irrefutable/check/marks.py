"""Citations and embeds in texts: each names something of its case, and stands where it can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from irrefutable.check.passages import Passage
from irrefutable.core.diagnostics import Diagnostic, Rule, Severity
from irrefutable.core.spans import Span, SpanMap
from irrefutable.core.text import did_you_mean
from irrefutable.model.archive import Archive, CaseFiles, Located
from irrefutable.model.case import Case
from irrefutable.model.prose import (
    CITATION,
    DOUBLE_BRACKETS,
    EMBED,
    EMBED_KINDS,
    citations,
    embeds,
    without_code,
)
from irrefutable.model.site import Page, Site
from irrefutable.model.walk import Markdown, markdowns, references

UNKNOWN_CITATION = Rule(
    "unknown-citation",
    what="Every `[@id]` in a text names a source of its case. Texts outside of cases cite nothing.",
    why="A reader would meet a footnote that leads nowhere.",
    example="The ministry deleted the post [@tas-2017].",
    cure="Correct the id, or add the source to `sources`.",
)
MALFORMED_CITATION = Rule(
    "malformed-citation",
    what="A citation is `[@id]`, or `[@id; @other]` for several sources, and holds nothing else.",
    why="Any other form would stand on the page as it was written.",
    example="[@tas-2017, @bbc-2017]",
    cure="Put the ids between brackets, with semicolons between them; write page numbers in the sentence.",
)
UNCITED_SOURCE = Rule(
    "uncited-source",
    what="Every source is cited, in a text or in a list of sources.",
    why="A list of sources that support nothing only looks like evidence.",
    example="a source that no text and no `sources:` names",
    cure="Cite it where it supports something, or remove it.",
    severity=Severity.WARNING,
)
UNKNOWN_EMBED = Rule(
    "unknown-embed",
    what="An embed is one of `[[comparison: id]]`, `[[media: id]]`, `[[claim: id]]`, `[[evidence: id]]` and "
    "`[[timeline]]`, and its id stands for something of the case.",
    why="The line would stand on the page as it was written.",
    example="[[comparision: game-frame]]",
    cure="Correct the kind or the id.",
)
MISPLACED_EMBED = Rule(
    "misplaced-embed",
    what="Embeds stand in the report of a case, each on a line of its own, and nowhere else.",
    why="Within a sentence, in a caption or in an answer there is no room for what they bring.",
    example='caption: "[[media: game-frame]]"',
    cure="Give it a line of its own in the report. In a YAML file a text keeps its lines after `|`.",
)

RULES = (UNKNOWN_CITATION, MALFORMED_CITATION, UNCITED_SOURCE, UNKNOWN_EMBED, MISPLACED_EMBED)

_NOUNS = {"comparison": "comparison", "media": "picture", "claim": "claim", "evidence": "evidence item"}
_LIKE_AN_EMBED = re.compile(r"(?P<kind>[\w-]+)(?:\s*[:\s]\s*(?P<id>[\w-]+))?")
_SINGLE_BRACKETS = re.compile(
    rf"^[ \t]*(?P<mark>\[[ ]*(?:{'|'.join(EMBED_KINDS)})[ ]*:[ ]*[\w-]+[ ]*\])[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BRACKETS_WITH_AN_AT = re.compile(r"\[[^\[\]\n]*@[^\[\]\n]*\](?![(\[])")
_NEAR = 12
"""Characters before a mark that tell it from the same one elsewhere."""
_BARE_CITATION = re.compile(r"(?<![\w.@/+:-])@(?P<id>[\w-]+)")


def check_case(files: CaseFiles) -> Iterator[Diagnostic]:
    """Yield what is wrong with the marks in the texts of a case and its editions."""
    case, spans = files.case.value, files.case.spans
    cited = {item.id for item in references(case) if item.kind == "source"}
    for markdown in markdowns(case):
        cited.update(citations(markdown.text))
        yield from _marks(markdown, case, spans)
    for place, source in enumerate(case.sources):
        if source.id not in cited:
            at = spans.value(("sources", place, "id"))
            yield UNCITED_SOURCE.at(
                at, f'nothing cites the source "{source.id}"', "cite it, or remove it", source=spans.source
            )
    for edition in files.editions.values():
        for markdown in markdowns(edition.value):
            yield from _marks(markdown, case, edition.spans)


def check_site(archive: Archive) -> Iterator[Diagnostic]:
    """Yield marks in the texts outside of cases, which have no sources and no room for embeds."""
    texts: tuple[Located[Site] | Located[Page], ...] = (archive.site, *archive.pages.values())
    for located in texts:
        for markdown in markdowns(located.value):
            passage = Passage(located.spans, markdown.location)
            for cited in dict.fromkeys(citations(markdown.text)):
                yield UNKNOWN_CITATION.at(
                    _cited_at(passage, cited),
                    f'there is no source "{cited}": only a case has sources',
                    "write a link: [its title](https://…)",
                    source=passage.source,
                )
            yield from _malformed(markdown, (), passage)
            yield from _outside(markdown, passage)


def _marks(markdown: Markdown, case: Case, spans: SpanMap) -> Iterator[Diagnostic]:
    if "[" not in markdown.text and "@" not in markdown.text:
        return
    passage = Passage(spans, markdown.location)
    sources = [item.id for item in case.sources]
    for cited in dict.fromkeys(citations(markdown.text)):
        if cited not in sources and "" not in sources:
            yield UNKNOWN_CITATION.at(
                _cited_at(passage, cited),
                f'there is no source "{cited}"',
                did_you_mean(cited, sources) or "add it to `sources:`",
                source=passage.source,
            )
    yield from _malformed(markdown, sources, passage)
    if markdown.location[0] == "report":
        yield from _embeds(markdown, case, passage)
    else:
        yield from _outside(markdown, passage)


def _malformed(markdown: Markdown, sources: Sequence[str], passage: Passage) -> Iterator[Diagnostic]:
    text = CITATION.sub(_same_length, without_code(markdown.text))
    if "@" not in text:
        return
    for written in dict.fromkeys(_BRACKETS_WITH_AN_AT.findall(text)):
        ids = re.findall(r"@\s*([\w-]+)", written)
        if re.match(r"\[-?@", written) or set(ids) & {*sources}:
            hint = f"write [{'; '.join(f'@{name}' for name in ids)}]" if ids else "write [@id]"
            at = passage.place(written)
            yield MALFORMED_CITATION.at(at, f'"{written}" is not a citation', hint, source=passage.source)
    for match in _BARE_CITATION.finditer(_BRACKETS_WITH_AN_AT.sub(_same_length, text)):
        if match["id"] in sources:
            words = text[: match.start()].rpartition("\n")[2][-_NEAR:] + match[0]
            near = passage.source.find(words, passage.start)
            at = (
                replace(near, column=near.column + near.width - len(match[0]), width=len(match[0]))
                if near
                else passage.start
            )
            yield MALFORMED_CITATION.at(
                at,
                f'"{match[0]}" is not a citation without its brackets',
                f"write [{match[0]}]",
                source=passage.source,
            )


def _same_length(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _embeds(markdown: Markdown, case: Case, passage: Passage) -> Iterator[Diagnostic]:
    known = _embeddable(case)
    for embed in embeds(markdown.text):
        at = passage.place(embed.written)
        if embed.kind not in EMBED_KINDS:
            hint = did_you_mean(embed.kind, EMBED_KINDS)
            yield UNKNOWN_EMBED.at(at, f'"{embed.kind}" cannot be embedded', hint, source=passage.source)
        elif (embed.kind == "timeline") == bool(embed.id):
            hint = "write [[timeline]]" if embed.id else f"write [[{embed.kind}: id]]"
            yield UNKNOWN_EMBED.at(at, f'"{embed.written}" is not an embed', hint, source=passage.source)
        elif embed.id and not {embed.id, ""} & {*known[embed.kind]}:
            hint = did_you_mean(embed.id, known[embed.kind]) or "remove the line"
            message = f'there is no {_NOUNS[embed.kind]} "{embed.id}"'
            yield UNKNOWN_EMBED.at(at, message, hint, source=passage.source)
    yield from _stray(markdown, passage)


def _stray(markdown: Markdown, passage: Passage) -> Iterator[Diagnostic]:
    """Yield what is meant as an embed and is none: for its place, or for how it is written."""
    text = EMBED.sub("", without_code(markdown.text))
    lines = {line.strip() for line in text.splitlines()}
    marks = (*DOUBLE_BRACKETS.findall(text), *(match["mark"] for match in _SINGLE_BRACKETS.finditer(text)))
    for mark in dict.fromkeys(marks):
        at = _alone(passage, mark) or passage.place(mark)
        parts = _LIKE_AN_EMBED.fullmatch(mark.strip("[]").strip())
        kind = parts["kind"].lower() if parts else ""
        if kind not in EMBED_KINDS:
            hint = f"write [[{': id]], [['.join(EMBED_KINDS[:-1])}: id]] or [[timeline]]; as code: `{mark}`"
            yield UNKNOWN_EMBED.at(at, f'"{mark}" is not an embed', hint, source=passage.source)
        elif mark in lines:
            wanted = kind if kind == "timeline" else f"{kind}: {(parts and parts['id']) or 'id'}"
            yield UNKNOWN_EMBED.at(
                at, f'"{mark}" is not an embed', f"write [[{wanted}]]", source=passage.source
            )
        else:
            yield MISPLACED_EMBED.at(
                at,
                f'"{mark}" does not stand on a line of its own',
                "give it a line of its own; in a YAML file, begin the report with `report: |`",
                source=passage.source,
            )


def _alone(passage: Passage, mark: str) -> Span | None:
    """Return where a mark has a line of its own; `[x]` within `[[x]]` is another mark."""
    source = passage.source
    numbers = range(passage.start.line, len(source.lines()) + 1)
    return next(
        (source.whole_line(number) for number in numbers if source.line(number).strip() == mark), None
    )


def _embeddable(case: Case) -> Mapping[str, Iterable[str]]:
    return {
        "comparison": [item.id for item in case.comparisons],
        "media": [item.id for item in case.media],
        "claim": [item.id for item in case.claims],
        "evidence": [item.id for item in case.evidence],
    }


def _outside(markdown: Markdown, passage: Passage) -> Iterator[Diagnostic]:
    for mark in dict.fromkeys(DOUBLE_BRACKETS.findall(without_code(markdown.text))):
        at = passage.place(mark)
        yield MISPLACED_EMBED.at(
            at,
            f'"{mark}" stands outside the report of a case',
            "move it to the report",
            source=passage.source,
        )


def _cited_at(passage: Passage, cited: str) -> Span:
    """Return where a text cites a source; `@tass` is no citation of `tas`."""
    source = passage.source
    at = source.find(f"@{cited}", passage.start)
    while at and source.line(at.line)[at.column + at.width - 1 :][:1] not in ("", " ", "\t", "]", ";"):
        at = source.find(f"@{cited}", Span(at.path, at.line, at.column + 1))
    return at or passage.start
