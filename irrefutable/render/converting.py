"""Markdown by Python-Markdown, held to what editors may write. Refuses to say that its HTML is safe.

Most texts never come here (`plain.py`), so importing this is left to those that do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor, Pattern
from markdown.treeprocessors import Treeprocessor

from irrefutable.model.prose import CITATION, EMBED_MARK, Cited, ProseRequest, around_embeds, cited_ids
from irrefutable.render.plain import heading_id

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINK_PATTERNS = (
    *("link", "reference", "short_reference"),
    *("image_link", "image_reference", "short_image_ref"),
)
_BRACKET = re.compile(r"[\[\]]")
_DEEPEST_BRACKET = 32
"""As in cmark. Python-Markdown follows each bracket that nothing closes to the end of the text: 100 kB of
`[` took it half an hour."""
_LONGEST_ADDRESS = 2048
"""Characters of a link's address and title; followed to the end of the text for the same reason."""


def converted(request: ProseRequest) -> str:
    """Return the HTML of a text, as the converter leaves it."""
    first, *rest = (piece.replace(EMBED_MARK, "") for piece in around_embeds(request.markdown))
    text = first + "".join(
        f"\n\n{EMBED_MARK}{number}{EMBED_MARK}\n\n{piece}" for number, piece in enumerate(rest)
    )
    converter = _converter()
    converter.reset()
    _Citations.of(converter).cited = request.cited
    outline = _Outline.of(converter)
    outline.top_heading, outline.scope, outline.base_path = (
        request.top_heading,
        request.scope,
        request.base_path,
    )
    return converter.convert(text)


@lru_cache(maxsize=1)
def _converter() -> Markdown:
    converter = Markdown(
        extensions=[
            AttrListExtension(),
            FootnoteExtension(SEPARATOR="-"),
            SaneListExtension(),
            SmartyExtension(smart_quotes=False, smart_dashes=False, smart_ellipses=True),
            TableExtension(use_align_attribute=True),
        ],
        output_format="html",
    )
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    for name in _LINK_PATTERNS:
        _bound(converter.inlinePatterns[name])
    # Below code spans (190) and escapes (180), above links (160).
    # The space before one goes with it: a number must not begin a line.
    cited = rf"(?:(?<=\S)[ \t\n]+)?{CITATION.pattern}"
    converter.inlinePatterns.register(_Citations(cited, converter), "citation", 175)
    # After attribute lists (8), so that their ids are scoped as well.
    converter.treeprocessors.register(_Outline(converter), "outline", 1)
    return converter


def _bound(pattern: Pattern) -> None:
    """Keep a link pattern from following what is no link to the end of the text."""
    assert isinstance(pattern, LinkInlineProcessor)  # noqa: S101 - each of `_LINK_PATTERNS` is one
    follow = pattern.getLink

    def address(data: str, index: int) -> tuple[str, str | None, int, bool]:
        href, title, end, is_link = follow(data[index : index + _LONGEST_ADDRESS], 0)
        return href, title, index + end, is_link

    pattern.getText = _link_text  # type: ignore[method-assign]
    pattern.getLink = address  # type: ignore[method-assign]


def _link_text(data: str, index: int) -> tuple[str, int, bool]:
    depth = 1
    for bracket in _BRACKET.finditer(data, index):
        depth += 1 if bracket[0] == "[" else -1
        if depth == 0:
            return data[index : bracket.start()], bracket.end(), True
        if depth > _DEEPEST_BRACKET:
            break
    return "", index, False


class _Citations(InlineProcessor):
    """Turns `[@id]` into numbered links to the list of sources."""

    cited: Mapping[str, Cited]

    @classmethod
    def of(cls, converter: Markdown) -> _Citations:
        """Return the processor of a converter."""
        processor = converter.inlinePatterns["citation"]
        assert isinstance(processor, cls)  # noqa: S101 - registered a few lines above
        return processor

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Markdown's name and signature
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        ids = cited_ids(m)
        if any(source_id not in self.cited for source_id in ids):
            return None, None, None
        group = Element("sup")
        for source_id in ids:
            source = self.cited[source_id]
            link = SubElement(
                group,
                "a",
                {"href": f"#{source.anchor}", "aria-label": source.label, "role": "doc-noteref"},
            )
            link.text = f"[{source.number}]"
        return group, m.start(0), m.end(0)


class _Outline(Treeprocessor):
    """Gives headings their level and id, and every id its scope."""

    top_heading = 3
    scope = ""
    base_path = ""

    @classmethod
    def of(cls, converter: Markdown) -> _Outline:
        """Return the processor of a converter."""
        processor = converter.treeprocessors["outline"]
        assert isinstance(processor, cls)  # noqa: S101 - registered a few lines above
        return processor

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in _HEADINGS]
        highest = min((_HEADINGS.index(element.tag) for element in headings), default=0)
        used: set[str] = set()
        for element in headings:
            level = _HEADINGS.index(element.tag) - highest + self.top_heading
            element.tag = f"h{min(level, 6)}"
            if not element.get("id"):
                element.set("id", heading_id("".join(element.itertext()), used))
        for element in root.iter():
            self._scope(element)

    def _scope(self, element: Element) -> None:
        if written := element.get("id"):
            element.set("id", f"{self.scope}-{written.replace(':', '-')}")
        href = element.get("href", "")
        if element.get("class") in ("footnote-ref", "footnote-backref"):
            element.set("href", f"#{self.scope}-{href[1:].replace(':', '-')}")
        elif href.startswith("/") and not href.startswith("//"):
            element.set("href", f"{self.base_path}{href}")
        if element.tag == "th":
            element.set("scope", "col")
        # Wider than the page, they scroll; not every browser lets keys do that where nothing has the focus.
        if element.tag in ("pre", "table"):
            element.set("tabindex", "0")
        if align := element.attrib.pop("align", ""):
            element.set("class", f"align-{align}")
