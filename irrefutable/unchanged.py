"""What changed since the last build, as far as the file system says. Refuses to open a file of the archive.

A build that ended well leaves in its ledger what the file system said of every file that it read or
published. While it still says the same, the next build would do nothing; and where it does not, the next
build knows which files to look into.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import marshal
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Final

from irrefutable.core.packed_records import PackedRecords
from irrefutable.core.packing import UnpackingError, pack, unpack
from irrefutable.model.entries import Seal
from irrefutable.results import PACKAGE_FOLDER, Build, Settings, theme_folder
from irrefutable.store.ledger import DamagedLedgerError, Ledger
from irrefutable.store.paths import MANIFEST_PATH
from irrefutable.store.published import Published
from irrefutable.store.snapshot import Look, PackedSigns, Renewed, both, look, look_closer, with_renewed

_SEAL: Final = "seal"
_SIGNS: Final = "signs"
_RENEWED: Final = "renewed signs"
_PART_RENEWED: Final = 16
"""Signs are written whole once more than a sixteenth of them are others: there are many of them."""
CONTENT: Final = "content"
OUTPUT: Final = "output"
CODE: Final = "code"
TEMPLATES: Final = "templates"
THEME_ASSETS: Final = "assets"
"""Trees; the last two have a number behind their name, as the site and the default theme have one each."""
_COMPILED: Final = "__pycache__"
_DISTRIBUTION: Final = "irrefutable"
OF_THIS_MACHINE: Final = frozenset((_SEAL, _SIGNS, _RENEWED))
"""The kinds of the ledger's entries that say nothing to another machine."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What the file system says, next to what it said at the end of the last build."""

    seal: Seal | None
    """The last build; None where nothing is known of it."""
    looks: Mapping[str, Look]
    """By the name of the tree."""
    renewed: Mapping[str, Renewed]
    """What differed in each at the end of the last build from the signs that the ledger has whole; nothing
    is known of a tree that is not among these."""
    surroundings: str
    """What decides the bytes of a site beside its files."""
    places: str
    """Where that is installed, and since when: while this is the same, nobody looks closer."""

    @property
    def is_known(self) -> bool:
        """Whether the last build was of the same surroundings, so that what it left can be built upon."""
        return self.seal is not None and self.seal.surroundings == self.surroundings

    def changed(self, tree: str) -> Set[str]:
        """Return what changed in a tree."""
        return self.looks[tree].changed

    def is_time(self, now: dt.datetime) -> bool:
        """Whether no embargo has ended since the last build, nor begun again."""
        seal = self.seal
        return seal is not None and seal.now_at <= now.timestamp() < (seal.until or float("inf"))

    def build(self, now: dt.datetime) -> Build | None:
        """Return what the last build did, if another would do nothing; else None."""
        seal = self.seal
        if not seal or not self.is_known or any(item.changed for item in self.looks.values()):
            return None
        # Another build takes note of the places.
        if seal.places != self.places:
            return None
        if not self.is_time(now):
            return None
        return Build(
            diagnostics=seal.diagnostics,
            published=Published(kept=seal.files, foreign=seal.foreign),
            cases=seal.cases,
            pages=seal.pages,
        )


class Untouched:
    """The files of the output directory that are as the last build left them."""

    def __init__(self, look: Look, *, is_manifest_known: bool) -> None:
        self._look = look
        self._is_manifest_known = is_manifest_known

    def __contains__(self, path: object) -> bool:
        if path == MANIFEST_PATH and self._is_manifest_known:
            return True
        return path in self._look.signs and path not in self._look.changed


def ledger_of(settings: Settings) -> Ledger:
    """Return the ledger of an output directory, to be opened."""
    place = hashlib.sha256(os.fsencode(settings.out.resolve())).hexdigest()[:16]
    return Ledger(settings.cache / f"ledger-{place}.sqlite", is_durable=settings.is_durable)


def glance(settings: Settings, before: Sight, paths: Iterable[str]) -> Sight:
    """Look again at what may have changed since a look of the same process.

    Args:
        settings: what is to be built.
        before: what was seen then, or what a build left since; what had changed by then is still told.
        paths: absolute paths of files and folders; nothing else is looked at, nor is our own code, which is
            the one that runs.
    """
    wanted = tuple(paths)
    looks = dict(before.looks)
    for name, root in trees(settings):
        prefix = f"{root.absolute()}/"
        below = [path.removeprefix(prefix) for path in wanted if path.startswith(prefix)]
        if below and name != CODE:
            looks[name] = both(looks[name], look(root, looks[name].signs, (), below))
    places = _places(settings)
    surroundings = before.surroundings if places == before.places else _surroundings(settings)
    return replace(before, looks=looks, surroundings=surroundings, places=places)


def sight(settings: Settings, ledger: Ledger) -> Sight:
    """Look at everything that a build reads and publishes."""
    try:
        stored = ledger.get(_SEAL, "")
        seal = Seal(*unpack(stored)) if stored else None
        renewed = {
            name: marshal.loads(value)  # noqa: S302 - its digest is that of what was written
            for name, value in (ledger.items(_RENEWED) if seal else ())
        }
        signs = {
            name: with_renewed(
                PackedSigns(PackedRecords.of(piece for _, piece in pieces)), renewed.get(name, {})
            )
            for name, pieces in groupby(ledger.items(_SIGNS) if seal else (), key=_tree_of_piece)
        }
    except (DamagedLedgerError, UnpackingError, TypeError, ValueError, EOFError):
        ledger.forget()
        seal, signs, renewed = None, {}, {}
    looks = {name: look(root, signs.get(name, {}), _passed_over(name)) for name, root in trees(settings)}
    if _settle(looks.values(), settings.patience_seconds):
        looks = {
            name: seen if seen.is_settled else look_closer(root, seen, _passed_over(name))
            for (name, seen), (_, root) in zip(looks.items(), trees(settings), strict=True)
        }
    places = _places(settings)
    surroundings = seal.surroundings if seal and seal.places == places else _surroundings(settings)
    return Sight(seal, looks, {name: renewed.get(name, {}) for name in signs}, surroundings, places)


def _tree_of_piece(piece: tuple[str, bytes]) -> str:
    return piece[0].partition("\0")[0]


def _passed_over(tree: str) -> tuple[str, ...]:
    # Only among our code may files come and go without a word.
    return (_COMPILED,) if tree == CODE else ()


def _settle(looks: Iterable[Look], patience_seconds: float) -> bool:
    """Wait until another look would find every sign settled; return whether there is any use in one."""
    late = [item.settles_at_ns for item in looks if item.settles_at_ns > item.seen_at_ns]
    wait_seconds = max(0.0, (max(late, default=0) - time.time_ns()) / 1e9)
    if not late or wait_seconds > patience_seconds:
        return False
    time.sleep(wait_seconds)
    return True


def first_sight(settings: Settings) -> Sight:
    """Look at everything, before anybody opens the ledger to build."""
    with ledger_of(settings) as ledger:
        return sight(settings, ledger)


def is_current(seen: Sight, ledger: Ledger) -> bool:
    """Whether a ledger is still of the build that something was seen next to; another may have ended."""
    try:
        stored = ledger.get(_SEAL, "")
        return seen.seal == (Seal(*unpack(stored)) if stored else None)
    except (DamagedLedgerError, UnpackingError, TypeError):
        return False


def look_again(settings: Settings, before: Sight, touched: Iterable[str]) -> Look:
    """Return what the file system says of the output directory at the end of a build.

    Args:
        settings: what was built. Within its patience, this waits until the signs tell of every edit to come.
        before: what was seen at the beginning.
        touched: the files of the output directory that were written or removed.
    """
    paths, signs = list(touched), before.looks[OUTPUT].signs
    found = look(settings.out, signs, (), paths)
    if _settle((found,), settings.patience_seconds):
        found = look_closer(settings.out, found)
    return found


def keep(ledger: Ledger, before: Sight, seal: Seal, outputs: Look, *, is_whole: bool) -> Sight:
    """Write a build into the ledger; it is not committed yet. Return what the next build begins from.

    Args:
        ledger: of the output directory.
        before: what was seen at its beginning: an edit since then is seen by the next build.
        seal: what it did; its `entries` are counted here.
        outputs: what the file system says of the output directory now.
        is_whole: whether the ledger has nothing of the build before.
    """
    after: dict[str, Look] = {}
    kept: dict[str, Renewed] = {}
    for name, seen in before.looks.items():
        now = both(seen, outputs) if name == OUTPUT else seen
        earlier = before.renewed.get(name)
        renewed = {} if is_whole or earlier is None else {**earlier, **now.renewed}
        if is_whole or earlier is None or len(renewed) > len(now.signs) // _PART_RENEWED:
            for piece in list(ledger.names(_SIGNS, f"{name}\0")):
                ledger.remove(_SIGNS, piece)
            for number, content in enumerate(with_renewed(now.signs, {}).records.pieces()):
                ledger.put(_SIGNS, f"{name}\0{number:06}", content)
            ledger.remove(_RENEWED, name)
            renewed = {}
        elif renewed != earlier:
            ledger.put(_RENEWED, name, marshal.dumps(renewed))
        kept[name] = renewed
        after[name] = replace(now, changed=frozenset(), renewed={})
    ledger.remove(_SEAL, "")
    sealed = seal._replace(entries=ledger.size())
    ledger.put(_SEAL, "", pack(tuple(sealed)))
    return Sight(sealed, after, kept, before.surroundings, before.places)


def trees(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield name and folder of each tree that a build reads or publishes."""
    yield CONTENT, settings.root / "content"
    yield CODE, PACKAGE_FOLDER
    for name in (TEMPLATES, THEME_ASSETS):
        for number, folder in enumerate(dict.fromkeys((settings.root, theme_folder()))):
            yield f"{name} {number}", folder / name
    yield OUTPUT, settings.out


def _surroundings(settings: Settings) -> str:
    """Return what decides the bytes of a site beside its files: the interpreter, the libraries, the wish."""
    from irrefutable.core.installed import UntoldError, libraries_of  # noqa: PLC0415 - seldom looked at closely

    try:
        return _digest((_wish(settings), *libraries_of(_DISTRIBUTION)))
    except (UntoldError, OSError):
        return _places(settings)


def _places(settings: Settings) -> str:
    """Return what is another as soon as anything was installed, whether it decides anything or not."""
    said = [_wish(settings)]
    for folder in sys.path:
        if folder.endswith("-packages"):
            try:
                status = os.lstat(folder)
            except OSError:
                continue
            said.append(f"{folder} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}")
    return _digest(said)


def _wish(settings: Settings) -> str:
    return f"{sys.version} {settings.is_preview} {settings.root.resolve()}"


def _digest(said: Iterable[str]) -> str:
    return hashlib.blake2b("\0".join(said).encode("utf-8", "surrogateescape"), digest_size=20).hexdigest()
