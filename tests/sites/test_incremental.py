"""What was published stays right after any edit, and no build does more than the edit asks for.

The property test tries edits nobody thought of; here is each that once was missed, and what it may cost.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from irrefutable.core.diagnostics import as_text
from irrefutable.pipeline import explain
from irrefutable.results import PATIENCE_SECONDS, Build, Settings
from irrefutable.store.publish import OutputDirectory
from irrefutable.work import builder, knowledge, publication
from tests.site_builder import CASE, NOW, SITE, build, edited, png, set_build, site, tree, write_files

pytestmark = pytest.mark.slow

Edit = Callable[[Path], object]

METHOD = "content/pages/methodology.md"
ARK, BELL = "content/cases/ark/case.md", "content/cases/bell/case.md"
LONG = edited(CASE, ("A cloud over the town had four corners.", "x" * 300))
"""It is warned of."""
RELATED = edited(
    CASE, ("topics: [weather]", "topics: [weather]\nrelated: [{ case: bell, relation: background }]")
)
SMALL_PAGES = {"content/site.yaml": set_build(SITE, "search: false, share_cards: false, page_size: 1")}
ADA = "content/entities/ada.yaml"
CLUB = "content/entities/cloud-club.yaml"


def told(text: str) -> str:
    """Return a case with a sentence at the beginning of its report."""
    return edited(CASE, ("The sky was *clear*", f"{text} The sky was *clear*"))


def page(text: str) -> str:
    return f"---\ntitle: Method\n---\n\n{text}\n"


def built(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Return a site that was built, of which every sign is settled."""
    root = write_files(folder / "archive", files)
    result = build(root, patience_seconds=PATIENCE_SECONDS)
    assert result.published, [as_text(item) for item in result.diagnostics]
    return root


def as_clean(root: Path) -> Build:
    """Build; what comes of it must be what comes of the same files elsewhere."""
    clean = root.parent / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    for name in ("content", "templates", "assets"):
        if (root / name).is_dir():
            shutil.copytree(root / name, clean / name, symlinks=True)
    expected, found = build(clean), build(root)
    said = [as_text(item) for item in found.diagnostics if item.code != "address-lost"]
    assert said == [as_text(item) for item in expected.diagnostics]
    if expected.published:
        assert found.published
        assert tree(root / "site") == tree(clean / "site")
    else:
        assert found.published is None
    return found


def write(path: str, content: str | bytes) -> Edit:
    return lambda root: write_files(root, {path: content})


def delete(path: str) -> Edit:
    def edit(root: Path) -> None:
        shutil.rmtree(root / path) if (root / path).is_dir() else (root / path).unlink()

    return edit


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
            {**site(ark=CASE, bell=CASE), **SMALL_PAGES, METHOD: page("[x](/topics/weather/page/2/)")},
            delete("content/cases/bell"),
            id="a page leads to the second page of a list",
        ),
        pytest.param(
            {**site(ark=told("[x](/topics/weather/page/2/)"), bell=CASE), **SMALL_PAGES},
            delete("content/cases/bell"),
            id="a case leads to the second page of a list",
        ),
        pytest.param(
            {**site(ark=told("[x](../../topics/weather/page/2/)"), bell=CASE), **SMALL_PAGES},
            delete("content/cases/bell"),
            id="a case leads there from where it stands",
        ),
        pytest.param(
            {**site(ark=told("> [x]\n>\n> [x]:/topics/weather/page/2/\n\n"), bell=CASE), **SMALL_PAGES},
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


def test_second_place_is_told_where_the_first_was_mended(tmp_path: Path) -> None:
    """Of many links to the same hole the first is named, however few pages were made."""
    link = "[x](/topics/weather/page/4/)"
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


FILES = site(ark=RELATED, bell=CASE, cave=told("[x](/cases/ark/)"))
FAR = {
    **FILES,
    "content/cases/dove/case.md": edited(CASE, ("topics: [weather]", "topics: [sea]")),
    "content/topics.yaml": "topics: [{ id: weather, label: Weather }, { id: sea, label: Sea }]\n",
}
"""With a case that shares no topic with the others."""
ROWS = ("facts", "unit", "asked", "owner", "ids", "originals", "signs", "seal", "counts")


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("damage", ["DELETE FROM entry", "UPDATE entry SET name = name || x'00'"])
def test_lost_entry_is_no_ledger(tmp_path: Path, kind: str, damage: str) -> None:
    root = built(tmp_path, FILES)
    write_files(root, {BELL: edited(CASE, ("was painted\n", "was drawn\n"), ("[ben]", "[ben, cloud-club]"))})
    with closing(sqlite3.connect(ledger_of(root))) as connection, connection:
        (name,) = connection.execute("SELECT max(name) FROM entry WHERE kind = ?", (kind,)).fetchone()
        connection.execute(f"{damage} WHERE kind = ? AND name = ?", (kind, name))
    as_clean(root)


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


# ---------------------------------------------------------------------------------------- effort


def test_edited_body_is_the_work_of_one_case(tmp_path: Path) -> None:
    root = built(tmp_path, FILES)
    write_files(root, {BELL: told("It rained.")})
    assert as_clean(root).rendered == ("cases/bell/index.html",)


def test_edited_title_is_made_where_it_is_shown(tmp_path: Path) -> None:
    root = built(tmp_path, FAR | {METHOD: page("How.")})
    write_files(root, {BELL: edited(CASE, ("The cloud was painted\n", "The cloud was drawn\n"))})
    rendered = as_clean(root).rendered
    pages = {
        path: content
        for path, content in tree(root / "site").items()
        if path.endswith(("html", "xml", "feed.json", "changes.json"))
    }
    shown = {path for path, content in pages.items() if b"The cloud was drawn" in content}
    assert set(rendered) == shown
    assert "cases/ark/index.html" in shown
    assert "cases/dove/index.html" not in shown


def test_edited_timeline_is_made_where_it_is_shown(tmp_path: Path) -> None:
    """Cards do not show it, so no list is made again."""
    happened = "timeline: [{ id: rain, date: 2026-01-05, text: It rained. }]\nsources:\n"
    files = FAR | {BELL: edited(CASE, ("sources:\n", happened))}
    root = built(tmp_path, files)
    write_files(root, {BELL: edited(files[BELL], ("It rained", "It snowed"))})
    assert set(as_clean(root).rendered) == {"cases/bell/index.html", "topics/weather/timeline/index.html"}


def test_new_case_changes_the_pages_of_its_nearest_relatives_alone(tmp_path: Path) -> None:
    days = {f"day-{day}": edited(CASE, ("made: 2026-01-05", f"made: 2026-01-{day}")) for day in range(11, 17)}
    files = {f"content/cases/{name}/case.md": text for name, text in days.items()}
    root = built(tmp_path, {**SITE, **files})
    noon = edited(CASE, ("made: 2026-01-05", "made: 2026-01-13T12:00:00Z"))
    write_files(root, {"content/cases/noon/case.md": noon})
    rendered = [path for path in as_clean(root).rendered if path.startswith("cases/")]
    assert {path.split("/")[1] for path in rendered} == {"index.html", "noon", "day-13", "day-14"}
    delete("content/cases/noon")(root)
    rendered = [path for path in as_clean(root).rendered if path.startswith("cases/")]
    assert {path.split("/")[1] for path in rendered} == {"index.html", "day-13", "day-14"}


def test_untouched_case_is_neither_opened_nor_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the cases that it leads to, a case has their cards."""
    root = built(tmp_path, FAR)
    opened: list[str] = []
    unpacked: list[str] = []
    read, unpacked_case = Path.read_bytes, knowledge.unpacked_case

    def reading(self: Path) -> bytes:
        opened.append(self.as_posix())
        return read(self)

    def unpacking(content: bytes, folder: Path, paths: dict[str, str]) -> object:
        unpacked.append(paths[""])
        return unpacked_case(content, folder, paths)

    monkeypatch.setattr(Path, "read_bytes", reading)
    monkeypatch.setattr(knowledge, "unpacked_case", unpacking)
    write_files(root, {BELL: told("It rained.")})
    assert build(root).rendered == ("cases/bell/index.html",)
    cases = f"{root}/content/cases/"
    assert {path.removeprefix(cases) for path in opened if path.startswith(cases)} == {"bell/case.md"}
    assert "content/cases/dove/case.md" not in unpacked


def test_touching_every_file_renders_nothing(tmp_path: Path) -> None:
    files = FILES | {"content/cases/ark/x.png": png(), METHOD: page("How.")}
    root = built(tmp_path, files)
    for path in (root / "content").rglob("*"):
        path.touch()
    assert as_clean(root).rendered == ()


def test_entity_is_made_where_it_is_named(tmp_path: Path) -> None:
    files = FILES | {"content/cases/dove/case.md": CASE.replace("cloud-club", "sky-club")}
    files |= {"content/entities/sky-club.yaml": "name: Sky Club\nkind: organization\n"}
    root = built(tmp_path, files)
    write_files(root, {"content/entities/sky-club.yaml": "name: Club of the Sky\nkind: organization\n"})
    rendered = set(as_clean(root).rendered)
    pages = {path: content for path, content in tree(root / "site").items() if path.endswith(("html", "xml"))}
    shown = {path for path, content in pages.items() if b"Club of the Sky" in content}
    assert shown <= rendered
    # A list is made again for any name that one of its cases may show.
    assert {path for path in rendered - shown if path.startswith("cases/")} == set()
    assert {"cases/ark/index.html", "claimants/cloud-club/index.html"}.isdisjoint(rendered)


def test_template_of_one_page_is_the_work_of_one_page(tmp_path: Path) -> None:
    root = built(tmp_path, FILES)
    write_files(
        root, {"templates/404.html": '{% extends "base.html" %}{% block main %}<h1>No</h1>{% endblock %}'}
    )
    assert as_clean(root).rendered == ("404.html",)


def test_case_that_came_and_went_leaves_nothing(tmp_path: Path) -> None:
    root = built(tmp_path, FILES)
    before = tree(root / "site")
    write_files(root, {"content/cases/dove/case.md": CASE})
    as_clean(root)
    delete("content/cases/dove")(root)
    as_clean(root)
    assert tree(root / "site") == before


def test_nothing_is_staged_where_only_the_cache_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = built(tmp_path, FILES)
    (root / ".cache" / "memo.sqlite").unlink()
    write_files(root, {ARK: FILES[ARK]})

    def refuse(*_arguments: object) -> None:
        raise AssertionError("a page was staged")

    monkeypatch.setattr(OutputDirectory, "holds", refuse)
    assert build(root).rendered == ()


# ---------------------------------------------------------------------------------------- explain


EXPLAINED = {
    "cases/ark/index.html": (
        (ARK, edited(RELATED, ("was painted\n", "was drawn\n")), {"its files"}),
        (BELL, edited(CASE, ("was painted\n", "was drawn\n")), {"case bell"}),
        (BELL, told("It rained."), set()),
        (CLUB, "name: Sky Club\nkind: organization\n", {"entity cloud-club"}),
        ("content/topics.yaml", "topics: [{ id: weather, label: Clouds }]\n", {"topics"}),
        (METHOD, "---\ntitle: Our method\n---\n\nHow.\n", {"navigation"}),
        (METHOD, page("How else."), set()),
        ("assets/css/99-own.css", "p { margin: 0 }", {"assets"}),
        ("templates/404.html", "<h1>No</h1>", set()),
        ("templates/tombstone.html", "<h1>No</h1>", {"template tombstone.html in en"}),
    ),
    "topics/weather/index.html": (
        (ARK, edited(RELATED, ("was painted\n", "was drawn\n")), {"its cases"}),
        ("content/cases/dove/case.md", CASE, {"its cases", "its numbers"}),
        (BELL, told("It rained."), set()),
        (CLUB, "name: Sky Club\nkind: organization\n", {"its cases"}),
    ),
    "entities/cloud-club/index.html": (
        (CLUB, "name: Sky Club\nkind: organization\n", {"entity cloud-club", "its cases"}),
        (ADA, "name: Ada W\nkind: person\n", {"its cases"}),
    ),
    "methodology/index.html": (
        (METHOD, page("How else."), {"page methodology en"}),
        (METHOD, "---\ntitle: Our method\n---\n\nHow.\n", {"navigation", "page methodology en"}),
    ),
}


@pytest.mark.parametrize("address", EXPLAINED)
def test_explanation_names_what_changed(tmp_path: Path, address: str) -> None:
    files = FILES | {METHOD: page("How.")}
    root = built(tmp_path, files)
    settings = Settings(root, root / "site", NOW, workers=1)
    for path, content, expected in EXPLAINED[address]:
        write_files(root, {path: content})
        found = explain(settings, address)
        assert found, path
        assert set(found.changed) == expected, path
        assert not found.is_new
        if path in files:
            write_files(root, {path: files[path]})
        elif path.startswith("content/cases/"):
            delete(path.removesuffix("/case.md"))(root)
        else:
            delete(path)(root)
    found = explain(settings, address)
    assert found
    assert found.changed == ()


def test_explanation_of_what_was_never_built(tmp_path: Path) -> None:
    root = built(tmp_path, FILES)
    settings = Settings(root, root / "site", NOW, workers=1)
    write_files(root, {"content/cases/dove/case.md": CASE})
    found = explain(settings, "/cases/dove/")
    assert found
    assert found.is_new
    assert explain(settings, "/cases/nobody/") is None


# --------------------------------------------------------------------------------------- processes


def test_what_the_work_needs_can_be_sent_to_a_process_begun_afresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every system forks; what is sent must also be enough to do the work."""
    sent = []

    def sending(work: Any, items: Any, *, context: Any, abroad: Any, **_: Any) -> Iterator[Any]:
        there = abroad(pickle.loads(pickle.dumps(context)))  # noqa: S301 - just dumped
        sent.append(work.__name__)
        yield from work(there, items)

    monkeypatch.setattr(builder, "run_batches", sending)
    monkeypatch.setattr(publication, "run_batches", sending)
    root = built(tmp_path, FILES)
    assert set(sent) == {"read_cases", "make_cases", "make_pages"}
    monkeypatch.undo()
    as_clean(root)
    assert build(root).rendered == ()
