"""What an original carries beside its pixels, because it is evidence. Refuses to change or judge it.

None of this is published: where and with what a picture was taken can endanger people.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from PIL import ExifTags, Image, ImageChops, ImageCms, ImageFile, ImageStat, IptcImagePlugin

from irrefutable.media import decode
from irrefutable.media.containers import has_c2pa

_DATES: Final = ("DateTimeOriginal", "DateTimeDigitized", "DateTime", "OffsetTimeOriginal", "OffsetTime")
_CAMERA: Final = (
    "Make",
    "Model",
    "BodySerialNumber",
    "LensMake",
    "LensModel",
    "LensSerialNumber",
    "CameraOwnerName",
)
_SOFTWARE: Final = ("Software", "ProcessingSoftware", "HostComputer")
_WORDS: Final = ("ImageDescription", "Artist", "Copyright", "UserComment", "XPTitle", "XPComment", "XPAuthor")
_IPTC: Final[Mapping[tuple[int, int], str]] = {
    (2, 5): "title",
    (2, 25): "keywords",
    (2, 40): "instructions",
    (2, 55): "date created",
    (2, 60): "time created",
    (2, 65): "program",
    (2, 80): "by-line",
    (2, 90): "city",
    (2, 101): "country",
    (2, 105): "headline",
    (2, 110): "credit",
    (2, 115): "source",
    (2, 116): "copyright",
    (2, 120): "caption",
    (2, 122): "caption writer",
}
"""The data sets of IPTC IIM 4.2 that newsrooms use."""
_XMP_VALUES: Final = re.compile(
    r"\b(?P<name>(?:xmp|photoshop|dc|xmpMM|Iptc4xmpExt|exif|tiff):\w+)"
    r"(?:=\"(?P<attribute>[^\"<>]{1,500})\"|>(?P<element>[^<>]{1,500})<)"
)
_MOST_LETTERS: Final = 2_000
"""Of each value. Whoever needs more has a program for it."""
_MOST_VALUES: Final = 60
_COMPARED_PX: Final = 32
_DIFFERS_FROM: Final = 14.0
"""The mean difference of grey levels from which a thumbnail shows something else. JPEG at a camera's quality
stays below 6 at this size; another crop, or a painted-out object, is above 20."""
_SAME_SHAPE: Final = 0.06


@dataclass(frozen=True, slots=True)
class Position:
    """Where a picture says it was taken: degrees north and east, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The small picture inside a file. One that differs may show what was there before an edit."""

    width_px: int
    height_px: int
    differs: bool
    difference: float
    """The mean difference of grey levels, 0 to 255."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is and what it carries; empty where it carries nothing of the kind."""

    format: str
    size_bytes: int
    sha256: str
    width_px: int
    """Upright."""
    height_px: int
    mode: str
    orientation: int
    """EXIF's: 1 where the file stands upright as it is."""
    frames: int
    profile: str
    """What its colour profile calls itself."""
    has_c2pa: bool
    """Whether it has Content Credentials."""
    dates: Mapping[str, str] = field(default_factory=dict)
    camera: Mapping[str, str] = field(default_factory=dict)
    software: Mapping[str, str] = field(default_factory=dict)
    position: Position | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    """Comments, descriptions, authors."""
    iptc: Mapping[str, str] = field(default_factory=dict)
    xmp: Mapping[str, str] = field(default_factory=dict)
    thumbnail: Thumbnail | None = None
    unreadable: tuple[str, ...] = ()
    """The parts that are there, and damaged."""


def inspect(content: bytes, size: tuple[int, int] | None = None) -> Inspection:
    """Return what a picture file carries.

    Args:
        content: the file.
        size: the upright width and height, where they are known; else all of it is decoded for them.

    Raises:
        PictureError: it cannot be decoded within the limits.
    """
    damaged: list[str] = []

    def tried(name: str, read: Callable[[], Any], default: Any) -> Any:
        try:
            return read()
        except Exception:  # parsers of metadata stumble in as many ways as there are damaged files
            damaged.append(name)
            return default

    with decode.opened(content) as image:
        mode = image.mode  # decoding a JPEG for its size makes it grey
        width_px, height_px = size or decode.upright_size(image)
        exif = tried("EXIF", lambda: _exif(image), {})
        info = dict(image.info)
        return Inspection(
            format="JPEG" if image.format == "MPO" else str(image.format),
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            width_px=width_px,
            height_px=height_px,
            mode=mode,
            orientation=decode.orientation(image),
            frames=int(getattr(image, "n_frames", 1)),
            profile=tried("colour profile", lambda: _profile(info.get("icc_profile")), ""),
            has_c2pa=has_c2pa(content),
            dates=_chosen(exif, _DATES),
            camera=_chosen(exif, _CAMERA),
            software=_chosen(exif, _SOFTWARE),
            position=tried("GPS", lambda: _position(image), None),
            words=_chosen(exif, _WORDS) | tried("comments", lambda: dict(_comments(image)), {}),
            iptc=tried("IPTC", lambda: _iptc(image), {}),
            xmp=tried("XMP", lambda: _xmp(info.get("xmp")), {}),
            thumbnail=tried("thumbnail", lambda: _thumbnail(image, content, info.get("exif")), None),
            unreadable=tuple(damaged),
        )


def _plain(value: object) -> str:
    """Return a value as text that a terminal can show: a file's words may hold its commands."""
    if isinstance(value, bytes):
        value = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0").decode("utf-8", "replace")
    if isinstance(value, tuple | list):
        value = ", ".join(_plain(item) for item in value[:_MOST_VALUES])
    text = "".join(letter if letter.isprintable() else " " for letter in str(value)[:_MOST_LETTERS])
    return " ".join(text.split())


def _exif(image: Image.Image) -> dict[str, str]:
    exif = image.getexif()
    tags = {**exif.get_ifd(ExifTags.IFD.Exif), **dict(exif)}
    named = ((ExifTags.TAGS.get(tag, ""), value) for tag, value in tags.items())
    return {name: _xp(value) if name.startswith("XP") else _plain(value) for name, value in named if name}


def _xp(value: object) -> str:
    """Windows writes these in UTF-16."""
    return _plain(value.decode("utf-16-le", "replace") if isinstance(value, bytes) else value)


def _chosen(tags: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: tags[name] for name in names if tags.get(name)}


def _position(image: Image.Image) -> Position | None:
    gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    places = []
    for name, negative in (("Latitude", "S"), ("Longitude", "W")):
        degrees = gps.get(ExifTags.GPS[f"GPS{name}"])
        if not degrees:
            return None
        reference = gps.get(ExifTags.GPS[f"GPS{name}Ref"], "")
        whole, minutes, seconds = (float(part) for part in degrees)
        place = whole + minutes / 60 + seconds / 3600
        places.append(round(-place if reference == negative else place, 6))
    return Position(*places)


def _profile(profile: object) -> str:
    if not isinstance(profile, bytes):
        return ""
    return _plain(ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))))


def _comments(image: Image.Image) -> Iterator[tuple[str, str]]:
    if comment := image.info.get("comment"):
        yield "comment", _plain(comment)
    texts = getattr(image, "text", {})
    for name, value in list(texts.items())[:_MOST_VALUES]:
        if name != "XML:com.adobe.xmp":
            yield _plain(name), _plain(value)


def _iptc(image: Image.Image) -> dict[str, str]:
    found = IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None
    return {_IPTC[key]: _plain(value) for key, value in (found or {}).items() if key in _IPTC}


def _xmp(packet: object) -> dict[str, str]:
    """Return the values that can be read without an XML parser, which a hostile packet could exhaust."""
    if not isinstance(packet, bytes | str):
        return {}
    text = packet.decode("utf-8", "replace") if isinstance(packet, bytes) else packet
    values: dict[str, str] = {"packet": f"{len(text):,} characters"}
    for match in _XMP_VALUES.finditer(text[:200_000]):
        value = _plain(match["attribute"] or match["element"])
        if value and len(values) < _MOST_VALUES:
            values.setdefault(match["name"], value)
    return values


def _thumbnail(image: Image.Image, content: bytes, block: object) -> Thumbnail | None:
    if image.format == "TIFF" or not isinstance(block, bytes):
        return None
    directory = image.getexif().get_ifd(ExifTags.IFD.IFD1)
    start = directory.get(ExifTags.Base.JpegIFOffset)
    length = directory.get(ExifTags.Base.JpegIFByteCount)
    if not start or not length:
        return None
    small = decode.upright_pixels(block.removeprefix(b"Exif\0\0")[start : start + length]).convert("L")
    # It lies as the picture's own pixels do, whatever the orientation says.
    with Image.open(io.BytesIO(content), formats=decode.FORMATS) as whole:
        large = whole.convert("L")
    difference = _difference(small, large)
    return Thumbnail(*small.size, differs=difference >= _DIFFERS_FROM, difference=round(difference, 1))


def _difference(small: Image.Image, large: Image.Image) -> float:
    """Cameras fill a thumbnail's shape with black bars; a picture cut later has another shape."""
    shape = large.width / large.height
    if abs(small.width / small.height / shape - 1) > _SAME_SHAPE:
        box = small.point(lambda level: 255 if level > 24 else 0).getbbox()
        small = small.crop(box) if box else small
        if abs(small.width / small.height / shape - 1) > _SAME_SHAPE:
            return 255.0
    size = (_COMPARED_PX, _COMPARED_PX)
    one, other = (each.resize(size, Image.Resampling.BOX) for each in (small, large))
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])
