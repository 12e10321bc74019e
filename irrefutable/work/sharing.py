"""What a build takes from a cache that others write to, and adds to it. Refuses to let a build fail for it.

A part of the pipeline. Results are taken in bulk, before they are asked for, where much is to be made: a
clone without a cache of its own. After an edit, making a page takes less time than asking. They are added
after the site was published.
"""

from __future__ import annotations

import platform
import sys
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import chain
from typing import Final

from irrefutable.core.digest import digest
from irrefutable.media import derive
from irrefutable.model.drawing import Made
from irrefutable.store.blobs import Blobs
from irrefutable.store.memo import Memo
from irrefutable.store.place import Place
from irrefutable.store.shared import Name, SharedCache
from irrefutable.work.adoption import is_sound, is_sound_bundle, is_sound_picture
from irrefutable.work.handover import KEY_VARIABLE, Handovers
from irrefutable.work.world import engine

WORTH_ASKING: Final = 4
"""Making fewer cases or picture files takes less time than a few requests."""
_PART_WORTH_ASKING: Final = 8
"""Where nothing is remembered of the other cases, reading an eighth of all again takes less time than taking
what was found in all."""
_WORDS: Final = ("case", "inspection", "prose")
_PICTURES: Final = ("difference", "drawing", "fingerprint", "registration", "size")
_FILE: Final = "file"
"""The kind of picture files, and of parts of the search index."""
_VALUE_BYTES: Final = 64 * 1024 * 1024
"""A result unpacks to no more."""
_KEYS_AT_ONCE: Final = 500


class Sharing:
    """A shared cache, as one build uses it.

    Args:
        url: an fsspec address.
    """

    def __init__(self, url: str) -> None:
        self._place = Place(url)
        # What is read from texts changes with our code, pictures with little of it.
        readers = digest((engine(), version("pyyaml"), sys.version_info[:2]))
        # Of the same versions on another kind of processor, nobody has promised the same bytes.
        makers = digest((derive.engine(), platform.system(), platform.machine()))
        self._words = SharedCache(self._place, f"words-{readers[:16]}")
        self._pictures = SharedCache(self._place, f"pictures-{makers[:16]}")
        self.handovers = Handovers(self._place)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is wrong with the cache, in words."""
        found = [self._place.trouble] if self._place.trouble else []
        damaged = self._words.damaged + self._pictures.damaged + self.handovers.damaged
        if damaged:
            entries = "entry was" if damaged == 1 else "entries were"
            found.append(f"{damaged} {entries} damaged in the shared cache {self._place.url}, and not used")
        if unsigned := self.handovers.unsigned:
            builds = "build was" if unsigned == 1 else "builds were"
            found.append(
                f"{unsigned} {builds} not signed with the key in {KEY_VARIABLE} in the shared cache "
                f"{self._place.url}, and not used"
            )
        return tuple(found)

    def is_worth_asking(self, cases: int, of: int) -> bool:
        """Whether to ask for results of cases, given how many of how many are to be read."""
        fewest = max(WORTH_ASKING, of // _PART_WORTH_ASKING) if self.handovers.is_taken else WORTH_ASKING
        return cases >= fewest

    def take_results(self, memo: Memo) -> None:
        """Bring all results into a memo that it lacks."""
        for cache, kinds in ((self._words, _WORDS), (self._pictures, _PICTURES)):
            keys: dict[str, list[str]] = {kind: [] for kind in kinds}
            for kind, key in cache.names():
                if kind in keys:
                    keys[kind].append(key)
            wanted = ((kind, key) for kind in kinds for key in memo.lacks(kind, keys[kind]))
            for (kind, key), value in cache.fetch(wanted, _opened):
                memo.adopt(kind, key, value)

    def take_files(self, items: Sequence[Made], blobs: Blobs) -> None:
        """Bring picture files that are missing among the blobs."""
        by_name = {(_FILE, item.key): item for item in items}

        def opened(name: Name, content: bytes) -> bytes | None:
            return content if is_sound_picture(by_name[name], content) else None

        for (_, key), content in self._pictures.fetch(by_name, opened):
            blobs.put(key, content)

    def take_bundles(self, keys: Collection[str], blobs: Blobs) -> None:
        """Bring parts of the search index that are missing among the blobs."""
        if not keys:
            return

        def opened(_name: Name, content: bytes) -> bytes | None:
            return content if is_sound_bundle(content) else None

        for (_, key), content in self._pictures.fetch([(_FILE, key) for key in keys], opened):
            blobs.put(key, content)

    def give(self, memo: Memo, blobs: Blobs, files: Collection[str], *, is_whole: bool) -> None:
        """Add what is new.

        Args:
            memo: with the results of this build.
            blobs: with its picture files.
            files: the keys of those that this build made; of all of them, where it was whole.
            is_whole: whether it looked at everything, so that what it did not ask for is of no use.
        """
        keys = memo.asked if is_whole else memo.added
        for cache, kinds, more in ((self._words, _WORDS, ()), (self._pictures, _PICTURES, files)):
            names = {kind: keys(kind) for kind in kinds}
            every = {*_named(names), *((_FILE, key) for key in more)}
            missing = {kind: [key for key in names[kind] if cache.lacks((kind, key))] for kind in kinds}
            lacking = [key for key in more if cache.lacks((_FILE, key))]
            cache.add(
                chain(_results(memo, missing), _files(blobs, lacking)),
                live=every if is_whole else None,
            )


def _named(keys: Mapping[str, Iterable[str]]) -> Iterator[Name]:
    return ((kind, key) for kind in keys for key in keys[kind])


def _results(memo: Memo, keys: Mapping[str, Sequence[str]]) -> Iterator[tuple[Name, bytes]]:
    for kind, wanted in keys.items():
        ordered = sorted(wanted)
        for start in range(0, len(ordered), _KEYS_AT_ONCE):
            found = memo.get_many(kind, ordered[start : start + _KEYS_AT_ONCE])
            for key, value in found.items():
                yield (kind, key), zlib.compress(value, 1)


def _files(blobs: Blobs, keys: Iterable[str]) -> Iterator[tuple[Name, bytes]]:
    for key in keys:
        if path := blobs.path(key):
            yield (_FILE, key), path.read_bytes()


def _opened(name: Name, packed: bytes) -> bytes | None:
    try:
        decompressor = zlib.decompressobj()
        value = decompressor.decompress(packed, _VALUE_BYTES)
    except zlib.error:
        return None
    return value if decompressor.eof and is_sound(name[0], value) else None
