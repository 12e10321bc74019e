"""A case that comes, goes or moves is right in each kind of list that it is in, or was, and in counts."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.site_builder import CASE, NOW, SITE, build, edited, png, set_build, tree, write_files
from tests.sites.edits import as_clean, built, delete

pytestmark = pytest.mark.slow

_MORE = """\
    appearances: [{ platform: Radio, date: 2026-01, state: not-checked }]
    about: [view]
    other_verdicts: [{ by: office, verdict: Wrong, date: 2026-01-06, sources: [diary] }]
timeline:
  - { id: rain, date: 2026-01-05, text: "It rained [@diary].", sources: [diary] }
  - { id: year, date: 2025, text: It was dry. }
rebuttals:
  - id: answer
    to: corners
    by: office
    date: 2026-01-07
    holds: "no"
    text: It had none [@diary].
media:
  - { id: view, file: view.png, kind: image, alt: A cloud., licence: CC0-1.0, technique: [composite] }
"""
_GONE = "corrections: [{ date: 2026-02-01, kind: retraction, text: It was wrong. }]"
_PLACE = "places: [{ id: town, name: Town, country: SY }]"
RICH = edited(
    CASE,
    ("topics: [weather]\n", f"topics: [weather, sea]\n{_PLACE}\n"),
    ("    no_appearance: It was told by word of mouth.\n", _MORE),
)
"""It is in a list of every kind."""
OLD = edited(
    RICH, ("published: 2026-01-10", "published: 2026-01-08"), ("made: 2026-01-05", "made: 2026-01-03")
)
NEW = edited(
    RICH,
    ("published: 2026-01-10", "published: 2026-01-25"),
    ("{ id: rain, date: 2026-01-05", "{ id: rain, date: 2026-01-20"),
    ("name: Town", "name: The town"),
    ("platform: Radio", "platform: radio"),
)
PATH = "content/cases/moved/case.md"
EDITS = {
    "a later date": (
        ("published: 2026-01-10", "published: 2026-01-30"),
        ("made: 2026-01-05", "made: 2026-02-01"),
    ),
    "an earlier date": (
        ("published: 2026-01-10", "published: 2026-01-02"),
        ("made: 2026-01-05", "made: 2024"),
    ),
    "a draft": (("status: published", "status: draft"),),
    "an embargo": (("status: published\n", "status: published\npublish_after: 2027-01-01\n"),),
    "a retraction": (
        ("status: published", "status: retracted"),
        ("sources:\n  - id", f"{_GONE}\nsources:\n  - id"),
    ),
    "another topic": (("topics: [weather, sea]", "topics: [ships]"),),
    "no place": ((f"{_PLACE}\n", ""),),
    "another country": (("country: SY", "country: NL"),),
    "another name of its place": (("name: Town", "name: Village"),),
    "another verdict": (('rating: "false"', 'rating: "true"'),),
    "another claimant": (("claimant: cloud-club", "claimant: ada"),),
    "another author": (("authors: [ada]", "authors: [office]"),),
    "another reviewer": (("reviewed_by: [ben]", "reviewed_by: [office]"),),
    "another answer": (("    by: office\n", "    by: ben\n"),),
    "another checker": (("{ by: office", "{ by: cloud-club"),),
    "another platform": (("platform: Radio", "platform: A leaflet"),),
    "another technique": (("technique: [composite]", "technique: [ai-generated]"),),
    "another moment": (("{ id: rain, date: 2026-01-05", "{ id: rain, date: 2019-01-05"),),
    "another language": (("language: en\nstatus", "language: ar\nstatus"),),
}
"""What makes the case another one for lists."""


def _site(folder: Path, **cases: str) -> Path:
    small = set_build(SITE, "search: false, share_cards: false, page_size: 1")
    topics = "{ id: weather, label: Weather }, { id: sea, label: Sea }, { id: ships, label: Ships }"
    files = {
        **SITE,
        "content/site.yaml": edited(small, ("languages: [en]", "languages: [en, ar]")),
        "content/topics.yaml": f"topics: [{topics}]\n",
        "content/entities/office.yaml": "name: Weather Office\nkind: organization\n",
    }
    for name, text in cases.items():
        files |= {f"content/cases/{name}/case.md": text, f"content/cases/{name}/view.png": png()}
    return built(folder, files)


def test_case_comes_and_goes(tmp_path: Path) -> None:
    root = _site(tmp_path, old=OLD, new=NEW)
    write_files(root, {PATH: RICH, "content/cases/moved/view.png": png()})
    rendered = as_clean(root).rendered
    # What it is in beside all that counts cases: a list of each kind.
    lists = "cases claimants/cloud-club entities/office languages/en places/sy places/sy/town platforms/radio"
    more = "ratings/false techniques/composite topics/sea topics/sea/ratings/false topics/sea/timeline"
    assert {f"{name}/index.html" for name in f"{lists} {more}".split()} <= set(rendered)
    for name in ("moved", "new", "old"):
        delete(f"content/cases/{name}")(root)
        as_clean(root)


def test_case_comes_when_its_embargo_ends(tmp_path: Path) -> None:
    """No file is another one then. It comes between the others, as in a clean build of that time."""
    held = edited(RICH, ("status: published\n", "status: published\npublish_after: 2026-03-02\n"))
    root = _site(tmp_path / "held", old=OLD, moved=held, new=NEW)
    later = NOW + dt.timedelta(days=2)
    assert "cases/moved/index.html" in build(root, now=later).rendered
    clean = write_files(tmp_path / "clean", {})
    shutil.copytree(root / "content", clean / "content")
    assert build(clean, now=later).published
    assert tree(root / "site") == tree(clean / "site")


@pytest.mark.parametrize("name", ["moved", "old"])
def test_translator_who_is_named_at_last_has_a_page(tmp_path: Path, name: str) -> None:
    """By a new case, or by one that was there. What somebody translated is in no list of theirs."""
    edition = "---\ntitle: سحابة\nsummary: { claimed: لها زوايا., found: رسمها أحد. }\n---\n"
    root = _site(tmp_path, old=OLD, new=NEW)
    eve = "name: Eve\nkind: person\n"
    write_files(root, {"content/entities/eve.yaml": eve, "content/cases/old/case.ar.md": edition})
    assert "entities/eve/index.html" not in as_clean(root).rendered
    if name == "moved":
        write_files(root, {PATH: RICH, "content/cases/moved/view.png": png()})
    translated = f"content/cases/{name}/case.ar.md"
    write_files(root, {translated: edited(edition, ("title", "translated_by: [eve]\ntitle"))})
    rendered = as_clean(root).rendered
    assert "entities/eve/index.html" in rendered
    assert "methodology/index.html" not in rendered
    delete(translated)(root)
    as_clean(root)
    assert not (root / "site/entities/eve").exists()


@pytest.mark.parametrize("name", EDITS)
def test_case_moves(tmp_path: Path, name: str) -> None:
    root = _site(tmp_path, old=OLD, moved=RICH, new=NEW)
    write_files(root, {PATH: edited(RICH, *EDITS[name])})
    assert as_clean(root).rendered
    write_files(root, {PATH: RICH})
    assert as_clean(root).rendered
