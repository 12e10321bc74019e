"""Which pages the archive has in its own voice: what editors wrote, and what is made of `site.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from irrefutable.model.archive import Archive
from irrefutable.model.site import Site
from irrefutable.plan.wording import N_, wording

METHODOLOGY: Final = "methodology"
CORRECTIONS: Final = "corrections"
ORGANISATION: Final = "organisation"
FUNDING: Final = "funding"
CONTACT: Final = "contact"
PRIVACY: Final = "privacy"


class _Made(NamedTuple):
    """A page that is made where no editor wrote it."""

    title: str
    order: int
    """Its place among the links at the foot of every page."""


_MADE: Final[Mapping[str, _Made]] = {
    METHODOLOGY: _Made(N_("Methodology"), 20),
    CORRECTIONS: _Made(N_("Corrections"), 30),
    ORGANISATION: _Made(N_("Who we are"), 40),
    FUNDING: _Made(N_("Funding"), 50),
    CONTACT: _Made(N_("Contact"), 60),
    PRIVACY: _Made(N_("Privacy"), 70),
}


class OwnPage(NamedTuple):
    """A page of the archive's own, as links show it."""

    id: str
    language: str
    title: str
    order: int


def own_pages(archive: Archive) -> tuple[OwnPage, ...]:
    """Return the pages that editors wrote, and those that are made where they did not, in their order."""
    languages = archive.site.value.languages
    found = [
        OwnPage(page_id, tag, item.value.title.phrase(tag, tag).text, item.value.order)
        for (page_id, tag), item in archive.pages.items()
    ]
    for page_id, made in _MADE.items():
        # What is written in the first language is not to be hidden behind a page without its text.
        if (page_id, languages[0]) not in archive.pages and _has_facts(archive.site.value, page_id):
            found += [
                OwnPage(page_id, tag, wording(tag).say(made.title), made.order)
                for tag in languages
                if (page_id, tag) not in archive.pages
            ]
    return tuple(sorted(found, key=lambda page: (page.order, page.id, page.language)))


def own_page_languages(archive: Archive, page_id: str) -> tuple[str, ...]:
    """Return the languages that a page is in: first those of the site, in their order."""
    there = {page.language for page in own_pages(archive) if page.id == page_id}
    ordered = [tag for tag in archive.site.value.languages if tag in there]
    return (*ordered, *sorted(there.difference(ordered)))


def made_title(page_id: str, language: str) -> str:
    """Return the title of a page that no editor wrote."""
    return wording(language).say(_MADE[page_id].title)


def _has_facts(site: Site, page_id: str) -> bool:
    """Whether there is something to say on a page that no editor wrote."""
    publisher, policies, contact = site.publisher, site.policies, site.contact
    told: Mapping[str, object] = {
        ORGANISATION: publisher.legal_form
        or publisher.registration
        or publisher.address
        or publisher.ownership
        or publisher.team
        or policies.non_partisanship,
        FUNDING: publisher.funding or publisher.funding_sources,
        CONTACT: contact.email or contact.url or publisher.address,
        PRIVACY: policies.privacy,
    }
    return bool(told.get(page_id, True))
