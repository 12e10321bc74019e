"""Small whole sites for tests, from a mapping or one string, built in process. Refuses to hide content.

`SITE` is a site without cases that passes the check; a test adds the files it is about.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from irrefutable.core.diagnostics import as_text
from irrefutable.pipeline import build as run_build
from irrefutable.results import Build, Settings

Files = Mapping[str, str | bytes]

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
"""The instant of every build here, unless a test is about another one."""

_FILE = re.compile(r"^-- (?P<path>\S+) --\n", re.MULTILINE)


def files_of(text: str) -> dict[str, str | bytes]:
    """Read files from one string: a line `-- path --` begins each."""
    before, *rest = _FILE.split(text)
    if before.strip():
        raise ValueError(f"words before the first file: {before.strip()!r}")
    return dict(zip(rest[::2], rest[1::2], strict=True))


SITE = files_of(
    """\
-- content/site.yaml --
title: Test archive
tagline: Cases that exist for a test
base_url: https://facts.test
languages: [en]
publisher: { name: Test newsroom, url: https://newsroom.test }
licence: CC-BY-4.0
licence_url: https://creativecommons.org/licenses/by/4.0/
rating_scheme: house
build: { search: false, lookup: false, share_cards: false }
-- content/ratings.yaml --
schemes:
  - id: house
    title: House scale
    worst: 1
    best: 5
    ratings:
      - { key: "true", label: "True", explanation: It is so., number: 5, tone: "true" }
      - { key: "false", label: "False", explanation: It is not so., number: 1, tone: "false" }
      - { key: unproven, label: Unproven, explanation: Nobody can tell., tone: unproven }
-- content/topics.yaml --
topics:
  - { id: weather, label: Weather }
-- content/entities/ada.yaml --
name: Ada Writer
kind: person
-- content/entities/ben.yaml --
name: Ben Reader
kind: person
-- content/entities/cloud-club.yaml --
name: Cloud Club
kind: organization
same_as: [https://clouds.test/]
"""
)


_BUILD = "build: { search: false, lookup: false, share_cards: false }"


def set_build(files: Files, settings: str) -> str:
    """Return `site.yaml` with other settings than those of `SITE`: no search, no share cards, and no lookup.

    The last stays out unless it is named: few tests are about what pictures are known by.
    """
    more = "" if "lookup" in settings else "lookup: false, "
    return edited(files["content/site.yaml"], (_BUILD, f"build: {{ {more}{settings} }}"))


def with_cards(files: Files) -> dict[str, str | bytes]:
    """Return files of `SITE` that draw their share cards."""
    return {**files, "content/site.yaml": set_build(files, "search: false")}


CASE = """\
---
title: The cloud was painted
summary:
  claimed: A cloud over the town had four corners.
  found: The cloud was painted into the picture.
language: en
status: published
published: 2026-01-10
authors: [ada]
reviewed_by: [ben]
topics: [weather]
claims:
  - id: corners
    text: A cloud had four corners.
    claimant: cloud-club
    made: 2026-01-05
    rating: "false"
    rating_explanation: No cloud has corners [@diary].
    no_appearance: It was told by word of mouth.
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
---

The sky was *clear* that day [@diary].
"""
ARABIC_EDITION = """\
---
language: ar
title: رُسمت السحابة
summary: { claimed: لها زوايا., found: رسمها أحد. }
claims: { corners: { text: للسحابة أربع زوايا. } }
---
"""


def site(**cases: str) -> dict[str, str | bytes]:
    """Return the files of a site with these cases, by their ids; `a__b` stands for `a-b`."""
    return {
        **SITE,
        **{f"content/cases/{name.replace('__', '-')}/case.md": text for name, text in cases.items()},
    }


def edited(text: str | bytes, *changes: tuple[str, str]) -> str:
    """Return a text with each old part replaced by a new one; every old part must be there once."""
    words = text.decode() if isinstance(text, bytes) else text
    for old, new in changes:
        if words.count(old) != 1:
            raise ValueError(f"{old!r} stands {words.count(old)} times in the text")
        words = words.replace(old, new)
    return words


def write_files(root: Path, files: Files) -> Path:
    """Write files below a folder, and return it."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def build(
    root: Path,
    out: Path | None = None,
    *,
    now: dt.datetime = NOW,
    is_preview: bool = False,
    patience_seconds: float = 0.0,
    shared_cache: str | None = None,
    workers: int = 1,
) -> Build:
    """Build a site, in this process unless there are more `workers`."""
    settings = Settings(
        root,
        out or root / "site",
        now,
        is_preview=is_preview,
        workers=workers,
        patience_seconds=patience_seconds,
        shared_cache=shared_cache,
    )
    return run_build(settings)


def published(
    root: Path, files: Files, *, now: dt.datetime = NOW, is_preview: bool = False
) -> dict[str, bytes]:
    """Write a site, build it, and return what was published without the manifest; errors fail the test."""
    write_files(root, files)
    result = build(root, now=now, is_preview=is_preview)
    assert result.published is not None, "\n\n".join(as_text(item) for item in result.diagnostics)
    return {path: content for path, content in tree(root / "site").items() if path != "manifest.json"}


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path; nothing where there is no folder."""
    found = {}
    # Some tests read thousands of folders, and paths as objects would take most of the time.
    for parent, _folders, names in os.walk(folder):
        below = parent.removeprefix(str(folder))
        for name in names:
            if os.path.isfile(path := f"{parent}/{name}"):  # noqa: PTH113
                with open(path, "rb") as file:  # noqa: PTH123
                    found[f"{below}/{name}"[1:]] = file.read()
    return dict(sorted(found.items(), key=lambda item: item[0].split("/")))


def png(width: int = 40, height: int = 30, colour: tuple[int, int, int] = (40, 90, 160)) -> bytes:
    """Return a small picture: a colour with a lighter bar, so that no two sides are alike."""
    image = Image.new("RGB", (width, height), colour)
    image.paste(tuple(min(255, part + 60) for part in colour), (0, 0, width // 3, height))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


class Element(NamedTuple):
    """A tag of a page and its attributes."""

    tag: str
    attributes: Mapping[str, str]


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self.words: list[str] = []
        self.scripts: list[tuple[str, str]] = []
        self._script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag == "script":
            self._script = dict(attrs).get("type") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is None:
            self.words.append(data)
        else:
            self.scripts.append((self._script, data))


def elements(html: bytes) -> Iterator[Element]:
    """Yield every element of a page."""
    yield from _parsed(html).found


def words(html: bytes) -> str:
    """Return the words of a page as a reader meets them, in one line."""
    return " ".join(" ".join(_parsed(html).words).split())


def scripts(html: bytes) -> list[tuple[str, str]]:
    """Return type and content of each script element that has content."""
    return _parsed(html).scripts


@lru_cache(maxsize=1)
def _parsed(html: bytes) -> _Elements:
    parser = _Elements()
    parser.feed(html.decode())
    parser.close()
    return parser
