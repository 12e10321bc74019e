"""Which files make up the archive: names and places. Refuses to open a file.

Everything is in the order of its name. Paths are POSIX, relative to the site's root.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from pydantic import ConfigDict, TypeAdapter, ValidationError

from irrefutable.core.diagnostics import Diagnostic, Rule
from irrefutable.core.spans import Span
from irrefutable.core.text import did_you_mean, is_language_tag
from irrefutable.load import rules
from irrefutable.load.characters import hidden_in, named
from irrefutable.model.fields import Slug
from irrefutable.model.history import HISTORY_FILE

CONTENT: Final = "content"
PICTURE_ENDINGS: Final = frozenset(("jpg", "jpeg", "png", "webp", "gif", "avif", "tif", "tiff"))
_PAGE: Final = re.compile(r"(?P<id>.+?)(?:\.(?P<language>[^.]*))?\.md")
CASE_FILE: Final = re.compile(r"case(?:\.(?P<language>[^.]*))?\.(?:md|yaml)")
_CASE_ALMOST: Final = re.compile(r"(?:case\.(?:ya?ml|md|mdown|markdown|txt)|case)(?:\.txt)?", re.IGNORECASE)
"""What an editor, or their program, makes of the name of a case file."""
_AT_TOP: Final = ("site.yaml", "ratings.yaml", "topics.yaml", "entities", "cases", "pages")


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """A case's folder. `case` is empty where there is no file to read, and a diagnostic has said why."""

    id: str
    is_named_well: bool
    case: str
    editions: tuple[tuple[str, str], ...]
    """Language and path."""
    pictures: tuple[str, ...]
    history: str = ""
    """The record of its published states; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """The files of an archive. `site` and `ratings` are empty where the file is missing."""

    site: str = ""
    ratings: str = ""
    topics: str = ""
    entities: tuple[tuple[str, str], ...] = ()
    """Id and path."""
    pages: tuple[tuple[str, str, str], ...] = ()
    """Id, language or nothing, and path."""
    badly_named: tuple[tuple[str, str], ...] = ()
    """Kind and name of what cannot be read because its name is no id."""
    diagnostics: tuple[Diagnostic, ...] = ()


def discover(root: Path) -> Discovered:
    """Look through `content/` below a site's root, but not at its cases."""
    content = root / CONTENT
    if not content.is_dir():
        message = "there is no content folder here"
        hint = "run this in the folder that holds content/, or name that folder with --root"
        return Discovered(diagnostics=(_at(rules.MISSING_CONTENT, CONTENT, message, hint),))
    walk = _Walk(root, content.resolve())
    top = {path.name: path for path in walk.children(content)}
    for name, path in top.items():
        if name not in _AT_TOP and (path.suffix in (".yaml", ".yml", ".md") or _resembles(name, _AT_TOP)):
            walk.unknown(path, did_you_mean(name, _AT_TOP))
    for name in ("site.yaml", "ratings.yaml"):
        if name not in top:
            message = f"{CONTENT}/{name} is missing"
            hint = "write it; docs/content-model.md has a pattern"
            walk.found.append(_at(rules.MISSING_SITE_FILE, f"{CONTENT}/{name}", message, hint))
    entities = tuple(walk.entities(content / "entities"))
    pages = tuple(walk.pages(content / "pages"))
    paths = {name: walk.path(path) for name, path in top.items()}
    return Discovered(
        site=paths.get("site.yaml", ""),
        ratings=paths.get("ratings.yaml", ""),
        topics=paths.get("topics.yaml", ""),
        entities=entities,
        pages=pages,
        badly_named=tuple(walk.badly_named),
        diagnostics=tuple(walk.found),
    )


def discover_cases(
    root: Path, names: Collection[str] | None = None
) -> tuple[tuple[CaseFolder, ...], tuple[Diagnostic, ...]]:
    """Look through `content/cases`, or only at what has one of the names in it."""
    content = root / CONTENT
    if not content.is_dir():
        return (), ()
    walk = _Walk(root, content.resolve())
    cases = tuple(walk.cases(content / "cases", names))
    return cases, tuple(walk.found)


@dataclass(slots=True)
class _Walk:
    root: Path
    content: Path
    found: list[Diagnostic] = field(default_factory=list)
    badly_named: list[tuple[str, str]] = field(default_factory=list)

    def path(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def children(self, folder: Path, names: Collection[str] | None = None) -> Iterator[Path]:
        """Yield what lies in a folder, hidden files and READMEs apart, links out of `content` refused."""
        if not folder.is_dir():
            return
        try:
            found = [path.name for path in folder.iterdir()] if names is None else names
            children = [folder / name for name in sorted(found) if os.path.lexists(folder / name)]
        except OSError as error:
            message = f"the folder cannot be read: {error.strerror}"
            self.found.append(
                _at(rules.UNREADABLE_FILE, self.path(folder), message, "check that it may be read")
            )
            return
        for child in children:
            if child.name.startswith(".") or child.name.upper().startswith("README"):
                continue
            if not child.is_symlink() or self._is_inside(child):
                yield child

    def _is_inside(self, link: Path) -> bool:
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError):
            message = "this link leads nowhere"
            self.found.append(
                _at(rules.UNREADABLE_FILE, self.path(link), message, "copy the file to where the link is")
            )
            return False
        if target.is_relative_to(self.content):
            return True
        message = "this link leads to a file outside of content"
        self.found.append(
            _at(rules.OUTSIDE_CONTENT, self.path(link), message, "copy the file to where the link is")
        )
        return False

    def unknown(self, path: Path, hint: str) -> None:
        message = f'nothing reads "{path.name}" here'
        hint = hint or "rename it, move it out of content, or delete it"
        self.found.append(_at(rules.UNKNOWN_FILE, self.path(path), message, hint))

    def entities(self, folder: Path) -> Iterator[tuple[str, str]]:
        for path in self.children(folder):
            if path.suffix != ".yaml" or not path.is_file():
                self.unknown(path, f'did you mean "{path.stem}.yaml"?' if path.suffix == ".yml" else "")
            elif self._is_id(path.stem, path, "entity"):
                yield path.stem, self.path(path)

    def pages(self, folder: Path) -> Iterator[tuple[str, str, str]]:
        for path in self.children(folder):
            match = _PAGE.fullmatch(path.name)
            if not match or not path.is_file():
                self.unknown(path, f'did you mean "{path.stem}.md"?' if path.suffix else "")
                continue
            language = match["language"]
            if self._is_id(match["id"], path, "page") and (language is None or self._is_tag(language, path)):
                yield match["id"], language or "", self.path(path)

    def cases(self, folder: Path, names: Collection[str] | None) -> Iterator[CaseFolder]:
        for path in self.children(folder, names):
            if path.is_dir():
                yield self._case(path)
            else:
                self.unknown(path, f"a case is a folder: cases/{path.stem}/case.md")

    def _case(self, folder: Path) -> CaseFolder:
        is_named_well = _is_slug(folder.name)
        if not is_named_well:
            message = f'the folder\'s name "{folder.name}" is not an id{_hidden(folder.name)}'
            hint = "use lower-case letters a to z, digits and single hyphens"
            self.found.append(_at(rules.BAD_FOLDER_NAME, self.path(folder), message, hint))
        written: dict[str, list[Path]] = {}
        pictures: list[str] = []
        others: list[Path] = []
        for path in self.children(folder):
            if (match := CASE_FILE.fullmatch(path.name)) and path.is_file():
                if match["language"] is None or self._is_tag(match["language"], path):
                    written.setdefault(match["language"] or "", []).append(path)
            elif path.suffix[1:].lower() in PICTURE_ENDINGS and path.is_file():
                pictures.append(self.path(path))
            else:
                others.append(path)
        records = [path for path in others if path.name == HISTORY_FILE and path.is_file()]
        almost = [path for path in others if path.is_file() and _CASE_ALMOST.fullmatch(path.name)]
        meant = [] if "" in written else almost
        for path in others:
            if path not in (*meant, *records):
                self.unknown(path, _meant(path))
        single = {language: self._only(paths) for language, paths in written.items()}
        if "" not in single:
            message = f'the folder "{folder.name}" has no case.md and no case.yaml'
            hint = "write case.yaml or case.md"
            if meant:
                message = f'the case file of "{folder.name}" is named "{meant[0].name}"'
                hint = f"rename the file to {_right_name(meant[0])}"
            self.found.append(_at(rules.MISSING_CASE_FILE, self.path(folder), message, hint))
        editions = tuple((language, path) for language, path in sorted(single.items()) if language and path)
        history = self.path(records[0]) if records else ""
        return CaseFolder(folder.name, is_named_well, single.get("", ""), editions, tuple(pictures), history)

    def _only(self, paths: list[Path]) -> str:
        if len(paths) == 1:
            return self.path(paths[0])
        first, second = paths[0], paths[1]
        message = f'"{second.name}" and "{first.name}" are the same case in the same language'
        self.found.append(
            _at(rules.TWO_CASE_FILES, self.path(second), message, "keep one and delete the other")
        )
        return ""

    def _is_id(self, name: str, path: Path, kind: str) -> bool:
        if _is_slug(name):
            return True
        message = f'the file\'s name "{name}" is not an id{_hidden(name)}'
        hint = "use lower-case letters a to z, digits and single hyphens"
        self.found.append(_at(rules.BAD_ID, self.path(path), message, hint))
        self.badly_named.append((kind, name))
        return False

    def _is_tag(self, language: str, path: Path) -> bool:
        if is_language_tag(language):
            return True
        message = f'"{language}" in the file\'s name is not a language tag'
        hint = "write a BCP 47 tag such as en, ru, pt-BR or sr-Latn"
        self.found.append(_at(rules.EDITION_LANGUAGE, self.path(path), message, hint))
        return False


_SLUG: Final[TypeAdapter[str]] = TypeAdapter(Slug, config=ConfigDict(defer_build=True))


def _is_slug(name: str) -> bool:
    try:
        _SLUG.validate_python(name)
    except ValidationError:
        return False
    return True


def _hidden(name: str) -> str:
    hidden = hidden_in(name)
    return f": it holds the invisible {named(hidden)}" if hidden else ""


def _right_name(path: Path) -> str:
    return "case.yaml" if ".y" in path.name.lower() else "case.md"


def _meant(path: Path) -> str:
    if path.is_dir():
        return "a case's pictures lie in its own folder, not in folders below it"
    name = PurePosixPath(path.name)
    if (lower := name.as_posix().lower().replace(".yml", ".yaml")) != name.name and CASE_FILE.fullmatch(
        lower
    ):
        return f'did you mean "{lower}"?'
    if name.suffix in (".yml", ".markdown", ".mdown", ".txt", ".json") and name.stem.startswith("case"):
        return f'did you mean "{name.stem}{".yaml" if name.suffix == ".yml" else ".md"}"?'
    if name.suffix in (".md", ".yaml"):
        return "did you mean case.md, or case.LANG.md for a translation?"
    return ""


def _resembles(name: str, known: tuple[str, ...]) -> bool:
    return did_you_mean(name, known).startswith("did")


def _at(rule: Rule, path: str, message: str, hint: str) -> Diagnostic:
    return rule.at(Span(path, 1, 1), message, hint)
