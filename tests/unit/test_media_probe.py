"""What the probe says of picture files, in the words an editor reads."""

from __future__ import annotations

import io
import logging
import warnings

import pytest
from PIL import Image

from irrefutable.core.diagnostics import as_text
from irrefutable.media import decode
from irrefutable.media.probe import probe
from irrefutable.media.rules import RULES


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def grey(kind: str, size: tuple[int, int] = (30, 20)) -> bytes:
    return saved(Image.new("RGB", size, "grey"), kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("p.jpg", "JPEG"),
        ("p.JPEG", "JPEG"),
        ("p.png", "PNG"),
        ("p.webp", "WEBP"),
        ("p.gif", "GIF"),
        ("p.avif", "AVIF"),
        ("p.tif", "TIFF"),
        ("p.tiff", "TIFF"),
    ],
)
def test_six_formats_are_opened(name: str, kind: str) -> None:
    assert probe(f"content/cases/x/{name}", grey(kind)) == ((30, 20), None)


def test_a_jpeg_with_more_pictures_behind_it_is_a_jpeg() -> None:
    pictures = [Image.new("RGB", (30, 20), colour) for colour in ("grey", "white")]
    content = saved(pictures[0], "MPO", save_all=True, append_images=pictures[1:])
    assert probe("p.jpg", content) == ((30, 20), None)


def test_a_jpeg_narrower_than_a_block_has_its_own_size() -> None:
    assert probe("p.jpg", grey("JPEG", (3, 700))) == ((3, 700), None)


EXPORT = "export it as JPEG, PNG, WebP, GIF, AVIF or TIFF"


@pytest.mark.parametrize(
    ("path", "content", "problem", "hint"),
    [
        ("p.jpg", b"", 'error[picture-unreadable] "p.jpg" is empty', "put the picture's file back"),
        (
            "p.avif",
            b"no picture",
            (
                'error[picture-unreadable] "p.avif" cannot be read as an AVIF picture: '
                "it is damaged, cut off, or something else"
            ),
            "open it in a picture viewer; get it again from where it came",
        ),
        (
            "p.bmp",
            b"BM",
            'error[picture-format] pictures that end in ".bmp" are not opened: "p.bmp"',
            EXPORT,
        ),
        (
            "picture",
            b"BM",
            'error[picture-format] a picture without an ending is not opened: "picture"',
            EXPORT,
        ),
        (
            "p.jpg",
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
            'error[picture-format] "p.jpg" is not what its ending says: it is a HEIC',
            EXPORT,
        ),
        (
            "p.png",
            b"%PDF-1.7",
            'error[picture-format] "p.png" is not what its ending says: it is a PDF',
            EXPORT,
        ),
        (
            "p.png",
            b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            'error[picture-format] "p.png" is not what its ending says: it is an SVG',
            EXPORT,
        ),
        (
            "p.jpg",
            grey("WEBP"),
            'error[picture-format] "p.jpg" is not what its ending says: it is a WebP',
            'rename it to end in ".webp"',
        ),
        (
            "p.tif",
            saved(Image.new("F", (4, 4)), "TIFF"),
            'error[picture-format] "p.tif" holds measurements (F) instead of colours',
            EXPORT,
        ),
        (
            "p.gif",
            saved(Image.new("L", (4, 4)), "GIF", save_all=True, append_images=[Image.new("L", (4, 4), 255)]),
            'warning[picture-animated] "p.gif" has more than one frame; only the first is published',
            "save the frame that matters as a picture of its own",
        ),
        (
            "p.png",
            b"\0" * (decode.MAX_BYTES + 1),
            'error[picture-too-large] "p.png" is too large: 67,108,865 bytes; the most is 67,108,864',
            "scale it down, or cut out the part that matters",
        ),
    ],
    ids=range(11),
)
def test_the_words_an_editor_reads(path: str, content: bytes, problem: str, hint: str) -> None:
    _, diagnostic = probe(f"content/cases/x/{path}", content)
    assert diagnostic is not None
    assert as_text(diagnostic) == f"content/cases/x/{path}:1:1: {problem}\nhint: {hint}"


def test_too_many_pixels_are_counted_before_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_PIXELS", 599)
    size, diagnostic = probe("p.png", grey("PNG"))
    assert size is None
    assert diagnostic is not None
    assert diagnostic.message == '"p.png" is too large: 30 × 20 pixels; the most is 599 in all'
    monkeypatch.setattr(decode, "MAX_PIXELS", 600)
    assert probe("p.png", grey("PNG")) == ((30, 20), None)


def test_pillow_warnings_and_logs_stay_inside(capfd: pytest.CaptureFixture[str]) -> None:
    # 100 million pixels are within our limit and above the one that Pillow warns of.
    content = saved(Image.new("1", (10_000, 10_000)), "PNG")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert probe("p.png", content) == ((10_000, 10_000), None)
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    try:
        logging.getLogger("PIL.TiffImagePlugin").error("an oddity of the file")
    finally:
        root.handlers = handlers
    assert capfd.readouterr() == ("", "")


def test_every_rule_is_explained_in_full() -> None:
    assert [rule.code for rule in RULES] == [
        "picture-unreadable",
        "picture-format",
        "picture-too-large",
        "picture-animated",
    ]
    for rule in RULES:
        assert all((rule.what, rule.why, rule.example, rule.cure))
