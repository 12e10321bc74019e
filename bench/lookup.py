"""Measures how surely a reader's picture is found among those of an archive. Refuses to round a failure away.

Run it as `make bench-lookup`; it writes the tables of `docs/lookup.md`. Pictures and changes are those of
`make bench-registration`: the comparisons that describe a detail were chosen on the tuning half, and only
the held-out half is measured. `--pictures N` changes the first N of them (each takes some fifteen seconds),
`--index N` puts N into the index, `--pairs` takes a share of the pairs that only look alike; `--print` leaves
the page alone. What is said of an archive of 100,000 pictures is extrapolated, and the page says how.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image
from registration_changes import changes, stranger, strangers
from registration_outcomes import known_pictures
from registration_pictures import Picture
from registration_scenes import generator

from irrefutable.media.fingerprint import fingerprint, mirrored
from irrefutable.media.fingerprint_match import (
    LEAST_CONTRAST,
    LEAST_WORDS,
    PERHAPS_WHOLE,
    SURELY_WHOLE,
    compare,
    distance,
    votes,
)
from irrefutable.model.lookup import Fingerprint
from irrefutable.work.lookup_find import MOST_PARTS, MOST_WHOLE

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs/lookup.md"
LARGE: Final = 100_000
PATTERNS: Final = range(48, 96)
_SURE: Final = 3.0
"""Of something that was never seen in n trials, at most 3 / n is left with a confidence of 95 %."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of a changed picture."""

    change: str
    kind: str
    is_found: bool
    is_wrong: bool
    """Whether another picture was named, too."""
    bits: int
    """By which its hash differs from that of the right picture."""
    votes: int
    """Words that the right picture has in common with it."""
    is_verified: bool
    """Whether the right picture would be found if it were a candidate."""
    wrong_bits: tuple[int, ...]
    wrong_votes: tuple[int, ...]
    """The same of every other picture of the index."""
    kinds: tuple[str, ...]
    """What kind each of those is."""
    compared: int
    """Candidates that were the wrong picture, and were compared in detail."""


def asked(image: Image.Image) -> tuple[Fingerprint, Fingerprint]:
    """Return a picture as a reader asks for it."""
    return fingerprint(image), fingerprint(mirrored(image))


def answers(picture: Picture, index: Sequence[tuple[str, Fingerprint]]) -> list[Answer]:
    """Ask for every change of a picture."""
    original = picture.make()
    found = []
    for change in changes():
        changed = change.make(original, generator(picture.name, change.name, change.strength))
        name = f"{change.name} {change.strength}".strip()
        found.append(_answer(name, picture, asked(changed.image), index))
    return found


def _answer(
    name: str,
    picture: Picture,
    prints: tuple[Fingerprint, Fingerprint],
    index: Sequence[tuple[str, Fingerprint]],
) -> Answer:
    kinds = {other: each.kind for other, each in known_pictures().items()}
    near = []
    for other, known in index:
        for print_ in prints:
            bits, count = distance(print_.hash, known.hash), votes(print_, known.words, known.places)
            near.append((bits, -count, other, print_, known))
    whole = sorted((each for each in near if each[0] <= PERHAPS_WHOLE), key=lambda each: each[0])
    parts = sorted((each for each in near if -each[1] >= LEAST_WORDS), key=lambda each: each[1])
    named: set[str] = set()
    compared = 0
    for candidates in (whole[:MOST_WHOLE], parts[:MOST_PARTS]):
        if named:
            break
        for bits, _, other, print_, known in candidates:
            compared += other != picture.name
            if _is_same(bits, print_, known) or compare(print_, known):
                named.add(other)
    for other in sorted(named - {picture.name}):
        print(f"wrong: {other} for {picture.name}, {name}", file=sys.stderr)
    right = [each for each in near if each[2] == picture.name]
    wrong = [each for each in near if each[2] != picture.name]
    return Answer(
        name,
        picture.kind,
        picture.name in named,
        bool(named - {picture.name}),
        min(each[0] for each in right),
        max(-each[1] for each in right),
        any(_is_same(bits, print_, known) or compare(print_, known) for bits, _, _, print_, known in right),
        tuple(each[0] for each in wrong),
        tuple(-each[1] for each in wrong),
        tuple(kinds[each[2]] for each in wrong),
        compared,
    )


def _is_same(bits: int, print_: Fingerprint, known: Fingerprint) -> bool:
    return bits <= SURELY_WHOLE and min(print_.contrast, known.contrast) >= LEAST_CONTRAST


# --------------------------------------------------------------------------------------------- the large one


class Crowd:
    """How many of 100,000 pictures stand before the right one, if they are as those of the index are.

    Screenshots are left out: those of the index are of a few programs, so many of them share what they show.
    """

    def __init__(self, found: Sequence[Answer]) -> None:
        self._bits: list[int] = []
        self._votes: list[int] = []
        for each in (each for each in found if each.kind != "screenshot"):
            others = zip(each.kinds, each.wrong_bits, each.wrong_votes, strict=True)
            apart = [(bits, count) for kind, bits, count in others if kind != "screenshot"]
            self._bits += [bits for bits, _ in apart]
            self._votes += [count for _, count in apart]

    def is_found(self, answer: Answer) -> bool:
        """Whether the right picture is among the candidates, and is told by its details."""
        if not answer.is_verified:
            return False
        nearer = sum(bits < answer.bits for bits in self._bits) / len(self._bits)
        more = sum(count > answer.votes for count in self._votes) / len(self._votes)
        is_whole = answer.bits <= PERHAPS_WHOLE and nearer * 2 * LARGE < MOST_WHOLE
        return is_whole or (answer.votes >= LEAST_WORDS and more * 2 * LARGE < MOST_PARTS)


@lru_cache(maxsize=400)
def _print_of(name: str) -> Fingerprint:
    return fingerprint(stranger(name, known_pictures()))


def look_alikes(pictures: Sequence[Picture], share: float) -> dict[str, list[bool]]:
    """Return, for each kind of pair that must not match, which do."""
    results: dict[str, list[bool]] = {}
    for pair in strangers(list(pictures), share, PATTERNS):
        one, other = _print_of(pair.claimed), _print_of(pair.original)
        is_match = _is_same(distance(one.hash, other.hash), one, other) or compare(one, other) is not None
        results.setdefault(pair.kind, []).append(is_match)
    return results


# ------------------------------------------------------------------------------------------------- the page


def _share(items: Iterable[bool]) -> str:
    found = list(items)
    return f"{100 * sum(found) / len(found):.1f} %"


def _rows(found: Sequence[Answer], key: Callable[[Answer], str], crowd: Crowd) -> list[str]:
    rows = []
    for name in dict.fromkeys(key(each) for each in found):
        some = [each for each in found if key(each) == name]
        shares = [_share(each.is_found for each in some), _share(crowd.is_found(each) for each in some)]
        rows.append(f"| {name} | {len(some)} | {' | '.join(shares)} |")
    return rows


def report(found: Sequence[Answer], alike: dict[str, list[bool]], indexed: int, seconds: float) -> str:
    """Return the tables with the sentences that hold figures."""
    crowd = Crowd(found)
    kinds = len({each.change for each in found})
    head = f"| {{}} | asked | found among {indexed} | expected among {LARGE:,} |\n|---|---|---|---|"
    parts = [
        (
            f"{kinds} changes of {len(found) // kinds} held-out pictures, "
            f"{indexed} pictures in the index; {seconds:.0f} s of CPU."
        ),
        "\n".join([head.format("change"), *_rows(found, lambda each: each.change, crowd)]),
        "\n".join([head.format("kind of picture"), *_rows(found, lambda each: each.kind, crowd)]),
        _wrong("Screenshots", [each for each in found if each.kind == "screenshot"]),
        _wrong("Other pictures", [each for each in found if each.kind != "screenshot"]),
        "\n".join(
            [
                "| pictures that only look alike | pairs | named |\n|---|---|---|",
                *(f"| {kind} | {len(pairs)} | {sum(pairs)} |" for kind, pairs in alike.items()),
            ]
        ),
    ]
    return "\n\n".join(parts)


def _wrong(name: str, found: Sequence[Answer]) -> str:
    """Return how often another picture was named, and what that allows to say of more."""
    wrong, compared = sum(each.is_wrong for each in found), sum(each.compared for each in found)
    if wrong:
        return f"{name}: in {len(found)} questions another picture was named, too, {wrong} times."
    most = MOST_WHOLE + MOST_PARTS
    return (
        f"{name}: in {len(found)} questions no other picture was named. {compared:,} candidates that were "
        "the wrong picture were compared in detail; with a confidence of 95 % at most "
        f"{_SURE / compared:.1e} of such comparisons would name one, which for {most} candidates is "
        f"{most * _SURE / compared:.1%} of questions. The true share may be far lower: this is what so few "
        "trials allow to say."
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=10, help="change the first N held-out pictures")
    parser.add_argument("--index", type=int, default=100, help="put N pictures into the index")
    parser.add_argument("--pairs", type=float, default=0.05, help="share of the pairs that only look alike")
    parser.add_argument("--print", action="store_true", help="print the tables instead of writing the page")
    return parser.parse_args()


def main() -> None:
    """Measure what was asked for, and write the page or print it."""
    arguments = _arguments()
    started = time.process_time()
    known = [picture for picture in known_pictures().values() if picture.is_held_out]
    indexed = known[: max(arguments.index, arguments.pictures)]
    index = [(picture.name, fingerprint(picture.make())) for picture in indexed]
    found: list[Answer] = []
    for number, picture in enumerate(known[: arguments.pictures], 1):
        found += answers(picture, index)
        print(f"{picture.name} {number}/{arguments.pictures}", file=sys.stderr)
    alike = look_alikes(indexed, arguments.pairs)
    text = report(found, alike, len(index), time.process_time() - started)
    if arguments.print:
        print(text)
        return
    begin, end = "<!-- measured: begin -->", "<!-- measured: end -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
