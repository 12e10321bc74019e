"""The kinds of files in which the archive is told to programs. Refuses to know what stands in them."""

from typing import Final, NamedTuple

from irrefutable.plan.wording import N_


class DumpFile(NamedTuple):
    """A kind of file that each part of the dumps has."""

    folder: str
    ending: str
    media_type: str
    counted: str
    """What its records are: `cases`, `claims` or `reviews`."""
    label: str


DUMP_FILES: Final = (
    DumpFile("cases", "jsonl", "application/jsonl", "cases", N_("Cases, JSON Lines")),
    DumpFile("cases", "csv", "text/csv", "cases", N_("Cases, CSV")),
    DumpFile("claims", "jsonl", "application/jsonl", "claims", N_("Claims, JSON Lines")),
    DumpFile("claims", "csv", "text/csv", "claims", N_("Claims, CSV")),
    DumpFile("claimreview", "json", "application/ld+json", "reviews", N_("ClaimReview, DataFeed")),
)
"""In the order in which they are made."""
