"""Whether bytes that another machine made are what this one could have made. Refuses to trust a digest alone.

A part of the pipeline. A digest says that bytes arrived as they were written, not who wrote them: a value
must be of the form that every value of its kind has, and may hold nothing that our own rules would not let
through.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Final

from pydantic import BaseModel, RootModel, TypeAdapter, ValidationError

from irrefutable.core.dates import Edtf
from irrefutable.core.packing import UnpackingError, unpack
from irrefutable.media.inspection import Inspection
from irrefutable.media.probe import is_picture
from irrefutable.model.archive import MediaFile
from irrefutable.model.case import Case
from irrefutable.model.drawing import Drawing
from irrefutable.model.edition import Edition
from irrefutable.model.history import PublishedState
from irrefutable.model.media import Changes, Derivative, HeatMap, Registration, Tile
from irrefutable.render import prose
from irrefutable.search.canonical import SIGNATURE

_INDEX_FILE: Final = re.compile(
    r"pagefind-entry\.json|pagefind\.\w+\.pf_meta|(filter|fragment|index)/\w+\.pf_(filter|fragment|index)",
    re.ASCII,
)
"""What a bundle holds. The engine, which a browser runs, is taken from nobody else."""
_INDEX_PLAIN: Final = ".json"
_MOST_INDEX_BYTES: Final = 64 * 1024 * 1024
_MOST_PX: Final = 1_000_000
_REGISTRATION = TypeAdapter(Registration)
_CHANGES = TypeAdapter(Changes)


def is_sound(kind: str, value: bytes) -> bool:
    """Whether a result could be one of ours."""
    try:
        return _CHECKS[kind](value)
    except (
        ValidationError,
        UnpackingError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        RecursionError,
    ):
        return False


def is_sound_picture(item: Derivative | Drawing | HeatMap | Tile, content: bytes) -> bool:
    """Whether a picture file is of the format that its name says, and of the size that pages say."""
    size = None if isinstance(item, Tile) else (item.width_px, item.height_px)
    return is_picture(item.path, content, size)


def is_sound_bundle(content: bytes) -> bool:
    """Whether bytes are a part of a search index, as one of ours is packed."""
    try:
        files, tag, stemmer = unpack(content)
        return (
            type(tag) is str
            and type(stemmer) is str
            and type(files) is dict
            and all(_INDEX_FILE.fullmatch(name) and type(value) is bytes for name, value in files.items())
            and all(name.endswith(_INDEX_PLAIN) or _is_compressed(value) for name, value in files.items())
        )
    except (UnpackingError, ValueError, TypeError):
        return False


def _is_compressed(content: bytes) -> bool:
    opener = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        value = opener.decompress(content, _MOST_INDEX_BYTES)
    except zlib.error:
        return False
    return opener.eof and value.startswith(SIGNATURE)


def _is_case(value: bytes) -> bool:
    case, editions, pictures, history = unpack(value)
    return (
        type(case) is Case
        and type(editions) is dict
        and type(pictures) is dict
        and type(history) is tuple
        and all(map(_is_state, history))
        and all(isinstance(tag, str) and type(item) is Edition for tag, item in editions.items())
        and all(isinstance(name, str) and type(file) is MediaFile for name, file in pictures.items())
        and all(_is_as_read(model) for model in (case, *editions.values()))
    )


def _is_state(value: object) -> bool:
    return (
        type(value) is PublishedState
        and type(value.at) is str
        and type(value.commit) is str
        and type(value.words) is dict
        and all(type(place) is str for place in value.words)
        and all(said is None or type(said) is str for said in value.words.values())
    )


def _is_as_read(model: BaseModel) -> bool:
    """Whether a model passes its own rules. Unpacking goes round them."""
    return type(model).model_validate(_written(model)) == model


def _written(value: object) -> object:
    """Return a value as it would stand in a case file."""
    if isinstance(value, RootModel):
        return _written(value.root)
    if isinstance(value, BaseModel):
        known = type(value).model_fields
        return {known[name].alias or name: _written(getattr(value, name)) for name in value.model_fields_set}
    if isinstance(value, Edtf):
        return value.text
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if isinstance(value, dict):
        return {key: _written(item) for key, item in value.items()}
    return value


def _is_prose(value: bytes) -> bool:
    return prose.is_clean(value.decode())


def _is_registration(value: bytes) -> bool:
    return _REGISTRATION.dump_json(_REGISTRATION.validate_json(value)) == value


def _is_difference(value: bytes) -> bool:
    return _CHANGES.dump_json(_CHANGES.validate_json(value)) == value


def _is_size(value: bytes) -> bool:
    size = json.loads(value)
    return type(size) is list and len(size) == 2 and all(type(px) is int and 0 < px < _MOST_PX for px in size)


def _is_drawing(value: bytes) -> bool:
    return value == b"null" or _is_size(value)


def _is_inspection(value: bytes) -> bool:
    found = json.loads(value)
    return type(found) is dict and found.keys() == {field.name for field in fields(Inspection)}


_CHECKS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "case": _is_case,
    "difference": _is_difference,
    "drawing": _is_drawing,
    "inspection": _is_inspection,
    "prose": _is_prose,
    "registration": _is_registration,
    "size": _is_size,
}
