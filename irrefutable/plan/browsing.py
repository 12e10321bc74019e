"""The page that leads to every list, pictures that were used again, and cases to open by chance."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from irrefutable.model.entries import Relative
from irrefutable.model.output import Outline, PlannedPage
from irrefutable.plan.chains import Chain
from irrefutable.plan.chrome import BROWSE, chrome
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.browse import BrowsePage, ChainsPage, ChainView, SamplePage, Tally
from irrefutable.plan.filings import FACET_KINDS
from irrefutable.plan.listing import Listing
from irrefutable.plan.lists import Lists
from irrefutable.plan.paging import pages_of
from irrefutable.plan.relatives import CHAINS, use_views
from irrefutable.plan.tables import TABLES
from irrefutable.plan.wording import N_

SAMPLE_SCRIPT = "js/random-case.js"
ENTRIES_OF_A_FACET: Final = 10
TIMELINES: Final = 12
CHAINS_OF_A_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Browsing(Listing):
    """These pages in one language."""

    def outlines(self) -> Iterator[Outline]:
        """Yield all of them."""
        yield self._browse_outline()
        yield self._sample_outline()
        yield from self._chain_outlines(range(1, self._chain_pages + 1))

    def outlines_of(self, case_ids: Collection[str]) -> Iterator[Outline]:
        """Yield those that show any of some cases."""
        outlines = (self._sample_outline(), *self._chain_outlines(range(1, self._chain_pages + 1)))
        yield from (outline for outline in outlines if not set(case_ids).isdisjoint(outline.cases))

    def plan(self, outline: Outline) -> PlannedPage:
        """Return the page that an outline is of."""
        match outline.name:
            case ("browse",):
                return self._browse()
            case ("sample",):
                return self._sample()
        return self._chains(int(outline.name[1]))

    # -------------------------------------------------------------------------------------------- browse

    def _browse_outline(self) -> Outline:
        filed = [self.told(kind, key) for kind in FACET_KINDS.values() for key in self.filings.keys(kind)]
        happened = [(topic, len(entries)) for topic, entries in self.index.happened.items()]
        return self.outline(
            ("browse",),
            self.routes.browse,
            "browse.html",
            entities=tuple(self.index.by_claimant),
            told=(filed, happened, len(self.index.listed), len(self.index.chains)),
        )

    def _browse(self) -> PlannedPage:
        words, lists = self.words, Lists(self.materials, self.index, self.language)
        title = words.say(BROWSE)
        surroundings = self.surroundings(
            self.routes.browse, title, words.say(N_("Every way into the archive, with the number of cases"))
        )
        context = BrowsePage(
            chrome=chrome(self.materials, surroundings),
            stylesheet=self.browse_style,
            heading=title,
            all_cases=self.tally(self.filings.filing("all", "")),
            facets=tuple(lists.facet_view(facet, ENTRIES_OF_A_FACET) for facet in FACET_KINDS),
            tables=tuple(
                Link(words.say(label), self.routes.table(name, self.language).url)
                for name, label in TABLES.items()
            ),
            timelines=tuple(self._timelines()),
            chains=Tally(self.here(CHAINS), self.routes.chains(self.language).url, len(self.index.chains)),
            sample=lists.link_to_sample,
        )
        return self.page(surroundings, "browse.html", context)

    def _timelines(self) -> Iterator[Tally]:
        happened = self.index.happened
        for topic in sorted(happened, key=lambda topic: (-len(happened[topic]), topic))[:TIMELINES]:
            if happened[topic]:
                heading = self.filings.filing("topic", topic).heading
                yield Tally(heading, self.routes.timeline(topic, self.language).url, len(happened[topic]))

    # -------------------------------------------------------------------------------------------- chains

    @property
    def _chain_pages(self) -> int:
        return pages_of(len(self.index.chains), CHAINS_OF_A_PAGE)

    def _chain_outlines(self, numbers: Iterable[int]) -> Iterator[Outline]:
        for number in numbers:
            shown = self._shown(number)
            cases = tuple(dict.fromkeys(link.case for chain in shown for link in chain.links))
            yield self.outline(
                ("chains", f"{number}"),
                partial(self.routes.chains, number=number),
                "chains.html",
                cases,
                told=(len(self.index.chains), shown, [self.index.facts[item].labels for item in cases]),
            )

    def _shown(self, number: int) -> tuple[Chain, ...]:
        return self.index.chains[(number - 1) * CHAINS_OF_A_PAGE : number * CHAINS_OF_A_PAGE]

    def _chains(self, number: int) -> PlannedPage:
        words = self.words
        title = words.say(CHAINS)
        surroundings = self.surroundings(
            partial(self.routes.chains, number=number),
            self.numbered(title, number),
            words.say(N_("Pictures that were used for more than one claim")),
        )
        context = ChainsPage(
            chrome=chrome(self.materials, surroundings),
            stylesheet=self.browse_style,
            heading=title,
            chains=tuple(self._chain(place, chain) for place, chain in enumerate(self._shown(number), 1)),
            pagination=self.pagination(self.routes.chains, number, self._chain_pages),
        )
        return self.page(surroundings, "chains.html", context)

    def _chain(self, place: int, chain: Chain) -> ChainView:
        reasons = (
            (chain.is_same_file, N_("The cases have the same file.")),
            (chain.is_same_address, N_("The cases name the same address of the picture or of its original.")),
        )
        return ChainView(
            anchor=f"picture-{place}",
            reasons=tuple(self.words.say(reason) for is_so, reason in reasons if is_so),
            uses=use_views(self.materials, [Relative(*link) for link in chain.links], self.language),
        )

    # -------------------------------------------------------------------------------------------- sample

    def _sample_outline(self) -> Outline:
        return self.outline(("sample",), self.routes.sample, "random.html", self.index.sample)

    def _sample(self) -> PlannedPage:
        title = self.words.say(N_("Random case"))
        surroundings = self.surroundings(
            self.routes.sample,
            title,
            self.words.say(N_("Cases from all over the archive, to open one of them by chance")),
            scripts=(SAMPLE_SCRIPT,),
        )
        context = SamplePage(
            chrome=chrome(self.materials, surroundings),
            heading=title,
            cases=tuple(self.way_to_case(case_id) for case_id in self.index.sample),
        )
        return self.page(surroundings, "random.html", context)
