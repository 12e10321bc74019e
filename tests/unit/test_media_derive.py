"""Which files are published for a picture, under what names, and with what in them."""

from __future__ import annotations

import dataclasses
import io
import pickle
from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from irrefutable.media import derive
from irrefutable.model.archive import MediaFile
from irrefutable.model.fields import Text
from irrefutable.model.media import Derivative, ImageFormat
from irrefutable.model.picture import Redaction
from irrefutable.model.vocabulary import RedactionMethod


def media_file(width_px: int, height_px: int, path: str = "content/cases/x/Clip 1.png") -> MediaFile:
    return MediaFile(path, "a" * 40, "b" * 64, 1, width_px, height_px)


def plan(width_px: int, height_px: int) -> tuple[Derivative, ...]:
    return derive.plan(media_file(width_px, height_px), (), "x")


def sizes(derivatives: tuple[Derivative, ...]) -> list[tuple[str, int, int]]:
    return [(each.format.value, each.width_px, each.height_px) for each in derivatives]


def cover(left: float = 0) -> Redaction:
    return Redaction(box=(left, 0, 5, 5), method=RedactionMethod.COVER, reason=Text("a name"))


def content(size: tuple[int, int], mode: str = "RGB") -> bytes:
    stream = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(stream, "PNG")
    return stream.getvalue()


def test_a_large_picture_is_published_in_two_files() -> None:
    assert sizes(plan(1920, 1080)) == [("webp", 720, 405), ("webp", 1120, 630)]


def test_a_picture_is_never_enlarged() -> None:
    assert sizes(plan(1000, 500)) == [("webp", 720, 360), ("webp", 1000, 500)]
    assert sizes(plan(400, 300)) == [("webp", 400, 300)]


def test_two_widths_that_are_nearly_the_same_are_one() -> None:
    assert sizes(plan(899, 100)) == [("webp", 899, 100)]
    assert sizes(plan(900, 100)) == [("webp", 720, 80), ("webp", 900, 100)]


def test_a_scrolling_screenshot_stays_within_what_the_formats_can_hold() -> None:
    derivatives = plan(1200, 90_000)
    assert max(each.height_px for each in derivatives) <= 16_383
    assert {each.width_px for each in derivatives} == {218}


def test_a_line_of_pixels_keeps_a_height() -> None:
    assert sizes(plan(5000, 1))[0] == ("webp", 720, 1)


@given(st.integers(1, 60_000), st.integers(1, 60_000))
@example(1, 60_000)
def test_no_plan_breaks_a_promise(width_px: int, height_px: int) -> None:
    derivatives = plan(width_px, height_px)
    assert 1 <= len(derivatives) <= 2
    assert derivatives[0].width_px <= derivatives[-1].width_px
    for each in derivatives:
        assert 1 <= each.width_px <= width_px
        assert 1 <= each.height_px <= min(height_px, 16_383)
        in_proportion = height_px * each.width_px / width_px
        assert abs(each.height_px - min(max(in_proportion, 1), 16_383)) <= 0.5


def test_an_unreadable_picture_has_no_files() -> None:
    file = media_file(0, 0)
    assert derive.plan(file, (), "x") == ()
    assert derive.picture(file, ()) is None


def test_a_file_is_named_after_its_source_width_and_digest() -> None:
    first = plan(1920, 1080)[0]
    assert first.path == f"media/x/clip-1-720-{first.key[:8]}.webp"
    assert first.source_path == "content/cases/x/Clip 1.png"
    assert first.source_digest == "a" * 40


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Übersicht__AC-130.final.png", "ubersicht-ac-130-final"),
        ("вертолёт.jpg", "picture"),
        ("..hidden.png", "hidden"),
        ("x" * 300 + ".png", "x" * 60),
    ],
)
def test_any_name_becomes_a_plain_one(name: str, slug: str) -> None:
    each = derive.plan(media_file(100, 100, f"content/cases/x/{name}"), (), "x")[0]
    assert PurePosixPath(each.path).name == f"{slug}-100-{each.key[:8]}.webp"


def test_all_that_decides_the_bytes_decides_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    file = media_file(1920, 1080)
    keys = [
        derive.plan(variant, redactions, "x")[0].key
        for variant, redactions in (
            (file, ()),
            (dataclasses.replace(file, digest="c" * 40), ()),
            (dataclasses.replace(file, height_px=1081 * 2), ()),
            (file, (cover(),)),
            (file, (cover(1),)),
            (file, (cover().model_copy(update={"method": RedactionMethod.BLUR}),)),
        )
    ]
    keys += [each.key for each in plan(1920, 1080)[1:]]
    monkeypatch.setattr(derive, "engine", lambda: "another library")
    keys.append(plan(1920, 1080)[0].key)
    monkeypatch.undo()
    monkeypatch.setitem(derive._SETTINGS[ImageFormat.WEBP], "quality", 1)
    keys.append(plan(1920, 1080)[0].key)
    assert len(set(keys)) == len(keys)


def test_what_does_not_decide_the_bytes_does_not_decide_the_name() -> None:
    moved = MediaFile("elsewhere/Clip 1.png", "a" * 40, "other", 99, 1920, 1080)
    reworded = cover().model_copy(update={"reason": Text("another word")})
    before = derive.plan(media_file(1920, 1080), (cover(),), "x")
    assert [each.path for each in derive.plan(moved, (reworded,), "x")] == [each.path for each in before]


def test_the_engine_names_every_library_that_decides_bytes() -> None:
    for name in ("Pillow", "libjpeg_turbo", "webp", "littlecms2"):
        assert f"{name} " in derive.engine()
    assert "none" not in derive.engine()


def test_a_template_gets_each_width_and_the_widest_by_itself() -> None:
    file = media_file(1920, 1080)
    derivatives = derive.plan(file, (), "x")
    narrow, wide = derivatives
    published = derive.picture(file, derivatives)
    assert published is not None
    assert published.sources == (("image/webp", ((narrow.path, 720), (wide.path, 1120))),)
    assert published.widest is wide
    assert (published.width_px, published.height_px) == (1920, 1080)


def test_a_file_is_what_its_derivative_says() -> None:
    source = content((1500, 900))
    for each in plan(1500, 900):
        with Image.open(io.BytesIO(derive.encode([each], source)[0])) as image:
            assert image.size == (each.width_px, each.height_px)
            assert image.format == each.format.name
            assert each.format.media_type == image.get_format_mimetype()


def test_files_that_are_made_together_are_what_each_is_alone() -> None:
    source = content((1500, 900))
    wanted = plan(1500, 900)
    assert len(wanted) == 2
    assert derive.encode(wanted, source) == tuple(derive.encode([each], source)[0] for each in wanted)


def test_the_same_source_gives_the_same_bytes() -> None:
    source = content((900, 600), "RGBA")
    for each in plan(900, 600):
        assert derive.encode([each], source) == derive.encode([pickle.loads(pickle.dumps(each))], source)  # noqa: S301 - our own bytes


def test_an_opaque_picture_carries_no_alpha() -> None:
    with Image.open(io.BytesIO(derive.encode(plan(400, 300), content((400, 300), "RGBA"))[0])) as image:
        assert image.mode == "RGB"
