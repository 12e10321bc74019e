"""Small questions about words that more than one phase asks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from irrefutable.core.digest import digest

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(-(?P<script>[A-Z][a-z]{3}))?(-(?P<region>[A-Z]{2}|\d{3}))?"
    r"(-(?P<variant>[a-z0-9]{5,8}|\d[a-z0-9]{3}))*",
    re.ASCII,
)
"""BCP 47 (RFC 5646) in its canonical case: language, script, region, variants. The grammar has room for
languages of five to eight letters, of which none is registered; `english` is a mistake."""

_OTHER_THAN_LATIN = re.compile(r"[^a-z0-9]+")
_LONGEST_PART = 48

_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "ug", "ur", "yi")
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(
    ("Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa")
)


def is_language_tag(tag: str) -> bool:
    """Whether `tag` is a well-formed BCP 47 language tag in its canonical case, such as `sr-Latn`."""
    return _TAG.fullmatch(tag) is not None


def direction(tag: str) -> str:
    """Return `rtl` or `ltr`, the direction in which a language is written (CLDR's script metadata)."""
    match = _TAG.fullmatch(tag)
    if match and (script := match["script"]):
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if match and match["language"] in _RIGHT_TO_LEFT_LANGUAGES else "ltr"


def may_be_in(words: str, tag: str) -> bool:
    """Whether words have a letter that runs as a language does: Arabic letters are not English."""
    kinds = ("R", "AL") if direction(tag) == "rtl" else ("L",)
    found = {unicodedata.bidirectional(letter) for letter in words} & {"L", "R", "AL"}
    return not found or not found.isdisjoint(kinds)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known word, or lists them where none is near.

    Empty where nothing is known at all.
    """
    candidates = sorted(set(known))
    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    from difflib import get_close_matches  # noqa: PLC0415 - few words are mistaken

    near = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    if near:
        return f'did you mean "{by_folded[near[0]]}"?'
    if not candidates:
        return ""
    shown = ", ".join(candidates[:12])
    return f"known here: {shown}{', …' if len(candidates) > 12 else ''}"


def address_part(words: str) -> str:
    """Return words as a part of an address: lower case, a-z and 0-9, the same for the same words.

    What is long, or has letters that Latin does not, is told apart by a digest.
    """
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    plain = "-".join(_OTHER_THAN_LATIN.sub(" ", folded).split())
    has_all = all(letter.isascii() for letter in folded if letter.isalnum())
    if plain and has_all and len(plain) <= _LONGEST_PART:
        return plain
    return f"{plain[:_LONGEST_PART]}-{digest(in_one_line(folded))[:8]}".strip("-")


def in_one_line(text: str) -> str:
    """Return the text with every run of white space as a single space."""
    return " ".join(text.split())


def listed(words: Iterable[str]) -> str:
    """Join words as English lists them: `a`, `a and b`, `a, b and c`."""
    *head, last = list(words) or [""]
    return f"{', '.join(head)} and {last}" if head else last


def cache_address_problem(address: str) -> tuple[str, str] | None:
    """Return what is wrong with the address of a shared cache, and the cure; None where nothing is."""
    scheme, colon, rest = address.partition("://")
    if not (colon and rest and re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme) and address.isprintable()):
        return f'"{address}" is not the address of a folder', "write file:///… or s3://bucket/folder"
    if "@" in rest.partition("/")[0] or "?" in rest:
        # The address itself may hold a secret, and is not repeated.
        return (
            "the address of the cache holds more than a place",
            "leave names and passwords to the environment, such as AWS_ACCESS_KEY_ID",
        )
    return None
