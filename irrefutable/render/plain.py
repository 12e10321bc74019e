"""Paragraphs with citations and simple emphasis, as the whole converter would render them. Refuses all else.

Most texts of a case are such: a sentence or two that cite a source. What they become is known without a
parser, and takes a hundredth of its time. A property test holds the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from irrefutable.model.prose import CITATION, Cited, cited_ids

_PARAGRAPHS: Final = re.compile(
    r"[^\\`*_\[\]<>&{}#|~^\x00-\x09\x0b-\x1f\x7f-\xa0\u2000-\u200a\u2028-\u202f\u205f\u3000\ue000-\uf8ff]*+"
)
"""Nothing that begins a mark, needs an escape, or is white space that the converter changes."""
_BEGINNING: Final = re.compile(r"(?:\A|\n)(?:[ \-+=:]|\d+[.)]|\u241f:)")
"""What makes a line more than a line of a paragraph."""
_CITED: Final = re.compile(rf"(?:(?<=\S)[ \t\n]+)?{CITATION.pattern}")
_EMPHASIS: Final = re.compile(
    r"(?<![^\s(])(?P<stars>\*\*?)(?P<words>[^\s*](?:[^*\n]*[^\s*])?)(?P=stars)(?![^\s.,;:!?)])"
)
"""One or two stars around words of a line; white space, or a mark of punctuation, around the stars."""
_TAGS: Final = {"*": ("\u2402", "\u2403"), "**": ("\u2404", "\u2405")}
"""Pictures of control characters, which stand for the tags until the text is judged."""
_HTML: Final = str.maketrans(
    {"\u2402": "<em>", "\u2403": "</em>", "\u2404": "<strong>", "\u2405": "</strong>"}
)
_TAKEN: Final = re.compile("[\u241f\u2402-\u2405]")
_STAND_IN: Final = "\u241f"


def paragraphs(
    markdown: str, cited: Mapping[str, Cited], link: Callable[[tuple[Cited, ...]], str]
) -> str | None:
    """Return the HTML of plain paragraphs, or None where the text is anything more.

    Args:
        markdown: the text.
        cited: the sources that it may cite.
        link: the HTML of a citation of some of them.
    """
    text = markdown.strip("\n")
    groups: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        ids = cited_ids(match)
        if _is_torn(match) or any(source_id not in cited for source_id in ids):
            return match[0]
        groups.append(link(tuple(cited[source_id] for source_id in ids)))
        return _STAND_IN

    if _TAKEN.search(text):
        return None
    if "[" in text:
        text = _CITED.sub(stand_in, text)
    if "*" in text:
        # While it is judged, each star stands for itself no more; no text has the characters that do.
        text = _EMPHASIS.sub(_without_stars, text)
    if not text or not _PARAGRAPHS.fullmatch(text):
        return None
    if _BEGINNING.search(text) or "..." in text or "  " in text or " \n" in text or text[-1] == " ":
        return None
    blocks = re.split(r"\n\n+", text)
    html = "\n".join(f"<p>{block}</p>" for block in blocks).translate(_HTML)
    for group in groups:
        html = html.replace(_STAND_IN, group, 1)
    return html


def _is_torn(match: re.Match[str]) -> bool:
    """Whether a citation begins a paragraph, or a line that the converter may take for something else."""
    return match[0].count("\n") > 1 or ("\n" in match[0] and match.string[match.end() :][:1] == ":")


def _without_stars(match: re.Match[str]) -> str:
    begin, end = _TAGS[match["stars"]]
    return f"{begin}{match['words']}{end}"
