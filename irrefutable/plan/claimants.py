"""How often claims of someone were checked, and what came of it. Refuses to draw a conclusion from that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from irrefutable.core.dates import parse
from irrefutable.model.entries import ClaimFacts
from irrefutable.model.fields import Phrase
from irrefutable.plan.cards import rating_view
from irrefutable.plan.contexts.browse import CountsRow, CountsView, RecordView, Tally
from irrefutable.plan.index import Index
from irrefutable.plan.listing import Listing
from irrefutable.plan.wording import N_


def record_told(index: Index, entity_id: str) -> Sequence[tuple[str, str]]:
    """Return what decides the record of a claimant: when each claim was made, and its rating."""
    return sorted((claim.made, claim.rating) for claim in _claims(index, entity_id))


def record_view(listing: Listing, entity_id: str) -> RecordView | None:
    """Return the record of a claimant; None where lists show none of its claims."""
    claims = _claims(listing.index, entity_id)
    if not claims:
        return None
    words, archive = listing.words, listing.materials.archive
    dates = sorted((parse(claim.made) for claim in claims), key=lambda date: date.sort_key())
    counts: Counter[tuple[int, str]] = Counter()
    for claim in claims:
        found = archive.rating(claim.rating) if claim.rating else None
        counts[parse(claim.made).year, f"{found[0].id}/{found[1].key}" if found else ""] += 1
    columns = []
    for scheme in archive.ratings.value.schemes:
        for rating in scheme.ratings:
            key = f"{scheme.id}/{rating.key}"
            view = rating_view(listing.materials, key, listing.language)
            whole = sum(count for (_, other), count in counts.items() if other == key)
            if view and whole:
                columns.append((key, Tally(view.label, view.url, whole, view.tone)))
    unrated = sum(count for (_, key), count in counts.items() if not key)
    if unrated:
        columns.append(("", Tally(listing.here(N_("Not rated yet")), "", unrated)))
    rows = []
    for year in sorted({year for year, _ in counts}, reverse=True):
        label = Phrase(f"{year}", listing.language)
        cells = tuple(Tally(label, "", counts[year, key]) for key, _ in columns)
        rows.append(CountsRow(Tally(label, "", sum(cell.count for cell in cells)), cells))
    return RecordView(
        first=words.date(dates[0]),
        last=words.date(dates[-1]),
        claim_count=len(claims),
        counts=CountsView(
            caption=words.say(N_("Claims that were checked, by year and verdict")),
            rows_title=words.say(N_("Year of the claim")),
            columns=tuple(column for _, column in columns),
            rows=tuple(rows),
            total_title=words.say(N_("All")),
        ),
    )


def _claims(index: Index, entity_id: str) -> list[ClaimFacts]:
    return [
        claim
        for case_id in index.by_claimant.get(entity_id, ())
        for claim in index.facts[case_id].claims
        if claim.claimant == entity_id
    ]
