"""The bytes of a picture file as upright sRGB pixels. Refuses whatever is over the limits before decoding it.

Only the first frame of an animation is ever decoded, and only six formats are opened.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import ExifTags, Image, ImageCms

MAX_PIXELS: Final = 120_000_000
"""Above every camera's sensor; decoded, such a picture takes half a gigabyte."""
MAX_BYTES: Final = 64 * 1024 * 1024

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF")
"""Pillow's names. Its other decoders are rarely used, rarely tested, and not needed."""

_MODES: Final = frozenset(
    ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "I;16", "I;16B", "I;16L", "I;16N")
)
"""Pixels with a known black and white. Others (32-bit, floating point, Lab) are measurements."""

_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation (Exif 3.0, 4.6.5.1)."""
_TURNS_SIDES: Final = (5, 6, 7, 8)

# Some decoders report oddities through logging, which without a handler prints to standard error.
logging.getLogger("PIL").addHandler(logging.NullHandler())


class PictureError(ValueError):
    """A file that cannot be published as a picture."""


class PictureUnreadableError(PictureError):
    """The file is no picture of a known format, or is damaged."""


class PictureModeError(PictureError):
    """The picture's pixels are measurements that have no colours."""


class PictureTooLargeError(PictureError):
    """The file, or the picture in it, is over the limits; the message says by what."""


@contextmanager
def opened(content: bytes) -> Iterator[Image.Image]:
    """Open a picture whose header is within the limits; its pixels are not decoded yet.

    Whatever goes wrong while it is open counts as the file's fault.

    Raises:
        PictureUnreadableError: it is damaged, or no picture of a known format.
        PictureModeError: its pixels have no colours.
        PictureTooLargeError: it has too many bytes or pixels.
    """
    if len(content) > MAX_BYTES:
        raise PictureTooLargeError(f"{len(content):,} bytes; the most is {MAX_BYTES:,}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                _refuse(image)
                yield image
        except PictureError:
            raise
        except Image.DecompressionBombError as error:
            raise PictureTooLargeError(f"more than {MAX_PIXELS:,} pixels") from error
        except Exception as error:
            # Decoders raise whatever a damaged file makes their parsers stumble on, memory included.
            raise PictureUnreadableError(str(error) or type(error).__name__) from error


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Return the width and height of an open picture as it is meant to be looked at.

    Decodes all of it, so that a damaged file is found out.
    """
    width, height = image.size
    if image.format in ("JPEG", "MPO"):
        # An eighth of the size still reads every byte, in a fraction of the time.
        image.draft("L", (max(1, width // 8), max(1, height // 8)))
    image.load()
    return (height, width) if orientation(image) in _TURNS_SIDES else (width, height)


def upright_pixels(content: bytes) -> Image.Image:
    """Return a picture upright, in sRGB, as `RGB` or `RGBA`, with nothing attached to it.

    Raises:
        PictureError: it cannot be decoded within the limits.
    """
    with opened(content) as image:
        image.load()
        turn = _TURNS.get(orientation(image))
        pixels = _in_srgb(image)
        if turn is not None:
            pixels = pixels.transpose(turn)
    # Encoders take profile, comment and more from here where they are not told otherwise.
    pixels.info.clear()
    return pixels


def on_white(image: Image.Image) -> Image.Image:
    """Return upright pixels as `RGB`, with transparency laid on white."""
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _refuse(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise PictureTooLargeError(
            f"{image.width:,} × {image.height:,} pixels; the most is {MAX_PIXELS:,} in all"
        )
    if image.mode not in _MODES:
        raise PictureModeError(image.mode)


def orientation(image: Image.Image) -> int:
    """Return EXIF's orientation of an open picture: 1 where it is upright, or where nobody can tell."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # a damaged EXIF block does not make the pixels wrong
        return 1
    return value if isinstance(value, int) else 1


def _in_srgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        # A key colour of 16-bit grey is dropped with the low byte that tells it from its neighbours.
        eight_bit = image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
        return _without_profile(eight_bit, image.info.get("icc_profile"))
    profile = image.info.get("icc_profile")
    if not image.has_transparency_data:
        return _without_profile(image, profile)
    with_alpha = image.convert("RGBA")
    alpha = with_alpha.getchannel("A")
    is_grey = image.mode in ("1", "L", "LA")
    pixels = _without_profile(with_alpha.convert("L" if is_grey else "RGB"), profile)
    pixels.putalpha(alpha)
    # Premultiplied and back: what is fully transparent keeps no colours that an editor does not see.
    return pixels.convert("RGBA").convert("RGBa").convert("RGBA")


def _without_profile(image: Image.Image, profile: object) -> Image.Image:
    mode = {"1": "L", "L": "L", "CMYK": "CMYK"}.get(image.mode, "RGB")
    pixels = image if image.mode == mode else image.convert(mode)
    if isinstance(profile, bytes):
        try:
            return _converted(pixels, profile)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that cannot be used is as good as none
    return pixels.convert("RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if image.mode == "L" and own.profile.xcolor_space != "GRAY":
        image = image.convert("RGB")  # grey saved with the profile of a colour screen
    converted = ImageCms.profileToProfile(
        image,
        own,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:
        raise ValueError("the profile was not applied")
    return converted
