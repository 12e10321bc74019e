"""What an archive tells of itself on its own pages, from `site.yaml`. Refuses to tell what is not there.

The codes of fact-checkers ask for most of it: the organisation, who works for it and who pays for it, how it
corrects and how it can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from irrefutable.model.fields import Phrase, Prose, Text
from irrefutable.model.prose import ProseRequest
from irrefutable.model.vocabulary import Code
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.views import FactView, ProseView
from irrefutable.plan.materials import Materials
from irrefutable.plan.own_page_names import CORRECTIONS, FUNDING, own_pages
from irrefutable.plan.wording import N_, Wording, wording

_CODES: Final[Mapping[Code, str]] = {
    Code.IFCN: "https://ifcncodeofprinciples.poynter.org/",
    Code.EFCSN: "https://efcsn.com/code-of-standards",
}
"""Where each code can be read, and complaints about a breach of it be made."""


def disclosures(materials: Materials, page_id: str, language: str) -> tuple[FactView, ...]:
    """Return what the archive tells of itself on one of its own pages."""
    teller = _Teller(materials, language)
    match page_id:
        case "organisation":
            return tuple(teller.organisation())
        case "funding":
            return tuple(teller.funding())
        case "corrections":
            return tuple(teller.corrections())
        case "contact":
            return tuple(teller.contact())
        case "privacy":
            return tuple(teller.privacy())
    return ()


def publisher_data(materials: Materials, language: str) -> Mapping[str, object]:
    """Return the publisher as a schema.org Organization, with the pages on which it tells of itself."""
    site, routes = materials.archive.site.value, materials.routes
    there = {page.id: page.language for page in own_pages(materials.archive) if page.language == language}

    def page(page_id: str) -> str:
        tag = there.get(page_id)
        return routes.canonical(routes.text_page(page_id, tag).url) if tag else ""

    publisher, contact = site.publisher, site.contact
    found: Mapping[str, object] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": publisher.name.phrase(language, materials.default_language).text,
        "url": publisher.url,
        "email": contact.email,
        "foundingDate": publisher.founded.text if publisher.founded else "",
        "publishingPrinciples": page("methodology"),
        "correctionsPolicy": page(CORRECTIONS),
        "ownershipFundingInfo": page(FUNDING),
    }
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells in one language."""

    materials: Materials
    language: str

    def organisation(self) -> Iterator[FactView]:
        publisher, policies = (
            self.materials.archive.site.value.publisher,
            self.materials.archive.site.value.policies,
        )
        name = Link.of(self._said(publisher.name), publisher.url) if publisher.url else None
        yield self._fact(N_("Publisher"), self._said(publisher.name) if not name else None, link=name)
        if publisher.legal_form:
            yield self._fact(N_("Legal form"), self._said(publisher.legal_form))
        if publisher.registration:
            yield self._fact(N_("Registered as"), Phrase(publisher.registration, self.language))
        if publisher.country:
            yield self._fact(N_("Country"), Phrase(self._words.country(publisher.country), self.language))
        if publisher.founded:
            yield self._fact(N_("Founded"), Phrase(self._words.date(publisher.founded).text, self.language))
        if publisher.address:
            yield self._fact(N_("Postal address"), self._said(publisher.address))
        yield from self._prose(N_("Ownership"), publisher.ownership)
        yield from self._prose(N_("Non-partisanship"), policies.non_partisanship)
        for code in policies.codes:
            yield self._fact(N_("Committed to"), link=self._code(code))
        for member in publisher.team:
            told = [self._said(item) for item in (member.role, member.biography) if item]
            links = (_elsewhere(member.url),) if member.url else ()
            yield FactView(Phrase(member.name, self.language), tuple(told), None, links)

    def funding(self) -> Iterator[FactView]:
        publisher = self.materials.archive.site.value.publisher
        yield from self._prose(N_("Who pays for this archive"), publisher.funding)
        for source in publisher.funding_sources:
            told = [Phrase(self._words.date(source.year).text, self.language)]
            if source.share is not None:
                share = self._words.say(
                    N_("%(share)s %% of the income"), share=self._words.number(source.share)
                )
                told.append(Phrase(share, self.language))
            told += [self._said(item) for item in (source.amount, source.purpose) if item]
            links = (_elsewhere(source.url),) if source.url else ()
            yield FactView(self._said(source.name), tuple(told), None, links)

    def corrections(self) -> Iterator[FactView]:
        policies = self.materials.archive.site.value.policies
        yield from self._addresses(N_("Report an error"))
        if policies.reply_days:
            days = self._words.say(N_("Days: %(number)s, at most"), number=policies.reply_days)
            yield self._fact(N_("How soon we answer"), Phrase(days, self.language))
        yield from self._prose(N_("If you are not content with our answer"), policies.complaints)
        for code in policies.codes:
            yield self._fact(N_("Complaints about a breach of the code"), link=self._code(code))

    def contact(self) -> Iterator[FactView]:
        yield from self._addresses(N_("Write to us"))
        if address := self.materials.archive.site.value.publisher.address:
            yield self._fact(N_("Postal address"), self._said(address))

    def privacy(self) -> Iterator[FactView]:
        yield from self._prose(N_("Privacy"), self.materials.archive.site.value.policies.privacy)

    def _code(self, code: Code) -> Link:
        return Link(self._words.label(code), _CODES[code])

    def _addresses(self, label: str) -> Iterator[FactView]:
        contact = self.materials.archive.site.value.contact
        links = [Link(contact.email, f"mailto:{contact.email}")] if contact.email else []
        links += [_elsewhere(contact.url)] if contact.url else []
        if links:
            yield FactView(Phrase(self._words.say(label), self.language), (), None, tuple(links))

    def _prose(self, label: str, text: Prose | None) -> Iterator[FactView]:
        if text:
            phrase = self._said(text)
            base_path = self.materials.routes.base_path
            scope = "fact-" + "-".join(label.lower().split())
            html = self.materials.prose(ProseRequest(phrase.text, scope=scope, base_path=base_path))
            yield self._fact(label, prose=ProseView(html, phrase.language))

    def _fact(
        self,
        label: str,
        words: Phrase | None = None,
        *,
        prose: ProseView | None = None,
        link: Link | None = None,
    ) -> FactView:
        said = Phrase(self._words.say(label), self.language)
        return FactView(said, (words,) if words else (), prose, (link,) if link else ())

    @property
    def _words(self) -> Wording:
        return wording(self.language)

    def _said(self, text: Text) -> Phrase:
        return text.phrase(self.language, self.materials.default_language)


def _elsewhere(url: str) -> Link:
    """Return a link to another site, which is called by its address."""
    return Link(url.partition("://")[2].rstrip("/"), url)
