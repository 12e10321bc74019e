"""The archive: everything that was read, each value with the place it was written at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from irrefutable.core.spans import SpanMap
from irrefutable.model.case import Case
from irrefutable.model.edition import Edition
from irrefutable.model.history import PublishedState
from irrefutable.model.site import Entity, Page, Rating, Ratings, RatingScheme, Site, Topic, Topics
from irrefutable.model.vocabulary import Status

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """A value and where each part of it was written."""

    value: T
    spans: SpanMap


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture file beside a case.

    Width and height are those of the upright picture, in pixels. Both are 0 where the file could not
    be read; a diagnostic has then said so.
    """

    path: str
    digest: str
    sha256: str
    size_bytes: int
    width_px: int = 0
    height_px: int = 0


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """A case's folder: the case, its editions by language, its picture files by name, and its history."""

    case: Located[Case]
    editions: Mapping[str, Located[Edition]] = field(default_factory=dict)
    files: Mapping[str, MediaFile] = field(default_factory=dict)
    history: tuple[PublishedState, ...] = ()
    """Its published states, the first one first, as far as they are recorded."""

    @property
    def is_visible(self) -> bool:
        """Whether readers may see the case or its tombstone, embargo apart."""
        return self.case.value.status in (Status.PUBLISHED, Status.RETRACTED)


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything an archive says, in the order of its ids."""

    site: Located[Site]
    ratings: Located[Ratings]
    topics: Located[Topics]
    topics_by_id: Mapping[str, Topic]
    """The same topics: a large archive has thousands, and each of its cases asks for three of them."""
    entities: Mapping[str, Located[Entity]]
    pages: Mapping[tuple[str, str], Located[Page]]
    """By id and language."""
    cases: Mapping[str, CaseFiles]
    former_slugs: Mapping[str, str] = field(default_factory=dict)
    """The case that stood at an address before, by the last part of that address."""
    edition_languages: frozenset[str] = frozenset()
    """The languages of all editions."""
    unreadable: frozenset[tuple[str, str]] = frozenset()
    """Kind and id of what is there but could not be read, such as `("case", "2008-iran")`: a reference
    to it is not a second mistake."""
    broken: Mapping[str, CaseFiles] = field(default_factory=dict)
    """What could be read of cases and editions with errors, for the check of ids only: fields may be absent
    against their types, and an item with an empty id stands for any that could not be read."""

    def scheme(self, scheme_id: str) -> RatingScheme | None:
        """Return a rating scheme by its id."""
        return next((s for s in self.ratings.value.schemes if s.id == scheme_id), None)

    def rating(self, reference: str) -> tuple[RatingScheme, Rating] | None:
        """Return the rating that `key` or `scheme/key` stands for."""
        scheme_id, _, key = reference.rpartition("/")
        scheme = self.scheme(scheme_id or self.site.value.rating_scheme)
        for rating in scheme.ratings if scheme else ():
            if scheme and rating.key == key:
                return scheme, rating
        return None
