"""What pages are planned from: the archive, and what other stages made of its files."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from irrefutable.model.archive import Archive, CaseFiles
from irrefutable.model.entries import Kinship
from irrefutable.model.fields import Text
from irrefutable.model.prose import ProseRenderer
from irrefutable.plan.routes import Routes

if TYPE_CHECKING:
    from irrefutable.model.drawing import Drawing
    from irrefutable.model.media import HeatMap, Placement, PublishedPicture
    from irrefutable.plan.cards import Shown


def _no_labels(_case_id: str) -> Mapping[tuple[str, str], Text]:
    return {}


@dataclass(frozen=True, slots=True)
class Materials:
    """Everything that planning needs; nothing is read besides."""

    archive: Archive
    listed: Container[str]
    """The cases that lists show: those with a page that is no tombstone."""
    routes: Routes
    pictures: Mapping[tuple[str, str], PublishedPicture]
    """By case and medium."""
    placements: Mapping[tuple[str, str], Placement]
    """By case and comparison."""
    heat_maps: Mapping[tuple[str, str], HeatMap]
    """What differs, by case and comparison; none where a pair is not placed."""
    cards: Mapping[tuple[str, str], Drawing]
    """The share card by case and language; none where its words cannot be drawn."""
    cuts: Mapping[tuple[str, str, str], tuple[PublishedPicture, PublishedPicture]]
    """The two details of each pair of twins by case, comparison and region."""
    pairs: Mapping[tuple[str, str, str], Drawing]
    """The sheet to take away by case, language and comparison; none where a picture may not be on it."""
    assets: Mapping[str, str]
    """The URL of each asset by the name that pages ask for."""
    prose: ProseRenderer
    is_preview: bool
    shown: Callable[[str, str], Shown] | None = None
    """Returns what pages in a language show of a case as lists do; None where each makes that for itself."""
    timelines: Mapping[str, CaseFiles] = field(default_factory=dict)
    """The cases as timelines of many cases see them."""
    labels: Callable[[str], Mapping[tuple[str, str], Text]] = _no_labels
    """Returns the names that a case gives to its places and platforms, by kind and key."""
    kin: tuple[Kinship, ...] = ()
    """What the case that is planned shares with others."""
    has_list: Container[tuple[str, str]] = frozenset()
    """Kind and key of the places and platforms of that case that there is a list of."""
    is_searchable: bool = False
    """Whether there is a page to search on."""
    has_lookup: bool = False
    """Whether there is a page to ask on about a picture."""

    @property
    def default_language(self) -> str:
        """The language of pages that have no other."""
        return self.archive.site.value.languages[0]

    def case_files(self, case_id: str) -> CaseFiles:
        """Return the folder of a case that is built."""
        return self.archive.cases[case_id]

    def list_language(self, language: str) -> str:
        """Return the language whose lists a page of `language` leads to: its own where the site has it."""
        languages = self.archive.site.value.languages
        return language if language in languages else languages[0]
