"""No build does more than an edit asks for, and each can say why it made a page."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from irrefutable.core.workers import Aside, Crew
from irrefutable.pipeline import explain
from irrefutable.results import PATIENCE_SECONDS, Settings
from irrefutable.store.publish import OutputDirectory
from irrefutable.work import builder, knowledge, pages
from tests.site_builder import CASE, NOW, SITE, build, edited, png, set_build, tree, write_files
from tests.sites.edits import (
    ADA,
    ARK,
    BELL,
    CLUB,
    FAR,
    FILES,
    METHOD,
    RELATED,
    as_clean,
    built,
    delete,
    page,
    told,
)

pytestmark = pytest.mark.slow


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


def test_new_case_leaves_the_numbered_pages_of_lists_as_they_are(tmp_path: Path) -> None:
    """Until the newest cases have a number too: then the page before leads there, and all others stay."""
    days = {f"day-{day}": CASE.replace("2026-01-10", f"2026-01-{day}") for day in range(11, 20)}
    files = {f"content/cases/{name}/case.md": text for name, text in days.items()}
    last, second_last = (files.pop(f"content/cases/day-{day}/case.md") for day in (19, 18))
    small = {"content/site.yaml": set_build(SITE, "search: false, share_cards: false, page_size: 2")}
    root = built(tmp_path, {**SITE, **small, **files})
    lists = ("cases", "claimants/cloud-club", "languages/en", "ratings/false", "topics/weather", "years/2026")
    before = {path: content for path, content in tree(root / "site").items() if "/page/" in path}
    assert set(before) >= {f"{name}/page/{number}/index.html" for name in lists for number in (1, 2, 3)}

    write_files(root, {"content/cases/day-18/case.md": second_last})
    assert [path for path in as_clean(root).rendered if "/page/" in path] == []
    write_files(root, {"content/cases/day-19/case.md": last})
    rendered = {path for path in as_clean(root).rendered if "/page/" in path}
    assert rendered == {
        path.replace("/3/", f"/{number}/") for path in before for number in (3, 4) if "/3/" in path
    }
    assert {path: tree(root / "site")[path] for path in before.keys() - rendered}.items() <= before.items()


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
    "cases/bell/case.json": (
        (BELL, told("It rained."), {"its files"}),
        (METHOD, page("How else."), set()),
    ),
    "data/cases/2026.jsonl": (
        (BELL, told("It rained."), {"record bell"}),
        ("content/cases/dove/case.md", CASE, {"record cave", "record dove"}),
        (METHOD, page("How else."), set()),
    ),
    "data/2026/index.json": (
        (BELL, told("It rained."), {"record bell"}),
        ("content/cases/dove/case.md", CASE, {"record cave", "record dove"}),
    ),
    "data/index.json": (
        (BELL, told("It rained."), {"record bell"}),
        (
            "content/topics.yaml",
            "topics: [{ id: weather, label: Clouds }]\n",
            {"record ark", "record bell", "record cave"},
        ),
    ),
}


def test_files_without_a_template_say_what_they_are_made_with(tmp_path: Path) -> None:
    root = built(tmp_path, FILES)
    settings = Settings(root, root / "site", NOW, workers=1)
    (style,) = (root / "site" / "assets").glob("style-*.css")
    sources = {
        "cases/bell/index.html": "case.html",
        "cases/bell/case.json": "the case bell",
        "cases/bell/case.jsonld": "the case bell",
        "data/claims/2026.csv": "the records of its cases",
        "data/2026/index.json": "the records of its cases",
        "data/index.json": "the records of its cases",
        f"assets/{style.name}": "assets/",
    }
    found = {address: explain(settings, address) for address in sources}
    assert {address: item.source for address, item in found.items() if item} == sources
    assert not any(item.changed or item.is_new for item in found.values() if item)


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

    def sending(crew: Any, work: Any, items: Any, **_: Any) -> Iterator[Any]:
        # Nothing is in there but what arrived.
        monkeypatch.setattr(pages, "_there", {})
        there, arrived = pickle.loads(pickle.dumps((crew._context, work)))  # noqa: S301 - just dumped
        sent.append(getattr(work, "func", work).__name__)
        yield from arrived(crew._abroad(there), items)

    def aside(planner: Any, work: Any, item: Any, _watch: Any) -> Any:
        sent.append(work.__name__)
        there, arrived = pickle.loads(pickle.dumps((planner._context, work)))  # noqa: S301 - just dumped
        found = arrived(planner._abroad(there), item)
        return pickle.loads(pickle.dumps(found))  # noqa: S301 - just dumped

    monkeypatch.setattr(Crew, "is_alone", lambda *_: False)
    monkeypatch.setattr(Crew, "run", sending)
    monkeypatch.setattr(builder, "batch_size", lambda *_: 1)
    monkeypatch.setattr(Aside, "run", aside)
    root = write_files(tmp_path / "archive", FILES)
    assert build(root, workers=2, patience_seconds=PATIENCE_SECONDS).published
    expected = {"read_cases", "make_cases", "plan_lists", "make_pages", "make_parts"}
    assert set(sent) == expected
    assert not [*root.glob("site/.irrefutable/**/*")]
    monkeypatch.undo()
    as_clean(root)
    assert build(root).rendered == ()
