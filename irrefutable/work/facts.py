"""What lists need to know of a case, gathered from its files. Refuses to hold what a page says of it.

A part of the pipeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from irrefutable.core.digest import digest
from irrefutable.core.packing import pack
from irrefutable.model.archive import CaseFiles
from irrefutable.model.case import Case
from irrefutable.model.entries import CaseFacts, ClaimFacts, PictureFacts
from irrefutable.model.fields import Text
from irrefutable.model.picture import Media
from irrefutable.model.vocabulary import Counterpart
from irrefutable.model.walk import references
from irrefutable.plan.index import instant, place_key, platform_key

Labels = Mapping[tuple[str, str], Text]
"""The names of what a case is filed under where nothing else has them, by kind and key."""


class Remembered(NamedTuple):
    """Where what was read of a case is remembered; empty where there is nothing."""

    record: str
    """All of it."""
    summary: str
    """What other pages may show of it."""
    timeline: str
    """What timelines may show of it."""
    labels: str
    """The names that it gives to what it is filed under."""


def facts_of(files: CaseFiles, remembered: Remembered, paths: Mapping[str, str]) -> CaseFacts:
    """Return what lists need of a case.

    Args:
        files: the case.
        remembered: where it can be found again.
        paths: as for `unpacked_case`.
    """
    case = files.case.value
    named = dict.fromkeys(
        item.id
        for model in (case, *(edition.value for edition in files.editions.values()))
        for item in references(model)
        if item.kind == "entity"
    )
    claimants = [claim.claimant for claim in case.claims[:1] if claim.claimant]
    updated = case.updated or case.published
    return CaseFacts(
        **remembered._asdict(),
        status=case.status.value,
        language=case.language,
        editions=tuple(sorted(files.editions)),
        former_slugs=case.former_slugs,
        published_at=instant(case.published).timestamp() if case.published else float("inf"),
        release_at=instant(case.publish_after).timestamp() if case.publish_after else None,
        updated=updated.text if updated else "",
        filed=tuple(_filed(files)),
        claims=tuple(
            ClaimFacts(claim.id, claim.claimant or "", claim.rating or "", claim.made.text)
            for claim in case.claims
        ),
        moments=tuple(entry.date.order() for entry in case.timeline),
        pictures=tuple(_pictures(files)),
        names=tuple(named),
        shown=tuple(dict.fromkeys((*claimants, *case.authors))),
        corrected_at=tuple(instant(item.date).timestamp() for item in case.corrections),
        paths=(("", paths[""]), *((tag, paths[tag]) for tag in files.editions)),
    )


def packed_labels(case: Case) -> tuple[str, bytes]:
    """Return the digest of a case's labels, equal for equal ones, and their bytes; empty without any."""
    labels = labels_of(case)
    if not labels:
        return "", b""
    said = {f"{kind} {key}": text for (kind, key), text in labels.items()}
    return digest((case.language, said)), pack(dict(labels))


def labels_of(case: Case) -> Labels:
    """Return the names that a case gives to its places, and to where its claims appeared."""
    labels: dict[tuple[str, str], Text] = {}
    for place in case.places:
        labels.setdefault(("place", place_key(place)), place.name)
    for claim in case.claims:
        for item in claim.appearances:
            labels.setdefault(("platform", platform_key(item.platform)), item.platform)
    return labels


def _filed(files: CaseFiles) -> Mapping[tuple[str, str], None]:
    """Return kind and key of each list that a case belongs to."""
    case = files.case.value
    filed: dict[tuple[str, str], None] = {}

    def file(kind: str, keys: Iterable[str | None]) -> None:
        filed.update({(kind, key): None for key in keys if key})

    for claim in case.claims:
        file("rating", [claim.rating])
        file("claimant", [claim.claimant])
        file("checker", [item.by for item in claim.other_verdicts])
        file("platform", [platform_key(item.platform) for item in claim.appearances])
    file("topic", case.topics)
    file("technique", [technique.value for media in case.media for technique in media.technique])
    file("country", [place.country for place in case.places])
    file("place", [place_key(place) for place in case.places])
    file("language", sorted({case.language, *files.editions}))
    file("year", [f"{claim.made.year}" for claim in case.claims[:1]])
    file("month", [claim.made.month for claim in case.claims[:1]])
    file("responder", [item.by for item in case.rebuttals])
    file("author", case.authors)
    file("reviewer", case.reviewed_by)
    return filed


def _pictures(files: CaseFiles) -> Iterator[PictureFacts]:
    """Yield what tells that a picture of a case is that of another: a picture and its original are one."""
    case = files.case.value
    media = {item.id: item for item in case.media}
    original_of = {
        item.claimed: item.original
        for item in case.comparisons
        if item.original and item.original_is is Counterpart.ORIGINAL
    }
    done: set[str] = set()
    for media_id in (*original_of, *media):
        if media_id in done or media_id not in media:
            continue
        together = [item for item in (media_id, original_of.get(media_id)) if item in media]
        done.update(item for item in together if item)
        marks = dict.fromkeys(mark for item in together if item for mark in _marks(files, media[item]))
        claims = [claim for claim in case.claims if not set(together).isdisjoint(claim.about)]
        for claim in (claims or list(case.claims))[:1] if marks else ():
            yield PictureFacts(claim.id, claim.made.order(), tuple(marks))


def _marks(files: CaseFiles, media: Media) -> Iterator[str]:
    file = files.files.get(media.file or "")
    if file:
        yield f"file {file.digest[:20]}"
    original = media.original
    for url in (media.url, original and original.url, original and original.archived):
        if url:
            yield f"address {digest(url)[:20]}"


def with_shared_words(facts: CaseFacts) -> CaseFacts:
    """Return facts that share words, and what they are filed under, with others of this process."""
    return facts._replace(
        labels=intern(facts.labels),
        status=intern(facts.status),
        language=intern(facts.language),
        editions=tuple(map(intern, facts.editions)),
        filed=tuple(_shared_filing(*filing) for filing in facts.filed),
        claims=tuple(ClaimFacts(*map(intern, claim)) for claim in facts.claims),
        moments=tuple(map(intern, facts.moments)),
        names=tuple(map(intern, facts.names)),
        shown=tuple(map(intern, facts.shown)),
    )


@lru_cache(maxsize=65_536)
def _shared_filing(kind: str, key: str) -> tuple[str, str]:
    return intern(kind), intern(key)


def languages_of(facts: CaseFacts) -> Iterator[str]:
    """Yield the languages that there are a case and its editions in: `case LANG`, `edition LANG`."""
    yield f"case {facts.language}"
    yield from (f"edition {tag}" for tag in facts.editions)


def filing_of(facts: CaseFacts | None) -> object:
    """Return what decides where lists show a case, and what they count it as."""
    return facts and facts._replace(record="", summary="", timeline="", paths=())


def shown_of(facts: CaseFacts | None) -> object:
    """Return what lists and other cases may show of a case."""
    return facts and facts._replace(record="", paths=())
