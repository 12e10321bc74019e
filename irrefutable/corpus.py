"""A made-up archive of any size, for measuring. A case depends on its number, never on how many there are.

Every case has what a real one has: claims with their appearances, evidence, answers, a timeline, sources,
related cases and a report of about five hundred words; one in ten has an edition in a second language.
There are no pictures. A plain archive has one language, no share cards and no search: what other generators
build, too.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CASES_OF_A_TOPIC: Final = 40
"""About how many cases share one topic; an archive that grows grows new topics."""
_SECOND_LANGUAGE: Final = "ru"
_ENTITIES: Final = 60
_METHODS: Final = ("visual-match", "reverse-image-search", "geolocation", "metadata", "statement", "expert")
_KINDS: Final = ("agency", "broadcaster", "fact-checker", "government", "newspaper", "online", "social-media")
_RATINGS: Final = (
    ("true", "True", "true", 5),
    ("mostly-true", "Mostly true", "mostly-true", 4),
    ("misleading", "Misleading", "misleading", 2),
    ("false", "False", "false", 1),
    ("unproven", "Unproven", "unproven", None),
)
_WHO = (
    "the ministry",
    "a newsreader",
    "the harbour office",
    "an embassy",
    "the operator",
    "a volunteer",
    "the agency",
)
_DID = (
    "published",
    "repeated",
    "withdrew",
    "captioned",
    "compared",
    "dated",
    "located",
    "enlarged",
    "described",
)
_WHAT = (
    "the photograph",
    "a frame of the film",
    "the satellite picture",
    "an older report",
    "the transcript",
    "a map of the district",
    "the original upload",
    "two copies of the post",
    "the press release",
)
_HOW = (
    "without a source",
    "in the evening bulletin",
    "with its lower edge cut off",
    "under another date",
    "after readers had written in",
    "against the terrain model",
    "in three languages",
    "as a mirror image",
)
_WHERE = (
    "near the bridge",
    "by the northern road",
    "in the old harbour",
    "at the border post",
    "above the valley",
    "behind the market hall",
    "along the canal",
    "outside the airfield",
)
_RUSSIAN = (
    "снимок",
    "опубликован",
    "без",
    "источника",
    "кадр",
    "взят",
    "из",
    "другой",
    "записи",
    "дорога",
    "и",
    "мост",
    "не",
    "совпадают",
    "с",
    "картой",
    "ведомство",
    "удалило",
    "сообщение",
    "позже",
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What to write."""

    cases: int
    seed: int = 1
    is_plain: bool = False


def write_corpus(root: Path, corpus: Corpus) -> None:
    """Write an archive below a folder that has no `content/` yet.

    Raises:
        FileExistsError: there is an archive already.
    """
    content = root / "content"
    content.mkdir(parents=True)
    for name in ("cases", "entities", "pages"):
        (content / name).mkdir()
    for name, text in _around(corpus):
        (content / name).write_text(text, encoding="utf-8")
    for number in range(corpus.cases):
        folder = content / "cases" / case_id(corpus.seed, number)
        folder.mkdir()
        for name, text in case_files(corpus, number):
            (folder / name).write_text(text, encoding="utf-8")


def case_id(seed: int, number: int) -> str:
    """Return the id of a case: a date and its number."""
    day = random.Random(f"{seed} day {number}")  # noqa: S311 - a corpus is repeatable, not secret
    return f"{day.randint(2012, 2025)}-{day.randint(1, 12):02}-{day.randint(1, 28):02}-case-{number:06}"


def case_files(corpus: Corpus, number: int) -> Iterator[tuple[str, str]]:
    """Yield the files of a case by name: the case, and one in ten times an edition."""
    writer = _Writer(random.Random(f"{corpus.seed} case {number}"), corpus, number)  # noqa: S311
    front, claims = writer.front_matter()
    yield "case.md", f"---\n{front}---\n\n{writer.report()}"
    if number % 10 == 0 and not corpus.is_plain:
        yield f"case.{_SECOND_LANGUAGE}.md", writer.edition(claims)


def _around(corpus: Corpus) -> Iterator[tuple[str, str]]:
    languages = "en" if corpus.is_plain else f"en, {_SECOND_LANGUAGE}"
    build = "build: { share_cards: false, search: false }\n" if corpus.is_plain else ""
    yield (
        "site.yaml",
        (
            "title: Measured archive\ntagline: Made up, to be measured\nbase_url: https://facts.test\n"
            f"languages: [{languages}]\npublisher: {{ name: Nobody }}\nlicence: CC0-1.0\n"
            f"rating_scheme: house\n{build}"
        ),
    )
    lines = ["schemes:", "  - id: house", "    title: House scale", "    ratings:"]
    for key, label, tone, number in _RATINGS:
        rank = f", number: {number}" if number else ""
        lines.append(
            f'      - {{ key: "{key}", label: "{label}", explanation: Said of what is {label.lower()}., '
            f'tone: "{tone}"{rank} }}'
        )
    yield "ratings.yaml", "\n".join(lines) + "\n"
    topics = "".join(f"  - {{ id: topic-{n}, label: Topic {n} }}\n" for n in range(_topics(corpus)))
    yield "topics.yaml", f"topics:\n{topics}"
    for number in range(_ENTITIES):
        kind = ("person", "organization", "outlet")[number % 3]
        yield f"entities/body-{number}.yaml", f"name: Body {number}\nkind: {kind}\ncountry: DE\n"
    for name in ("about", "methodology", "corrections"):
        yield f"pages/{name}.md", f"---\ntitle: {name.capitalize()}\n---\n\nMade up, to be measured.\n"


def _topics(corpus: Corpus) -> int:
    return max(8, corpus.cases // CASES_OF_A_TOPIC)


class _Writer:
    """Writes one case. Every choice comes from the case's own stream of chance."""

    def __init__(self, chance: random.Random, corpus: Corpus, number: int) -> None:
        self._chance = chance
        self._corpus = corpus
        self._number = number
        self._id = case_id(corpus.seed, number)
        self._sources = [f"source-{n}" for n in range(chance.randint(4, 8))]

    def front_matter(self) -> tuple[str, list[str]]:
        """Return the fields of the case as YAML, and the ids of its claims."""
        chance, day = self._chance, self._id[:10]
        claims = [f"claim-{n}" for n in range(chance.randint(1, 3))]
        topics = sorted({f"topic-{chance.randrange(_topics(self._corpus))}" for _ in range(3)})
        lines = [
            f"title: {_quoted(self._sentence()[:-1] + f', case {self._number}')}",
            f"summary: {{ claimed: {_quoted(self._sentence())}, found: {_quoted(self._sentence())} }}",
            "language: en",
            "status: published",
            f"published: {day}",
            f"authors: [body-{chance.randrange(0, _ENTITIES, 3)}]",
            f"reviewed_by: [body-{chance.randrange(1, _ENTITIES, 3)}]",
            f"topics: [{', '.join(topics)}]",
        ]
        lines += ["claims:", *(line for claim in claims for line in self._claim(claim, day))]
        lines.append("evidence:")
        for number in range(chance.randint(3, 6)):
            lines += self._evidence(f"evidence-{number}", claims)
        lines.append("rebuttals:")
        for number in range(chance.randint(1, 3)):
            lines += self._rebuttal(f"answer-{number}", claims, day)
        lines.append("timeline:")
        for number in range(3):
            lines += [f"  - id: event-{number}", f"    date: {day}", f"    text: {_quoted(self._cited())}"]
        lines.append("sources:")
        for number, source in enumerate(self._sources):
            lines += self._source(source, is_primary=number == 0, day=day)
        if self._number:
            others = {chance.randrange(self._number) for _ in range(2)}
            lines.append("related:")
            lines += [
                f"  - {{ case: {case_id(self._corpus.seed, other)}, relation: background }}"
                for other in sorted(others)
            ]
        return "\n".join(lines) + "\n", claims

    def report(self) -> str:
        """Return a report with the marks that editors use: headings, emphasis, links, lists, a table."""
        chance = self._chance
        rows = "".join(
            f"| {minute}:{chance.randint(10, 59)} | {chance.choice(_WHERE)} | {chance.randint(50, 99)} % |\n"
            for minute in range(4)
        )
        steps = "".join(f"{n}. {self._sentence()}\n" for n in range(1, 5))
        points = "".join(f"- {self._sentence()}\n" for _ in range(4))
        return (
            f"{self._paragraph(3)} **{self._sentence()}** {self._cited()}\n\n"
            f"## What was claimed\n\n{self._paragraph(4)} *{self._sentence()}*\n\n"
            f"> {self._sentence()} {self._sentence()}\n\n"
            f"## What the pictures show\n\n{self._paragraph(4)} See [the copy]({self._url()}).\n\n{steps}\n"
            f"| Minute | Place | Agreement |\n| --- | --- | ---: |\n{rows}\n"
            f"### How it was checked\n\n{points}\n{self._paragraph(3)} {self._cited()}\n\n"
            f"## What is not known\n\n{self._paragraph(4)} {self._cited_all()}\n"
        )

    def edition(self, claims: Sequence[str]) -> str:
        """Return the case in the second language."""
        lines = [
            f"language: {_SECOND_LANGUAGE}",
            f"title: {_quoted(self._russian(7))}",
            f"summary: {{ claimed: {_quoted(self._russian(9))}, found: {_quoted(self._russian(9))} }}",
            "claims:",
        ]
        for claim in claims:
            lines += [f"  {claim}:", f"    text: {_quoted(self._russian(9))}"]
            lines.append(f"    rating_explanation: {_quoted(self._russian(12))}")
        report = "\n\n".join(self._russian(60) for _ in range(6))
        return "---\n" + "\n".join(lines) + f"\n---\n\n{report} {self._cited_all()}\n"

    def _claim(self, claim: str, day: str) -> Iterator[str]:
        chance = self._chance
        yield f"  - id: {claim}"
        yield f"    text: {_quoted(self._sentence())}"
        yield f"    claimant: body-{chance.randrange(_ENTITIES)}"
        yield f"    made: {day}"
        yield f'    rating: "{self._chance.choice(_RATINGS)[0]}"'
        yield f"    rating_explanation: {_quoted(self._cited())}"
        yield "    appearances:"
        copy = _quoted(self._url())
        yield f"      - {{ platform: Twitter, date: {day}, state: deleted, archived: {copy} }}"
        if chance.random() < 0.4:
            yield "    quotes:"
            said, meant = _quoted(self._russian(14)), _quoted(self._sentence())
            yield f"      - {{ text: {said}, language: ru, translation: {meant} }}"

    def _evidence(self, evidence: str, claims: Sequence[str]) -> Iterator[str]:
        yield f"  - id: {evidence}"
        yield f"    title: {_quoted(self._sentence()[:-1])}"
        yield f"    bears_on: [{self._chance.choice(claims)}]"
        yield f"    weight: {self._chance.choice(('refutes', 'supports', 'context'))}"
        yield f"    method: {self._chance.choice(_METHODS)}"
        yield f"    text: {_quoted(f'{self._sentence()} {self._cited()}')}"
        yield f"    reproduce: [{_quoted(self._sentence())}, {_quoted(self._sentence())}]"

    def _rebuttal(self, answer: str, claims: Sequence[str], day: str) -> Iterator[str]:
        yield f"  - id: {answer}"
        yield f"    by: body-{self._chance.randrange(_ENTITIES)}"
        yield f"    date: {day}"
        yield f"    to: {self._chance.choice(claims)}"
        yield f"    text: {_quoted(self._cited())}"
        yield f"    response: {_quoted(self._sentence())}"
        yield f'    holds: "{self._chance.choice(("yes", "partly", "no", "open"))}"'

    def _source(self, source: str, *, is_primary: bool, day: str) -> Iterator[str]:
        yield f"  - id: {source}"
        yield f"    publisher: Body {self._chance.randrange(_ENTITIES)}"
        yield f"    title: {_quoted(self._sentence()[:-1])}"
        yield f"    url: {_quoted(self._url())}"
        yield f"    archived: {_quoted(self._url())}"
        yield f"    date: {day}"
        yield "    language: en"
        yield f"    grade: {'primary' if is_primary else 'secondary'}"
        yield f"    kind: {self._chance.choice(_KINDS)}"

    def _sentence(self) -> str:
        parts = (self._chance.choice(words) for words in (_WHO, _DID, _WHAT, _HOW, _WHERE))
        text = " ".join(parts)
        return f"{text[0].upper()}{text[1:]}."

    def _paragraph(self, sentences: int) -> str:
        return " ".join(self._sentence() for _ in range(sentences))

    def _cited(self) -> str:
        return f"{self._sentence()[:-1]} [@{self._chance.choice(self._sources)}]."

    def _cited_all(self) -> str:
        return f"{self._sentence()[:-1]} {' '.join(f'[@{source}]' for source in self._sources)}."

    def _russian(self, words: int) -> str:
        text = " ".join(self._chance.choice(_RUSSIAN) for _ in range(words))
        return f"{text[0].upper()}{text[1:]}."

    def _url(self) -> str:
        host = self._chance.choice(("press", "archive", "tv"))
        return f"https://{host}.example/{self._chance.getrandbits(48):012x}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
