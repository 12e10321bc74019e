"""Measures how surely and how soon a picture is found among 100,000. Refuses to round a failure away.

Run it as `make bench-lookup`; it writes the tables of `docs/lookup.md`. Pictures and changes are those of
`make bench-registration`: the comparisons that describe a detail were chosen on the tuning half, so only
pictures of the held-out half are in the index, and the others are asked for as strangers. So are pictures
that no rule was made with (see `lookup_strangers.py`). `--pictures N` changes the first N held-out ones,
`--crowd N` puts N more into the index (see `lookup_crowd.py`), `--cuttings N` makes these of N cuttings of
each other picture, `--strangers N` asks for N cuttings of each stranger, `--drawings N` for one of N fresh
drawings; `--pairs` takes a share of the pairs that only look alike; `--print` leaves the page alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

import numpy as np
from lookup_crowd import Crowd, as_question, cut, cuttings, write
from lookup_strangers import fresh_strangers
from PIL import Image
from registration_changes import changes, stranger, strangers
from registration_outcomes import CACHE, known_pictures
from registration_pictures import Picture
from registration_scenes import generator

from irrefutable.media.fingerprint import fingerprint, mirrored
from irrefutable.media.fingerprint_match import LEAST_CONTRAST, SURELY_WHOLE, compare, distance
from irrefutable.model.lookup import Fingerprint

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs/lookup.md"
FOLDER: Final = ROOT / ".cache/lookup"
PATTERNS: Final = range(48, 96)
TUNING: Final = "of the tuning half"
FRESH: Final = "of a picture that no rule was made with"
_SURE: Final = 3.0
"""Of something that was never seen in n trials, at most 3 / n is left with a confidence of 95 %."""
_READ_PX: Final = (4000, 3000)
"""What a telephone takes."""


@dataclass(frozen=True, slots=True)
class Question:
    """A picture as a reader asks for it."""

    change: str
    """What became of it; for a cutting of a picture that is not in the index, `TUNING` or `FRESH`."""
    kind: str
    right: str
    """The case that should be named; empty where there is none."""
    prints: tuple[Fingerprint, Fingerprint]
    """Of the picture and of its mirror image."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to a question."""

    question: Question
    named: frozenset[str]
    whole_ms: float
    parts_ms: float | None
    """Of processor time; None where a whole copy was found."""

    @property
    def is_found(self) -> bool:
        """Whether the right picture was named."""
        return self.question.right in self.named

    @property
    def is_wrong(self) -> bool:
        """Whether another picture was named."""
        return bool(self.named - {self.question.right})


class Described(NamedTuple):
    """Milliseconds of processor time that describing a photograph takes."""

    first: float
    """With what a browser compiles once."""
    later: float


def changed(picture: Picture) -> Iterator[Question]:
    """Yield every change of a picture of the index."""
    original = picture.make()
    for change in changes():
        made = change.make(original, generator(picture.name, change.name, change.strength))
        name = f"{change.name} {change.strength}".strip()
        yield Question(name, picture.kind, case_of(picture), _prints(made.image))


def unknown(picture: Picture, whose: str, count: int) -> Iterator[Question]:
    """Yield cuttings of a picture that is not in the index."""
    image = picture.make()
    for number in range(count):
        yield Question(whose, picture.kind, "", _prints(cut(image, picture.name, number)))


def _prints(image: Image.Image) -> tuple[Fingerprint, Fingerprint]:
    return fingerprint(image), fingerprint(mirrored(image))


def case_of(picture: Picture) -> str:
    """Return the case that shows a picture: an id as long as many are."""
    return f"2026-01-01-{''.join(letter if letter.isalnum() else '-' for letter in picture.name.lower())}"


def index(pictures: Sequence[Picture], sources: Sequence[Picture], each: int, count: int) -> None:
    """Write an index of pictures and of a crowd that is made of `each` cuttings of every source."""
    crowd = Crowd(list(cuttings(sources, each)))
    real = ((case_of(picture), fingerprint(picture.make())) for picture in pictures)
    made = ((f"2026-01-01-crowd-{number}", crowd.member(number)) for number in range(count))
    write(FOLDER, (entry for some in (real, made) for entry in some))


def answers(questions: Iterable[Question]) -> tuple[list[Answer], Described]:
    """Ask with the scripts of the site; return also how long describing a photograph takes."""
    held: list[Question] = []
    with (FOLDER / "questions.jsonl").open("w", encoding="utf-8") as file:
        for question in questions:
            held.append(question)
            file.write(f"{json.dumps(as_question(question.prints))}\n")
    width, height = _READ_PX
    noise = generator("photograph").integers(0, 256, (height // 8, width // 8, 4), dtype=np.uint8)
    photograph = Image.fromarray(noise, "RGBA").resize(_READ_PX, Image.Resampling.BICUBIC)
    (FOLDER / "photograph.rgba").write_bytes(photograph.tobytes())
    command = ["node", str(ROOT / "bench/lookup_ask.mjs"), str(FOLDER), str(width), str(height)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    described, *lines = map(json.loads, done.stdout.splitlines())
    found = [_answer(question, told) for question, told in zip(held, lines, strict=True)]
    return found, Described(described["firstMs"], described["describeMs"])


def _answer(question: Question, told: dict[str, Any]) -> Answer:
    named = frozenset(told["found"])
    for other in sorted(named - {question.right}):
        print(f"wrong: {other} for {question.right or question.kind}, {question.change}", file=sys.stderr)
    return Answer(question, named, told["wholeMs"], told["partsMs"])


# ------------------------------------------------------------------------------------------ alike by pairs


@lru_cache(maxsize=400)
def _print_of(name: str) -> Fingerprint:
    return fingerprint(stranger(name, known_pictures()))


def look_alikes(pictures: Sequence[Picture], share: float) -> dict[str, list[bool]]:
    """Return, for each kind of pair that must not match, which do."""
    results: dict[str, list[bool]] = {}
    for pair in strangers(list(pictures), share, PATTERNS):
        one, other = _print_of(pair.claimed), _print_of(pair.original)
        is_plain = min(one.contrast, other.contrast) < LEAST_CONTRAST
        is_same = distance(one.hash, other.hash) <= SURELY_WHOLE and not is_plain
        is_match = is_same or compare(one, other) is not None
        results.setdefault(pair.kind, []).append(is_match)
    return results


# ------------------------------------------------------------------------------------------------- the page


def _share(items: Iterable[bool]) -> str:
    found = list(items)
    return f"{100 * sum(found) / len(found):.1f} %"


def _rows(found: Sequence[Answer], key: Callable[[Question], str]) -> list[str]:
    rows = []
    for name in dict.fromkeys(key(each.question) for each in found):
        some = [each for each in found if key(each.question) == name]
        rows.append(f"| {name} | {len(some)} | {_share(each.is_found for each in some)} |")
    return rows


def report(
    found: Sequence[Answer],
    alike: dict[str, list[bool]],
    indexed: int,
    described: Described,
    seconds: float,
) -> str:
    """Return the tables with the sentences that hold figures."""
    known = [each for each in found if each.question.right]
    kinds = len({each.question.change for each in known})
    head = f"| {{}} | asked | found among {indexed:,} |\n|---|---|---|"
    minutes = f"{seconds / 60:.0f} minutes"
    parts = [
        f"{kinds} changes of {len(known) // kinds} held-out pictures, {indexed:,} in the index; {minutes}.",
        "\n".join([head.format("change"), *_rows(known, lambda each: each.change)]),
        "\n".join([head.format("kind of picture"), *_rows(known, lambda each: each.kind)]),
        _wrong("for a picture of the index, changed", known),
        *(
            _wrong(f"for a part {whose}, not in the index", some)
            for whose in (TUNING, FRESH)
            if (some := [each for each in found if each.question.change == whose])
        ),
        _work(found, indexed, described),
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
    wrong = sum(each.is_wrong for each in found)
    if wrong:
        return f"Asked {name}: in {wrong} of {len(found):,} questions another picture was named, too."
    return (
        f"Asked {name}: in {len(found):,} questions no other picture was named; with a confidence of "
        f"95 % that happens in at most {_SURE / len(found):.2%} of questions."
    )


def _work(found: Sequence[Answer], indexed: int, described: Described) -> str:
    whole = [each.whole_ms for each in found]
    parts = [each.parts_ms for each in found if each.parts_ms is not None]
    both_ms = [each.whole_ms + each.parts_ms for each in found if each.parts_ms is not None]

    def both(values: Sequence[float]) -> str:
        return f"{median(values):.0f} | {np.percentile(values, 95):.0f}"

    width, height = _READ_PX
    rows = [
        "| work in the reader's browser, ms of processor time | median | 95 % within |\n|---|---|---|",
        f"| describe a picture of {width} × {height} pixels and its mirror image | {described.later:.0f} | |",
        f"| look for whole copies among {indexed:,} | {both(whole)} |",
        f"| look for parts among {indexed:,}, where no whole copy is found | {both(parts)} |",
        f"| all three, where no whole copy is found | {both([described.later + each for each in both_ms])} |",
        f"| describe the first picture, with what is compiled once | {described.first:.0f} | |",
    ]
    return "\n".join(rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=16, help="change the first N held-out pictures")
    parser.add_argument("--crowd", type=int, default=100_000, help="put N more pictures into the index")
    parser.add_argument(
        "--cuttings", type=int, default=12, help="make them of N cuttings of each other picture"
    )
    parser.add_argument("--strangers", type=int, default=6, help="ask for N cuttings of each stranger")
    parser.add_argument(
        "--drawings", type=int, default=1200, help="ask for a cutting of N fresh drawings as well"
    )
    parser.add_argument("--pairs", type=float, default=0.1, help="share of the pairs that only look alike")
    parser.add_argument("--print", action="store_true", help="print the tables instead of writing the page")
    return parser.parse_args()


def main() -> None:
    """Measure what was asked for, and write the page or print it."""
    arguments = _arguments()
    started = time.perf_counter()
    held_out = [picture for picture in known_pictures().values() if picture.is_held_out]
    others = [picture for picture in known_pictures().values() if not picture.is_held_out]
    sources, unindexed = (
        [picture for picture in some if picture.kind != "screenshot"]
        for some in (held_out[arguments.pictures :], others)
    )
    index(held_out, sources, arguments.cuttings, arguments.crowd)
    known = (question for picture in islice(held_out, arguments.pictures) for question in changed(picture))
    strange = (
        question for picture in unindexed for question in unknown(picture, TUNING, arguments.strangers)
    )
    fresh = (
        question
        for picture in fresh_strangers(CACHE, arguments.drawings)
        for question in unknown(picture, FRESH, arguments.strangers if picture.kind == "photograph" else 1)
    )
    found, described = answers(question for some in (known, strange, fresh) for question in some)
    alike = look_alikes(held_out, arguments.pairs)
    text = report(found, alike, len(held_out) + arguments.crowd, described, time.perf_counter() - started)
    if arguments.print:
        print(text)
        return
    begin, end = "<!-- measured: begin -->", "<!-- measured: end -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
