"""Words in pictures: letters joined, put in their visual order, broken into lines, or refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from irrefutable.media import lettering
from irrefutable.media.lettering import Block, UndrawableError, Weight, fitted, in_line
from irrefutable.model.fields import Phrase


def visual(text: str, language: str = "ar") -> str:
    """One line as it is drawn, from left to right, with joined letters told by their names."""
    (line,) = in_line(Phrase(text, language), 20, Weight.REGULAR, 10_000).lines
    return line


def forms(text: str) -> list[str]:
    """How each letter of a word is joined, as it is read."""
    return [unicodedata.name(letter).rpartition(" ")[2] for letter in reversed(visual(text))]


def test_arabic_letters_are_joined() -> None:
    """Three letters that join, after one that does not join what follows it."""
    assert forms("سبب") == ["FORM"] * 3
    names = [unicodedata.name(letter) for letter in reversed(visual("سبب"))]
    assert [name.split()[-2] for name in names] == ["INITIAL", "MEDIAL", "FINAL"]
    assert visual("دار") == "راد"


def test_marks_of_vowels_are_left_out() -> None:
    assert visual("قُدِّمت") == visual("قدمت")


def test_words_of_another_direction_keep_theirs() -> None:
    assert visual("א AC-130 ב", "he") == "ב AC-130 א"
    assert visual("the word שלום is", "en") == "the word םולש is"


def test_brackets_and_quotation_marks_open_towards_their_words() -> None:
    assert visual("א (2017) «ב»", "he") == "«ב» (2017) א"


def test_a_number_is_read_from_the_left_in_every_direction() -> None:
    assert visual("12,345 א", "he") == "א 12,345"


def test_a_paragraph_has_the_direction_of_its_language() -> None:
    assert visual("AC-130: ב", "he") == "ב :AC-130"
    assert visual("AC-130: ב", "en") == "AC-130: ב"
    assert in_line(Phrase("x", "he"), 20, Weight.BOLD, 100).is_right_to_left


@pytest.mark.parametrize("text", ["खबर", "ข่าว", "新闻", "뉴스", "ሰላም"])
def test_words_that_would_be_misspelt_are_refused(text: str) -> None:
    with pytest.raises(UndrawableError):
        in_line(Phrase(f"AC-130 {text}", "en"), 20, Weight.REGULAR, 500)


@pytest.mark.parametrize(
    "text", ["Ąžuolas “quoted” – naïve…", "Вертолёт і їжак ў ґ", "Ειδήσεις", "ახალი", "Tiếng Việt", "ქ№€₽§%"]
)
def test_scripts_that_need_no_shaping_are_drawn_as_they_are(text: str) -> None:
    assert visual(text, "en") == text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301te\u0301", "été"),
        ("сто\u0301рож", "сторож"),
        ("one\u202ftwo\u00a0three", "one two three"),
        ("a 🔥 fire", "a fire"),
        ("ﬁne ½", "fine ½"),
        ("two\nlines", "two lines"),
    ],
)
def test_signs_without_a_glyph_become_plainer_or_vanish(text: str, drawn: str) -> None:
    assert visual(text, "en").replace("\ufb01", "fi") == drawn


def test_no_character_that_is_drawn_is_the_sign_of_a_missing_one() -> None:
    font = lettering._font(Weight.BOLD, 24)
    absent = font.getmask("\U0010ffff")
    for text in ("Неправда", "كاذب", "نکته گراف پنج ژ", "ٹھیک ہے", "שקר", "False"):
        for letter in visual(text).replace(" ", ""):
            mask = font.getmask(letter)
            assert (mask.size, bytes(mask)) != (absent.size, bytes(absent)), letter


def test_shaping_does_not_depend_on_libraries_of_the_machine() -> None:
    assert lettering._font(Weight.REGULAR, 20).layout_engine is ImageFont.Layout.BASIC


LONG = "The ministry showed a frame of a game for telephones as proof of what it had claimed the day before"


def test_words_are_set_in_the_largest_size_that_fits() -> None:
    block = fitted(Phrase(LONG, "en"), (60, 40, 20), Weight.BOLD, 600, most_lines=4)
    assert block.size_px == 40
    assert len(block.lines) == 4
    assert " ".join(block.lines) == LONG


def test_lines_are_of_about_the_same_length() -> None:
    block = fitted(Phrase("one two three four five six", "en"), (30,), Weight.BOLD, 300)
    widths = [
        Block((line,), block.size_px, block.weight, is_right_to_left=False).width_px for line in block.lines
    ]
    assert len(widths) == 2
    assert max(widths) < 1.5 * min(widths)


def test_words_that_fit_at_no_size_are_cut_between_words() -> None:
    block = fitted(Phrase(LONG, "en"), (60, 40), Weight.BOLD, 300, most_lines=2)
    assert block.size_px == 40
    assert len(block.lines) == 2
    assert block.lines[-1].endswith("…")
    assert set(" ".join(block.lines)[:-1].split()) <= set(LONG.split())


def test_right_to_left_words_are_cut_at_their_end() -> None:
    block = fitted(Phrase("אבגד " * 40, "he"), (30,), Weight.BOLD, 200, most_lines=2)
    assert block.lines[-1].startswith("…")
    assert not block.lines[0].startswith("…")


def test_an_address_without_spaces_is_broken_within() -> None:
    address = "https://irrefutable.example/cases/2017-11-14-ac130-gunship/#comparison-first"
    block = fitted(Phrase(address, "en"), (20,), Weight.REGULAR, 200)
    assert "".join(block.lines) == address
    assert block.width_px <= 200


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("abc где سبل אבג (1)«»–, "), min_size=1, max_size=80),
    st.sampled_from(["en", "ar"]),
    st.integers(60, 500),
)
def test_no_line_is_wider_than_its_column(text: str, language: str, width_px: int) -> None:
    block = fitted(Phrase(text, language), (24, 16), Weight.REGULAR, width_px, most_lines=3)
    assert block.width_px <= width_px
    assert len(block.lines) <= 3


def test_words_are_drawn_from_the_side_where_they_begin() -> None:
    for language, half in (("en", 0), ("he", 1)):
        image = Image.new("L", (400, 40), 0)
        in_line(Phrase("אב", language), 20, Weight.BOLD, 400).draw(ImageDraw.Draw(image), 0, 0, 400, "white")
        halves = [image.crop((left, 0, left + 200, 40)).getbbox() is not None for left in (0, 200)]
        assert halves == [half == 0, half == 1]


def test_the_engine_names_every_library_that_decides_how_words_look() -> None:
    for name in ("freetype2", "arabic-reshaper", "pymupdf-fonts", "python-bidi"):
        assert f"{name} " in lettering.engine()
