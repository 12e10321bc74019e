"""Pages about the data for programs: what there is, and what every field of it means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, cast

from markupsafe import Markup, escape

from irrefutable.model.dictionary import Table, record_tables, row_tables
from irrefutable.model.fields import Phrase
from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.plan.chrome import DATA, Surroundings, chrome
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.browse import Tally
from irrefutable.plan.contexts.tables import DataPage, DataYearPage, DumpPartView, FieldView, TableView
from irrefutable.plan.dump_files import DUMP_FILES
from irrefutable.plan.materials import Materials
from irrefutable.plan.wording import N_, wording

_CODE: Final = re.compile("`([^`]*)`")


def data_outlines(materials: Materials, language: str, parts: Mapping[str, int]) -> Iterator[Outline]:
    """Yield the page about the data, and that of each year.

    Args:
        materials: what the pages are planned from.
        language: the pages' language.
        parts: how many cases there are in each part, in the order of their names.
    """
    by_year: dict[str, list[tuple[str, int]]] = {}
    for name, count in parts.items():
        by_year.setdefault(name.partition("-")[0], []).append((name, count))
    counts = [(year, sum(count for _, count in held)) for year, held in by_year.items()]
    yield _outline(materials, language, "", "data.html", counts)
    for year, held in by_year.items():
        yield _outline(materials, language, year, "data-year.html", held)


def data_page(materials: Materials, outline: Outline) -> PlannedPage:
    """Return a page about the data."""
    year = outline.name[1]
    routes, site, language = materials.routes, materials.archive.site.value, outline.language
    words = wording(language)
    title = words.say(N_("Data of %(year)s"), year=year) if year else words.say(DATA)
    surroundings = Surroundings(
        language=language,
        route=routes.data(language, year),
        title=title,
        description=words.say(N_("The cases of this archive as files for programs and tables.")),
        versions={tag: routes.data(tag, year) for tag in site.languages},
    )
    told = cast("Sequence[tuple[str, int]]", outline.told)
    around = chrome(materials, surroundings)
    index_url = routes.data_index(year).url
    stylesheet = materials.assets.get("pages/data.css", "")
    context: NamedTuple
    if year:
        parts = tuple(
            DumpPartView(
                name,
                count,
                tuple(
                    Link(words.say(kind.label), routes.data_part(kind.folder, name, kind.ending).url)
                    for kind in DUMP_FILES
                ),
            )
            for name, count in told
        )
        wider = Link(words.say(DATA), routes.data(language).url)
        context = DataYearPage(around, title, stylesheet, wider, index_url, parts)
    else:
        years = tuple(
            Tally(Phrase(name, language), routes.data(language, name).url, count) for name, count in told
        )
        context = DataPage(
            chrome=around,
            heading=title,
            stylesheet=stylesheet,
            record_address=routes.canonical(routes.record("ID").url),
            index_url=index_url,
            schema_url=routes.data_schema().url,
            years=years[::-1],
            rows=tuple(
                _table_view(table, kind, language)
                for table, kind in zip(
                    row_tables(), (N_("Tables of cases"), N_("Tables of claims")), strict=True
                )
            ),
            records=tuple(_table_view(table, "", language) for table in record_tables()),
        )
    return PlannedPage(outline.path, outline.url, outline.template, language, context, Turn.INDEX)


def _outline(materials: Materials, language: str, year: str, template: str, told: object) -> Outline:
    routes = materials.routes
    own = routes.data(language, year)
    versions = tuple((tag, routes.data(tag, year).url) for tag in materials.archive.site.value.languages)
    return Outline(("data", year), language, own.path, own.url, versions, template, told=told)


@lru_cache(maxsize=256)
def _table_view(table: Table, title: str, language: str) -> TableView:
    words = wording(language)
    prefix = "row" if title else "record"
    return TableView(
        anchor=f"{prefix}-{table.name}",
        name=table.name,
        title=words.say(title) if title else "",
        meaning=_marked(words.say(table.meaning)),
        fields=tuple(
            FieldView(
                name=field.name,
                holds=field.holds,
                url=f"#record-{field.table}" if field.table else "",
                meaning=_marked(words.say(field.meaning)),
                is_required=field.is_required,
            )
            for field in table.fields
        ),
    )


def _marked(meaning: str) -> Markup:
    """Return a meaning as HTML, in which what stands between backticks is code."""
    html = _CODE.sub(r'<code dir="ltr">\1</code>', str(escape(meaning)))
    return Markup(html)  # noqa: S704 - escaped on the line above
