"""What a build leaves for a clone on another machine, which goes on from it as if it had been its own.

A part of the pipeline. A *handover* is the site's files, the ledger's entries, and the digest of each file
that was read; its record names all of them by their digests. What arrives is written to an empty output
directory only when all of it is there, and the next look at the file system finds what differs here. Refuses
to read what nobody signed, where a key is given.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import platform
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from irrefutable.core.digest import digest, digest_bytes
from irrefutable.core.packing import UnpackingError, pack, unpack
from irrefutable.media import derive
from irrefutable.model.entries import Handover, Seal
from irrefutable.model.output import Turn
from irrefutable.results import Settings
from irrefutable.store.files import sha256_of
from irrefutable.store.ledger import Ledger
from irrefutable.store.listing import Content
from irrefutable.store.manifest import Manifest, manifest_of, parts_of, read_manifest
from irrefutable.store.paths import MANIFEST_PATH
from irrefutable.store.place import Place
from irrefutable.store.publish import OutputDirectory
from irrefutable.store.shared import Name, SharedCache
from irrefutable.store.snapshot import UNSETTLED, look, signs_beside
from irrefutable.unchanged import CODE, OF_THIS_MACHINE, OUTPUT, Sight, keep, sight, trees
from irrefutable.work.originals import record_originals
from irrefutable.work.world import engine

KEY_VARIABLE: Final = "IRREFUTABLE_CACHE_KEY"
"""The variable of the environment with the key that signs handovers; a secret, so never an option."""

_RECORD: Final = "record"
_ENTRIES: Final = "entries"
_FILES: Final = "files"
_RECORDS_TRIED: Final = 3
_SIGNATURE: Final = hashlib.sha256
_SIGNATURE_BYTES: Final = 32
_MOST_BYTES: Final = 512 * 1024 * 1024
"""A value unpacks to no more: a record has a line for each file that was read."""
_ENTRIES_TOGETHER: Final = 256
_FILES_TOGETHER: Final = 16
"""About as many share a value; where one ends is decided by names, so that an edit changes few values."""
_GROUP_BYTES: Final = 4 * 1024 * 1024
_LOOSE_BYTES: Final = 1024
_INSTALLERS: Final = frozenset(("pip", "setuptools", "wheel"))
"""Distributions that decide nothing; every other one counts."""

Item = TypeVar("Item")


class _File(NamedTuple):
    path: str
    content: Content


_Entry = tuple[str, str, bytes]
"""Kind, name and value of an entry of the ledger."""


class Handovers:
    """The handovers in a shared cache, as one build uses them."""

    def __init__(self, place: Place) -> None:
        self._cache = SharedCache(place, f"builds-{_makers()[:16]}")
        self.unsigned = 0
        """How many builds were there that our key has not signed."""
        self.is_taken = False
        """Whether this build goes on from one of them."""
        self._is_refused = False
        """Whether one was there, and something of it was wrong or missing; nobody knows what else is."""

    @property
    def damaged(self) -> int:
        """How many values were not what they should be."""
        return self._cache.damaged

    def take(self, settings: Settings, ledger: Ledger) -> int:
        """Write the latest build into the output directory and the ledger, as if it had been made here.

        Args:
            settings: of the build that is to go on from it. Its output directory has nothing of ours.
            ledger: one that is begun; the caller commits it.

        Returns:
            the number of files; 0 where there is no whole handover, and then nothing was written.

        Raises:
            StoreError: the output directory cannot be used; it is as it was.
        """
        records = sorted((name for name in self._cache.names() if name[0] == _RECORD), reverse=True)
        for name in records[:_RECORDS_TRIED]:
            for _, content in self._cache.fetch([name], lambda _, content: content):
                packed = _verified(content)
                self.unsigned += packed is None
                handover = packed and _opened_record(packed)
                files = handover and self._write(handover, settings, ledger)
                if handover and files:
                    self._adopt(handover, settings, ledger)
                    self.is_taken = True
                    return files
        self._is_refused = bool(records)
        return 0

    def give(self, seen: Sight, settings: Settings, ledger: Ledger) -> None:
        """Add a build that has ended well.

        Args:
            seen: what the next build here begins from.
            settings: of this build.
            ledger: as it left it.
        """
        listed, seal = _contents(settings, MANIFEST_PATH), seen.seal
        manifest = read_manifest(settings.out)
        if seal is None or hashlib.sha256(listed).hexdigest() != seal.manifest or manifest.damage:
            # Another build has ended meanwhile.
            return
        # What is there already need not be written again.
        self._cache.names()
        entries = [key for key, _ in _entry_groups(ledger)]
        handover = Handover(seal._replace(foreign=()), tuple(_read(settings, seen)), tuple(entries))
        record = _signed(zlib.compress(pack(handover), 1))
        # The latest comes last in order.
        named = (_RECORD, f"{seal.now_at:017.6f} {digest_bytes(record)}")
        groups = {_files_key(group): group for group in _file_groups(manifest)}
        parts = {part.content.sha256: part.path for part in manifest.parts}
        live = {named, (_FILES, seal.manifest)}
        live |= {(_ENTRIES, key) for key in entries} | {(_FILES, key) for key in chain(groups, parts)}
        values = chain(
            (
                ((_ENTRIES, key), _packed(value))
                for key, value in _entry_groups(ledger)
                if self._lacks(_ENTRIES, key)
            ),
            (
                ((_FILES, key), _packed(b"".join(_contents(settings, file.path) for file in group)))
                for key, group in groups.items()
                if self._lacks(_FILES, key)
            ),
            (
                ((_FILES, key), _packed(_contents(settings, path)))
                for key, path in parts.items()
                if self._lacks(_FILES, key)
            ),
            [((_FILES, seal.manifest), _packed(listed)), (named, record)],
        )
        self._cache.add(values, live=live)

    def _lacks(self, kind: str, key: str) -> bool:
        return self._is_refused or self._cache.lacks((kind, key))

    # ---------------------------------------------------------------------------------------------- taking

    def _write(self, handover: Handover, settings: Settings, ledger: Ledger) -> int:
        """Bring everything that a record names; return the number of files, 0 where something is missing."""
        manifest = self._manifest(handover.seal)
        groups = {_files_key(group): group for group in _file_groups(manifest)}
        with OutputDirectory(settings.out, is_durable=settings.is_durable) as directory:
            if not groups or directory.manifest.files or directory.damage:
                return 0
            ledger.clear()
            arrived = 0
            for _, value in self._cache.fetch(((_ENTRIES, key) for key in handover.entries), _opened_entries):
                arrived += 1
                for kind, name, content in unpack(value):
                    ledger.put(kind, name, content)
            if arrived != len(set(handover.entries)):
                return 0
            stage = directory.stage()

            def opened(name: Name, content: bytes) -> bytes | None:
                return _opened_files(groups[name[1]], content)

            for (_, key), value in self._cache.fetch(((_FILES, key) for key in groups), opened):
                for file, content in _divided(groups[key], value):
                    stage.write(file.path, content, Turn.PAGE)
                del groups[key]
            if groups:
                stage.discard()
                return 0
            return len(stage.commit().written)

    def _manifest(self, seal: Seal) -> Manifest:
        """Return the manifest of a build; an empty one where it is not all there."""
        listed = self._lists({seal.manifest: _MOST_BYTES}).get(seal.manifest, b"")
        try:
            sizes = {part.content.sha256: part.content.size_bytes for part in parts_of(json.loads(listed))}
        except (ValueError, TypeError, KeyError, RecursionError):
            return Manifest()
        parts = self._lists(sizes) if sum(sizes.values()) <= _MOST_BYTES else {}
        return manifest_of(listed, lambda part: parts.get(part.content.sha256))

    def _lists(self, sizes: Mapping[str, int]) -> dict[str, bytes]:
        """Return files that a manifest consists of, by the digests of their bytes.

        Args:
            sizes: how many bytes each has at the most.
        """

        def opened(name: Name, content: bytes) -> bytes | None:
            value = _inflated(content, sizes[name[1]] + _LOOSE_BYTES)
            return value if hashlib.sha256(value).hexdigest() == name[1] else None

        return {key: value for (_, key), value in self._cache.fetch(((_FILES, key) for key in sizes), opened)}

    def _adopt(self, handover: Handover, settings: Settings, ledger: Ledger) -> None:
        """Seal the ledger with what the file system says here of files that are the same as there."""
        with Ledger(None) as nothing:
            here = sight(settings, nothing)
        there = {name: dict(files) for name, files in handover.read}
        looks = dict(here.looks)
        for name, root in trees(settings):
            if name not in (CODE, OUTPUT):
                files = there.get(name, {})
                same = {path for path, known in files.items() if sha256_of(root / path) == known}
                looks[name] = replace(looks[name], signs=signs_beside(looks[name].signs, files, same))
        seal = handover.seal._replace(surroundings=here.surroundings, places=here.places)
        keep(ledger, replace(here, looks=looks), seal, looks[OUTPUT], is_whole=True)
        record_originals(ledger, settings.cache, may_differ=True)


def _makers() -> str:
    """Return the digest of everything but files that decides what a build leaves."""
    return digest(
        (engine(), derive.engine(), sys.version, platform.system(), platform.machine(), _libraries()),
    )


def _libraries() -> list[str]:
    """Return name and version of all that is installed; what each says of itself takes long to read."""
    folders = [Path(folder) for folder in sys.path if folder.endswith("-packages")]
    names = {found.stem for folder in folders for found in folder.glob("*.dist-info")}
    return sorted(name for name in names if name.partition("-")[0] not in _INSTALLERS)


def _read(settings: Settings, seen: Sight) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Yield path and digest of each file that a build read and nobody has touched since, by tree."""
    for name, root in trees(settings):
        if name in (CODE, OUTPUT):
            continue
        signs = seen.looks[name].signs
        found = {
            path: known
            for path, sign in signs.items()
            if sign != UNSETTLED and not path.endswith("/") and path and (known := sha256_of(root / path))
        }
        touched = look(root, signs).changed
        yield name, tuple((path, known) for path, known in found.items() if path not in touched)


def _contents(settings: Settings, path: str) -> bytes:
    """Return the bytes of a published file; nothing where it is gone, which its digest will tell."""
    try:
        return (settings.out / path).read_bytes()
    except OSError:
        return b""


# ------------------------------------------------------------------------------------------------- signing


def _signature(content: bytes) -> bytes:
    key = os.environ.get(KEY_VARIABLE, "").encode()
    return hmac.digest(key, content, _SIGNATURE) if key else bytes(_SIGNATURE_BYTES)


def _signed(content: bytes) -> bytes:
    return _signature(content) + content


def _verified(content: bytes) -> bytes | None:
    """Return a record without its signature; None where a key is given, and did not sign it."""
    signature, record = content[:_SIGNATURE_BYTES], content[_SIGNATURE_BYTES:]
    has_key = bool(os.environ.get(KEY_VARIABLE))
    return record if not has_key or hmac.compare_digest(signature, _signature(record)) else None


# ------------------------------------------------------------------------------------------------- values


def _packed(value: bytes) -> bytes:
    return zlib.compress(value, 1)


def _inflated(content: bytes, most_bytes: int) -> bytes:
    """Return what was compressed; nothing where it is damaged or longer."""
    decompressor = zlib.decompressobj()
    try:
        value = decompressor.decompress(content, most_bytes)
    except zlib.error:
        return b""
    return value if decompressor.eof else b""


def _opened_record(packed: bytes) -> Handover | None:
    try:
        handover = Handover(*unpack(_inflated(packed, _MOST_BYTES)))
        return handover._replace(seal=Seal(*handover.seal))
    except (UnpackingError, TypeError, ValueError):
        return None


def _entry_groups(ledger: Ledger) -> Iterator[tuple[str, bytes]]:
    """Yield the ledger's entries that hold anywhere, some together, with the digest of each group."""
    wanted = (entry for entry in ledger.entries() if entry[0] not in OF_THIS_MACHINE)
    for group in _grouped(
        wanted, lambda entry: f"{entry[0]} {entry[1]}", lambda entry: len(entry[2]), _ENTRIES_TOGETHER
    ):
        value = pack(tuple(group))
        yield hashlib.sha256(value).hexdigest(), value


def _opened_entries(name: Name, content: bytes) -> bytes | None:
    value = _inflated(content, _MOST_BYTES)
    if hashlib.sha256(value).hexdigest() != name[1]:
        return None
    try:
        entries = unpack(value)
        are_sound = all(
            type(kind) is str and type(key) is str and type(said) is bytes for kind, key, said in entries
        )
    except (UnpackingError, TypeError, ValueError):
        return None
    return value if are_sound else None


def _file_groups(manifest: Manifest) -> Iterator[list[_File]]:
    files = (_File(path, content) for path, content in manifest.files.items())
    return _grouped(files, lambda file: file.path, lambda file: file.content.size_bytes, _FILES_TOGETHER)


def _files_key(group: Iterable[_File]) -> str:
    return digest([(file.path, file.content.sha256) for file in group])


def _opened_files(group: list[_File], content: bytes) -> bytes | None:
    value = _inflated(content, sum(file.content.size_bytes for file in group) + _LOOSE_BYTES)
    are_right = all(
        hashlib.sha256(part).hexdigest() == file.content.sha256 for file, part in _divided(group, value)
    )
    return value if are_right else None


def _divided(group: Iterable[_File], value: bytes) -> Iterator[tuple[_File, bytes]]:
    start = 0
    for file in group:
        end = start + file.content.size_bytes
        yield file, value[start:end]
        start = end


def _grouped(
    items: Iterable[Item], name_of: Callable[[Item], str], size_of: Callable[[Item], int], together: int
) -> Iterator[list[Item]]:
    """Yield neighbours together; where a group ends depends on names and sizes, not on what came before."""
    group: list[Item] = []
    size_bytes = 0
    for item in items:
        is_first = zlib.crc32(name_of(item).encode("utf-8", "surrogatepass")) % together == 0
        if group and (is_first or size_bytes + size_of(item) > _GROUP_BYTES):
            yield group
            group, size_bytes = [], 0
        group.append(item)
        size_bytes += size_of(item)
    if group:
        yield group
