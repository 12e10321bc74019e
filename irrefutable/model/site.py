"""What surrounds the cases: the archive itself, its ratings, topics, entities and pages."""

from typing import Annotated

from pydantic import Field

from irrefutable.model.fields import (
    BaseUrl,
    CacheUrl,
    CaseRef,
    Country,
    EdtfDate,
    Email,
    LanguageTag,
    Model,
    Prose,
    Slug,
    Text,
    Url,
)
from irrefutable.model.vocabulary import Code, EntityKind, Tone


class Member(Model):
    """Somebody who works for the archive."""

    name: str
    """Their name."""
    role: Text
    """What they do."""
    biography: Text | None = None
    """What they did before, in a sentence or two."""
    url: Url | None = None
    """Where more can be read of them."""


class FundingSource(Model):
    """Somebody who pays for the archive."""

    name: Text
    """Who."""
    year: EdtfDate
    """The year that it was paid in."""
    share: Annotated[float, Field(ge=0, le=100)] | None = None
    """Its share of that year's income, in per cent."""
    amount: Text | None = None
    """The amount with its currency, as readers are to see it."""
    purpose: Text | None = None
    """What it was paid for."""
    url: Url | None = None
    """Where more can be read of it."""


class Publisher(Model):
    """Who answers for the archive."""

    name: Text
    """Its name."""
    url: Url | None = None
    """Its home page."""
    country: Country | None = None
    """Where it is registered."""
    founded: EdtfDate | None = None
    """Since when it exists."""
    legal_form: Text | None = None
    """What it is before the law: an association, a limited company, a part of another organisation."""
    registration: str | None = None
    """Its number, with the name of the register."""
    address: Text | None = None
    """Where letters reach it."""
    ownership: Prose | None = None
    """Who owns it or decides over it."""
    team: tuple[Member, ...] = ()
    """Who works for it; those who lead it first."""
    funding: Prose | None = None
    """Who pays for it, in words."""
    funding_sources: tuple[FundingSource, ...] = ()
    """Who pays for it, each year apart, the latest first."""


class Contact(Model):
    """How a reader reaches the archive."""

    email: Email | None = None
    """The desk's address."""
    url: Url | None = None
    """A form or a tracker for reports of errors."""


class Relaxation(Model):
    """A rule that this archive does not hold, shown to readers on the methodology page."""

    rule: Slug
    """The diagnostic's code; only editorial rules can be relaxed."""
    reason: Text
    """Why."""


class Policies(Model):
    """How strict the archive is with itself."""

    relax: tuple[Relaxation, ...] = ()
    """Rules that are not held."""
    codes: tuple[Code, ...] = ()
    """The codes it is committed to; the check then says what of them is missing here."""
    non_partisanship: Prose | None = None
    """How it stays out of party politics, and what those who work for it may not do."""
    reply_days: Annotated[int, Field(ge=1, le=365)] | None = None
    """Within how many days a report of an error is answered."""
    complaints: Prose | None = None
    """Whom a reader can turn to who is not content with the answer."""
    privacy: Prose | None = None
    """What becomes of what readers send or leave behind."""


class BuildSettings(Model):
    """How the site is built."""

    page_size: Annotated[int, Field(ge=1, le=200)] = 24
    """Cases on a page of a list. Of several pages, the latest has half as many, rounded down, or more,
    but never half as many again."""
    feed_size: Annotated[int, Field(ge=1, le=200)] = 30
    """Cases in a feed."""
    share_cards: bool = True
    """Whether each case has a share card; large archives may do without: it can cost more than the page."""
    search: bool = True
    """Whether readers can search the texts of all cases: `docs/search.md`."""
    lookup: bool = True
    """Whether readers can ask if a picture has been checked: `docs/lookup.md`."""
    offline_copies: bool = False
    """Whether each case has a copy for reading without a network: one file, with its pictures once more."""
    cache: CacheUrl | None = None
    """A folder in which several machines keep what takes long to make: `docs/cache.md`."""


class PublishSettings(Model):
    """What is written for the host of the site."""

    headers_file: bool = False
    """Whether to write `_headers` with the security headers, for the hosts that read one."""


class Site(Model):
    """`content/site.yaml`."""

    title: Text
    """The archive's name."""
    tagline: Text
    """What it is, in one line."""
    base_url: BaseUrl
    """The address it is published at; its path, if any, is put before every address."""
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1)]
    """The languages of the site, the first one for pages that have no other."""
    publisher: Publisher
    """Who answers for it."""
    licence: str
    """The licence of its words: an SPDX or Creative Commons id."""
    licence_url: Url | None = None
    """Where the licence can be read."""
    rating_scheme: Slug
    """The scheme that a claim's `rating` is looked up in."""
    lead: CaseRef | None = None
    """The case that the home page leads with; without it the latest one does."""
    contact: Contact = Contact()
    """How to reach it."""
    policies: Policies = Policies()
    """How strict it is with itself."""
    build: BuildSettings = BuildSettings()
    """How it is built."""
    publish: PublishSettings = PublishSettings()
    """What is written for the host."""


class Rating(Model):
    """One verdict of a scheme."""

    key: Slug
    """Its key, written in a claim's `rating`."""
    label: Text
    """The word on the page."""
    explanation: Text
    """When it is given."""
    number: float | None = None
    """Its place on the scheme's scale, for ClaimReview."""
    tone: Tone
    """Its colour and shape."""


class RatingScheme(Model):
    """A closed list of verdicts."""

    id: Slug
    """The scheme's id."""
    title: Text
    """Its name."""
    url: Url | None = None
    """Where it is explained."""
    worst: float | None = None
    """The lowest number of its scale."""
    best: float | None = None
    """The highest number of its scale."""
    ratings: Annotated[tuple[Rating, ...], Field(min_length=1)]
    """The verdicts."""


class Ratings(Model):
    """`content/ratings.yaml`."""

    schemes: Annotated[tuple[RatingScheme, ...], Field(min_length=1)]
    """The rating schemes."""


class Topic(Model):
    """A subject that cases are filed under."""

    id: Slug
    """The topic's id."""
    label: Text
    """Its name."""
    description: Text | None = None
    """What belongs to it."""


class Topics(Model):
    """`content/topics.yaml`."""

    topics: tuple[Topic, ...] = ()
    """The controlled list."""


class Entity(Model):
    """`content/entities/ID.yaml`: a person or an organisation."""

    id: Slug
    """The file's name."""
    name: Text
    """Its name."""
    kind: EntityKind
    """What it is."""
    description: Text | None = None
    """Who it is, in one sentence."""
    country: Country | None = None
    """Where it is at home."""
    same_as: tuple[Url, ...] = ()
    """Its identity elsewhere: Wikidata, its home page."""


class Page(Model):
    """`content/pages/ID.md`, or `ID.LANG.md` in another language: a page in the archive's own voice."""

    id: Slug
    """The file's name and the page's address."""
    language: LanguageTag
    """Its language."""
    title: Text
    """The headline."""
    description: Text | None = None
    """What it says, for lists and search engines."""
    order: int = 100
    """Its place among the links at the foot of every page, the smallest first."""
    body: Prose | None = None
    """The text."""
