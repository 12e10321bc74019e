"""The archive from its files, every problem a diagnostic. Refuses to judge what it says: `check` does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from irrefutable.core.diagnostics import Diagnostic, in_order
from irrefutable.core.digest import digest_bytes
from irrefutable.core.spans import SourceText, Span, SpanMap
from irrefutable.load import rules
from irrefutable.load.binding import Bound
from irrefutable.load.characters import decoded
from irrefutable.load.discover import CaseFolder, Discovered, discover
from irrefutable.load.documents import (
    read_case,
    read_edition,
    read_entity,
    read_page,
    read_ratings,
    read_site,
    read_topics,
)
from irrefutable.model.archive import Archive, CaseFiles, Located, MediaFile
from irrefutable.model.edition import Edition
from irrefutable.model.site import Entity, Page, Topics

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The archive, or None where `site.yaml` or `ratings.yaml` could not be read, and what is wrong."""

    archive: Archive | None
    diagnostics: tuple[Diagnostic, ...]


def load(root: Path) -> Loaded:
    """Read the archive below a site's root."""
    files = discover(root)
    loading = _Loading(root, files)
    archive = loading.archive()
    return Loaded(archive, in_order((*files.diagnostics, *loading.found)))


@dataclass(slots=True)
class _Loading:
    root: Path
    files: Discovered
    found: list[Diagnostic] = field(default_factory=list)
    unreadable: set[tuple[str, str]] = field(default_factory=set)
    broken: dict[str, CaseFiles] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def archive(self) -> Archive | None:
        files = self.files
        self.unreadable.update(files.badly_named)
        site = self._read(files.site, read_site)
        ratings = self._read(files.ratings, read_ratings)
        topics = self._topics()
        entities = self._entities()
        pages = self._pages(site.value.languages[0] if site else "en")
        self.names = {
            name.casefold(): entity_id
            for entity_id, entity in entities.items()
            for name in entity.value.name.strings()
        }
        cases = self._cases()
        if site is None or ratings is None:
            return None
        unreadable = frozenset(self.unreadable)
        return Archive(site, ratings, topics, entities, pages, cases, unreadable, self.broken)

    def _topics(self) -> Located[Topics]:
        if self.files.topics:
            topics = self._read(self.files.topics, read_topics)
            if topics:
                return topics
            self.unreadable.add(("topic", "*"))
        source = SourceText("content/topics.yaml", "")
        return Located(Topics(), SpanMap(source, {}, {}))

    def _entities(self) -> dict[str, Located[Entity]]:
        entities = {}
        for entity_id, path in self.files.entities:
            entity = self._read(path, partial(read_entity, entity_id=entity_id))
            if entity:
                entities[entity_id] = entity
            else:
                self.unreadable.add(("entity", entity_id))
        return entities

    def _pages(self, first_language: str) -> dict[tuple[str, str], Located[Page]]:
        pages: dict[tuple[str, str], Located[Page]] = {}
        paths: dict[tuple[str, str], str] = {}
        for page_id, tag, path in self.files.pages:
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

    def _cases(self) -> dict[str, CaseFiles]:
        cases = {}
        for folder in self.files.cases:
            case = self._case(folder)
            if case:
                cases[folder.id] = case
            else:
                self.unreadable.add(("case", folder.id))
        return cases

    def _case(self, folder: CaseFolder) -> CaseFiles | None:
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
        files = {path.rpartition("/")[2]: file for path in folder.pictures if (file := self._picture(path))}
        is_sound = case is not None and folder.is_named_well
        read = case or (bound.partial if bound else None)
        if read and (broken or not is_sound):
            self.broken[folder.id] = CaseFiles(read, broken if is_sound else {**editions, **broken}, files)
        if case is None or not folder.is_named_well:
            return None
        return CaseFiles(case, editions, files)

    def _read(self, path: str, read: Callable[[SourceText], Bound[M]]) -> Located[M] | None:
        bound = self._bound(path, read)
        return bound.located if bound else None

    def _bound(self, path: str, read: Callable[[SourceText], Bound[M]]) -> Bound[M] | None:
        content = self._bytes(path) if path else None
        if content is None:
            return None
        source, found = decoded(path, content)
        self.found.extend(found)
        if source is None:
            return None
        bound = read(source)
        self.found.extend(bound.diagnostics)
        return bound

    def _picture(self, path: str) -> MediaFile | None:
        content = self._bytes(path)
        if content is None:
            return None
        return MediaFile(path, digest_bytes(content), hashlib.sha256(content).hexdigest(), len(content))

    def _bytes(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            message = f"the file cannot be read: {error.strerror}"
            hint = "check that it is a file and may be read"
            self.found.append(rules.UNREADABLE_FILE.at(Span(path, 1, 1), message, hint))
            return None
