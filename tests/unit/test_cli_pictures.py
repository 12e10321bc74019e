"""The commands on pictures: what they say, print, and return to the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from irrefutable.cli import main
from tests.scenes import ADDITIONS, altered, png_bytes, scene
from tests.site_builder import CASE, edited, site, write_files


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[str, str, str]:
    """A part of a scene, the whole of it, and another scene."""
    images = {"part.png": scene(1).crop((40, 30, 200, 150)), "whole.png": scene(1), "other.png": scene(2)}
    write_files(tmp_path, {name: png_bytes(image) for name, image in images.items()})
    part, whole, other = (str(tmp_path / name) for name in images)
    return part, whole, other


def test_register_says_where_a_picture_sits(pictures: tuple[str, str, str]) -> None:
    part, whole, _ = pictures
    result = CliRunner().invoke(main, ["media", "register", part, whole, "--json"])
    found = json.loads(result.stdout)
    assert (result.exit_code, found["match"], found["mirrored"], found["reason"]) == (0, True, False, "found")
    assert [round(number) for corner in found["outline"] for number in corner] == [
        *(40, 30, 200, 30),
        *(200, 150, 40, 150),
    ]
    assert found["inliers"] > 10
    assert found["ssim"] > 0.9
    assert found["confidence"] > 0.9


@pytest.fixture
def added_to(tmp_path: Path) -> tuple[str, str]:
    """A part of a scene with three additions, and the whole of it."""
    whole = scene(7, (640, 480))
    images = {"claimed.png": altered(whole.crop((90, 70, 570, 430))), "whole.png": whole}
    write_files(tmp_path, {name: png_bytes(image) for name, image in images.items()})
    claimed, original = (str(tmp_path / name) for name in images)
    return claimed, original


def test_register_says_what_was_added_and_cut_away(added_to: tuple[str, str]) -> None:
    """Boxes in pixels of the claimed picture, shares in per cent."""
    result = CliRunner().invoke(main, ["media", "register", *added_to, "--json"])
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    for (left, top, width, height), edges in zip(found["added"], ADDITIONS.values(), strict=True):
        assert (left, top, left + width, top + height) == pytest.approx(edges, abs=12)
    assert 12 < found["differing"] < 25
    assert found["cut_away"] == pytest.approx(
        {"share": 43.8, "left": 14.1, "right": 10.9, "top": 14.6, "bottom": 10.4}, abs=0.3
    )


def test_register_prints_regions_that_a_case_file_takes(added_to: tuple[str, str], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["media", "register", *added_to])
    assert "Cut away from the original: 43.8 % of its area" in result.stdout
    regions = result.stdout[result.stdout.index("    regions:") :]
    assert "{ id: added-1, label: Added along the bottom, claimed: [" in regions
    case = edited(
        CASE,
        (
            "sources:",
            """\
media:
  - { id: claimed, file: claimed.png, kind: image, alt: Shapes, licence: CC0-1.0 }
  - { id: whole, file: whole.png, kind: image, alt: More shapes, licence: CC0-1.0 }
comparisons:
  - id: pair
    title: The pair
    claimed: claimed
    original: whole
    align: auto
"""
            + regions
            + "sources:",
        ),
    )
    pictures = {f"content/cases/a/{Path(path).name}": Path(path).read_bytes() for path in added_to}
    root = write_files(tmp_path / "archive", {**site(a=case), **pictures})
    checked = CliRunner().invoke(main, ["check", "--root", str(root)])
    assert checked.exit_code == 0, checked.stderr


@pytest.mark.slow
def test_register_says_that_there_is_no_match(pictures: tuple[str, str, str]) -> None:
    part, _, other = pictures
    result = CliRunner().invoke(main, ["media", "register", part, other, "--json"])
    assert (result.exit_code, json.loads(result.stdout)["match"]) == (1, False)
    words = CliRunner().invoke(main, ["media", "register", part, other])
    assert (words.exit_code, "Confidence" in words.stdout) == (1, True)


def test_register_tells_a_torn_file_from_a_miss(pictures: tuple[str, str, str], tmp_path: Path) -> None:
    write_files(tmp_path, {"torn.png": png_bytes(scene(1))[:500]})
    result = CliRunner().invoke(main, ["media", "register", str(tmp_path / "torn.png"), pictures[1]])
    assert result.exit_code == 2
    assert "torn.png" in result.stderr
