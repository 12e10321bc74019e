"""How long lists are divided into pages, and how a reader goes from one to the next.

A list with the latest entry first grows at its beginning. Its pages are numbered from the oldest entries, so
that those with a number stay as they are, and can be cited, while only newer entries come; these stand at the
address of the list itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from irrefutable.plan.contexts.around import Pagination

T = TypeVar("T")

LATEST = 0
"""The number of the page at the address of the list itself, where the others are numbered from the oldest."""


@dataclass(frozen=True, slots=True)
class Paging:
    """The pages of a list with the latest entry first."""

    count: int
    """How many entries it has."""
    size: int
    """How many stand on a page with a number. Where there are such pages, the latest has at least half as
    many, rounded down but one at least; it never has half as many more."""

    @property
    def numbered(self) -> int:
        """How many pages have a number, from 1 for the oldest entries."""
        return max(0, self.count - max(1, self.size // 2)) // self.size

    @property
    def numbers(self) -> range:
        """The numbers of all pages; `LATEST` is among them, of an empty list as well."""
        return range(LATEST, self.numbered + 1)

    def standing(self, kept: int) -> range:
        """Return the numbers of the pages that stay as they are while so many of the oldest entries do."""
        # The last of them names what is newer, which then has another address.
        return range(1, Paging(kept, self.size).numbered)

    def shown(self, entries: Sequence[T], number: int) -> Sequence[T]:
        """Return the entries on a page."""
        if number == LATEST:
            return entries[: self.count - self.numbered * self.size]
        end = self.count - (number - 1) * self.size
        return entries[end - self.size : end]

    def number_of(self, place: int) -> int:
        """Return the number of the page that has the entry at a place, from 0 for the latest entry."""
        number = (self.count - 1 - place) // self.size + 1
        return number if number <= self.numbered else LATEST

    def pagination(self, number: int, url_of: Callable[[int], str]) -> Pagination:
        """Return where a page stands among the others.

        Args:
            number: of the page.
            url_of: returns the address of a page.
        """
        last = self.numbered
        position = last + 1 if number == LATEST else number
        newer = "" if number == LATEST else url_of(LATEST if number == last else number + 1)
        older = url_of(position - 1) if position > 1 else ""
        return Pagination(
            number=position,
            # On a page with a number it would change with every page that comes.
            total=last + 1 if number == LATEST else 0,
            previous_url=newer,
            next_url=older,
            first_url=url_of(LATEST) if LATEST < number < last else "",
            last_url=url_of(1) if position > 2 else "",
        )


def pages_of(count: int, size: int) -> int:
    """Return how many pages hold so many entries, where no page has more; an empty list has a page too."""
    return max(1, -(-count // size))


def pagination_from_first(number: int, total: int, url_of: Callable[[int], str]) -> Pagination:
    """Return where a page stands among those of a list that is numbered from its first entries.

    Args:
        number: of the page, from 1.
        total: how many there are.
        url_of: returns the address of a page.
    """
    return Pagination(
        number=number,
        total=total,
        previous_url=url_of(number - 1) if number > 1 else "",
        next_url=url_of(number + 1) if number < total else "",
        first_url=url_of(1) if number > 2 else "",
        last_url=url_of(total) if number < total - 1 else "",
    )
