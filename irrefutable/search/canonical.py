"""Pagefind's tables in an order of their own, and in small pieces. Refuses to touch what it shows of a page.

Pagefind writes what can be filtered by in the order of a hash table with a random seed, so that two runs on
the same pages differ. A filter's file is `[name, [[value, [page, …]], …]]` and the fourth of the six parts
of an index is `[[name, file], …]`, both as CBOR (RFC 8949) behind a signature, compressed. Here both are
sorted, and the files named by their content again.

A word is looked up in a piece of the index: `[[[word, pages, …], …]]`, which the third part of the index
lists as `[first word, last word, file]`. Pagefind's pieces are some thirty kilobytes, and each bundle sends
one for each word of a search; here they are made smaller, at the price of a longer list.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final

SIGNATURE: Final = b"pagefind_dcd"
_FILTER: Final = re.compile(r"filter/(?P<name>[\w-]+)\.pf_filter")
_PIECE: Final = re.compile(r"index/(?P<name>[\w-]+)\.pf_index")
_PIECES, _FILTERS, _PARTS = 2, 3, 6
"""The places of two lists in an index, after version and pages; and how many parts it has."""
_PIECE_BYTES: Final = 10_000
"""Of a piece, before it is compressed. Shorter pieces make a longer list, which every search needs."""
_HEADS: Final = ((24, 1), (25, 2), (26, 4), (27, 8))
"""CBOR's marks for a number that follows, and how many bytes it has."""


class IndexFormatError(Exception):
    """A file is not as Pagefind wrote it when this was made; the message says what."""


def canonical(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index so that the same records lead to the same bytes.

    Args:
        files: contents by their paths, as Pagefind left them: one language, `pagefind-entry.json` among them.

    Raises:
        IndexFormatError: Pagefind wrote something else than is understood here.
    """
    result = dict(files)
    renamed: dict[str, str] = {}
    for path in files:
        match = _FILTER.fullmatch(path)
        if not match:
            continue
        name, values = _checked(decoded(opened(files[path])), path)
        content = [name, sorted(values)]
        renamed[match["name"]] = _named(match["name"].partition("_")[0], content)
        del result[path]
        result[f"filter/{renamed[match['name']]}.pf_filter"] = closed(content)
    entry = json.loads(files[ENTRY])
    if len(entry.get("languages", ())) != 1:
        raise IndexFormatError(f"{ENTRY} has not one language")
    (language,) = entry["languages"].values()
    path = f"pagefind.{language['hash']}.pf_meta"
    index = decoded(opened(files[path]))
    if not (isinstance(index, list) and len(index) == _PARTS):
        raise IndexFormatError(f"{path} has not {_PARTS} parts")
    pieces = {}
    for file in files:
        match = _PIECE.fullmatch(file)
        if match:
            pieces[match["name"]] = _divided(opened(result.pop(file)))
    try:
        ordered = [piece for _, _, file in index[_PIECES] for piece in pieces[file]]
        index[_FILTERS] = sorted([name, renamed[file]] for name, file in index[_FILTERS])
    except (KeyError, TypeError, ValueError) as error:
        raise IndexFormatError(f"{path} names files that are not there") from error
    index[_PIECES] = []
    for first, last, words in ordered:
        name = f"{language['hash'].partition('_')[0]}_{hashlib.sha256(words).hexdigest()[:7]}"
        index[_PIECES].append([first, last, name])
        result[f"index/{name}.pf_index"] = gzip.compress(SIGNATURE + words, 6, mtime=0)
    del result[path]
    language["hash"] = _named(language["hash"].partition("_")[0], index)
    result[f"pagefind.{language['hash']}.pf_meta"] = closed(index)
    result[ENTRY] = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    return result


ENTRY: Final = "pagefind-entry.json"
"""The file that names all others."""


def empty(version: str, language: str, stemmer: str) -> dict[str, bytes]:
    """Return an index of a language without pages, into which others are merged.

    The engine is loaded once for all bundles of a language, from the folder of this one.
    """
    index: list[object] = [version, [], [], [], [], ["title"]]
    name = _named(language, index)
    known = {language: {"hash": name, "wasm": stemmer, "page_count": 0}}
    entry = {"version": version, "languages": known, "include_characters": []}
    return {
        ENTRY: json.dumps(entry, separators=(",", ":")).encode(),
        f"pagefind.{name}.pf_meta": closed(index),
    }


def _divided(content: bytes) -> list[tuple[str, str, bytes]]:
    """Return the pieces of a piece: the first and the last word of each, and its content.

    Raises:
        IndexFormatError: it is none.
    """
    try:
        if content[:1] != b"\x81":
            raise IndexFormatError("a piece of an index is no list of words")
        count, at = _number(content, 1)
        starts = []
        for _ in range(count):
            starts.append(at)
            at = _end(content, at)
    except IndexError as error:
        raise IndexFormatError("a file ends too early") from error
    pieces = []
    while starts:
        first, room = starts[0], starts[0] + _PIECE_BYTES
        ends = [*starts[1:], at]
        # A long word shares no piece: who looks for it needs no others, and who looks for these not it.
        inside = [start for start, end in zip(starts, ends, strict=True) if start == first or end <= room]
        end = ends[len(inside) - 1]
        words = b"\x81" + _head(4, len(inside)) + content[first:end]
        pieces.append((_word(content, first), _word(content, inside[-1]), words))
        starts = starts[len(inside) :]
    return pieces


def _word(content: bytes, at: int) -> str:
    """Return the word that a list begins with."""
    _, text = _number(content, at)
    word, _ = _decoded(content, text)
    return str(word)


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Return the number in the head of a value, and where the head ends."""
    number = content[at] & 0x1F
    size = 1 << number - 24 if 24 <= number <= 27 else 0
    return int.from_bytes(content[at + 1 : at + 1 + size]) if size else number, at + 1 + size


def _end(content: bytes, at: int) -> int:
    """Return where a value ends. Nothing is made of it: there are some thousand in a piece."""
    remaining = 1
    while remaining:
        head = content[at]
        number = head & 0x1F
        at += 1
        if number >= 24:
            if number > 27:
                raise IndexFormatError(f"a file has CBOR's mark {number}")
            size = 1 << number - 24
            number = int.from_bytes(content[at : at + size])
            at += size
        remaining -= 1
        major = head >> 5
        if major == 4:
            remaining += number
        elif major == 3:
            at += number
    return at


def _named(language: str, value: Any) -> str:
    # Of what is in it: another compressor writes other bytes.
    return f"{language}_{hashlib.sha256(encoded(value)).hexdigest()[:10]}"


def _checked(value: Any, path: str) -> tuple[str, list[Any]]:
    match value:
        case [str(name), list(values)] if all(
            isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) for item in values
        ):
            return name, values
    raise IndexFormatError(f"{path} is no filter")


def opened(content: bytes) -> bytes:
    """Return what is compressed in one of Pagefind's files, without its signature.

    Raises:
        IndexFormatError: it is not one of them.
    """
    try:
        raw = gzip.decompress(content)
    except (OSError, EOFError) as error:
        raise IndexFormatError("a file is not compressed") from error
    if not raw.startswith(SIGNATURE):
        raise IndexFormatError("a file does not begin with Pagefind's signature")
    return raw.removeprefix(SIGNATURE)


def closed(value: Any) -> bytes:
    """Return a value as one of Pagefind's files."""
    return gzip.compress(SIGNATURE + encoded(value), 9, mtime=0)


# --------------------------------------------------------------------------------- the CBOR of these files


def encoded(value: Any) -> bytes:
    """Return a value of integers, strings and lists as CBOR."""
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, str):
        text = value.encode()
        return _head(3, len(text)) + text
    return _head(4, len(value)) + b"".join(map(encoded, value))


def _head(major: int, number: int) -> bytes:
    if number < _HEADS[0][0]:
        return bytes([major << 5 | number])
    mark, size = next((mark, size) for mark, size in _HEADS if number < 1 << 8 * size)
    return bytes([major << 5 | mark]) + number.to_bytes(size)


def decoded(content: bytes) -> Any:
    """Return the value of integers, strings and lists that CBOR stands for.

    Raises:
        IndexFormatError: there is anything else in it, or not all of it.
    """
    try:
        value, end = _decoded(content, 0)
    except (IndexError, UnicodeDecodeError, RecursionError) as error:
        raise IndexFormatError("a file ends too early") from error
    if end != len(content):
        raise IndexFormatError("a file goes on after its end")
    return value


def _decoded(content: bytes, at: int) -> tuple[Any, int]:
    major, number = content[at] >> 5, content[at] & 0x1F
    at += 1
    size = dict(_HEADS).get(number)
    if size:
        if at + size > len(content):
            raise IndexError(at)
        number = int.from_bytes(content[at : at + size])
        at += size
    elif number >= _HEADS[0][0]:
        raise IndexFormatError(f"a file has CBOR's mark {number}")
    if major == 0:
        return number, at
    if major == 1:
        return -1 - number, at
    if major == 3:
        if at + number > len(content):
            raise IndexError(at)
        return content[at : at + number].decode(), at + number
    if major == 4:
        items = []
        for _ in range(number):
            item, at = _decoded(content, at)
            items.append(item)
        return items, at
    raise IndexFormatError(f"a file has CBOR's type {major}")
