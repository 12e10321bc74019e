"""Dates as exact as they are known: EDTF level 0 and 1 (ISO 8601-2:2019, Library of Congress profile).

Years from 0001 to 9999, months, days, seasons; `~` approximate, `?` uncertain, `%` both; `201X` for a
decade; intervals with open (`..`) or unknown (empty) ends; instants, which carry their zone.
Refuses to guess: a date with no place in the calendar is an error, and nothing is filled in.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class Precision(Enum):
    """How exactly a date is known."""

    DECADE = "decade"
    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"
    INSTANT = "instant"


class NotADateError(ValueError):
    """The text is no EDTF date of level 0 or 1; the message says why."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One date: the days it may be, first and last, and how sure that is."""

    first: dt.date
    last: dt.date
    precision: Precision
    is_approximate: bool = False
    is_uncertain: bool = False
    time: dt.datetime | None = None
    season: int | None = None

    def sort_key(self) -> tuple[str, str]:
        """Return a key that orders moments in time; instants within their day, in UTC."""
        if self.time:
            return self.time.astimezone(dt.UTC).isoformat(), ""
        return self.first.isoformat(), self.last.isoformat()


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or an interval as it was written.

    `start` and `end` are the same moment where it is no interval. An end that is open or unknown is
    None; `ends_open` tells an open one (`..`) from an unknown one.
    """

    text: str
    start: Moment | None
    end: Moment | None
    starts_open: bool = False
    ends_open: bool = False

    def digestible(self) -> object:
        """Return what decides its digest: the rest follows from its text."""
        return self.text

    @property
    def is_interval(self) -> bool:
        """Whether two ends were written."""
        return "/" in self.text

    @property
    def year(self) -> int:
        """The year to file it under: of its start, or of its end where the start is not known."""
        moment = self.start or self.end
        return moment.first.year if moment else 0

    @property
    def month(self) -> str:
        """The month to file it under, as `2017-11`: of what `year` is of; empty where that is less exact."""
        moment = self.start or self.end
        if moment is None or moment.precision not in {Precision.MONTH, Precision.DAY, Precision.INSTANT}:
            return ""
        return moment.first.isoformat()[:7]

    def sort_key(self) -> tuple[str, str, str]:
        """Return a key that orders dates by their start, then by their text."""
        moment = self.start or self.end
        return (*(moment.sort_key() if moment else ("", "")), self.text)

    def order(self) -> str:
        """Return a text that orders dates as their keys do; that of an exact day is its date."""
        key = self.sort_key()
        return self.text if key[0] == key[1] == self.text else " ".join(key)


_DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?(?P<qualifier>[~?%])?", re.ASCII)
_DECADE = re.compile(r"(?P<decade>\d{3})X(?P<qualifier>[~?%])?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(?P<zone>Z|[+-]\d{2}:\d{2})?", re.ASCII)
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
"""Northern seasons, as the months that are wholly inside the named year."""


@lru_cache(maxsize=65536)
def parse(text: str) -> Edtf:
    """Read an EDTF date.

    Raises:
        NotADateError: the text is no date of level 0 or 1, or names a day that does not exist.
    """
    if "/" not in text:
        moment = _moment(text)
        return Edtf(text, moment, moment)
    first, _, last = text.partition("/")
    if first in ("", "..") and last in ("", ".."):
        raise NotADateError("an interval needs at least one end")
    start = None if first in ("", "..") else _moment(first)
    end = None if last in ("", "..") else _moment(last)
    if start and end and end.last < start.first:
        raise NotADateError(f"the interval ends ({last}) before it begins ({first})")
    return Edtf(text, start, end, starts_open=first == "..", ends_open=last == "..")


def _moment(text: str) -> Moment:
    if "T" in text:
        return _instant(text)
    if match := _DECADE.fullmatch(text):
        year = int(match["decade"]) * 10
        if not year:
            raise NotADateError("the calendar begins with the year 1")
        return _qualified(dt.date(year, 1, 1), dt.date(year + 9, 12, 31), Precision.DECADE, match)
    match = _DATE.fullmatch(text)
    if not match or match["year"] == "0000":
        raise NotADateError(
            "write it as 2017-11-14, 2017-11 or 2017, with ~ after it where it is approximate"
        )
    year = int(match["year"])
    if match["month"] is None:
        return _qualified(dt.date(year, 1, 1), dt.date(year, 12, 31), Precision.YEAR, match)
    month = int(match["month"])
    if month in _SEASON_MONTHS and match["day"] is None:
        first, last = _SEASON_MONTHS[month]
        days = calendar.monthrange(year, last)[1]
        return _qualified(
            dt.date(year, first, 1), dt.date(year, last, days), Precision.SEASON, match, season=month
        )
    if not 1 <= month <= 12:
        raise NotADateError(f"there is no month {match['month']}")
    days = calendar.monthrange(year, month)[1]
    if match["day"] is None:
        return _qualified(dt.date(year, month, 1), dt.date(year, month, days), Precision.MONTH, match)
    day = int(match["day"])
    if not 1 <= day <= days:
        raise NotADateError(f"{match['year']}-{match['month']} has no day {match['day']}")
    date = dt.date(year, month, day)
    return _qualified(date, date, Precision.DAY, match)


def _qualified(
    first: dt.date, last: dt.date, precision: Precision, match: re.Match[str], season: int | None = None
) -> Moment:
    qualifier = match["qualifier"] or ""
    return Moment(
        first,
        last,
        precision,
        is_approximate=qualifier in ("~", "%") and bool(qualifier),
        is_uncertain=qualifier in ("?", "%") and bool(qualifier),
        season=season,
    )


def _instant(text: str) -> Moment:
    match = _INSTANT.fullmatch(text)
    if not match:
        raise NotADateError("write a time as 2017-11-14T16:12:00+03:00")
    if not match["zone"]:
        raise NotADateError("a time needs its zone, as in 2017-11-14T16:12:00+03:00 or …Z")
    try:
        time = dt.datetime.fromisoformat(text)
        time.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise NotADateError(str(error)) from error
    return Moment(time.date(), time.date(), Precision.INSTANT, time=time)
