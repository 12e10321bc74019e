"""What a site says to programs: records, dumps and their indexes, of real files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Never

import pytest

from irrefutable.export import parts
from irrefutable.model.dictionary import columns, record_schema
from irrefutable.model.record import CaseRow, ClaimRow
from tests.golden.archive import HERE as GOLDEN
from tests.site_builder import (
    CASE,
    NOW,
    SITE,
    Files,
    build,
    edited,
    png,
    published,
    scripts,
    site,
    tree,
    words,
    write_files,
)

# The golden site is built once, by one of the test runner's processes.
pytestmark = pytest.mark.xdist_group("data")

ROOT = "https://facts.test"
EMBARGOED = edited(CASE, ("status: published\n", "status: published\npublish_after: 2026-04-01\n"))
DRAFT = edited(CASE, ("status: published", "status: draft"))
RETRACTED = edited(
    CASE,
    ("status: published", "status: retracted"),
    (
        "sources:\n",
        "corrections: [{ date: 2026-02-01, kind: retraction, text: 'It was wrong [@diary].' }]\nsources:\n",
    ),
)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Every file of the golden site."""
    root = tmp_path_factory.mktemp("golden")
    shutil.copytree(GOLDEN / "site", root, dirs_exist_ok=True)
    assert build(root).published
    return tree(root / "site")


def records(files: Mapping[str, bytes]) -> dict[str, Any]:
    found = {path: json.loads(content) for path, content in files.items() if path.endswith("/case.json")}
    # A case that was renamed has its record at its former address as well.
    return {record["id"]: record for path, record in found.items() if path.split("/")[1] == record["id"]}


def breaches(value: Any, schema: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Yield what a value has against a JSON Schema of the few words that ours is made of."""
    if "$ref" in schema:
        schema = record_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    kinds: Mapping[str, Any] = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "integer": int,
        "number": float,
    }
    if not isinstance(value, kinds[schema["type"]]):
        yield f"{at} is no {schema['type']}"
    elif schema["type"] == "array":
        for place, item in enumerate(value):
            yield from breaches(item, schema["items"], f"{at}/{place}")
    elif "properties" in schema:
        yield from (f"{at}/{name} is missing" for name in schema["required"] if name not in value)
        for name, item in value.items():
            if name in schema["properties"]:
                yield from breaches(item, schema["properties"][name], f"{at}/{name}")
            else:
                yield f"{at}/{name} is unknown"
    elif "additionalProperties" in schema:
        for name, item in value.items():
            yield from breaches(item, schema["additionalProperties"], f"{at}/{name}")


def reviews_on(page: bytes) -> list[Any]:
    found = [json.loads(content) for kind, content in scripts(page) if kind == "application/ld+json"]
    return [item for item in found if item["@type"] == "ClaimReview"]


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


# ------------------------------------------------------------------------------------------ what is said


def test_records_hold_to_the_published_schema(golden: Mapping[str, bytes]) -> None:
    """The golden site has one of everything."""
    assert json.loads(golden["data/case.schema.json"]) == record_schema()
    assert len(records(golden)) > 3
    for case_id, record in records(golden).items():
        assert list(breaches(record, record_schema(), case_id)) == []


def test_every_kind_of_object_is_in_a_record_of_the_golden_site(golden: Mapping[str, bytes]) -> None:
    """What the tests never see cannot be held to its schema."""
    seen: set[str] = set()

    def look(value: Any, schema: Mapping[str, Any]) -> None:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            seen.add(name)
            schema = record_schema()["$defs"][name]
        for item in value if isinstance(value, list) else ():
            look(item, schema["items"])
        if "properties" in schema:
            for name, item in value.items():
                look(item, schema["properties"][name])

    for record in records(golden).values():
        look(record, record_schema())
    assert seen == set(record_schema()["$defs"])


def test_markup_of_every_page_is_what_the_data_says(golden: Mapping[str, bytes]) -> None:
    """A ClaimReview on a page is in the feed, word for word, and its words are those of the record."""
    fed = {
        item["url"]: item["item"]
        for path, content in golden.items()
        if path.startswith("data/claimreview/")
        for item in json.loads(content)["dataFeedElement"]
    }
    compared = 0
    for record in records(golden).values():
        claims = {claim["id"]: claim for claim in record.get("claims", ())}
        for edition in record["editions"]:
            path = edition["url"].removeprefix("https://golden.test/archive/")
            found = reviews_on(golden[f"{path}index.html"])
            assert fed.get(edition["url"], []) == found
            for review in found:
                claim = claims[review["url"].rpartition("#claim-")[2]]
                assert review["claimReviewed"] in claim["text"].values()
                assert review["reviewRating"]["alternateName"] in claim["rating"]["label"].values()
                assert review["datePublished"] == record["published"]
                compared += 1
    assert compared == sum(map(len, fed.values())) > 4


def test_words_of_a_record_are_on_the_pages_of_its_case(golden: Mapping[str, bytes]) -> None:
    """Nothing is told to programs that readers are not told."""
    record = records(golden)["2019-harbour-smoke"]
    for edition in record["editions"]:
        path = edition["url"].removeprefix("https://golden.test/archive/")
        page = words(golden[f"{path}index.html"])
        language = edition["language"]
        said = [record[name] for name in ("title", "claimed", "found")]
        said += [claim["text"] for claim in record["claims"]]
        said += [item[name] for item in record["evidence"] for name in ("title",)]
        said += [item["label"] for topic in record["comparisons"] for item in topic.get("regions", ())]
        said += [entity["name"] for entity in record["entities"]]
        for item in said:
            assert " ".join((item.get(language) or next(iter(item.values()))).split()) in page


def test_dumps_are_the_records_and_rows_of_all_cases(golden: Mapping[str, bytes]) -> None:
    lines = [
        line
        for path, content in golden.items()
        if path.startswith("data/cases/") and path.endswith(".jsonl")
        for line in content.splitlines(keepends=True)
    ]
    assert sorted(lines) == sorted({golden[path] for path in golden if path.endswith("/case.json")})
    claims = [
        (row["case"], row["claim"])
        for path, content in golden.items()
        if path.startswith("data/claims/") and path.endswith(".csv")
        for row in rows(content)
    ]
    told = [
        (case_id, claim["id"])
        for case_id, record in records(golden).items()
        for claim in record.get("claims", ())
    ]
    assert sorted(claims) == sorted(told)


def test_tables_have_the_columns_of_the_dictionary(golden: Mapping[str, bytes]) -> None:
    for folder, kind in (("cases", CaseRow), ("claims", ClaimRow)):
        content = golden[f"data/{folder}/2019.csv"]
        assert tuple(content.decode().split("\r\n")[0].split(",")) == columns(kind)
    assert list(json.loads(golden["data/claims/2019.jsonl"].splitlines()[0])) == list(columns(ClaimRow))


def test_indexes_lead_to_every_file_and_know_its_digest(golden: Mapping[str, bytes]) -> None:
    """Who has a copy sees from the index what differs."""

    def content(url: str) -> bytes:
        return golden[url.removeprefix("https://golden.test/archive/")]

    index = json.loads(golden["data/index.json"])
    named = {"data/index.json", "data/case.schema.json"}
    for year in index["hasPart"]:
        assert hashlib.sha256(content(year["@id"])).hexdigest() == year["sha256"]
        named.add(year["@id"].removeprefix("https://golden.test/archive/"))
        for file in json.loads(content(year["@id"]))["distribution"]:
            there = content(file["contentUrl"])
            assert hashlib.sha256(there).hexdigest() == file["sha256"]
            assert f"{len(there)} B" == file["contentSize"]
            if file["contentUrl"].endswith(".jsonl"):
                assert there.count(b"\n") == file["records"]
            if file["contentUrl"].endswith(".csv"):
                assert len(rows(there)) == file["records"]
            if file["encodingFormat"] == "application/ld+json":
                assert (
                    sum(len(item["item"]) for item in json.loads(there)["dataFeedElement"]) == file["records"]
                )
            named.add(file["contentUrl"].removeprefix("https://golden.test/archive/"))
    assert named == {path for path in golden if path.startswith("data/") and not path.endswith(".html")}
    assert index["cases"] == len(records(golden))


def test_pages_lead_to_their_record(golden: Mapping[str, bytes]) -> None:
    link = b'<link rel="alternate" type="application/json" href="/archive/cases/%s/case.json">'
    for path in ("cases/2019-harbour-smoke", "ar/cases/2019-harbour-smoke", "cases/2018-lost-parrot"):
        assert link % path.rpartition("/")[2].encode() in golden[f"{path}/index.html"]


def test_people_find_the_files_and_their_meaning_in_each_language(golden: Mapping[str, bytes]) -> None:
    assert 'href="/archive/data/claims/2019.csv"' in golden["data/2019/index.html"].decode()
    assert "Who made it: an id of" in words(golden["data/index.html"])
    arabic = words(golden["ar/data/index.html"])
    assert "Who made it" not in arabic
    assert "من ادعاه" in arabic


# -------------------------------------------------------------------------------------- what is not said


def test_what_readers_must_not_see_is_in_no_file(tmp_path: Path) -> None:
    """Neither a draft nor an embargoed case, nor a link to one."""
    related = edited(
        CASE,
        ("topics: [weather]\n", "topics: [weather]\nrelated: [{ case: hushed-up, relation: background }]\n"),
    )
    files = published(tmp_path, site(open=related, hushed__up=DRAFT, put__off=EMBARGOED))
    assert records(files).keys() == {"open"}
    for path, content in files.items():
        assert b"hushed-up" not in content, path
        assert b"put-off" not in content, path


def test_redacted_picture_is_known_by_no_digest_of_its_original(tmp_path: Path) -> None:
    media = """\
media:
  - { id: open, file: open.png, kind: image, alt: A view, licence: CC0-1.0 }
  - { id: closed, file: closed.png, kind: image, alt: A face, licence: CC0-1.0,
      redactions: [{ box: [4, 4, 9, 9], reason: A child. }] }
"""
    files = site(a=edited(CASE, ("sources:\n", f"{media}sources:\n")))
    pictures = {name: png(colour=colour) for name, colour in (("open", (9, 9, 9)), ("closed", (90, 9, 9)))}
    files |= {f"content/cases/a/{name}.png": content for name, content in pictures.items()}
    found = published(tmp_path, files)
    known, unknown = (hashlib.sha256(pictures[name]).hexdigest() for name in ("open", "closed"))
    opened, closed = records(found)["a"]["media"]
    assert opened["sha256"] == known
    assert "sha256" not in closed
    assert closed["redactions"] == [{"en": "A child."}]
    assert not [path for path, content in found.items() if unknown.encode() in content]
    for item in (*opened["files"], *closed["files"]):
        assert item["url"].removeprefix(f"{ROOT}/") in found


def test_retracted_case_leaves_its_corrections_and_no_claim(tmp_path: Path) -> None:
    files = published(tmp_path, site(a=RETRACTED))
    record = records(files)["a"]
    assert record["status"] == "retracted"
    assert record["corrections"] == [
        {"date": "2026-02-01", "kind": "retraction", "text": {"en": "It was wrong."}}
    ]
    assert not {"claims", "sources", "report", "found"} & record.keys()
    assert [row["status"] for row in rows(files["data/cases/2026.csv"])] == ["retracted"]
    assert rows(files["data/claims/2026.csv"]) == []
    assert json.loads(files["data/claimreview/2026.json"])["dataFeedElement"] == []


def test_comment_that_no_reader_sees_is_in_no_record(tmp_path: Path) -> None:
    """The definition of a link that nothing leads to is invisible on the page."""
    hidden = '[//]: # (Ask the source again.)\n[her]: https://her.test/ "Her"'
    report = f"The sky was *clear* that day [@diary].\n\n{hidden}\n\nSee [her].\n"
    text = edited(CASE, ("The sky was *clear* that day [@diary].\n", report))
    files = published(tmp_path, site(a=text))
    assert "Ask the source" not in words(files["cases/a/index.html"])
    told = records(files)["a"]["report"]["en"]
    assert "Ask the source" not in told
    assert "[her]: https://her.test/" in told


def test_preview_has_no_dumps(tmp_path: Path) -> None:
    """Drafts are shown to their editors, and told to no program."""
    files = published(tmp_path, site(a=DRAFT), is_preview=True)
    assert {path for path in files if path.startswith("data/")} == {
        "data/case.schema.json",
        "data/index.html",
        "data/index.json",
    }
    assert json.loads(files["data/index.json"])["cases"] == 0


# -------------------------------------------------------------------------------------- one edit, one part


def dated(day: str, *changes: tuple[str, str]) -> str:
    return edited(CASE, ("published: 2026-01-10", f"published: {day}"), *changes)


MANY: Files = site(
    a=dated("2024-02-01"),
    b=dated("2025-01-01"),
    c=dated("2025-03-01"),
    d=dated("2025-03-02"),
    e=dated("2025-03-03"),
)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive whose parts are full with two cases."""
    monkeypatch.setattr(parts, "MOST_CASES", 2)
    root = write_files(tmp_path / "archive", MANY)
    assert build(root).published
    return root


def written(root: Path) -> set[str]:
    """Build; return the data files that were written, and hold the site to a clean build."""
    result = build(root)
    assert result.published
    clean = root.parent / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(root / "content", clean / "content")
    assert build(clean).published
    assert tree(root / "site") == tree(clean / "site")
    return {path for path in result.published.written if path.startswith("data/")}


def files_of(part: str) -> set[str]:
    return {
        f"data/{kind}"
        for kind in (
            f"cases/{part}.jsonl",
            f"cases/{part}.csv",
            f"claims/{part}.jsonl",
            f"claims/{part}.csv",
            f"claimreview/{part}.json",
        )
    }


INDEXES = {"data/2025/index.json", "data/index.json"}


def part_of(root: Path, case_id: str) -> str:
    found = [
        path.stem
        for path in (root / "site/data/cases").glob("*.jsonl")
        if f'"id":"{case_id}"' in path.read_text()
    ]
    (part,) = found
    return part


def test_full_year_is_divided_by_months_and_a_full_month_by_digests(archive: Path) -> None:
    found = sorted(path.stem for path in (archive / "site/data/cases").glob("*.csv"))
    assert found[:2] == ["2024", "2025-01"]
    assert all(name.startswith("2025-03-") for name in found[2:])


def test_edited_report_writes_the_records_of_one_part(archive: Path) -> None:
    """Of the tables nothing differs; the record has the report."""
    write_files(archive, {"content/cases/c/case.md": _reported("very clear")})
    part = part_of(archive, "c")
    assert written(archive) == {f"data/cases/{part}.jsonl"} | INDEXES


def test_edited_report_reads_no_record_of_another_case(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own is put in the place of the former one."""

    def make(*_: object) -> Never:
        raise AssertionError("a part was made from all of its records")

    monkeypatch.setattr("irrefutable.work.dumps.make_parts", make)
    write_files(archive, {"content/cases/c/case.md": _reported("hardly clear")})
    assert build(archive).published


def _reported(sky: str) -> str:
    return dated("2025-03-01", ("The sky was *clear*", f"The sky was *{sky}*"))


def test_edited_report_does_not_hide_damage_to_a_table(archive: Path) -> None:
    """The table of the same part tells nothing of the report, and would be left as it is."""
    part = part_of(archive, "c")
    table = archive / f"site/data/cases/{part}.csv"
    whole = table.read_bytes()
    table.write_text("x")
    text = dated("2025-03-01", ("The sky was *clear*", "The sky was *very clear*"))
    write_files(archive, {"content/cases/c/case.md": text})
    assert written(archive) == {f"data/cases/{part}.jsonl", f"data/cases/{part}.csv"} | INDEXES
    assert table.read_bytes() == whole


def test_edited_claim_makes_one_part_of_each_dump_again(archive: Path) -> None:
    text = dated("2025-03-01", ("text: A cloud had four", "text: One cloud had four"))
    write_files(archive, {"content/cases/c/case.md": text})
    part = part_of(archive, "c")
    assert written(archive) == files_of(part) - {f"data/cases/{part}.csv"} | INDEXES


def test_new_case_changes_no_part_but_its_own(archive: Path) -> None:
    write_files(archive, {"content/cases/f/case.md": dated("2025-01-20")})
    found = {path for path in written(archive) if not path.endswith("index.html")}
    assert found == files_of("2025-01") | INDEXES


def test_withdrawn_year_takes_its_files_with_it(archive: Path) -> None:
    (archive / "content/cases/a/case.md").unlink()
    (archive / "content/cases/a").rmdir()
    assert written(archive) == {"data/index.json", "data/index.html"}
    assert not list((archive / "site/data").rglob("2024*"))


def test_damaged_files_are_made_again(archive: Path) -> None:
    """Whether a part, an index of a year, that of all years or a record."""
    damaged = {"data/claims/2024.csv", "data/2025/index.json", "data/index.json"}
    for path in (*damaged, "cases/b/case.json"):
        (archive / "site" / path).write_text("x")
    assert written(archive) == damaged


def test_renamed_archive_is_renamed_in_every_dump(archive: Path) -> None:
    renamed = edited(SITE["content/site.yaml"], ("name: Test newsroom", "name: New newsroom"))
    write_files(archive, {"content/site.yaml": renamed})
    assert {path for path in written(archive) if path.endswith(".csv")} == {
        path.relative_to(archive / "site").as_posix() for path in (archive / "site/data").rglob("*.csv")
    }


def test_parts_are_the_same_with_many_processes(archive: Path, tmp_path: Path) -> None:
    other = write_files(tmp_path / "other", MANY)
    assert build(other, now=NOW, workers=2).published
    assert tree(other / "site") == tree(archive / "site")


def test_empty_archive_has_an_empty_index(tmp_path: Path) -> None:
    index = json.loads(published(tmp_path, SITE)["data/index.json"])
    assert (index["cases"], index["claims"], index["hasPart"]) == (0, 0, [])
