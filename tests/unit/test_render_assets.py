"""Assets: one style sheet in order, names that change with what is in them, no name that leads nowhere."""

from __future__ import annotations

import re

import pytest

from irrefutable.render.assets import AssetError, publish_assets


def test_style_sheets_become_one_in_the_order_of_their_names() -> None:
    published = publish_assets({"css/10-b.css": b"b {}", "css/00-a.css": b"a {}"})
    assert published["style.css"].content == b"a{}b{}"
    assert re.fullmatch(r"assets/style-[0-9a-f]{10}\.css", published["style.css"].path)


def test_style_sheet_keeps_its_comments_and_spaces_to_itself() -> None:
    """They would be a tenth of what a reader fetches; words in quotes are no comment."""
    source = b"""/* Why. */
a b,
a/* glued */ :is(c) {
  b: c  d; /* And
    why. */

  content: "/* said; */  \\"  x";
}
"""
    style = publish_assets({"css/a.css": source})["style.css"].content.decode()
    assert style == 'a b,a :is(c){b:c  d;content:"/* said; */  \\"  x"}'


def test_name_changes_with_the_content_and_with_nothing_else() -> None:
    first = publish_assets({"js/a.js": b"1"})["js/a.js"].path
    assert publish_assets({"js/b.js": b"1", "js/a.js": b"1", "css/x.css": b"p {}"})["js/a.js"].path == first
    assert publish_assets({"js/a.js": b"2"})["js/a.js"].path != first


def test_module_names_what_it_imports_by_its_published_name() -> None:
    files = {
        "js/a.js": b'import { b } from "./b.js"; import("./c.js");',
        "js/b.js": b"import './c.js'",
        "js/c.js": b"",
    }
    published = publish_assets(files)
    names = {name: asset.path.rpartition("/")[2] for name, asset in published.items()}
    assert published["js/a.js"].content.decode() == (
        f'import {{ b }} from "./{names["js/b.js"]}"; import("./{names["js/c.js"]}");'
    )
    assert published["js/b.js"].content.decode() == f"import './{names['js/c.js']}'"


def test_change_in_a_module_renames_all_that_import_it() -> None:
    files = {"js/a.js": b'import "./b.js"', "js/b.js": b'import "./c.js"', "js/c.js": b"1", "js/d.js": b""}
    before, after = publish_assets(files), publish_assets({**files, "js/c.js": b"2"})
    assert [name for name in files if before[name].path != after[name].path] == [
        "js/a.js",
        "js/b.js",
        "js/c.js",
    ]


def test_style_names_its_icons_by_their_published_names() -> None:
    published = publish_assets(
        {"css/a.css": b"a { background: url('../icons/i.svg') }", "icons/i.svg": b"<svg/>"}
    )
    address = published["icons/i.svg"].path.removeprefix("assets/")
    assert published["style.css"].content.decode() == f'a{{background:url("{address}")}}'


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"js/a.js": b'import "./b.js"'}, "assets/js/a.js imports js/b.js, which is not in assets/"),
        ({"css/a.css": b"a { background: url(../icons/no.svg) }"}, "assets/css/a.css refers to icons/no.svg"),
        ({"js/a.js": b'import "./b.js"', "js/b.js": b'import "./a.js"'}, "js/a.js → js/b.js → js/a.js"),
        ({"js/a.js": b'import "./a.js"'}, "js/a.js → js/a.js"),
    ],
)
def test_name_that_leads_nowhere_is_an_error(files: dict[str, bytes], words: str) -> None:
    with pytest.raises(AssetError, match=re.escape(words)):
        publish_assets(files)


def test_no_assets_are_an_empty_style_sheet() -> None:
    assert {name: asset.content for name, asset in publish_assets({}).items()} == {"style.css": b""}
