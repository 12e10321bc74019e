"""What was added to a picture is mapped, boxed and said on the page; nothing redacted or unplaced ever is."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from irrefutable.media.difference import NOT_COMPARED
from tests.scenes import ADDITIONS, ALTERED_SIZE, altered, compressed, png_bytes, scene
from tests.site_builder import CASE, Files, build, edited, elements, published, site, tree, words, write_files

pytestmark = pytest.mark.slow

PAGE = "cases/a/index.html"
WHOLE = scene(7, (640, 480))
CROP = (90, 70, 570, 430)

Edges = tuple[float, float, float, float]


def archive(claimed: Image.Image, *changes: tuple[str, str]) -> Files:
    """Return a site with one case that compares a claimed picture with an original."""
    pair = """\
media:
  - { id: claimed, file: claimed.png, kind: image, alt: Shapes, licence: CC0-1.0 }
  - { id: whole, file: whole.png, kind: image, alt: More shapes, licence: CC0-1.0 }
comparisons:
  - id: pair
    title: The pair
    claimed: claimed
    original: whole
    align: auto
sources:"""
    folder = "content/cases/a"
    return {
        **site(a=edited(edited(CASE, ("sources:", pair)), *changes)),
        f"{folder}/claimed.png": png_bytes(claimed),
        f"{folder}/whole.png": png_bytes(WHOLE),
    }


def maps(files: Mapping[str, bytes]) -> list[str]:
    return [path for path in files if path.startswith("media/") and "/difference-" in path]


def the_map(files: Mapping[str, bytes]) -> Image.Image:
    (path,) = maps(files)
    with Image.open(io.BytesIO(files[path])) as image:
        assert not image.info.keys() & {"exif", "icc_profile", "xmp"}
        return image.convert("RGB")


def boxes(html: bytes) -> list[Edges]:
    """Return the boxes that a page draws on its map, in pixels of the claimed picture."""
    found = []
    for element in elements(html):
        if element.attributes.get("class") == "found-line":
            left, top, width, height = (
                float(element.attributes[name]) for name in ("x", "y", "width", "height")
            )
            found.append((left, top, left + width, top + height))
    return list(dict.fromkeys(found))


def overlap(one: Edges, other: Edges) -> float:
    """Return the intersection of two boxes over their union."""

    def area(box: Edges) -> float:
        return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])

    both = area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))
    return both / (area(one) + area(other) - both)


def cropped() -> Image.Image:
    return WHOLE.crop(CROP)


def turned() -> Image.Image:
    # From the middle, so that no corner is empty.
    return WHOLE.rotate(5, Image.Resampling.BICUBIC).crop((80, 60, 560, 420))


CUTS: Mapping[str, Callable[[], Image.Image]] = {
    "cropped": cropped,
    "mirrored": lambda: ImageOps.mirror(cropped()),
    "turned": turned,
    "turned and mirrored": lambda: ImageOps.mirror(turned()),
}


@pytest.fixture(params=CUTS, name="site_of", scope="module")
def _site_of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """A site that is built once, by the one worker that all its tests run in."""
    cut = CUTS[request.param]()
    mirrored = [("align: auto", "align: auto\n    mirrored: true")] if "mirrored" in request.param else []
    assert cut.size == ALTERED_SIZE
    root = tmp_path_factory.mktemp("differences")
    return published(root, archive(compressed(altered(cut), 82), *mirrored))


@pytest.mark.xdist_group("differences")
def test_map_is_bright_in_what_was_added_and_black_elsewhere(site_of: Mapping[str, bytes]) -> None:
    """Within each addition much is coloured; beyond a few pixels around them next to nothing is."""
    image = the_map(site_of)
    assert image.size == ALTERED_SIZE
    coloured = np.asarray(image).max(axis=2) > 0
    around = np.zeros(coloured.shape, bool)
    for left, top, right, bottom in ADDITIONS.values():
        assert coloured[top:bottom, left:right].mean() > 0.2
        around[max(0, top - 6) : bottom + 6, max(0, left - 6) : right + 6] = True
    assert coloured[~around].mean() < 0.001
    # What is added over the whole of a box is white there for the most part, not just anything but black.
    left, top, right, bottom = ADDITIONS["logo"]
    assert np.median(np.asarray(image)[top + 6 : bottom - 6, left + 6 : right - 6].min(axis=2)) > 200


@pytest.mark.xdist_group("differences")
def test_boxes_are_those_that_were_drawn(site_of: Mapping[str, bytes]) -> None:
    found = boxes(site_of[PAGE])
    assert len(found) == len(ADDITIONS)
    for box, drawn in zip(found, ADDITIONS.values(), strict=True):
        assert overlap(box, drawn) > 0.75


@pytest.mark.xdist_group("differences")
def test_page_says_what_differs_and_where(site_of: Mapping[str, bytes]) -> None:
    """In words, as a program's finding, in the picture's alternative and in a list below it."""
    html = site_of[PAGE]
    pictures = [
        item.attributes
        for item in elements(html)
        if item.tag == "img" and "/difference-" in item.attributes["src"]
    ]
    assert pictures
    for picture in pictures:
        assert (picture["width"], picture["height"], picture["loading"]) == ("480", "360", "lazy")
        assert "3" in picture["alt"]
        assert "along the bottom, about 12\N{NO-BREAK SPACE}% of the picture" in picture["alt"].lower()
    said = words(html)
    assert "A program marked 3 places" in said
    assert "Along the bottom, about 12 % of the picture." in said
    assert "On the left, about 7 % of the picture." in said
    assert "At the top right, about 2 % of the picture." in said
    assert "measured by a program, not found by an editor" in said
    assert re.search(r"What differs: \d\d % of what was compared", said)


def test_copy_that_was_only_compressed_has_a_black_map_and_no_boxes(tmp_path: Path) -> None:
    files = published(
        tmp_path, archive(compressed(cropped().resize((360, 270), Image.Resampling.LANCZOS), 82))
    )
    assert the_map(files).getextrema() == ((0, 0), (0, 0), (0, 0))
    assert boxes(files[PAGE]) == []
    assert "What differs: nothing but compression and blur" in words(files[PAGE])


@pytest.mark.parametrize(
    ("claimed", "change"),
    [
        (cropped(), ("align: auto", "align: none")),
        (scene(8, ALTERED_SIZE), ("align: auto", "align: auto\n    no_match: Another place")),
    ],
    ids=["not aligned", "not found"],
)
def test_pair_that_is_not_placed_has_no_map(
    tmp_path: Path, claimed: Image.Image, change: tuple[str, str]
) -> None:
    files = published(tmp_path, archive(claimed, change))
    assert maps(files) == []
    assert "What differs" not in words(files[PAGE])


def test_second_build_writes_nothing_and_a_lost_cache_changes_no_byte(tmp_path: Path) -> None:
    first = published(tmp_path, archive(altered(cropped())))
    assert maps(first)
    again = build(tmp_path)
    assert again.published
    assert (again.published.written, again.published.removed, again.encoded) == ((), (), 0)
    shutil.rmtree(tmp_path / ".cache")
    assert build(tmp_path, tmp_path / "anew").published
    anew = {path: content for path, content in tree(tmp_path / "anew").items() if path != "manifest.json"}
    assert anew == first


# -------------------------------------------------------------------------------------- what is hidden


def redacted(media_id: str, edges: tuple[int, int, int, int]) -> tuple[str, str]:
    left, top, right, bottom = edges
    box = [left, top, right - left, bottom - top]
    return (
        f"id: {media_id},",
        f"id: {media_id}, redactions: [{{ box: {box}, method: cover, reason: A name }}],",
    )


def test_nothing_redacted_reaches_the_map(tmp_path: Path) -> None:
    """Two pictures that differ only below the redaction give the same map, and it is grey there."""
    edges = ADDITIONS["logo"]
    found = []
    for colour in ("white", "black"):
        picture = altered(cropped())
        picture.paste(colour, edges)
        files = published(tmp_path / colour, archive(picture, redacted("claimed", edges)))
        found.append(files[maps(files)[0]])
        assert the_map(files).crop(edges).getcolors() == [(78 * 40, NOT_COMPARED)]
        assert len(boxes(files[PAGE])) == 2
        assert "Grey: not compared" in words(files[PAGE])
    assert found[0] == found[1]


def test_map_does_not_show_what_is_redacted_in_the_original(tmp_path: Path) -> None:
    """Where the original's pixels were destroyed, the claimed picture would draw them again."""
    image = the_map(published(tmp_path, archive(cropped(), redacted("whole", (300, 200, 380, 260)))))
    left, top = 300 - CROP[0], 200 - CROP[1]
    assert image.crop((left, top, left + 80, top + 60)).getcolors() == [(80 * 60, NOT_COMPARED)]
    assert {colour for _, colour in image.getcolors() or ()} == {(0, 0, 0), NOT_COMPARED}


class _Uncovered(HTMLParser):
    """Collects the addresses of pictures outside covers."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.bare: list[str] = []
        self.covered: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "details":
            self.open.append(given.get("class") == "cover")
        if tag == "img":
            (self.covered if any(self.open) else self.bare).append(given["src"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.open.pop()


@pytest.mark.parametrize("which", ["claimed", "whole"])
def test_map_of_a_sensitive_picture_lies_below_its_cover(tmp_path: Path, which: str) -> None:
    """On the case's page and on the one for other sites: a map shows the outlines of both."""
    files = archive(altered(cropped()), (f"id: {which},", f"id: {which}, sensitive: it shows the dead,"))
    result = published(tmp_path, files)
    assert maps(result)
    shown = 0
    for path, content in result.items():
        if path.endswith(".html"):
            page = _Uncovered()
            page.feed(content.decode())
            assert not [src for src in page.bare if "/difference-" in src], path
            shown += sum("/difference-" in src for src in page.covered)
    assert shown >= 4


# --------------------------------------------------------------------------------- editors and points


def test_place_that_an_editor_has_drawn_is_not_marked_again(tmp_path: Path) -> None:
    """Most of the box in one region is enough; the map and its figures stay as they are."""
    regions = """align: auto
    regions:
      - { id: logo, label: The logo, claimed: [380, 5, 95, 55] }
      - { id: part, label: A part of the caption, claimed: [0, 316, 200, 44] }"""
    files = published(tmp_path, archive(altered(cropped()), ("align: auto", regions)))
    found = boxes(files[PAGE])
    assert len(found) == 2
    for box, name in zip(found, ("caption", "circle"), strict=True):
        assert overlap(box, ADDITIONS[name]) > 0.75
    said = words(files[PAGE])
    assert "A program marked 2 places" in said
    assert "One more place that differs is among the details to look for." in said


def points(*pairs: Sequence[float]) -> tuple[str, str]:
    lines = "".join(f"\n      - {{ claimed: [{x}, {y}], original: [{u}, {v}] }}" for x, y, u, v in pairs)
    return "align: auto", f"align: points\n    points:{lines}"


EXACT = ((20, 20, 110, 90), (460, 20, 550, 90), (460, 340, 550, 410))


def test_points_placed_by_hand_say_how_well_they_agree(tmp_path: Path) -> None:
    """A corner that is 8 px off pulls all four by 2 px; the map is there as well."""
    files = published(tmp_path, archive(cropped(), points(*EXACT, (20, 340, 110 + 8, 410))))
    said = words(files[PAGE])
    assert "Placed in the original by hand, by 4 pairs of points." in said
    assert "within 2 pixels of the original" in said
    assert "the worst is 2 pixels off" in said
    assert len(maps(files)) == 1


def test_three_points_always_fit_and_the_page_says_so(tmp_path: Path) -> None:
    said = words(published(tmp_path, archive(cropped(), points(*EXACT)))[PAGE])
    assert "So few always fit exactly" in said
    assert "pixels off" not in said


def test_point_that_is_far_off_is_told(tmp_path: Path) -> None:
    """A twentieth of the diagonal of 800 px is 40; a corner that is 200 px off misses by 50."""
    files = archive(cropped(), points(*EXACT, (20, 340, 110 + 200, 410)))
    result = build(write_files(tmp_path, files))
    assert result.published is None
    (problem,) = result.diagnostics
    assert problem.code == "points-at-odds"
    assert "lies 50 px from where all points together put it; the most is 40 px" in problem.message
