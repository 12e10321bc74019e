"""Records and rows as JSON, one a line. Refuses to write anything that would need more than one."""

from __future__ import annotations

import json
from collections.abc import Mapping

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def line(record: Mapping[str, object]) -> bytes:
    """Return a record as a line of JSON in UTF-8."""
    return f"{_ENCODER.encode(record)}\n".encode()


def document(value: Mapping[str, object]) -> bytes:
    """Return a value as JSON that people may want to read."""
    return f"{json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)}\n".encode()
