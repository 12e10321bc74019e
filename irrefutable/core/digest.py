"""The digest of a value: equal for equal values, whatever the process, machine or hash seed.

The encoding is canonical: every value is written with its type and length, mappings and sets in the
order of their encoded keys. Refuses values whose equality it cannot vouch for, such as floats that are
not numbers or objects it does not know.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache

DIGEST_BYTES = 20
"""160 bits: no two of 10^12 values share a digest but with probability 10^-24."""


def digest(value: object) -> str:
    """Return the digest of a value as 40 hexadecimal characters.

    Raises:
        TypeError: the value holds something without a canonical encoding.
    """
    state = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for part in _encode(value):
        state.update(part)
    return state.hexdigest()


def digest_bytes(content: bytes) -> str:
    """Return the digest of a file's bytes as 40 hexadecimal characters."""
    return hashlib.blake2b(content, digest_size=DIGEST_BYTES).hexdigest()


def _encode(value: object) -> Iterator[bytes]:  # noqa: C901, PLR0912 - one case for each type it knows
    match value:
        case None:
            yield b"n"
        case bool():
            yield b"t" if value else b"f"
        case Enum():
            yield from _tagged(b"e", f"{type(value).__qualname__}.{value.name}".encode())
        case int():
            yield from _tagged(b"i", str(value).encode())
        case float():
            if not math.isfinite(value):
                raise TypeError(f"{value} has no canonical encoding")
            yield from _tagged(b"d", value.hex().encode())
        case str():
            yield from _tagged(b"s", value.encode("utf-8", "surrogatepass"))
        case bytes():
            yield from _tagged(b"b", value)
        case tuple() | list():
            yield b"l%d:" % len(value)
            for item in value:
                yield from _encode(item)
        case Mapping():
            yield from _unordered(b"m", ((key, item) for key, item in value.items()), len(value))
        case Set():
            yield from _unordered(b"u", iter(value), len(value))
        case _ if is_dataclass(value) and not isinstance(value, type):
            names = _field_names(type(value))
            yield from _tagged(b"r", type(value).__qualname__.encode())
            yield b"l%d:" % len(names)
            for name in names:
                yield from _encode(getattr(value, name))
        case _:
            raise TypeError(f"a {type(value).__qualname__} has no canonical encoding")


def _tagged(tag: bytes, content: bytes) -> Iterator[bytes]:
    yield b"%s%d:" % (tag, len(content))
    yield content


def _unordered(tag: bytes, items: Iterator[object], size: int) -> Iterator[bytes]:
    yield b"%s%d:" % (tag, size)
    yield from sorted(b"".join(_encode(item)) for item in items)


@lru_cache(maxsize=256)
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.compare)
