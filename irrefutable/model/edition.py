"""A case in another language: only the words, each bound to the id of what it translates.

An edition states nothing of its own. A rating, a date or a source is always the original's.
"""

from pydantic import Field

from irrefutable.model.case import Summary
from irrefutable.model.fields import EntityRef, ExactDate, LanguageTag, Model, Prose, Slug, Text


class OtherVerdictWords(Model):
    """The words of another checker's verdict."""

    verdict: Text | None = None
    """What its verdict means in this language; the checker's own words stay beside it."""
    note: Prose | None = None
    """What it rated, where that is not quite the same claim."""


class ClaimWords(Model):
    """The words of a claim."""

    text: Text | None = None
    """The claim."""
    rating_explanation: Prose | None = None
    """The verdict's reason."""
    claimant_unknown: Text | None = None
    """Why no claimant is named."""
    no_appearance: Text | None = None
    """Why no appearance can be given."""
    other_verdicts: dict[Slug, OtherVerdictWords] = Field(default_factory=dict)
    """The words of other checkers' verdicts by the ids of the checkers."""


class MediaWords(Model):
    """The words of a picture."""

    title: Text | None = None
    """Its short name."""
    alt: Text | None = None
    """What a reader who cannot see it must know."""
    caption: Prose | None = None
    """The words below it."""
    published_caption: Text | None = None
    """What the words it was published with mean in this language."""
    shown_as: Text | None = None
    """What it was presented as."""
    actually: Text | None = None
    """What it shows."""
    credit: Text | None = None
    """Who made it."""


class EvidenceWords(Model):
    """The words of a piece of evidence."""

    title: Text | None = None
    """The point in a few words."""
    text: Prose | None = None
    """The argument."""
    reproduce: tuple[Prose, ...] = ()
    """The steps, all of them."""


class RebuttalWords(Model):
    """The words of an answer."""

    text: Prose | None = None
    """What was answered."""
    response: Prose | None = None
    """Our assessment of it."""


class RegionWords(Model):
    """The words of a region."""

    label: Text
    """What to see there."""


class ComparisonWords(Model):
    """The words of a comparison."""

    title: Text | None = None
    """What is compared."""
    no_match: Text | None = None
    """Why the claimed picture is not to be found in the other one."""
    conclusion: Prose | None = None
    """What it shows."""
    regions: dict[Slug, RegionWords] = Field(default_factory=dict)
    """The regions' words by their ids."""


class EntryWords(Model):
    """The words of a timeline entry or of something not found."""

    text: Prose
    """What happened, or what was looked for."""


class DisagreementWords(Model):
    """The words of a disputed point."""

    point: Text | None = None
    """What sources differ on."""
    variants: tuple[Prose, ...] = ()
    """What each side says, all of them in the original's order."""
    resolution: Prose | None = None
    """How we read it."""


class Edition(Model):
    """A `case.LANG.md`: the case's words in another language."""

    language: LanguageTag
    """The language; the one in the file's name."""
    title: Text
    """The headline."""
    summary: Summary
    """Claimed and found."""
    translated_by: tuple[EntityRef, ...] = ()
    """Who translated it."""
    translates: ExactDate | None = None
    """The `updated` date of the original that was translated."""
    updated: ExactDate | None = None
    """When the translation last changed."""
    claims: dict[Slug, ClaimWords] = Field(default_factory=dict)
    """The claims' words by their ids."""
    media: dict[Slug, MediaWords] = Field(default_factory=dict)
    """The pictures' words by their ids."""
    evidence: dict[Slug, EvidenceWords] = Field(default_factory=dict)
    """The evidence's words by their ids."""
    rebuttals: dict[Slug, RebuttalWords] = Field(default_factory=dict)
    """The answers' words by their ids."""
    comparisons: dict[Slug, ComparisonWords] = Field(default_factory=dict)
    """The comparisons' words by their ids."""
    timeline: dict[Slug, EntryWords] = Field(default_factory=dict)
    """The timeline's words by their ids."""
    disagreements: dict[Slug, DisagreementWords] = Field(default_factory=dict)
    """The disputed points' words by their ids."""
    not_found: dict[Slug, EntryWords] = Field(default_factory=dict)
    """The words of what was not found by their ids."""
    report: Prose | None = None
    """The story: the body of the file."""
