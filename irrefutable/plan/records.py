"""A case as a record for programs. Refuses to say more than the pages of the case show.

Words stand by their languages: those in which the case has a page, and what nobody has translated in the
language that it is in. Markdown is handed on as it was written, but for what no reader sees of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from irrefutable.model.case import Correction, Disagreement, Evidence, Rebuttal, Source
from irrefutable.model.claim import Appearance, Claim, OtherVerdict, Quote
from irrefutable.model.fields import Text
from irrefutable.model.history import has_versions
from irrefutable.model.picture import Comparison, Media
from irrefutable.model.prose import without_citations
from irrefutable.model.record import (
    FORMAT,
    AppearanceRecord,
    CaseRecord,
    ClaimRecord,
    ComparisonRecord,
    CorrectionRecord,
    DisagreementRecord,
    EditionRecord,
    EntityRecord,
    EvidenceRecord,
    FileRecord,
    MediaRecord,
    NotFoundRecord,
    OtherVerdictRecord,
    PictureOriginRecord,
    PlaceRecord,
    PublisherRecord,
    QuoteRecord,
    RatingRecord,
    ReachRecord,
    RebuttalRecord,
    RegionRecord,
    RelatedRecord,
    SourceRecord,
    TimelineRecord,
    TopicRecord,
    VariantRecord,
    VersionRecord,
    VideoRecord,
)
from irrefutable.model.vocabulary import AppearanceState, Intent, Status
from irrefutable.plan.cards import picture_rating
from irrefutable.plan.materials import Materials
from irrefutable.plan.record_words import CaseWords, each, lean, written


def case_record(materials: Materials, case_id: str) -> CaseRecord:
    """Return the record of a case that readers may see; of a retracted one, what its tombstone says."""
    return _Recorder(materials, case_id).record()


class _Recorder(CaseWords):
    """Makes the record of one case."""

    def record(self) -> CaseRecord:
        case, routes, site = self.case, self.materials.routes, self.materials.archive.site.value
        own = routes.case(case.id)
        record = CaseRecord(
            format=FORMAT,
            id=case.id,
            url=routes.canonical(own.url),
            record=routes.canonical(routes.record(case.id).url),
            status=case.status.value,
            language=case.language,
            title=self.said(case.title, self.of_editions("title")),
            published=written(case.published),
            updated=written(case.updated),
            editions=self._editions(),
            publisher=lean(
                PublisherRecord(name=self.label(site.publisher.name), url=site.publisher.url or "")
            ),
            licence=site.licence,
            licence_url=site.licence_url or "",
        )
        if case.status is not Status.RETRACTED:
            record["checked"] = written(case.checked)
            record["recheck_after"] = written(case.recheck_after)
            record["versions"] = self._versions()
            self._tell(record)
        ordered = sorted(case.corrections, key=lambda item: item.date.sort_key(), reverse=True)
        record["corrections"] = [self._correction(item) for item in ordered]
        record["entities"] = [self._entity(entity_id) for entity_id in self.named]
        return lean(record)

    def _tell(self, record: CaseRecord) -> None:
        case, summaries = self.case, {tag: item.summary for tag, item in self.editions.items()}
        topics = self.materials.archive.topics_by_id
        more = CaseRecord(  # type: ignore[typeddict-item]
            claimed=self.said(case.summary.claimed, {tag: item.claimed for tag, item in summaries.items()}),
            found=self.said(case.summary.found, {tag: item.found for tag, item in summaries.items()}),
            authors=self.names(case.authors),
            reviewed_by=self.names(case.reviewed_by),
            topics=[TopicRecord(id=item, label=self.label(topics[item].label)) for item in case.topics],
            places=[
                lean(
                    PlaceRecord(
                        name=self.said(place.name),
                        aliases=[item for item in place.aliases if item not in place.name.strings()],
                        country=place.country,
                    )
                )
                for place in case.places
            ],
            claims=[self._claim(claim) for claim in case.claims],
            evidence=[self._evidence(item) for item in case.evidence],
            rebuttals=[self._rebuttal(item) for item in case.rebuttals],
            comparisons=[self._comparison(item) for item in case.comparisons],
            media=[self._media(item) for item in case.media],
            timeline=[
                lean(
                    TimelineRecord(
                        id=item.id,
                        date=item.date.text,
                        kind=item.kind.value,
                        text=self.prose(item.text, self.translated("timeline", item.id, "text")),
                        confidence=item.confidence.value,
                        sources=list(item.sources),
                    )
                )
                for item in sorted(case.timeline, key=lambda item: item.date.sort_key())
            ],
            disagreements=[self._disagreement(item) for item in case.disagreements],
            not_found=[
                NotFoundRecord(
                    id=item.id, text=self.prose(item.text, self.translated("not_found", item.id, "text"))
                )
                for item in case.not_found
            ],
            sources=[self._source(item) for item in case.sources],
            no_primary_source=self.said(case.no_primary_source),
            related=[
                lean(
                    RelatedRecord(
                        case=item.case,
                        url=self.address(item.case),
                        relation=item.relation.value,
                        reason=self.said(item.reason),
                    )
                )
                for item in case.related
                if item.case in self.materials.listed
            ],
            report=self.prose(case.report, self.of_editions("report")),
        )
        record.update(more)

    # ----------------------------------------------------------------------------------------- its nouns

    def _editions(self) -> list[EditionRecord]:
        routes, case = self.materials.routes, self.case
        found = [(case.language, routes.case(case.id), None)]
        found += [(tag, routes.edition(case.id, tag), item) for tag, item in self.editions.items()]  # type: ignore[misc]
        records = []
        for tag, route, edition in found:
            card = self.materials.cards.get((case.id, tag))
            record = EditionRecord(language=tag, url=routes.canonical(route.url))
            if card:
                record["image"] = routes.canonical(routes.file(card.path).url)
            if edition and case.status is not Status.RETRACTED:
                record["translated_by"] = self.names(edition.translated_by)
                record["translates"] = written(edition.translates)
                record["updated"] = written(edition.updated)
            records.append(lean(record))
        return records

    def _versions(self) -> list[VersionRecord]:
        history, routes = self.materials.case_files(self.case_id).history, self.materials.routes
        return [
            VersionRecord(
                number=number,
                at=state.at,
                url=routes.canonical(routes.version(routes.case(self.case_id), number).url),
            )
            for number, state in enumerate(history if has_versions(history) else (), 1)
        ]

    def _claim(self, claim: Claim) -> ClaimRecord:
        listed = self.materials.listed
        record = ClaimRecord(
            id=claim.id,
            url=f"{self.address(self.case_id)}#claim-{claim.id}",
            text=self.said(claim.text, self.translated("claims", claim.id, "text")),
            quotes=[self._quote(item) for item in claim.quotes],
            claimant=self.name(claim.claimant),
            claimant_unknown=self.said(
                claim.claimant_unknown, self.translated("claims", claim.id, "claimant_unknown")
            ),
            made=claim.made.text,
            rating_explanation=self.prose(
                claim.rating_explanation, self.translated("claims", claim.id, "rating_explanation")
            ),
            intent="" if claim.intent is Intent.UNKNOWN else claim.intent.value,
            about=list(claim.about),
            appearances=[self._appearance(item) for item in claim.appearances],
            no_appearance=self.said(
                claim.no_appearance, self.translated("claims", claim.id, "no_appearance")
            ),
            other_verdicts=[self._other_verdict(claim.id, item) for item in claim.other_verdicts],
            relations=[
                {"relation": item.relation.value, "claim": item.claim}
                for item in claim.relations
                if "/" not in item.claim or item.claim.rpartition("/")[0] in listed
            ],
        )
        if rating := self._rating(claim.rating):
            record["rating"] = rating
        return lean(record)

    def _appearance(self, item: Appearance) -> AppearanceRecord:
        # As on the page: an archived copy rather than a live false post, and no post that is gone.
        url = item.archived or ("" if item.state is AppearanceState.DELETED else item.url)
        record = AppearanceRecord(
            platform=self.said(item.platform),
            account=item.account or "",
            url=url or "",
            is_archived=bool(item.archived),
            date=item.date.text,
            language=item.language or "",
            state=item.state.value,
            screenshot=item.screenshot or "",
            sources=list(item.sources),
        )
        if reach := item.reach:
            record["reach"] = ReachRecord(
                number=reach.number, unit=self.said(reach.unit), date=reach.date.text, source=reach.source
            )
        return lean(record)

    def _other_verdict(self, claim_id: str, item: OtherVerdict) -> OtherVerdictRecord:
        words = {
            tag: found
            for tag, edition in self.editions.items()
            if claim_id in edition.claims and (found := edition.claims[claim_id].other_verdicts.get(item.by))
        }
        own = item.language or self.case.language
        original = item.verdict.phrase(own, own)
        meant = {tag: found.verdict for tag, found in words.items() if found.verdict}
        return lean(
            OtherVerdictRecord(
                by=self.name(item.by),
                verdict={original.language: original.text} | self.said(item.verdict, meant, default=own),
                date=written(item.date),
                note=self.prose(item.note, {tag: found.note for tag, found in words.items()}),
                sources=list(item.sources),
            )
        )

    def _media(self, media: Media) -> MediaRecord:
        def translated(name: str) -> Mapping[str, Text]:
            return self.translated("media", media.id, name)

        record = MediaRecord(
            id=media.id,
            url=media.url or "",
            kind=media.kind.value,
            title=self.said(media.title, translated("title")),
            alt=self.said(media.alt, translated("alt")),
            caption=self.prose(media.caption, translated("caption")),
            credit=self.said(media.credit, translated("credit")),
            licence=media.licence,
            licence_reason=self.said(media.licence_reason),
            captured=written(media.captured),
            shown_as=self.said(media.shown_as, translated("shown_as")),
            actually=self.said(media.actually, translated("actually")),
            category=[item.value for item in media.category],
            technique=[item.value for item in media.technique],
            confidence=media.confidence.value,
            sensitive=self.said(media.sensitive),
            redactions=[self.said(item.reason) for item in media.redactions],
            sources=list(media.sources),
        )
        if quote := media.published_caption:
            record["published_caption"] = self._quote(quote, translated("published_caption"))
        if rating := self._rating(picture_rating(self.case, media)):
            record["rating"] = rating
        if original := media.original:
            record["original"] = lean(
                PictureOriginRecord(
                    url=original.archived or original.url or "", description=self.said(original.description)
                )
            )
        if video := media.video:
            record["video"] = lean(
                VideoRecord(url=video.archived or video.url or "", time_code=video.time_code)
            )
        self._add_files(record, media)
        return lean(record)

    def _add_files(self, record: MediaRecord, media: Media) -> None:
        routes = self.materials.routes
        picture = self.materials.pictures.get((self.case_id, media.id))
        if picture is None:
            return
        record["width_px"], record["height_px"] = picture.width_px, picture.height_px
        # Like lists and feeds, nothing but its own page shows a picture that starts covered.
        if not media.sensitive:
            record["files"] = [
                FileRecord(url=routes.canonical(routes.file(path).url), type=kind, width_px=width_px)
                for kind, files in picture.sources
                for path, width_px in files
            ]
        file = self.materials.case_files(self.case_id).files.get(media.file or "")
        # By its digest, somebody could tell that they have the very picture of which a part was destroyed.
        if file and not media.redactions:
            record["sha256"] = file.sha256

    def _evidence(self, item: Evidence) -> EvidenceRecord:
        steps = {
            tag: edition.evidence[item.id].reproduce
            for tag, edition in self.editions.items()
            if item.id in edition.evidence
        }
        return lean(
            EvidenceRecord(
                id=item.id,
                title=self.said(item.title, self.translated("evidence", item.id, "title")),
                bears_on=list(item.bears_on),
                weight=item.weight.value,
                method=item.method.value,
                text=self.prose(item.text, self.translated("evidence", item.id, "text")),
                media=list(item.media),
                comparisons=list(item.comparisons),
                reproduce=[self.prose(step, each(steps, place)) for place, step in enumerate(item.reproduce)],
                confidence=item.confidence.value,
                sources=list(item.sources),
            )
        )

    def _rebuttal(self, item: Rebuttal) -> RebuttalRecord:
        return lean(
            RebuttalRecord(
                id=item.id,
                by=self.name(item.by),
                date=item.date.text,
                to=item.to,
                text=self.prose(item.text, self.translated("rebuttals", item.id, "text")),
                quotes=[self._quote(quote) for quote in item.quotes],
                response=self.prose(item.response, self.translated("rebuttals", item.id, "response")),
                holds=item.holds.value,
                confidence=item.confidence.value,
                sources=list(item.sources),
            )
        )

    def _comparison(self, item: Comparison) -> ComparisonRecord:
        regions = []
        for region in item.regions:
            words = {
                tag: found.label
                for tag, edition in self.editions.items()
                if item.id in edition.comparisons
                and (found := edition.comparisons[item.id].regions.get(region.id))
            }
            regions.append(
                lean(
                    RegionRecord(
                        id=region.id,
                        label=self.said(region.label, words),
                        claimed=list(region.claimed or ()),
                        original=list(region.original or ()),
                        twin=list(region.twin or ()),
                    )
                )
            )
        return lean(
            ComparisonRecord(
                id=item.id,
                url=f"{self.address(self.case_id)}#comparison-{item.id}",
                title=self.said(item.title, self.translated("comparisons", item.id, "title")),
                compares=item.compares.value,
                claimed=item.claimed,
                original=item.original or "",
                original_is=item.original_is.value,
                is_mirrored=item.mirrored,
                no_match=self.said(item.no_match, self.translated("comparisons", item.id, "no_match")),
                regions=regions,
                conclusion=self.prose(item.conclusion, self.translated("comparisons", item.id, "conclusion")),
            )
        )

    def _disagreement(self, item: Disagreement) -> DisagreementRecord:
        variants = {
            tag: edition.disagreements[item.id].variants
            for tag, edition in self.editions.items()
            if item.id in edition.disagreements
        }
        return DisagreementRecord(
            id=item.id,
            point=self.said(item.point, self.translated("disagreements", item.id, "point")),
            variants=[
                lean(
                    VariantRecord(
                        text=self.prose(variant.text, each(variants, place)), sources=list(variant.sources)
                    )
                )
                for place, variant in enumerate(item.variants)
            ],
            resolution=self.prose(item.resolution, self.translated("disagreements", item.id, "resolution")),
            confidence=item.confidence.value,
        )

    def _source(self, item: Source) -> SourceRecord:
        return lean(
            SourceRecord(
                id=item.id,
                publisher=item.publisher,
                title=item.title,
                authors=list(item.authors),
                url=item.url or "",
                archived=item.archived or "",
                date=written(item.date),
                accessed=written(item.accessed),
                language=item.language,
                grade=item.grade.value,
                kind=item.kind.value,
                seen=item.seen.value,
                original_publisher=item.original_publisher or "",
                quote=item.quote or "",
                note=self.said(item.note),
            )
        )

    def _correction(self, item: Correction) -> CorrectionRecord:
        text = self.prose(item.text)
        record = CorrectionRecord(date=item.date.text, kind=item.kind.value, text=text)
        if self.case.status is Status.RETRACTED:
            # The sources and the claims went with the case.
            record["text"] = {tag: without_citations(words) for tag, words in text.items()}
        elif item.claim:
            record["claim"] = item.claim
        before, after = self._rating(item.from_), self._rating(item.to)
        if before:
            record["from_rating"] = before
        if after:
            record["to_rating"] = after
        return lean(record)

    def _quote(self, quote: Quote, words: Mapping[str, Text | None] | None = None) -> QuoteRecord:
        return lean(
            QuoteRecord(
                text=quote.text,
                language=quote.language,
                translation=self.said(quote.translation) | self.only(words),
                sources=list(quote.sources),
            )
        )

    def _rating(self, reference: str | None) -> RatingRecord | None:
        found = self.materials.archive.rating(reference) if reference else None
        if found is None:
            return None
        scheme, rating = found
        record = RatingRecord(scheme=scheme.id, key=rating.key, label=self.label(rating.label))
        if rating.number is not None:
            record["number"] = rating.number
            if scheme.worst is not None:
                record["worst"] = scheme.worst
            if scheme.best is not None:
                record["best"] = scheme.best
        return record

    def _entity(self, entity_id: str) -> EntityRecord:
        entity, routes = self.materials.archive.entities[entity_id].value, self.materials.routes
        language = self.materials.list_language(self.case.language)
        return lean(
            EntityRecord(
                id=entity.id,
                name=self.label(entity.name),
                kind=entity.kind.value,
                url=routes.canonical(routes.entity(entity.id, language).url),
                same_as=list(entity.same_as),
            )
        )
