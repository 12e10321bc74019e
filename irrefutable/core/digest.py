"""The digest of a value: equal for equal values, whatever the process, machine or hash seed.

The encoding is canonical: every value is written with its type and length, mappings and sets in the
order of their encoded keys. Refuses values whose equality it cannot vouch for, such as floats that are
not numbers or objects it does not know.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Protocol

DIGEST_BYTES = 20
"""160 bits: no two of 10^12 values share a digest but with probability 10^-24."""


class Digestible(Protocol):
    """A value that says itself what it is made of."""

    def digestible(self) -> object:
        """Return a value with a canonical encoding, equal for equal values of this type."""


def digest(value: object) -> str:
    """Return the digest of a value as 40 hexadecimal characters.

    Raises:
        TypeError: the value holds something without a canonical encoding.
    """
    parts: list[bytes] = []
    _encode(value, parts.append)
    return hashlib.blake2b(b"".join(parts), digest_size=DIGEST_BYTES).hexdigest()


def digest_bytes(content: bytes) -> str:
    """Return the digest of a file's bytes as 40 hexadecimal characters."""
    return hashlib.blake2b(content, digest_size=DIGEST_BYTES).hexdigest()


def _encode(value: object, put: Callable[[bytes], None]) -> None:
    encode = _ENCODERS.get(type(value)) or _encoder(value)
    encode(value, put)


def _encode_none(_value: object, put: Callable[[bytes], None]) -> None:
    put(b"n")


def _encode_bool(value: object, put: Callable[[bytes], None]) -> None:
    put(b"t" if value else b"f")


def _encode_enum(value: Any, put: Callable[[bytes], None]) -> None:
    _tagged(b"e", f"{type(value).__qualname__}.{value.name}".encode(), put)


def _encode_int(value: Any, put: Callable[[bytes], None]) -> None:
    _tagged(b"i", b"%d" % value, put)


def _encode_float(value: Any, put: Callable[[bytes], None]) -> None:
    if not math.isfinite(value):
        raise TypeError(f"{value} has no canonical encoding")
    _tagged(b"d", value.hex().encode(), put)


def _encode_str(value: Any, put: Callable[[bytes], None]) -> None:
    _tagged(b"s", value.encode("utf-8", "surrogatepass"), put)


def _encode_bytes(value: Any, put: Callable[[bytes], None]) -> None:
    _tagged(b"b", value, put)


def _encode_sequence(value: Any, put: Callable[[bytes], None]) -> None:
    put(b"l%d:" % len(value))
    for item in value:
        encode = _ENCODERS.get(type(item)) or _encoder(item)
        encode(item, put)


def _encode_mapping(value: Any, put: Callable[[bytes], None]) -> None:
    _unordered(b"m", ((key, item) for key, item in value.items()), len(value), put)


def _encode_set(value: Any, put: Callable[[bytes], None]) -> None:
    _unordered(b"u", iter(value), len(value), put)


def _encode_dataclass(value: object, put: Callable[[bytes], None]) -> None:
    kind: type = type(value)
    names = _field_names(kind)
    _tagged(b"r", type(value).__qualname__.encode(), put)
    put(b"l%d:" % len(names))
    for name in names:
        _encode(getattr(value, name), put)


def _encode_digestible(value: Any, put: Callable[[bytes], None]) -> None:
    _tagged(b"o", type(value).__qualname__.encode(), put)
    _encode(value.digestible(), put)


_Encoder = Callable[[Any, Callable[[bytes], None]], None]
_ENCODERS: dict[type, _Encoder] = {
    type(None): _encode_none,
    bool: _encode_bool,
    int: _encode_int,
    float: _encode_float,
    str: _encode_str,
    bytes: _encode_bytes,
    tuple: _encode_sequence,
    list: _encode_sequence,
    dict: _encode_mapping,
}
"""By exact type; others are added when they are first met."""
_BY_KIND: Sequence[tuple[type, _Encoder]] = (
    (Enum, _encode_enum),
    (int, _encode_int),
    (float, _encode_float),
    (str, _encode_str),
    (bytes, _encode_bytes),
    (tuple, _encode_sequence),
    (list, _encode_sequence),
    (Mapping, _encode_mapping),
    (Set, _encode_set),
)


def _encoder(value: object) -> _Encoder:
    kind = type(value)
    found = next((encode for known, encode in _BY_KIND if isinstance(value, known)), None)
    if found is None and hasattr(value, "digestible"):
        found = _encode_digestible
    if found is None and is_dataclass(kind):
        found = _encode_dataclass
    if found is None:
        raise TypeError(f"a {kind.__qualname__} has no canonical encoding")
    _ENCODERS[kind] = found
    return found


def _tagged(tag: bytes, content: bytes, put: Callable[[bytes], None]) -> None:
    put(b"%s%d:%s" % (tag, len(content), content))


def _unordered(tag: bytes, items: Iterable[object], size: int, put: Callable[[bytes], None]) -> None:
    encoded = []
    for item in items:
        parts: list[bytes] = []
        _encode(item, parts.append)
        encoded.append(b"".join(parts))
    put(b"%s%d:" % (tag, size))
    encoded.sort()
    for content in encoded:
        put(content)


@lru_cache(maxsize=256)
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.compare)
