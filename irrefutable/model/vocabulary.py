"""The closed lists of the content model. A value's docstring is its definition."""

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands on its way to readers."""

    DRAFT = "draft"
    """It is being written; only the preview shows it."""
    REVIEW = "review"
    """It waits for its review; only the preview shows it."""
    READY = "ready"
    """It is reviewed and not out yet; only the preview shows it."""
    PUBLISHED = "published"
    """Readers see it, once its embargo is over."""
    RETRACTED = "retracted"
    """It was taken back: a tombstone with the reason stands at its address."""


class Intent(StrEnum):
    """Why a false claim was made, as far as it is known."""

    DECEPTION = "deception"
    """They knew that it was false."""
    ERROR = "error"
    """They took it for true."""
    SATIRE = "satire"
    """It was meant as satire, and said so."""
    UNKNOWN = "unknown"
    """Nothing is known of it; nothing is guessed."""


class Confidence(StrEnum):
    """How sure the archive is of a statement as it is worded."""

    HIGH = "high"
    """Nothing found speaks against it."""
    MEDIUM = "medium"
    """It rests on one report, or on a detail that others tell differently."""
    LOW = "low"
    """It is likely, and no more."""


class ClaimRelation(StrEnum):
    """How a claim stands to another one."""

    REPEATS = "repeats"
    """It says the same again."""
    NARROWS = "narrows"
    """It says less than the other did, or says it of less."""
    CONTRADICTS = "contradicts"
    """Both cannot be true."""
    FOLLOWS = "follows"
    """It was made after the other had been refuted, in its place."""


class AppearanceState(StrEnum):
    """Whether a reader could still see the claim where it was made."""

    LIVE = "live"
    """It is still there."""
    DELETED = "deleted"
    """Whoever published it took it away."""
    EDITED = "edited"
    """It is there in other words."""
    UNAVAILABLE = "unavailable"
    """It cannot be seen, and nobody knows why."""
    NOT_CHECKED = "not-checked"
    """Nobody has looked whether it is still there."""


class MediaKind(StrEnum):
    """What a picture file is."""

    IMAGE = "image"
    """A photograph or a graphic."""
    VIDEO_FRAME = "video-frame"
    """A frame of a video; `video` says of which, and where in it."""
    DOCUMENT = "document"
    """A page of a document, or a screenshot."""
    SCHEMATIC = "schematic"
    """A drawing that stands for a picture that may not be shown; the build stamps it as such."""


class MediaCategory(StrEnum):
    """MediaReview's authenticity codes (schema.org MediaManipulationRatingEnumeration)."""

    DECONTEXTUALIZED = "DecontextualizedContent"
    """Unaltered, shown as something else than it is."""
    EDITED_OR_CROPPED = "EditedOrCroppedContent"
    """Something was cut away or rearranged."""
    ORIGINAL = "OriginalMediaContent"
    """Unaltered, shown as what it is."""
    SATIRE_OR_PARODY = "SatireOrParodyContent"
    """Made as satire or parody."""
    STAGED = "StagedContent"
    """Acted, and shown as if it had happened."""
    TRANSFORMED = "TransformedContent"
    """What it shows was changed, or made up."""


class Technique(StrEnum):
    """How a picture came to mislead."""

    AI_GENERATED = "ai-generated"
    """Made by a generative model."""
    CLONED = "cloned"
    """Parts of it were copied within it."""
    COMPOSITE = "composite"
    """Put together from several pictures."""
    CROPPED = "cropped"
    """Cut so that what gave it away is gone."""
    GAME_FOOTAGE = "game-footage"
    """A scene of a video game."""
    GAME_IMAGE = "game-image"
    """A still picture from a video game or its advertising."""
    LABELLED_ILLUSTRATION = "labelled-illustration"
    """An illustration that said so, shown without its label."""
    MIRRORED = "mirrored"
    """Flipped."""
    MISATTRIBUTED = "misattributed"
    """Ascribed to somebody who did not make it."""
    MISCAPTIONED = "miscaptioned"
    """Unaltered, with words that belong to something else."""
    OLD_FOOTAGE = "old-footage"
    """An earlier video, shown as new."""
    OLD_PHOTOGRAPH = "old-photograph"
    """An earlier photograph, shown as new."""
    RECOLOURED = "recoloured"
    """Its colours were changed."""
    SATIRE_AS_NEWS = "satire-as-news"
    """Satire that was passed on as news."""
    STAGED_FILM = "staged-film"
    """A scene of a film or of a shoot."""
    UNKNOWN = "unknown"
    """How it came to mislead is not known."""


class Weight(StrEnum):
    """Which way a piece of evidence pulls."""

    REFUTES = "refutes"
    """It speaks against the claim."""
    SUPPORTS = "supports"
    """It speaks for the claim."""
    CONTEXT = "context"
    """It decides nothing and helps to understand."""


class Method(StrEnum):
    """How a piece of evidence was found."""

    VISUAL_MATCH = "visual-match"
    """Details of two pictures were compared."""
    REVERSE_IMAGE_SEARCH = "reverse-image-search"
    """A search engine found the picture elsewhere."""
    GEOLOCATION = "geolocation"
    """Where it was taken was found from what it shows."""
    CHRONOLOCATION = "chronolocation"
    """When it was taken was found from shadows, weather or plants."""
    METADATA = "metadata"
    """The file's own data were read."""
    DOCUMENT = "document"
    """A record or a publication says so."""
    STATEMENT = "statement"
    """Somebody who was concerned said so."""
    EXPERT = "expert"
    """Somebody who knows the subject judged it."""


class Holds(StrEnum):
    """Whether an answer stands up, in our assessment."""

    YES = "yes"
    """It stands up."""
    PARTLY = "partly"
    """Some of it does."""
    NO = "no"
    """It does not."""
    OPEN = "open"
    """It cannot be decided from what is known."""


class ComparisonSubject(StrEnum):
    """What a comparison lays side by side."""

    PICTURES = "pictures"
    """Two pictures: the claimed one and its original."""
    CAPTIONS = "captions"
    """The words that two publications of a picture came with; the pictures themselves need not be shown."""
    TWINS = "twins"
    """Places of one picture that are copies of each other."""


class Alignment(StrEnum):
    """How the claimed picture is laid over the original."""

    AUTO = "auto"
    """By the program, which looks for it in the pixels."""
    POINTS = "points"
    """By pairs of points that the editor gives."""
    NONE = "none"
    """Not at all: the two stand side by side."""


class Counterpart(StrEnum):
    """What the second picture of a comparison is to the claimed one."""

    ORIGINAL = "original"
    """The claimed picture was made from it."""
    REFERENCE = "reference"
    """It shows how such a thing looks; the claimed picture was not made from it."""
    ANOTHER_VIEW = "another-view"
    """It shows the same scene, seen by another camera."""


class ComparisonMode(StrEnum):
    """A way to look at two pictures."""

    SIDE_BY_SIDE = "side-by-side"
    """One beside the other."""
    SWIPE = "swipe"
    """One over the other, with a divider to move."""
    FADE = "fade"
    """One over the other, with the upper one made transparent."""
    BLINK = "blink"
    """One in place of the other, switched by the reader."""
    DIFFERENCE = "difference"
    """Only what differs between the two."""


class SourceGrade(StrEnum):
    """How near a source is to what it reports."""

    PRIMARY = "primary"
    """It was there, or it is the thing itself: a witness, a document, the post."""
    SECONDARY = "secondary"
    """It tells what others saw or said."""


class SourceKind(StrEnum):
    """Who speaks in a source."""

    AGENCY = "agency"
    """A news agency."""
    ACADEMIC = "academic"
    """A scholar or an institute of research."""
    BROADCASTER = "broadcaster"
    """A radio or television station."""
    FACT_CHECKER = "fact-checker"
    """A fact-checking desk."""
    GOVERNMENT = "government"
    """A ministry, an army, an embassy, an international body."""
    MAGAZINE = "magazine"
    """A magazine."""
    NEWSPAPER = "newspaper"
    """A newspaper, in print or not."""
    ONLINE = "online"
    """A publication that exists only online."""
    OPEN_SOURCE_INVESTIGATION = "open-source-investigation"
    """People who investigate with open sources."""
    SOCIAL_MEDIA = "social-media"
    """A post by anybody."""
    STATE_MEDIA = "state-media"
    """A medium that a state owns and steers."""


class Seen(StrEnum):
    """What of a source was read."""

    FULL = "full"
    """All of it."""
    EXCERPT = "excerpt"
    """A part of it, such as its opening."""
    MIRROR = "mirror"
    """A copy of it that stands elsewhere."""


class TimelineKind(StrEnum):
    """What an entry of the timeline tells of."""

    BACKGROUND = "background"
    """What went before."""
    CLAIM = "claim"
    """The claim is made, or made again."""
    CHECK = "check"
    """Somebody checks it."""
    RESPONSE = "response"
    """Somebody answers."""
    AFTERMATH = "aftermath"
    """What came of it."""


class CorrectionKind(StrEnum):
    """What was changed in a published case."""

    CORRECTION = "correction"
    """Something was wrong."""
    CLARIFICATION = "clarification"
    """Something could be misunderstood."""
    UPDATE = "update"
    """Something new is known."""
    RATING_CHANGE = "rating-change"
    """A claim is rated otherwise."""
    RETRACTION = "retraction"
    """The case is taken back."""


class Code(StrEnum):
    """A code that fact-checkers commit themselves to."""

    IFCN = "ifcn"
    """The Code of Principles of the International Fact-Checking Network."""
    EFCSN = "efcsn"
    """The European Code of Standards for Independent Fact-Checking Organisations."""


class EntityKind(StrEnum):
    """What kind of actor an entity is."""

    PERSON = "person"
    """Somebody."""
    ORGANIZATION = "organization"
    """An organisation: a ministry, a group, a company, a desk."""
    OUTLET = "outlet"
    """A medium: a newspaper, a channel, a site."""


class Tone(StrEnum):
    """How a verdict is coloured and which shape it has; the word is always beside it."""

    FALSE = "false"
    """Red, an octagon with a cross."""
    MISLEADING = "misleading"
    """Brown, a triangle with an exclamation mark."""
    UNPROVEN = "unproven"
    """Slate, a diamond with a question mark."""
    MOSTLY_TRUE = "mostly-true"
    """Olive, an open circle with a tick."""
    TRUE = "true"
    """Green, a whole circle with a tick."""


class RedactionMethod(StrEnum):
    """How a region is destroyed before anything is published."""

    BLUR = "blur"
    """By the mean colours of a few large blocks."""
    COVER = "cover"
    """By one colour: for everything that can be read."""


class CaseRelation(StrEnum):
    """Why another case is worth a look."""

    SAME_PICTURE = "same-picture"
    """It is about the same picture."""
    SAME_CLAIMANT = "same-claimant"
    """It is about a claim of the same people."""
    SAME_TECHNIQUE = "same-technique"
    """The same was done to its pictures."""
    SAME_EVENT = "same-event"
    """It is about the same event."""
    BACKGROUND = "background"
    """It helps to understand this one."""
