"""Values as bytes and back, for caches. Refuses to bring back anything but our own values.

The bytes are pickle's, because no other encoding of the standard library keeps our types; but unlike pickle,
reading them can run nothing: only the types of the packages named here are made.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, Final

_OURS: Final = ("irrefutable.core.", "irrefutable.model.")
_OTHERS: Final = frozenset(
    (
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "timezone"),
        ("datetime", "timedelta"),
    )
)


class UnpackingError(ValueError):
    """The bytes are no value of ours."""


def pack(value: object) -> bytes:
    """Return a value as bytes."""
    return pickle.dumps(value, protocol=5)


def unpack(content: bytes) -> Any:
    """Return the value that bytes stand for.

    Raises:
        UnpackingError: they are damaged, or ask for something that is not ours.
    """
    try:
        return _Unpickler(io.BytesIO(content)).load()
    # Pickle raises nearly anything for bytes that it did not write.
    except Exception as error:
        raise UnpackingError(f"{type(error).__name__}: {error}") from error


_known: dict[tuple[str, str], type] = {}
"""The types that were asked for: a case asks for twenty, and a build for those of thousands of cases."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        return _known.get((module, name)) or self._find(module, name)

    def _find(self, module: str, name: str) -> type:
        if "." not in name and ((module, name) in _OTHERS or module.startswith(_OURS)):
            found = super().find_class(module, name)
            # What our modules import from elsewhere is not ours.
            if isinstance(found, type) and ((module, name) in _OTHERS or found.__module__ == module):
                _known[module, name] = found
                return found
        raise UnpackingError(f"{module}.{name} is not one of our types")
