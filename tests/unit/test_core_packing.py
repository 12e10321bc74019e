"""Our values come back from bytes as they were, and nothing else comes from any bytes."""

from __future__ import annotations

import datetime as dt
import functools
import pickle
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from irrefutable.core import dates
from irrefutable.core.digest import digest
from irrefutable.core.packing import UnpackingError, pack, unpack
from irrefutable.core.spans import Span
from irrefutable.load.archive import load
from irrefutable.model.archive import MediaFile
from irrefutable.model.case import Case
from irrefutable.model.vocabulary import Status
from irrefutable.work.knowledge import packed_case, packed_summary, summary_of, unpacked_case

GOLDEN = Path(__file__).parents[1] / "golden" / "site"
REAL = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("root", [GOLDEN, REAL], ids=["golden", "real"])
def test_every_case_comes_back_as_it_was(root: Path) -> None:
    archive = load(root).archive
    assert archive
    assert archive.cases
    for case_id, files in archive.cases.items():
        paths = {"": files.case.spans.source.path}
        paths |= {tag: item.spans.source.path for tag, item in files.editions.items()}
        for whole in (files, summary_of(files)):
            found = unpacked_case(packed_case(whole), root, paths)
            assert found.case.value == whole.case.value, case_id
            assert digest(found.case.value) == digest(whole.case.value)
            assert {tag: item.value for tag, item in found.editions.items()} == {
                tag: item.value for tag, item in whole.editions.items()
            }
            assert found.files == whole.files
            assert packed_summary(found)[0] == packed_summary(whole)[0]


@pytest.mark.parametrize("root", [GOLDEN, REAL], ids=["golden", "real"])
def test_all_else_of_an_archive_comes_back_as_it_was(root: Path) -> None:
    archive = load(root).archive
    assert archive
    models: list[BaseModel] = [archive.site.value, archive.ratings.value, archive.topics.value]
    models += [item.value for item in archive.entities.values()]
    models += [item.value for item in archive.pages.values()]
    for model in models:
        assert unpack(pack(model)) == model


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
        lambda inner: (
            st.lists(inner).map(tuple)
            | st.dictionaries(st.text(), inner)
            | st.frozensets(st.integers() | st.text())
        ),
    )
)
def test_plain_values_come_back(value: object) -> None:
    assert unpack(pack(value)) == value


def test_values_of_ours_come_back() -> None:
    for value in (
        Status.PUBLISHED,
        Span("a", 1, 2),
        MediaFile("a", "b", "c", 1),
        dates.parse("2017-11~"),
        dt.datetime(2017, 1, 1, tzinfo=dt.UTC),
        "\udce9",
    ):
        assert unpack(pack(value)) == value


class Bomb:
    """Pickled, it is a call of any function with any arguments."""

    def __init__(self, call: object, *arguments: object) -> None:
        self.call = call
        self.arguments = arguments

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self.call, self.arguments


@dataclass
class Stranger:
    name: str


HOSTILE = {
    "builtins.eval": Bomb(eval, "1/0"),
    "builtins.getattr": Bomb(getattr, "x", "upper"),
    "Path": Path("/etc/passwd"),
    "a partial": functools.partial(print, "x"),
    "a class of a test": Stranger("x"),
    "a function of ours": Bomb(digest, ()),
    "a method of a model": Bomb(Case.model_validate, {}),
    "pickle.loads": Bomb(pickle.loads, b"N."),
    "object": Bomb(object),
    "type": Bomb(type, "X", (), {}),
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_nothing_else_is_made(value: object) -> None:
    with pytest.raises(UnpackingError):
        unpack(pickle.dumps(value))


MODULES = (
    *("irrefutable.core.packing", "irrefutable.model.case", "irrefutable.core.workers"),
    *("irrefutable", "irrefutable.cli", "irrefutable.models", "builtins"),
)


@pytest.mark.parametrize(
    "name",
    [
        *("pickle.loads", "io.open", "os.system", "sys.modules", "Path", "ProcessPoolExecutor", "Thread"),
        *("_Unpickler.find_class", "__builtins__", "__loader__", "os", "BaseModel.model_construct", "deque"),
    ],
)
@pytest.mark.parametrize(
    "module", [*MODULES, "irrefutable", "irrefutable.cli", "irrefutable.modelx", "builtins"]
)
def test_no_name_leads_out_of_our_modules(module: str, name: str) -> None:
    """What our modules import from elsewhere is not ours."""
    text = b"\x8c" + bytes([len(module)]) + module.encode() + b"\x8c" + bytes([len(name)]) + name.encode()
    with pytest.raises(UnpackingError):
        unpack(b"\x80\x05" + text + b"\x93.")


@settings(derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_plain(content: bytes) -> None:
    with suppress(UnpackingError):
        unpack(content)


@settings(derandomize=True)
@given(st.integers(0), st.integers(1, 255))
def test_a_damaged_value_is_refused_or_ours(place: int, mask: int) -> None:
    content = bytearray(pack((Status.PUBLISHED, MediaFile("a", "b", "c", 1), dates.parse("2017"))))
    content[place % len(content)] ^= mask
    with suppress(UnpackingError):
        unpack(bytes(content))
