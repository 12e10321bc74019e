"""The reference pages say what the code does, and templates get exactly what the pages promise."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from irrefutable import documentation
from irrefutable.documentation import DOCS_FOLDER, MARK, documents, stale, template_of, views_of
from irrefutable.model.schema import docstrings
from irrefutable.pipeline import all_rules, check
from irrefutable.plan import contexts
from irrefutable.render.templates import undeclared
from irrefutable.results import theme_folder

TEMPLATES = theme_folder() / "templates"
VIEWS = views_of(contexts)
PAGES = {name: kind for kind in VIEWS if (name := template_of(kind))}
BASE = Path(__file__).parents[1] / "messages" / "base"


# ---------------------------------------------------------------------------------------- freshness


def test_the_documents_are_up_to_date() -> None:
    """Mend with `python -m irrefutable.documentation`."""
    assert list(stale(DOCS_FOLDER)) == []


def test_check_names_what_is_stale_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(DOCS_FOLDER, tmp_path, dirs_exist_ok=True)
    page = tmp_path / "diagnostics.md"
    page.write_text("old", encoding="utf-8")
    monkeypatch.setattr(documentation, "DOCS_FOLDER", tmp_path)
    monkeypatch.setattr(sys, "argv", ["documentation", "--check"])
    with pytest.raises(SystemExit) as stopped:
        documentation.main()
    assert stopped.value.code == 1
    assert capsys.readouterr().err == "docs/diagnostics.md is stale\n"
    assert page.read_text(encoding="utf-8") == "old"


def test_writing_mends_what_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documentation, "DOCS_FOLDER", tmp_path)
    monkeypatch.setattr(sys, "argv", ["documentation"])
    with pytest.raises(SystemExit) as stopped:
        documentation.main()
    assert stopped.value.code == 0
    assert list(stale(tmp_path)) == []


def test_the_introduction_is_kept() -> None:
    """What is written by hand above the mark is nobody's to overwrite."""
    made = documents({"content-model.md": f"# By hand\n\n{MARK}\nold tables"})["content-model.md"]
    assert made.startswith(f"# By hand\n\n{MARK}\n\n## Case\n")
    assert "old tables" not in made


# -------------------------------------------------------------------------------------- diagnostics


def test_every_code_has_its_section() -> None:
    text = documents({})["diagnostics.md"]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [rule.code for rule in all_rules()]


# -------------------------------------------------------------------------------------------- links


FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def fragments(text: str) -> set[str]:
    """Return the fragments of a document's headings, as Git hosts make them."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", sorted(file.name for file in DOCS_FOLDER.glob("*.md")))
def test_links_within_the_documents_lead_somewhere(name: str) -> None:
    text = (DOCS_FOLDER / name).read_text(encoding="utf-8")
    found = re.findall(r"\]\(([^)]+)\)", re.sub(r"`[^`\n]+`", "code", FENCE.sub("", text)))
    for href in found:
        path, _, fragment = href.partition("#")
        if "://" in path:
            continue
        target = DOCS_FOLDER / (path or name)
        assert target.exists(), href
        assert not fragment or fragment in fragments(target.read_text(encoding="utf-8")), href


# ---------------------------------------------------------------------------- the introduction's examples


def examples() -> dict[str, str]:
    """Return the case and its edition that the introduction shows."""
    text = (DOCS_FOLDER / "content-model.md").read_text(encoding="utf-8").partition(MARK)[0]
    (case,) = re.findall(r"^```markdown\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    (edition,) = re.findall(r"^```yaml\n# case\.ru\.md[^\n]*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return {"case.md": case, "case.ru.md": f"---\n{edition}---\n"}


def test_the_examples_of_the_introduction_are_right(tmp_path: Path) -> None:
    """An editor copies them. The sources and people they name are not part of the example."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "content" / "cases" / "2020-convoy"
    folder.mkdir()
    for name, text in examples().items():
        (folder / name).write_text(text, encoding="utf-8")
    found = {(item.code, item.message) for item in check(tmp_path).diagnostics}
    assert found == {
        ("unknown-id", 'there is no entity "a-ministry"'),
        ("unknown-id", 'there is no entity "a-translator"'),
        ("unknown-citation", 'there is no source "film"'),
        ("unknown-citation", 'there is no source "post"'),
    }


def parts() -> list[str]:
    """Return the pieces of case files that the introduction shows."""
    text = (DOCS_FOLDER / "content-model.md").read_text(encoding="utf-8").partition(MARK)[0]
    found: list[str] = re.findall(
        r"^```yaml\n((?:media|claims|comparisons):\n.*?)^```$", text, re.DOTALL | re.MULTILINE
    )
    return found


@pytest.mark.parametrize("part", parts(), ids=lambda part: re.findall(r"id: (\S+)", part)[-1])
def test_the_pieces_that_the_introduction_shows_are_fields_as_they_should_be(
    part: str, tmp_path: Path
) -> None:
    """They are pieces: what they name, and what else an item needs, is left out."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "content" / "cases" / "2020-piece"
    folder.mkdir()
    head = "title: A piece\nsummary: { claimed: One., found: Another. }\nlanguage: en\nstatus: draft\n"
    (folder / "case.yaml").write_text(head + part, encoding="utf-8")
    codes = {item.code for item in check(tmp_path).diagnostics}
    assert codes <= {"missing-field", "unknown-id"}


def surprises() -> Iterator[tuple[str, str]]:
    text = (DOCS_FOLDER / "content-model.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\| `(\w+: .*)\|$", text, re.MULTILINE):
        wrong, _, right = row.split(" | ")
        yield wrong.split("`, `")[0].rstrip("`"), right.strip(" `")


@pytest.mark.parametrize(("wrong", "right"), list(surprises()))
def test_the_surprises_of_yaml_are_told_and_cured(wrong: str, right: str, tmp_path: Path) -> None:
    """What the table calls a surprise is refused, and what it says to write is not."""
    for written, is_refused in ((wrong, True), (right, False)):
        path = tmp_path / "content" / "entities" / "carol.yaml"
        shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
        path.write_text(f"name: Carol\nkind: person\n{written}\n", encoding="utf-8")
        codes = {item.code for item in check(tmp_path).diagnostics}
        assert any(code.startswith("yaml-") for code in codes) is is_refused, (written, codes)


# ---------------------------------------------------------------------------------------- templates


def reached(template: str) -> set[str]:
    """Return a template with all that it extends, includes and imports."""
    found: set[str] = set()
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            source = (TEMPLATES / name).read_text(encoding="utf-8")
            waiting += re.findall(r'{%-? *(?:extends|include|import|from) "([^"]+)"', source)
    return found


def test_every_template_is_a_page_or_part_of_one() -> None:
    """A template that nothing reaches is a page that nobody gets."""
    there = {path.name for path in TEMPLATES.iterdir()}
    assert set().union(*(reached(page) for page in PAGES)) == there


def taken_from_context(template: str) -> set[str]:
    """Return the names that a template takes from its context, less what it sets or imports itself."""
    source = (TEMPLATES / template).read_text(encoding="utf-8")
    own = set(re.findall(r"{%-? (?:macro|set) (\w+)", source))
    for names in re.findall(r'{%-? from "[^"]+" import (.+?)(?: with context)? -?%}', source):
        own |= {name.split(" as ")[-1].strip() for name in names.split(",")}
    return set(undeclared(source)) - own


UNUSED = {
    "page.html": {"id"},  # an archive's own template can tell its pages apart by it
}


@pytest.mark.parametrize("template", sorted(PAGES))
def test_a_template_uses_its_whole_context_and_nothing_else(template: str) -> None:
    """A field that no template shows would still make its page render again when it changes."""
    used = set().union(*(taken_from_context(name) for name in reached(template)))
    assert used == set(PAGES[template].__annotations__) - UNUSED.get(template, set())


def test_every_field_of_every_view_is_described() -> None:
    for kind in VIEWS:
        assert set(docstrings(kind)) == set(kind.__annotations__), kind


def test_every_view_is_part_of_a_page() -> None:
    """A view that no page holds is documented for nobody."""
    text = "\n".join(str(hint) for kind in VIEWS for hint in kind.__annotations__.values())
    assert {kind.__name__ for kind in VIEWS if kind not in PAGES.values()} <= set(re.findall(r"\w+", text))


def test_filters_in_use_are_documented() -> None:
    text = documents({})["templates.md"]
    for path in TEMPLATES.iterdir():
        source = "".join(re.findall(r"{[{%].*?[%}]}", path.read_text(encoding="utf-8"), re.DOTALL))
        source = re.sub(r'"[^"]*"', '""', source)
        for name in set(re.findall(r"\|\s*(\w+)", source)) - Environment(autoescape=True).filters.keys():
            assert f"&#124;{name}" in text, (path.name, name)
