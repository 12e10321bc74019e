"""Pages of long lists: each entry is on one, and those with a number stay while the list grows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from irrefutable.plan.paging import LATEST, Paging, pages_of, pagination_from_first

COUNTS = st.integers(0, 400)
SIZES = st.integers(1, 30)


def newest_first(count: int) -> list[int]:
    """Return entries that are numbered in the order in which they came."""
    return list(range(count, 0, -1))


def url_of(number: int) -> str:
    return f"/page/{number}/" if number else "/"


@given(COUNTS, SIZES)
def test_every_entry_is_on_one_page_in_order(count: int, size: int) -> None:
    paging = Paging(count, size)
    entries = newest_first(count)
    in_order = [LATEST, *reversed(paging.numbers[1:])]
    assert [entry for number in in_order for entry in paging.shown(entries, number)] == entries
    for number in paging.numbers:
        for entry in paging.shown(entries, number):
            assert paging.number_of(entries.index(entry)) == number


@given(COUNTS, SIZES)
def test_pages_are_neither_nearly_empty_nor_overlong(count: int, size: int) -> None:
    paging = Paging(count, size)
    entries = newest_first(count)
    assert {len(paging.shown(entries, number)) for number in paging.numbers[1:]} <= {size}
    latest = len(paging.shown(entries, LATEST))
    assert latest < size + max(1, size // 2)
    assert paging.numbered == 0 or latest >= size // 2


@given(COUNTS, SIZES, st.integers(1, 60))
def test_pages_with_a_number_stay_as_they_are_while_the_list_grows(count: int, size: int, more: int) -> None:
    before, after = Paging(count, size), Paging(count + more, size)
    for number in before.numbers[1:]:
        assert before.shown(newest_first(count), number) == after.shown(newest_first(count + more), number)
    # What is newer than the last of them has another address then.
    for number in before.numbers[1:-1]:
        assert before.pagination(number, url_of) == after.pagination(number, url_of)


@given(COUNTS, SIZES)
def test_reader_comes_from_page_to_page(count: int, size: int) -> None:
    """From the latest to the oldest and back, and from each to both ends in one step."""
    paging = Paging(count, size)
    views = {url_of(number): paging.pagination(number, url_of) for number in paging.numbers}
    way = ["/"]
    while older := views[way[-1]].next_url:
        assert views[older].previous_url == way[-1]
        way.append(older)
    assert len(way) == len(views)
    assert views["/"].total == len(views)
    for place, url in enumerate(way):
        view = views[url]
        assert view.number == len(way) - place
        assert (view.first_url or view.previous_url or url) == way[0]
        assert (view.last_url or view.next_url or url) == way[-1]


@given(st.integers(1, 50))
def test_list_that_is_numbered_from_its_first_entries(total: int) -> None:
    views = [pagination_from_first(number, total, url_of) for number in range(1, total + 1)]
    for place, view in enumerate(views):
        assert view.total == total
        assert view.previous_url == (url_of(place) if place else "")
        assert view.next_url == (url_of(place + 2) if place + 1 < total else "")
        assert (view.first_url or view.previous_url or url_of(1)) == url_of(1)
        assert (view.last_url or view.next_url or url_of(total)) == url_of(total)


def test_empty_list_has_a_page() -> None:
    assert list(Paging(0, 24).numbers) == [LATEST]
    assert pages_of(0, 500) == 1
    assert pages_of(501, 500) == 2
