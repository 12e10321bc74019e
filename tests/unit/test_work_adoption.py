"""What another machine made is taken only if this one could have made it, whatever its digest says."""

from __future__ import annotations

import io
import json
import pickle
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from irrefutable.core.packing import pack, unpack
from irrefutable.media import derive
from irrefutable.model.archive import MediaFile
from irrefutable.model.case import Case
from irrefutable.model.history import PublishedState
from irrefutable.model.media import Changes, CutAway, Registration, RegistrationReason
from irrefutable.work.adoption import is_sound, is_sound_picture
from irrefutable.work.differences import _CHANGES
from irrefutable.work.placements import _REGISTRATION
from tests.site_builder import CASE, build, edited, site, write_files

# What is kept of the two sites is made once, by one of the test runner's processes.
pytestmark = pytest.mark.xdist_group("adoption")

REGISTRATION = _REGISTRATION.dump_json(Registration(True, RegistrationReason.FOUND, 0.5))
CHANGES = _CHANGES.dump_json(Changes((), 1.0, 2.0, CutAway(0, 0, 0, 0, 0), (4, 3)))
FILE = MediaFile("content/cases/a/view.png", "d" * 40, "e" * 64, 4000, 1600, 1200)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[bytes]]:
    """What builds of a small site and of the golden archive keep, by kind."""
    own = write_files(tmp_path_factory.mktemp("kept"), site(a=edited(CASE, ("The sky", "- The\n- *sky*"))))
    golden = tmp_path_factory.mktemp("golden")
    source = Path(__file__).parents[1] / "golden" / "site"
    write_files(
        golden,
        {p.relative_to(source).as_posix(): p.read_bytes() for p in source.rglob("*") if p.is_file()},
    )
    found: dict[str, list[bytes]] = {}
    for root in (own, golden):
        assert build(root).published
        with sqlite3.connect(root / ".cache" / "memo.sqlite") as memo:
            for kind, value in memo.execute("SELECT kind, value FROM entry"):
                found.setdefault(kind, []).append(value)
        memo.close()
    return found


def test_everything_that_builds_keep_is_sound(kept: dict[str, list[bytes]]) -> None:
    """What follows from the cases is not shared (summaries, names, search records), nor what may run."""
    own = {"labels", "record", "site", "summary", "template", "template names", "timeline"}
    assert kept.keys() - own == {
        "case",
        "difference",
        "drawing",
        "fingerprint",
        "inspection",
        "prose",
        "size",
    }
    assert is_sound("registration", REGISTRATION)
    for kind, values in kept.items():
        assert kind in own or all(is_sound(kind, value) for value in values), kind


def forged(kept: dict[str, list[bytes]], history: object = (), **fields: object) -> bytes:
    """Return a case with values that no rule has seen."""
    case, editions, pictures, _ = unpack(kept["case"][0])
    assert isinstance(case, Case)
    return pack((case.model_copy(update=fields), editions, pictures, history))


def test_case_that_goes_round_the_rules_is_refused(kept: dict[str, list[bytes]]) -> None:
    """An address that runs a script is what a rule forbids, and unpacking would let it in."""
    case, *_ = unpack(kept["case"][0])
    sources = (case.sources[0].model_copy(update={"url": "javascript:alert(1)"}),)
    assert is_sound("case", forged(kept))
    assert not is_sound("case", forged(kept, sources=sources))
    assert not is_sound("case", forged(kept, sources=case.sources[0]))
    assert not is_sound("case", forged(kept, topics=("../../etc",)))
    assert not is_sound("case", forged(kept, published="2026-01-10"))
    assert is_sound("case", forged(kept, (PublishedState("2026-01-10T00:00:00Z", "", {"title": None}),)))
    assert not is_sound("case", forged(kept, (PublishedState("2026-01-10T00:00:00Z", "", {"title": 1}),)))  # type: ignore[dict-item]
    assert not is_sound("case", forged(kept, ("a state",)))


def test_bytes_of_another_kind_are_refused(kept: dict[str, list[bytes]]) -> None:
    for value in (b"", b"null", b"{}", b"[[]]", b"\xff", pack((1, 2, 3)), pickle.dumps(print)):
        for kind in ("case", "difference", "fingerprint", "inspection", "registration", "size"):
            assert not is_sound(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("prose", b"<p>Words<script>alert(1)</script></p>"),
        ("prose", b'<p onclick="alert(1)">Words</p>'),
        ("prose", b'<a href="javascript:alert(1)">Words</a>'),
        ("prose", b"\xff"),
        ("size", b"[0, 4]"),
        ("size", b"[4.5, 4]"),
        ("size", b"[true, 4]"),
        ("size", b"[4, 4, 4]"),
        ("size", b"[99999999, 4]"),
        ("drawing", b'["4", 4]'),
        ("inspection", json.dumps({"file": "another"}).encode()),
        ("registration", REGISTRATION.replace(b"0.5", b'"0.5"')),
        ("registration", REGISTRATION[:-1] + b',"more":1}'),
        ("difference", CHANGES.replace(b"[4,3]", b"[4]")),
    ],
)
def test_wrong_values_are_refused(kind: str, value: bytes) -> None:
    assert not is_sound(kind, value)


def test_picture_must_be_what_its_name_and_the_page_say() -> None:
    derivative = derive.plan(FILE, (), "a")[0]

    def encoded(form: str, size: tuple[int, int]) -> bytes:
        stream = io.BytesIO()
        Image.new("RGB", size).save(stream, form)
        return stream.getvalue()

    size = (derivative.width_px, derivative.height_px)
    assert is_sound_picture(derivative, encoded("WEBP", size))
    assert not is_sound_picture(derivative, encoded("PNG", size))
    assert not is_sound_picture(derivative, encoded("WEBP", (4, 3)))
    assert not is_sound_picture(replace(derivative, path="a.svg"), encoded("WEBP", size))
    assert not is_sound_picture(derivative, b"<svg onload='alert(1)'/>")
