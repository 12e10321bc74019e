"""What the last build left in the ledger and on the disk, as far as this one may rely upon it.

A part of the pipeline. Refuses to change any of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from irrefutable.core.packing import unpack
from irrefutable.model.entries import CaseFacts, Seal, UnitEntry
from irrefutable.results import Settings
from irrefutable.store.files import sha256_of
from irrefutable.store.ledger import DamagedLedgerError, Ledger
from irrefutable.store.listing import Content
from irrefutable.store.manifest import is_of_manifest, parts_of, read_manifest
from irrefutable.store.paths import MANIFEST_PATH
from irrefutable.unchanged import CODE, CONTENT, OUTPUT, TEMPLATES, THEME_ASSETS, Sight, Untouched
from irrefutable.work.cases import UNIT
from irrefutable.work.findings import ASKED, ASSETS, OWNER
from irrefutable.work.kept import Kept
from irrefutable.work.knowledge import FACTS
from irrefutable.work.world import Before, engine, is_template


class Damage(NamedTuple):
    """The published files that are not what they were, and the units they belong to."""

    files: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    """The paths of pages of no single case."""
    dumps: frozenset[str] = frozenset()
    """The names of the units."""
    is_of_assets: bool = False


class Former:
    """The last build, as the next one sees it.

    Args:
        settings: of this build.
        ledger: of the output directory.
        seen: what the file system says; None where nothing is to be relied upon.
        kept: what the last build left in memory.

    Raises:
        DamagedLedgerError: entries of the ledger are missing.
    """

    def __init__(self, settings: Settings, ledger: Ledger, seen: Sight | None, kept: Kept | None) -> None:
        self._settings = settings
        self._ledger = ledger
        self._seen = seen
        self.parts: Mapping[str, str] = dict(seen.seal.parts) if seen and seen.seal and seen.is_known else {}
        """The parts of the world by their names; none where nothing of it holds."""
        self.engine = self._engine()
        self.is_whole = (
            self.parts.get("engine") != self.engine or not self._is_site_known() or self._is_elsewhere()
        )
        """Whether nothing of it may be relied upon, so that everything is made again."""
        self.seal: Seal | None = None if self.is_whole or not seen else seen.seal
        self.kept = None if self.is_whole else kept
        if kept is None and self.seal and ledger.size() != self.seal.entries + 1:
            raise DamagedLedgerError("entries are missing")

    def is_same(self, *trees: str) -> bool:
        """Whether trees are as they were, `content/` but for its cases."""
        if self.is_whole or not self._seen:
            return False
        return all(
            tree == CONTENT and path.startswith("cases/")
            for tree in self._seen.looks
            if tree.partition(" ")[0] in trees
            for path in self._seen.changed(tree)
        )

    def facts(self, case_id: str) -> CaseFacts | None:
        """Return the facts of a case."""
        if self.kept:
            return self.kept.facts.get(case_id)
        stored = None if self.is_whole else self._ledger.get(FACTS, case_id)
        return unpack(stored) if stored else None

    def askers(self, question: str) -> set[str]:
        """Return the units that asked for something, cases by their ids."""
        prefix = f"{question}\0"
        return {name.removeprefix(prefix) for name in self._ledger.names(ASKED, prefix)}

    def unit(self, name: str) -> UnitEntry | None:
        """Return what a unit was."""
        stored = None if self.is_whole else self._ledger.get(UNIT, name)
        return UnitEntry(*unpack(stored)) if stored else None

    def world(self) -> Before:
        """Return what it found of the site and its theme, as far as that is the same."""
        site, templates = self.is_same(CONTENT), self.is_same(TEMPLATES)
        assets = self.unit(ASSETS) if self.is_same(THEME_ASSETS) else None
        return Before(
            parts={name: part for name, part in self.parts.items() if site and not is_template(name)},
            templates={name: part for name, part in self.parts.items() if templates and is_template(name)},
            assets=dict(assets.parts) if assets else {},
        )

    def damage(self) -> Damage:
        """Return what is in the output directory that is not what it left there."""
        changed = self._seen.changed(OUTPUT) if self._seen else ()
        # Its bytes are those of the last build, or else nothing else would be taken from that one.
        files: Mapping[str, Content] = {}
        if self._seen and changed:
            untouched = Untouched(self._seen.looks[OUTPUT], is_manifest_known=True)
            files = read_manifest(self._settings.out, untouched=untouched).files
        differing = [
            path
            for path in changed
            if path in files and sha256_of(self._settings.out / path) != files[path].sha256
        ]
        owners = {owner.decode() for owner in self._ledger.get_many(OWNER, differing).values()}

        def named(kind: str) -> frozenset[str]:
            return frozenset(name.removeprefix(kind) for name in owners if name.startswith(kind))

        return Damage(
            files=frozenset(differing),
            cases=named("case "),
            pages=named("page "),
            dumps=frozenset(name for name in owners if name.startswith(("part ", "year ", "data "))),
            is_of_assets=ASSETS in owners,
        )

    def _engine(self) -> str:
        """Return the digest of our code, without reading it where it is that of the last build."""
        if self._seen and "engine" in self.parts and not self._seen.changed(CODE):
            return self.parts["engine"]
        return engine()

    def _is_site_known(self) -> bool:
        """Whether the output directory's manifest is the one of the last build."""
        if self._seen is None or self._seen.seal is None:
            return False
        out = self._settings.out
        changed = {path for path in self._seen.changed(OUTPUT) if is_of_manifest(path)}
        if not changed:
            return True
        if sha256_of(out / MANIFEST_PATH) != self._seen.seal.manifest:
            return False
        return all(
            sha256_of(out / part.path) == part.content.sha256
            for part in parts_of(json.loads((out / MANIFEST_PATH).read_bytes()))
            if part.path in changed
        )

    def _is_elsewhere(self) -> bool:
        """Whether the folder of all cases is a link, so that nobody watches what is in it."""
        return self._seen is not None and "cases" in self._seen.changed(CONTENT)
