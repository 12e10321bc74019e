"""Contexts of the pages that say what the data of the archive holds."""

from typing import NamedTuple

from markupsafe import Markup

from irrefutable.plan.contexts.around import Chrome, Link
from irrefutable.plan.contexts.browse import Tally


class FieldView(NamedTuple):
    """A field of a record, or a column of a table."""

    name: str
    """Its name."""
    holds: str
    """What it may hold, as JSON: `string`, `[string]`; or the name of another kind of object."""
    url: str
    """Where that object is described; or empty."""
    meaning: Markup
    """What it means."""
    is_required: bool
    """Whether it is always there."""


class TableView(NamedTuple):
    """A kind of object in a record, or a kind of table."""

    anchor: str
    """Its fragment."""
    name: str
    """Its name."""
    title: str
    """The name of a table in words; empty for an object."""
    meaning: Markup
    """What it stands for."""
    fields: tuple[FieldView, ...]
    """Its fields."""


class DumpPartView(NamedTuple):
    """A part of a year's data."""

    name: str
    """The year, or the month, or a piece of a month."""
    case_count: int
    """How many cases are in it."""
    files: tuple[Link, ...]
    """Its files."""


class DataPage(NamedTuple):
    """`data.html`: what there is for programs, and what it means."""

    chrome: Chrome
    """What surrounds the page."""
    heading: str
    """Its headline."""
    stylesheet: str
    """The address of its own style sheet."""
    record_address: str
    """Where the record of a case stands, with `ID` for its id."""
    index_url: str
    """The list of all of it, for programs."""
    schema_url: str
    """The JSON Schema of a record."""
    years: tuple[Tally, ...]
    """The years of publication, the latest first."""
    rows: tuple[TableView, ...]
    """The columns of the tables."""
    records: tuple[TableView, ...]
    """The fields of a record, and of all that is in it."""


class DataYearPage(NamedTuple):
    """`data-year.html`: the files with the cases of a year."""

    chrome: Chrome
    """What surrounds the page."""
    heading: str
    """Its headline."""
    stylesheet: str
    """The address of its own style sheet."""
    wider: Link
    """The page about the data."""
    index_url: str
    """The same list for programs."""
    parts: tuple[DumpPartView, ...]
    """The parts of the year, in their order."""
