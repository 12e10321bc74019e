"""One value, one digest: whatever the order, the process, the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from enum import Enum, IntEnum, StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from irrefutable.core.digest import digest, digest_bytes

ROOT = Path(__file__).parents[2]


class Colour(Enum):
    RED = 1


class Other(Enum):
    RED = 1


class Word(StrEnum):
    RED = "red"


class Number(IntEnum):
    ONE = 1


@dataclass(frozen=True)
class Point:
    x: int
    y: int


@dataclass(frozen=True)
class Spot:
    x: int
    y: int


@dataclass(frozen=True)
class Remembering:
    x: int
    lines: list[str] = field(default_factory=list, compare=False)


DIFFERENT: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    10**30,
    1.0,
    0.0,
    -0.0,
    0.1,
    "",
    "1",
    "é",
    "e\u0301",
    "\ud800",
    b"",
    b"1",
    (),
    ((),),
    ("a", "b"),
    ("ab",),
    ("b", "a"),
    (("a",), "b"),
    ("a", ("b",)),
    {},
    {"a": "b"},
    {"a": None},
    {"b": "a"},
    {1: "b"},
    {("a", "b")},
    frozenset(),
    frozenset({"a"}),
    frozenset({"a", "b"}),
    Colour.RED,
    Other.RED,
    Word.RED,
    "red",
    Number.ONE,
    Point(1, 2),
    Point(2, 1),
    Spot(1, 2),
    {"x": 1, "y": 2},
)


def test_different_values_have_different_digests() -> None:
    digests = [digest(value) for value in DIFFERENT]
    assert len(set(digests)) == len(DIFFERENT)
    assert all(len(text) == 40 and set(text) <= set("0123456789abcdef") for text in digests)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": 1}, MappingProxyType({"a": 1})),
        ({"a", "b", "c"}, frozenset({"c", "b", "a"})),
        ((1, 2), [1, 2]),
        (Point(1, 2), Point(x=1, y=2)),
        (Remembering(1, ["a"]), Remembering(1, ["b"])),
    ],
)
def test_equal_values_have_equal_digests(one: object, same: object) -> None:
    assert digest(one) == digest(same)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), object(), Point, [1, object()], {"a": {1: len}}]
)
def test_what_it_cannot_vouch_for_is_refused(value: object) -> None:
    """A digest of an address in memory would be new in every process, or worse, be reused."""
    with pytest.raises(TypeError):
        digest(value)


def test_bytes_of_a_file() -> None:
    assert digest_bytes(b"one") == digest_bytes(b"one") != digest_bytes(b"two")
    assert len(digest_bytes(b"")) == 40


def test_the_hash_seed_leaves_no_trace() -> None:
    """Sets and dictionaries of another process come in another order."""
    code = (
        "from irrefutable.core.digest import digest\n"
        "names = ['frame', 'game', 'tass', 'bellingcat', 'claim', 'convoy']\n"
        "print(digest((frozenset(names), {name: {name[0], name} for name in set(names)})))\n"
        "print(list(set(names)))"
    )
    outputs = []
    for seed in ("1", "2", "3"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.append(done.stdout.splitlines())
    assert len({order for _, order in outputs}) > 1
    assert len({text for text, _ in outputs}) == 1
