"""A case as a reader of one language sees it. Refuses to know how a page looks.

The views are made in the order of the page, because sources are numbered by their first citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from irrefutable.model.case import Evidence
from irrefutable.model.edition import EvidenceWords
from irrefutable.model.fields import Phrase
from irrefutable.model.history import has_versions
from irrefutable.model.picture import Comparison, Media
from irrefutable.model.prose import EMBED_MARK, Embed, embeds
from irrefutable.model.vocabulary import Status
from irrefutable.plan.argument_views import (
    claim_view,
    disagreement_views,
    not_found_views,
    thread_views,
    timeline_views,
)
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.case import (
    CaseView,
    ClaimView,
    EvidenceView,
    PlaceView,
    ReminderView,
    ReportBlock,
)
from irrefutable.plan.contexts.views import ComparisonView, MediaView, ProseView
from irrefutable.plan.index import place_key
from irrefutable.plan.materials import Materials
from irrefutable.plan.picture_views import comparison_view, media_view
from irrefutable.plan.reading import Reading
from irrefutable.plan.record_views import correction_views, source_views
from irrefutable.plan.record_words import written
from irrefutable.plan.references import version_of, version_words
from irrefutable.plan.relatives import again_view, related_views
from irrefutable.plan.wording import METHODS, N_, method_anchor

_EMBED_PARAGRAPH = re.compile(rf"<p>{EMBED_MARK}(\d+){EMBED_MARK}</p>\n?")


def case_view(materials: Materials, case_id: str, language: str) -> CaseView:
    """Return a case in a language: in its own, or in that of one of its editions."""
    return _Builder(Reading(materials, case_id, language)).case()


@dataclass
class _Builder:
    """Makes the views of one case in one language, and numbers its sources on the way."""

    reading: Reading
    _shown: set[str] = field(default_factory=set)

    # ------------------------------------------------------------------------------------- the whole

    def case(self) -> CaseView:
        case, edition, words = self.reading.case, self.reading.edition, self.reading.wording
        lead = self.comparison(case.comparisons[0]) if case.comparisons else None
        claims = tuple(claim_view(self.reading, number, claim) for number, claim in enumerate(case.claims, 1))
        report = self.report(claims)
        evidence = tuple(self.evidence(number, item) for number, item in enumerate(case.evidence, 1))
        comparisons = tuple(
            self.comparison(item) for item in case.comparisons if f"comparison {item.id}" not in self._shown
        )
        thread = thread_views(self.reading)
        timeline = timeline_views(self.reading)
        disagreements = disagreement_views(self.reading)
        not_found = not_found_views(self.reading)
        pictures = tuple(self.media(item) for item in case.media if f"media {item.id}" not in self._shown)
        corrections = correction_views(self.reading)
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
            checked=words.date(case.checked) if case.checked else None,
            recheck_after=words.date(case.recheck_after) if case.recheck_after else None,
            versions=self._versions(),
            authors=self.reading.entities(case.authors),
            reviewers=self.reading.entities(case.reviewed_by),
            translators=self.reading.entities(edition.translated_by if edition else ()),
            original_edition=Link(words.language_name(case.language), original.url) if edition else None,
            is_older_than_original=self._is_older_than_original(),
            topics=self._topics(),
            places=tuple(
                PlaceView(
                    self.reading.words(place.name),
                    self.reading.list_url("place", place_key(place)),
                    tuple(alias for alias in place.aliases if alias not in place.name.strings()),
                    self._country(place.country),
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
            sources=source_views(self.reading),
            no_primary_source=self.reading.words(case.no_primary_source) if case.no_primary_source else None,
            corrections=corrections,
            again=again_view(self.reading),
            related=related_views(self.reading),
            citation=self._how_to_cite(title, published.text if published else ""),
        )

    # ------------------------------------------------------------------------------------- the nouns

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
            method_meaning=self.reading.wording.say(METHODS[evidence.method]),
            method_url=self._method_url(evidence),
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

    def _method_url(self, evidence: Evidence) -> str:
        """Return where the method is explained; empty where the methodology cannot be read."""
        url = self.reading.methodology_url
        return f"{url}#{method_anchor(evidence.method)}" if url else ""

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
        return _reminder(view.title, f"#{view.anchor}", pictures, roles)._replace(comparison=view)

    def _media_again(self, media: Media) -> ReminderView:
        view = media_view(self.reading, media)
        return _reminder(self.reading.media_name(media.id), f"#{view.anchor}", (view,))

    def _with_evidence(
        self, claims: Iterable[ClaimView], evidence: Iterable[EvidenceView]
    ) -> tuple[ClaimView, ...]:
        links: dict[str, list[Link]] = {}
        for item, view in zip(self.reading.case.evidence, evidence, strict=True):
            for claim_id in item.bears_on:
                links.setdefault(claim_id, []).append(Link.of(view.title, f"#{view.anchor}"))
        return tuple(claim._replace(evidence=tuple(links.get(claim.id, ()))) for claim in claims)

    def _country(self, code: str) -> Link:
        route = self.reading.materials.routes.country(code, self.reading.list_language)
        return Link(self.reading.wording.country(code), route.url)

    def _versions(self) -> Link | None:
        history = self.reading.materials.case_files(self.reading.case_id).history
        if not has_versions(history):
            return None
        label = self.reading.wording.say(N_("Version %(number)s"), number=len(history))
        return Link(label, self.reading.materials.routes.versions(self.reading.route).url)

    def _topics(self) -> tuple[Link, ...]:
        topics = self.reading.materials.archive.topics_by_id
        default = self.reading.materials.default_language
        return tuple(
            Link.of(
                topics[topic_id].label.phrase(self.reading.language, default),
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

    def _how_to_cite(self, title: Phrase, published: str) -> tuple[str, ...]:
        site = self.reading.materials.archive.site.value
        case = self.reading.case
        authors = self.reading.wording.say(", ").join(
            entity.name.text for entity in self.reading.entities(case.authors)
        )
        archive = site.title.phrase(self.reading.language, self.reading.materials.default_language).text
        address = self.reading.materials.routes.canonical(self.reading.url)
        version = version_of(written(case.published), written(case.updated), self._edition_updated())
        words = version_words(version, self.reading.language) if version else ""
        parts = (authors, f"“{title.text}”", archive, published, words, address)
        return tuple(part for part in parts if part)

    def _edition_updated(self) -> str:
        edition = self.reading.edition
        return written(edition.updated) if edition else ""


def _reminder(
    title: Phrase, url: str, pictures: tuple[MediaView, ...], roles: tuple[str, ...] = ()
) -> ReminderView:
    is_shown = all(view.picture and not view.sensitive for view in pictures)
    bare = tuple(view._replace(anchor="") for view in pictures)
    return ReminderView(title, url, None, bare if is_shown else (), roles)
