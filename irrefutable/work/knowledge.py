"""What is known of every case, whether it was read just now or by an earlier build. Refuses to guess.

A part of the pipeline. A case that is being checked or planned sees itself whole, and of any other only
what pages may show of it (`summary_of`). Whatever it asks for is written down, found or not, because an
answer that changes is a reason to ask again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from sys import intern
from typing import TypeVar

from irrefutable.core.digest import digest
from irrefutable.core.packing import UnpackingError, pack, unpack
from irrefutable.core.spans import SourceText, SpanMap, SpansOnDemand
from irrefutable.load.spans import case_spans, edition_spans
from irrefutable.model.archive import Archive, CaseFiles, Located
from irrefutable.model.entries import CaseFacts
from irrefutable.model.site import Entity
from irrefutable.model.walk import references
from irrefutable.plan.cards import lead_pictures
from irrefutable.plan.index import instant, is_listed
from irrefutable.store.ledger import Ledger
from irrefutable.store.memo import Memo

T = TypeVar("T")

FACTS = "facts"
"""The kind of the ledger's entries about cases."""
FORMER = "former"
"""The kind of the ledger's entries about former addresses of cases."""
EVERY_CASE = "case *"
EVERY_ENTITY = "entity *"

_SUMMARIES_HELD = 256

_NOT_SHOWN_OF_A_CASE: Mapping[str, object] = {
    "evidence": (),
    "rebuttals": (),
    "timeline": (),
    "disagreements": (),
    "not_found": (),
    "sources": (),
    "places": (),
    "no_primary_source": None,
    "related": (),
    "report": None,
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
    return pack(
        (files.case.value, {tag: item.value for tag, item in files.editions.items()}, dict(files.files))
    )


def unpacked_case(content: bytes, root: Path, paths: Mapping[str, str]) -> CaseFiles:
    """Return a case as it was read; where its values stand is found when somebody asks.

    Args:
        content: what `packed_case` returned.
        root: the folder that paths begin at.
        paths: the file of each edition by its language, and of the case under no language.

    Raises:
        UnpackingError: the bytes are damaged, or of other files.
    """
    case, editions, pictures = unpack(content)
    if not editions.keys() <= paths.keys():
        raise UnpackingError("an edition has no file")
    return CaseFiles(
        Located(case, SpansOnDemand(partial(case_spans, root, paths[""], case.id))),
        {
            tag: Located(item, SpansOnDemand(partial(edition_spans, root, paths[tag], tag)))
            for tag, item in editions.items()
        },
        pictures,
    )


def summary_of(files: CaseFiles) -> CaseFiles:
    """Return what pages of other cases, and lists, may show of a case: the rest of it is as if unwritten."""
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
    return CaseFiles(Located(pruned, _nowhere(files.case.spans)), editions, pictures)


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


def packed_summary(files: CaseFiles) -> tuple[str, bytes]:
    """Return the digest of a case's summary, equal for equal ones, and its bytes."""
    summary = summary_of(files)
    said = (summary.case.value, {tag: item.value for tag, item in summary.editions.items()}, summary.files)
    return digest(said), packed_case(summary)


def facts_of(files: CaseFiles, record: str, summary: str, paths: Mapping[str, str]) -> CaseFacts:
    """Return what lists need of a case.

    Args:
        files: the case.
        record: where it is remembered.
        summary: where what other pages may show of it is remembered.
        paths: as for `unpacked_case`.
    """
    case = files.case.value
    filed: dict[tuple[str, str], None] = {}
    for claim in case.claims:
        filed |= _filed("rating", [claim.rating])
        filed |= _filed("claimant", [claim.claimant])
        filed |= _filed("checker", [item.by for item in claim.other_verdicts])
    filed |= _filed("topic", case.topics)
    filed |= _filed("year", [f"{claim.made.year}" for claim in case.claims[:1]])
    filed |= _filed("month", [claim.made.month or None for claim in case.claims[:1]])
    filed |= _filed("responder", [item.by for item in case.rebuttals])
    filed |= _filed("author", case.authors)
    filed |= _filed("reviewer", case.reviewed_by)
    named = dict.fromkeys(
        item.id
        for model in (case, *(edition.value for edition in files.editions.values()))
        for item in references(model)
        if item.kind == "entity"
    )
    claimants = [claim.claimant for claim in case.claims[:1] if claim.claimant]
    updated = case.updated or case.published
    return CaseFacts(
        record=record,
        summary=summary,
        status=case.status.value,
        language=case.language,
        editions=tuple(sorted(files.editions)),
        former_slugs=case.former_slugs,
        published_at=instant(case.published).timestamp() if case.published else float("inf"),
        release_at=instant(case.publish_after).timestamp() if case.publish_after else None,
        updated=updated.text if updated else "",
        filed=tuple(filed),
        rating=(case.claims[0].rating or "") if case.claims else "",
        names=tuple(named),
        shown=tuple(dict.fromkeys((*claimants, *case.authors))),
        has_corrections=bool(case.corrections),
        paths=(("", paths[""]), *((tag, paths[tag]) for tag in files.editions)),
    )


def with_shared_words(facts: CaseFacts) -> CaseFacts:
    """Return facts whose words are one object each in this process: there may be very many cases."""
    return facts._replace(
        status=intern(facts.status),
        language=intern(facts.language),
        editions=tuple(map(intern, facts.editions)),
        filed=tuple((intern(kind), intern(key)) for kind, key in facts.filed),
        rating=intern(facts.rating),
        names=tuple(map(intern, facts.names)),
        shown=tuple(map(intern, facts.shown)),
    )


def languages_of(facts: CaseFacts) -> Iterator[str]:
    """Yield the languages that there are a case and its editions in: `case LANG`, `edition LANG`."""
    yield f"case {facts.language}"
    yield from (f"edition {tag}" for tag in facts.editions)


def filing_of(facts: CaseFacts | None) -> object:
    """Return what decides where lists show a case, and what they count it as."""
    return facts and facts._replace(record="", summary="", paths=())


def shown_of(facts: CaseFacts | None) -> object:
    """Return what lists and other cases may show of a case."""
    return facts and facts._replace(record="", paths=())


def _filed(kind: str, keys: Iterable[str | None]) -> dict[tuple[str, str], None]:
    return {(kind, key): None for key in keys if key is not None}


# ------------------------------------------------------------------------------------------ all of them


def facts_in(ledger: Ledger) -> dict[str, CaseFacts]:
    """Return what the last build knew of every case.

    Raises:
        DamagedLedgerError, UnpackingError: it is not what was written.
    """
    return {name: with_shared_words(unpack(value)) for name, value in ledger.items(FACTS)}


@dataclass(slots=True)
class Knowledge:
    """The facts of every case: those that were read just now, and for all others what the ledger says."""

    root: Path
    memo: Memo
    ledger: Ledger
    fresh: Mapping[str, CaseFacts | None]
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

    def facts(self, case_id: str) -> CaseFacts | None:
        """Return the facts of a case; None where there is no such case."""
        if case_id in self.fresh or self.is_whole:
            return self.fresh.get(case_id)
        if self.known is not None:
            return self.known.get(case_id)
        if case_id not in self._facts:
            stored = self.ledger.get(FACTS, case_id)
            self._facts[case_id] = unpack(stored) if stored else None
        return self._facts[case_id]

    def ids(self) -> list[str]:
        """Return the id of every case, in order."""
        return [case_id for case_id, _ in self.all()]

    def all(self) -> Iterator[tuple[str, CaseFacts]]:
        """Yield the facts of every case in the order of their ids."""
        known: Iterable[tuple[str, CaseFacts | None]] = self.fresh.items()
        if not self.is_whole:
            told = facts_in(self.ledger) if self.known is None else dict(self.known)
            known = (told | dict(self.fresh)).items()
        for case_id, facts in sorted(known):
            if facts:
                yield case_id, facts

    def former_owner(self, slug: str) -> str | None:
        """Return the case that stood at an address before."""
        owners = [case_id for case_id, facts in self.fresh.items() if facts and slug in facts.former_slugs]
        stored = None if self.is_whole else self.ledger.get(FORMER, slug)
        if stored and stored.decode() not in self.fresh:
            owners.append(stored.decode())
        return min(owners, default=None)

    def whole(self, case_id: str) -> CaseFiles | None:
        """Return a case with all that was read of it."""
        facts = self.facts(case_id)
        if facts is None:
            return None
        stored = self.memo.get("case", facts.record)
        if stored:
            try:
                return unpacked_case(stored, self.root, dict(facts.paths))
            except UnpackingError:
                pass
        return self.reread(case_id)

    def summary(self, case_id: str) -> CaseFiles | None:
        """Return what other pages may show of a case."""
        facts = self.facts(case_id)
        if facts is None:
            return None
        stored = self.memo.get("summary", facts.summary)
        if stored:
            try:
                return unpacked_case(stored, self.root, dict(facts.paths))
            except UnpackingError:
                pass
        files = self.reread(case_id)
        return summary_of(files) if files else None

    def is_listed(self, case_id: str) -> bool:
        """Whether lists show a case."""
        facts = self.facts(case_id)
        return facts is not None and is_listed(facts, self.now_at, is_preview=self.is_preview)


class Facts(Mapping[str, CaseFacts]):
    """The facts of cases, read one by one."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def __getitem__(self, case_id: str) -> CaseFacts:
        found = self._knowledge.facts(case_id)
        if found is None:
            raise KeyError(case_id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._knowledge.ids())

    def __len__(self) -> int:
        return len(self._knowledge.ids())


class Cases(Mapping[str, CaseFiles]):
    """The cases as one of them sees them. `asked` gathers what was asked for.

    Only those that were asked for last are held in memory: lists ask for all of them.
    """

    def __init__(self, knowledge: Knowledge, own: Mapping[str, CaseFiles], asked: set[str]) -> None:
        self._knowledge = knowledge
        self._own = own
        self._asked = asked
        self._summaries: OrderedDict[str, CaseFiles] = OrderedDict()

    def __getitem__(self, case_id: str) -> CaseFiles:
        if case_id in self._own:
            return self._own[case_id]
        self._asked.add(f"case {case_id}")
        if case_id not in self._summaries:
            found = self._knowledge.summary(case_id)
            if found is None:
                raise KeyError(case_id)
            self._summaries[case_id] = found
            if len(self._summaries) > _SUMMARIES_HELD:
                self._summaries.popitem(last=False)
        return self._summaries[case_id]

    def __contains__(self, case_id: object) -> bool:
        if case_id in self._own:
            return True
        self._asked.add(f"case {case_id}")
        return self._knowledge.facts(str(case_id)) is not None

    def __iter__(self) -> Iterator[str]:
        self._asked.add(EVERY_CASE)
        return iter(self._knowledge.ids())

    def __len__(self) -> int:
        self._asked.add(EVERY_CASE)
        return len(self._knowledge.ids())


class WholeCases(Mapping[str, CaseFiles]):
    """The cases with all that is known of them."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def __getitem__(self, case_id: str) -> CaseFiles:
        found = self._knowledge.whole(case_id)
        if found is None:
            raise KeyError(case_id)
        return found

    def __contains__(self, case_id: object) -> bool:
        return self._knowledge.facts(str(case_id)) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._knowledge.ids())

    def __len__(self) -> int:
        return len(self._knowledge.ids())


class FormerSlugs(Mapping[str, str]):
    """The case that stood at each former address. `asked` gathers what was asked for."""

    def __init__(self, knowledge: Knowledge, asked: set[str]) -> None:
        self._knowledge = knowledge
        self._asked = asked

    def __getitem__(self, slug: str) -> str:
        self._asked.add(f"case {slug}")
        found = self._knowledge.former_owner(slug)
        if found is None:
            raise KeyError(slug)
        return found

    def __iter__(self) -> Iterator[str]:
        self._asked.add(EVERY_CASE)
        return iter([slug for _, facts in self._knowledge.all() for slug in facts.former_slugs])

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Entities(Mapping[str, Located[Entity]]):
    """People and organisations. `asked` gathers what was asked for."""

    def __init__(self, entities: Mapping[str, Located[Entity]], asked: set[str]) -> None:
        self._entities = entities
        self._asked = asked

    def __getitem__(self, entity_id: str) -> Located[Entity]:
        self._asked.add(f"entity {entity_id}")
        return self._entities[entity_id]

    def __contains__(self, entity_id: object) -> bool:
        self._asked.add(f"entity {entity_id}")
        return entity_id in self._entities

    def __iter__(self) -> Iterator[str]:
        self._asked.add(EVERY_ENTITY)
        return iter(self._entities)

    def __len__(self) -> int:
        self._asked.add(EVERY_ENTITY)
        return len(self._entities)


class Listed:
    """Tells whether lists show a case. `asked` gathers what was asked for."""

    def __init__(self, knowledge: Knowledge, asked: set[str]) -> None:
        self._knowledge = knowledge
        self._asked = asked

    def __contains__(self, case_id: object) -> bool:
        self._asked.add(f"case {case_id}")
        return self._knowledge.is_listed(str(case_id))
