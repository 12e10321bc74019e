"""What one build remembers for the next. Refuses to hold what a page says: only how to know it is right."""

from typing import NamedTuple

from irrefutable.core.diagnostics import Diagnostic


class ClaimFacts(NamedTuple):
    """What is counted of a claim."""

    id: str
    claimant: str
    """Its id; or empty."""
    rating: str
    """As it is written; or empty."""
    made: str
    """EDTF."""


class PictureFacts(NamedTuple):
    """What tells that a picture of a case is that of another."""

    claim: str
    """The claim about it, or the first one."""
    moment: str
    """When that was made, as a key that orders in time."""
    marks: tuple[str, ...]
    """`file DIGEST` and `address DIGEST`, of the picture and of what it was made from."""


class Relative(NamedTuple):
    """A case that shares something with another."""

    case: str
    claim: str
    """The claim by which it does."""


class Kinship(NamedTuple):
    """What a case shares with others, and those of them that are nearest to it in time."""

    kind: str
    """`picture`, `claimant` (and a topic) or `place` (and a year)."""
    key: str
    """A mark of a picture; else the two ids with a space between."""
    claim: str
    """The claim of the case itself."""
    earlier: tuple[Relative, ...]
    """The earliest first."""
    later: tuple[Relative, ...]
    """The earliest first."""


class CaseFacts(NamedTuple):
    """What lists and other cases may want to know of a case, small enough to hold for all of them."""

    record: str
    """Where what was read from its files is remembered: changes with any byte of them."""
    summary: str
    """Where what other pages may show of it is remembered: changes only with that."""
    timeline: str
    """Where what timelines of many cases may show of it is remembered; empty where it has no timeline."""
    labels: str
    """Where its names of places and platforms are remembered; empty where it has none."""
    status: str
    language: str
    editions: tuple[str, ...]
    former_slugs: tuple[str, ...]
    published_at: float
    """Seconds since 1970; infinite for a draft without a date."""
    release_at: float | None
    """When its embargo ends."""
    updated: str
    """EDTF; or empty."""
    filed: tuple[tuple[str, str], ...]
    """Kind and key of each list that it belongs to."""
    claims: tuple[ClaimFacts, ...]
    moments: tuple[str, ...]
    """When each entry of its timeline happened, as keys that order in time."""
    pictures: tuple[PictureFacts, ...]
    names: tuple[str, ...]
    """Every entity that it names."""
    shown: tuple[str, ...]
    """The entities whose names lists show with it."""
    corrected_at: tuple[float, ...]
    """When each of its corrections was made, in their order, in seconds since 1970."""
    paths: tuple[tuple[str, str], ...]
    """The file of each edition by its language, and of the case under no language."""


class PageEntry(NamedTuple):
    """A page as it was published."""

    path: str
    url: str
    sha256: str
    size_bytes: int


class UnitEntry(NamedTuple):
    """Pages that are made together: those of a case, or one of the archive's own."""

    parts: tuple[tuple[str, str], ...]
    """Names and digests of everything that decides their bytes."""
    asked: tuple[str, ...]
    """What was asked for beyond its own files, found or not: `case ID`, `entity ID`, `address PATH`."""
    pages: tuple[PageEntry, ...]
    files: tuple[PageEntry, ...]
    """What was published beside them: pictures, and what describes them."""


class Seal(NamedTuple):
    """What a build did that ended well."""

    surroundings: str
    """What decides the bytes of a site beside its files."""
    places: str
    """Where that was installed, and since when."""
    now_at: float
    """The instant that it was of, in seconds since 1970."""
    until: float | None
    """The next instant at which an embargo ends."""
    parts: tuple[tuple[str, str], ...]
    """Names and digests of what every page may show."""
    site: str
    """Where what was read of everything but the cases is remembered."""
    languages: tuple[tuple[str, int], ...]
    """How many cases and editions there are in each language: `case LANG`, `edition LANG`."""
    cases: int
    pages: int
    files: int
    entries: int
    """The number of the ledger's other entries: digests tell of a changed one, and this of a lost one."""
    manifest: str
    """The SHA-256 of the manifest that it published."""
    foreign: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


class Handover(NamedTuple):
    """A build that another machine can go on from."""

    seal: Seal
    read: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """By the name of the tree, path and SHA-256 of each file that was read."""
    entries: tuple[str, ...]
    """The SHA-256 of each group of the ledger's other entries."""


class DumpCounts(NamedTuple):
    """How much there is in a part of the dumps, or in a year of them."""

    cases: int
    claims: int
    reviews: int
    """ClaimReviews: a rated claim has one on each page of its case."""
