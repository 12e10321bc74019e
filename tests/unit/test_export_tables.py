"""Whether tables hold any text, and whether a spreadsheet can open them without harm."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from irrefutable.export.lines import line
from irrefutable.export.tables import as_csv, harmless

TEXT = st.text(st.characters(codec="utf-8"))


def read_back(content: bytes) -> list[list[str]]:
    """Read CSV as a program does that knows what the documentation says."""
    rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    return [[cell.removeprefix("'") for cell in row] for row in rows]


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1))
@example([('=HYPERLINK("http://evil.test","x")', "")])
@example([("'=1", '"'), ("a\r\nb", "c,d"), ("\r", "\n")])
def test_any_text_reads_back(rows: list[tuple[str, str]]) -> None:
    """Nothing is lost, and no text ends a cell or a row."""
    content = as_csv(("a", "b"), ({"a": one, "b": other} for one, other in rows))
    assert read_back(content) == [["a", "b"], *map(list, rows)]


@given(TEXT)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    """Of what follows white space, too, which some programs pass over."""
    cell = harmless(text)
    assert cell.lstrip()[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}
    assert cell[:1] not in {"\t", "\r", "\n"}


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("  +49 30", "'  +49 30"),
        ("-", "'-"),
        ("@somebody", "'@somebody"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("'quoted'", "''quoted'"),
        ("a = b", "a = b"),
        (-1.5, "-1.5"),
        (None, ""),
        (["https://a.test/", "https://b.test/"], "https://a.test/ | https://b.test/"),
        (["=1", "2"], "'=1 | 2"),
        ([], ""),
    ],
)
def test_cells_are_written_as_documented(value: object, cell: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(("a", "b"), [{"a": value, "b": "."}]).decode(), newline="")))
    assert rows[1] == [cell, "."]


def test_rows_end_as_rfc_4180_says() -> None:
    assert as_csv(("a", "b"), [{"a": 'x"y', "b": "1,2"}]) == b'a,b\r\n"x""y","1,2"\r\n'


@given(st.dictionaries(TEXT, TEXT))
def test_record_is_one_line(record: dict[str, str]) -> None:
    """A reader of JSON Lines divides a file by line feeds."""
    written = line(record)
    assert written.count(b"\n") == 1
    assert written.endswith(b"\n")
