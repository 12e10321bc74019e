"""A page as one file that needs no other: its style and its pictures inside, nothing that runs.

It is made of the finished page, so it shows what the page shows to who has no script: what starts covered
starts covered, and what was destroyed was never there. Refuses to fetch anything.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin

WIDE_ENOUGH_PX: Final = 800
"""Of the sizes of a picture the smallest one that is as wide, for a file that is passed on."""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
_STYLE_OF_NOTE: Final = "main > .note:first-child { margin-block-end: 2rem }"
"""What a copy says of itself stands apart from what the page says."""
_LEFT_OUT: Final = frozenset(("larger", "embed-code", "keys", "tools", "references"))
"""Classes of what shows a picture again, or is of no use in a file."""
_ALONE: Final = frozenset(("area", "base", "br", "hr", "img", "input", "link", "meta", "source", "wbr"))
"""Elements that have no end (HTML standard, "Void elements"), but for those of films and old tables."""
_ADDRESSES: Final = ("href", "src")

Attributes = list[tuple[str, str | None]]


def offline_copy(
    page: str,
    *,
    address: str,
    style: str,
    picture: Callable[[str], tuple[str, bytes] | None],
    note: Callable[[str], tuple[str, str]],
) -> str:
    """Return a page with everything inside.

    Args:
        page: the finished page.
        address: its whole address, which links are made whole by.
        style: the style sheets, as one.
        picture: returns media type and bytes of the picture at a whole address; None where it is elsewhere.
        note: returns, in a language, what the copy says of itself, and the words of its link to the page.
    """
    copy = _Copy(address, style, picture, note)
    copy.feed(page)
    copy.close()
    return "".join(copy.parts)


class _Copy(HTMLParser):
    """Writes the page anew, tag by tag."""

    def __init__(
        self,
        address: str,
        style: str,
        picture: Callable[[str], tuple[str, bytes] | None],
        note: Callable[[str], tuple[str, str]],
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._address = address
        self._style = style
        self._picture = picture
        self._note = note
        self._language = ""
        self._sizes: list[tuple[int, str]] = []
        """Width and address of the files of the picture that is being read."""
        self._left_out: list[str] = []
        """The open elements that are left out, the outermost first."""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._left_out or tag == "script" or self._is_left_out(attrs):
            if tag not in _ALONE:
                self._left_out.append(tag)
            return
        match tag:
            case "meta":
                self._meta(attrs)
            case "link":
                if ("rel", "canonical") in attrs:
                    self._tag(tag, attrs)
            case "source":
                self._sizes += _candidates(dict(attrs).get("srcset") or "")
            case "img":
                self._image(attrs)
            case "html":
                self._language = dict(attrs).get("lang") or ""
                self._tag(tag, attrs)
            case "main":
                self._tag(tag, attrs)
                self._say_what_it_is()
            case _:
                self._tag(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _ALONE:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            if tag == self._left_out[-1]:
                self._left_out.pop()
            return
        if tag == "head":
            self.parts.append(f"<style>{self._style}{_STYLE_OF_NOTE}</style>\n")
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._put(data)

    def handle_entityref(self, name: str) -> None:
        self._put(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._put(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._put(f"<!{decl}>")

    def _put(self, text: str) -> None:
        if not self._left_out:
            self.parts.append(text)

    @staticmethod
    def _is_left_out(attrs: Attributes) -> bool:
        classes = next((value for name, value in attrs if name == "class"), None)
        return not _LEFT_OUT.isdisjoint((classes or "").split())

    def _meta(self, attrs: Attributes) -> None:
        values = dict(attrs)
        if values.get("http-equiv", "") == "Content-Security-Policy":
            self._tag("meta", [("http-equiv", "Content-Security-Policy"), ("content", _POLICY)])
        elif "property" not in values and not (values.get("name") or "").startswith("twitter:"):
            self._tag("meta", attrs)

    def _say_what_it_is(self) -> None:
        said, link = self._note(self._language)
        self.parts.append(f'\n<p class="note">{escape(said)} ')
        self._tag("a", [("href", self._address)])
        self.parts.append(f"{escape(link)}</a></p>")

    def _image(self, attrs: Attributes) -> None:
        sizes, self._sizes = self._sizes, []
        own = dict(attrs)
        enough = sorted(size for size in sizes if size[0] >= WIDE_ENOUGH_PX)
        source = enough[0][1] if enough else own.get("src") or ""
        found = self._picture(urljoin(self._address, source))
        kept: Attributes = [(name, value) for name, value in attrs if name not in ("src", "loading")]
        if found:
            media_type, content = found
            kept.insert(0, ("src", f"data:{media_type};base64,{b64encode(content).decode()}"))
        self._tag("img", kept)

    def _tag(self, tag: str, attrs: Attributes) -> None:
        written = []
        for name, value in attrs:
            if value is None:
                written.append(f" {name}")
                continue
            is_link = name in _ADDRESSES and not value.startswith(("#", "data:", "mailto:"))
            whole = urljoin(self._address, value) if is_link else value
            written.append(f' {name}="{escape(whole)}"')
        self.parts.append(f"<{tag}{''.join(written)}>")


def _candidates(srcset: str) -> Sequence[tuple[int, str]]:
    return [(int(width), url) for url, width in re.findall(r"(\S+)\s+(\d+)w", srcset)]
