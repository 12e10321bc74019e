"""A case in one language: its words, its numbered sources, and links within it.

An edition's words stand where it has them; what nobody has translated stays in the case's own language.
Sources are numbered by their first citation, so a page is read in the order in which it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from markupsafe import Markup

from irrefutable.model.case import Case, Source
from irrefutable.model.claim import Quote
from irrefutable.model.edition import (
    ComparisonWords,
    Edition,
    EvidenceWords,
    MediaWords,
)
from irrefutable.model.fields import Phrase, Text
from irrefutable.model.picture import Comparison, Media
from irrefutable.model.prose import Cited, ProseRequest, citations, without_citations
from irrefutable.plan.cards import case_title, entity_view
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.views import Citation, EntityView, ProseView, QuoteView
from irrefutable.plan.materials import Materials
from irrefutable.plan.own_page_names import METHODOLOGY, own_page_languages
from irrefutable.plan.routes import Route
from irrefutable.plan.wording import N_, Wording, wording

T = TypeVar("T")

_FRAGMENT = re.compile(r'href="#(?P<anchor>[^"]*)"')


@dataclass
class Reading:
    """A case as it is being read in a language, and the sources met so far."""

    materials: Materials
    case_id: str
    language: str
    is_excerpt: bool = False
    """Whether only a part of the case stands on the page: links lead to the case, where the sources are."""
    _citations: dict[str, Citation] = field(default_factory=dict)

    @cached_property
    def case(self) -> Case:
        """The case."""
        return self.materials.case_files(self.case_id).case.value

    @cached_property
    def edition(self) -> Edition | None:
        """The edition in this language; None where the case itself is in it."""
        located = self.materials.case_files(self.case_id).editions.get(self.language)
        return located.value if located and self.language != self.case.language else None

    @cached_property
    def wording(self) -> Wording:
        """How this language says things."""
        return wording(self.language)

    @cached_property
    def media(self) -> Mapping[str, Media]:
        """The pictures by their ids."""
        return {media.id: media for media in self.case.media}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources by their ids."""
        return {source.id: source for source in self.case.sources}

    @property
    def route(self) -> Route:
        """Where the case stands in this language."""
        routes = self.materials.routes
        return routes.edition(self.case_id, self.language) if self.edition else routes.case(self.case_id)

    @property
    def url(self) -> str:
        """The address of the case in this language."""
        return self.route.url

    @property
    def method_url(self) -> str:
        """Where this archive explains how pictures are compared; empty where it has no such page."""
        language = self.materials.list_language(self.language)
        if ("methodology", language) not in self.materials.archive.pages:
            return ""
        return self.materials.routes.text_page("methodology", language).url

    @cached_property
    def methodology_url(self) -> str:
        """Where this archive explains how it works, in the language of the lists or in its first one."""
        archive = self.materials.archive
        there = own_page_languages(archive, METHODOLOGY)
        for language in (self.list_language, self.materials.default_language):
            if language in there:
                return self.materials.routes.text_page(METHODOLOGY, language).url
        return ""

    def edition_words(self, noun: str, item_id: str, kind: type[T]) -> T | None:
        """Return the words that the edition has for an item of a noun, if any."""
        words = getattr(self.edition, noun).get(item_id) if self.edition else None
        assert words is None or isinstance(words, kind)  # noqa: S101 - the field's type says so
        return words

    def words(self, text: Text) -> Phrase:
        """Return text of the case in this language, or in its own."""
        return text.phrase(self.language, self.case.language)

    def said(self, own: Text, translated: Text | None = None) -> Phrase:
        """Return the edition's words where there are any, else the case's."""
        return translated.phrase(self.language, self.language) if translated else self.words(own)

    def maybe_said(self, own: Text | None, translated: Text | None = None) -> Phrase | None:
        """Return the words of text that may be missing."""
        return self.said(own, translated) if own else None

    def maybe_prose(self, scope: str, own: Text | None, translated: Text | None = None) -> ProseView | None:
        """Return Markdown that may be missing as HTML."""
        return self.prose(scope, own, translated) if own else None

    def prose(self, scope: str, own: Text, translated: Text | None = None, *, cite: bool = True) -> ProseView:
        """Return Markdown as HTML, its sources numbered."""
        phrase = self.said(own, translated)
        if not cite or self.is_excerpt:
            phrase = Phrase(without_citations(phrase.text), phrase.language)
        cited: dict[str, Cited] = {}
        for source_id in citations(phrase.text):
            if source_id in self.sources:
                citation = self.citation(self.sources[source_id])
                cited[source_id] = Cited(citation.number, citation.anchor, citation.label)
        html = self.materials.prose(
            ProseRequest(phrase.text, scope=scope, cited=cited, base_path=self.materials.routes.base_path)
        )
        return ProseView(self._led_to_case(html) if self.is_excerpt else html, phrase.language)

    def _led_to_case(self, html: Markup) -> Markup:
        def href(match: re.Match[str]) -> str:
            is_here = f'id="{match["anchor"]}"' in html
            return match[0] if is_here else f'href="{self.url}#{match["anchor"]}"'

        return Markup(_FRAGMENT.sub(href, html))  # noqa: S704 - clean before, and an address of ours added

    def cite(self, source_ids: Iterable[str]) -> tuple[Citation, ...]:
        """Return the numbered pointers to sources, each once; without unknown ids, and none in an excerpt."""
        if self.is_excerpt:
            return ()
        return tuple(
            self.citation(self.sources[item]) for item in dict.fromkeys(source_ids) if item in self.sources
        )

    def citation(self, source: Source) -> Citation:
        """Return a source's pointer: its number is given when it is first asked for."""
        if source.id not in self._citations:
            number = len(self._citations) + 1
            label = self.wording.say(N_("Source %(number)s"), number=number)
            self._citations[source.id] = Citation(number, f"source-{source.id}", label)
        return self._citations[source.id]

    def quotes(self, quotes: Iterable[Quote]) -> tuple[QuoteView, ...]:
        """Return quotations with the translation that this reader needs."""
        return tuple(
            QuoteView(
                text=quote.text,
                language=quote.language,
                language_name=self.wording.language_name(quote.language),
                translation=None if quote.language == self.language else self.maybe_said(quote.translation),
                citations=self.cite(quote.sources),
            )
            for quote in quotes
        )

    def entity(self, entity_id: str) -> EntityView:
        """Return a person or an organisation."""
        return entity_view(self.materials, entity_id, self.language)

    def entities(self, entity_ids: Iterable[str]) -> tuple[EntityView, ...]:
        """Return several of them."""
        return tuple(self.entity(entity_id) for entity_id in entity_ids)

    @property
    def list_language(self) -> str:
        """The language of the lists that this page leads to."""
        return self.materials.list_language(self.language)

    def list_url(self, kind: str, key: str) -> str:
        """Return the list of the cases with a place or on a platform; empty where there is no other case."""
        if (kind, key) not in self.materials.has_list:
            return ""
        routes = self.materials.routes
        return (routes.place if kind == "place" else routes.platform)(key, self.list_language).url

    def is_reachable(self, reference: str) -> bool:
        """Whether a claim stands on a page that is built; a draft's does not."""
        case_id = reference.rpartition("/")[0]
        return not case_id or case_id in self.materials.listed

    def claim_link(self, reference: str) -> Link:
        """Return a link to a claim: by its number in this case, by its words in another (`case/claim`)."""
        case_id, _, claim_id = reference.rpartition("/")
        if not case_id or case_id == self.case_id:
            number = [claim.id for claim in self.case.claims].index(claim_id) + 1
            return Link(self.wording.say(N_("Claim %(number)s"), number=number), f"#claim-{claim_id}")
        target = self.materials.case_files(case_id).case.value
        claim = next(claim for claim in target.claims if claim.id == claim_id)
        _, url = case_title(self.materials, case_id, self.language)
        return Link.of(claim.text.phrase(self.language, target.language), f"{url}#claim-{claim_id}")

    def media_link(self, media_id: str) -> Link:
        """Return a link to a picture of this case."""
        return Link.of(self.media_name(media_id), f"#media-{media_id}")

    def media_name(self, media_id: str) -> Phrase:
        """Return what a picture of this case is called: its short name, else what it was shown as."""
        media = self.media[media_id]
        words = self.edition_words("media", media_id, MediaWords)
        return (
            self.maybe_said(media.title, words.title if words else None)
            or self.maybe_said(media.shown_as, words.shown_as if words else None)
            or self.said(media.alt, words.alt if words else None)
        )

    def comparison_link(self, comparison: Comparison) -> Link:
        """Return a link to a comparison of this case."""
        words = self.edition_words("comparisons", comparison.id, ComparisonWords)
        title = self.said(comparison.title, words.title if words else None)
        return Link.of(title, f"#comparison-{comparison.id}")

    def argument_link(self, argument_id: str) -> Link:
        """Return a link to a claim, an evidence item or a rebuttal of this case."""
        case = self.case
        if any(claim.id == argument_id for claim in case.claims):
            return self.claim_link(argument_id)
        for item in case.evidence:
            if item.id == argument_id:
                words = self.edition_words("evidence", item.id, EvidenceWords)
                title = self.said(item.title, words.title if words else None)
                return Link.of(title, f"#evidence-{item.id}")
        rebuttal = next(item for item in case.rebuttals if item.id == argument_id)
        return Link.of(self.entity(rebuttal.by).name, f"#rebuttal-{argument_id}")
