"""What pictures are compared with: imprints on their way into parts, and these into the output directory.

A part of the pipeline. Cases are divided by a digest of their ids, halved until few enough pictures are left
in a part; so a changed picture changes one part. The ledger has an entry for each case with pictures, and one
for each part that was published.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from irrefutable.core.digest import digest, digest_bytes
from irrefutable.core.packing import pack, unpack
from irrefutable.model.lookup import LOOKUP_FOLDER, LOOKUP_LIST, Imprint
from irrefutable.model.output import Turn
from irrefutable.store.ledger import Ledger
from irrefutable.store.publish import Stage

IMPRINT: Final = "imprint"
"""The kind of the ledger's entries about the pictures of a case: its place and how many, then its id."""
PART: Final = "lookup part"
"""The kind of the ledger's entries about the parts that were published."""
MOST_PICTURES: Final = 2048
"""In a part. All of them are some 90 kB for whole copies, and 790 kB for parts of pictures."""
VERSION: Final = 1
"""Of the form of the files, and of what a picture is known by."""
_WORD_BYTES: Final = 256
_PLACE_BYTES: Final = 128


class _Case(NamedTuple):
    """A case with pictures."""

    name: str
    """In the ledger."""
    place: str
    """32 binary digits."""
    id: str
    pictures: int


@dataclass
class Lookups:
    """The index of pictures of one build. `is_due` tells whether anything may have to be published again."""

    ledger: Ledger
    stage: Stage
    is_wanted: bool
    """Whether the site has one."""
    is_due: bool
    _touched: set[str] = field(default_factory=set)
    """The ids of cases that have other pictures than before."""

    def take(self, case_id: str, imprints: Sequence[Imprint]) -> None:
        """Take note of the pictures of a case, in place of those of the last build."""
        place = f"{digest_bytes(case_id.encode())[:8]}\0"
        before = {name for name in self.ledger.names(IMPRINT, place) if name.endswith(f"\0{case_id}")}
        name, value = f"{place}{len(imprints)}\0{case_id}", pack([tuple(item) for item in imprints])
        for other in before - {name} if imprints else before:
            self.ledger.remove(IMPRINT, other)
            self._touched.add(case_id)
        if imprints and self.ledger.get(IMPRINT, name) != value:
            self.ledger.put(IMPRINT, name, value)
            self._touched.add(case_id)

    def publish(self, damaged: Collection[str]) -> None:
        """Bring the index up to date.

        Args:
            damaged: the published files that are not what they were.

        Raises:
            DamagedLedgerError: what the ledger knows of pictures is lost.
        """
        is_damaged = any(path.startswith(f"{LOOKUP_FOLDER}/") for path in damaged)
        if not (self.is_due or is_damaged or self._touched):
            return
        known = dict(self.ledger.items(PART))
        if not self.is_wanted:
            for name in list(self.ledger.names(IMPRINT, "")):
                self.ledger.remove(IMPRINT, name)
        cases = sorted(_case(name) for name in self.ledger.names(IMPRINT, ""))
        parts = dict(_parts(cases, "")) if self.is_wanted else {}
        listed = []
        for name, members in parts.items():
            key = digest([member.name for member in members])
            before = unpack(known[name]) if name in known and not is_damaged else None
            is_same = before and before[0] == key and self._touched.isdisjoint(each.id for each in members)
            files = before[1] if before and is_same else self._written(name, members)
            self.ledger.put(PART, name, pack((key, files)))
            listed.append({**files, "pictures": sum(member.pictures for member in members)})
        for name in known.keys() - parts.keys():
            self.ledger.remove(PART, name)
        kept = {f"{LOOKUP_FOLDER}/{part[kind]}" for part in listed for kind in ("whole", "words")}
        for path in list(self.stage.planned.carried(f"{LOOKUP_FOLDER}/")):
            if path not in kept:
                self.stage.drop(path)
        if self.is_wanted:
            content = json.dumps({"version": VERSION, "parts": listed}, separators=(",", ":")).encode()
            self.stage.write(LOOKUP_LIST, content, Turn.INDEX)

    def _written(self, name: str, members: Sequence[_Case]) -> Mapping[str, str]:
        """Publish a part; return the names of its files."""
        stored = self.ledger.get_many(IMPRINT, [member.name for member in members])
        found = [Imprint(*item) for member in members for item in unpack(stored[member.name])]
        ids = "".join(f"{member.pictures} {member.id}\n" for member in members).encode()
        contents = {
            "whole": len(found).to_bytes(4, "little") + b"".join(item.hash for item in found) + ids,
            "words": b"".join(item.words.ljust(_WORD_BYTES, b"\0") for item in found)
            + b"".join(item.places.ljust(_PLACE_BYTES, b"\0") for item in found),
        }
        files = {}
        for kind, content in contents.items():
            files[kind] = f"{kind}-{name or 'all'}-{digest_bytes(content)[:10]}.bin"
            self.stage.write(f"{LOOKUP_FOLDER}/{files[kind]}", content, Turn.ASSET)
        return files


def _case(name: str) -> _Case:
    place, count, case_id = name.split("\0")
    return _Case(name, f"{int(place, 16):032b}", case_id, int(count))


def _parts(cases: Sequence[_Case], bits: str) -> Iterator[tuple[str, Sequence[_Case]]]:
    """Yield the parts that an archive has now, by the bits that the digests of their cases begin with."""
    if len(cases) > 1 and sum(case.pictures for case in cases) > MOST_PICTURES and len(bits) < 32:
        for bit in "01":
            yield from _parts([case for case in cases if case.place.startswith(bits + bit)], bits + bit)
    elif cases:
        yield bits, cases
