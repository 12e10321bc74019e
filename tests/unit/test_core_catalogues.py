"""The interface's words: plural forms by number, and English where a language has none of its own."""

from __future__ import annotations

import pytest

from irrefutable.core.catalogues import Catalogue, catalogue, known_languages

RUSSIAN = "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
WORDS = Catalogue("ru", {"%(num)s case": ("дело", "дела", "дел"), "Feed": ("Лента",)}, RUSSIAN)


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0, "дел"),
        (1, "дело"),
        (2, "дела"),
        (4, "дела"),
        (5, "дел"),
        (11, "дел"),
        (12, "дел"),
        (21, "дело"),
        (22, "дела"),
        (111, "дел"),
        (121, "дело"),
    ],
)
def test_russian_has_three_forms(number: int, form: str) -> None:
    assert WORDS.ngettext("%(num)s case", "%(num)s cases", number) == form


def test_a_language_may_have_one_form_for_all() -> None:
    """Chinese has one; gettext then gives a single form, which is no translation of the plural."""
    chinese = Catalogue("zh", {"%(num)s case": ("案例", "案例")}, "0")
    assert {chinese.ngettext("%(num)s case", "%(num)s cases", number) for number in (0, 1, 2)} == {"案例"}


def test_a_rule_with_more_forms_than_there_are_takes_the_last() -> None:
    words = Catalogue("xx", {"a": ("one", "many")}, "n > 1 ? 5 : 0")
    assert words.ngettext("a", "as", 7) == "many"


def test_what_is_not_translated_stays_english() -> None:
    assert WORDS.gettext("Feed") == "Лента"
    assert WORDS.gettext("Evidence") == "Evidence"
    assert WORDS.ngettext("a claim", "claims", 1) == "a claim"
    assert WORDS.ngettext("a claim", "claims", 2) == "claims"
    # Only its singular is known.
    assert WORDS.ngettext("Feed", "Feeds", 2) == "Feeds"


def test_a_regional_language_has_the_words_of_its_language() -> None:
    assert catalogue("ru-RU").texts == catalogue("ru").texts
    assert catalogue("ru").texts


def test_a_language_without_a_catalogue_speaks_english() -> None:
    assert catalogue("en").gettext("Feed") == "Feed"
    assert catalogue("tlh").texts == {}


def test_english_is_always_known() -> None:
    assert known_languages()[0] == "en"
    assert "ru" in known_languages()


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_no_line_ends_between_a_number_and_its_sign(language: str) -> None:
    assert "\N{NO-BREAK SPACE}%%" in catalogue(language).gettext("%(share)s %% on the left")
