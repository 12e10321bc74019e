"""What is known of every case, whether it was read just now or by an earlier build. Refuses to guess.

A part of the pipeline. Who may see what of it, and that they asked, is the subject of `asking.py`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from irrefutable.core.digest import digest
from irrefutable.core.packing import UnpackingError, pack, unpack
from irrefutable.core.spans import SourceText, SpanMap, SpansOnDemand
from irrefutable.load.spans import case_spans, edition_spans
from irrefutable.model.archive import Archive, CaseFiles, Located
from irrefutable.model.case import Case
from irrefutable.model.edition import Edition
from irrefutable.model.entries import CaseFacts
from irrefutable.model.history import pruned as pruned_history
from irrefutable.plan.cards import lead_pictures
from irrefutable.plan.index import is_listed
from irrefutable.store.ledger import Ledger
from irrefutable.store.memo import Memo
from irrefutable.work.facts import Labels, labels_of, with_shared_words
from irrefutable.work.shelf import FACTS_HELD, Shelf

T = TypeVar("T")

FACTS = "facts"
"""The kind of the ledger's entries about cases."""
FORMER = "former"
"""The kind of the ledger's entries about former addresses of cases."""

_SUMMARIES_HELD = 512
"""Cases are made in the order of time, in which relatives are near each other: half of them are held."""

_NOT_SHOWN_OF_A_CASE: Mapping[str, object] = {
    "evidence": (),
    "rebuttals": (),
    "timeline": (),
    "disagreements": (),
    "not_found": (),
    "former_editions": (),
    "sources": (),
    "places": (),
    "no_primary_source": None,
    "related": (),
    "report": None,
    "checked": None,
    "recheck_after": None,
    "reviewed_by": (),
}
_NOT_SHOWN_OF_A_CLAIM: Mapping[str, object] = {
    "quotes": (),
    "claimant_unknown": None,
    "rating_explanation": None,
    "appearances": (),
    "no_appearance": None,
    "other_verdicts": (),
    "relations": (),
}
_NOT_SHOWN_OF_AN_EDITION = (
    "claims",
    "media",
    "evidence",
    "rebuttals",
    "comparisons",
    "timeline",
    "disagreements",
    "not_found",
)


# ------------------------------------------------------------------------------------------ one case


def packed_case(files: CaseFiles) -> bytes:
    """Return what was read from a case's files, without the places where it stands in them."""
    editions = {tag: item.value for tag, item in files.editions.items()}
    return pack((files.case.value, editions, dict(files.files), files.history))


def unpacked_case(content: bytes, root: Path, paths: Mapping[str, str]) -> CaseFiles:
    """Return a case as it was read; where its values stand is found when somebody asks.

    Args:
        content: what `packed_case` returned.
        root: the folder that paths begin at.
        paths: the file of each edition by its language, and of the case under no language.

    Raises:
        UnpackingError: the bytes are damaged, or of other files.
    """
    case, editions, pictures, history = unpack(content)
    if not editions.keys() <= paths.keys():
        raise UnpackingError("an edition has no file")
    return CaseFiles(
        Located(case, SpansOnDemand(partial(case_spans, root, paths[""], case.id))),
        {
            tag: Located(item, SpansOnDemand(partial(edition_spans, root, paths[tag], tag)))
            for tag, item in editions.items()
        },
        pictures,
        history,
    )


def summary_of(files: CaseFiles) -> CaseFiles:
    """Return what pages of other cases, lists and cards may show of a case: the rest is as if unwritten."""
    case = files.case.value
    leads = [media for media in lead_pictures(case) if media]
    pictures = {name: files.files[name] for media in leads if (name := media.file) and name in files.files}
    shown = {media.id for media in leads}
    for comparison in case.comparisons[:1]:
        shown |= {comparison.claimed, comparison.original or ""}
    claims = tuple(claim.model_copy(update=dict(_NOT_SHOWN_OF_A_CLAIM)) for claim in case.claims)
    pruned = case.model_copy(
        update=dict(_NOT_SHOWN_OF_A_CASE)
        | {
            "claims": claims,
            "media": tuple(media for media in case.media if media.id in shown),
            "comparisons": case.comparisons[:1],
        }
    )
    editions = {
        tag: Located(
            item.value.model_copy(update={name: {} for name in _NOT_SHOWN_OF_AN_EDITION} | {"report": None}),
            _nowhere(item.spans),
        )
        for tag, item in files.editions.items()
    }
    history = pruned_history(files.history)
    return CaseFiles(Located(pruned, _nowhere(files.case.spans)), editions, pictures, history)


def with_places(archive: Archive) -> Archive:
    """Return an archive without cases, with nothing in it that is still to be found."""
    return replace(
        archive,
        site=_with_places(archive.site),
        ratings=_with_places(archive.ratings),
        topics=_with_places(archive.topics),
        entities={name: _with_places(item) for name, item in archive.entities.items()},
        pages={at: _with_places(item) for at, item in archive.pages.items()},
    )


def _with_places(located: Located[T]) -> Located[T]:
    return replace(located, spans=located.spans.whole())


def _nowhere(_spans: SpanMap) -> SpanMap:
    return SpanMap(SourceText("", ""), {}, {})


def timeline_of(files: CaseFiles) -> CaseFiles:
    """Return what timelines of many cases may show of a case beside its summary: the rest is left out."""
    case = files.case.value
    own: dict[str, Any] = {"id": case.id, "language": case.language, "timeline": case.timeline}
    editions: dict[str, dict[str, Any]] = {
        tag: {"language": item.value.language, "timeline": item.value.timeline}
        for tag, item in files.editions.items()
    }
    return CaseFiles(
        Located(Case.model_construct(**own), _nowhere(files.case.spans)),
        {
            tag: Located(Edition.model_construct(**said), _nowhere(files.editions[tag].spans))
            for tag, said in editions.items()
        },
    )


def packed_timeline(files: CaseFiles) -> tuple[str, bytes]:
    """Return the digest of what timelines may show of a case, and its bytes; empty without a timeline."""
    if not files.case.value.timeline:
        return "", b""
    pruned = timeline_of(files)
    said = (
        pruned.case.value.id,
        pruned.case.value.language,
        pruned.case.value.timeline,
        {tag: item.value.timeline for tag, item in pruned.editions.items()},
    )
    return digest(said), packed_case(pruned)


def packed_summary(files: CaseFiles) -> tuple[str, bytes]:
    """Return the digest of a case's summary, equal for equal ones, and its bytes."""
    summary = summary_of(files)
    editions = {tag: item.value for tag, item in summary.editions.items()}
    said = (summary.case.value, editions, summary.files, summary.history)
    return digest(said), packed_case(summary)


# ------------------------------------------------------------------------------------------ all of them


def facts_in(ledger: Ledger) -> dict[str, CaseFacts]:
    """Return what the last build knew of every case.

    Raises:
        DamagedLedgerError, UnpackingError: it is not what was written.
    """
    return {name: with_shared_words(unpack(value)) for name, value in ledger.items(FACTS)}


class _Held(OrderedDict[str, CaseFiles]):
    """The summaries that were asked for last, by their digests, in which the ids of their cases are."""

    def __reduce__(self) -> tuple[type[_Held], tuple[()]]:
        """Reach another process with nothing held."""
        return _Held, ()


@dataclass(slots=True)
class Knowledge:
    """The facts of every case: those that were read just now, and for all others what the ledger says."""

    root: Path
    memo: Memo
    ledger: Ledger
    fresh: Shelf
    """What was read just now; None for a case that is gone or has errors."""
    is_whole: bool
    """Whether everything was read just now, so that the ledger has nothing to say."""
    now_at: float
    is_preview: bool
    reread: Callable[[str], CaseFiles | None]
    """Reads a case from its files, where the memo has lost it."""
    known: Mapping[str, CaseFacts] | None = None
    """What the ledger says of every case; None where it is to be asked."""
    _facts: dict[str, CaseFacts | None] = field(default_factory=dict)
    """Those that the ledger was asked for last."""
    _summaries: _Held = field(default_factory=_Held)
    _owners: dict[str, str] | None = None

    def facts(self, case_id: str) -> CaseFacts | None:
        """Return the facts of a case; None where there is no such case."""
        if case_id in self.fresh or self.is_whole:
            return self.fresh.get(case_id)
        if self.known is not None:
            return self.known.get(case_id)
        if case_id not in self._facts:
            stored = self.ledger.get(FACTS, case_id)
            self._facts[case_id] = unpack(stored) if stored else None
            if len(self._facts) > FACTS_HELD:
                del self._facts[next(iter(self._facts))]
        return self._facts[case_id]

    def ids(self) -> list[str]:
        """Return the id of every case, in order."""
        told: Iterable[str] = ()
        if not self.is_whole:
            if self.known is None:
                self.known = facts_in(self.ledger)
            told = (case_id for case_id in self.known if case_id not in self.fresh)
        return sorted((*told, *self.fresh.cases()))

    def all(self) -> Iterator[tuple[str, CaseFacts]]:
        """Yield the facts of every case in the order of their ids."""
        for case_id in self.ids():
            if facts := self.facts(case_id):
                yield case_id, facts

    def former_owner(self, slug: str) -> str | None:
        """Return the case that stood at an address before."""
        owner = self._fresh_owners.get(slug)
        stored = None if self.is_whole else self.ledger.get(FORMER, slug)
        if stored and stored.decode() not in self.fresh:
            return min(owner or stored.decode(), stored.decode())
        return owner

    @property
    def _fresh_owners(self) -> Mapping[str, str]:
        """The case that stood at each former address, of those that were read just now."""
        if self._owners is None:
            self._owners = {}
            for case_id, facts in self.fresh.items():
                for slug in facts.former_slugs if facts else ():
                    self._owners[slug] = min(case_id, self._owners.get(slug, case_id))
        return self._owners

    def whole(self, case_id: str) -> CaseFiles | None:
        """Return a case with all that was read of it."""
        facts = self.facts(case_id)
        if facts is None:
            return None
        return self._remembered("case", facts.record, facts) or self.reread(case_id)

    def summary(self, case_id: str) -> CaseFiles | None:
        """Return what other pages may show of a case."""
        facts = self.facts(case_id)
        if facts is None:
            return None
        held = self._summaries.get(facts.summary)
        if held is None:
            fresh = self.fresh.summary(case_id)
            held = self._remembered("summary", facts.summary, facts, fresh)
            files = None if held else self.reread(case_id)
            held = summary_of(files) if files else held
            if held is None:
                return None
            self._summaries[facts.summary] = held
            if len(self._summaries) > _SUMMARIES_HELD:
                self._summaries.popitem(last=False)
        else:
            self._summaries.move_to_end(facts.summary)
        return held

    def timeline(self, case_id: str) -> CaseFiles | None:
        """Return what timelines may show of a case."""
        facts = self.facts(case_id)
        if facts is None:
            return None
        fresh = self.fresh.timeline(case_id)
        if found := self._remembered("timeline", facts.timeline, facts, fresh):
            return found
        files = self.reread(case_id)
        return timeline_of(files) if files else None

    def _remembered(self, kind: str, key: str, facts: CaseFacts, fresh: bytes = b"") -> CaseFiles | None:
        """Return what was read of a case just now, or else what the memo has; None where it is lost."""
        stored = fresh or self.memo.get(kind, key)
        if stored:
            with suppress(UnpackingError):
                return unpacked_case(stored, self.root, dict(facts.paths))
        return None

    def labels(self, case_id: str) -> Labels:
        """Return the names that a case gives to its places and platforms."""
        facts = self.facts(case_id)
        if facts is None or not facts.labels:
            return {}
        stored = self.memo.get("labels", facts.labels)
        if stored:
            try:
                found: Labels = unpack(stored)
            except UnpackingError:
                pass
            else:
                return found
        files = self.reread(case_id)
        return labels_of(files.case.value) if files else {}

    def is_listed(self, case_id: str) -> bool:
        """Whether lists show a case."""
        facts = self.facts(case_id)
        return facts is not None and is_listed(facts, self.now_at, is_preview=self.is_preview)
