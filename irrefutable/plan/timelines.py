"""What happened in all cases on a topic, in the order of time. Refuses to merge what two cases say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Final, cast

from irrefutable.model.case import TimelineEntry
from irrefutable.model.output import Outline, PlannedPage
from irrefutable.plan.argument_views import timeline_view
from irrefutable.plan.chrome import chrome
from irrefutable.plan.contexts.browse import HappeningView, TopicTimelinePage, Way, YearView
from irrefutable.plan.index import filings
from irrefutable.plan.listing import Listing
from irrefutable.plan.paging import pages_of
from irrefutable.plan.reading import Reading
from irrefutable.plan.wording import N_

ENTRIES_OF_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Timelines(Listing):
    """The timelines of one language."""

    def outlines(self) -> Iterator[Outline]:
        """Yield every page of every timeline."""
        for topic in self.index.happened:
            total = len(self.index.happened[topic])
            numbers = range(1, pages_of(total, ENTRIES_OF_A_PAGE) + 1) if total else ()
            if self.alterations.reach("topic", topic):
                yield from self._outlines(topic, numbers)
                continue
            for number in numbers:
                route = partial(self.routes.timeline, topic, number=number)
                yield self.as_before(("timeline", topic, f"{number}"), route)

    def outlines_of(self, case_ids: Collection[str]) -> Iterator[Outline]:
        """Yield the pages that show any of some cases."""
        topics = {
            key
            for case_id in set(case_ids)
            if case_id in self.index.listed
            for kind, key in filings(self.index.facts[case_id], self.materials.archive)
            if kind == "topic"
        }
        for topic in sorted(topics):
            entries = enumerate(self.index.happened[topic])
            places = {place for place, (case_id, _) in entries if case_id in case_ids}
            yield from self._outlines(topic, sorted({place // ENTRIES_OF_A_PAGE + 1 for place in places}))

    def _outlines(self, topic: str, numbers: Iterable[int]) -> Iterator[Outline]:
        entries = self.index.happened[topic]
        count = len(entries)
        for number in numbers:
            shown = entries[(number - 1) * ENTRIES_OF_A_PAGE : number * ENTRIES_OF_A_PAGE]
            cases = tuple(dict.fromkeys(case_id for case_id, _ in shown))
            yield self.outline(
                ("timeline", topic, f"{number}"),
                partial(self.routes.timeline, topic, number=number),
                "timeline.html",
                cases,
                timelines=cases,
                told=(count if number == 1 else None, pages_of(count, ENTRIES_OF_A_PAGE), shown),
            )

    def plan(self, outline: Outline) -> PlannedPage:
        """Return the page that an outline is of."""
        _, topic, number = outline.name
        count, pages, shown = cast("tuple[int | None, int, tuple[tuple[str, int], ...]]", outline.told)
        filing = self.filings.filing("topic", topic)
        route = partial(self.routes.timeline, topic)
        title = self.words.say(N_("Timeline: %(topic)s"), topic=filing.heading.text)
        surroundings = self.surroundings(
            partial(route, number=int(number)),
            self.numbered(title, int(number)),
            self.words.say(N_("What happened, from the timelines of all cases on a topic")),
        )
        archive = self.materials.archive
        materials = replace(self.materials, archive=replace(archive, cases=self.materials.timelines))
        readings = {
            case_id: Reading(materials, case_id, self.language, is_excerpt=True) for case_id in outline.cases
        }
        told = [(readings[case_id], readings[case_id].case.timeline[place]) for case_id, place in shown]
        context = TopicTimelinePage(
            chrome=chrome(self.materials, surroundings),
            stylesheet=self.browse_style,
            heading=filing.heading,
            topic=Way(self.here(N_("All cases on this topic")), filing.route(self.language).url),
            count=count,
            years=tuple(
                YearView(f"{year}", tuple(self._happening(reading, entry) for reading, entry in entries))
                for year, entries in groupby(told, key=lambda item: item[1].date.year)
            ),
            pagination=self.pagination(route, int(number), pages),
        )
        return self.page(surroundings, "timeline.html", context)

    def _happening(self, reading: Reading, entry: TimelineEntry) -> HappeningView:
        view = timeline_view(reading, entry, f"{reading.case_id}-")
        return HappeningView(view, self.way_to_case(reading.case_id, f"#timeline-{entry.id}"))
