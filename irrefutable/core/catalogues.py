"""The interface's words in each language, from gettext catalogues.

Refuses to guess a missing one: the English words then stand, as gettext does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LOCALE_FOLDER = Path(__file__).parent.parent / "locale"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language. `texts` maps an English message to its forms, one for each plural."""

    language: str
    texts: Mapping[str, tuple[str, ...]]
    plural_rule: str = "n != 1"

    def gettext(self, message: str) -> str:
        """Return a message in this language."""
        forms = self.texts.get(message)
        return forms[0] if forms else _kept_together(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the form that goes with a number."""
        forms = self.texts.get(singular)
        if not forms or len(forms) == 1:
            return singular if number == 1 else plural
        return forms[min(_plural_form(self.plural_rule)(number), len(forms) - 1)]


def known_languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue; English needs none."""
    return ("en", *sorted(path.stem for path in LOCALE_FOLDER.glob("*.po")))


@lru_cache(maxsize=64)
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language: its own, that of the language without its region, or English."""
    for tag in (language, language.partition("-")[0]):
        path = LOCALE_FOLDER / f"{tag}.po"
        if path.is_file():
            # English needs none, and neither does a page that is as it was.
            from babel.messages import pofile  # noqa: PLC0415

            with path.open("rb") as file:
                read = pofile.read_po(file, locale=tag.replace("-", "_"), abort_invalid=True)
            texts = {}
            for message in read:
                key = message.id if isinstance(message.id, str) else message.id[0]
                written = message.string or ""
                forms = (written,) if isinstance(written, str) else tuple(written)
                if key and all(forms) and not message.fuzzy:
                    texts[key] = tuple(_kept_together(form) for form in forms)
            return Catalogue(language, texts, read.plural_expr)
    return Catalogue(language, {})


def _kept_together(message: str) -> str:
    """Return a message in which no line ends between a number and its sign."""
    return message.replace(" %%", "\N{NO-BREAK SPACE}%%")


@lru_cache(maxsize=64)
def _plural_form(expression: str) -> Callable[[int], int]:
    """Compile the plural rule of a catalogue's header: a C expression in `n`."""
    from gettext import c2py  # noqa: PLC0415 - only a plural needs it

    compiled: Callable[[int], int] = c2py(expression)
    return compiled
