"""Simple Markdown as the whole converter would render it: what most texts are made of. Refuses all else.

Paragraphs, headings, quotations, flat lists and tables, with citations, links and emphasis in them. What they
become is known without a parser, and takes a tenth of its time. A property test holds the two equal, so
whatever is doubtful is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from irrefutable.model.prose import (
    CITATION,
    DOUBLE_BRACKETS,
    EMBED_MARK,
    Cited,
    ProseRequest,
    around_embeds,
    cited_ids,
)

CitationLink = Callable[[tuple[Cited, ...]], str]
"""Makes the HTML of a citation of some sources."""

_NO_MARK: Final = (
    r"[^\\`*_\[\]<>&{}#|~^\x00-\x09\x0b-\x1f\x7f-\xa0\u2000-\u200a\u2028-\u202f\u205f\u3000\ue000-\uf8ff"
)
"""What begins no mark, needs no escape, and is no white space that the converter changes; an open set."""
_SENTENCES: Final = re.compile(rf"(?![ \-+=:]|\d+[.)]){_NO_MARK}\n]++(?<! )")
"""What most texts are: a line of words."""
_WORDS: Final = re.compile(rf"{_NO_MARK}]++")
_BARE_WORDS: Final = re.compile(rf"{_NO_MARK}\n\u241f\u2402-\u2405]++")
_BEGINNING: Final = re.compile(r"(?:\A|\n)(?:[ \-+=:]|\d+[.)]|\u241f:)")
"""What makes a line more than a line of a paragraph."""
_ADDRESS: Final = r"https?://[A-Za-z0-9][A-Za-z0-9._~/:?=%,;+-]*+"
_LINK: Final = re.compile(rf"\[(?P<words>{_NO_MARK}\n\u241f\u2402-\u2405]++)\]\((?P<address>{_ADDRESS})\)")
_EMPHASIS: Final = re.compile(
    r"(?<![^\s(])(?P<stars>\*\*?)(?P<words>[^\s*|](?:[^*\n|]*[^\s*|])?)(?P=stars)(?![^\s.,;:!?)])"
)
"""One or two stars around words of a line; white space, or a mark of punctuation, around the stars."""
_TAGS: Final = {"*": ("\u2402", "\u2403"), "**": ("\u2404", "\u2405")}
"""Pictures of control characters, which stand for the tags until the text is judged."""
_HTML: Final = (
    ("\u2402", "<em>"),
    ("\u2403", "</em>"),
    ("\u2404", "<strong>"),
    ("\u2405", "</strong>"),
)
_TAKEN: Final = re.compile("[\u241f\u2402-\u2405\ue000]")
_STAND_IN: Final = "\u241f"
_SPACES: Final = re.compile(r"\.\.\.|  | \n| \Z")
"""What the converter changes anywhere: three dots, and spaces that may break a line."""
_HEADING: Final = re.compile(r"(?P<marks>#{1,6}) (?P<words>[^ ].*)")
_ITEM: Final = re.compile(r"(?:-|\d+\.) (?P<words>[^ ].*)")
_ALIGNMENTS: Final = (
    (re.compile("-+"), ""),
    (re.compile(":-+"), ' class="align-left"'),
    (re.compile("-+:"), ' class="align-right"'),
    (re.compile(":-+:"), ' class="align-center"'),
)


class _NotPlainError(Exception):
    """The text is not simple."""


def simple(request: ProseRequest, link: CitationLink) -> str | None:
    """Return the HTML of a simple text, or None where the text is anything more."""
    markdown = request.markdown
    if _SENTENCES.fullmatch(markdown) and "..." not in markdown and "  " not in markdown:
        return f"<p>{markdown}</p>"
    if "`" in markdown or _TAKEN.search(markdown):
        return None
    pieces = around_embeds(markdown) if DOUBLE_BRACKETS.search(markdown) else (markdown,)
    blocks: list[str] = []
    groups: list[str] = []
    try:
        for number, piece in enumerate(pieces):
            if number:
                blocks.append(f"{EMBED_MARK}{number - 1}{EMBED_MARK}")
            blocks += _blocks(piece, request, link, groups)
        html = "\n".join(_elements(blocks, request))
    except _NotPlainError:
        return None
    for stand_in, tag in _HTML if "*" in markdown else ():
        html = html.replace(stand_in, tag)
    if not groups:
        return html
    first, *others = html.split(_STAND_IN)
    return first + "".join(chain.from_iterable(zip(groups, others, strict=True)))


def heading_id(words: str, used: set[str]) -> str:
    """Return an id made of a heading's words, none of those `used`; it is one of them from now on."""
    unique = re.sub(r"[^\w]+", "-", words.casefold()).strip("-") or "part"
    while unique in used:
        unique += "-"
    used.add(unique)
    return unique


def _blocks(piece: str, request: ProseRequest, link: CitationLink, groups: list[str]) -> list[str]:
    """Return the blocks of a text, with stand-ins for citations, links and the tags of emphasis."""
    text = piece.strip("\n")

    if "[" in text:
        text = _with_stand_ins(text, request, link, groups)
    if "*" in text:
        # While it is judged, each star stands for itself no more; no text has the characters that do.
        text = _EMPHASIS.sub(_without_stars, text)
    if _SPACES.search(text):
        raise _NotPlainError
    return re.split(r"\n\n+", text) if text else []


def _with_stand_ins(text: str, request: ProseRequest, link: CitationLink, groups: list[str]) -> str:
    """Return a text with a stand-in for each citation and link, whose HTML is added to the groups."""
    done, begin = "", 0
    while (place := text.find("[", begin)) >= 0:
        done += text[begin:place]
        if match := CITATION.match(text, place):
            words = done.rstrip(" \t\n")
            between = done[len(words) :] if words else ""
            # It begins a paragraph, or a line that the converter may take for something else.
            is_torn = "\n" in between and (between.count("\n") > 1 or text[match.end() :][:1] == ":")
            ids = cited_ids(match)
            if is_torn or any(source_id not in request.cited for source_id in ids):
                raise _NotPlainError
            groups.append(link(tuple(request.cited[source_id] for source_id in ids)))
            # The space before a citation goes with it.
            done = words or done
        elif (match := _LINK.match(text, place)) and done[-1:] not in {"!", "]"}:
            groups.append(f'<a href="{match["address"]}">{match["words"]}</a>')
        else:
            raise _NotPlainError
        done += _STAND_IN
        begin = match.end()
    return done + text[begin:]


def _without_stars(match: re.Match[str]) -> str:
    begin, end = _TAGS[match["stars"]]
    return f"{begin}{match['words']}{end}"


def _elements(blocks: list[str], request: ProseRequest) -> Iterator[str]:
    """Yield the HTML of each block."""
    highest = min((len(block) - len(block.lstrip("#")) for block in blocks if block[0] == "#"), default=1)
    used: set[str] = set()
    before = ""
    for block in blocks:
        kind = block[0] if block[0] in "#>|" else "-" if _ITEM.match(block) else ""
        if kind and kind == before and kind in "->":
            # The converter would join them.
            raise _NotPlainError
        before = kind
        match kind:
            case "#":
                marks, words = _matched(_HEADING, block).group("marks", "words")
                level = min(len(marks) - highest + request.top_heading, 6)
                _matched(_BARE_WORDS, words)
                yield f'<h{level} id="{request.scope}-{heading_id(words, used)}">{words}</h{level}>'
            case ">":
                lines = block.split("\n")
                if not all(line.startswith("> ") for line in lines):
                    raise _NotPlainError
                words = _line_by_line("\n".join(line[2:] for line in lines))
                yield f"<blockquote>\n<p>{words}</p>\n</blockquote>"
            case "-":
                yield _list(block)
            case "|":
                yield _table(block)
            case _ if block[0] == EMBED_MARK:
                yield f"<p>{block}</p>"
            case _:
                yield f"<p>{_line_by_line(block)}</p>"


def _list(block: str) -> str:
    lines = block.split("\n")
    tag = "ul" if block[0] == "-" else "ol"
    if any((line[0] == "-") != (tag == "ul") for line in lines) or (tag == "ol" and block[:3] != "1. "):
        raise _NotPlainError
    items = (_line_by_line(_matched(_ITEM, line)["words"]) for line in lines)
    return "\n".join((f"<{tag}>", *(f"<li>{item}</li>" for item in items), f"</{tag}>"))


def _table(block: str) -> str:
    head, *rest = (_cells(line) for line in block.split("\n"))
    if len(rest) <= 1 or any(len(row) != len(head) for row in rest):
        raise _NotPlainError
    rule, *rows = rest
    classes = [_alignment(cell) for cell in rule]
    heads = zip(head, classes, strict=True)
    lines = ['<table tabindex="0">', "<thead>", "<tr>"]
    lines += [f'<th{class_} scope="col">{cell}</th>' for cell, class_ in heads]
    lines += ["</tr>", "</thead>", "<tbody>"]
    for row in rows:
        cells = zip(row, classes, strict=True)
        lines += ["<tr>", *(f"<td{class_}>{cell}</td>" for cell, class_ in cells), "</tr>"]
    return "\n".join((*lines, "</tbody>", "</table>"))


def _cells(line: str) -> list[str]:
    if not (line.startswith("| ") and line.endswith(" |")):
        raise _NotPlainError
    cells = [cell.strip(" ") for cell in line[2:-2].split("|")]
    for cell in cells:
        if cell:
            _matched(_WORDS, cell)
    return cells


def _alignment(cell: str) -> str:
    for pattern, class_ in _ALIGNMENTS:
        if pattern.fullmatch(cell):
            return class_
    raise _NotPlainError


def _line_by_line(words: str) -> str:
    """Return lines of a paragraph as they are, if each is one."""
    _matched(_WORDS, words)
    if _BEGINNING.search(words):
        raise _NotPlainError
    return words


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    match = pattern.fullmatch(text)
    if match is None:
        raise _NotPlainError
    return match
