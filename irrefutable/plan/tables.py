"""How many cases there are of each rating on each topic, and of each technique in each year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from irrefutable.model.fields import Phrase
from irrefutable.model.output import Outline, PlannedPage
from irrefutable.plan.chrome import BROWSE, chrome
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.browse import CountsPage, CountsRow, CountsView, Tally
from irrefutable.plan.listing import Listing
from irrefutable.plan.paging import pages_of
from irrefutable.plan.wording import N_

ROWS_OF_A_PAGE: Final = 100
TABLES: Final = {
    "ratings-and-topics": N_("Ratings by topic"),
    "techniques-and-years": N_("Techniques by year"),
}
"""The name of each table in words, by that in its address."""


class _Axes(NamedTuple):
    both: str
    """The kind of filing that a cell is."""
    row_kind: str
    rows: Sequence[str]
    column_kind: str
    columns: Sequence[str]
    rows_title: str
    caption: str


@dataclass(frozen=True, slots=True)
class Tables(Listing):
    """The tables of one language."""

    def outlines(self) -> Iterator[Outline]:
        """Yield every page of every table."""
        for name in TABLES:
            axes = self._axes(name)
            wholes = self.index.cases_by(axes.column_kind)
            columns = [(key, len(wholes[key])) for key in axes.columns]
            for number in range(1, pages_of(len(axes.rows), ROWS_OF_A_PAGE) + 1):
                yield self.outline(
                    ("table", name, f"{number}"),
                    partial(self.routes.table, name, number=number),
                    "counts.html",
                    told=(len(axes.rows), columns, [self._told(axes, row) for row in _shown(axes, number)]),
                )

    def plan(self, name: str, number: int) -> PlannedPage:
        """Return a page of a table."""
        axes = self._axes(name)
        title = self.words.say(TABLES[name])
        route = partial(self.routes.table, name)
        surroundings = self.surroundings(
            partial(route, number=number), self.numbered(title, number), self.words.say(axes.caption)
        )
        context = CountsPage(
            chrome=chrome(self.materials, surroundings),
            stylesheet=self.browse_style,
            heading=title,
            browse=Link(self.words.say(BROWSE), self.routes.browse(self.language).url),
            counts=self._counts(axes, number) if axes.rows else None,
            pagination=self.pagination(route, number, pages_of(len(axes.rows), ROWS_OF_A_PAGE)),
        )
        return self.page(surroundings, "counts.html", context)

    def _axes(self, name: str) -> _Axes:
        filings, index = self.filings, self.index
        if name == "ratings-and-topics":
            return _Axes(
                both="rating and topic",
                row_kind="topic",
                rows=[key for key in filings.keys("topic") if key in index.by_topic],
                column_kind="rating",
                columns=[key for key in filings.keys("rating") if key in index.by_rating],
                rows_title=N_("Topic"),
                caption=N_("How many cases there are with each rating on each topic"),
            )
        techniques = index.by_technique
        return _Axes(
            both="technique and year",
            row_kind="technique",
            rows=sorted(techniques, key=lambda key: (-len(techniques[key]), key)),
            column_kind="year",
            columns=[f"{year}" for year in reversed(index.by_year)],
            rows_title=N_("Technique"),
            caption=N_("How many cases there are with each technique in each year"),
        )

    def _counts(self, axes: _Axes, number: int) -> CountsView:
        columns = tuple(self._head(axes.column_kind, key) for key in axes.columns)
        return CountsView(
            caption=self.words.say(axes.caption),
            rows_title=self.words.say(axes.rows_title),
            columns=columns,
            rows=tuple(
                CountsRow(
                    head := self._head(axes.row_kind, row),
                    tuple(
                        self._cell(axes, row, key, f"{head.label.text}, {column.label.text}")
                        for key, column in zip(axes.columns, columns, strict=True)
                    ),
                )
                for row in _shown(axes, number)
            ),
            total_title=self.words.say(N_("All")),
        )

    def _head(self, kind: str, key: str) -> Tally:
        return self.tally(self.filings.filing(kind, key))

    def _cell(self, axes: _Axes, row: str, column: str, label: str) -> Tally:
        key = _both(axes, row, column)
        named = Phrase(label, self.language)
        if key not in self.index.cases_by(axes.both):
            return Tally(named, "", 0)
        filing = self.filings.filing(axes.both, key)
        return self.tally(filing)._replace(label=named, tone="")

    def _told(self, axes: _Axes, row: str) -> object:
        parts = self.index.cases_by(axes.both)
        keys = (_both(axes, row, column) for column in axes.columns)
        cells = [self.told(axes.both, key) if key in parts else () for key in keys]
        return row, len(self.index.cases_by(axes.row_kind)[row]), cells


def _both(axes: _Axes, row: str, column: str) -> str:
    return f"{column} {row}" if axes.both == "rating and topic" else f"{row} {column}"


def _shown(axes: _Axes, number: int) -> Sequence[str]:
    return axes.rows[(number - 1) * ROWS_OF_A_PAGE : number * ROWS_OF_A_PAGE]
