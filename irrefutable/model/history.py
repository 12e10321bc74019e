"""What readers could read of a case at each time. Refuses to know pictures: of old states only words stay.

A published state is told by what changed since the one before it, so that a long history stays small.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import BaseModel

from irrefutable.model.case import Case, Correction, Source
from irrefutable.model.edition import Edition
from irrefutable.model.fields import Text

HISTORY_FILE: Final = "history.jsonl"
"""The name of the record beside a case."""
NOUNS: Final[Mapping[str, tuple[str, ...]]] = {
    "claims": ("text", "rating", "rating_explanation", "claimant"),
    "evidence": ("title", "weight", "method", "text"),
    "rebuttals": ("text", "response", "holds"),
    "timeline": ("text",),
    "disagreements": ("point", "resolution"),
    "not_found": ("text",),
}
"""What is kept of each kind of item."""
CORRECTIONS: Final = "corrections"
SOURCES: Final = "sources"


@dataclass(frozen=True, slots=True)
class PublishedState:
    """A state of a case that readers could see, as it differs from the one before."""

    at: str
    """When it came to be: RFC 3339, in UTC."""
    commit: str
    """The commit it was read from."""
    words: Mapping[str, str | None]
    """What changed by its place, `claims/convoy/text` or `ru:title`; None for what was taken out."""


def words_of(case: Case, editions: Mapping[str, Edition]) -> dict[str, str]:
    """Return the words of a case and of its editions by their places."""
    found = dict(_words(case, case.language))
    found |= {f"{SOURCES}/{source.id}": _source(source) for source in case.sources}
    for key, correction in zip(correction_keys(case.corrections), case.corrections, strict=True):
        found[f"{CORRECTIONS}/{key}"] = correction.text.phrase(case.language, case.language).text
    for tag, edition in sorted(editions.items()):
        found |= {f"{tag}:{place}": words for place, words in _words(edition, tag)}
    return found


def correction_keys(corrections: Sequence[Correction]) -> tuple[str, ...]:
    """Return a name for each correction, which stays when others are added: `2020-01-31-update`."""
    keys: list[str] = []
    counts: dict[str, int] = {}
    for item in corrections:
        start = item.date.start
        key = f"{start.first.isoformat() if start else item.date.text}-{item.kind.value}"
        counts[key] = counts.get(key, 0) + 1
        keys.append(key if counts[key] == 1 else f"{key}-{counts[key]}")
    return tuple(keys)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str | None]:
    """Return what became of words: new ones by their places, None for those that are gone."""
    changed: dict[str, str | None] = {
        place: words for place, words in after.items() if before.get(place) != words
    }
    changed |= dict.fromkeys(place for place in before if place not in after)
    return changed


def has_versions(history: Sequence[PublishedState]) -> bool:
    """Whether there is more than one version, so that there is something to compare."""
    return len(history) > 1


def whole_states(history: Sequence[PublishedState]) -> Iterator[dict[str, str]]:
    """Yield the words of each state, whole."""
    words: dict[str, str] = {}
    for state in history:
        words = {
            place: said
            for place in (*words, *(place for place in state.words if place not in words))
            if (said := state.words.get(place, words.get(place))) is not None
        }
        yield words


def versions_of_corrections(history: Sequence[PublishedState]) -> dict[str, int]:
    """Return the number of the version that first had a correction, by its key; the first version is 1."""
    found: dict[str, int] = {}
    for number, state in enumerate(history, 1):
        for place, words in state.words.items():
            noun, _, key = place.partition("/")
            if noun == CORRECTIONS and words is not None:
                found.setdefault(key, number)
    return found


def pruned(history: Sequence[PublishedState]) -> tuple[PublishedState, ...]:
    """Return of a history what other pages may know: which version first had which correction."""
    numbers = versions_of_corrections(history)
    last = max(numbers.values(), default=0)
    return tuple(
        PublishedState(
            "", "", {f"{CORRECTIONS}/{key}": "" for key, found in numbers.items() if found == number}
        )
        for number in range(1, last + 1)
    )


def _words(model: Case | Edition, language: str) -> Iterator[tuple[str, str]]:
    yield "title", model.title.phrase(language, language).text
    yield "summary/claimed", model.summary.claimed.phrase(language, language).text
    yield "summary/found", model.summary.found.phrase(language, language).text
    if model.report:
        yield "report", model.report.phrase(language, language).text
    for noun, names in NOUNS.items():
        items = getattr(model, noun)
        pairs = items.items() if isinstance(items, Mapping) else ((item.id, item) for item in items)
        for item_id, item in pairs:
            yield from ((f"{noun}/{item_id}/{name}", said) for name, said in _said(item, names, language))


def _said(item: BaseModel, names: Sequence[str], language: str) -> Iterator[tuple[str, str]]:
    for name in names:
        value = getattr(item, name, None)
        if isinstance(value, Text):
            yield name, value.phrase(language, language).text
        elif isinstance(value, StrEnum):
            yield name, value.value
        elif isinstance(value, str):
            yield name, value


def _source(source: Source) -> str:
    parts = (source.publisher, source.title, source.quote, source.url, source.archived)
    return " · ".join(part for part in parts if part)
