"""Templates see their context and nothing else; what they are made of is known before they are rendered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from irrefutable.model.fields import Phrase
from irrefutable.render.templates import TemplateError, Templates, json_ld, undeclared


class Context(NamedTuple):
    """What the templates of these tests see."""

    title: str = "<Title>"


def templates(folder: Path, **files: str) -> Templates:
    """Write templates, `a` standing for `a.html`, and open them."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.html").write_text(text)
    return Templates((folder,))


def rendered(folder: Path, text: str, language: str = "en") -> str:
    return templates(folder, page=text).render("page.html", language, Context()).decode()


def test_words_are_escaped(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ title }}") == "&lt;Title&gt;"


@pytest.mark.parametrize(
    "name", ["range", "dict", "lipsum", "cycler", "joiner", "request", "now", "self_made"]
)
def test_template_sees_nothing_but_its_context(name: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=rf"page\.html:2: '{name}' is undefined"):
        rendered(tmp_path, f"\n{{{{ {name}() }}}}")


def test_chance_has_no_place_in_a_page(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="No filter named 'random'"):
        rendered(tmp_path, "{{ title|random }}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\n{{ title.nothing }}", "page.html:2: 'str object' has no attribute 'nothing'"),
        ("a\n\n{% if %}", "page.html:3: "),
        ("{{ title + 1 }}", "page.html:1: "),
        ("{{ 1 // 0 }}", "page.html:1: "),
        ("{% include 'missing.html' %}", "page.html needs the template missing.html, which is nowhere"),
        ("{% extends '../secret.html' %}", "needs the template ../secret.html, which is nowhere"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.html").write_text("secret")
    with pytest.raises(TemplateError) as caught:
        rendered(tmp_path, text)
    assert words in str(caught.value)


def test_place_is_that_of_the_innermost_template(tmp_path: Path) -> None:
    found = templates(tmp_path, page="{% include 'part.html' %}", part="\n\n{{ nothing }}")
    with pytest.raises(TemplateError, match=r"part\.html:3: 'nothing' is undefined"):
        found.render("page.html", "en", Context())


def test_own_folder_comes_first(tmp_path: Path) -> None:
    templates(tmp_path / "own", part="own")
    templates(tmp_path / "theme", part="theme", page="{% include 'part.html' %}")
    both = Templates((tmp_path / "own", tmp_path / "theme"))
    assert both.render("page.html", "en", Context()) == b"own"


def test_closure_changes_with_everything_that_is_reached(tmp_path: Path) -> None:
    files = {
        "page": "{% extends 'base.html' %}{% from 'macro.html' import m %}",
        "base": "{% include 'part.html' %}",
        "macro": "{% import 'deep.html' as d %}{% macro m() %}{% endmacro %}",
        "part": "part",
        "deep": "deep",
        "other": "other",
    }
    before = templates(tmp_path, **files).closure("page.html", "en")
    assert templates(tmp_path, **files).closure("page.html", "en") == before
    for name in ("page", "base", "macro", "part", "deep"):
        assert (
            templates(tmp_path, **{**files, name: f"{files[name]} "}).closure("page.html", "en") != before
        ), name
    assert templates(tmp_path, **{**files, "other": "changed"}).closure("page.html", "en") == before


def test_closure_holds_the_words_of_its_language(tmp_path: Path) -> None:
    found = templates(tmp_path, page="x")
    assert found.closure("page.html", "ru") != found.closure("page.html", "en")


def test_template_that_names_another_by_computation_is_refused(tmp_path: Path) -> None:
    """What it reaches could not be known, so a change could be missed."""
    with pytest.raises(TemplateError, match=r"page\.html includes a template by a computed name"):
        templates(tmp_path, page="{% include title %}").closure("page.html", "en")


def test_compiled_template_is_shared_and_its_words_are_not(tmp_path: Path) -> None:
    """Languages share what was compiled; each has its own words, whoever came first."""
    text = '{{ _("Cases") }} {{ ngettext("Topic", "Topics", 2) }}'
    alone = {language: rendered(tmp_path / language, text, language) for language in ("ru", "en")}
    found = templates(tmp_path / "both", page=text)
    both = {language: found.render("page.html", language, Context()).decode() for language in ("en", "ru")}
    assert both == alone
    assert both["en"] == "Cases Topics"
    assert both["ru"] not in (both["en"], "")


def test_edited_template_is_compiled_anew(tmp_path: Path) -> None:
    assert rendered(tmp_path, "one") == "one"
    assert rendered(tmp_path, "two") == "two"
    assert rendered(tmp_path, "one") == "one"


@pytest.mark.parametrize("text", ["</script>", "<!--", "&amp;", "]]>", "\u2028", "\u2029", '"\\', "жук 🪲"])
def test_json_cannot_leave_its_element(text: str) -> None:
    written = json_ld({"a": text})
    assert json.loads(str(written)) == {"a": text}
    assert not set("<>&\u2028\u2029") & set(written)


def test_words_in_another_language_are_told_apart(tmp_path: Path) -> None:

    class Foreign(NamedTuple):
        phrase: Phrase

    found = templates(tmp_path, page="{{ phrase|foreign('en') }}")
    assert found.render("page.html", "en", Foreign(Phrase("a", "en"))) == b"False"
    assert found.render("page.html", "en", Foreign(Phrase("a", "ru"))) == b"True"


def test_names_that_a_template_takes_are_known() -> None:
    assert list(undeclared("{{ title }}{% for x in y %}{{ x }}{% endfor %}{{ _('w') }}")) == ["title", "y"]


def test_files_that_no_page_is_made_of_are_told(tmp_path: Path) -> None:
    """A misspelt name must not leave the default page in place without a word."""
    templates(tmp_path / "theme", page="{% include '_part.html' %}", _part="x")
    templates(tmp_path / "own", pages="x", _part="{% include '_mine.html' %}", _mine="x", _other="x")
    found = Templates((tmp_path / "own", tmp_path / "theme")).check()
    assert [(item.span.path, item.hint) for item in found] == [
        ("own/_other.html", 'did you mean "_part.html"?'),
        ("own/pages.html", 'did you mean "page.html"?'),
    ]
    assert list(Templates((tmp_path / "theme",)).check()) == []
    assert list(Templates((tmp_path / "nowhere", tmp_path / "theme")).check()) == []


@pytest.mark.parametrize("text", ["{% block %}", "{% include title %}", "{% include 'nowhere.html' %}"])
def test_broken_template_is_no_matter_of_names(tmp_path: Path, text: str) -> None:
    """It is told when a page is made of it."""
    templates(tmp_path / "theme", page="x")
    templates(tmp_path / "own", page=text)
    assert list(Templates((tmp_path / "own", tmp_path / "theme")).check()) == []


class Counted:
    """A value that knows how often it was shown."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.shown = 0

    def show(self) -> str:
        self.shown += 1
        return self.words


class Items(NamedTuple):
    """What the template of the next test sees."""

    items: tuple[Counted, ...]


def test_component_of_a_recurring_value_is_rendered_once(tmp_path: Path) -> None:
    """Whatever stood in its place before: with other arguments, values or words it is rendered anew."""
    found = templates(
        tmp_path,
        page="{% from 'part.html' import m %}{% for i in items %}{{ recurring(m, i) }}{% endfor %}",
        other="{% from 'part.html' import m %}{% for i in items %}{{ recurring(m, i, end='!') }}{% endfor %}",
        part="{% macro m(item, end='.') %}{{ language }} {{ item.show() }}{{ end }}{% endmacro %}",
    )
    item = Counted("<a>")
    assert [found.render("page.html", "en", Items((item, item))) for _ in range(2)] == [
        b"en &lt;a&gt;." * 2
    ] * 2
    assert item.shown == 1
    assert found.render("other.html", "en", Items((item,))) == b"en &lt;a&gt;!"
    assert found.render("page.html", "fr", Items((item,))) == b"fr &lt;a&gt;."
    for number in range(3000):
        passing = Items((Counted(f"{number}"),))
        assert found.render("page.html", "en", passing) == f"en {number}.".encode()
    assert found.render("page.html", "en", Items((item,))) == b"en &lt;a&gt;."
    assert item.shown == 4
