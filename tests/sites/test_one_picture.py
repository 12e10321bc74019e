"""Captions, twins and the verdicts of other checkers, from file to page. Refuses to judge the look."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

from PIL import Image

from irrefutable.core.diagnostics import as_text
from tests.site_builder import (
    CASE,
    SITE,
    build,
    edited,
    elements,
    png,
    published,
    scripts,
    site,
    with_cards,
    words,
    write_files,
)
from tests.sites.test_pages import inside

CAPTIONS = edited(
    CASE,
    (
        "sources:\n",
        """\
media:
  - id: shared
    kind: image
    alt: A street.
    licence: fair-use
    licence_reason: It belongs to somebody.
    published_caption: { text: Вода, language: ru, translation: Water, sources: [post, diary] }
  - id: sold
    url: https://agency.test/1
    kind: image
    alt: The same street.
    licence: CC0-1.0
    published_caption: { text: A dry street, language: en, sources: [diary] }
comparisons:
  - { id: both, title: Two captions, compares: captions, claimed: shared, original: sold }
sources:
  - { id: post, publisher: A copy, original_publisher: The Post, date: 2026-01-04, title: Пост,
      language: ru, grade: secondary, kind: newspaper }
""",
    ),
    (
        "    rating: ",
        """    about: [shared]
    other_verdicts:
      - { by: ben, verdict: Без контекста, language: ru, note: "Another street [@post].", sources: [post] }
      - { by: ada, verdict: { de: Falsch, en: Wrong }, language: de, date: 2026-01, sources: [diary] }
    rating: """,
    ),
    ("The sky was *clear* that day [@diary].", "Look again [@diary].\n\n[[comparison: both]]\n"),
)
RUSSIAN = """\
---
language: ru
title: Улица была сухой
summary: { claimed: Улица под водой., found: Улица сухая. }
claims:
  corners:
    other_verdicts: { ada: { verdict: Ложь }, ben: { note: Другая улица. } }
media:
  sold: { published_caption: Сухая улица }
---

Небо было ясным [@diary].
"""
TWINS = edited(
    CASE,
    (
        "sources:\n",
        """\
media:
  - { id: sky, file: sky.png, kind: image, alt: The sky., licence: CC0-1.0 }
comparisons:
  - id: copies
    title: Two clouds
    compares: twins
    claimed: sky
    regions:
      - { id: cloud, label: The same cloud, claimed: [10, 10, 40, 30], twin: [90, 60, 40, 30] }
sources:
""",
    ),
    ("    rating: ", "    about: [sky]\n    rating: "),
    ("The sky was *clear* that day [@diary].", "Look again.\n\n[[comparison: copies]]\n"),
)
SKY = {"content/cases/a/sky.png": png(200, 150)}


def test_captions_need_no_file_and_name_who_published_them(tmp_path: Path) -> None:
    """The first publisher is named, not the copy that was read; both pictures are described."""
    files = published(tmp_path, site(a=CAPTIONS))
    page = files["cases/a/index.html"]
    text = " ".join(words(page).split())
    for expected in ("The claimed caption", "Вода", "Water", "The Post , 4 January 2026", "A dry street"):
        assert expected in text
    assert text.count("This picture is not shown here.") == 2
    assert "It belongs to somebody." in text
    assert not [element for element in elements(page) if element.tag in ("img", "image-comparison")]
    assert not [path for path in files if "/pair-" in path]
    quoted = [e.attributes.get("lang") for e in elements(page) if e.tag == "blockquote"]
    assert "ru" in quoted


def test_captions_that_are_shown_again_are_words_and_a_link(tmp_path: Path) -> None:
    again = inside(published(tmp_path, site(a=CAPTIONS))["cases/a/index.html"], "reminder")
    assert not [element for element in again if element.tag == "img"]
    assert [element.attributes["href"] for element in again if element.tag == "a"] == ["#comparison-both"]


def test_case_of_captions_has_a_card_of_words(tmp_path: Path) -> None:
    """A list and a share card show no picture where there is none, nor one that starts covered."""
    covered = edited(
        CAPTIONS,
        ("  - id: shared\n", "  - id: shared\n    file: sky.png\n"),
        ("    url: https://agency.test/1\n", "    file: sea.png\n    sensitive: A body.\n"),
    )
    pictures = {**SKY, "content/cases/a/sea.png": png(90, 90)}
    for name, given in (("bare", site(a=CAPTIONS)), ("covered", {**site(a=covered), **pictures})):
        files = published(tmp_path / name, with_cards(given))
        for page in ("index.html", "cases/index.html"):
            assert not [element for element in elements(files[page]) if element.tag == "img"]
        (alt,) = (
            element.attributes["content"]
            for element in elements(files["cases/a/index.html"])
            if element.attributes.get("property") == "og:image:alt"
        )
        assert "street" not in alt


def test_edition_says_what_captions_and_verdicts_mean(tmp_path: Path) -> None:
    """The words of others stay as they are; what they mean comes from the edition, by their ids."""
    files = published(
        tmp_path,
        {
            **site(a=CAPTIONS),
            "content/site.yaml": edited(
                SITE["content/site.yaml"], ("languages: [en]", "languages: [en, ru]")
            ),
            "content/cases/a/case.ru.md": RUSSIAN,
        },
    )
    english, russian = (" ".join(words(files[f"{at}cases/a/index.html"]).split()) for at in ("", "ru/"))
    assert "Без контекста" in english
    assert "Falsch (Wrong)" in english
    assert "Falsch (Ложь)" in russian
    assert "Другая улица." in russian
    assert "Сухая улица" in russian
    assert "A dry street" in russian
    assert "Water" not in russian


def test_verdict_of_others_is_no_review_of_ours(tmp_path: Path) -> None:
    """What is ours in the structured data is our rating alone; theirs is on the page, and on their own."""
    files = published(tmp_path, site(a=CAPTIONS))
    page = files["cases/a/index.html"]
    data = [json.loads(text) for kind, text in scripts(page) if kind == "application/ld+json"]
    reviews = [item for item in data if item["@type"] == "ClaimReview"]
    assert [item["reviewRating"]["alternateName"] for item in reviews] == ["False"]
    assert "Falsch" not in json.dumps(data, ensure_ascii=False)
    assert b'href="/cases/a/"' in files["entities/ben/index.html"]


def test_twins_are_cut_out_and_their_card_shows_one_picture(tmp_path: Path) -> None:
    files = published(tmp_path, {**site(a=TWINS), **SKY})
    page = files["cases/a/index.html"]
    images = [element.attributes for element in elements(page) if element.tag == "img"]
    cut = [image for image in images if "-cut-" in image["src"]]
    # Once in the list, and once where all pictures are larger.
    alts = ["Detail 1a: The same cloud", "Detail 1b: The same cloud"]
    assert [image["alt"] for image in cut] == [*alts, *alts]
    assert len({(image["width"], image["height"]) for image in cut}) == 1
    assert all(image["src"].lstrip("/") in files for image in cut)
    marks = [e.attributes["data-region"] for e in elements(page) if e.attributes.get("class") == "region"]
    assert marks == ["1", "1"]
    assert not [path for path in files if "/pair-" in path]
    in_list = [element for element in elements(files["cases/index.html"]) if element.tag == "img"]
    assert len(in_list) == 1
    again = inside(page, "reminder")
    assert sum(element.tag == "img" for element in again) == 1
    assert "thumbs-pair" not in " ".join(element.attributes.get("class", "") for element in again)


def test_details_of_a_drawing_say_that_they_are_drawn(tmp_path: Path) -> None:
    drawn = edited(TWINS, ("kind: image", "kind: schematic"))
    page = published(tmp_path, {**site(a=drawn), **SKY})["cases/a/index.html"]
    cut = [e.attributes for e in elements(page) if e.tag == "img" and "-cut-" in e.attributes["src"]]
    assert [image["alt"].split(":")[0] for image in cut] == ["Schematic"] * 4
    assert page.count(b'<span class="cut-kind">Schematic</span>') == 4


def foot(content: bytes) -> float:
    """Return how much of the lowest row of a picture has the colour of a stamp."""
    with Image.open(io.BytesIO(content)) as image:
        row = image.convert("L").crop((0, image.height - 1, image.width, image.height))
    return sum(row.histogram()[:60]) / row.width


def test_every_file_of_a_schematic_is_stamped(tmp_path: Path) -> None:
    """Sizes, details and tiles alike, by the build: no editor has to, and a plain picture is not."""
    large = {name: png(3200, 1100, (200, 220, 240)) for name in SKY}
    for kind, share in (("image", 0.0), ("schematic", 1.0)):
        drawn = edited(TWINS, ("kind: image", f"kind: {kind}"))
        files = published(tmp_path / kind, {**site(a=drawn), **large})
        sizes = {path: foot(content) for path, content in files.items() if path.endswith(".webp")}
        assert len([path for path in sizes if "-cut-" in path]) == 2
        assert len(sizes) == 4
        assert set(sizes.values()) == {share}
        tiles = {path: foot(content) for path, content in files.items() if path.endswith("default.jpg")}
        lowest = [found for path, found in tiles.items() if re.search(r"/full/|,1024,\d+,76/", path)]
        assert len(lowest) == 12
        assert set(lowest) == {share}


def test_stamp_is_in_the_language_of_the_case(tmp_path: Path) -> None:
    """Its words are part of what decides the file's name."""
    names = set()
    for language in ("en", "ar"):
        drawn = edited(
            TWINS,
            ("kind: image", "kind: schematic"),
            ("language: en\nstatus", f"language: {language}\nstatus"),
        )
        files = published(tmp_path / language, {**site(a=drawn), **SKY})
        names |= {path for path in files if path.endswith(".webp") and "-cut-" not in path}
    assert len(names) == 2


def test_sensitive_twins_start_covered_with_their_cuts(tmp_path: Path) -> None:
    covered = edited(TWINS, ("alt: The sky.,", "alt: The sky., sensitive: It is sad,"))
    files = published(tmp_path, {**site(a=covered), **SKY})
    for address in ("cases/a/index.html", "cases/a/embed/copies/index.html"):
        html = files[address].decode()
        assert html.index('<details class="cover">') < html.index("<img") < html.rindex("<img")
        assert html.rindex("-cut-") < html.rindex("</details>")
        below = html.partition("</summary>")[2].partition("</image-comparison>")[0]
        assert ' id="' not in below
    assert not [element for element in elements(files["cases/index.html"]) if element.tag == "img"]


def test_nothing_is_placed_for_captions_and_twins_that_ask_for_it(tmp_path: Path) -> None:
    """What does not belong to them is told, and nothing else fails."""
    for name, text in (("captions", CAPTIONS), ("twins", TWINS)):
        asking = edited(
            text,
            (
                f"compares: {name}",
                f"compares: {name}, align: auto"
                if name == "captions"
                else f"compares: {name}\n    align: auto",
            ),
        )
        result = build(write_files(tmp_path / name, {**site(a=asking), **(SKY if name == "twins" else {})}))
        assert result.published is None
        assert [item.code for item in result.diagnostics] == ["field-out-of-place"], [
            as_text(item) for item in result.diagnostics
        ]
