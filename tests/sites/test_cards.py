"""The card that other sites show for a link: on which pages, in which words, with which pictures."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from irrefutable import pipeline
from irrefutable.results import Settings
from irrefutable.work import publication
from tests.site_builder import (
    CASE,
    NOW,
    SITE,
    Files,
    build,
    edited,
    elements,
    png,
    published,
    scripts,
    site,
    tree,
    with_cards,
    words,
    write_files,
)

PAIR = edited(
    CASE,
    (
        "sources:",
        """\
media:
  - { id: shown, file: shown.png, kind: image, alt: A square cloud, licence: CC0-1.0 }
  - { id: real, file: real.png, kind: schematic, alt: A clear sky, licence: CC0-1.0 }
comparisons:
  - { id: pair, title: The two, claimed: shown, original: real }
sources:""",
    ),
    ("  made: 2026-01-05", "  about: [shown]\n    made: 2026-01-05"),
)
PICTURES: Files = {
    "content/cases/a/shown.png": png(400, 300, (230, 40, 220)),
    "content/cases/a/real.png": png(400, 300, (30, 60, 200)),
}
RUSSIAN = """\
---
language: ru
title: Облако было нарисовано
summary: { claimed: У облака было четыре угла., found: Облако вписали в снимок. }
---

Небо было ясным [@diary].
"""


def cards(files: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in files if "/card-" in path)


def head(html: bytes) -> dict[str, str]:
    """The properties of a page for those who link to it."""
    return {
        element.attributes.get("property") or element.attributes["name"]: element.attributes["content"]
        for element in elements(html)
        if element.tag == "meta"
        and "content" in element.attributes
        and "http-equiv" not in element.attributes
    }


def test_each_edition_of_a_case_names_its_own_card(tmp_path: Path) -> None:
    files = published(
        tmp_path, {**with_cards(site(a=PAIR)), **PICTURES, "content/cases/a/case.ru.md": RUSSIAN}
    )
    english, russian = cards(files)
    for page, card in (("cases/a/index.html", english), ("ru/cases/a/index.html", russian)):
        told = head(files[page])
        assert told["og:image"] == f"https://facts.test/{card}"
        assert told["twitter:card"] == "summary_large_image"
        with Image.open(io.BytesIO(files[card])) as image:
            assert told["og:image:type"] == image.get_format_mimetype()
            assert (told["og:image:width"], told["og:image:height"]) == tuple(map(str, image.size))
        reviews = [json.loads(text) for kind, text in scripts(files[page]) if kind == "application/ld+json"]
        assert reviews[0]["image"] == told["og:image"]


def test_the_cards_text_alternative_says_what_it_shows(tmp_path: Path) -> None:
    files = published(
        tmp_path, {**with_cards(site(a=PAIR)), **PICTURES, "content/cases/a/case.ru.md": RUSSIAN}
    )
    assert head(files["cases/a/index.html"])["og:image:alt"] == (
        "False: The cloud was painted · The claimed picture: A square cloud"
        " · The original: Schematic: A clear sky"
    )
    assert "Облако было нарисовано" in head(files["ru/cases/a/index.html"])["og:image:alt"]


def test_pages_without_a_case_have_no_card(tmp_path: Path) -> None:
    files = published(tmp_path, with_cards(site(a=CASE)))
    with_card = [path for path, content in files.items() if b"og:image" in content]
    assert with_card == ["cases/a/index.html"]


def test_a_retracted_case_has_no_card(tmp_path: Path) -> None:
    case = edited(
        PAIR,
        (
            "status: published",
            "status: retracted\ncorrections: [{ date: 2026-02-01, kind: retraction, text: Wrong. }]",
        ),
    )
    files = published(tmp_path, {**with_cards(site(a=case)), **PICTURES})
    assert cards(files) == []
    assert "og:image" not in head(files["cases/a/index.html"])


def test_a_picture_that_starts_covered_is_in_no_card(tmp_path: Path) -> None:
    """Neither is the other one of its pair: the card has words only."""
    covered = edited(PAIR, ("alt: A square cloud", "alt: A square cloud, sensitive: It is cruel"))
    made = []
    for number, colour in enumerate(((230, 40, 220), (20, 200, 60))):
        pictures = {**PICTURES, "content/cases/a/shown.png": png(400, 300, colour)}
        files = published(tmp_path / str(number), {**with_cards(site(a=covered)), **pictures})
        (card,) = cards(files)
        made.append((card, files[card]))
        assert "cloud" not in head(files["cases/a/index.html"])["og:image:alt"].partition("·")[2]
    assert made[0] == made[1]


def test_a_case_in_a_script_that_is_not_drawn_has_no_card(tmp_path: Path) -> None:
    case = edited(
        CASE, ("The cloud was painted\n", "เมฆถูกวาด\n"), ("language: en\nstatus", "language: th\nstatus")
    )
    files = published(
        tmp_path,
        with_cards(
            {
                **site(a=case),
                "content/site.yaml": edited(SITE["content/site.yaml"], ("[en]", "[en, th]")),
            }
        ),
    )
    assert cards(files) == []
    assert "og:image" not in head(files["cases/a/index.html"])


def test_a_card_is_drawn_once(tmp_path: Path) -> None:
    published(tmp_path, {**with_cards(site(a=PAIR)), **PICTURES})
    again = build(tmp_path)
    assert again.published is not None
    assert again.published.written == ()
    assert again.encoded == 0


def test_a_card_that_has_changed_has_a_new_address(tmp_path: Path) -> None:
    files = published(tmp_path, with_cards(site(a=CASE)))
    retitled = published(
        tmp_path, with_cards(site(a=edited(CASE, ("The cloud was painted\n", "A painted cloud\n"))))
    )
    assert cards(files) != cards(retitled)
    assert len(cards(retitled)) == 1


def sheets(files: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in files if "/pair-" in path)


def test_a_comparison_offers_its_pictures_on_one_sheet(tmp_path: Path) -> None:
    files = published(
        tmp_path, {**with_cards(site(a=PAIR)), **PICTURES, "content/cases/a/case.ru.md": RUSSIAN}
    )
    english, russian = sheets(files)
    for page, sheet in (("cases/a/index.html", english), ("ru/cases/a/index.html", russian)):
        (link,) = (item for item in elements(files[page]) if item.attributes.get("class") == "pair-download")
        assert link.attributes["href"] == f"/{sheet}"
        assert "download" in link.attributes
        with Image.open(io.BytesIO(files[sheet])) as image:
            assert f"{image.width} × {image.height}" in words(files[page])


def test_a_sheet_says_what_its_pictures_were_shown_as_and_what_they_are(tmp_path: Path) -> None:
    bare = "  - { id: shown, file: shown.png, kind: image, alt: A square cloud, licence: CC0-1.0 }\n"
    facts = 'captured: "2013", shown_as: The town, actually: The sea, caption: "A *cloud* [@diary]."'
    told = bare.replace(" }", f", {facts} }}")
    silent = bare.replace("id: shown", "id: mute")
    case = edited(
        PAIR,
        (bare, told + silent),
        (
            "original: real }\n",
            "original: real }\n  - { id: quiet, title: The two, claimed: mute, original: real }\n",
        ),
    )
    files = published(tmp_path, {**site(a=case), **PICTURES})
    heights = {}
    for path in sheets(files):
        with Image.open(io.BytesIO(files[path])) as image:
            heights[path.split("-")[1]] = image.height
    assert heights["pair"] > heights["quiet"] + 2 * 22


def test_a_comparison_with_a_covered_picture_has_no_sheet(tmp_path: Path) -> None:
    covered = edited(PAIR, ("alt: A clear sky", "alt: A clear sky, sensitive: It is cruel"))
    files = published(tmp_path, {**with_cards(site(a=covered)), **PICTURES})
    assert sheets(files) == []
    assert b"pair-download" not in files["cases/a/index.html"]


def test_a_site_may_do_without_cards(tmp_path: Path) -> None:
    """No page names a picture that is not there, and the sheet with the pair stays."""
    made = published(tmp_path, {**site(a=PAIR), **PICTURES, "content/cases/a/case.ru.md": RUSSIAN})
    assert cards(made) == []
    for page in ("cases/a/index.html", "ru/cases/a/index.html"):
        told = head(made[page])
        assert not {name for name in told if name.startswith("og:image")}
        assert told.get("twitter:card") != "summary_large_image"
        reviews = [json.loads(text) for kind, text in scripts(made[page]) if kind == "application/ld+json"]
        assert "image" not in reviews[0]
    assert [path for path in made if "/pair-" in path]


def test_pictures_of_some_cases_at_a_time_are_those_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left out, and whoever waits sees the number of files go up to that of all."""
    other = edited(CASE, ("title: The cloud was painted", "title: The sky was painted"))
    files = {**with_cards(site(a=PAIR, b=CASE, c=other)), **PICTURES}
    expected = published(tmp_path / "together", files)
    monkeypatch.setattr(publication, "_CASES_AT_ONCE", 1)
    told: list[tuple[int, int]] = []

    def progress(name: str, done: int, total: int) -> None:
        if name == "Pictures":
            told.append((done, total))

    root = write_files(tmp_path / "apart", files)
    assert pipeline.build(Settings(root, root / "site", NOW, workers=1), progress).published
    apart = tree(root / "site")
    assert {path: apart[path] for path in expected} == expected
    made = len([path for path in expected if path.startswith("media/") and not path.endswith(".json")])
    assert told == sorted(told)
    assert {total for _, total in told} == {made}
    assert told[-1] == (made, made)
