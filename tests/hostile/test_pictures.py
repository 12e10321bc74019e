"""Picture files made to mislead, to exhaust memory, or to carry what must not be published."""

from __future__ import annotations

import io
import multiprocessing
import random
import struct
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from irrefutable.media import decode, derive
from irrefutable.media.probe import probe
from irrefutable.model.archive import MediaFile
from irrefutable.model.media import ImageFormat
from irrefutable.model.vocabulary import RedactionMethod
from tests.hostile.picture_files import is_near, noise, published, redaction, saved, shown

THUMBNAIL = b"\xff\xd8\xff\xdb" + b"thumbnail-of-the-uncropped-picture" * 3 + b"\xff\xd9"
LATITUDE = struct.pack("<6I", 34, 1, 27, 1, 1234567, 54321)


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def lab_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def swapped_profile() -> bytes:
    """sRGB with its red and green primaries swapped: no colour survives being left as it is."""
    table = bytearray(srgb_profile())
    count = int.from_bytes(table[128:132], "big")
    for entry in range(132, 132 + 12 * count, 12):
        name = bytes(table[entry : entry + 4])
        table[entry : entry + 4] = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(name, name)
    table[84:100] = b"\0" * 16  # the profile's own digest, which no longer holds
    return bytes(table)


def linear_profile() -> bytes:
    """sRGB with the exponent of its curve (2.4, a fixed-point number) set to 1."""
    table = bytearray(srgb_profile())
    exponent_at = table.index(b"para\0\0\0\0\0\x03\0\0") + 12
    table[exponent_at : exponent_at + 4] = (1 << 16).to_bytes(4, "big")
    return bytes(table)


def grey_profile() -> bytes:
    """A profile of grey whose curve is a straight line."""
    header = bytearray(srgb_profile()[:128])
    header[16:20], header[84:100] = b"GRAY", b"\0" * 16
    curve = b"curv" + b"\0" * 8
    table = struct.pack(">I4sII", 1, b"kTRC", 144, len(curve))
    header[:4] = (128 + len(table) + len(curve)).to_bytes(4, "big")
    return bytes(header) + table + curve


def code(path: str, content: bytes) -> str:
    _, diagnostic = probe(path, content)
    return diagnostic.code if diagnostic else ""


# ---------------------------------------------------------------------------------- damaged and lying files


@pytest.mark.parametrize(
    ("path", "kind", "options"),
    [
        ("p.jpg", "JPEG", {}),
        ("p.jpg", "JPEG", {"progressive": True}),
        ("p.png", "PNG", {}),
        ("p.webp", "WEBP", {}),
        ("p.gif", "GIF", {}),
        ("p.avif", "AVIF", {}),
        ("p.tif", "TIFF", {"compression": "tiff_lzw"}),
    ],
)
def test_a_picture_cut_off_anywhere_is_found_out(path: str, kind: str, options: dict[str, object]) -> None:
    content = saved(noise(), kind, **options)
    assert code(path, content) == ""
    # The end marks of PNG and GIF are dispensable: all pixels are there.
    for end in range(0, len(content) - 24, max(1, len(content) // 120)):
        size, diagnostic = probe(path, content[:end])
        assert size is None
        assert diagnostic is not None
        assert diagnostic.code == "picture-unreadable", end


@pytest.mark.parametrize(
    ("path", "kind"),
    [("p.jpg", "JPEG"), ("p.png", "PNG"), ("p.webp", "WEBP"), ("p.gif", "GIF"), ("p.tif", "TIFF")],
)
def test_flipped_bytes_never_raise_anything_but_a_diagnostic(path: str, kind: str) -> None:
    content = saved(noise((40, 30)), kind)
    chance = random.Random(3)  # noqa: S311 - repeatable, not secret
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(chance.randrange(1, 5)):
            damaged[chance.randrange(min(len(damaged), 400))] = chance.randrange(256)
        size, diagnostic = probe(path, bytes(damaged))
        assert (size is None) == (diagnostic is not None and diagnostic.is_error)


def test_an_empty_file_is_no_picture() -> None:
    assert code("p.jpg", b"") == "picture-unreadable"


def test_a_text_called_jpg_is_no_picture() -> None:
    assert code("p.jpg", b"This is not a picture.\n" * 40) == "picture-unreadable"


def test_a_gif_called_png_is_refused_by_name() -> None:
    size, diagnostic = probe("cases/x/p.png", saved(noise(), "GIF"))
    assert size is None
    assert diagnostic is not None
    assert diagnostic.code == "picture-format"
    assert diagnostic.message == '"p.png" is not what its ending says: it is a GIF'
    assert diagnostic.hint == 'rename it to end in ".gif"'


def test_an_svg_with_a_script_is_never_opened_under_any_name() -> None:
    svg = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for path in ("p.png", "p.jpg", "p.svg"):
        assert code(path, svg) == "picture-format"


@pytest.mark.parametrize("kind", ["BMP", "ICO", "TGA", "PPM", "JPEG2000", "EPS"])
def test_other_formats_are_not_opened_whatever_they_are_called(kind: str) -> None:
    assert code("p.png", saved(noise((32, 32)), kind)) == "picture-unreadable"


# ------------------------------------------------------------------------------------------------- bombs


def png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def webp_header(width: int, height: int) -> bytes:
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0"
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body += b"ANIM" + struct.pack("<IIH", 6, 0, 0)
    frame = saved(noise((16, 16)), "WEBP")[12:]
    content = b"\0" * 6 + (15).to_bytes(3, "little") * 2 + b"\0" * 4 + frame
    body += b"ANMF" + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif_header(width: int, height: int) -> bytes:
    small = saved(noise((16, 16)), "GIF")
    return small[:6] + struct.pack("<HH", width, height) + small[10:]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("p.png", png_header(60_000, 60_000)),
        ("p.png", png_header(12_000, 10_001)),
        ("p.webp", webp_header(16_383, 16_383)),
        ("p.gif", gif_header(65_535, 65_535)),
    ],
)
def test_a_bomb_is_refused_before_it_is_unpacked(path: str, content: bytes) -> None:
    began = time.process_time()
    assert code(path, content) == "picture-too-large"
    assert time.process_time() - began < 0.5


def test_a_header_within_the_limits_does_not_vouch_for_pixels() -> None:
    assert code("p.png", png_header(4000, 4000)) == "picture-unreadable"


def test_a_file_of_more_than_64_mib_is_refused_unread() -> None:
    assert code("p.png", b"\0" * (64 * 1024 * 1024 + 1)) == "picture-too-large"


def test_encoding_holds_the_limits_by_itself() -> None:
    file = MediaFile("p.png", "d", "s", 1, 60_000, 60_000)
    derivative = derive.plan(file, (), "case")[0]
    with pytest.raises(decode.PictureTooLargeError):
        derive.encode([derivative], png_header(60_000, 60_000))


def test_a_comment_that_unpacks_a_thousandfold_is_refused() -> None:
    content = saved(noise((8, 8)), "PNG")
    text = b"Comment\0\0" + zlib.compress(b"\0" * 20_000_000, 9)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    assert code("p.png", content[:33] + chunk + content[33:]) == "picture-unreadable"


# -------------------------------------------------------------------------------------------- animations


@pytest.mark.parametrize(
    ("path", "kind"),
    [("p.gif", "GIF"), ("p.webp", "WEBP"), ("p.png", "PNG"), ("p.tif", "TIFF"), ("p.avif", "AVIF")],
)
def test_the_first_frame_of_an_animation_is_published_with_a_warning(path: str, kind: str) -> None:
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "lime", "blue")]
    content = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    size, diagnostic = probe(path, content)
    assert size == (64, 48)
    assert diagnostic is not None
    assert diagnostic.code == "picture-animated"
    assert not diagnostic.is_error
    assert all(is_near(each.getpixel((30, 20)), (255, 0, 0)) for each in shown(content, path))


# ---------------------------------------------------------------------------------------------- metadata


def exif_block(orientation: int = 1) -> bytes:
    """EXIF as a telephone writes it: a camera's name, a position, and a thumbnail."""
    make = b"SecretCamera 3000\0"
    start = 8 + 2 + 3 * 12 + 4
    gps_at = start + len(make)
    position_at = gps_at + 2 + 2 * 12 + 4
    first_at = position_at + len(LATITUDE)
    thumbnail_at = first_at + 2 + 2 * 12 + 4
    return b"".join(
        (
            b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 3),
            struct.pack("<HHII", 0x010F, 2, len(make), start),
            struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0),
            struct.pack("<HHII", 0x8825, 4, 1, gps_at),
            struct.pack("<I", first_at),
            make,
            struct.pack("<H", 2) + struct.pack("<HHI", 1, 2, 2) + b"N\0\0\0",
            struct.pack("<HHII", 2, 5, 3, position_at) + struct.pack("<I", 0),
            LATITUDE,
            struct.pack("<H", 2) + struct.pack("<HHII", 0x0201, 4, 1, thumbnail_at),
            struct.pack("<HHII", 0x0202, 4, 1, len(THUMBNAIL)) + struct.pack("<I", 0),
            THUMBNAIL,
        )
    )


def sources_with_metadata() -> Iterator[tuple[str, bytes]]:
    exif = b"Exif\0\0" + exif_block()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>secret-xmp</rdf:RDF></x:xmpmeta>'
    profile = srgb_profile()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "secret-text")
    text.add_itxt("XML:com.adobe.xmp", "secret-xmp")
    picture = noise((200, 150))
    yield "p.jpg", saved(picture, "JPEG", exif=exif, xmp=xmp, icc_profile=profile, comment=b"secret-text")
    yield "p.jpg", saved(picture, "JPEG", comment=b"secret-text")
    yield "p.gif", saved(picture, "GIF", comment=b"secret-text")
    yield "p.png", saved(picture, "PNG", exif=exif, pnginfo=text, icc_profile=profile)
    yield "p.png", saved(noise((200, 150), "RGBA"), "PNG", exif=exif, pnginfo=text, icc_profile=profile)
    yield "p.webp", saved(picture, "WEBP", exif=exif, xmp=xmp, icc_profile=profile)
    yield "p.avif", saved(picture, "AVIF", exif=exif, xmp=xmp, icc_profile=profile)
    yield (
        "p.tif",
        saved(picture, "TIFF", icc_profile=profile, description="secret-text", artist="secret-text"),
    )


SECRETS = (
    b"Exif",
    b"II*\0",
    b"GPS",
    b"SecretCamera",
    b"secret-",
    b"thumbnail",
    b"xmp",
    b"ICC",
    b"Photoshop",
    LATITUDE,
    THUMBNAIL,
)


@pytest.mark.parametrize(("path", "content"), list(sources_with_metadata()))
def test_no_published_byte_says_where_or_with_what_a_picture_was_taken(path: str, content: bytes) -> None:
    assert any(secret in content for secret in SECRETS)
    for name, each in published(content, path).items():
        assert [secret for secret in SECRETS if secret in each] == [], name
        parts = jpeg_segments(each) if name.endswith("jpg") else webp_chunks(each)
        assert parts <= {"JFIF", "image", "VP8 ", "VP8X", "ALPH"}, name


def jpeg_segments(content: bytes) -> set[str]:
    names, at = set(), 2
    while content[at + 1] != 0xD9:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        is_image = marker in (0xC2, 0xC4, 0xDB, 0xDA, 0xDD)
        names.add("image" if is_image else "JFIF" if marker == 0xE0 and length == 16 else hex(marker))
        at += 2 + length
        while marker == 0xDA and (content[at] != 0xFF or content[at + 1] == 0):
            at += 1
    return names


def webp_chunks(content: bytes) -> set[str]:
    names, at = set(), 12
    while at < len(content):
        names.add(content[at : at + 4].decode())
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return names


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("path", "kind"),
    [("p.jpg", "JPEG"), ("p.png", "PNG"), ("p.webp", "WEBP"), ("p.avif", "AVIF"), ("p.tif", "TIFF")],
)
def test_a_picture_stands_upright_whatever_its_orientation(orientation: int, path: str, kind: str) -> None:
    picture = Image.new("RGB", (80, 48), "white")
    picture.paste("red", (0, 0, 40, 24))
    picture.paste("blue", (40, 24, 80, 48))
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = saved(picture, kind, exif=exif)
    size, _ = probe(path, content)
    # The oracle is Pillow's own, on the pixels that were drawn.
    picture.getexif()[0x0112] = orientation
    expected = ImageOps.exif_transpose(picture)
    assert size == expected.size
    for each in shown(content, path):
        assert each.size == expected.size
        for spot in ((10, 10), (expected.width - 10, expected.height - 10), (10, expected.height - 10)):
            colour = expected.getpixel(spot)
            assert isinstance(colour, tuple)
            assert is_near(each.getpixel(spot), colour, 24)


def test_a_damaged_exif_block_does_not_cost_the_picture() -> None:
    for block in (exif_block()[:30], b"no EXIF at all"):
        content = saved(noise(), "PNG", exif=b"Exif\0\0" + block)
        assert probe("p.png", content) == ((120, 90), None)
        assert len(shown(content)) == 1


# ------------------------------------------------------------------------------------------------ colours


def test_print_colours_become_screen_colours() -> None:
    picture = Image.new("CMYK", (64, 48), (0, 255, 255, 0))
    for each in shown(saved(picture, "JPEG"), "p.jpg"):
        assert is_near(each.getpixel((30, 20)), (255, 0, 0), 20)


@pytest.mark.parametrize(("path", "kind"), [("p.png", "PNG"), ("p.tif", "TIFF")])
def test_sixteen_bit_grey_keeps_its_tones(path: str, kind: str) -> None:
    picture = Image.new("I;16", (64, 48), 0x8080)
    for each in shown(saved(picture, kind), path):
        assert is_near(each.getpixel((30, 20)), (128, 128, 128), 3)


def test_a_palette_with_transparency_is_white_where_it_is_clear() -> None:
    picture = Image.new("P", (64, 48), 0)
    picture.putpalette([0, 0, 0, 0, 128, 0] + [0] * 762)
    picture.paste(1, (32, 0, 64, 48))
    content = saved(picture, "PNG", transparency=0)
    for each in shown(content):
        assert is_near(each.getpixel((8, 24)), (255, 255, 255))
        assert is_near(each.getpixel((56, 24)), (0, 128, 0))
    webp = next(each for name, each in published(content).items() if name.endswith("webp"))
    assert Image.open(io.BytesIO(webp)).mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_common_kind_of_pixel_is_published(mode: str) -> None:
    picture = Image.new("RGB", (64, 48), "white").convert(mode)
    for each in shown(saved(picture, "PNG")):
        assert is_near(each.getpixel((30, 20)), (255, 255, 255), 2)


def test_measurements_without_colours_are_refused() -> None:
    assert code("p.tif", saved(Image.new("F", (64, 48), 0.5), "TIFF")) == "picture-format"


@pytest.mark.parametrize(("path", "kind"), [("p.png", "PNG"), ("p.webp", "WEBP"), ("p.jpg", "JPEG")])
def test_colours_are_converted_from_the_pictures_own_profile(path: str, kind: str) -> None:
    content = saved(Image.new("RGB", (64, 48), (255, 0, 0)), kind, icc_profile=swapped_profile())
    for each in shown(content, path):
        assert is_near(each.getpixel((30, 20)), (0, 255, 0), 24)


@pytest.mark.parametrize(
    ("mode", "profile"),
    [
        ("L", grey_profile()),
        ("LA", grey_profile()),
        ("L", linear_profile()),
        ("LA", linear_profile()),
        ("RGB", linear_profile()),
    ],
)
def test_tones_are_converted_from_the_pictures_own_profile(mode: str, profile: bytes) -> None:
    content = saved(Image.new("L", (64, 48), 128).convert(mode), "PNG", icc_profile=profile)
    # 128 / 255 of linear light is 188 / 255 in sRGB, less the straight foot that the curve keeps.
    for each in shown(content):
        grey = each.getpixel((30, 20))
        assert isinstance(grey, tuple)
        assert 175 < grey[0] < 200
        assert max(grey) - min(grey) <= 2


def test_transparency_survives_the_conversion_of_colours() -> None:
    content = saved(Image.new("RGBA", (64, 48), (255, 0, 0, 0)), "PNG", icc_profile=swapped_profile())
    assert all(is_near(each.getpixel((30, 20)), (255, 255, 255)) for each in shown(content))


@pytest.mark.parametrize("profile", [b"", b"not a profile", b"\0" * 400, lab_profile()])
def test_a_profile_that_cannot_be_meant_is_passed_over(profile: bytes) -> None:
    content = saved(Image.new("RGB", (64, 48), (200, 30, 30)), "PNG", icc_profile=profile)
    assert all(is_near(each.getpixel((30, 20)), (200, 30, 30)) for each in shown(content))


def test_a_profile_for_other_pixels_is_passed_over() -> None:
    profile = srgb_profile()
    content = saved(Image.new("CMYK", (64, 48), (0, 255, 255, 0)), "JPEG", icc_profile=profile)
    assert all(is_near(each.getpixel((30, 20)), (255, 0, 0), 20) for each in shown(content, "p.jpg"))


# --------------------------------------------------------------------------------------------- sameness


@pytest.mark.slow
def test_other_processes_make_the_same_bytes() -> None:
    content = saved(noise((1300, 300)), "JPEG")
    file = MediaFile("p.jpg", "d", "s", len(content), 1300, 300)
    derivatives = derive.plan(file, (redaction(RedactionMethod.BLUR),), "case")
    here = [derive.encode([each], content) for each in derivatives]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        there = list(pool.map(derive.encode, [[each] for each in derivatives], [content] * len(derivatives)))
    assert here == there
    assert {each.format for each in derivatives} == set(ImageFormat)
