"""What a picture file holds beside its pixels, found without decoding. Refuses to trust its lengths.

Content Credentials (C2PA 2.1, appendix A.3) stand in a place of their own in each container.
"""

from __future__ import annotations

from collections.abc import Iterator

_JPEG_APP11 = 0xEB
_JPEG_SCAN = 0xDA
_PNG_START = b"\x89PNG\r\n\x1a\n"
_BMFF_C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
"""The UUID of the box that holds a manifest in HEIF and AVIF."""
_TIFF_C2PA = 0xCD41


def has_c2pa(content: bytes) -> bool:
    """Whether a file carries a C2PA manifest. Whether the manifest holds is for other programs to say."""
    if content.startswith(b"\xff\xd8"):
        # A JUMBF superbox, whose description box is of the type "c2pa" (ISO 19566-5).
        return any(
            marker == _JPEG_APP11 and payload.startswith(b"JP") and b"jumb" in payload and b"c2pa" in payload
            for marker, payload in jpeg_segments(content)
        )
    if content.startswith(_PNG_START):
        return any(name == b"caBX" for name in _png_chunks(content))
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return any(name == b"C2PA" for name in _riff_chunks(content))
    if content[4:8] == b"ftyp":
        return any(
            kind == b"uuid" and payload.startswith(_BMFF_C2PA) for kind, payload in _bmff_boxes(content)
        )
    if content[:4] in (b"II*\0", b"MM\0*"):
        return _TIFF_C2PA in _tiff_tags(content)
    return content.startswith(b"GIF8") and b"\x21\xff\x0bC2PA_GIF" in content


def jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and payload of each segment of a JPEG before its pixels."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _JPEG_SCAN:
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2:
            return
        yield content[at + 1], content[at + 4 : at + 2 + length]
        at += 2 + length


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at = len(_PNG_START)
    while at + 12 <= len(content):
        yield content[at + 4 : at + 8]
        at += 12 + int.from_bytes(content[at : at + 4], "big")


def _riff_chunks(content: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(content):
        yield content[at : at + 4]
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + size + size % 2


def _bmff_boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        size, head = int.from_bytes(content[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = len(content) - at
        if size < head:
            return
        yield content[at + 4 : at + 8], content[at + head : at + min(size, head + 16)]
        at += size


def _tiff_tags(content: bytes) -> frozenset[int]:
    is_little = content[:2] == b"II"

    def number(at: int, length: int) -> int:
        return int.from_bytes(content[at : at + length], "little" if is_little else "big")

    start = number(4, 4)
    return frozenset(number(start + 2 + 12 * place, 2) for place in range(number(start, 2)))
