"""Paragraphs without a mark but citations, as the whole converter would render them. Refuses all else.

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
        if "\n\n" in match[0] or any(source_id not in cited for source_id in ids):
            return match[0]
        groups.append(link(tuple(cited[source_id] for source_id in ids)))
        return _STAND_IN

    if _STAND_IN in text:
        return None
    if "[" in text:
        text = _CITED.sub(stand_in, text)
    if not text or not _PARAGRAPHS.fullmatch(text):
        return None
    if _BEGINNING.search(text) or "..." in text or "  " in text or " \n" in text or text[-1] == " ":
        return None
    blocks = re.split(r"\n\n+", text)
    html = "\n".join(f"<p>{block}</p>" for block in blocks)
    for group in groups:
        html = html.replace(_STAND_IN, group, 1)
    return html
