"""The archive from its files, every problem a diagnostic. Refuses to judge what it says: `check` does."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from irrefutable.core.diagnostics import Diagnostic, in_order
from irrefutable.core.digest import digest, digest_bytes
from irrefutable.core.spans import SourceText, Span, SpanMap
from irrefutable.load import rules
from irrefutable.load.binding import Bound
from irrefutable.load.characters import decoded
from irrefutable.load.discover import CONTENT, CaseFolder, Discovered, discover, discover_cases
from irrefutable.load.documents import (
    NO_NAMES,
    Names,
    read_case,
    read_edition,
    read_entity,
    read_page,
    read_ratings,
    read_site,
    read_topics,
)
from irrefutable.load.history import read_history
from irrefutable.load.published import read_published
from irrefutable.model.archive import Archive, CaseFiles, Located, MediaFile
from irrefutable.model.edition import Edition
from irrefutable.model.history import PublishedState
from irrefutable.model.site import Entity, Page, Topics

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The archive, or None where `site.yaml` or `ratings.yaml` could not be read, and what is wrong."""

    archive: Archive | None
    diagnostics: tuple[Diagnostic, ...]
    names: Names
    """The ids of entities by their names in lower case."""


@dataclass(frozen=True, slots=True)
class CaseContent:
    """The files of a case's folder, before anybody looks into them."""

    folder: CaseFolder
    texts: Mapping[str, bytes]
    """The case, its editions and its history by their paths, without those that cannot be read."""
    pictures: Mapping[str, MediaFile]
    """By name, without width and height."""
    digest: str
    """Of the names and the bytes of every file that was read."""
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case's folder as far as it could be read, and what is wrong."""

    id: str
    files: CaseFiles | None
    """None where the case cannot be built."""
    broken: CaseFiles | None
    """What could be read of a case or an edition with errors."""
    diagnostics: tuple[Diagnostic, ...]


def load(root: Path) -> Loaded:
    """Read the whole archive below a site's root."""
    loaded = load_site(root)
    folders, found = discover_cases(root)
    cases = [load_case(open_case(root, folder), loaded.names) for folder in folders]
    diagnostics = in_order(
        (*loaded.diagnostics, *found, *(item for case in cases for item in case.diagnostics))
    )
    archive = with_cases(loaded.archive, cases) if loaded.archive else None
    return Loaded(archive, diagnostics, loaded.names)


def load_site(root: Path) -> Loaded:
    """Read everything but the cases."""
    files = discover(root)
    loading = _Loading(root)
    loading.unreadable.update(files.badly_named)
    archive = loading.site(files)
    _, damaged = read_published(root)
    return Loaded(archive, in_order((*files.diagnostics, *loading.found, *damaged)), loading.names)


def site_digest(root: Path) -> str:
    """Return the digest of the names and the bytes of all that `load_site` may read, or may complain of."""
    content, state = root / CONTENT, hashlib.blake2b(digest_size=20)
    waiting = [content]
    while waiting:
        folder = waiting.pop()
        try:
            children = sorted(folder.iterdir())
        except OSError:
            continue
        for child in children:
            with suppress(OSError):
                kind = stat.S_IFMT(child.lstat().st_mode)
                path = os.fsencode(child.relative_to(root))
                # Where a link leads decides whether it may.
                target = os.fsencode(os.path.realpath(child)) if kind == stat.S_IFLNK else b""
                state.update(b"%s\0%d\0%s\0" % (path, kind, target))
                if kind == stat.S_IFDIR and child != content / "cases":
                    waiting.append(child)
                # A pipe would have us wait for a writer.
                elif child.is_file():
                    state.update(hashlib.blake2b(child.read_bytes()).digest())
    return state.hexdigest()


def open_case(root: Path, folder: CaseFolder) -> CaseContent:
    """Read the files of a case's folder.

    Args:
        root: the folder that paths begin at.
        folder: which files are in it.
    """
    found: list[Diagnostic] = []
    texts: dict[str, bytes] = {}
    pictures: dict[str, MediaFile] = {}
    for path in (folder.case, *(path for _, path in folder.editions), folder.history):
        content = _bytes(root, path, found) if path else None
        if content is not None:
            texts[path] = content
    for path in folder.pictures:
        content = _bytes(root, path, found)
        if content is not None:
            sha256 = hashlib.sha256(content).hexdigest()
            pictures[path.rpartition("/")[2]] = MediaFile(path, digest_bytes(content), sha256, len(content))
    said = [(os.fsencode(path), digest_bytes(content)) for path, content in texts.items()]
    said += [(os.fsencode(file.path), file.digest) for file in pictures.values()]
    return CaseContent(folder, texts, pictures, digest(said), tuple(found))


def load_case(content: CaseContent, names: Names) -> LoadedCase:
    """Read what the files of a case's folder say.

    Args:
        content: the files.
        names: the ids of entities by their names in lower case, for hints.
    """
    loading = _Loading(Path(), names, list(content.diagnostics), texts=content.texts)
    files, broken = loading.case(content.folder, content.pictures)
    return LoadedCase(content.folder.id, files, broken, tuple(loading.found))


def with_cases(archive: Archive, cases: list[LoadedCase]) -> Archive:
    """Return an archive with the cases that were read."""
    whole = {case.id: case.files for case in cases if case.files}
    former: dict[str, str] = {}
    for case_id, files in whole.items():
        for slug in files.case.value.former_slugs:
            former.setdefault(slug, case_id)
    return replace(
        archive,
        cases=whole,
        former_slugs=former,
        edition_languages=frozenset(tag for files in whole.values() for tag in files.editions),
        unreadable=archive.unreadable | {("case", case.id) for case in cases if not case.files},
        broken={case.id: case.broken for case in cases if case.broken},
    )


@dataclass(slots=True)
class _Loading:
    root: Path
    names: Names = field(default_factory=lambda: NO_NAMES)
    found: list[Diagnostic] = field(default_factory=list)
    unreadable: set[tuple[str, str]] = field(default_factory=set)
    texts: Mapping[str, bytes] | None = None
    """Files that were opened before, by their paths; None where they are still to be opened."""

    def site(self, files: Discovered) -> Archive | None:
        site = self._read(files.site, read_site)
        ratings = self._read(files.ratings, read_ratings)
        topics = self._topics(files.topics)
        entities = self._entities(files)
        self.names = {
            name.casefold(): entity_id
            for entity_id, entity in entities.items()
            for name in entity.value.name.strings()
        }
        pages = self._pages(files, site.value.languages[0] if site else "en")
        if site is None or ratings is None:
            return None
        by_id = {topic.id: topic for topic in topics.value.topics}
        unreadable = frozenset(self.unreadable)
        return Archive(site, ratings, topics, by_id, entities, pages, {}, unreadable=unreadable)

    def _topics(self, path: str) -> Located[Topics]:
        if path:
            topics = self._read(path, read_topics)
            if topics:
                return topics
            self.unreadable.add(("topic", "*"))
        source = SourceText("content/topics.yaml", "")
        return Located(Topics(), SpanMap(source, {}, {}))

    def _entities(self, files: Discovered) -> dict[str, Located[Entity]]:
        entities = {}
        for entity_id, path in files.entities:
            entity = self._read(path, partial(read_entity, entity_id=entity_id))
            if entity:
                entities[entity_id] = entity
            else:
                self.unreadable.add(("entity", entity_id))
        return entities

    def _pages(self, files: Discovered, first_language: str) -> dict[tuple[str, str], Located[Page]]:
        pages: dict[tuple[str, str], Located[Page]] = {}
        paths: dict[tuple[str, str], str] = {}
        for page_id, tag, path in files.pages:
            key = (page_id, tag or first_language)
            if key in paths:
                self._same_language(path, paths[key], key[1])
                continue
            paths[key] = path
            page = self._read(path, partial(read_page, page_id=page_id, language=key[1]))
            if page:
                pages[key] = page
        return dict(sorted(pages.items()))

    def _same_language(self, path: str, other: str, language: str) -> None:
        first, second = sorted((path, other), key=len)
        message = f'"{second.rpartition("/")[2]}" and "{first.rpartition("/")[2]}" are both in "{language}"'
        hint = "keep one; a page without a language in its name is in the site's first language"
        self.found.append(rules.EDITION_LANGUAGE.at(Span(second, 1, 1), message, hint))

    def case(
        self, folder: CaseFolder, files: Mapping[str, MediaFile]
    ) -> tuple[CaseFiles | None, CaseFiles | None]:
        # A folder with a bad name has its diagnostic; its case is read for the other problems in it.
        case_id = folder.id if folder.is_named_well else "unnamed"
        bound = self._bound(folder.case, partial(read_case, case_id=case_id, names=self.names))
        case = bound.located if bound else None
        own = case.value.language if case else ""
        editions: dict[str, Located[Edition]] = {}
        broken: dict[str, Located[Edition]] = {}
        for language, path in folder.editions:
            translated = self._bound(path, partial(read_edition, language=language, names=self.names))
            edition = translated.located if translated else None
            if language == own:
                message = f'the case itself is in "{own}": this file translates it into its own language'
                hint = "rename this file for its language, or correct the language of the case"
                self.found.append(rules.EDITION_LANGUAGE.at(Span(path, 1, 1), message, hint))
            elif edition:
                editions[language] = edition
            elif translated and translated.partial:
                broken[language] = translated.partial
        history: tuple[PublishedState, ...] = ()
        if folder.history and (content := self._content(folder.history)) is not None:
            history, damage = read_history(folder.history, content)
            self.found.extend(damage)
        is_sound = case is not None and folder.is_named_well
        read = case or (bound.partial if bound else None)
        partly = None
        if read and (broken or not is_sound):
            partly = CaseFiles(read, broken if is_sound else {**editions, **broken}, files)
        whole = CaseFiles(case, editions, files, history) if case is not None and is_sound else None
        return whole, partly

    def _read(self, path: str, read: Callable[[SourceText], Bound[M]]) -> Located[M] | None:
        bound = self._bound(path, read)
        return bound.located if bound else None

    def _bound(self, path: str, read: Callable[[SourceText], Bound[M]]) -> Bound[M] | None:
        content = self._content(path) if path else None
        if content is None:
            return None
        source, found = decoded(path, content)
        self.found.extend(found)
        if source is None:
            return None
        bound = read(source)
        self.found.extend(bound.diagnostics)
        return bound

    def _content(self, path: str) -> bytes | None:
        return _bytes(self.root, path, self.found) if self.texts is None else self.texts.get(path)


def _bytes(root: Path, path: str, found: list[Diagnostic]) -> bytes | None:
    try:
        return (root / path).read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        hint = "check that it is a file and may be read"
        found.append(rules.UNREADABLE_FILE.at(Span(path, 1, 1), message, hint))
        return None
