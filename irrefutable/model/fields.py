"""The kinds of value a field can hold: text by language, ids, references, dates, addresses, geometry.

Every value arrives as text; a type says what the text must be and raises one error in an editor's words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    RootModel,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from irrefutable.core import dates
from irrefutable.core.text import cache_address_problem, is_language_tag


class Model(BaseModel):
    """A noun of the content model: immutable, and without a place for keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)

    def digestible(self) -> object:
        """Return what decides its digest."""
        return self.__dict__


def _bad(code: str, message: str, hint: str) -> PydanticCustomError:
    # Braces are pydantic's placeholders; a message is given as it stands.
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


# ---------------------------------------------------------------------------------------------- words


def _language_tag(text: str) -> str:
    if not is_language_tag(text):
        raise _bad(
            "bad-language",
            f'"{text}" is not a language tag',
            "write a BCP 47 tag such as en, ru, pt-BR or sr-Latn",
        )
    return text


LanguageTag: TypeAlias = Annotated[str, AfterValidator(_language_tag)]
"""A BCP 47 language tag in its canonical case."""


class Phrase(NamedTuple):
    """Words and the language they are in."""

    text: str
    language: str


class Text(RootModel[str | dict[LanguageTag, str]]):
    """Text a reader sees: a string in the case's language, or a map of language tags to strings."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    def digestible(self) -> object:
        """Return what decides its digest."""
        return self.root

    @model_validator(mode="before")
    @classmethod
    def _is_text(cls, value: object) -> object:
        if isinstance(value, Text):
            return value.root
        if isinstance(value, str):
            return _not_empty(value)
        if isinstance(value, Mapping) and value and all(isinstance(item, str) for item in value.values()):
            return {_language_tag(str(tag)): _not_empty(item) for tag, item in value.items()}
        raise _bad(
            "bad-text",
            "text is expected here",
            "write a string, or a map of language tags to strings (en: …, ru: …)",
        )

    def __hash__(self) -> int:
        return hash(str(self.root))

    def languages(self) -> tuple[str, ...]:
        """Return the languages it is given in; none where it is a plain string."""
        return () if isinstance(self.root, str) else tuple(self.root)

    def phrase(self, wanted: str, default: str) -> Phrase:
        """Return the words in the wanted language, or else in `default`, or else in the first given.

        A plain string is in `default`, the language of the file it stands in.
        """
        if isinstance(self.root, str):
            return Phrase(self.root, default)
        for tag in (wanted, wanted.partition("-")[0], default):
            if tag in self.root:
                return Phrase(self.root[tag], tag)
        tag = next(iter(self.root))
        return Phrase(self.root[tag], tag)

    def strings(self) -> tuple[str, ...]:
        """Return the words in every language given."""
        return (self.root,) if isinstance(self.root, str) else tuple(self.root.values())


class Prose(Text):
    """Text in Markdown, with citations such as `[@tass-2017]`."""


def _not_empty(text: str) -> str:
    if not text.strip():
        raise _bad("empty-value", "the text is empty", "write the text or remove the key")
    return text


# ------------------------------------------------------------------------------------------------ ids

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise _bad(
            "bad-id", f'"{text}" is not an id', "use lower-case letters a to z, digits and single hyphens"
        )
    return text


Slug: TypeAlias = Annotated[
    str,
    AfterValidator(_slug),
    WithJsonSchema({"type": "string", "pattern": f"^{_SLUG.pattern}$"}),
]
"""An id: stable, because it becomes part of an address."""


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field as the id of something of `kind`; `check` resolves it."""

    kind: str


ClaimRef: TypeAlias = Annotated[Slug, Refers("claim")]
MediaRef: TypeAlias = Annotated[Slug, Refers("media")]
EvidenceRef: TypeAlias = Annotated[Slug, Refers("evidence")]
ComparisonRef: TypeAlias = Annotated[Slug, Refers("comparison")]
SourceRef: TypeAlias = Annotated[Slug, Refers("source")]
EntityRef: TypeAlias = Annotated[Slug, Refers("entity")]
TopicRef: TypeAlias = Annotated[Slug, Refers("topic")]
CaseRef: TypeAlias = Annotated[Slug, Refers("case")]
ArgumentRef: TypeAlias = Annotated[Slug, Refers("argument")]
"""A claim, an evidence item or a rebuttal of the same case."""


def _qualified(text: str) -> str:
    for part in text.split("/", 1):
        _slug(part)
    return text


RatingRef: TypeAlias = Annotated[str, AfterValidator(_qualified), Refers("rating")]
"""A rating's key in the site's scheme, or `scheme/key` in another."""
ClaimElsewhereRef: TypeAlias = Annotated[str, AfterValidator(_qualified), Refers("claim-elsewhere")]
"""A claim of this case, or `case/claim` in another."""


# ---------------------------------------------------------------------------------------------- dates


def _edtf(value: object) -> dates.Edtf:
    if isinstance(value, dates.Edtf):
        return value
    if not isinstance(value, str):
        raise _bad("bad-date", "a date is expected here", "write it as 2017-11-14, 2017-11 or 2017")
    try:
        return dates.parse(value)
    except dates.NotADateError as error:
        raise _bad("bad-date", f'"{value}" is not a date', str(error)) from error


EdtfDate: TypeAlias = Annotated[
    dates.Edtf,
    PlainValidator(_edtf),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "description": "An EDTF date of level 0 or 1: 2017-11-14, 2011-09, 2016-06~, 2015-03/2015-05-25.",
        }
    ),
]
"""A date as exact as it is known."""


def _exact(value: dates.Edtf) -> dates.Edtf:
    moment = value.start
    exact = (dates.Precision.DAY, dates.Precision.INSTANT)
    is_sure = moment and not (moment.is_approximate or moment.is_uncertain)
    if value.is_interval or not moment or moment.precision not in exact or not is_sure:
        raise _bad(
            "bad-date",
            f'"{value.text}" is not an exact day',
            "our own dates are known: write 2017-11-14, or a time with its zone",
        )
    return value


ExactDate: TypeAlias = Annotated[EdtfDate, AfterValidator(_exact)]
"""A day or an instant, of something the newsroom did itself."""


# ---------------------------------------------------------------------------------------------- numbers


def _whole_number(value: object) -> object:
    # "412.000" is four hundred thousand to one editor and 412 to a program: neither is guessed.
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,15}", value):
        raise _bad("bad-number", f'"{value}" is not a whole number', "write digits only, such as 412000")
    return value


WholeNumber: TypeAlias = Annotated[int, BeforeValidator(_whole_number)]
"""A count: digits without separators."""


# ------------------------------------------------------------------------------- addresses and geometry


def _url(text: str) -> str:
    parts = None
    if text.isprintable() and not re.search(r"[\s<>\"\\^`{|}]", text):
        try:
            parts = urlsplit(text)
            host = parts.hostname
        except ValueError:
            parts, host = None, None
    if parts is None or parts.scheme not in ("http", "https") or not host:
        raise _bad(
            "bad-url", f'"{text}" is not a web address', "write the whole address, beginning with https://"
        )
    return text


Url: TypeAlias = Annotated[
    str, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"})
]
"""An http or https address; no other scheme reaches a page."""


def _base_url(text: str) -> str:
    parts = urlsplit(_url(text))
    if parts.query or parts.fragment or parts.username or {".", ".."} & {*parts.path.split("/")}:
        raise _bad(
            "bad-url",
            f'"{text}" cannot be the beginning of every address',
            "write scheme, host and folder only, as in https://example.org/checks/",
        )
    return text


BaseUrl: TypeAlias = Annotated[
    str,
    AfterValidator(_base_url),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": r"^https?://[^?#@]+$"}),
]
"""The address that a site is published at: every other address begins with it."""


def _cache_url(text: str) -> str:
    if problem := cache_address_problem(text):
        raise _bad("bad-url", *problem)
    return text


CacheUrl: TypeAlias = Annotated[str, AfterValidator(_cache_url)]
"""An fsspec address of a folder, without a secret."""


def _email(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+", text):
        raise _bad("bad-email", f'"{text}" is not a mail address', "write it as desk@example.org")
    return text


Email: TypeAlias = Annotated[str, AfterValidator(_email)]


def _country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise _bad(
            "bad-country", f'"{text}" is not a country code', "write two capital letters (ISO 3166-1): SY, RU"
        )
    return text


Country: TypeAlias = Annotated[str, AfterValidator(_country)]
"""An ISO 3166-1 alpha-2 code."""


def _file_name(text: str) -> str:
    if "/" in text or "\\" in text or text.startswith(".") or not text.isprintable():
        raise _bad(
            "bad-file-name", f'"{text}" is not a file beside the case', "name a file in the case's own folder"
        )
    return text


FileName: TypeAlias = Annotated[str, AfterValidator(_file_name)]
"""A file in the case's own folder."""


def _numbers(count: int, what: str, written: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, (list, tuple)) and len(value) == count:
            try:
                numbers = [float(item) for item in value]
            except (TypeError, ValueError):
                numbers = []
            if numbers and all(0 <= number < 1e6 for number in numbers):
                return tuple(numbers)
        raise _bad("bad-geometry", f"{what} is expected here", f"write it as {written}, in pixels")

    return BeforeValidator(check)


Point: TypeAlias = Annotated[tuple[float, float], _numbers(2, "a point", "[x, y]")]
"""Pixels of the upright picture file, origin top left."""
Box: TypeAlias = Annotated[
    tuple[float, float, float, float], _numbers(4, "a box", "[left, top, width, height]")
]
"""Left, top, width and height in pixels of the upright picture file, origin top left."""
