"""A claim: what was said, by whom and where, and what was found of it. Refuses to know what that rests on."""

from typing import Annotated

from pydantic import Field

from irrefutable.model.fields import (
    ClaimElsewhereRef,
    EdtfDate,
    EntityRef,
    LanguageTag,
    MediaRef,
    Model,
    Prose,
    RatingRef,
    Slug,
    SourceRef,
    Text,
    Url,
    WholeNumber,
)
from irrefutable.model.vocabulary import (
    AppearanceState,
    ClaimRelation,
    Intent,
)


class Quote(Model):
    """Words as they were said or written."""

    text: str
    """The words in their own language, without quotation marks."""
    language: LanguageTag
    """The language of the words."""
    translation: Text | None = None
    """The words in the readers' languages."""
    sources: tuple[SourceRef, ...] = ()
    """Where the words were read."""


class Reach(Model):
    """How many people a claim reached."""

    number: WholeNumber
    """Views, shares or viewers, as the source counts them."""
    unit: Text
    """What is counted: views, shares …"""
    date: EdtfDate
    """When it was counted."""
    source: SourceRef
    """Who counted."""


class Appearance(Model):
    """One place where a claim was published."""

    platform: Text
    """The service or programme: Twitter, Facebook, a television channel. The same words are the same one."""
    account: str | None = None
    """The account or column, as it is written there."""
    url: Url | None = None
    """The address of the post itself."""
    archived: Url | None = None
    """An archived copy: the page links to it rather than to a live false post."""
    date: EdtfDate
    """When it appeared."""
    language: LanguageTag | None = None
    """The language of the post."""
    state: AppearanceState
    """Whether it can still be seen there."""
    screenshot: MediaRef | None = None
    """A picture of the post."""
    reach: Reach | None = None
    """How many people it reached."""
    sources: tuple[SourceRef, ...] = ()
    """Who reports it."""


class RelatedClaim(Model):
    """How a claim stands to another."""

    relation: ClaimRelation
    """The relation, read as "this claim … that claim"."""
    claim: ClaimElsewhereRef
    """The other claim: its id, or `case/claim` in another case."""


class OtherVerdict(Model):
    """What another checker found of the same claim, in its own words; it stands beside our rating, apart."""

    by: EntityRef
    """The checker; each one stands once beside a claim."""
    verdict: Text
    """The word or words it used; a map may add what they mean in other languages."""
    language: LanguageTag | None = None
    """The language of those words, where it is not the case's."""
    date: EdtfDate | None = None
    """When it published them."""
    note: Prose | None = None
    """What it rated, where that is not quite the same claim."""
    sources: Annotated[tuple[SourceRef, ...], Field(min_length=1)]
    """Where it says so."""


class Claim(Model):
    """A statement that could be true, and our rating of it."""

    id: Slug
    """The claim's id in this case."""
    text: Text
    """The claim as a statement, without a verdict in it."""
    quotes: tuple[Quote, ...] = ()
    """How it was worded."""
    claimant: EntityRef | None = None
    """Who made it; leave it out only with `claimant_unknown`."""
    claimant_unknown: Text | None = None
    """Why no claimant is named."""
    made: EdtfDate
    """When it was made."""
    rating: RatingRef | None = None
    """The verdict."""
    rating_explanation: Prose | None = None
    """The verdict's reason, in one or two sentences."""
    intent: Intent = Intent.UNKNOWN
    """Why it was made, as far as it is known."""
    about: tuple[MediaRef, ...] = ()
    """The pictures it is about."""
    appearances: tuple[Appearance, ...] = ()
    """Where it was published."""
    no_appearance: Text | None = None
    """Why no appearance can be given."""
    other_verdicts: tuple[OtherVerdict, ...] = ()
    """What other checkers found; none of it is merged with our rating."""
    relations: tuple[RelatedClaim, ...] = ()
    """How it stands to other claims."""
