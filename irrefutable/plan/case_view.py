"""A case as a reader of one language sees it. Refuses to know how a page looks.

The views are made in the order of the page, because sources are numbered by their first citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from irrefutable.model.case import (
    Appearance,
    Claim,
    Comparison,
    Correction,
    Evidence,
    Media,
    OtherVerdict,
    Rebuttal,
    Source,
)
from irrefutable.model.edition import (
    ClaimWords,
    DisagreementWords,
    EvidenceWords,
    OtherVerdictWords,
    RebuttalWords,
)
from irrefutable.model.fields import Phrase
from irrefutable.model.prose import EMBED_MARK, Embed, embeds
from irrefutable.model.vocabulary import AppearanceState, Intent, Status
from irrefutable.plan.cards import card, rating_view
from irrefutable.plan.contexts import (
    AppearanceView,
    CaseView,
    Citation,
    ClaimView,
    ComparisonView,
    CorrectionView,
    DisagreementView,
    EvidenceView,
    Link,
    MediaView,
    NotFoundView,
    OtherVerdictView,
    PlaceView,
    ProseView,
    ReachView,
    RebuttalView,
    RelatedView,
    ReminderView,
    ReportBlock,
    SourceView,
    TimelineView,
    VariantView,
)
from irrefutable.plan.materials import Materials
from irrefutable.plan.picture_views import comparison_view, media_view
from irrefutable.plan.reading import Reading

_EMBED_PARAGRAPH = re.compile(rf"<p>{EMBED_MARK}(\d+){EMBED_MARK}</p>\n?")


def case_view(materials: Materials, case_id: str, language: str) -> CaseView:
    """Return a case in a language: in its own, or in that of one of its editions."""
    return _Builder(Reading(materials, case_id, language)).case()


def correction_views(
    materials: Materials, case_id: str, language: str, *, link_case: bool
) -> tuple[CorrectionView, ...]:
    """Return the corrections of a case for a page without its claims and sources, the latest first."""
    return _Builder(Reading(materials, case_id, language)).corrections(is_apart=True, link_case=link_case)


@dataclass
class _Builder:
    """Makes the views of one case in one language, and numbers its sources on the way."""

    reading: Reading
    _shown: set[str] = field(default_factory=set)

    # ------------------------------------------------------------------------------------- the whole

    def case(self) -> CaseView:
        case, edition, words = self.reading.case, self.reading.edition, self.reading.wording
        lead = self.comparison(case.comparisons[0]) if case.comparisons else None
        claims = tuple(self.claim(number, claim) for number, claim in enumerate(case.claims, 1))
        report = self.report(claims)
        evidence = tuple(self.evidence(number, item) for number, item in enumerate(case.evidence, 1))
        comparisons = tuple(
            self.comparison(item) for item in case.comparisons if f"comparison {item.id}" not in self._shown
        )
        thread = self.thread()
        timeline = self.timeline()
        disagreements = self.disagreements()
        not_found = self.not_found()
        pictures = tuple(self.media(item) for item in case.media if f"media {item.id}" not in self._shown)
        corrections = self.corrections()
        title = self.reading.said(case.title, edition.title if edition else None)
        published = words.date(case.published) if case.published else None
        original = self.reading.materials.routes.case(case.id)
        return CaseView(
            id=case.id,
            title=title,
            claimed=self.reading.said(case.summary.claimed, edition.summary.claimed if edition else None),
            found=self.reading.said(case.summary.found, edition.summary.found if edition else None),
            status=case.status.value,
            status_label="" if case.status is Status.PUBLISHED else words.label(case.status),
            verdict=claims[0].rating if claims else None,
            published=published,
            updated=words.date(case.updated) if case.updated and case.updated != case.published else None,
            authors=self.reading.entities(case.authors),
            reviewers=self.reading.entities(case.reviewed_by),
            translators=self.reading.entities(edition.translated_by if edition else ()),
            original_edition=Link(words.language_name(case.language), original.url) if edition else None,
            is_older_than_original=self._is_older_than_original(),
            topics=self._topics(),
            places=tuple(
                PlaceView(
                    self.reading.words(place.name),
                    tuple(alias for alias in place.aliases if alias not in place.name.strings()),
                    words.country(place.country),
                )
                for place in case.places
            ),
            claims=self._with_evidence(claims, evidence),
            lead=lead,
            comparisons=comparisons,
            pictures=pictures,
            report=report,
            evidence=evidence,
            thread=thread,
            rebuttal_count=len(case.rebuttals),
            timeline=timeline,
            is_timeline_in_report=any(block.is_timeline for block in report),
            disagreements=disagreements,
            not_found=not_found,
            sources=self.sources(),
            no_primary_source=self.reading.words(case.no_primary_source) if case.no_primary_source else None,
            corrections=corrections,
            related=self._related(),
            citation=self._how_to_cite(title, published.text if published else ""),
        )

    # ------------------------------------------------------------------------------------- the nouns

    def claim(self, number: int, claim: Claim) -> ClaimView:
        words = self.reading.edition_words("claims", claim.id, ClaimWords)
        explanation = words.rating_explanation if words else None
        return ClaimView(
            id=claim.id,
            anchor=f"claim-{claim.id}",
            number=number,
            text=self.reading.said(claim.text, words.text if words else None),
            rating=rating_view(self.reading.materials, claim.rating, self.reading.language),
            explanation=self.reading.maybe_prose(f"claim-{claim.id}", claim.rating_explanation, explanation),
            claimant=self.reading.entity(claim.claimant) if claim.claimant else None,
            claimant_unknown=self.reading.maybe_said(
                claim.claimant_unknown, words.claimant_unknown if words else None
            ),
            made=self.reading.wording.date(claim.made),
            intent="" if claim.intent is Intent.UNKNOWN else self.reading.wording.label(claim.intent),
            other_verdicts=tuple(
                self.other_verdict(
                    f"claim-{claim.id}-{item.by}", item, words.other_verdicts.get(item.by) if words else None
                )
                for item in claim.other_verdicts
            ),
            quotes=self.reading.quotes(claim.quotes),
            appearances=tuple(self.appearance(item) for item in claim.appearances),
            no_appearance=self.reading.maybe_said(
                claim.no_appearance, words.no_appearance if words else None
            ),
            relations=tuple(
                (self.reading.wording.label(item.relation), self.reading.claim_link(item.claim))
                for item in claim.relations
                if self.reading.is_reachable(item.claim)
            ),
            pictures=tuple(self.reading.media_link(media_id) for media_id in claim.about),
            evidence=(),
        )

    def other_verdict(
        self, scope: str, item: OtherVerdict, words: OtherVerdictWords | None
    ) -> OtherVerdictView:
        language = self.reading.language
        own = item.language or self.reading.case.language
        verdict = item.verdict.phrase(own, own)
        # What it means comes from the edition, or else from the map that holds the checker's own words.
        meant = words.verdict.phrase(language, language) if words and words.verdict else None
        meant = meant or item.verdict.phrase(language, own)
        is_foreign = verdict.language != language and meant.language == language
        return OtherVerdictView(
            by=self.reading.entity(item.by),
            verdict=verdict,
            translation=meant if is_foreign else None,
            date=self.reading.wording.date(item.date) if item.date else None,
            note=self.reading.maybe_prose(scope, item.note, words.note if words else None),
            citations=self.reading.cite(item.sources),
        )

    def appearance(self, item: Appearance) -> AppearanceView:
        # A live false post is not linked where an archived copy is given.
        url = item.archived or item.url or ""
        reach = None
        if item.reach:
            reach = ReachView(
                number=self.reading.wording.number(item.reach.number),
                unit=self.reading.words(item.reach.unit),
                date=self.reading.wording.date(item.reach.date),
            )
        sources = (*item.sources, *((item.reach.source,) if item.reach else ()))
        return AppearanceView(
            platform=self.reading.words(item.platform),
            account=item.account or "",
            url="" if item.state is AppearanceState.DELETED and not item.archived else url,
            is_archived=bool(item.archived),
            date=self.reading.wording.date(item.date),
            language_name=self.reading.wording.language_name(item.language) if item.language else "",
            state=item.state.value,
            state_label=self.reading.wording.label(item.state),
            reach=reach,
            screenshot=self.reading.media_link(item.screenshot) if item.screenshot else None,
            citations=self.reading.cite(sources),
        )

    def media(self, media: Media) -> MediaView:
        return self._anchored(media_view(self.reading, media))

    def comparison(self, comparison: Comparison) -> ComparisonView:
        self._shown.add(f"comparison {comparison.id}")
        view = comparison_view(self.reading, comparison)
        return view._replace(
            claimed=self._anchored(view.claimed),
            original=self._anchored(view.original) if view.original else None,
        )

    def _anchored(self, view: MediaView) -> MediaView:
        """Return a picture, without its fragment where the page has the picture already."""
        key = f"media {view.id}"
        if key in self._shown:
            return view._replace(anchor="")
        self._shown.add(key)
        return view

    def evidence(self, number: int, evidence: Evidence, *, as_card: bool = False) -> EvidenceView:
        words = self.reading.edition_words("evidence", evidence.id, EvidenceWords)
        anchor = f"evidence-{evidence.id}"
        steps = words.reproduce if words and words.reproduce else ()
        text = self.reading.prose(anchor, evidence.text, words.text if words else None)
        comparisons = []
        links = []
        for comparison in self.reading.case.comparisons:
            if comparison.id not in evidence.comparisons:
                continue
            if as_card or f"comparison {comparison.id}" in self._shown:
                links.append(self.reading.comparison_link(comparison))
            else:
                comparisons.append(self.comparison(comparison))
        return EvidenceView(
            id=evidence.id,
            anchor=anchor,
            number=number,
            title=self.reading.said(evidence.title, words.title if words else None),
            weight=evidence.weight.value,
            weight_label=self.reading.wording.label(evidence.weight),
            method_label=self.reading.wording.label(evidence.method),
            bears_on=tuple(self.reading.claim_link(claim_id) for claim_id in evidence.bears_on),
            text=text,
            comparisons=tuple(comparisons),
            comparison_links=tuple(links),
            pictures=tuple(self.reading.media_link(media_id) for media_id in evidence.media),
            steps=tuple(
                self.reading.prose(
                    f"{anchor}-step-{place}", step, steps[place - 1] if place <= len(steps) else None
                )
                for place, step in enumerate(evidence.reproduce, 1)
            ),
            confidence=evidence.confidence.value,
            confidence_label=self.reading.wording.label(evidence.confidence),
            citations=self.reading.cite(evidence.sources),
        )

    def thread(self) -> tuple[RebuttalView, ...]:
        rebuttals = sorted(self.reading.case.rebuttals, key=lambda item: item.date.sort_key())
        ids = {item.id for item in rebuttals}
        replies: dict[str, list[Rebuttal]] = {}
        for item in rebuttals:
            replies.setdefault(item.to if item.to in ids else "", []).append(item)
        return tuple(self._rebuttal(item, replies) for item in replies.get("", ()))

    def _rebuttal(self, item: Rebuttal, replies: Mapping[str, Sequence[Rebuttal]]) -> RebuttalView:
        words = self.reading.edition_words("rebuttals", item.id, RebuttalWords)
        anchor = f"rebuttal-{item.id}"
        return RebuttalView(
            id=item.id,
            anchor=anchor,
            by=self.reading.entity(item.by),
            date=self.reading.wording.date(item.date),
            to=self.reading.argument_link(item.to),
            text=self.reading.prose(anchor, item.text, words.text if words else None),
            quotes=self.reading.quotes(item.quotes),
            response=self.reading.maybe_prose(
                f"{anchor}-response", item.response, words.response if words else None
            ),
            holds=item.holds.value,
            holds_label=self.reading.wording.label(item.holds),
            confidence=item.confidence.value,
            confidence_label=self.reading.wording.label(item.confidence),
            citations=self.reading.cite(item.sources),
            replies=tuple(self._rebuttal(reply, replies) for reply in replies.get(item.id, ())),
        )

    def timeline(self) -> tuple[TimelineView, ...]:
        words = self.reading.edition.timeline if self.reading.edition else {}
        return tuple(
            TimelineView(
                anchor=f"timeline-{entry.id}",
                date=self.reading.wording.date(entry.date),
                kind=entry.kind.value,
                kind_label=self.reading.wording.label(entry.kind),
                text=self.reading.prose(
                    f"timeline-{entry.id}", entry.text, words[entry.id].text if entry.id in words else None
                ),
                confidence=entry.confidence.value,
                confidence_label=self.reading.wording.label(entry.confidence),
                citations=self.reading.cite(entry.sources),
            )
            for entry in sorted(self.reading.case.timeline, key=lambda entry: entry.date.sort_key())
        )

    def disagreements(self) -> tuple[DisagreementView, ...]:
        views = []
        for item in self.reading.case.disagreements:
            words = self.reading.edition_words("disagreements", item.id, DisagreementWords)
            anchor = f"disagreement-{item.id}"
            translated = words.variants if words else ()
            views.append(
                DisagreementView(
                    anchor=anchor,
                    point=self.reading.said(item.point, words.point if words else None),
                    variants=tuple(
                        VariantView(
                            text=self.reading.prose(
                                f"{anchor}-{place}",
                                variant.text,
                                translated[place - 1] if place <= len(translated) else None,
                            ),
                            citations=self.reading.cite(variant.sources),
                        )
                        for place, variant in enumerate(item.variants, 1)
                    ),
                    resolution=self.reading.prose(
                        f"{anchor}-resolution", item.resolution, words.resolution if words else None
                    ),
                    confidence=item.confidence.value,
                    confidence_label=self.reading.wording.label(item.confidence),
                )
            )
        return tuple(views)

    def not_found(self) -> tuple[NotFoundView, ...]:
        words = self.reading.edition.not_found if self.reading.edition else {}
        return tuple(
            NotFoundView(
                anchor=f"not-found-{item.id}",
                text=self.reading.prose(
                    f"not-found-{item.id}", item.text, words[item.id].text if item.id in words else None
                ),
            )
            for item in self.reading.case.not_found
        )

    def corrections(self, *, is_apart: bool = False, link_case: bool = False) -> tuple[CorrectionView, ...]:
        title = self.reading.said(
            self.reading.case.title, self.reading.edition.title if self.reading.edition else None
        )
        case = Link(title.text, self.reading.url) if link_case else None
        ordered = sorted(
            enumerate(self.reading.case.corrections), key=lambda pair: pair[1].date.sort_key(), reverse=True
        )
        return tuple(self._correction(place, item, case, is_apart=is_apart) for place, item in ordered)

    def _correction(
        self, place: int, item: Correction, case: Link | None, *, is_apart: bool
    ) -> CorrectionView:
        return CorrectionView(
            date=self.reading.wording.date(item.date),
            kind_label=self.reading.wording.label(item.kind),
            text=self.reading.prose(
                f"correction-{self.reading.case_id}-{place + 1}", item.text, cite=not is_apart
            ),
            claim=self.reading.claim_link(item.claim) if item.claim and not is_apart else None,
            from_rating=rating_view(self.reading.materials, item.from_, self.reading.language),
            to_rating=rating_view(self.reading.materials, item.to, self.reading.language),
            case=case,
        )

    def sources(self) -> tuple[SourceView, ...]:
        # Sources that nothing cites come last; `check` warns of them.
        sources = self.reading.case.sources
        numbered = zip(self.reading.cite(source.id for source in sources), sources, strict=True)
        ordered = sorted(numbered, key=lambda pair: pair[0].number)
        return tuple(self._source(source, citation) for citation, source in ordered)

    def _source(self, source: Source, citation: Citation) -> SourceView:
        words = self.reading.wording
        return SourceView(
            number=citation.number,
            anchor=citation.anchor,
            publisher=source.publisher,
            original_publisher=source.original_publisher or "",
            title=source.title,
            language=source.language,
            language_name=""
            if source.language == self.reading.language
            else words.language_name(source.language),
            authors=source.authors,
            url=source.url or "",
            archived=source.archived or "",
            date=words.date(source.date) if source.date else None,
            accessed=words.date(source.accessed) if source.accessed else None,
            grade_label=words.label(source.grade),
            kind_label=words.label(source.kind),
            seen=source.seen.value,
            seen_label=words.label(source.seen),
            quote=source.quote or "",
            note=self.reading.maybe_said(source.note),
        )

    # ------------------------------------------------------------------------------------ the report

    def report(self, claims: Sequence[ClaimView]) -> tuple[ReportBlock, ...]:
        own, translated = (
            self.reading.case.report,
            self.reading.edition.report if self.reading.edition else None,
        )
        if own is None:
            return ()
        prose = self.reading.prose("report", own, translated)
        embedded = embeds(self.reading.said(own, translated).text)
        blocks = []
        # Splitting by a pattern with one group yields html, number, html, number … html.
        for place, part in enumerate(_EMBED_PARAGRAPH.split(str(prose.html))):
            if place % 2:
                blocks.append(self._embedded(embedded[int(part)], claims))
            elif part.strip():
                # A piece of what was sanitised as a whole; embeds stand between top-level blocks.
                blocks.append(ReportBlock(html=ProseView(Markup(part), prose.language)))  # noqa: S704
        return tuple(blocks)

    def _embedded(self, embed: Embed, claims: Sequence[ClaimView]) -> ReportBlock:
        case = self.reading.case
        match embed.kind:
            case "comparison":
                comparison = next(item for item in case.comparisons if item.id == embed.id)
                is_new = f"comparison {comparison.id}" not in self._shown
                return (
                    ReportBlock(comparison=self.comparison(comparison))
                    if is_new
                    else ReportBlock(reminder=self._comparison_again(comparison))
                )
            case "media":
                media = self.reading.media[embed.id]
                is_new = f"media {media.id}" not in self._shown
                return (
                    ReportBlock(media=self.media(media))
                    if is_new
                    else ReportBlock(reminder=self._media_again(media))
                )
            case "claim":
                return ReportBlock(claim=next(claim for claim in claims if claim.id == embed.id))
            case "evidence":
                number, item = next(
                    (number, item) for number, item in enumerate(case.evidence, 1) if item.id == embed.id
                )
                return ReportBlock(evidence=self.evidence(number, item, as_card=True))
            case _:
                return ReportBlock(is_timeline=True)

    def _comparison_again(self, comparison: Comparison) -> ReminderView:
        view = comparison_view(self.reading, comparison)
        pictures = (view.claimed, *((view.original,) if view.original else ()))
        roles = (view.claimed_role, view.original_role)[: len(pictures)]
        return _reminder(view.title, f"#{view.anchor}", pictures, roles)

    def _media_again(self, media: Media) -> ReminderView:
        view = media_view(self.reading, media)
        return _reminder(self.reading.media_name(media.id), f"#{view.anchor}", (view,))

    def _with_evidence(
        self, claims: Iterable[ClaimView], evidence: Iterable[EvidenceView]
    ) -> tuple[ClaimView, ...]:
        links: dict[str, list[Link]] = {}
        for item, view in zip(self.reading.case.evidence, evidence, strict=True):
            for claim_id in item.bears_on:
                links.setdefault(claim_id, []).append(Link(view.title.text, f"#{view.anchor}"))
        return tuple(claim._replace(evidence=tuple(links.get(claim.id, ()))) for claim in claims)

    def _topics(self) -> tuple[Link, ...]:
        labels = {topic.id: topic.label for topic in self.reading.materials.archive.topics.value.topics}
        default = self.reading.materials.default_language
        return tuple(
            Link(
                labels[topic_id].phrase(self.reading.language, default).text,
                self.reading.materials.routes.topic(topic_id, self.reading.list_language).url,
            )
            for topic_id in self.reading.case.topics
        )

    def _is_older_than_original(self) -> bool:
        edition, updated = self.reading.edition, self.reading.case.updated
        if not edition or not updated:
            return False
        translated = edition.translates or edition.updated
        return translated is not None and translated.sort_key() < updated.sort_key()

    def _related(self) -> tuple[RelatedView, ...]:
        return tuple(
            RelatedView(
                case=card(self.reading.materials, item.case, self.reading.language),
                relation_label=self.reading.wording.label(item.relation),
                reason=self.reading.maybe_said(item.reason),
            )
            for item in self.reading.case.related
            if item.case in self.reading.materials.listed
        )

    def _how_to_cite(self, title: Phrase, published: str) -> tuple[str, ...]:
        site = self.reading.materials.archive.site.value
        authors = self.reading.wording.say(", ").join(
            entity.name.text for entity in self.reading.entities(self.reading.case.authors)
        )
        archive = site.title.phrase(self.reading.language, self.reading.materials.default_language).text
        address = self.reading.materials.routes.canonical(self.reading.url)
        parts = (authors, f"“{title.text}”", archive, published, address)
        return tuple(part for part in parts if part)


def _reminder(
    title: Phrase, url: str, pictures: tuple[MediaView, ...], roles: tuple[str, ...] = ()
) -> ReminderView:
    is_shown = all(view.picture and not view.sensitive for view in pictures)
    bare = tuple(view._replace(anchor="") for view in pictures)
    return ReminderView(title, url, bool(roles), bare if is_shown else (), roles)
