"""The pages of one build on their way to the output directory, and into the ledger of the next build.

A part of the pipeline. Nothing that readers see changes before everything is made and checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.workers import Aside, Crew
from irrefutable.model.entries import PageEntry, UnitEntry
from irrefutable.model.output import Turn
from irrefutable.results import Build
from irrefutable.store.ahead import Ahead
from irrefutable.store.blobs import Blobs
from irrefutable.store.ledger import DamagedLedgerError
from irrefutable.store.publish import OutputDirectory
from irrefutable.store.published import Published
from irrefutable.unchanged import OUTPUT, Sight, Untouched
from irrefutable.work.builder import Builder
from irrefutable.work.cases import UNIT, Desk, MadeCase
from irrefutable.work.dumps import make_dumps
from irrefutable.work.facts import with_shared_words
from irrefutable.work.findings import (
    ASKED,
    ASSETS,
    FEWEST_LISTS_AT_ONCE,
    INDEX,
    ORIGINALS,
    batch_size,
)
from irrefutable.work.given_addresses import broken_addresses, removed_addresses
from irrefutable.work.kept import Attention, Kept
from irrefutable.work.knowledge import facts_in
from irrefutable.work.sealing import Outcome, seal_build
from irrefutable.work.units import Illustrated, IllustratedCases, Units
from irrefutable.work.world import World

if TYPE_CHECKING:
    from irrefutable.work.foremost import Foremost
    from irrefutable.work.lookups import Lookups
    from irrefutable.work.pages import Catalogue, PackedOutline
    from irrefutable.work.searching import Searching

_CASES_AT_ONCE: Final = 1_000
"""Whose pictures are published together: what is known of all those of an archive need not be in memory."""


class Publication:
    """The pages of one build on their way to the output directory, and into the ledger."""

    def __init__(
        self, builder: Builder, altered: frozenset[str], attention: Attention, ahead: Ahead | None
    ) -> None:
        self.builder = builder
        self.attention = attention
        self.ahead = ahead
        self.foremost: Foremost | None = None
        self.sight: Sight | None = None
        """What the next build begins from, once this one is in the ledger."""
        self.altered = altered
        self.ledger = builder.ledger
        self.taken: set[str] = set()
        """Cases whose pages were made."""
        self.illustrated = IllustratedCases()
        """Those of them with pictures, which are still to be made."""
        self.offline: dict[str, tuple[tuple[str, str], ...]] = {}
        """Of these cases, the pages that are copied when the pictures are there, and where to."""
        self.catalogue: Catalogue | None = None
        """None where no list had to be looked into."""
        self.are_originals_new = False
        earlier = builder.former.seal
        self.cases, self._pages = (earlier.cases, earlier.pages) if earlier else (0, 0)

    def published(self, dirty: Sequence[str]) -> Build:
        """Make and publish what is new. With an error among the diagnostics, nothing has changed.

        Raises:
            StoreError: the output directory cannot be used; it is as it was.
            TemplateError, AssetError: the theme is broken.
        """
        builder, settings = self.builder, self.builder.settings
        assert builder.seen  # noqa: S101 - a build looks first
        untouched = Untouched(builder.seen.looks[OUTPUT], is_manifest_known=not builder.is_whole)
        with OutputDirectory(settings.out, untouched=untouched, is_durable=settings.is_durable) as directory:
            if (directory.completed or directory.damage) and not builder.is_whole:
                raise DamagedLedgerError("what is published is not what it knows")
            self.directory, self.stage = directory, directory.stage()
            base_path, is_whole = self._world.routes.base_path, builder.is_whole
            self.units = Units(
                self.ledger, self.stage, builder.found, base_path, pages=self._pages, is_whole=is_whole
            )
            if self.ahead and not builder.is_whole:
                from irrefutable.work.foremost import Foremost  # noqa: PLC0415 - a preview has it alone

                known = directory.manifest.files
                self.foremost = Foremost(builder, attention=self.attention, ahead=self.ahead, files=known)
            if builder.is_whole:
                self.ledger.clear()
            else:
                self.stage.carry_over()
            builder.meanwhile = self._attend
            self.searching, self.lookups = self._searching(), self._lookups()
            with builder.watch.phase("pages"):
                self._remove_cases()
                with self.stage.scratch() as folder, builder.planner() as planner, builder.crew() as crew:
                    self._make_cases(dirty, crew)
                    self.units.settle()
                    self._make_lists(planner, crew, folder)
                if not builder.found.has_errors:
                    make_dumps(builder, self.units, self.catalogue, altered=self.altered, taken=self.taken)
                if not builder.found.has_errors:
                    # Of an archive with errors, not every page was made.
                    self._look_again()
                    builder.found.add("links", self.units.dead_links(self._files_to_come()))
                    builder.found.add("addresses", broken_addresses(builder, self.stage))
            diagnostics = builder.found.all(builder.earlier)
            if any(item.is_error for item in diagnostics):
                self.stage.discard()
                return builder.unpublished(diagnostics)
            self._publish_assets()
            with builder.watch.phase("search"):
                self._publish_search()
            with builder.watch.phase("pictures"):
                encoded, files = self._publish_pictures()
                self._publish_copies()
            with builder.watch.phase("publish"):
                published = self.stage.commit()
                self.attention.shown(published.written)
                published = self._keep(published, diagnostics)
        self._share(files)
        result = Build(
            diagnostics=diagnostics,
            published=published,
            cases=self.cases,
            pages=self.units.page_count,
            rendered=tuple(sorted(self.units.rendered)),
            encoded=encoded,
            indexed=self.searching.made if self.searching else (),
            was_completed=directory.completed,
            remarks=builder.remarks,
            timings=tuple(builder.watch.phases),
        )
        if settings.is_preview:
            return result
        # Told once, by the build that removes.
        told = tuple(removed_addresses(builder, published.removed))
        return replace(result, diagnostics=diagnostics + told)

    def _share(self, files: Collection[str]) -> None:
        """Add what is new to the shared cache, if there is one.

        Args:
            files: the keys of picture files, as `Sharing.give` has them.
        """
        builder, sharing = self.builder, self.builder.sharing
        if sharing is None or builder.settings.is_preview:
            return
        with builder.watch.phase("share"):
            blobs = Blobs(builder.settings.cache / "blobs")
            sharing.give(builder.memo, blobs, files, is_whole=builder.is_whole)
            if self.sight and (builder.is_whole or sharing.handovers.is_taken):
                sharing.handovers.give(self.sight, builder.settings, self.ledger)

    def _searching(self) -> Searching | None:
        """Return what brings the index up to date; None where there is none, and was none."""
        builder = self.builder
        now, before = builder.world_parts["search"], builder.former.parts.get("search", "")
        if not (now or before):
            return None
        from irrefutable.work.searching import Searching  # noqa: PLC0415 - as little as an edit needs

        blobs = Blobs(builder.settings.cache / "blobs")
        is_new = builder.is_whole or now != before
        return Searching(builder.ledger, builder.memo, blobs, self.stage, is_new)

    def _lookups(self) -> Lookups | None:
        """Return what brings the index of pictures up to date; None where there is none, and was none."""
        builder = self.builder
        now, before = builder.world_parts["lookup"], builder.former.parts.get("lookup", "")
        if not (now or before):
            return None
        from irrefutable.work.lookups import Lookups  # noqa: PLC0415 - as little as an edit needs

        is_due = builder.is_whole or now != before
        return Lookups(builder.ledger, self.stage, is_wanted=bool(now), is_due=is_due)

    # --------------------------------------------------------------------------------------------- cases

    def _make_cases(self, case_ids: Sequence[str], crew: Crew[Desk]) -> None:
        self.units.waiting = set(case_ids)
        displaced: list[str] = []
        if len(case_ids) > 1 or self._are_lists_new:
            self._attend()
        for made in self.builder.made(case_ids, crew):
            if made.id in self.units.waiting:
                self.units.waiting.remove(made.id)
            elif not made.is_new:
                displaced.append(made.id)
            if made.is_new and not self.builder.found.has_errors:
                self._take(made)
            if self.units.waiting:
                self._attend()
        if displaced:
            self._force(displaced)

    def _force(self, case_ids: Sequence[str]) -> None:
        """Make cases whether anything of them is new or not."""
        builder = self.builder
        builder.desk = replace(builder.desk, forced=frozenset(case_ids), _knowledge=None)
        with builder.crew() as crew:
            self._make_cases(case_ids, crew)

    def _take(self, made: MadeCase) -> None:
        name = f"case {made.id}"
        self.units.forget(name)
        pages = tuple(self.units.write(name, page) for page in made.pages)
        for question in made.asked:
            self.ledger.put(ASKED, f"{question}\0{made.id}", b"")
        if self.searching:
            self.searching.take(made.id, made.searchable)
        if self.lookups:
            self.lookups.take(made.id, made.imprints)
        self._note_originals(made.id, made.originals)
        records = tuple(
            self.units.write_file(name, path, record, Turn.ASSET) for path, record in made.records
        )
        self.taken.add(made.id)
        if made.offline:
            self.offline[made.id] = made.offline
        self.units.keep(name, UnitEntry(_pairs(made.parts), made.asked, pages, records))
        if made.made or made.files:
            self.illustrated.put(made.id, Illustrated(made.made, made.files))

    def _remove_cases(self) -> None:
        for case_id, facts in self.builder.desk.fresh.items():
            if facts is None:
                self.units.forget(f"case {case_id}")
                if self.searching:
                    self.searching.forget(case_id)
                if self.lookups:
                    self.lookups.take(case_id, ())
                self._note_originals(case_id, "")

    def _note_originals(self, case_id: str, lines: str) -> None:
        """Take note of what the originals of a case carry."""
        if (self.ledger.get(ORIGINALS, case_id) or b"").decode() == lines:
            return
        self.are_originals_new = True
        if lines:
            self.ledger.put(ORIGINALS, case_id, lines.encode())
        else:
            self.ledger.remove(ORIGINALS, case_id)

    # --------------------------------------------------------------------------------------------- lists

    def _make_lists(self, planner: Aside[Desk] | None, crew: Crew[Desk], folder: Path) -> None:
        builder = self.builder
        if builder.found.has_errors or not (self._are_lists_new or builder.damage.pages):
            return
        catalogue = builder.known_catalogue() if builder.is_reworded else None
        if catalogue:
            shown = catalogue.outlines_of(self.altered)
            missing = catalogue.by_time(catalogue.outdated(shown, set(), ()))
        else:
            if builder.is_whole:
                catalogue, missing = builder.planned_lists(planner, folder)
            else:
                catalogue = builder.catalogue()
                then = builder.known_catalogue() if builder.are_only_cases_new else None
                outlines = catalogue.outlines(catalogue.altered_lists(then, builder.former, self.altered))
                left = set(self.ledger.names(UNIT, "page "))
                missing = catalogue.by_time(catalogue.outdated(outlines, left, builder.damage.pages))
                for name in left:
                    self.units.forget(name)
            self.ledger.put(INDEX, "", bytes(catalogue.filed))
            self.catalogue, self.cases = catalogue, len(catalogue.index.built)
        self._make_pages(catalogue, missing, crew, folder)

    @property
    def _are_lists_new(self) -> bool:
        """Whether anything that lists show may be another than before."""
        builder = self.builder
        return builder.is_whole or bool(self.altered) or builder.world_parts != builder.former.parts

    def _attend(self) -> None:
        """Make the pages that somebody looks at before all others."""
        if self.foremost:
            self.foremost.attend(self.units.waiting | self.taken, are_lists_new=self._are_lists_new)

    @property
    def _world(self) -> World:
        assert self.builder.desk.world  # noqa: S101 - pages are planned from it
        return self.builder.desk.world

    def _make_pages(
        self, catalogue: Catalogue, outlines: Sequence[PackedOutline], crew: Crew[Desk], folder: Path
    ) -> None:
        from irrefutable.work.pages import outline_of, pages_from  # noqa: PLC0415 - few edits change lists

        builder = self.builder
        for packed in () if builder.is_whole else outlines:
            self.units.forget(f"page {outline_of(packed).path}")
        builder.memo.flush()
        size = batch_size(len(outlines), builder.workers, FEWEST_LISTS_AT_ONCE)
        with closing(pages_from(catalogue, outlines, crew, folder, size, builder.meanwhile)) as results:
            for number, made in enumerate(results, 1):
                builder.progress("Lists", number, len(outlines))
                self._attend()
                builder.memo.absorb(made.drained)
                name = f"page {made.page.path}"
                page = self.units.write(name, made.page)
                for question in made.asked:
                    self.ledger.put(ASKED, f"{question}\0{name}", b"")
                self.units.keep(name, UnitEntry(_pairs(made.parts), made.asked, (page,), ()))

    # --------------------------------------------------------------------------------------------- links

    def _look_again(self) -> None:
        """Make the pages again that led to what is no longer there, so that their links are checked."""
        builder = self.builder
        if builder.is_whole or not self.units.lost:
            return
        askers: set[str] = set()
        for path in {item.partition("#")[0] for item in self.units.lost}:
            askers |= builder.former.askers(f"address {path}")
            parts = path.split("/")
            if "cases" in parts[:2]:
                askers |= builder.former.askers(f"case {parts[parts.index('cases') + 1]}")
        pages = {name.removeprefix("page ") for name in askers if name.startswith("page ")}
        again = sorted(case_id for case_id in askers - self.taken if builder.desk.knowledge.facts(case_id))
        self._force(again)
        pages.difference_update(self.units.rendered)
        if pages:
            catalogue = builder.catalogue()
            missing = catalogue.by_time(item for item in catalogue.outlines() if item.path in pages)
            with self.stage.scratch() as folder, builder.crew() as crew:
                self._make_pages(catalogue, missing, crew, folder)

    def _files_to_come(self) -> set[str]:
        """Return the files that are planned after the pages that lead to them."""
        files = {*self._world.assets.values()}
        for case in self.illustrated.values():
            files.update(item.path for item in case.made)
            files.update(case.files)
        files.update(copy for pages in self.offline.values() for _, copy in pages)
        return files

    # -------------------------------------------------------------------------------------------- the rest

    def _publish_assets(self) -> None:
        if self.builder.are_assets_in_place:
            return
        self.units.forget(ASSETS)
        files = tuple(
            self.units.write_file(ASSETS, path, content, Turn.ASSET)
            for path, content in self._world.asset_files().items()
        )
        self.units.keep(ASSETS, UnitEntry(_pairs(self._world.assets), (), (), files))

    def _publish_search(self) -> None:
        """Bring the indexes up to date that readers search, and that their pictures are compared with.

        Raises:
            IndexingError: Pagefind failed.
            DamagedLedgerError: what is to be indexed is lost.
        """
        builder = self.builder
        if self.lookups:
            self.lookups.publish(builder.damage.files)
        if self.searching is None:
            return
        if not builder.world_parts["search"]:
            self.searching.remove()
            return
        self.searching.publish(
            builder.sharing,
            workers=builder.workers,
            damaged=builder.damage.files,
            progress=partial(builder.progress, "Search"),
        )

    def _publish_pictures(self) -> tuple[int, list[str]]:
        """Publish the picture files; return how many had to be made, and the keys of what others may need."""
        builder, settings = self.builder, self.builder.settings
        blobs = Blobs(settings.cache / "blobs")
        bundles = self.searching.keys if self.searching else ()
        if not (self.illustrated or builder.is_whole):
            return 0, [*bundles]
        from irrefutable.work.pictures import publish_pictures  # noqa: PLC0415 - as are illustrations

        keys: list[str] = []
        made_now: list[str] = []
        case_ids, files = sorted(self.illustrated), self.illustrated.files
        for start in range(0, len(case_ids), _CASES_AT_ONCE):
            cases = {item: self.illustrated[item] for item in case_ids[start : start + _CASES_AT_ONCE]}
            wanted = {item.path: item for case in cases.values() for item in case.made}
            entries, made = publish_pictures(
                [wanted[path] for path in sorted(wanted)],
                settings.root,
                blobs,
                builder.sharing,
                self.directory,
                self.stage,
                is_whole=builder.is_whole,
                workers=builder.workers,
                executor=settings.executor,
                progress=partial(self._show_progress, len(keys), len(wanted), files),
            )
            self._own_pictures(cases, entries)
            keys += (item.key for item in wanted.values())
            made_now += made
        if builder.is_whole:
            keys += bundles
            blobs.prune((*keys, *(self.searching.root_keys if self.searching else ())))
            return len(made_now), keys
        return len(made_now), [*made_now, *bundles]

    def _show_progress(self, before: int, some: int, files: int, number: int, of: int) -> None:
        """Tell how many picture files there are by now.

        Args:
            before: how many there were before some were begun.
            some: how many these are.
            files: how many there will be.
            number: how many parts of the work on these are done.
            of: how many parts it has.
        """
        self.builder.progress("Pictures", before + some * number // of, files)

    def _own_pictures(self, cases: Mapping[str, Illustrated], entries: Iterable[PageEntry]) -> None:
        """Add picture files to what the ledger knows of their cases, and publish the other files of these."""
        by_path = {entry.path: entry for entry in entries}
        for case_id, case in cases.items():
            name = f"case {case_id}"
            made = (self.units.own(name, by_path[item.path]) for item in case.made)
            written = (
                self.units.write_file(name, path, content, Turn.ASSET) for path, content in case.files.items()
            )
            self.units.add_files(name, (*made, *written))

    def _publish_copies(self) -> None:
        """Publish the copies of case pages that need no other file."""
        if not self.offline:
            return
        from irrefutable.work.offline import offline_copies  # noqa: PLC0415 - few sites have them

        for case_id, pages in self.offline.items():
            name = f"case {case_id}"
            copies = offline_copies(
                pages,
                routes=self._world.routes,
                stylesheet=self._world.assets["style.css"],
                place=self.units.place,
            )
            files = [self.units.write_file(name, path, content, Turn.PAGE) for path, content in copies]
            self.units.add_files(name, files)

    def _keep(self, published: Published, diagnostics: Sequence[Diagnostic]) -> Published:
        """Write into the ledger what this build did."""
        outcome = Outcome(
            published=published,
            diagnostics=diagnostics,
            cases=self.cases,
            pages=self.units.page_count,
            altered=self.altered,
            are_originals_new=self.are_originals_new,
            ahead=self.ahead.settle(self.stage.planned) if self.ahead else (),
        )
        published, self.sight = seal_build(self.builder, self.stage, outcome)
        return published

    def kept(self) -> Kept | None:
        """Return what the next build of this process need not ask the ledger and the memo for."""
        builder = self.builder
        loaded, world = builder.loaded, builder.desk.world
        if not (self.sight and loaded and loaded.archive and world):
            return None
        if builder.is_whole:
            facts = {case_id: with_shared_words(facts) for case_id, facts in builder.fresh.items() if facts}
        else:
            facts = dict(builder.former.kept.facts) if builder.former.kept else facts_in(self.ledger)
            for case_id, fresh in builder.desk.fresh.items():
                facts.pop(case_id, None)
                if fresh:
                    facts[case_id] = with_shared_words(fresh)
        return Kept(loaded, world, facts)


def _pairs(parts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(parts.items()))
