"""Which pictures can be asked for, and that the index follows the archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from irrefutable.cli import main
from irrefutable.work.lookup_find import described, find
from irrefutable.work.lookups import _case, _parts
from tests import lookup_archive as archive
from tests.site_builder import SITE, Files, build, edited, tree, write_files

# The site is built once, by one of the test runner's processes.
pytestmark = [pytest.mark.xdist_group("lookup"), pytest.mark.slow]

CASE = "content/cases/shared/case.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_files(tmp_path_factory.mktemp("lookup"), archive.archive())
    result = build(root)
    assert result.published, result.diagnostics
    return root


def save(image: Image.Image, folder: Path) -> Path:
    file = folder / "asked.jpg"
    image.save(file, quality=70)
    return file


@pytest.mark.parametrize(
    ("seed", "case"),
    [
        (archive.CLAIMED, "shared"),
        (archive.COVERED, "covered"),
        (archive.DRAFT, None),
        (archive.SCHEMATIC, None),
        (archive.EVIDENCE, None),
    ],
)
def test_claimed_pictures_of_published_cases_answer(
    built: Path, tmp_path: Path, seed: int, case: str | None
) -> None:
    """Not those of drafts, nor what stands for another picture, nor what is only evidence."""
    found = find(described(save(archive.picture(seed), tmp_path)), built / "site")
    assert [each.case for each in found] == ([case] if case else [])


def test_what_was_destroyed_cannot_be_asked_for(built: Path, tmp_path: Path) -> None:
    left, top, width, height = archive.BOX
    picture = archive.picture(archive.REDACTED)
    hidden = picture.crop((left, top, left + width, top + height))
    assert find(described(save(hidden, tmp_path)), built / "site") == []
    picture.paste((34, 34, 34), (left, top, left + width, top + height))
    (found,) = find(described(save(picture, tmp_path)), built / "site")
    assert found.case == "redacted"


def test_an_answer_has_no_file_of_a_covered_picture(built: Path) -> None:
    for case_id, is_shown in (("shared", True), ("covered", False)):
        record = json.loads((built / f"site/cases/{case_id}/lookup.json").read_bytes())
        assert ["file" in picture for picture in record["pictures"]] == [is_shown]


def test_the_command_says_where_and_how_sure(built: Path, tmp_path: Path) -> None:
    crop = archive.picture(archive.CLAIMED).crop((100, 100, 500, 400))
    call = ["media", "find", str(save(crop, tmp_path)), "--site", str(built / "site")]
    done = CliRunner().invoke(main, [*call, "--json"])
    (found,) = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (found["case"], found["media"], found["is_claimed"], found["is_sure"]) == (
        "shared",
        "seen",
        True,
        True,
    )
    assert found["shown"] == pytest.approx(0.39, abs=0.04)
    told = CliRunner().invoke(main, call).stdout
    assert told.startswith(
        "False: A claimed cloud\n  /cases/shared/ (seen, a claimed picture)\n  Sure: shows a part"
    )


def test_the_command_says_what_it_did_not_find(built: Path, tmp_path: Path) -> None:
    picture = str(save(archive.picture(50), tmp_path))
    done = CliRunner().invoke(main, ["media", "find", picture, "--site", str(built / "site")])
    assert done.exit_code == 1
    assert "not in the index" in done.stdout
    plain = str(save(Image.new("RGB", archive.SIZE, "grey"), tmp_path))
    done = CliRunner().invoke(main, ["media", "find", plain, "--site", str(built / "site")])
    assert (done.exit_code, "too plain" in done.stdout) == (1, True)
    for arguments in ([picture, "--site", str(tmp_path)], [str(built / CASE), "--site", str(built / "site")]):
        assert CliRunner().invoke(main, ["media", "find", *arguments]).exit_code == 2


def test_the_index_follows_the_archive(built: Path, tmp_path: Path) -> None:
    """An edit of words leaves it; one of pictures, a retraction and a switch come out as in a clean build."""
    root = write_files(tmp_path / "edited", archive.archive())
    build(root)
    index = (root / "site/lookup/index.json").read_bytes()
    assert index == (built / "site/lookup/index.json").read_bytes()
    text = (root / CASE).read_text()
    write_files(root, {CASE: edited(text, ("The sky was *clear*", "The sky was *blue*"))})
    build(root)
    assert (root / "site/lookup/index.json").read_bytes() == index
    steps: tuple[Files, ...] = (
        {CASE: edited(text, ("about: [seen]", "about: [seen, chart]"))},
        {
            "content/cases/draft/case.md": edited(
                (root / "content/cases/draft/case.md").read_text(), ("status: draft", "status: published")
            )
        },
        {CASE: edited(text, ("status: published", "status: draft"))},
        {"content/site.yaml": SITE["content/site.yaml"]},
        {"content/site.yaml": archive.archive()["content/site.yaml"]},
    )
    for number, step in enumerate(steps):
        write_files(root, step)
        build(root)
        clean = tmp_path / f"clean{number}"
        build(root, out=clean)
        left, right = tree(root / "site"), tree(clean)
        assert {path for path in left if path.startswith("lookup") or "lookup.json" in path} == {
            path for path in right if path.startswith("lookup") or "lookup.json" in path
        }
        assert left.get("lookup/index.json") == right.get("lookup/index.json")
        assert left == right


def test_a_preview_has_none(tmp_path: Path) -> None:
    root = write_files(tmp_path, archive.archive())
    build(root, is_preview=True)
    assert not [path for path in tree(root / "site") if path.startswith(("lookup", "check"))]


def test_a_large_index_is_in_parts_that_stay_when_a_case_comes() -> None:
    cases = sorted(
        _case(f"{number * 2654435761 % 2**32:08x}\x002\x00case-{number}") for number in range(4000)
    )
    parts = dict(_parts(cases, ""))
    assert sum(len(members) for members in parts.values()) == 4000
    assert all(sum(case.pictures for case in members) <= 2048 for members in parts.values())
    more = dict(_parts(sorted([*cases, _case("00000001\x001\x00new")]), ""))
    assert [name for name in more if more[name] != parts.get(name)] == [min(parts)]
