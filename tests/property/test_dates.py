"""Dates agree with a second opinion, and nothing that an editor types breaks them."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import edtf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from irrefutable.core.dates import Edtf, Moment, NotADateError, parse

pytestmark = pytest.mark.slow

# The second opinion takes some 20 ms for a date.
SLOW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])

years = st.integers(1000, 2999).map(str)
months = st.integers(0, 14).map(lambda month: f"-{month:02}")
days = st.integers(0, 32).map(lambda day: f"-{day:02}")
seasons = st.sampled_from(["-20", "-21", "-22", "-23", "-24", "-25"])
qualifiers = st.sampled_from(["", "", "", "~", "?", "%"])
moments = st.one_of(
    st.tuples(years, qualifiers),
    st.tuples(years, months, qualifiers),
    st.tuples(years, months, days, qualifiers),
    st.tuples(years, seasons),
    st.tuples(st.integers(100, 299).map(lambda decade: f"{decade}X")),
).map("".join)
intervals = st.tuples(moments, moments).map("/".join)


def ours(text: str) -> Edtf | None:
    with suppress(NotADateError):
        return parse(text)
    return None


def theirs(text: str) -> Any:
    with suppress(edtf.EDTFParseException):
        return edtf.parse_edtf(text)
    return None


def days_of(bound: Any) -> dt.date:
    return dt.date(*bound[:3])


@SLOW
@given(st.one_of(moments, moments, intervals))
@example("2016-02")
@example("1900-02-29")
@example("2000-02-29")
@example("201X")
@example("2017-24")
@example("2016-06~/2017-01-31%")
def test_a_date_covers_the_same_days_as_by_the_second_opinion(text: str) -> None:
    """Where both read a text, they mean the same first and last day. It reads 30 February and reversed
    intervals, and we do not, so that it accepts a text says nothing."""
    own, other = ours(text), theirs(text)
    if own is None or other is None:
        return
    assert isinstance(own.start, Moment)
    assert isinstance(own.end, Moment)
    assert own.start.first == days_of(other.lower_strict())
    assert own.end.last == days_of(other.upper_strict())


@SLOW
@given(moments)
@example("2016-02-29")
@example("201X")
@example("2017-21")
def test_what_we_read_the_second_opinion_reads_too(text: str) -> None:
    """We accept nothing that is no EDTF. An X with a qualifier is the only form it lacks."""
    if ours(text) is not None:
        assert theirs(text) is not None


instants = st.sampled_from(["T13:12:00+03:00", "T00:00:00Z", ""]).map(lambda time: f"2017-11-14{time}")


@given(st.one_of(moments, intervals, instants), st.one_of(moments, intervals, instants))
@example("2017-11-14", "2017-11-14~")
@example("2017-11-01", "2017-11")
@example("2017-11-14", "2017-11-14/2017-11-15")
def test_short_order_is_that_of_the_keys(one: str, other: str) -> None:
    first, second = ours(one), ours(other)
    if first and second:
        is_before = first.sort_key() < second.sort_key()
        assert (first.order() < second.order()) == is_before


@pytest.mark.parametrize("text", ["2017-02-29", "2018/2017"])
def test_the_second_opinion_is_known_to_be_lax_here(text: str) -> None:
    """When it is no longer, the comparison above can be made stricter."""
    assert theirs(text) is not None
    assert ours(text) is None


@given(
    st.one_of(
        st.text(max_size=40),
        st.text("0123456789-/.TZ:+~?%X ", max_size=30),
        st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", fullmatch=True),
        st.tuples(moments | st.sampled_from(["", ".."]), moments | st.sampled_from(["", ".."])).map("/".join),
    )
)
@example("9999-12-31T23:59:59-23:59")
@example("0001-01-01T00:00:00+23:59")
@example("٢٠١٧")
def test_no_text_does_worse_than_not_being_a_date(text: str) -> None:
    """No other exception comes out, and what is read can be sorted and filed."""
    date = ours(text)
    if date is None:
        return
    assert text.isascii()
    assert date.text == text
    assert date.sort_key() == parse(text).sort_key()
    assert 1 <= date.year <= 9999
    for moment in (date.start, date.end):
        assert moment is None or moment.first <= moment.last
    if date.start and date.end:
        assert date.start.first <= date.end.last
