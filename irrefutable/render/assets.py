"""Style, script and icon files under names that change with their content.

All of `css/` becomes one style sheet, in the order of the file names; what a single page needs stands in
`pages/`. A script module names the modules it imports by their published names, so a change in one renames
those that import it. What only people read in a style sheet, comments and space that means nothing, stays
in the source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from irrefutable.core.digest import digest_bytes

_IMPORT = re.compile(r"""(?P<before>\b(?:from|import)\s*\(?\s*["'])\./(?P<name>[\w.-]+\.js)(?P<after>["'])""")
_CSS_URL = re.compile(r"""url\(\s*["']?\.\./(?P<name>(?:icons|fonts)/[\w./-]+)["']?\s*\)""")

_CSS_FOR_PEOPLE = re.compile(
    r"""(?P<words>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"""|(?<![^\s,:;{}])/\*.*?\*/\s*|/\*.*?\*/|;?\s*(?P<brace>[{}])\s*|(?P<sign>[,:;])\s+""",
    re.DOTALL,
)
"""The colon of a selector has no space after it, so one that has ends the name of a property or a feature."""


_PAGES = "pages/"


class AssetError(Exception):
    """An asset names another that is not there; the message says which and where."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A published file."""

    path: str
    content: bytes


def publish_assets(files: Mapping[str, bytes]) -> Mapping[str, Asset]:
    """Return the published assets by the name a page asks for: `style.css`, `js/x.js`, `icons/x.svg`.

    Args:
        files: the content of each file by its path below `assets/`, with `/` between its parts.

    Raises:
        AssetError: a file refers to one that is not there, or scripts import each other in a circle.
    """
    published: dict[str, Asset] = {}
    for name in sorted(files):
        if not name.endswith((".css", ".js")):
            published[name] = _asset(name, files[name])
    styles = {name: _style(name, files[name], published) for name in sorted(files) if name.endswith(".css")}
    alone = {name: styles.pop(name) for name in [*styles] if name.startswith(_PAGES)}
    for name, style in {**alone, "style.css": "\n".join(styles.values())}.items():
        published[name] = _asset(name, _for_browsers(style))
    for name in sorted(files):
        if name.endswith(".js"):
            _script(name, files, published, ())
    return published


@lru_cache(maxsize=64)
def _for_browsers(style: str) -> bytes:
    return _CSS_FOR_PEOPLE.sub(
        lambda match: match["words"] or match["brace"] or match["sign"] or "", style
    ).encode()


def _asset(name: str, content: bytes) -> Asset:
    stem, _, ending = name.rpartition(".")
    return Asset(f"assets/{stem}-{digest_bytes(content)[:10]}.{ending}", content)


def _style(name: str, content: bytes, published: Mapping[str, Asset]) -> str:
    def address(match: re.Match[str]) -> str:
        target = published.get(match["name"])
        if target is None:
            raise AssetError(f"assets/{name} refers to {match['name']}, which is not in assets/")
        return f'url("{target.path.removeprefix("assets/")}")'

    return _CSS_URL.sub(address, content.decode())


def _script(
    name: str, files: Mapping[str, bytes], published: dict[str, Asset], importers: tuple[str, ...]
) -> Asset:
    if name in published:
        return published[name]
    if name in importers:
        raise AssetError(f"scripts import each other in a circle: {' → '.join((*importers, name))}")
    if name not in files:
        raise AssetError(f"assets/{importers[-1]} imports {name}, which is not in assets/")
    pieces = list(_around_imports(files[name]))
    for place in range(2, len(pieces), 4):
        target = _script(f"js/{pieces[place]}", files, published, (*importers, name))
        pieces[place] = f"./{target.path.rpartition('/')[2]}"
    published[name] = _asset(name, "".join(pieces).encode())
    return published[name]


@lru_cache(maxsize=128)
def _around_imports(script: bytes) -> tuple[str, ...]:
    """Return a script in pieces: text, what stands before the name of a module, the name, what follows."""
    return tuple(_IMPORT.split(script.decode()))
