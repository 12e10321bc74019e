"""The closed lists of the content model. A value's docstring is its definition."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands on its way to readers."""

    DRAFT = "draft"
    REVIEW = "review"
    READY = "ready"
    PUBLISHED = "published"
    RETRACTED = "retracted"


class Intent(StrEnum):
    """Why a false claim was made, as far as it is known."""

    DECEPTION = "deception"
    ERROR = "error"
    SATIRE = "satire"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How sure the archive is of a statement as it is worded."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ClaimRelation(StrEnum):
    """How a claim stands to another one."""

    REPEATS = "repeats"
    NARROWS = "narrows"
    CONTRADICTS = "contradicts"
    FOLLOWS = "follows"


class AppearanceState(StrEnum):
    """Whether a reader could still see the claim where it was made."""

    LIVE = "live"
    DELETED = "deleted"
    EDITED = "edited"
    UNAVAILABLE = "unavailable"


class MediaKind(StrEnum):
    """What a picture file is."""

    IMAGE = "image"
    VIDEO_FRAME = "video-frame"
    DOCUMENT = "document"
    SCHEMATIC = "schematic"


class MediaCategory(StrEnum):
    """MediaReview's authenticity codes (schema.org MediaManipulationRatingEnumeration)."""

    DECONTEXTUALIZED = "DecontextualizedContent"
    EDITED_OR_CROPPED = "EditedOrCroppedContent"
    ORIGINAL = "OriginalMediaContent"
    SATIRE_OR_PARODY = "SatireOrParodyContent"
    STAGED = "StagedContent"
    TRANSFORMED = "TransformedContent"


class Technique(StrEnum):
    """How a picture came to mislead."""

    AI_GENERATED = "ai-generated"
    CLONED = "cloned"
    COMPOSITE = "composite"
    CROPPED = "cropped"
    GAME_FOOTAGE = "game-footage"
    GAME_IMAGE = "game-image"
    LABELLED_ILLUSTRATION = "labelled-illustration"
    MIRRORED = "mirrored"
    MISATTRIBUTED = "misattributed"
    MISCAPTIONED = "miscaptioned"
    OLD_FOOTAGE = "old-footage"
    OLD_PHOTOGRAPH = "old-photograph"
    RECOLOURED = "recoloured"
    SATIRE_AS_NEWS = "satire-as-news"
    STAGED_FILM = "staged-film"
    UNKNOWN = "unknown"


class Weight(StrEnum):
    """Which way a piece of evidence pulls."""

    REFUTES = "refutes"
    SUPPORTS = "supports"
    CONTEXT = "context"


class Method(StrEnum):
    """How a piece of evidence was found."""

    VISUAL_MATCH = "visual-match"
    REVERSE_IMAGE_SEARCH = "reverse-image-search"
    GEOLOCATION = "geolocation"
    CHRONOLOCATION = "chronolocation"
    METADATA = "metadata"
    DOCUMENT = "document"
    STATEMENT = "statement"
    EXPERT = "expert"


class Holds(StrEnum):
    """Whether an answer stands up, in our assessment."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    OPEN = "open"


class Alignment(StrEnum):
    """How the claimed picture is laid over the original."""

    AUTO = "auto"
    POINTS = "points"
    NONE = "none"


class ComparisonMode(StrEnum):
    """A way to look at two pictures."""

    SIDE_BY_SIDE = "side-by-side"
    SWIPE = "swipe"
    FADE = "fade"


class SourceGrade(StrEnum):
    """How near a source is to what it reports."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class SourceKind(StrEnum):
    """Who speaks in a source."""

    AGENCY = "agency"
    ACADEMIC = "academic"
    BROADCASTER = "broadcaster"
    FACT_CHECKER = "fact-checker"
    GOVERNMENT = "government"
    MAGAZINE = "magazine"
    NEWSPAPER = "newspaper"
    ONLINE = "online"
    OPEN_SOURCE_INVESTIGATION = "open-source-investigation"
    SOCIAL_MEDIA = "social-media"
    STATE_MEDIA = "state-media"


class Seen(StrEnum):
    """What of a source was read."""

    FULL = "full"
    EXCERPT = "excerpt"
    MIRROR = "mirror"


class TimelineKind(StrEnum):
    """What an entry of the timeline tells of."""

    BACKGROUND = "background"
    CLAIM = "claim"
    CHECK = "check"
    RESPONSE = "response"
    AFTERMATH = "aftermath"


class CorrectionKind(StrEnum):
    """What was changed in a published case."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    UPDATE = "update"
    RATING_CHANGE = "rating-change"
    RETRACTION = "retraction"


class EntityKind(StrEnum):
    """What kind of actor an entity is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    OUTLET = "outlet"


class Tone(StrEnum):
    """How a verdict is coloured and which shape it has; the word is always beside it."""

    FALSE = "false"
    MISLEADING = "misleading"
    UNPROVEN = "unproven"
    MOSTLY_TRUE = "mostly-true"
    TRUE = "true"


class RedactionMethod(StrEnum):
    """How a region is destroyed before anything is published."""

    BLUR = "blur"
    COVER = "cover"


class CaseRelation(StrEnum):
    """Why another case is worth a look."""

    SAME_PICTURE = "same-picture"
    SAME_CLAIMANT = "same-claimant"
    SAME_TECHNIQUE = "same-technique"
    SAME_EVENT = "same-event"
    BACKGROUND = "background"
