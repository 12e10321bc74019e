"""What a build has read of cases that others ask for, shared by its processes. Refuses to judge it.

A part of the pipeline. A whole build reads all cases of an archive. Their facts as objects would take three
times as much, and each process that looks at one would copy the memory around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from irrefutable.core.packing import unpack
from irrefutable.core.spool import Spool
from irrefutable.model.entries import CaseFacts

FACTS_HELD = 512
"""More than the cases of a batch and those that they ask for."""


class Shelf(Mapping[str, CaseFacts | None]):
    """The facts of cases by their ids; None for a case that is gone or has errors.

    Beside them lies what pages of other cases may show of each. The memo has that as well, but among all that
    was ever read; a process that is sent the facts looks there.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._spool = Spool()
        self._shown = Spool()
        """The summary and the timeline of each case, one behind the other, in the order of the facts."""
        self._held: dict[str, CaseFacts] = {}
        """Those that were asked for last."""

    def put(self, case_id: str, packed: bytes, summary: bytes = b"", timeline: bytes = b"") -> None:
        """Add what was read of a case.

        Args:
            case_id: of the case.
            packed: its facts as `pack` makes them; empty where there are none.
            summary: as `packed_case` makes it; empty where it is to be looked for in the memo.
            timeline: likewise.
        """
        self._numbers[case_id] = self._spool.put(packed)
        self._shown.put(summary)
        self._shown.put(timeline)

    def packed(self, case_id: str) -> bytes:
        """Return the facts of a case as they were put.

        Raises:
            KeyError: nothing was.
        """
        return self._spool.get(self._numbers[case_id])

    def summary(self, case_id: str) -> bytes:
        """Return the summary of a case as it was put; empty where none is here."""
        return self._shown_of(case_id, 0)

    def timeline(self, case_id: str) -> bytes:
        """Return the timeline of a case as it was put; empty where none is here."""
        return self._shown_of(case_id, 1)

    def _shown_of(self, case_id: str, place: int) -> bytes:
        number = 2 * self._numbers.get(case_id, len(self._shown)) + place
        return self._shown.get(number) if number < len(self._shown) else b""

    def __getstate__(self) -> dict[str, object]:
        """Reach another process with the facts alone: they are the smaller part."""
        return {**vars(self), "_shown": Spool(), "_held": {}}

    def cases(self) -> list[str]:
        """Return the ids of the cases that have facts, in the order in which they were put."""
        return [case_id for case_id in self._numbers if self.packed(case_id)]

    def __getitem__(self, case_id: str) -> CaseFacts | None:
        held = self._held.get(case_id)
        if held is None and (packed := self.packed(case_id)):
            held = self._held[case_id] = unpack(packed)
            if len(self._held) > FACTS_HELD:
                del self._held[next(iter(self._held))]
        return held

    def __contains__(self, case_id: object) -> bool:
        return case_id in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)
