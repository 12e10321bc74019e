"""What a published case owes its readers. A site may relax these rules in `site.yaml`, visibly."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from irrefutable.check.passages import Passage
from irrefutable.core.dates import Edtf
from irrefutable.core.diagnostics import Diagnostic, Rule, Severity
from irrefutable.core.spans import Location, SpanMap
from irrefutable.core.text import did_you_mean, listed
from irrefutable.model.archive import Archive, CaseFiles, Located
from irrefutable.model.case import Case, Correction, Summary
from irrefutable.model.claim import Claim
from irrefutable.model.edition import Edition
from irrefutable.model.picture import Media
from irrefutable.model.vocabulary import (
    AppearanceState,
    CorrectionKind,
    MediaCategory,
    SourceGrade,
    Status,
    Tone,
)

SUMMARY_LENGTH = 280
"""Characters of claimed and found together: a message on every network."""

CLAIM_UNRATED = Rule(
    "claim-unrated",
    what="Every claim of a published case has a rating and says why.",
    why="A verdict without its reason asks for trust instead of earning it.",
    example="a claim with `rating` and no `rating_explanation`",
    cure="Add `rating` and `rating_explanation`.",
)
NO_CLAIM = Rule(
    "no-claim",
    what="A published case has at least one claim.",
    why="Without a claim there is nothing that the evidence could bear on.",
    example="a case without `claims`",
    cure="Write down what was claimed, as a statement that could be true.",
)
NO_CLAIMANT = Rule(
    "no-claimant",
    what="A claim names who made it, or says why nobody can be named.",
    why="An unnamed claimant may be an oversight; a reader cannot tell.",
    example="a claim with neither `claimant` nor `claimant_unknown`",
    cure="Add `claimant`, or `claimant_unknown` with the reason.",
)
NO_APPEARANCE = Rule(
    "no-appearance",
    what="A claim says where it was published, or why that cannot be said.",
    why="A reader must be able to see that the claim was really made.",
    example="a claim with neither `appearances` nor `no_appearance`",
    cure="Add an appearance, or `no_appearance` with the reason.",
)
NO_PRIMARY_SOURCE = Rule(
    "no-primary-source",
    what="A published case has a primary source, or says why there is none.",
    why="A case that rests on retelling alone can be no better than the retelling.",
    example="a case whose sources all have `grade: secondary`",
    cure="Add a primary source, or `no_primary_source` with the reason.",
)
ONE_PAIR_OF_EYES = Rule(
    "one-pair-of-eyes",
    what="A published case has an author and a reviewer, who are not the same.",
    why="Nobody finds their own mistakes as well as somebody else does.",
    example="authors: [a-desk] and reviewed_by: [a-desk]",
    cure="Have someone else review the case and name them in `reviewed_by`.",
)
NOT_DATED = Rule(
    "not-dated",
    what="A published case has its date of publication, and `updated` is not before it.",
    why="A reader has to know what the case could have known.",
    example="status: published without `published`",
    cure="Add `published: 2026-01-31`.",
)
MADE_LATER = Rule(
    "made-later",
    what="Nothing that a published case dates, a claim, a post, an answer or another checker's verdict, is "
    "later than its last update.",
    why="A date in the future is a slip of the pen, and it puts the case into the wrong year.",
    example="made: 2107-11-14 in a case that was published in 2017",
    cure="Correct the date, or the case's `updated`.",
    severity=Severity.WARNING,
)
FAIR_USE_REASON = Rule(
    "fair-use-reason",
    what="A picture shown as fair use says why.",
    why="The licence of every picture must be clear to whoever wants to use the page.",
    example="licence: fair-use without `licence_reason`",
    cure="Add `licence_reason`.",
)
CONTRADICTORY_CATEGORY = Rule(
    "contradictory-category",
    what="A picture is not called original and transformed, or edited and staged, at once.",
    why="MediaReview's codes may be combined, but these say opposite things of one file.",
    example="category: [OriginalMediaContent, TransformedContent]",
    cure="Keep the one that is true.",
)
LIVE_WITHOUT_ARCHIVE = Rule(
    "live-without-archive",
    what="A post that is still online is given with an archived copy, unless its claim is rated true.",
    why="The page would have to send readers to the false post, which also may vanish.",
    example="an appearance with `state: live` and `url`, without `archived`",
    cure="Archive the post and add `archived`.",
    severity=Severity.WARNING,
)
LONG_SUMMARY = Rule(
    "long-summary",
    what=f"What was claimed and what was found fit in {SUMMARY_LENGTH} characters together.",
    why="They are what a phone, a search result and a message show.",
    example="a summary of two paragraphs",
    cure="Say it shorter; the report has room.",
    severity=Severity.WARNING,
)
RETRACTION_WITHOUT_REASON = Rule(
    "retraction-without-reason",
    what="A retracted case has a correction of the kind `retraction`, with date and reason.",
    why="What was published and is gone needs its reason at the same address.",
    example="status: retracted without such a correction",
    cure="Add a correction with `kind: retraction`.",
)
CORRECTION_RATING = Rule(
    "correction-rating",
    what="A change of rating names the claim and both ratings, and the last one is the claim's rating now.",
    why="The log of corrections and the claim must tell the same story.",
    example="kind: rating-change with `to: unproven` for a claim rated false",
    cure="Write `claim`, `from` and `to`, and rate the claim as the last change says.",
)
PICTURE_UNSEEN = Rule(
    "picture-unseen",
    what="A picture has a file beside the case or an address elsewhere, or at least the words it was "
    "published with and their source.",
    why="With neither there is nothing to look at and nothing to check.",
    example="an item of `media` with neither `file` nor `url`",
    cure="Add `file` or `url`; or `published_caption` with `sources`, where only the words are compared.",
)
UNKNOWN_RULE = Rule(
    "unknown-rule",
    what="`policies.relax` names a rule that can be relaxed.",
    why="A misspelt rule would still be held, and the methodology page would say otherwise.",
    example="relax: [{rule: one-pair-of-eye, reason: …}]",
    cure="Correct the code; only the editorial rules can be relaxed.",
)

RELAXABLE = (
    CLAIM_UNRATED,
    NO_CLAIMANT,
    NO_APPEARANCE,
    NO_PRIMARY_SOURCE,
    ONE_PAIR_OF_EYES,
    LIVE_WITHOUT_ARCHIVE,
    LONG_SUMMARY,
)
RULES = (
    *RELAXABLE,
    NO_CLAIM,
    NOT_DATED,
    MADE_LATER,
    FAIR_USE_REASON,
    CONTRADICTORY_CATEGORY,
    RETRACTION_WITHOUT_REASON,
    CORRECTION_RATING,
    PICTURE_UNSEEN,
    UNKNOWN_RULE,
)

_CONTRADICTIONS = (
    {MediaCategory.ORIGINAL, MediaCategory.TRANSFORMED},
    {MediaCategory.EDITED_OR_CROPPED, MediaCategory.STAGED},
)


def check_case(archive: Archive, files: CaseFiles) -> Iterator[Diagnostic]:
    """Yield what a case still owes its readers; a draft owes less."""
    relaxed = {item.rule for item in archive.site.value.policies.relax}
    for diagnostic in _owed(archive, files):
        if diagnostic.code not in relaxed:
            yield diagnostic


def check_site(archive: Archive) -> Iterator[Diagnostic]:
    """Yield relaxed rules that do not exist or cannot be relaxed."""
    spans, codes = archive.site.spans, [rule.code for rule in RELAXABLE]
    for place, item in enumerate(archive.site.value.policies.relax):
        if item.rule not in codes:
            yield UNKNOWN_RULE.at(
                spans.value(("policies", "relax", place, "rule")),
                f'"{item.rule}" is not a rule that can be relaxed',
                did_you_mean(item.rule, codes),
                source=spans.source,
            )


def _owed(archive: Archive, files: CaseFiles) -> Iterator[Diagnostic]:
    case, spans = files.case.value, files.case.spans
    for place, media in enumerate(case.media):
        yield from _media(media, ("media", place), spans)
    if case.status is Status.PUBLISHED:
        yield from _published(archive, case, spans)
        versions: tuple[Located[Case] | Located[Edition], ...] = (files.case, *files.editions.values())
        for located in versions:
            yield from _summary(located.value.summary, located.value.language, located.spans)
    if case.status is Status.RETRACTED and not any(
        item.kind is CorrectionKind.RETRACTION for item in case.corrections
    ):
        yield RETRACTION_WITHOUT_REASON.at(
            spans.value(("status",)),
            "the case is retracted, and no correction says why",
            "add a correction with `kind: retraction`",
            source=spans.source,
        )
    yield from _rating_changes(archive, case, spans)


def _media(media: Media, location: Location, spans: SpanMap) -> Iterator[Diagnostic]:
    has_caption = media.published_caption is not None and media.published_caption.sources
    if not media.file and not media.url and not has_caption:
        yield PICTURE_UNSEEN.at(
            spans.value((*location, "id")),
            f'the picture "{media.id}" has neither a file nor an address',
            "add `file:` or `url:`",
            source=spans.source,
        )
    if media.licence == "fair-use" and not media.licence_reason:
        yield FAIR_USE_REASON.at(
            spans.value((*location, "licence")),
            f'"{media.id}" is shown as fair use without a reason',
            "add `licence_reason:`",
            source=spans.source,
        )
    for first, second in combinations(media.category, 2):
        if {first, second} in _CONTRADICTIONS:
            yield CONTRADICTORY_CATEGORY.at(
                spans.value((*location, "category")),
                f'"{media.id}" cannot be both {first.value} and {second.value}',
                "keep the one that is true",
                source=spans.source,
            )


def _summary(summary: Summary, language: str, spans: SpanMap) -> Iterator[Diagnostic]:
    length = sum(len(text.phrase(language, language).text) for text in (summary.claimed, summary.found))
    if length > SUMMARY_LENGTH:
        yield LONG_SUMMARY.at(
            spans.key(("summary",)),
            f"claimed and found have {length} characters together, {length - SUMMARY_LENGTH} too many",
            "say it shorter; the report has room",
            source=spans.source,
        )


def _published(archive: Archive, case: Case, spans: SpanMap) -> Iterator[Diagnostic]:
    status = Passage(spans, ("status",))
    if not case.claims:
        yield NO_CLAIM.at(
            status.start, "the case is published without a claim", "add `claims:`", source=spans.source
        )
    if not case.published:
        yield NOT_DATED.at(
            status.start,
            "the case is published without a date",
            "add `published:` with the day",
            source=spans.source,
        )
    elif case.updated and case.updated.sort_key() < case.published.sort_key():
        yield NOT_DATED.at(
            spans.value(("updated",)),
            f"updated on {case.updated.text}, before it was published on {case.published.text}",
            "correct one of the two dates",
            source=spans.source,
        )
    yield from _made_later(case, spans)
    if not any(item.grade is SourceGrade.PRIMARY for item in case.sources) and not case.no_primary_source:
        yield NO_PRIMARY_SOURCE.at(
            status.start,
            "the case is published without a primary source",
            "add one, or `no_primary_source:` with the reason",
            source=spans.source,
        )
    if not case.authors:
        hint = "name who wrote it in `authors:`"
        yield ONE_PAIR_OF_EYES.at(
            status.start, "the case is published without an author", hint, source=spans.source
        )
    elif not set(case.reviewed_by) - set(case.authors):
        yield ONE_PAIR_OF_EYES.at(
            spans.value(("reviewed_by",)) if case.reviewed_by else status.start,
            f"the case was written by {listed(case.authors)} and reviewed by nobody else",
            "name another person or desk in `reviewed_by:`",
            source=spans.source,
        )
    for place, claim in enumerate(case.claims):
        yield from _claim(archive, claim, ("claims", place), spans)


def _claim(archive: Archive, claim: Claim, location: Location, spans: SpanMap) -> Iterator[Diagnostic]:
    claimed = Passage(spans, (*location, "id"))
    missing = [
        name
        for name, value in (("rating", claim.rating), ("rating_explanation", claim.rating_explanation))
        if not value
    ]
    if missing:
        keys = listed(f"`{name}:`" for name in missing)
        yield CLAIM_UNRATED.at(
            claimed.start,
            f'the claim "{claim.id}" has no {" and no ".join(missing)}',
            f"add {keys}",
            source=spans.source,
        )
    if not claim.claimant and not claim.claimant_unknown:
        hint = "add `claimant:`, or `claimant_unknown:` with the reason"
        yield NO_CLAIMANT.at(
            claimed.start, f'the claim "{claim.id}" has no claimant', hint, source=spans.source
        )
    if not claim.appearances and not claim.no_appearance:
        hint = "add `appearances:`, or `no_appearance:` with the reason"
        yield NO_APPEARANCE.at(
            claimed.start, f'the claim "{claim.id}" has no appearance', hint, source=spans.source
        )
    rating = archive.rating(claim.rating) if claim.rating else None
    is_true = rating is not None and rating[1].tone in (Tone.TRUE, Tone.MOSTLY_TRUE)
    for place, item in enumerate(claim.appearances):
        if item.state is AppearanceState.LIVE and item.url and not item.archived and not is_true:
            yield LIVE_WITHOUT_ARCHIVE.at(
                spans.value((*location, "appearances", place, "url")),
                "the post is still online and has no archived copy",
                "archive the post and add `archived:`",
                source=spans.source,
            )


def _made_later(case: Case, spans: SpanMap) -> Iterator[Diagnostic]:
    dates = [date for date in (case.published, case.updated) if date]
    last = max(dates, key=Edtf.sort_key, default=None)
    if last is None or last.end is None:
        return
    dated: list[tuple[Edtf | None, Location]] = []
    for place, claim in enumerate(case.claims):
        dated.append((claim.made, ("claims", place, "made")))
        for number, item in enumerate(claim.appearances):
            dated.append((item.date, ("claims", place, "appearances", number, "date")))
        for number, verdict in enumerate(claim.other_verdicts):
            dated.append((verdict.date, ("claims", place, "other_verdicts", number, "date")))
    dated += ((item.date, ("rebuttals", place, "date")) for place, item in enumerate(case.rebuttals))
    for date, location in dated:
        if date and date.start and date.start.first > last.end.last:
            yield MADE_LATER.at(
                spans.value(location),
                f"{date.text} is after the case was last updated, on {last.text}",
                "correct the date, or `updated:`",
                source=spans.source,
            )


def _rating_changes(archive: Archive, case: Case, spans: SpanMap) -> Iterator[Diagnostic]:
    ratings = {claim.id: claim.rating for claim in case.claims}
    last: dict[str, tuple[int, Correction]] = {}
    for place, item in enumerate(case.corrections):
        if item.kind is not CorrectionKind.RATING_CHANGE:
            continue
        if not (item.claim and item.from_ and item.to):
            yield CORRECTION_RATING.at(
                spans.value(("corrections", place, "kind")),
                "a change of rating needs the claim and both ratings",
                "add `claim:`, `from:` and `to:`",
                source=spans.source,
            )
        elif item.claim not in last or last[item.claim][1].date.sort_key() <= item.date.sort_key():
            last[item.claim] = place, item
    for claim_id, (place, item) in last.items():
        if claim_id not in ratings:
            continue
        rating = ratings[claim_id]
        if rating is None or archive.rating(rating) != archive.rating(item.to or ""):
            now = f'rated "{rating}"' if rating else "not rated"
            yield CORRECTION_RATING.at(
                spans.value(("corrections", place, "to")),
                f'the claim "{claim_id}" is {now}, its last change of rating says "{item.to}"',
                "correct one of the two",
                source=spans.source,
            )
