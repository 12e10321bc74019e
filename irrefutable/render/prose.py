"""HTML from the Markdown that editors write. Content is not trusted: nothing of it can run.

Raw HTML is not passed through but shown as it was written; what attribute lists add is held to an
allow-list; addresses are http, https, mailto or within the site. Pictures enter a page as media, with
their licence and text alternative, so Markdown's own are left out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

from irrefutable.model.prose import Cited, ProseRequest
from irrefutable.render.plain import simple

_TAGS = {
    *("h2", "h3", "h4", "h5", "h6"),
    *("a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "hr", "i", "li"),
    *("ol", "p", "pre", "q", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "title", "aria-label", "role"},
    "abbr": {"title"},
    "div": {"role"},
    "ol": {"start"},
    "th": {"scope"},
    "pre": {"tabindex"},
    "table": {"tabindex"},
}
_ALIGNMENTS = {"align-left", "align-center", "align-right"}
_CLASSES = {
    "a": {"footnote-ref", "footnote-backref"},
    "div": {"footnote"},
    "td": _ALIGNMENTS,
    "th": _ALIGNMENTS,
}


def render(request: ProseRequest) -> Markup:
    """Render a text to sanitised HTML.

    Embeds are left as paragraphs of `EMBED_MARK`, their number from 0, and `EMBED_MARK`.
    """
    plain = quick(request)
    # Cleaned by nh3's allow-list.
    return Markup(_converted(request)) if plain is None else plain  # noqa: S704


def is_clean(html: str) -> bool:
    """Whether HTML has nothing that this module would not let through."""
    return _clean(html) == html


def quick(request: ProseRequest) -> Markup | None:
    """Return the HTML of a simple text, which takes less time to render than to look up; else None."""
    html = simple(request, _cited)
    # Nothing in it needs an escape but what `_cited` cleaned.
    return None if html is None else Markup(html)  # noqa: S704


_NEEDS_NO_ESCAPE = re.compile(r"[^<>&\"'\\`*_\[\]{}\x00-\x1f\x7f-\xa0]*+").fullmatch


def _cited(sources: tuple[Cited, ...]) -> str:
    """Return the HTML of a citation, as the converter makes it."""
    if not all(_NEEDS_NO_ESCAPE(f"{source.anchor} {source.label}") for source in sources):
        return _converted_citation(sources)
    links = (
        f'<a aria-label="{source.label}" href="#{source.anchor}" role="doc-noteref">[{source.number}]</a>'
        for source in sources
    )
    return f"<sup>{''.join(links)}</sup>"


@lru_cache(maxsize=256)
def _converted_citation(sources: tuple[Cited, ...]) -> str:
    ids = [f"source-{number}" for number in range(len(sources))]
    mark = "; ".join(f"@{source_id}" for source_id in ids)
    request = ProseRequest(f"[{mark}]", "", cited=dict(zip(ids, sources, strict=True)))
    return _converted(request).removeprefix("<p>").removesuffix("</p>")


def _converted(request: ProseRequest) -> str:
    from irrefutable.render.converting import converted  # noqa: PLC0415 - most texts are simple

    return _clean(converted(request))


def _clean(html: str) -> str:
    import nh3  # noqa: PLC0415 - most texts are simple

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
