"""What readers can search: every case that lists show, by all its names; an edit indexes one bundle again."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from irrefutable.core.packing import pack
from irrefutable.model.search import INDEX_LIST
from irrefutable.search import pagefind
from irrefutable.search.canonical import SIGNATURE
from irrefutable.search.pagefind import IndexingError
from irrefutable.work import searching
from irrefutable.work.adoption import is_sound_bundle
from tests.site_builder import CASE, SITE, build, edited, png, set_build, site, tree, write_files

pytestmark = pytest.mark.slow

SEARCHED = {"content/site.yaml": set_build(SITE, "search: true")}
PLACE = """\
places:
  - id: kamal
    country: SY
    name: { en: Abu Kamal, ru: Абу-Кемаль }
    aliases: [Albu Kamal]
claims:
"""
APPEARANCE = """\
    appearances:
      - platform: Telegram
        url: https://t.test/1
        archived: https://a.test/1
        date: 2026-01-05
        state: live
"""
FRAME = """\
media:
  - id: frame
    file: frame.png
    kind: image
    alt: Frame.
    licence: CC0-1.0
    technique: [old-footage]
    caption: A frame from *elsewhere*.
sources:
"""
FILMED = edited(
    CASE,
    ("claims:\n", PLACE),
    ("    no_appearance: It was told by word of mouth.\n", APPEARANCE),
    ("sources:\n", FRAME),
)
RUSSIAN = """\
---
language: ru
title: Облако нарисовали
summary: { claimed: У облака четыре угла., found: Облако пририсовали. }
---

Небо было ясным.
"""


def fragments(files: Mapping[str, bytes], language: str) -> dict[str, dict[str, Any]]:
    """Return what the index holds of each page, by its address."""
    found = {}
    for path, content in files.items():
        if path.startswith(f"search-index/{language}/") and path.endswith(".pf_fragment"):
            page = json.loads(gzip.decompress(content).removeprefix(SIGNATURE))
            found[page["url"]] = page
    return found


def index_of(root: Path) -> dict[str, bytes]:
    return {
        path: content for path, content in tree(root / "site").items() if path.startswith("search-index/")
    }


def test_numbers_of_sources_are_no_words_of_a_case(tmp_path: Path) -> None:
    """In an excerpt they would lead nowhere, and a word with one beside it is found less well."""
    assert build(write_files(tmp_path, {**site(cloud=CASE), **SEARCHED})).published
    (found,) = fragments(index_of(tmp_path), "en").values()
    assert "clear that day." in found["content"]
    assert "[1]" not in found["content"]


def forbid_indexing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("Pagefind was started")

    monkeypatch.setattr(pagefind, "_run", refuse)


# ---------------------------------------------------------------------------------------------- records


def test_a_case_is_a_record_in_each_of_its_languages(tmp_path: Path) -> None:
    languages = edited(SEARCHED["content/site.yaml"], ("languages: [en]", "languages: [en, ru]"))
    files = {
        **site(cloud=FILMED),
        "content/site.yaml": languages,
        "content/cases/cloud/case.ru.md": RUSSIAN,
        "content/cases/cloud/frame.png": png(),
    }
    assert build(write_files(tmp_path, files)).published
    index = index_of(tmp_path)
    (english,), (russian,) = fragments(index, "en").values(), fragments(index, "ru").values()
    assert english["url"] == "/cases/cloud/"
    assert russian["url"] == "/ru/cases/cloud/"
    assert english["filters"] == {
        "rating": ["false|False"],
        "claimant": ["cloud-club|Cloud Club"],
        "topic": ["weather|Weather"],
        "technique": ["old-footage|Old footage"],
        "place": ["kamal|Abu Kamal"],
        "platform": ["Telegram|Telegram"],
        "language": ["en|en", "ru|ru"],
        "year": ["2026|2026"],
    }
    for words in (
        "Albu Kamal",
        "Абу-Кемаль",
        "sky was clear that day",
        "Облако нарисовали",
        "frame from elsewhere",
    ):
        assert words in english["content"]
    assert russian["filters"]["place"] == ["kamal|Абу-Кемаль"]
    assert "Небо было ясным" in russian["content"]
    assert "Небо было ясным" not in english["content"]
    assert english["meta"] == {
        "title": "The cloud was painted",
        "claimed": "A cloud over the town had four corners.",
        "found": "The cloud was painted into the picture.",
        "verdict": "False",
        "tone": "false",
        "date": "10 January 2026",
        "claimant": "Cloud Club",
    }
    assert {anchor["id"] for anchor in english["anchors"]} >= {"claim-corners", "report", "sources"}


def test_nothing_is_found_of_what_lists_do_not_show(tmp_path: Path) -> None:
    retracted = edited(
        CASE,
        ("status: published", "status: retracted"),
        (
            "\nsources:",
            "\ncorrections: [{ date: 2026-02-01, kind: retraction, text: It was wrong. }]\nsources:",
        ),
    )
    cases = {
        "shown": CASE,
        "draft": edited(CASE, ("status: published", "status: draft"), ("clear", "secretly")),
        "later": edited(CASE, ("topics:", "publish_after: 2026-12-01\ntopics:"), ("clear", "secretly")),
        "gone": edited(retracted, ("clear", "secretly")),
    }
    assert build(write_files(tmp_path, site(**cases) | SEARCHED)).published
    index = index_of(tmp_path)
    assert list(fragments(index, "en")) == ["/cases/shown/"]
    everything = b"".join(gzip.decompress(item) for path, item in index.items() if ".pf_" in path)
    assert b"clear" in everything
    assert b"secretly" not in everything


# --------------------------------------------------------------------------------------------- bundles


def archive(root: Path, monkeypatch: pytest.MonkeyPatch, **cases: str) -> Path:
    """Write an archive whose bundles have room for one record."""
    monkeypatch.setattr(searching, "MOST_RECORDS", 1)
    return write_files(root, site(**cases) | SEARCHED)


def of_year(year: int, word: str = "clear") -> str:
    return edited(CASE, ("made: 2026-01-05", f"made: {year}-01-05"), ("clear", word))


def test_an_edit_indexes_one_bundle_and_nothing_changed_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = archive(tmp_path, monkeypatch, ark=of_year(2012), bell=of_year(2017), cave=of_year(2024))
    assert len(build(root).indexed) == 3
    before = index_of(root)
    write_files(root, {"content/cases/bell/case.md": of_year(2017, "cloudy")})
    (folder,) = build(root).indexed
    after = index_of(root)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed - {INDEX_LIST} == {path for path in changed if path.startswith(folder)}
    forbid_indexing(monkeypatch)
    write_files(
        root, {"content/topics.yaml": "topics: [{ id: weather, label: Weather, description: Sky. }]\n"}
    )
    assert build(root).rendered
    assert index_of(root) == after


def test_a_build_from_the_cache_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = archive(tmp_path, monkeypatch, ark=of_year(2012), bell=of_year(2017))
    build(root)
    before = index_of(root)
    shutil.rmtree(root / "site")
    forbid_indexing(monkeypatch)
    assert build(root).indexed == ()
    assert index_of(root) == before


def test_a_build_without_a_cache_leaves_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind writes its tables in another order each time."""
    cases = {f"case__{number}": of_year(2000 + number) for number in range(6)}
    indexes = []
    for name in ("a", "b"):
        root = write_files(tmp_path / name, site(**cases) | SEARCHED)
        assert build(root, workers=2).published
        indexes.append(index_of(root))
    assert indexes[0] == indexes[1]
    assert {"search-index/index.json", "search-index/en/pagefind.js"} < indexes[0].keys()


def test_a_case_that_goes_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = archive(tmp_path, monkeypatch, ark=of_year(2012), bell=of_year(2017))
    build(root)
    shutil.rmtree(root / "content/cases/ark")
    build(root)
    assert list(fragments(index_of(root), "en")) == ["/cases/bell/"]
    listed = json.loads(index_of(root)[INDEX_LIST])
    assert [bundle["records"] for bundle in listed["languages"]["en"]] == [1]


def test_damage_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = archive(tmp_path, monkeypatch, ark=of_year(2012), bell=of_year(2017))
    build(root)
    before = index_of(root)
    fragment = next(path for path in before if path.endswith(".pf_fragment"))
    (root / "site" / fragment).write_bytes(b"damage")
    (root / "site" / INDEX_LIST).unlink()
    build(root)
    assert index_of(root) == before


def test_records_that_were_lost_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache may be deleted in parts."""
    root = write_files(tmp_path, site(ark=of_year(2012), bell=of_year(2017)) | SEARCHED)
    build(root)
    (root / ".cache/memo.sqlite").unlink()
    write_files(root, {"content/cases/bell/case.md": of_year(2017, "cloudy")})
    assert build(root).published
    assert "cloudy" in fragments(index_of(root), "en")["/cases/bell/"]["content"]


def test_another_machine_takes_bundles_from_the_shared_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = site(ark=of_year(2012), bell=of_year(2017)) | SEARCHED
    cache = (tmp_path / "cache").as_uri()
    one, other = (write_files(tmp_path / name, cases) for name in ("a", "b"))
    assert build(one, shared_cache=cache).indexed
    assert build(other, shared_cache=cache).indexed == ()
    assert index_of(one) == index_of(other)


@pytest.mark.parametrize(
    ("files", "is_sound"),
    [
        ({"fragment/en_1.pf_fragment": gzip.compress(SIGNATURE + b"{}")}, True),
        ({"fragment/en_1.pf_fragment": gzip.compress(b"{}")}, False),
        ({"fragment/en_1.pf_fragment": b"{}"}, False),
        ({"pagefind.js": gzip.compress(SIGNATURE)}, False),
        ({"../x/en_1.pf_fragment": gzip.compress(SIGNATURE)}, False),
        ({"fragment/en_1.pf_fragment": "text"}, False),
    ],
)
def test_only_a_bundle_is_taken_for_one(files: dict[str, Any], is_sound: bool) -> None:
    assert is_sound_bundle(pack((files, "tag", "en"))) is is_sound
    assert not is_sound_bundle(b"")


# ------------------------------------------------------------------------------------- with and without


def test_a_build_without_pagefind_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "engine", lambda: "")
    result = build(write_files(tmp_path, site(cloud=CASE) | SEARCHED))
    assert result.published
    (remark,) = result.remarks
    assert remark.startswith("the site has no search, because Pagefind is not installed; pip install")
    files = tree(tmp_path / "site")
    assert not [path for path in files if path.startswith("search")]
    assert b"/search/" not in files["index.html"]


@pytest.mark.parametrize("is_preview", [False, True])
def test_a_site_can_do_without(tmp_path: Path, is_preview: bool) -> None:
    files = site(cloud=CASE) | (SEARCHED if is_preview else {})
    result = build(write_files(tmp_path, files), is_preview=is_preview)
    assert result.remarks == ()
    assert not [path for path in tree(tmp_path / "site") if path.startswith("search")]


def test_search_is_put_in_and_taken_out(tmp_path: Path) -> None:
    root = write_files(tmp_path, site(cloud=CASE))
    build(root)
    without = tree(root / "site")
    write_files(root, SEARCHED)
    build(root)
    assert index_of(root)
    assert b'href="/search/"' in (root / "site/cases/cloud/index.html").read_bytes()
    write_files(root, {"content/site.yaml": SITE["content/site.yaml"]})
    build(root)
    assert tree(root / "site") == without


def test_what_pagefind_says_reaches_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site stays as it was."""
    root = write_files(tmp_path, site(cloud=CASE) | SEARCHED)
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho the disk is full >&2\nexit 7\n")
    broken.chmod(0o755)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: broken)
    pagefind._engine_files.cache_clear()
    with pytest.raises(IndexingError, match=r"Pagefind failed \(7\): the disk is full"):
        build(root)
    assert tree(root / "site") == {}


def test_only_the_page_to_search_on_may_run_the_engine(tmp_path: Path) -> None:
    text = edited(
        SEARCHED["content/site.yaml"],
        ("rating_scheme: house", "rating_scheme: house\npublish: { headers_file: true }"),
    )
    assert build(write_files(tmp_path, site(cloud=CASE) | {"content/site.yaml": text})).published
    pages = {path: item for path, item in tree(tmp_path / "site").items() if path.endswith(".html")}
    assert [path for path in pages if b"wasm-unsafe-eval" in pages[path]] == ["search/index.html"]
    assert [path for path in pages if b"connect-src" in pages[path]] == ["search/index.html"]
    # A host sends one policy for all pages, and each narrows it by its own.
    assert b"'wasm-unsafe-eval'" in (tmp_path / "site/_headers").read_bytes()
