"""Results of pure functions that several machines share. Refuses to believe what it reads.

A *pack* is many values one after another, under a random name. An *index* says which values are in which
packs; its name is the SHA-256 of its bytes. Each build that has something new adds packs, then an index, and
replaces nothing: builds may write at once, and what is half written is never found. A value is taken only if
it has the digest that the index gives to its scope, kind, key and bytes; what is not as it should be is a
miss, and the next build adds it anew.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from irrefutable.core.digest import digest_bytes
from irrefutable.store.place import Place

Name = tuple[str, str]
"""Kind and key of a value."""

_VERSION: Final = "irrefutable-1"
"""The folder of everything below, so that other versions never meet."""
_PACK_BYTES: Final = 4 * 1024 * 1024
_PACKS_AT_ONCE: Final = 8
_INDEX_BYTES: Final = 256 * 1024 * 1024
"""An index unpacks to no more: that of a million values has half as much."""
_INDEXES: Final = 16
"""More are made one, by the next build that knows which values are still of use."""
_PACK: Final = re.compile(r"[0-9a-f]{32}")
_WHOLE: Final = "-whole"
"""How the name of an index ends that takes the place of others."""
_NEAR_BYTES: Final = 64 * 1024
"""What lies between two wanted values and is no more is fetched with them."""


class _Location(NamedTuple):
    """Where a value lies."""

    pack: str
    start: int
    length: int
    digest: str

    @property
    def end(self) -> int:
        return self.start + self.length


class _Stretch(NamedTuple):
    """A part of a pack that is fetched at once, with what is wanted of it."""

    pack: str
    start: int
    end: int
    wanted: tuple[tuple[Name, _Location], ...]


class _Index(NamedTuple):
    """What an index says."""

    locations: Mapping[Name, _Location]
    replaced: frozenset[str]
    """The indexes whose values of use are in this one."""


class SharedCache:
    """Values of one scope under a kind and a key, in a place that others write to as well.

    Args:
        place: where they are.
        scope: what else decides every value, such as versions of libraries; part of a path.
    """

    def __init__(self, place: Place, scope: str) -> None:
        self.damaged = 0
        """How many values and indexes were not what they should be."""
        self._place = place
        self._scope = scope
        self._indexes: tuple[str, ...] = ()
        self._locations: dict[Name, tuple[_Location, ...]] | None = None

    def names(self) -> Collection[Name]:
        """Return the names of all values; nothing where the place cannot be read."""
        if self._locations is None:
            self._locations = self._read_indexes()
        return self._locations.keys()

    def lacks(self, name: Name) -> bool:
        """Whether a value is not there, as far as anybody looked."""
        return self._locations is None or name not in self._locations

    def fetch(
        self, names: Iterable[Name], opened: Callable[[Name, bytes], bytes | None]
    ) -> Iterator[tuple[Name, bytes]]:
        """Yield each value that is there and whole, in no order.

        Args:
            names: of what is wanted.
            opened: makes of what was added the value that is yielded; None where it is wrong all the same.
        """
        there = self.names()
        known = self._locations or {}
        missing = {name: iter(known[name]) for name in names if name in there}
        # A value that is damaged in one pack may be whole in another, which a later build has written.
        while wanted := {name: at for name, others in missing.items() if (at := next(others, None))}:
            for name, content in self._taken(wanted):
                value = opened(name, content)
                if value is None:
                    self.damaged += 1
                    continue
                del missing[name]
                known[name] = (wanted[name],)
                yield name, value
        for name in missing:
            del known[name]

    def add(self, values: Iterable[tuple[Name, bytes]], live: Collection[Name] | None = None) -> None:
        """Add values that are not there.

        Args:
            values: with their names.
            live: the names of all values that are of use; None where this is not known.
        """
        written: dict[Name, _Location] = {}
        packs = _packed(values, self._scope)
        while not self._place.trouble and (some := list(islice(packs, _PACKS_AT_ONCE))):
            self._place.write({self._path("packs", pack): content for pack, content, _ in some})
            for _, _, locations in some:
                written.update(locations)
        if not written:
            return
        replaced: tuple[str, ...] = ()
        if live is not None and len(self._indexes) >= _INDEXES:
            replaced, known = self._indexes, self._locations or {}
            written = {name: known[name][0] for name in live if name in known} | written
        index = _encoded(written, replaced)
        name = hashlib.sha256(index).hexdigest() + (_WHOLE if replaced else "")
        self._place.write({self._path("indexes", name): index})

    def _read_indexes(self) -> dict[Name, tuple[_Location, ...]]:
        listed = self._place.names(self._path("indexes", ""))
        indexes = self._opened([name for name in listed if name.endswith(_WHOLE)])
        replaced = {name for index in indexes.values() for name in index.replaced}
        indexes |= self._opened([name for name in listed if name not in replaced and name not in indexes])
        self._indexes = tuple(name for name in indexes if name not in replaced)
        locations: defaultdict[Name, tuple[_Location, ...]] = defaultdict(tuple)
        for at in self._indexes:
            for name, location in indexes[at].locations.items():
                locations[name] += (location,)
        return dict(locations)

    def _opened(self, names: Sequence[str]) -> dict[str, _Index]:
        contents = self._place.read([self._path("indexes", name) for name in names])
        return {name: self._index(name, content) for name, content in zip(names, contents, strict=True)}

    def _index(self, name: str, content: bytes) -> _Index:
        if hashlib.sha256(content).hexdigest() == name.removesuffix(_WHOLE):
            try:
                return _decoded(content)
            except (ValueError, TypeError, LookupError, zlib.error, RecursionError):
                pass
        self.damaged += not self._place.trouble
        return _Index({}, frozenset())

    def _taken(self, wanted: Mapping[Name, _Location]) -> Iterator[tuple[Name, bytes]]:
        stretches = _stretches(wanted.items())
        while some := list(islice(stretches, _PACKS_AT_ONCE)):
            parts = [(self._path("packs", item.pack), item.start, item.end) for item in some]
            for stretch, content in zip(some, self._place.read_parts(parts), strict=True):
                for name, location in stretch.wanted:
                    start = location.start - stretch.start
                    value = content[start : start + location.length]
                    if _digest(self._scope, name, value) == location.digest:
                        yield name, value
                    else:
                        self.damaged += not self._place.trouble

    def _path(self, folder: str, name: str) -> str:
        return f"{_VERSION}/{self._scope}/{folder}/{name}".rstrip("/")


def _packed(
    values: Iterable[tuple[Name, bytes]], scope: str
) -> Iterator[tuple[str, bytes, dict[Name, _Location]]]:
    """Yield name, bytes and contents of each pack."""
    pack, content = secrets.token_hex(16), bytearray()
    locations: dict[Name, _Location] = {}
    for name, value in values:
        locations[name] = _Location(pack, len(content), len(value), _digest(scope, name, value))
        content += value
        if len(content) >= _PACK_BYTES:
            yield pack, bytes(content), locations
            pack, content, locations = secrets.token_hex(16), bytearray(), {}
    if locations:
        yield pack, bytes(content), locations


def _stretches(wanted: Iterable[tuple[Name, _Location]]) -> Iterator[_Stretch]:
    """Yield what is to be fetched, neighbours together."""
    together: list[tuple[Name, _Location]] = []
    for name, location in sorted(wanted, key=lambda item: item[1]):
        if together:
            last = together[-1][1]
            if last.pack != location.pack or location.start > last.end + _NEAR_BYTES:
                yield _stretch(together)
                together = []
        together.append((name, location))
    if together:
        yield _stretch(together)


def _stretch(together: Sequence[tuple[Name, _Location]]) -> _Stretch:
    first = together[0][1]
    return _Stretch(first.pack, first.start, max(at.end for _, at in together), tuple(together))


def _digest(scope: str, name: Name, value: bytes) -> str:
    kind, key = name
    return digest_bytes(f"{scope}\0{kind}\0{len(key)}:{key}".encode() + value)


def _encoded(locations: Mapping[Name, _Location], replaced: Sequence[str]) -> bytes:
    packs = {pack: number for number, pack in enumerate(sorted({at.pack for at in locations.values()}))}
    said = {
        "packs": list(packs),
        "replaced": list(replaced),
        "values": [(*name, packs[at.pack], at.start, at.length, at.digest) for name, at in locations.items()],
    }
    return zlib.compress(json.dumps(said, separators=(",", ":")).encode())


def _decoded(content: bytes) -> _Index:
    decompressor = zlib.decompressobj()
    text = decompressor.decompress(content, _INDEX_BYTES)
    if not decompressor.eof:
        raise ValueError("the index has no end")
    said = json.loads(text)
    locations = {}
    packs = [_PACK.fullmatch(pack)[0] for pack in said["packs"]]  # type: ignore[index]
    for kind, key, pack, start, length, digest in said["values"]:
        location = _Location(packs[pack], int(start), int(length), str(digest))
        if location.start < 0 or location.length < 0:
            raise ValueError("a value begins before its pack")
        locations[str(kind), str(key)] = location
    return _Index(locations, frozenset(map(str, said["replaced"])))
