"""Whether every word of the interface can be said in the languages that have a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from jinja2.ext import babel_extract

from irrefutable.core.catalogues import LOCALE_FOLDER, catalogue, known_languages
from irrefutable.model.dictionary import record_tables, row_tables

# Each catalogue is read once, by one of the test runner's processes.
pytestmark = pytest.mark.xdist_group("catalogues")

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PLAN = ROOT / "irrefutable" / "plan"

TRANSLATED = [language for language in known_languages() if language != "en"]

Key = str | tuple[str, ...]


def _key(said: object) -> Key | None:
    """Return a message as gettext identifies it: its text, or its singular and plural."""
    if isinstance(said, str):
        return said or None
    if isinstance(said, tuple):
        words = tuple(word for word in said if isinstance(word, str))
        return words if len(words) > 1 else words[0]
    return None


def _from_templates() -> Iterator[tuple[Key, str]]:
    for path in sorted(TEMPLATES.iterdir()):
        with path.open("rb") as file:
            options = {"trimmed": "false", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
            for line, _, said, _ in babel_extract(file, ("_", "gettext", "ngettext"), (), options):
                if key := _key(said):
                    yield key, f"{path.name}:{line}"


def _from_plan() -> Iterator[tuple[Key, str]]:
    for path in sorted(PLAN.glob("*.py")):
        with path.open("rb") as file:
            for line, _, said, _ in extract_python(file, {"N_": None}, (), {}):
                if key := _key(said):
                    yield key, f"{path.name}:{line}"


def _from_dictionary() -> Iterator[tuple[Key, str]]:
    for table in (*record_tables(), *row_tables()):
        yield table.meaning, table.name
        for field in table.fields:
            yield field.meaning, f"{table.name}.{field.name}"


@cache
def _said() -> dict[Key, str]:
    return {**dict(_from_templates()), **dict(_from_plan()), **dict(_from_dictionary())}


@cache
def _read(language: str) -> Catalog:
    with (LOCALE_FOLDER / f"{language}.po").open("rb") as file:
        return pofile.read_po(file, locale=language.replace("-", "_"), abort_invalid=True)


def _messages(language: str) -> list[Message]:
    return [message for message in _read(language) if message.id]


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def test_messages_are_found_in_all_their_homes() -> None:
    """The extraction that the other tests rest on sees each home of messages, and plurals."""
    said = _said()
    assert "Skip to the content" in said
    assert "Does not hold" in said
    assert "A claim and its rating." in said
    assert ("%(num)s case", "%(num)s cases") in said


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_says_every_message_of_the_interface(language: str) -> None:
    """A reader meets no English word because somebody forgot it in the catalogue."""
    known = {_key(message.id) for message in _messages(language)}
    missing = {key: place for key, place in _said().items() if key not in known}
    assert not missing


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_keeps_no_message_that_nobody_says(language: str) -> None:
    """What the interface no longer says leaves the catalogue with it."""
    obsolete = {_key(message.id) for message in _messages(language)} - set(_said())
    assert not obsolete
    assert not _read(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_in_all_its_forms(language: str) -> None:
    """An empty or fuzzy entry would silently fall back to English."""
    plurals = _read(language).num_plurals
    wanting = [
        message.id
        for message in _messages(language)
        if message.fuzzy
        or not all(_forms(message))
        or (isinstance(message.id, tuple) and len(_forms(message)) != plurals)
    ]
    assert not wanting


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_placeholders_of_their_messages(language: str) -> None:
    """A translation that names a value wrongly would stop the build or show the placeholder."""
    whole = _read(language)
    problems = [error for message in _messages(language) for error in message.check(whole)]
    assert not problems


@pytest.mark.parametrize("language", TRANSLATED)
def test_braces_that_scripts_fill_survive_translation(language: str) -> None:
    """`{value}` and its kin are filled in the browser, where no build notices a lost one."""
    for message in _messages(language):
        original = message.id if isinstance(message.id, str) else message.id[0]
        names = {name for name in ("{value}", "{number}", "{label}") if name in original}
        assert all(name in form for name in names for form in _forms(message)), message.id


def test_russian_chooses_the_plural_form_by_its_rule() -> None:
    """Russian has one form for 1 and 21, one for 2 to 4, one for the rest."""
    words = catalogue("ru")
    forms = [words.ngettext("case", "cases", number) for number in (1, 2, 5, 11, 21, 22)]
    assert forms[0] == forms[4]
    assert forms[1] == forms[5]
    assert forms[2] == forms[3]
    assert len(set(forms)) == 3


def test_ukrainian_chooses_the_plural_form_by_its_rule() -> None:
    """Ukrainian counts as Russian does: 1 and 21, 2 to 4, the rest."""
    words = catalogue("uk")
    said = [words.ngettext("%(num)s case", "%(num)s cases", number) for number in (1, 2, 5, 11, 21, 22)]
    one, few, many = said[:3]
    assert said == [one, few, many, many, one, few]
    assert len({one, few, many}) == 3


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "لا تحقيقات"),
        (1, "تحقيق واحد"),
        (2, "تحقيقان"),
        (3, "%(num)s تحقيقات"),
        (10, "%(num)s تحقيقات"),
        (11, "%(num)s تحقيقًا"),
        (99, "%(num)s تحقيقًا"),
        (100, "%(num)s تحقيق"),
        (102, "%(num)s تحقيق"),
        (103, "%(num)s تحقيقات"),
        (111, "%(num)s تحقيقًا"),
    ],
)
def test_arabic_chooses_among_its_six_forms(number: int, words: str) -> None:
    """Arabic says none, one and two in words; a number follows another form in each hundred."""
    assert catalogue("ar").ngettext("%(num)s case", "%(num)s cases", number) == words


def test_every_language_of_this_archive_has_a_catalogue() -> None:
    """A language that is added to the site brings its words with it."""
    site = (ROOT / "content" / "site.yaml").read_text("utf-8")
    (languages,) = re.findall(r"^languages: \[(.+)\]$", site, re.MULTILINE)
    assert set(languages.split(", ")) <= set(known_languages())
