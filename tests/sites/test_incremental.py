"""What was published stays right after any edit, and no build does more than the edit asks for.

The property test tries edits nobody thought of; here is each that once was missed, and what it may cost.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from irrefutable.pipeline import explain
from irrefutable.results import PATIENCE_SECONDS, Settings
from tests.site_builder import CASE, NOW, build, edited, site, tree, write_files
from tests.sites.edits import (
    ARK,
    BELL,
    CLUB,
    FILES,
    LONG,
    METHOD,
    RELATED,
    SMALL_PAGES,
    Edit,
    as_clean,
    built,
    delete,
    page,
    told,
    write,
)

pytestmark = pytest.mark.slow


# ------------------------------------------------------------------------------------ what was missed


@pytest.mark.parametrize(
    ("files", "edit"),
    [
        pytest.param(
            site(ark=edited(RELATED, ("claimant: cloud-club", "claimant: ada")), bell=CASE),
            write(CLUB, "name: Sky Club\nkind: organization\n"),
            id="the claimant of a related case is renamed",
        ),
        pytest.param(
            site(
                ark=edited(RELATED, ("claimant: cloud-club", "claimant: ada")),
                bell=CASE,
                cave=edited(RELATED, ("claimant: cloud-club", "claimant: ada")),
            ),
            write(CLUB, "name: Sky Club\nkind: organization\n"),
            id="the claimant of a case is renamed that two are related to",
        ),
        pytest.param(
            site(ark=edited(RELATED, ("claimant: cloud-club", "claimant: ada")), bell=CASE),
            delete(CLUB),
            id="the claimant of a related case goes",
        ),
        pytest.param(
            site(ark=RELATED, bell=LONG),
            delete("content/cases/bell"),
            id="a related case goes, and is missed",
        ),
        pytest.param(
            site(ark=CASE, bell=LONG), delete("content/cases/bell"), id="a case goes that was warned of"
        ),
        pytest.param(
            site(ark=CASE, bell=LONG),
            write(BELL, LONG.replace("status:", "no_such_field: 1\nstatus:")),
            id="a case breaks that was warned of",
        ),
        pytest.param(
            site(ark=edited(RELATED, ("A cloud over the town had four corners.", "x" * 300)), bell=CASE),
            write(BELL, edited(CASE, ("reviewed_by: [ben]", "reviewed_by: [ben, cloud-club]"))),
            id="a warning of a case whose neighbour changed still holds",
        ),
        pytest.param(
            site(ark=CASE, bell=CASE),
            write("content/cases/cave/case.md", edited(CASE, ("topics: [weather]", "topics: [whether]"))),
            id="an error in a case comes after cases without any",
        ),
        pytest.param(
            {**site(ark=CASE, bell=CASE), **SMALL_PAGES, METHOD: page("[x](/topics/weather/page/1/)")},
            delete("content/cases/bell"),
            id="a page leads to the oldest page of a list",
        ),
        pytest.param(
            {**site(ark=told("[x](/topics/weather/page/1/)"), bell=CASE), **SMALL_PAGES},
            delete("content/cases/bell"),
            id="a case leads to the oldest page of a list",
        ),
        pytest.param(
            {**site(ark=told("[x](../../topics/weather/page/1/)"), bell=CASE), **SMALL_PAGES},
            delete("content/cases/bell"),
            id="a case leads there from where it stands",
        ),
        pytest.param(
            {**site(ark=told("> [x]\n>\n> [x]:/topics/weather/page/1/\n\n"), bell=CASE), **SMALL_PAGES},
            delete("content/cases/bell"),
            id="a case leads there by name",
        ),
        pytest.param(
            {
                **site(),
                METHOD: page("## How\n\nThus."),
                "content/pages/about.md": page("[x](/methodology/#methodology-how)"),
            },
            write(METHOD, page("## When\n\nThen.")),
            id="a page leads to a heading of another",
        ),
        pytest.param(
            {**site(bell=told("\n\n# Then\n\n")), METHOD: page("[x](/cases/bell/#report-then)")},
            write(BELL, told("\n\n# Now\n\n")),
            id="a page leads to a heading of a case",
        ),
        pytest.param(
            site(ark=told("[x](/cases/bell/#claim-corners)"), bell=CASE),
            write(BELL, edited(CASE, ("id: corners", "id: edges"))),
            id="a case leads to a claim of another",
        ),
        pytest.param(
            {**site(ark=told("[x](/entities/eve/)"), bell=CASE.replace("[ben]", "[eve]"))}
            | {"content/entities/eve.yaml": "name: Eve\nkind: person\n"},
            delete("content/cases/bell"),
            id="a case leads to somebody whom no other case names",
        ),
        pytest.param(
            {**site(ark=told("[x](/entities/eve/)"), bell=CASE.replace("[ben]", "[eve]"))}
            | {"content/entities/eve.yaml": "name: Eve\nkind: person\n"},
            lambda root: [
                write_files(root, {BELL: CASE, "content/cases/cave/case.md": CASE.replace("weather]", "x]")}),
                (root / "content/entities/eve.yaml").unlink(),
            ],
            id="somebody goes, and another case has an error",
        ),
    ],
)
def test_nothing_is_missed(tmp_path: Path, files: dict[str, str | bytes], edit: Edit) -> None:
    root = built(tmp_path, files)
    edit(root)
    as_clean(root)


@pytest.mark.parametrize("name", [b".caf\xe9", b"README\xe9", b"x\xe9", b"\xf0\x9f\x90\x88", b"new\nline"])
def test_any_name_may_lie_among_the_cases(tmp_path: Path, name: bytes) -> None:
    root = built(tmp_path, site(ark=CASE))
    strange = root / "content" / "cases" / os.fsdecode(name)
    for _ in range(2):
        strange.touch()
        as_clean(root)
        strange.unlink()
        as_clean(root)


def move_the_cases(root: Path) -> None:
    (root / "content" / "shelf").mkdir()
    (root / "content" / "cases").rename(root / "content" / "shelf" / "cases")
    (root / "content" / "cases").symlink_to("shelf/cases")


def test_folder_of_cases_may_be_a_link(tmp_path: Path) -> None:
    root = built(tmp_path, site(ark=CASE))
    move_the_cases(root)
    as_clean(root)
    write_files(root, {"content/shelf/cases/ark/case.md": edited(CASE, ("was painted\n", "was drawn\n"))})
    assert "cases/ark/index.html" in as_clean(root).rendered
    write_files(root, {"content/shelf/cases/bell/case.md": CASE})
    assert "cases/bell/index.html" in as_clean(root).rendered


def test_folder_of_a_case_may_be_a_link(tmp_path: Path) -> None:
    root = built(tmp_path, site(ark=CASE))
    (root / "content" / "cases" / "ark").rename(root / "content" / "shelf")
    (root / "content" / "cases" / "ark").symlink_to("../shelf")
    as_clean(root)
    write_files(root, {"content/shelf/case.md": edited(CASE, ("was painted\n", "was drawn\n"))})
    assert "cases/ark/index.html" in as_clean(root).rendered


@pytest.mark.parametrize("path", ["content/cases/ark/__pycache__/x", "assets/__pycache__/x.css"])
def test_folder_with_any_name_is_looked_into(tmp_path: Path, path: str) -> None:
    root = built(tmp_path, site(ark=CASE))
    write_files(root, {path: "p { margin: 0 }"})
    as_clean(root)


EMBARGOED = edited(CASE, ("topics:", "publish_after: 2026-12-01\ntopics:"))
OTHER_YEAR = edited(CASE, ("made: 2026-01-05", "made: 2013-01-05"))
EMBARGOED_OF_ANOTHER_YEAR = edited(EMBARGOED, ("made: 2026-01-05", "made: 2013-01-05"))


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([EMBARGOED], id="there from the beginning"),
        pytest.param(["", EMBARGOED], id="added"),
        pytest.param([CASE, EMBARGOED], id="taken back"),
        pytest.param([OTHER_YEAR, EMBARGOED], id="taken back and moved"),
        pytest.param([EMBARGOED, EMBARGOED_OF_ANOTHER_YEAR], id="moved meanwhile"),
    ],
)
@pytest.mark.parametrize("is_reworded", [False, True])
def test_embargo_ends(tmp_path: Path, steps: list[str], is_reworded: bool) -> None:
    """A build that is made for nothing else publishes the case, and its relatives name it."""
    for text in steps:
        root = built(tmp_path, site(ark=CASE) | ({BELL: text} if text else {}))
    if is_reworded:
        write_files(root, {BELL: edited(steps[-1], ("clear", "cloudy"))})
    later = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    result = build(root, now=later)
    assert result.published
    assert {"cases/ark/index.html", "cases/bell/index.html"} <= set(result.published.written)
    shutil.copytree(root / "content", tmp_path / "clean" / "content")
    assert build(tmp_path / "clean", now=later).published
    assert tree(root / "site") == tree(tmp_path / "clean" / "site")


def test_second_place_is_told_where_the_first_was_mended(tmp_path: Path) -> None:
    """Of many links to the same hole the first is named, however few pages were made."""
    link = "[x](/topics/weather/page/3/)"
    files = {**site(ark=told(link), bell=told(link), cave=CASE, dove=CASE), **SMALL_PAGES}
    root = built(tmp_path, files)
    delete("content/cases/dove")(root)
    write_files(root, {BELL: told(f"So. {link}")})
    as_clean(root)


@pytest.mark.parametrize("path", ["methodology/index.html", "cases/bell/index.html"])
def test_damage_is_mended_whatever_else_changed(tmp_path: Path, path: str) -> None:
    root = built(tmp_path, {**site(ark=CASE, bell=CASE), METHOD: page("How.")})
    (root / "site" / path).write_bytes(b"damaged")
    # A language that no case had before concerns every case, and no other page.
    write_files(
        root,
        {
            ARK: edited(
                CASE,
                ("was painted\nsummary", "was drawn\nsummary"),
                ("language: en\nstatus", "language: ar\nstatus"),
            )
        },
    )
    assert path in as_clean(root).rendered


def test_link_that_leads_elsewhere_is_another(tmp_path: Path) -> None:
    """Inside or outside of the content, and to which folder: the same bytes may be anywhere."""
    files = {**site(ark=CASE), METHOD: page("How."), "content/shelf/method.md": page("How.")}
    files |= {
        f"content/shelf/{name}": files[f"content/{name}"]
        for name in ("entities/ada.yaml", "entities/ben.yaml")
    }
    root = built(tmp_path, files | {"content/shelf/entities/cloud-club.yaml": files[CLUB]})
    (root / METHOD).unlink()
    (root / METHOD).symlink_to("../shelf/method.md")
    assert as_clean(root).published
    (root / METHOD).unlink()
    (root / METHOD).symlink_to(write_files(tmp_path, {"outside.md": page("How.")}) / "outside.md")
    assert as_clean(root).published is None
    (root / METHOD).unlink()
    (root / "content" / "entities").rename(root / "content" / "shelf" / "more")
    (root / "content" / "entities").symlink_to("shelf/more")
    assert as_clean(root).published
    write_files(root, {"content/shelf/entities/ada.yaml": "name: Ada W\nkind: person\n"})
    assert as_clean(root).published
    (root / "content" / "entities").unlink()
    (root / "content" / "entities").symlink_to("shelf/entities")
    assert "entities/ada/index.html" in as_clean(root).rendered


@pytest.mark.parametrize("path", ["content/pipe", "content/pages/pipe.md", "content/cases/ark/pipe"])
def test_pipe_in_the_content_is_not_waited_for(tmp_path: Path, path: str) -> None:
    root = built(tmp_path, {**site(ark=CASE), METHOD: page("How.")})
    os.mkfifo(root / path)
    build(root)


# ------------------------------------------------------------------------------------- the ledger


def ledger_of(root: Path) -> Path:
    (ledger,) = (root / ".cache").glob("ledger-*.sqlite")
    return ledger


ROWS = ("facts", "unit", "asked", "owner", "ids", "originals", "signs", "seal", "counts")


WORDINGS = (CASE, edited(CASE, ("was painted\n", "was drawn\n"), ("[ben]", "[ben, cloud-club]")))


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose ledger is harmed again and again; each build writes all of it anew."""
    return built(tmp_path_factory.mktemp("harmed"), FILES)


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("damage", ["DELETE FROM entry", "UPDATE entry SET name = name || x'00'"])
def test_lost_entry_is_no_ledger(harmed: Path, kind: str, damage: str) -> None:
    before = (harmed / BELL).read_text()
    assert not build(harmed, patience_seconds=PATIENCE_SECONDS).rendered, "its ledger is whole, and used"
    write_files(harmed, {BELL: WORDINGS[1 - WORDINGS.index(before)]})
    with closing(sqlite3.connect(ledger_of(harmed))) as connection, connection:
        (name,) = connection.execute("SELECT max(name) FROM entry WHERE kind = ?", (kind,)).fetchone()
        connection.execute(f"{damage} WHERE kind = ? AND name = ?", (kind, name))
    as_clean(harmed)


def test_damaged_ledger_is_none_to_explain_by(tmp_path: Path) -> None:
    root = built(tmp_path, FILES)
    write_files(root, {BELL: edited(CASE, ("was painted\n", "was drawn\n"))})
    with closing(sqlite3.connect(ledger_of(root))) as connection, connection:
        connection.execute("UPDATE entry SET value = value || 'x' WHERE kind = 'facts'")
    found = explain(Settings(root, root / "site", NOW, workers=1), "/cases/ark/")
    assert found
    assert found.is_new


def test_build_killed_before_its_ledger_was_kept(tmp_path: Path) -> None:
    root = built(tmp_path, FILES)
    before = ledger_of(root).read_bytes()
    write_files(root, {BELL: edited(CASE, ("was painted\n", "was drawn\n"))})
    build(root)
    ledger_of(root).write_bytes(before)
    as_clean(root)
