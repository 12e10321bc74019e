"""Dates as exact as they are known, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from irrefutable.core.dates import NotADateError, Precision, parse

FORM = "write it as 2017-11-14, 2017-11 or 2017, with ~ after it where it is approximate"


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2017", "2017-01-01", "2017-12-31", Precision.YEAR),
        ("2016-02", "2016-02-01", "2016-02-29", Precision.MONTH),
        ("2017-02", "2017-02-01", "2017-02-28", Precision.MONTH),
        ("2017-11-14", "2017-11-14", "2017-11-14", Precision.DAY),
        ("201X", "2010-01-01", "2019-12-31", Precision.DECADE),
        ("2017-21", "2017-03-01", "2017-05-31", Precision.SEASON),
        ("2017-22", "2017-06-01", "2017-08-31", Precision.SEASON),
        ("2017-23", "2017-09-01", "2017-11-30", Precision.SEASON),
        ("2017-24", "2017-12-01", "2017-12-31", Precision.SEASON),
        ("9999", "9999-01-01", "9999-12-31", Precision.YEAR),
        ("2017-11-14T16:12:00+03:00", "2017-11-14", "2017-11-14", Precision.INSTANT),
        ("2017-11-14T16:12Z", "2017-11-14", "2017-11-14", Precision.INSTANT),
    ],
)
def test_a_date_is_the_days_it_may_be(text: str, first: str, last: str, precision: Precision) -> None:
    date = parse(text)
    assert date.start is not None
    assert date.start == date.end
    assert not date.is_interval
    assert (date.start.first.isoformat(), date.start.last.isoformat()) == (first, last)
    assert date.start.precision is precision
    assert date.text == text


@pytest.mark.parametrize(
    ("text", "is_approximate", "is_uncertain"),
    [
        ("2016", False, False),
        ("2016~", True, False),
        ("2016-06?", False, True),
        ("2016-06-01%", True, True),
        ("201X~", True, False),
    ],
)
def test_how_sure_a_date_is(text: str, is_approximate: bool, is_uncertain: bool) -> None:
    moment = parse(text).start
    assert moment is not None
    assert (moment.is_approximate, moment.is_uncertain) == (is_approximate, is_uncertain)


def test_an_interval_has_two_ends() -> None:
    date = parse("2015-03/2015-05-25~")
    assert date.is_interval
    assert date.start is not None
    assert date.end is not None
    assert (date.start.first, date.end.last) == (dt.date(2015, 3, 1), dt.date(2015, 5, 25))
    assert date.end.is_approximate


@pytest.mark.parametrize(
    ("text", "starts_open", "ends_open"),
    [
        ("2017/..", False, True),
        ("2017/", False, False),
        ("../2017", True, False),
        ("/2017", False, False),
    ],
)
def test_an_open_end_is_not_an_unknown_one(text: str, starts_open: bool, ends_open: bool) -> None:
    date = parse(text)
    assert (date.starts_open, date.ends_open) == (starts_open, ends_open)
    assert (date.start is None) is text.endswith("/2017")
    assert (date.end is None) is text.startswith("2017")
    assert date.year == 2017


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", FORM),
        (" 2017", FORM),
        ("2017\n", FORM),
        ("17", FORM),
        ("20170", FORM),
        ("2017-1", FORM),
        ("2017-11-1", FORM),
        ("2017/11/14", FORM),
        ("14.11.2017", FORM),
        ("November 2017", FORM),
        ("2017-11-14~~", FORM),
        ("~2017", FORM),
        ("20XX", FORM),
        ("-2017", FORM),
        ("Y12017", FORM),
        ("..", FORM),
        ("2017/2018/2019", FORM),
        ("0000", FORM),
        ("２０１７", FORM),
        ("000X", "the calendar begins with the year 1"),
        ("2017-00", "there is no month 00"),
        ("2017-13", "there is no month 13"),
        ("2017-25", "there is no month 25"),
        ("2017-21-01", "there is no month 21"),
        ("2017-11-00", "2017-11 has no day 00"),
        ("2017-11-31", "2017-11 has no day 31"),
        ("2017-02-29", "2017-02 has no day 29"),
        ("/", "an interval needs at least one end"),
        ("../..", "an interval needs at least one end"),
        ("/..", "an interval needs at least one end"),
        ("2018/2017", "the interval ends (2017) before it begins (2018)"),
        ("2017-12/2017-11-30", "the interval ends (2017-11-30) before it begins (2017-12)"),
        ("2017-11-14T16:12", "a time needs its zone, as in 2017-11-14T16:12:00+03:00 or …Z"),
        ("2017-11-14T16", "write a time as 2017-11-14T16:12:00+03:00"),
        ("2017-11-14T16:12:00.5Z", "write a time as 2017-11-14T16:12:00+03:00"),
        ("2017T", "write a time as 2017-11-14T16:12:00+03:00"),
        ("2017-11-14T24:00Z", "hour must be in 0..23"),
    ],
)
def test_what_is_no_date_is_told_why(text: str, why: str) -> None:
    with pytest.raises(NotADateError) as refused:
        parse(text)
    assert str(refused.value) == why


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_an_instant_outside_the_calendar_is_no_date(text: str) -> None:
    """In universal time it lies in no year that can be written, so it could not be sorted."""
    with pytest.raises(NotADateError):
        parse(text)


def test_dates_sort_by_their_beginning() -> None:
    texts = [
        "2017-11-14",
        "2016-06~",
        "201X",
        "2017",
        "2015-03/2015-05-25",
        "../2014",
        "2017-11-14T23:00:00+03:00",
    ]
    assert sorted(texts, key=lambda text: parse(text).sort_key()) == [
        "201X",
        "../2014",
        "2015-03/2015-05-25",
        "2016-06~",
        "2017",
        "2017-11-14",
        "2017-11-14T23:00:00+03:00",
    ]


def test_instants_sort_in_universal_time() -> None:
    earlier, later = parse("2017-11-14T16:12:00+03:00"), parse("2017-11-14T14:00:00Z")
    assert earlier.sort_key() < later.sort_key()
