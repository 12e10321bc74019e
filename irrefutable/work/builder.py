"""What a build knows before it publishes anything: what changed, what is wrong, what must be made again.

A part of the pipeline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from irrefutable.check import (
    addresses,
    disclosures,
    editorial,
    languages,
    marks,
    references,
    texts,
)
from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.digest import digest
from irrefutable.core.packed_names import PackedNames
from irrefutable.core.packing import UnpackingError, pack, unpack
from irrefutable.core.timings import Stopwatch
from irrefutable.core.workers import Aside, Crew, default_workers
from irrefutable.load.archive import Loaded, load_site, site_digest
from irrefutable.model.archive import Archive, CaseFiles
from irrefutable.model.entries import CaseFacts
from irrefutable.plan.index import is_out
from irrefutable.render.templates import Templates
from irrefutable.results import Build, Settings
from irrefutable.store.ledger import Ledger
from irrefutable.store.memo import Memo
from irrefutable.unchanged import CONTENT, TEMPLATES, THEME_ASSETS, Sight
from irrefutable.work.asking import EVERY_CASE, EVERY_ENTITY, Cases
from irrefutable.work.cases import (
    Desk,
    MadeCase,
    ReadCase,
    abroad,
    check_broken,
    make_cases,
    read_cases,
)
from irrefutable.work.facts import filing_of, languages_of, shown_of
from irrefutable.work.findings import (
    INDEX,
    Checked,
    Found,
    Plan,
    Progress,
    batch_size,
)
from irrefutable.work.former import Damage, Former
from irrefutable.work.kept import Kept
from irrefutable.work.knowledge import facts_in, with_places
from irrefutable.work.shelf import Shelf
from irrefutable.work.world import World, theme_folders, wants_search, world

if TYPE_CHECKING:
    from irrefutable.work.pages import Catalogue, PackedOutline
    from irrefutable.work.sharing import Sharing

Result = TypeVar("Result", ReadCase, MadeCase)

_SITE = "site"
_THEME = "theme"


_NO_SEARCH = (
    "the site has no search, because Pagefind is not installed; "
    'pip install "irrefutable[search]", or write `search: false` under `build` in content/site.yaml'
)


class Builder:
    """One build."""

    def __init__(  # noqa: PLR0917 - all of what a build is made of
        self,
        settings: Settings,
        progress: Progress,
        watch: Stopwatch,
        memo: Memo,
        ledger: Ledger,
        seen: Sight | None,
        kept: Kept | None = None,
        sharing: Sharing | None = None,
    ) -> None:
        self.settings = settings
        self.progress = progress
        self.watch = watch
        self.memo = memo
        self.ledger = ledger
        self.seen = seen
        self.workers = settings.workers or default_workers()
        self.former = Former(settings, ledger, seen, kept)
        self.is_whole = self.former.is_whole
        self.site_key = ""
        self.has_same_assets = False
        self.damage = Damage()
        self.world_parts: dict[str, str] = {}
        self.languages: Counter[str] = Counter()
        self.found = Found(self.is_whole)
        self.desk = Desk(
            settings.root,
            memo,
            ledger,
            {},
            self.former.engine,
            is_whole=self.is_whole,
            known=self.former.kept.facts if self.former.kept else None,
        )
        self.meanwhile: Callable[[], None] = lambda: None
        """Done while other processes work."""
        self.loaded: Loaded | None = None
        self.fresh = Shelf()
        """What others may ask of the cases that were read."""
        self.sharing = sharing

    # --------------------------------------------------------------------------------------- what is asked

    def checked(self) -> Checked:
        """Read and check everything."""
        archive = self._read()
        if archive is not None:
            self._check(archive)
            self.checked_cases(sorted(self._case_ids()))
        return Checked(archive, len(self._case_ids()), self.found.all())

    def planned(self) -> Build | Plan:
        """Read what changed; return what is to be made, or the build if errors keep it from publishing."""
        archive = self._read()
        if archive is None:
            return self.unpublished(self.found.all())
        self._check(archive)
        altered = self._altered()
        dirty = self._dirty(altered)
        if self.found.has_errors:
            with self.watch.phase("check"):
                self.checked_cases(dirty)
            return self.unpublished(self.found.all(self.earlier))
        return Plan(tuple(dirty), altered)

    def recalled(self) -> Kept | None:
        """Return what a build that changes nothing would know; None where the site cannot be read."""
        if self.is_whole or self._read() is None or self.loaded is None:
            return None
        return Kept(self.loaded, self._world(), facts_in(self.ledger))

    def unpublished(self, diagnostics: tuple[Diagnostic, ...]) -> Build:
        """Return a build that errors keep from publishing."""
        return Build(diagnostics, remarks=self.remarks, timings=tuple(self.watch.phases))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is wrong with the shared cache, and what the site must do without, in words."""
        archive = self.desk.archive
        lacks_search = (
            archive
            and self.desk.world
            and wants_search(self.settings, archive)
            and not self.world_parts["search"]
        )
        own = (_NO_SEARCH,) if lacks_search else ()
        return (*(self.sharing.remarks if self.sharing else ()), *own)

    def catalogue(self, content: bytes = b"") -> Catalogue:
        """Return the archive as its lists see it.

        Args:
            content: what its cases are filed under; empty where that is still to be found.
        """
        from irrefutable.work.pages import Catalogue, filed  # noqa: PLC0415 - few edits change lists

        return Catalogue(self.desk, content or filed(self.desk))

    def planner(self) -> AbstractContextManager[Aside[Desk] | None]:
        """Return who plans all lists; None where few or none are to be planned, or nobody else is to work.

        What it takes to find them is as much memory as all the rest of a large build needs.
        """
        cases = len(self._case_ids())
        if not self.is_whole or self.workers < 2 or cases <= batch_size(cases, self.workers):
            return nullcontext()
        return Aside(self.desk, abroad)

    def planned_lists(
        self, planner: Aside[Desk] | None, folder: Path
    ) -> tuple[Catalogue, Sequence[PackedOutline]]:
        """Return the archive as its lists see it, and every page that is of no single case.

        Args:
            planner: who plans them.
            folder: takes what is planned.
        """
        from irrefutable.work.pages import catalogue_in, plan_lists  # noqa: PLC0415 - few edits change lists

        if planner is None:
            outlines, _ = plan_lists(self.desk, folder)
        else:
            self.memo.flush()
            outlines, drained = planner.run(plan_lists, folder, self.meanwhile)
            self.memo.absorb(drained)
        return catalogue_in(self.desk, folder), outlines

    def known_catalogue(self) -> Catalogue | None:
        """Return the archive as its lists saw it in the last build; None where nothing remembers it."""
        stored = self.ledger.get(INDEX, "")
        return self.catalogue(stored) if stored else None

    # ------------------------------------------------------------------------------------------- reading

    @property
    def earlier(self) -> Ledger | None:
        """The ledger, where what it says of untouched cases still holds."""
        return None if self.is_whole else self.ledger

    def _read(self) -> Archive | None:
        """Read what changed; return the archive without its cases."""
        with self.watch.phase("read"):
            loaded = self.loaded = self._site()
            self.found.add(_SITE, loaded.diagnostics)
            self.desk = replace(self.desk, names=loaded.names)
            names = self._names()
            if loaded.archive and self.seen:
                self._share(loaded.archive, names)
            self.fresh = Shelf()
            unreadable: set[tuple[str, str]] = set()
            broken: dict[str, CaseFiles] = {}
            bonds: list[str] = []
            with Crew(self.desk, abroad, workers=self.workers) as crew:
                for result in self.run(read_cases, names, "Reading", crew):
                    self._take_in(result)
                    bonds += result.bonds
                    if result.is_there and not result.facts:
                        unreadable.add(("case", result.id))
                    if result.broken:
                        broken[result.id] = result.broken
            if loaded.archive is None:
                return None
            self.languages = self._count_languages(self.fresh)
            archive = replace(
                loaded.archive,
                edition_languages=frozenset(
                    name.removeprefix("edition ") for name in self.languages if name.startswith("edition ")
                ),
                unreadable=loaded.archive.unreadable | unreadable,
                broken=broken,
            )
            self.desk = replace(
                self.desk,
                archive=archive,
                fresh=self.fresh,
                bonds=PackedNames(sorted(bonds)),
                now_at=self.settings.now.timestamp(),
                is_preview=self.settings.is_preview,
                _knowledge=None,
            )
            return archive

    def _take_in(self, result: ReadCase) -> None:
        self.memo.absorb(result.drained)
        self.found.add(f"file {result.id}", result.diagnostics)
        self.fresh.put(result.id, result.facts, result.summary, result.timeline)
        if not result.facts:
            # Nothing holds of what was said of it when it was there and whole.
            self.found.add(f"case {result.id}", ())

    def _share(self, archive: Archive, names: Sequence[str]) -> None:
        """Take from the shared cache what may be needed, if there is one and it is worth the time."""
        self.sharing = self.sharing or self._sharing(archive)
        known = self.seen.seal.cases if self.seen and self.seen.seal else 0
        if self.sharing and (self.is_whole or self.sharing.is_worth_asking(len(names), known)):
            self.sharing.take_results(self.memo)

    def _sharing(self, archive: Archive) -> Sharing | None:
        asked = self.settings.shared_cache
        url = archive.site.value.build.cache if asked is None else asked
        if not url:
            return None
        from irrefutable.work.sharing import Sharing  # noqa: PLC0415 - few have one

        return Sharing(url)

    def shared(self) -> Sharing | None:
        """Return the shared cache, before anything else is read; None where there is none."""
        archive = self._site().archive
        return self._sharing(archive) if archive else None

    def _site(self) -> Loaded:
        """Return everything but the cases; what is remembered where its files are as they were."""
        if self.former.is_same(CONTENT) and self.former.seal:
            self.site_key = key = self.former.seal.site
            if self.former.kept:
                return self.former.kept.loaded
        else:
            self.site_key = key = digest((self.former.engine, site_digest(self.settings.root)))
        stored = self.memo.get("site", key)
        if stored:
            with suppress(UnpackingError, TypeError):
                archive, diagnostics, names = unpack(stored)
                return Loaded(archive, diagnostics, names)
        loaded = load_site(self.settings.root)
        if loaded.archive and not any(item.is_error for item in loaded.diagnostics):
            self.memo.put(
                "site", key, pack((with_places(loaded.archive), loaded.diagnostics, dict(loaded.names)))
            )
        return loaded

    def _names(self) -> list[str]:
        """Return the names in `content/cases` that are to be read: all of them, or what changed."""
        if self.seen is None or self.is_whole:
            folder = self.settings.root / "content" / "cases"
            return sorted(item.name for item in folder.iterdir()) if folder.is_dir() else []
        changed = self.seen.changed(CONTENT)
        return sorted({path.split("/")[1] for path in changed if path.startswith("cases/")} - {""})

    def _count_languages(self, fresh: Mapping[str, CaseFacts | None]) -> Counter[str]:
        counts: Counter[str] = Counter()
        if self.former.seal:
            counts.update(dict(self.former.seal.languages))
            for case_id in fresh:
                if old := self.former.facts(case_id):
                    counts.subtract(languages_of(old))
        for facts in fresh.values():
            counts.update(languages_of(facts) if facts else ())
        return +counts

    def _case_ids(self) -> list[str]:
        return self.fresh.cases()

    # ------------------------------------------------------------------------------------------ checking

    def _check(self, archive: Archive) -> None:
        """Check what is of no single case, and what is broken."""
        with self.watch.phase("check"):
            whole = replace(archive, cases=Cases(self.desk.knowledge, {}, set()))
            for stage in (references, marks, texts, addresses, languages, editorial, disclosures):
                self.found.add(_SITE, stage.check_site(whole))
            if not self.former.is_same(TEMPLATES):
                self.found.add(_THEME, self._templates.check())
            for case_id, files in archive.broken.items():
                self.found.add(f"file {case_id}", check_broken(whole, files))

    def _altered(self) -> frozenset[str]:
        """Return the cases of which lists and other cases may show something else than before."""
        knowledge, settings = self.desk.knowledge, self.settings
        altered = set()
        for case_id, facts in self.desk.fresh.items():
            old = self.former.facts(case_id)
            if shown_of(old) != shown_of(facts):
                altered.add(case_id)
        if self.former.seal and self.seen and not self.seen.is_time(settings.now):
            then = self.former.seal.now_at
            for case_id, facts in knowledge.all():
                was = is_out(facts, then, is_preview=settings.is_preview)
                if was != is_out(facts, self.desk.now_at, is_preview=settings.is_preview):
                    altered.add(case_id)
        return frozenset(altered)

    @property
    def are_assets_in_place(self) -> bool:
        """Whether the published assets are those of the theme."""
        return self.has_same_assets and not self.damage.is_of_assets

    @property
    def are_only_cases_new(self) -> bool:
        """Whether lists are as the last build made them, but for what they show of cases."""
        return not (self.is_whole or self.damage.pages or self.world_parts != self.former.parts)

    @property
    def is_reworded(self) -> bool:
        """Whether lists have the same cases in the same order as in the last build, if in other words."""
        return (
            self.are_only_cases_new
            and all(
                filing_of(self.former.facts(case_id)) == filing_of(facts)
                for case_id, facts in self.desk.fresh.items()
            )
            and bool(self.seen and self.seen.is_time(self.settings.now))
        )

    def _dirty(self, altered: frozenset[str]) -> list[str]:
        """Return the cases whose pages may have to be made again."""
        site = self._world()
        tags = {name.partition(" ")[2] for name in self.languages}
        self.world_parts = {**site.parts, **site.case_templates(sorted(tags)), **site.list_templates()}
        self.desk = replace(self.desk, world=site, _knowledge=None)
        if self.is_whole:
            return sorted(self._case_ids())
        self.damage = self.former.damage()
        self.desk = replace(self.desk, forced=self.damage.cases, _knowledge=None)
        differing = {
            name
            for name in {*self.world_parts, *self.former.parts}
            if self.world_parts.get(name) != self.former.parts.get(name)
        }
        narrow = {name for name in differing if name.startswith(("entity ", "page ", "list ", "search"))}
        if differing - narrow:
            return self.desk.knowledge.ids()
        dirty = {
            case_id for case_id, facts in self.desk.fresh.items() if facts and self._differs(case_id, facts)
        }
        dirty |= {case_id for case_id in altered if self.desk.knowledge.facts(case_id)}
        for case_id in altered:
            names = {case_id}
            for facts in (self.former.facts(case_id), self.desk.knowledge.facts(case_id)):
                names |= set(facts.former_slugs) if facts else set()
            for name in names:
                dirty |= self.former.askers(f"case {name}")
            dirty |= self._kin_of(case_id)
        if altered:
            dirty |= self.former.askers(EVERY_CASE)
        for name in narrow:
            dirty |= self.former.askers(name)
        if any(name.startswith("entity ") for name in self.world_parts.keys() ^ self.former.parts.keys()):
            dirty |= self.former.askers(EVERY_ENTITY)
        dirty |= self.damage.cases
        return sorted(case_id for case_id in dirty if self.desk.knowledge.facts(case_id))

    def _kin_of(self, case_id: str) -> set[str]:
        """Return the cases that had, or have now, an altered one among their relatives."""
        old, new = self.former.facts(case_id), self.desk.knowledge.facts(case_id)
        is_time = self.seen and self.seen.is_time(self.settings.now)
        if case_id in self.desk.fresh and filing_of(old) == filing_of(new) and is_time:
            return set()
        return self.desk.kin.around(case_id, old) | self.desk.kin.around(case_id, new)

    @cached_property
    def _templates(self) -> Templates:
        return Templates(theme_folders(self.settings.root, "templates"), self.memo)

    def _world(self) -> World:
        """Return what the site is made of beside its cases; what is kept where nothing of it changed."""
        archive, kept, before = self.desk.archive, self.former.kept, self.former.world()
        assert archive  # noqa: S101 - it was read
        self.has_same_assets = bool(before.assets)
        is_same = kept and self.loaded is kept.loaded and self.former.is_same(TEMPLATES, THEME_ASSETS)
        if kept and is_same and archive.edition_languages == kept.world.archive.edition_languages:
            return replace(kept.world, settings=self.settings, archive=archive)
        return world(self.settings, archive, self._templates, self.former.engine, before)

    def _differs(self, case_id: str, facts: CaseFacts) -> bool:
        old = self.former.facts(case_id)
        return old is None or old != facts

    def crew(self, *, renders: bool = True) -> Crew[Desk]:
        """Return who does the work on cases and lists, or only checks them, as the desk is now."""
        desk = self.desk if renders else replace(self.desk, renders=False, _knowledge=None)
        return Crew(desk, abroad, workers=self.workers)

    def checked_cases(self, case_ids: Sequence[str]) -> None:
        """Check cases, and make nothing of them."""
        with self.crew(renders=False) as crew:
            for _ in self.made(case_ids, crew):
                pass

    def made(self, case_ids: Sequence[str], crew: Crew[Desk]) -> Iterator[MadeCase]:
        """Yield what is published of each case, in their order."""
        for made in self.run(make_cases, case_ids, "Cases", crew):
            self.memo.absorb(made.drained)
            if made.is_new:
                self.found.add(f"case {made.id}", made.diagnostics)
            yield made

    def run(
        self,
        work: Callable[[Desk, Sequence[str]], list[Result]],
        items: Sequence[str],
        name: str,
        crew: Crew[Desk],
    ) -> Iterator[Result]:
        """Yield the result for each item, in their order, and tell how far it is."""
        size = batch_size(len(items), self.workers)
        if not crew.is_alone(len(items), size):
            # Other processes read what this one has found so far.
            self.memo.flush()
        with closing(crew.run(work, items, size=size, watch=self.meanwhile)) as results:
            for number, result in enumerate(results, 1):
                self.progress(name, number, len(items))
                yield result
