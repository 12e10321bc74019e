"""Dates, names and the values of closed lists in a reader's language. Babel's home.

Refuses to make a date more exact than it is: a month stays a month, an approximate day says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from irrefutable.core.catalogues import Catalogue, catalogue
from irrefutable.core.dates import Edtf, Moment, Precision, parse
from irrefutable.model.vocabulary import (
    AppearanceState,
    CaseRelation,
    ClaimRelation,
    Code,
    ComparisonMode,
    Confidence,
    CorrectionKind,
    Counterpart,
    EntityKind,
    Holds,
    Intent,
    MediaCategory,
    MediaKind,
    Method,
    Seen,
    SourceGrade,
    SourceKind,
    Status,
    Technique,
    TimelineKind,
    Weight,
)
from irrefutable.plan.contexts.views import DateView


def N_(message: str) -> str:  # noqa: N802 - gettext's name for "translate this later"
    """Mark a message for the catalogues."""
    return message


_LABELS: tuple[tuple[StrEnum, str], ...] = (
    (Status.DRAFT, N_("Draft")),
    (Status.REVIEW, N_("In review")),
    (Status.READY, N_("Ready")),
    (Status.PUBLISHED, N_("Published")),
    (Status.RETRACTED, N_("Retracted")),
    (Intent.DECEPTION, N_("Deception")),
    (Intent.ERROR, N_("Error")),
    (Intent.SATIRE, N_("Satire")),
    (Intent.UNKNOWN, N_("Not known")),
    (Confidence.HIGH, N_("High confidence")),
    (Confidence.MEDIUM, N_("Medium confidence")),
    (Confidence.LOW, N_("Low confidence")),
    (ClaimRelation.REPEATS, N_("repeats")),
    (ClaimRelation.NARROWS, N_("narrows")),
    (ClaimRelation.CONTRADICTS, N_("contradicts")),
    (ClaimRelation.FOLLOWS, N_("follows on")),
    (AppearanceState.LIVE, N_("Still online")),
    (AppearanceState.DELETED, N_("Deleted")),
    (AppearanceState.EDITED, N_("Edited since")),
    (AppearanceState.UNAVAILABLE, N_("Not available")),
    (AppearanceState.NOT_CHECKED, N_("Availability not checked")),
    (Counterpart.ORIGINAL, N_("The original")),
    (Counterpart.REFERENCE, N_("For comparison")),
    (Counterpart.ANOTHER_VIEW, N_("Another view")),
    (MediaKind.IMAGE, N_("Picture")),
    (MediaKind.VIDEO_FRAME, N_("Video frame")),
    (MediaKind.DOCUMENT, N_("Document")),
    (MediaKind.SCHEMATIC, N_("Schematic")),
    (MediaCategory.DECONTEXTUALIZED, N_("Missing context")),
    (MediaCategory.EDITED_OR_CROPPED, N_("Edited or cropped")),
    (MediaCategory.ORIGINAL, N_("Original")),
    (MediaCategory.SATIRE_OR_PARODY, N_("Satire or parody")),
    (MediaCategory.STAGED, N_("Staged")),
    (MediaCategory.TRANSFORMED, N_("Transformed")),
    (Technique.AI_GENERATED, N_("Made by artificial intelligence")),
    (Technique.CLONED, N_("Parts cloned")),
    (Technique.COMPOSITE, N_("Composite")),
    (Technique.CROPPED, N_("Cropped")),
    (Technique.GAME_FOOTAGE, N_("Footage of a game")),
    (Technique.GAME_IMAGE, N_("Picture from a game")),
    (Technique.LABELLED_ILLUSTRATION, N_("Labelled as an illustration")),
    (Technique.MIRRORED, N_("Mirrored")),
    (Technique.MISATTRIBUTED, N_("Wrongly attributed")),
    (Technique.MISCAPTIONED, N_("Wrong caption")),
    (Technique.OLD_FOOTAGE, N_("Old footage")),
    (Technique.OLD_PHOTOGRAPH, N_("Old photograph")),
    (Technique.RECOLOURED, N_("Colours changed")),
    (Technique.SATIRE_AS_NEWS, N_("Satire passed on as news")),
    (Technique.STAGED_FILM, N_("Staged film")),
    (Technique.UNKNOWN, N_("Technique not known")),
    (Weight.REFUTES, N_("Refutes")),
    (Weight.SUPPORTS, N_("Supports")),
    (Weight.CONTEXT, N_("Context")),
    (Method.VISUAL_MATCH, N_("Visual match")),
    (Method.REVERSE_IMAGE_SEARCH, N_("Reverse image search")),
    (Method.GEOLOCATION, N_("Geolocation")),
    (Method.CHRONOLOCATION, N_("Dating from the picture")),
    (Method.METADATA, N_("Metadata")),
    (Method.DOCUMENT, N_("Document")),
    (Method.STATEMENT, N_("Statement")),
    (Method.EXPERT, N_("Expert")),
    (Holds.YES, N_("Holds")),
    (Holds.PARTLY, N_("Holds in part")),
    (Holds.NO, N_("Does not hold")),
    (Holds.OPEN, N_("Open")),
    (ComparisonMode.SIDE_BY_SIDE, N_("Side by side")),
    (ComparisonMode.SWIPE, N_("Swipe")),
    (ComparisonMode.FADE, N_("Fade")),
    (ComparisonMode.BLINK, N_("Blink")),
    (ComparisonMode.DIFFERENCE, N_("Difference")),
    (SourceGrade.PRIMARY, N_("Primary")),
    (SourceGrade.SECONDARY, N_("Secondary")),
    (SourceKind.AGENCY, N_("News agency")),
    (SourceKind.ACADEMIC, N_("Academic")),
    (SourceKind.BROADCASTER, N_("Broadcaster")),
    (SourceKind.FACT_CHECKER, N_("Fact-checker")),
    (SourceKind.GOVERNMENT, N_("Government")),
    (SourceKind.MAGAZINE, N_("Magazine")),
    (SourceKind.NEWSPAPER, N_("Newspaper")),
    (SourceKind.ONLINE, N_("Online publication")),
    (SourceKind.OPEN_SOURCE_INVESTIGATION, N_("Open-source investigation")),
    (SourceKind.SOCIAL_MEDIA, N_("Social media")),
    (SourceKind.STATE_MEDIA, N_("State media")),
    (Seen.FULL, N_("Read in full")),
    (Seen.EXCERPT, N_("Read in part")),
    (Seen.MIRROR, N_("Read in a copy")),
    (TimelineKind.BACKGROUND, N_("Background")),
    (TimelineKind.CLAIM, N_("Claim")),
    (TimelineKind.CHECK, N_("Check")),
    (TimelineKind.RESPONSE, N_("Response")),
    (TimelineKind.AFTERMATH, N_("Aftermath")),
    (CorrectionKind.CORRECTION, N_("Correction")),
    (CorrectionKind.CLARIFICATION, N_("Clarification")),
    (CorrectionKind.UPDATE, N_("Update")),
    (CorrectionKind.RATING_CHANGE, N_("Change of rating")),
    (CorrectionKind.RETRACTION, N_("Retraction")),
    (Code.IFCN, N_("IFCN Code of Principles")),
    (Code.EFCSN, N_("European Code of Standards (EFCSN)")),
    (EntityKind.PERSON, N_("Person")),
    (EntityKind.ORGANIZATION, N_("Organisation")),
    (EntityKind.OUTLET, N_("News outlet")),
    (CaseRelation.SAME_PICTURE, N_("The same picture")),
    (CaseRelation.SAME_CLAIMANT, N_("The same claimant")),
    (CaseRelation.SAME_TECHNIQUE, N_("The same technique")),
    (CaseRelation.SAME_EVENT, N_("The same event")),
    (CaseRelation.BACKGROUND, N_("Background")),
)
METHODS: Mapping[Method, str] = {
    Method.VISUAL_MATCH: N_(
        "Details of two pictures were compared, until it was clear whether both show the same."
    ),
    Method.REVERSE_IMAGE_SEARCH: N_("A search engine for pictures found the same picture elsewhere."),
    Method.GEOLOCATION: N_(
        "Where the picture was taken was found from what it shows: buildings, roads, mountains."
    ),
    Method.CHRONOLOCATION: N_("When the picture was taken was found from shadows, weather or plants."),
    Method.METADATA: N_("What the file itself records was read: the device, the time, the program."),
    Method.DOCUMENT: N_("A record or a publication says so, and was read."),
    Method.STATEMENT: N_("Somebody who was concerned said so, on the record."),
    Method.EXPERT: N_("Somebody who knows the subject judged it."),
}
"""How each method works, in a sentence."""


def method_anchor(method: Method) -> str:
    """Return the fragment of a method on the methodology page."""
    return f"method-{method.value}"


# Members of different enums with one value are equal as strings, so the table is kept by class and name.
_BY_CLASS = {(type(member), member.name): message for member, message in _LABELS}


_CREATIVE_COMMONS: Final = re.compile(
    r"(?P<terms>CC0?(?:-(?:BY|NC|ND|SA|PDDC|PDM))*)-(?P<version>\d\.\d)(?:-(?P<country>[A-Z]{2,3}))?"
)
"""Their ids in the list of SPDX, of which people write the parts with spaces between them."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How one language says things."""

    language: str
    locale: Locale
    catalogue: Catalogue

    def say(self, message: str, **values: object) -> str:
        """Return an interface message with its values."""
        text = self.catalogue.gettext(message)
        return text % values if values else text

    def label(self, member: StrEnum) -> str:
        """Return a value of a closed list in words."""
        return self.catalogue.gettext(_BY_CLASS[type(member), member.name])

    def number(self, value: float) -> str:
        """Return a number with the language's separators."""
        words: str = format_decimal(value, locale=self.locale)
        return words

    def country(self, code: str) -> str:
        """Return a country's name; the code where the language has none."""
        return str(self.locale.territories.get(code, code))

    def licence(self, licence: str) -> str:
        """Return what people call a licence, given by its id; the id where nobody calls it anything else."""
        if licence == "fair-use":
            return self.say(N_("fair use"))
        found = _CREATIVE_COMMONS.fullmatch(licence)
        if not found:
            return licence
        terms = found["terms"].removeprefix("CC-")
        parts = ("CC" if found["terms"] != terms else "", terms, found["version"], found["country"])
        return "\N{NO-BREAK SPACE}".join(part for part in parts if part)

    def language_name(self, tag: str) -> str:
        """Return a language's name in this language; the tag where it has none."""
        return f"{self.locale.languages.get(tag.partition('-')[0], tag)}"

    def own_name(self) -> str:
        """Return this language's name in itself, as it begins a list."""
        name = self.language_name(self.language)
        return f"{name[:1].upper()}{name[1:]}"

    def date(self, date: Edtf) -> DateView:
        """Return a date in words."""
        return _dated(self.language, date.text)

    def dated(self, date: Edtf) -> DateView:
        """Do the same without looking whether somebody asked before."""
        if not date.is_interval and date.start:
            return DateView(self._moment(date.start), machine_date(date))
        if date.start and date.end:
            words = self.say(
                N_("%(start)s to %(end)s"), start=self._moment(date.start), end=self._moment(date.end)
            )
        elif date.start:
            message = N_("since %(start)s") if date.ends_open else N_("from %(start)s, end not known")
            words = self.say(message, start=self._moment(date.start))
        else:
            assert date.end  # noqa: S101 - the parser refuses an interval without an end
            message = N_("until %(end)s") if date.starts_open else N_("to %(end)s, beginning not known")
            words = self.say(message, end=self._moment(date.end))
        return DateView(words, "")

    def month(self, month: str) -> str:
        """Return a month, written `2017-11`, as a heading: November 2017."""
        first = dt.date.fromisoformat(f"{month}-01")
        words: str = format_date(first, self._pattern("yMMMM"), locale=self.locale)
        return words[:1].upper() + words[1:]

    def _moment(self, moment: Moment) -> str:
        words = self._plain_moment(moment)
        if moment.is_approximate and moment.is_uncertain:
            return self.say(N_("about %(date)s (uncertain)"), date=words)
        if moment.is_approximate:
            return self.say(N_("about %(date)s"), date=words)
        if moment.is_uncertain:
            return self.say(N_("%(date)s (uncertain)"), date=words)
        return words

    def _plain_moment(self, moment: Moment) -> str:
        match moment.precision:
            case Precision.DECADE:
                return self.say(N_("the %(year)ss"), year=moment.first.year)
            case Precision.YEAR:
                return f"{moment.first.year}"
            case Precision.SEASON:
                seasons = {
                    21: N_("spring %(year)s"),
                    22: N_("summer %(year)s"),
                    23: N_("autumn %(year)s"),
                    24: N_("winter %(year)s"),
                }
                return self.say(seasons[moment.season or 21], year=moment.first.year)
            case Precision.MONTH:
                return format_date(moment.first, self._pattern("yMMMM"), locale=self.locale)
            case Precision.DAY:
                return format_date(moment.first, "long", locale=self.locale)
            case Precision.INSTANT:
                assert moment.time  # noqa: S101 - an instant has its time
                day = format_date(moment.first, "long", locale=self.locale)
                # The zone is the one that was written, so that the clock time is the one on the spot.
                time = format_datetime(moment.time, "HH:mm", tzinfo=moment.time.tzinfo, locale=self.locale)
                # Babel's own zone (2.18) is an hour off where the offset is negative and not whole.
                offset = moment.time.strftime("%z")
                zone = "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:5]}"
                return f"{day}{self.say(N_(', '))}{time} {zone}"

    def _pattern(self, skeleton: str) -> str:
        return str(self.locale.datetime_skeletons[skeleton].pattern)


@lru_cache(maxsize=64)
def wording(language: str) -> Wording:
    """Return the wording of a language; of English where Babel does not know it."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    if language == "en":
        # The interface's English is British: "14 November 2017".
        locale = Locale.parse("en_GB")
    return Wording(language, locale, catalogue(language))


@lru_cache(maxsize=1024)
def _dated(language: str, text: str) -> DateView:
    """Return a date in words: those of a case are on its pages, and on its cards in many lists."""
    return wording(language).dated(parse(text))


def machine_date(date: Edtf) -> str:
    """Return a date as HTML and schema.org write it; empty where they have no form for it."""
    moment = date.start
    if date.is_interval or moment is None:
        return ""
    match moment.precision:
        case Precision.YEAR:
            return f"{moment.first.year:04d}"
        case Precision.MONTH:
            return moment.first.isoformat()[:7]
        case Precision.DAY:
            return moment.first.isoformat()
        case Precision.INSTANT if moment.time:
            return moment.time.isoformat()
        case _:
            return ""
