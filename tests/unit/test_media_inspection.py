"""What an editor is told about an original: what it carries, and whether its thumbnail shows the same."""

from __future__ import annotations

import io
import json
import struct
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin

from irrefutable.cli import main
from irrefutable.media.containers import has_c2pa, jpeg_segments
from irrefutable.media.decode import PictureUnreadableError
from irrefutable.media.inspection import Position, inspect
from tests.hostile.test_pictures import exif_block

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF")


def scene(size: tuple[int, int] = (640, 480)) -> Image.Image:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    edges = (size[0] // 2, size[1] // 3, size[0] * 15 // 16, size[1] * 11 // 12)
    ImageDraw.Draw(image).ellipse(edges, fill="firebrick")
    return image


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def with_thumbnail(thumbnail: bytes) -> bytes:
    """An EXIF block whose second directory holds a picture."""
    first = struct.pack("<H", 1) + struct.pack("<HHIHH", 0x0112, 3, 1, 1, 0) + struct.pack("<I", 26)
    second = struct.pack("<H", 2) + struct.pack("<HHII", 0x0201, 4, 1, 56)
    second += struct.pack("<HHII", 0x0202, 4, 1, len(thumbnail)) + struct.pack("<I", 0)
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + second + thumbnail


def test_camera_and_dates_and_position_are_told() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Kamera"
    exif[ExifTags.Base.Software] = "Editor 3"
    exif[ExifTags.Base.Artist] = "A person"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2017:11:14 09:30:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (34.0, 27.0, 18.0), 3: "W", 4: (40.0, 55.0, 12.0)})
    found = inspect(saved(scene(), exif=exif))
    assert found.camera == {"Make": "Kamera"}
    assert found.software == {"Software": "Editor 3"}
    assert found.words == {"Artist": "A person"}
    assert found.dates == {"DateTimeOriginal": "2017:11:14 09:30:00"}
    assert found.position == Position(34.455, -40.92)
    assert (found.format, found.width_px, found.height_px, found.mode) == ("JPEG", 640, 480, "RGB")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_without_metadata_carries_nothing(kind: str) -> None:
    found = inspect(saved(scene(), kind))
    assert found.format == kind
    carried = found.dates, found.camera, found.position, found.words, found.iptc, found.xmp, found.thumbnail
    assert not any(carried)
    assert not found.has_c2pa
    assert found.unreadable == ()


def test_words_profile_and_orientation_are_told() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "made for a test")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    found = inspect(saved(scene(), "PNG", pnginfo=text, icc_profile=profile, exif=exif))
    assert found.words == {"Comment": "made for a test"}
    assert "sRGB" in found.profile
    assert (found.orientation, found.width_px, found.height_px) == (6, 480, 640)
    assert inspect(saved(scene(), comment=b"a comment")).words == {"comment": "a comment"}


def test_values_of_xmp_and_iptc_are_told() -> None:
    xmp = b'<rdf:Description xmp:CreatorTool="Painter 9"><dc:title>A cloud</dc:title></rdf:Description>'
    found = inspect(saved(scene(), "WEBP", xmp=xmp))
    assert found.xmp["xmp:CreatorTool"] == "Painter 9"
    assert found.xmp["dc:title"] == "A cloud"
    record = b"\x1c\x02\x78" + struct.pack(">H", 9) + b"A caption"
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
    plain = saved(scene())
    payload = b"Photoshop 3.0\0" + block
    segment = b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload
    assert inspect(plain[:2] + segment + plain[2:]).iptc == {"caption": "A caption"}


def test_a_thumbnail_of_the_picture_shows_the_same() -> None:
    picture = scene()
    small = saved(picture.resize((160, 120)), quality=70)
    found = inspect(saved(picture, exif=with_thumbnail(small))).thumbnail
    assert found is not None
    assert (found.width_px, found.height_px, found.differs) == (160, 120, False)


def test_a_thumbnail_with_black_bars_shows_the_same() -> None:
    picture = scene((640, 360))
    barred = Image.new("RGB", (160, 120))
    barred.paste(picture.point(lambda level: max(level, 40)).resize((160, 90)), (0, 15))
    found = inspect(saved(picture, exif=with_thumbnail(saved(barred)))).thumbnail
    assert found is not None
    assert not found.differs


@pytest.mark.parametrize(
    "other", [scene().crop((0, 0, 320, 240)), Image.new("RGB", (640, 480), "white"), scene((480, 640))]
)
def test_a_thumbnail_of_what_was_there_before_differs(other: Image.Image) -> None:
    small = other.copy()
    small.thumbnail((160, 120))
    found = inspect(saved(scene(), exif=with_thumbnail(saved(small)))).thumbnail
    assert found is not None
    assert found.differs


def test_damaged_parts_are_named_and_hide_nothing_else() -> None:
    found = inspect(saved(scene(), exif=with_thumbnail(b"no picture"), comment=b"kept"))
    assert found.unreadable == ("thumbnail",)
    assert found.words == {"comment": "kept"}
    found = inspect(saved(scene(), "PNG", exif=b"Exif\0\0" + exif_block()[:40], icc_profile=b"\1" * 300))
    assert "colour profile" in found.unreadable


def test_a_files_words_give_no_orders_to_a_terminal() -> None:
    found = inspect(saved(scene(), comment=b"\x1b]0;owned\x07\x1b[31mred\r\nnext"))
    assert found.words["comment"].isprintable()


# ----------------------------------------------------------------------------------------------- C2PA


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


MANIFEST = box(b"jumb", box(b"jumd", b"c2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0"))


def with_manifest(kind: str) -> bytes:
    content = saved(scene((64, 48)), kind)
    match kind:
        case "JPEG":
            payload = b"JP\0\x01\0\0\0\x01" + MANIFEST
            return content[:2] + b"\xff\xeb" + struct.pack(">H", len(payload) + 2) + payload + content[2:]
        case "PNG":
            chunk = b"caBX" + MANIFEST
            made = struct.pack(">I", len(MANIFEST)) + chunk + struct.pack(">I", zlib.crc32(chunk))
            return content[:33] + made + content[33:]
        case "WEBP":
            return content + b"C2PA" + struct.pack("<I", len(MANIFEST)) + MANIFEST
        case _:
            uuid = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
            return content + box(b"uuid", uuid + MANIFEST)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_c2pa_manifest_is_found_in_each_container(kind: str) -> None:
    content = with_manifest(kind)
    assert has_c2pa(content)
    assert inspect(content).has_c2pa
    assert not has_c2pa(saved(scene((64, 48)), kind))


def test_the_word_alone_is_no_manifest() -> None:
    assert not has_c2pa(saved(scene(), comment=b"jumb c2pa caBX C2PA"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF"])
def test_containers_cut_off_anywhere_are_read_to_their_end(kind: str) -> None:
    content = with_manifest(kind) if kind not in ("TIFF", "GIF") else saved(scene((64, 48)), kind)
    for end in range(0, len(content), 7):
        has_c2pa(content[:end])
        list(jpeg_segments(content[:end]))


def test_lengths_that_lead_nowhere_end_the_search() -> None:
    for content in (
        b"\xff\xd8\xff\xeb\0\0",
        b"\0\0\0\1ftyp" + b"\0" * 100,
        b"\0\0\0\0ftyp",
        b"RIFF\0\0\0\0WEBPC2PB\xff\xff\xff\xff",
        b"II*\0\xff\xff\xff\xff",
    ):
        assert not has_c2pa(content)


# ---------------------------------------------------------------------------------------- the command


def run(path: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["media", "inspect", str(path), *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_tells_a_person_and_a_program_the_same(tmp_path: Path) -> None:
    path = tmp_path / "p.jpg"
    path.write_bytes(saved(scene(), exif=with_thumbnail(saved(Image.new("RGB", (160, 120), "white")))))
    before = path.read_bytes()
    code, text, _ = run(path)
    assert code == 0
    found = json.loads(run(path, "--json")[1])
    assert found["sha256"] in text
    assert found["thumbnail"]["differs"]
    assert "shows something else than the picture" in text
    assert "C2PA  none" in text
    assert path.read_bytes() == before


def test_the_command_refuses_what_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "p.jpg"
    path.write_bytes(b"no picture")
    code, text, problem = run(path)
    assert (code, text) == (1, "")
    assert "error[picture-unreadable]" in problem
    with pytest.raises(PictureUnreadableError):
        inspect(b"no picture")
