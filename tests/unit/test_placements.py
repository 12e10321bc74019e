"""Claimed pictures are placed by their pixels, once, in however many processes, on nothing redacted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from irrefutable.core.diagnostics import as_text
from irrefutable.load.archive import load
from irrefutable.model.media import Placement
from irrefutable.pipeline import check
from irrefutable.store.memo import Memo
from irrefutable.work import placements
from irrefutable.work.findings import Checked
from irrefutable.work.placements import place_all
from irrefutable.work.reading import with_sizes
from tests.scenes import png_bytes, scene
from tests.site_builder import CASE, edited, site, write_files

CUT = (40, 30, 200, 150)
PAIR = """\
media:
  - { id: claimed, file: claimed.png, kind: image, alt: Shapes, licence: CC0-1.0 }
  - { id: whole, file: whole.png, kind: image, alt: More shapes, licence: CC0-1.0 }
comparisons:
  - { id: pair, title: The pair, claimed: claimed, original: whole, align: auto }
sources:"""


def cut(seed: int = 1) -> Image.Image:
    """Return the inner part of a scene."""
    return scene(seed).crop(CUT)


def checked(root: Path, claimed: Image.Image, *changes: tuple[str, str], cases: int = 1) -> Checked:
    """Check an archive whose cases compare a picture with the whole of scene 1."""
    case = edited(edited(CASE, ("sources:", PAIR)), *changes)
    files = site(**{f"case{number}": case for number in range(cases)})
    for number in range(cases):
        folder = f"content/cases/case{number}"
        files |= {f"{folder}/claimed.png": png_bytes(claimed), f"{folder}/whole.png": png_bytes(scene(1))}
    return check(write_files(root, files))


def placements_of(root: Path) -> Mapping[tuple[str, str], Placement]:
    """Return where the claimed pictures of an archive sit, as the check that was just made remembers them."""
    archive = load(root).archive
    assert archive
    with Memo(root / ".cache" / "memo.sqlite") as memo:
        return place_all(
            [
                replace(files, files=with_sizes(files.files, root, memo)[0])
                for files in archive.cases.values()
            ],
            root,
            memo,
        ).by_comparison


def placed(root: Path) -> Placement:
    return placements_of(root)["case0", "pair"]


def codes(result: Checked) -> list[str]:
    return [item.code for item in result.diagnostics]


def test_cut_picture_is_found_where_it_was_cut(tmp_path: Path) -> None:
    result = checked(tmp_path, cut())
    assert not result.diagnostics, [as_text(item) for item in result.diagnostics]
    left, top, right, bottom = CUT
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    for found, wanted in zip(placed(tmp_path).outline, corners, strict=True):
        assert found == pytest.approx(wanted, abs=0.5)


def test_second_look_looks_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(tmp_path, cut())
    first = placed(tmp_path)

    def refuse(_job: object) -> object:
        raise AssertionError("what was found is looked for again")

    monkeypatch.setattr(placements, "_register", refuse)
    assert check(tmp_path).diagnostics == ()
    assert placed(tmp_path) == first


def test_mirror_image_is_found_and_must_be_called_one(tmp_path: Path) -> None:
    mirrored = ImageOps.mirror(cut())
    assert codes(checked(tmp_path / "unsaid", mirrored)) == ["mirror-mismatch"]
    said = checked(tmp_path / "said", mirrored, ("align: auto", "align: auto, mirrored: true"))
    assert codes(said) == []
    assert placed(tmp_path / "said").transform.a < 0


@pytest.mark.slow
def test_picture_of_another_scene_is_no_match(tmp_path: Path) -> None:
    assert codes(checked(tmp_path / "unsaid", cut(2))) == ["no-match"]
    reason = ("align: auto", "align: auto, no_match: Another town")
    said = checked(tmp_path / "said", cut(2), reason)
    assert (codes(said), placements_of(tmp_path / "said")) == ([], {})
    assert codes(checked(tmp_path / "wrong", cut(1), reason)) == ["unexpected-match"]


def test_what_is_redacted_is_not_looked_at(tmp_path: Path) -> None:
    """Nothing that must not be seen decides a figure that is published."""
    all_of_it = "redactions: [{ box: [0, 0, 160, 120], method: cover, reason: A face }]"
    hidden = checked(tmp_path, cut(), ("file: claimed.png,", f"file: claimed.png, {all_of_it},"))
    assert codes(hidden) == ["no-match"]


def test_many_pairs_in_many_processes_give_the_same(tmp_path: Path) -> None:
    checked(tmp_path / "one", cut())
    checked(tmp_path / "many", cut(), cases=9)
    one, many = placed(tmp_path / "one"), placements_of(tmp_path / "many")
    assert [many[f"case{number}", "pair"] for number in range(9)] == [one] * 9
