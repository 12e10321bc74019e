"""The marks that our Markdown has beyond Markdown: citations and embeds. Refuses to make HTML of them.

`[@id]` or `[@id; @other]` cites sources; `[[comparison: id]]` on a line of its own puts something there.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from markupsafe import Markup

CITATION = re.compile(r"\[@(?P<first>[^\s\[\];@]+)(?P<rest>(?:\s*;\s*@[^\s\[\];@]+)*)\]")
_SPACED_CITATION = re.compile(rf"[ \t]*{CITATION.pattern}")
EMBED = re.compile(
    r"^[ ]{0,3}\[\[[ ]*(?P<kind>[a-z-]+)[ ]*(?::[ ]*(?P<id>[^\s\]]+)[ ]*)?\]\][ \t]*$", re.MULTILINE
)
EMBED_KINDS = ("comparison", "media", "claim", "evidence", "timeline")
DOUBLE_BRACKETS = re.compile(r"\[\[[^\[\]\n]*\]\](?![(\[])")
"""What an editor means as an embed, whatever is written in it; a link whose text has brackets is none."""

EMBED_MARK = "\ue000"
"""Rendered prose has it around the number of each embed; an editor's own is dropped."""

_BLANK = "\ue001"
_CODE_SPAN = re.compile(r"(?P<ticks>`+)(?:(?!\n\s*\n).)*?(?P=ticks)", re.DOTALL)
_NOT_A_LINE_END = re.compile(r"[^\n]")
_FENCE = re.compile(
    r"^ {0,3}(?P<fence>```+|~~~+).*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Embed:
    """Something that stands on a line of its own. `id` is empty for the timeline."""

    kind: str
    id: str
    written: str
    """The line as it was written, without surrounding white space."""


@lru_cache(maxsize=64)
def citations(markdown: str) -> tuple[str, ...]:
    """Return the source ids that a text cites, in order, as often as it cites them; not those in code.

    Three ask about each text of a case, one soon after the other.
    """
    if "[@" not in markdown:
        return ()
    return tuple(
        source_id for match in CITATION.finditer(without_code(markdown)) for source_id in cited_ids(match)
    )


def cited_ids(match: re.Match[str]) -> tuple[str, ...]:
    """Return the ids of one citation mark."""
    first, rest = match.group("first", "rest")
    return (first, *re.findall(r"@([^\s;]+)", rest)) if rest else (first,)


def without_citations(markdown: str) -> str:
    """Return a text without its citations and the white space before them."""
    return _SPACED_CITATION.sub("", markdown)


_MARKS = (
    (EMBED, ""),
    (re.compile(r"\[\^[^\]\s]+\](?::[ \t]*)?"), ""),
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"^ {0,3}#{1,6}[ \t]+", re.MULTILINE), ""),
)
"""What Markdown has around words, and what is left of it."""


def plain_words(markdown: str) -> str:
    """Return the words of a text, as far as they can be had without a converter: for places without HTML."""
    text = without_citations(markdown)
    for mark, left in _MARKS:
        text = mark.sub(left, text)
    return text.strip()


def embeds(markdown: str) -> tuple[Embed, ...]:
    """Return what a text embeds, in order; not what it shows as code."""
    if "[[" not in markdown:
        return ()
    return tuple(
        Embed(match["kind"], match["id"] or "", match[0].strip())
        for match in EMBED.finditer(without_code(markdown))
    )


def around_embeds(markdown: str) -> tuple[str, ...]:
    """Return the pieces of a text between its embeds: one more than `embeds` finds."""
    edges = [edge for match in EMBED.finditer(without_code(markdown)) for edge in match.span()]
    starts, ends = (0, *edges[1::2]), (*edges[::2], len(markdown))
    return tuple(markdown[start:end] for start, end in zip(starts, ends, strict=True))


def without_code(markdown: str) -> str:
    """Return the text with code spans and fences blanked out; all else stays in its place."""
    if "`" not in markdown and "~~~" not in markdown:
        return markdown
    return _CODE_SPAN.sub(_blank, _FENCE.sub(_blank, markdown))


def _blank(match: re.Match[str]) -> str:
    # Not white space: what shares a line with code does not stand on a line of its own.
    return _NOT_A_LINE_END.sub(_BLANK, match[0])


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a text points to it."""

    number: int
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class ProseRequest:
    """A text and all that decides its HTML."""

    markdown: str
    scope: str
    """Put before every id, so that two texts on a page do not share one."""
    top_heading: int = 3
    """The level that the highest heading of the text gets."""
    cited: Mapping[str, Cited] = field(default_factory=dict)
    """The sources it may cite; a citation of any other stays as it was written."""
    base_path: str = ""
    """Put before addresses that begin with a slash."""


ProseRenderer: TypeAlias = Callable[[ProseRequest], Markup]
"""Turns a text into sanitised HTML; the pipeline passes one that remembers."""
