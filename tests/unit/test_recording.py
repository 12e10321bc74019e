"""What git knows of a case becomes the record of what readers could see, and nothing else does."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from irrefutable.cli import main
from irrefutable.load.history import read_history
from irrefutable.load.repository import RepositoryError
from irrefutable.model.history import whole_states
from irrefutable.recording import RecordingError, record
from tests.repositories import FIRST_AT, Repository, repository
from tests.site_builder import CASE, SITE, edited

CLOUD = "content/cases/cloud/case.md"
LATER = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Repository:
    made = repository(tmp_path)
    made.commit(SITE)
    return made


def lines(archive: Repository, case_id: str = "cloud") -> list[dict[str, Any]]:
    """Return the record of a case, a state a line."""
    path = archive.root / "content" / "cases" / case_id / "history.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def titles(archive: Repository, case_id: str = "cloud") -> list[str]:
    """Return the headline in each state of the record."""
    path = archive.root / "content" / "cases" / case_id / "history.jsonl"
    states, found = read_history("x", path.read_bytes())
    assert not found
    return [words["title"] for words in whole_states(states)]


def titled(title: str, *, status: str = "published", more: str = "") -> str:
    return edited(
        CASE,
        ("title: The cloud was painted", f"title: {title}"),
        ("status: published\n", f"status: {status}\n{more}"),
    )


def test_each_state_that_was_published_is_recorded_as_what_it_changed(archive: Repository) -> None:
    first = archive.commit({CLOUD: CASE})
    second = archive.commit({CLOUD: edited(CASE, ('rating: "false"', "rating: unproven"))})
    assert record(archive.root, LATER).states == {"cloud": 2}
    one, two = lines(archive)
    assert (one["commit"], two["commit"]) == (first, second)
    assert one["words"]["summary/found"] == "The cloud was painted into the picture."
    assert two["words"] == {"claims/corners/rating": "unproven"}
    assert two["at"] == dt.datetime.fromtimestamp(FIRST_AT + 3 * 3600, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_drafts_never_reach_the_record(archive: Repository) -> None:
    """Not those before the publication, and not those of a case that was taken back to its desk."""
    for status in ("draft", "review", "ready"):
        archive.commit({CLOUD: titled(f"SECRET {status}", status=status)})
    archive.commit({CLOUD: titled("Plain")})
    archive.commit({CLOUD: titled("SECRET again", status="draft")})
    archive.commit({CLOUD: titled("SECRET retracted", status="retracted")})
    archive.commit({CLOUD: titled("Plain once more")})
    record(archive.root, LATER)
    assert titles(archive) == ["Plain", "Plain once more"]
    assert "SECRET" not in json.dumps(lines(archive))


def test_embargoed_words_never_reach_the_record(archive: Repository) -> None:
    """A state that was replaced before its embargo was over was seen by nobody."""
    archive.commit({CLOUD: titled("SECRET one", more="publish_after: 2026-02-01\n")})
    archive.commit({CLOUD: titled("Plain", more="publish_after: 2026-02-01\n")})
    assert record(archive.root, dt.datetime(2026, 1, 31, tzinfo=dt.UTC)).states == {}
    assert record(archive.root, dt.datetime(2026, 2, 2, tzinfo=dt.UTC)).states == {"cloud": 1}
    assert titles(archive) == ["Plain"]


def test_secret_edition_of_a_published_case_is_no_state_of_its_own(archive: Repository) -> None:
    archive.commit({CLOUD: titled("SECRET", status="draft"), CLOUD.replace(".md", ".ar.md"): "---\n---\n"})
    archive.commit({CLOUD: CASE, CLOUD.replace(".md", ".ar.md"): ""})
    (archive.root / CLOUD.replace(".md", ".ar.md")).unlink()
    archive.commit()
    found = record(archive.root, LATER)
    assert found.states == {"cloud": 1}
    assert [item.partition(" in ")[0] for item in found.unreadable] == [CLOUD.replace(".md", ".ar.md")] * 2


def test_what_a_merge_brought_is_one_state(archive: Repository) -> None:
    """Readers saw neither the steps of the other branch nor the words that were taken out on it."""
    archive.commit({CLOUD: CASE})
    archive.git("checkout", "--quiet", "-b", "work")
    archive.commit({CLOUD: titled("SECRET")})
    archive.commit({CLOUD: titled("Merged")})
    archive.git("checkout", "--quiet", "main")
    archive.commit({"README.md": "words"})
    archive.hours += 1
    archive.git("merge", "--quiet", "--no-ff", "--no-edit", "work")
    record(archive.root, LATER)
    assert titles(archive) == ["The cloud was painted", "Merged"]


def test_renamed_case_keeps_its_states(archive: Repository) -> None:
    archive.commit({CLOUD: titled("One")})
    archive.commit({CLOUD: titled("Two")})
    archive.git("mv", "content/cases/cloud", "content/cases/sky")
    moved = "content/cases/sky/case.md"
    archive.commit({moved: titled("Two", more="former_slugs: [cloud]\n")})
    archive.commit({moved: titled("Three", more="former_slugs: [cloud]\n")})
    record(archive.root, LATER)
    assert titles(archive, "sky") == ["One", "Two", "Three"]


def test_nothing_new_is_known_by_a_look_at_the_last_commit(
    archive: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.commit({CLOUD: CASE})
    record(archive.root, LATER)
    monkeypatch.setattr("irrefutable.load.repository.Repository.commits", None)
    assert record(archive.root, LATER).states == {}


def test_one_commit_more_is_all_that_is_read(archive: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.commit({CLOUD: CASE, "content/cases/rain/case.md": CASE})
    record(archive.root, LATER)
    archive.commit({CLOUD: titled("Two")})
    asked: list[str] = []

    def files(_repository: object, _commit: str, folder: str) -> dict[str, str]:
        asked.append(folder)
        return {}

    monkeypatch.setattr("irrefutable.load.repository.Repository.files", files)
    record(archive.root, LATER, writes=False)
    assert set(asked) == {"content/cases/cloud"}


def test_record_that_was_taken_away_is_written_again(archive: Repository) -> None:
    archive.commit({CLOUD: CASE})
    record(archive.root, LATER)
    before = lines(archive)
    (archive.root / "content/cases/cloud/history.jsonl").unlink()
    record(archive.root, LATER)
    assert lines(archive) == before


def test_two_clones_write_the_same_record(
    archive: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    archive.commit({CLOUD: CASE})
    archive.commit({CLOUD: titled("Two")})
    archive.commit({CLOUD: CASE})
    record(archive.root, LATER)
    archive.commit({CLOUD: titled("Three")})
    record(archive.root, LATER)
    copy = tmp_path_factory.mktemp("clone")
    archive.git("clone", "--quiet", str(archive.root), str(copy))
    record(copy, LATER)
    assert lines(Repository(copy)) == lines(archive)
    assert titles(archive) == ["The cloud was painted", "Two", "The cloud was painted", "Three"]


def test_history_that_was_written_anew_loses_no_line(archive: Repository) -> None:
    """A rebase gives every commit another name; what is recorded stays, and what is new is added once."""
    archive.commit({CLOUD: CASE})
    archive.commit({CLOUD: titled("Two")})
    record(archive.root, LATER)
    before = lines(archive)
    archive.git("checkout", "--quiet", "--orphan", "anew")
    archive.commit({CLOUD: titled("Two")})
    archive.commit({CLOUD: titled("Three")})
    assert record(archive.root, LATER).states == {"cloud": 1}
    assert lines(archive)[:2] == before
    assert titles(archive) == ["The cloud was painted", "Two", "Three"]


def test_squashed_history_adds_only_the_last_state(archive: Repository) -> None:
    archive.commit({CLOUD: titled("One")})
    record(archive.root, LATER)
    archive.git("checkout", "--quiet", "--orphan", "anew")
    archive.commit({CLOUD: titled("Other")})
    archive.commit({CLOUD: titled("Last")})
    record(archive.root, LATER)
    assert titles(archive) == ["One", "Last"]


def test_bytes_that_are_no_text_are_told_and_passed_over(archive: Repository) -> None:
    archive.commit({CLOUD: CASE})
    archive.commit({CLOUD: b"\x89PNG\r\n\x1a\n\0\xff"})
    archive.commit({CLOUD: titled("Café").encode("latin-1")})
    archive.commit({CLOUD: titled("Two")})
    found = record(archive.root, LATER)
    assert len(found.unreadable) == 2
    assert titles(archive) == ["The cloud was painted", "Two"]


def test_links_and_names_that_are_no_ids_are_passed_over(archive: Repository) -> None:
    (archive.root / "content/cases/link").mkdir(parents=True)
    (archive.root / "content/cases/link/case.md").symlink_to("/etc/hostname")
    archive.commit({"content/cases/a\nb/case.md": CASE, "content/cases/é/case.md": CASE})
    assert record(archive.root, LATER).states == {}


def test_five_hundred_commits_of_a_case(archive: Repository) -> None:
    """They are read once, through one pipe; equal neighbours are one state."""
    stream = []
    for number in range(500):
        text = titled(f"Title {number // 2}").encode()
        at = FIRST_AT + 7200 + 60 * number
        head = "from refs/heads/main^0\n" if number == 0 else ""
        stream.append(
            f"commit refs/heads/main\ncommitter A <a@b.test> {at} +0000\ndata 0\n{head}M 644 inline {CLOUD}\n"
            f"data {len(text)}\n".encode()
            + text
            + b"\n"
        )
    archive.git("fast-import", "--quiet", given=b"".join(stream))
    archive.git("checkout", "--quiet", "--force", "main")
    assert record(archive.root, LATER).states == {"cloud": 250}
    assert titles(archive)[::249] == ["Title 0", "Title 249"]


def test_archive_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    whole = repository(tmp_path)
    whole.commit({f"news/{path}": content for path, content in SITE.items()} | {f"news/{CLOUD}": CASE})
    assert record(tmp_path / "news", LATER).states == {"cloud": 1}


def test_damaged_record_is_not_continued(archive: Repository) -> None:
    archive.commit({CLOUD: CASE, "content/cases/cloud/history.jsonl": "<<<<<<< ours\n"})
    with pytest.raises(RecordingError, match="damaged-history"):
        record(archive.root, LATER)


def test_folder_without_git_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RepositoryError, match="not a git repository"):
        record(tmp_path, LATER)


def test_repository_without_a_commit_is_told(tmp_path: Path) -> None:
    repository(tmp_path)
    with pytest.raises(RepositoryError, match="no commit yet"):
        record(tmp_path, LATER)


def test_machine_without_git_is_told(archive: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RepositoryError, match="git cannot be run"):
        record(archive.root, LATER)


def test_shallow_clone_is_told(archive: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It would make the second version the first one, for ever."""
    archive.commit({CLOUD: CASE})
    copy = tmp_path_factory.mktemp("clone") / "shallow"
    archive.git("clone", "--quiet", "--depth", "1", f"file://{archive.root}", str(copy))
    with pytest.raises(RepositoryError, match="shallow"):
        record(copy, LATER)


def test_command_says_what_it_wrote(archive: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """In CI it writes nothing, and tells by its exit code that a record is behind."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{int(LATER.timestamp())}")
    archive.commit({CLOUD: CASE})
    path = archive.root / "content" / "cases" / "cloud" / "history.jsonl"

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["history", "--root", str(archive.root), *arguments])
        return result.exit_code, result.output

    assert run("--check") == (1, f"{path}: 1\n1 version missing\n")
    assert not path.exists()
    assert run() == (0, f"{path}: 1\n1 version recorded\n")
    assert run("--check") == (0, "0 versions missing\n")
    path.write_text("{}\n", encoding="utf-8")
    archive.commit({CLOUD: titled("Two")})
    code, said = run()
    assert code == 1
    assert "history.jsonl:1:1: error[damaged-history]" in said
    monkeypatch.setenv("PATH", "")
    assert run() == (3, "error: git cannot be run; install it, or put it into PATH\n")


# ---------------------------------------------------------------------------------------- the record


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        '{"at": "2026-01-10T12:00:00Z", "commit": "1"}',
        '{"at": "2026-01-10", "commit": "1", "words": {}}',
        '{"at": "2026-13-10T12:00:00Z", "commit": "1", "words": {}}',
        '{"at": "2026-01-10T12:00:00Z", "commit": 1, "words": {}}',
        '{"at": "2026-01-10T12:00:00Z", "commit": "1", "words": {"title": 1}}',
        '{"at": "2026-01-10T12:00:00Z", "commit": "1", "words": {}, "more": 1}',
        "[" * 100_000,
    ],
)
def test_line_that_is_no_state_is_told(line: str) -> None:
    states, found = read_history("history.jsonl", f"{line}\n".encode())
    assert states == ()
    assert [item.code for item in found] == ["damaged-history"]


def test_line_that_changes_nothing_is_told() -> None:
    line = '{"at": "2026-01-10T12:00:00Z", "commit": "1", "words": {}}\n'
    _, found = read_history("history.jsonl", (line.replace("{}", '{"title": "One"}') + line).encode())
    assert [(item.code, item.span.line) for item in found] == [("damaged-history", 2)]


def test_record_in_another_encoding_is_told() -> None:
    _, found = read_history("history.jsonl", b"\xff\xfe")
    assert [item.code for item in found] == ["unreadable-file"]
