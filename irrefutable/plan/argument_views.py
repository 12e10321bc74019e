"""What a case argues with, as a reader of one language sees it. Refuses to know what else is on the page.

Claims, answers, the order of events, what sources disagree on, and what was not found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from irrefutable.model.case import Rebuttal, TimelineEntry
from irrefutable.model.claim import Appearance, Claim, OtherVerdict
from irrefutable.model.edition import ClaimWords, DisagreementWords, OtherVerdictWords, RebuttalWords
from irrefutable.model.vocabulary import AppearanceState, Intent
from irrefutable.plan.cards import rating_view
from irrefutable.plan.contexts.case import (
    AppearanceView,
    ClaimView,
    DisagreementView,
    NotFoundView,
    OtherVerdictView,
    ReachView,
    RebuttalView,
    TimelineView,
    VariantView,
)
from irrefutable.plan.index import platform_key
from irrefutable.plan.reading import Reading


def claim_view(reading: Reading, number: int, claim: Claim) -> ClaimView:
    """Return a claim without its evidence, which only the whole case knows."""
    words = reading.edition_words("claims", claim.id, ClaimWords)
    explanation = words.rating_explanation if words else None
    return ClaimView(
        id=claim.id,
        anchor=f"claim-{claim.id}",
        number=number,
        text=reading.said(claim.text, words.text if words else None),
        rating=rating_view(reading.materials, claim.rating, reading.language),
        explanation=reading.maybe_prose(f"claim-{claim.id}", claim.rating_explanation, explanation),
        claimant=reading.entity(claim.claimant) if claim.claimant else None,
        claimant_unknown=reading.maybe_said(
            claim.claimant_unknown, words.claimant_unknown if words else None
        ),
        made=reading.wording.date(claim.made),
        intent="" if claim.intent is Intent.UNKNOWN else reading.wording.label(claim.intent),
        other_verdicts=tuple(
            _other_verdict(
                reading,
                f"claim-{claim.id}-{item.by}",
                item,
                words.other_verdicts.get(item.by) if words else None,
            )
            for item in claim.other_verdicts
        ),
        quotes=reading.quotes(claim.quotes),
        appearances=tuple(_appearance(reading, item) for item in claim.appearances),
        no_appearance=reading.maybe_said(claim.no_appearance, words.no_appearance if words else None),
        relations=tuple(
            (reading.wording.label(item.relation), reading.claim_link(item.claim))
            for item in claim.relations
            if reading.is_reachable(item.claim)
        ),
        pictures=tuple(reading.media_link(media_id) for media_id in claim.about),
        evidence=(),
    )


def _other_verdict(
    reading: Reading, scope: str, item: OtherVerdict, words: OtherVerdictWords | None
) -> OtherVerdictView:
    language = reading.language
    own = item.language or reading.case.language
    verdict = item.verdict.phrase(own, own)
    # What it means comes from the edition, or else from the map that holds the checker's own words.
    meant = words.verdict.phrase(language, language) if words and words.verdict else None
    meant = meant or item.verdict.phrase(language, own)
    is_foreign = verdict.language != language and meant.language == language
    return OtherVerdictView(
        by=reading.entity(item.by),
        verdict=verdict,
        translation=meant if is_foreign else None,
        date=reading.wording.date(item.date) if item.date else None,
        note=reading.maybe_prose(scope, item.note, words.note if words else None),
        citations=reading.cite(item.sources),
    )


def _appearance(reading: Reading, item: Appearance) -> AppearanceView:
    # A live false post is not linked where an archived copy is given.
    url = item.archived or item.url or ""
    reach = None
    if item.reach:
        reach = ReachView(
            number=reading.wording.number(item.reach.number),
            unit=reading.words(item.reach.unit),
            date=reading.wording.date(item.reach.date),
        )
    sources = (*item.sources, *((item.reach.source,) if item.reach else ()))
    return AppearanceView(
        platform=reading.words(item.platform),
        platform_url=reading.list_url("platform", platform_key(item.platform)),
        account=item.account or "",
        url="" if item.state is AppearanceState.DELETED and not item.archived else url,
        is_archived=bool(item.archived),
        date=reading.wording.date(item.date),
        language_name=reading.wording.language_name(item.language) if item.language else "",
        state=item.state.value,
        state_label=reading.wording.label(item.state),
        reach=reach,
        screenshot=reading.media_link(item.screenshot) if item.screenshot else None,
        citations=reading.cite(sources),
    )


def thread_views(reading: Reading) -> tuple[RebuttalView, ...]:
    """Return the answers to a case, the earliest first, each with those to it."""
    rebuttals = sorted(reading.case.rebuttals, key=lambda item: item.date.sort_key())
    ids = {item.id for item in rebuttals}
    replies: dict[str, list[Rebuttal]] = {}
    for item in rebuttals:
        replies.setdefault(item.to if item.to in ids else "", []).append(item)
    return tuple(_rebuttal(reading, item, replies) for item in replies.get("", ()))


def _rebuttal(reading: Reading, item: Rebuttal, replies: Mapping[str, Sequence[Rebuttal]]) -> RebuttalView:
    words = reading.edition_words("rebuttals", item.id, RebuttalWords)
    anchor = f"rebuttal-{item.id}"
    return RebuttalView(
        id=item.id,
        anchor=anchor,
        by=reading.entity(item.by),
        date=reading.wording.date(item.date),
        to=reading.argument_link(item.to),
        text=reading.prose(anchor, item.text, words.text if words else None),
        quotes=reading.quotes(item.quotes),
        response=reading.maybe_prose(f"{anchor}-response", item.response, words.response if words else None),
        holds=item.holds.value,
        holds_label=reading.wording.label(item.holds),
        confidence=item.confidence.value,
        confidence_label=reading.wording.label(item.confidence),
        citations=reading.cite(item.sources),
        replies=tuple(_rebuttal(reading, reply, replies) for reply in replies.get(item.id, ())),
    )


def timeline_views(reading: Reading) -> tuple[TimelineView, ...]:
    """Return what happened, the earliest first."""
    ordered = sorted(reading.case.timeline, key=lambda entry: entry.date.sort_key())
    return tuple(timeline_view(reading, entry) for entry in ordered)


def timeline_view(reading: Reading, entry: TimelineEntry, prefix: str = "") -> TimelineView:
    """Return something that happened.

    Args:
        reading: the case.
        entry: of its timeline.
        prefix: of its fragment, where entries of other cases stand on the same page.
    """
    words = reading.edition.timeline if reading.edition else {}
    anchor = f"{prefix}timeline-{entry.id}"
    return TimelineView(
        anchor=anchor,
        date=reading.wording.date(entry.date),
        kind=entry.kind.value,
        kind_label=reading.wording.label(entry.kind),
        text=reading.prose(anchor, entry.text, words[entry.id].text if entry.id in words else None),
        confidence=entry.confidence.value,
        confidence_label=reading.wording.label(entry.confidence),
        citations=reading.cite(entry.sources),
    )


def disagreement_views(reading: Reading) -> tuple[DisagreementView, ...]:
    """Return the points on which sources differ."""
    views = []
    for item in reading.case.disagreements:
        words = reading.edition_words("disagreements", item.id, DisagreementWords)
        anchor = f"disagreement-{item.id}"
        translated = words.variants if words else ()
        views.append(
            DisagreementView(
                anchor=anchor,
                point=reading.said(item.point, words.point if words else None),
                variants=tuple(
                    VariantView(
                        text=reading.prose(
                            f"{anchor}-{place}",
                            variant.text,
                            translated[place - 1] if place <= len(translated) else None,
                        ),
                        citations=reading.cite(variant.sources),
                    )
                    for place, variant in enumerate(item.variants, 1)
                ),
                resolution=reading.prose(
                    f"{anchor}-resolution", item.resolution, words.resolution if words else None
                ),
                confidence=item.confidence.value,
                confidence_label=reading.wording.label(item.confidence),
            )
        )
    return tuple(views)


def not_found_views(reading: Reading) -> tuple[NotFoundView, ...]:
    """Return what was looked for and not found."""
    words = reading.edition.not_found if reading.edition else {}
    return tuple(
        NotFoundView(
            anchor=f"not-found-{item.id}",
            text=reading.prose(
                f"not-found-{item.id}", item.text, words[item.id].text if item.id in words else None
            ),
        )
        for item in reading.case.not_found
    )
