"""YAML is read as text, with places, and every surprise is named."""

from __future__ import annotations

import pytest
import yaml

from irrefutable.core.diagnostics import as_text
from irrefutable.core.spans import Location, SourceText, Span
from irrefutable.load import composing, plain
from irrefutable.load.tree import Tree
from irrefutable.load.yamltree import read


def tree(text: str, **options: int) -> Tree:
    return read(SourceText("f.yaml", text), **options)  # type: ignore[arg-type]


def codes(text: str) -> list[tuple[str, int]]:
    return [(found.code, found.span.line) for found in tree(text).diagnostics]


def underlined(read_tree: Tree, location: Location) -> str:
    span = read_tree.spans.value(location)
    return read_tree.spans.source.line(span.line)[span.column - 1 : span.column - 1 + span.width]


def test_every_scalar_is_text() -> None:
    """The models give the types; YAML gives none."""
    read_tree = tree("a: 1\nb: 2017-11-14\nc: [1.5, x]\nd: {e: f}\n")
    assert read_tree.value == {"a": "1", "b": "2017-11-14", "c": ["1.5", "x"], "d": {"e": "f"}}
    assert read_tree.diagnostics == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: plain words\n", "plain words"),
        ("a: plain  # remark\n", "plain"),
        ('a: "quoted words"\n', '"quoted words"'),
        ("a: 'it''s'\n", "'it''s'"),
        ("a: first line\n  second line\n", "first line"),
        ('a: "first line\n  second line"\n', '"first line'),
        ("a: |\n\n  block words\n  more\n", "block words"),
        ("a: >-\n  folded words\n  more\n", "folded words"),
        ("a: |\nb: c\n", "|"),
        ("a: [b, c]\n", "[b, c]"),
        ("a:\n  - b\n", "-"),
        ("a:\n  key: b\n", "key"),
        ("a: Абу-Кемаль 🛩 рядом\n", "Абу-Кемаль 🛩 рядом"),
    ],
)
def test_span_underlines_the_first_line_of_a_value(text: str, words: str) -> None:
    """An editor sees the words that are meant, in columns of characters and not of bytes."""
    assert underlined(tree(text), ("a",)) == words


def test_nested_locations_have_spans() -> None:
    """A diagnostic deep inside a case points at its own line."""
    spans = tree("claims:\n  - id: one\n    text: >\n      Words\n  - id: two\n").spans
    assert spans.key(("claims", 0, "text")) == Span("f.yaml", 3, 5, 4)
    assert spans.value(("claims", 0, "text")) == Span("f.yaml", 4, 7, 5)
    assert spans.value(("claims", 1)) == Span("f.yaml", 5, 5, 2)
    assert spans.value(("claims", 1, "missing")) == Span("f.yaml", 5, 5, 2)


def test_windows_line_ends_change_nothing() -> None:
    """A file saved on Windows has the same values and places."""
    text = "a: one\nb: |\n  two\n  three\nc: 'x'\n"
    unix, windows = tree(text), tree(text.replace("\n", "\r\n"))
    assert windows.value == unix.value
    assert dict(windows.spans.values) == dict(unix.spans.values)


def test_front_matter_keeps_the_lines_of_its_file() -> None:
    """Line 3 of the file is line 3 in the diagnostic."""
    read_tree = tree("---\na: one\nb: no\n---\n\n# Text: [not yaml\n", first_line=2, last_line=3)
    assert read_tree.value == {"a": "one", "b": "no"}
    (found,) = read_tree.diagnostics
    assert as_text(found).splitlines()[:4] == [
        'f.yaml:3:4: error[yaml-boolean] "no" without quotes is read as false by other YAML programs',
        "  |",
        "3 | b: no",
        "  |    ^^",
    ]


def test_all_problems_of_a_file_are_found_at_once() -> None:
    """Nobody should mend a file one message at a time."""
    text = (
        "title: Fact: one\n"
        "account: @name\n"
        'words: "Irrefutable" evidence\n'
        "tag: #irrefutable\n"
        "holds: no\n"
        "time: 12:30\n"
        "title: again\n"
        'path: "C:\\path"\n'
        "glued:value\n"
        "list:\n"
        "  - [open\n"
        "  - fine\n"
        "last: kept\n"
    )
    assert codes(text) == [
        ("yaml-colon", 1),
        ("yaml-special", 2),
        ("yaml-quote", 3),
        ("yaml-escape", 8),
        ("yaml-space", 9),
        ("yaml-flow", 11),
        ("yaml-comment", 4),
        ("yaml-boolean", 5),
        ("yaml-number", 6),
        ("duplicate-key", 7),
    ]
    value = tree(text).value
    assert isinstance(value, dict)
    assert value["title"] == "Fact: one"
    assert value["tag"] == "#irrefutable"
    assert value["list"] == ["[open", "fine"]
    assert value["last"] == "kept"


def test_mended_line_keeps_its_columns() -> None:
    """What is quoted in memory is underlined where the editor wrote it."""
    read_tree = tree("a: it's Fact: one\nb: c\n")
    assert read_tree.value == {"a": "it's Fact: one", "b": "c"}
    assert underlined(read_tree, ("a",)) == "it's Fact: one"
    assert ("a",) in read_tree.faulty


def test_columns_after_a_mend_of_the_same_line_are_the_editors() -> None:
    """Two mends on one line do not move each other's place."""
    read_tree = tree('a: ["x\\q", "y"]\n')
    assert underlined(read_tree, ("a", 1)) == '"y"'


def test_value_over_several_lines_is_mended_whole() -> None:
    """A colon in the second line of a sentence does not tear the sentence."""
    read_tree = tree("a: He said\n  the following: nothing\n  at all.\nb: c\n")
    assert read_tree.value == {"a": "He said the following: nothing at all.", "b": "c"}


def test_wrong_indentation_is_mended_with_all_that_belongs_to_it() -> None:
    """One line that is a space off is one diagnostic, and nothing below it is lost."""
    read_tree = tree("claims:\n  - id: one\n   appearances:\n     - url: x\n   made: z\n")
    assert [found.code for found in read_tree.diagnostics] == ["yaml-indent"]
    assert read_tree.value == {"claims": [{"id": "one", "appearances": [{"url": "x"}], "made": "z"}]}


def test_field_below_the_dash_of_its_item_is_moved_to_the_item() -> None:
    """The commonest slip in a list of claims costs one diagnostic, and the next claims are still read."""
    read_tree = tree("claims:\n  - id: one\n  text: a\n  made: b\n  - id: two\nlast: c\n")
    assert [(d.code, d.span.line) for d in read_tree.diagnostics] == [("yaml-indent", 3)]
    assert read_tree.value == {
        "claims": [{"id": "one", "text": "a", "made": "b"}, {"id": "two"}],
        "last": "c",
    }


def test_field_without_its_colon_keeps_what_is_below_it() -> None:
    """A forgotten colon does not lose a list of claims."""
    read_tree = tree("title: T\nclaims\n  - id: one\nlast: c\n")
    assert [(d.code, d.span.line) for d in read_tree.diagnostics] == [("yaml-key", 2)]
    assert read_tree.value == {"title": "T", "claims": [{"id": "one"}], "last": "c"}


def test_switches_may_be_plain_and_verdicts_may_not() -> None:
    """`mirrored: true` is a switch; `rating: false` is a word."""
    source = SourceText("f.yaml", "mirrored: true\nrating: false\n")
    read_tree = read(source, boolean_fields=frozenset(("mirrored",)))
    assert [(found.code, found.span.line) for found in read_tree.diagnostics] == [("yaml-boolean", 2)]


@pytest.mark.parametrize("word", ["yes", "No", "ON", "off", "true", "False", "null", "~", "y", "N"])
def test_words_that_others_read_as_switches_need_quotes(word: str) -> None:
    """The file says the same to every YAML program."""
    assert codes(f"a: {word}\n") == [("yaml-boolean", 1)]
    assert codes(f'a: "{word}"\n') == []


@pytest.mark.parametrize("number", ["12:30", "1:02:03", "0x1F", "0b11", "0o17", "1_0", "010", "1e3", ".inf"])
def test_numbers_in_other_notations_need_quotes(number: str) -> None:
    """`010` is eight to some programs."""
    assert codes(f"a: {number}\n") == [("yaml-number", 1)]
    assert codes(f"a: '{number}'\n") == []


@pytest.mark.parametrize("number", ["0", "24", "-3", "0.5", "-1.25", "2017", "2017-11-14", "1.2.3", "3 000"])
def test_plain_numbers_and_dates_are_fine(number: str) -> None:
    """Digits that mean what they show need no quotes."""
    assert codes(f"a: {number}\n") == []


def test_comment_with_a_space_is_a_comment() -> None:
    """Editors may write remarks; only a # glued to a word is a hidden loss."""
    assert codes("a: b # remark\nc: # remark\n  - d\n# remark\n") == []
    assert codes("a: The #irrefutable proof\n") == [("yaml-comment", 1)]
    assert codes('a: "The" #remark\n') == []


def test_nested_anchors_cost_nothing() -> None:
    """A small file that would fill the memory is refused by its first anchor."""
    text = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10))
    read_tree = tree(text)
    assert {found.code for found in read_tree.diagnostics} == {"yaml-anchor"}
    value = read_tree.value
    assert isinstance(value, dict)
    assert value["a9"] == [""] * 9


def test_deep_nesting_ends_the_reading() -> None:
    """A hundred thousand brackets are one diagnostic."""
    read_tree = tree("a: " + "[" * 100_000)
    assert [found.code for found in read_tree.diagnostics] == ["yaml-depth"]
    assert not read_tree.is_whole


def test_hopeless_file_stops_with_a_word_about_it() -> None:
    """A thousand broken lines give a bounded list that says it is not complete."""
    read_tree = tree("".join(f"a{i}: b: c\n" for i in range(1000)))
    assert len(read_tree.diagnostics) <= composing.MENDS_AT_MOST + 1
    assert read_tree.diagnostics[-1].code == "too-many-problems"
    assert not read_tree.is_whole


def test_one_line_with_endless_problems_ends() -> None:
    """Mends of one line are counted even where they are not reported again."""
    read_tree = tree('a: "' + "\\q" * 10_000 + '"\n')
    assert [found.code for found in read_tree.diagnostics] == ["yaml-escape", "too-many-problems"]


@pytest.mark.parametrize(
    "character",
    [
        *("\0", "\x07", "\x1b", "\x85", "\u2028", "\ud800", "\ufeff", "\uffff"),
        *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"),
    ],
)
def test_invisible_characters_are_named_and_shown(character: str) -> None:
    """They are replaced in the excerpt too, so that none reaches a terminal."""
    read_tree = tree(f"a: x{character}y\nb: c\n")
    (found,) = read_tree.diagnostics
    assert (found.code, found.span.line, found.span.column) == ("invisible-character", 1, 5)
    assert character not in as_text(found)
    assert read_tree.value == {"a": "x\ufffdy", "b": "c"}


@pytest.mark.parametrize(
    "text", ["\u2066x\u2069 y", "\u2067a \u2068b\u2069\u2069", "\u200fשלום\u200e", "क्\u200dष"]
)
def test_words_of_another_direction_may_be_set_apart(text: str) -> None:
    """An isolate that is closed on its line turns nothing around it; marks and joiners never do."""
    read_tree = tree(f'a: {text}\nb: "{text.encode("unicode-escape").decode()}"\n')
    assert (read_tree.value, read_tree.diagnostics) == ({"a": text, "b": text}, ())


@pytest.mark.parametrize(
    ("written", "place", "value"),
    [
        (r'"x\u0007y"', (6, 6), "x\ufffdy"),
        (r'"x\ay"', (6, 2), "x\ufffdy"),
        (r'"\\u0007 \x1B"', (13, 4), "\\u0007 \ufffd"),
        (r'"\U0000202Ex"', (5, 10), "\ufffdx"),
        (r'"x\u2067y"', (6, 6), "x\ufffdy"),
        (r'"x\Ly"', (6, 2), "x\ufffdy"),
        (r'"x\ry"', (6, 2), "x\ufffdy"),
    ],
)
def test_escapes_bring_in_no_invisible_characters(written: str, place: tuple[int, int], value: str) -> None:
    """What may not stand in a file may not be written as an escape either, and none reaches a terminal."""
    read_tree = tree(f"a: {written}\n")
    (found,) = read_tree.diagnostics
    assert (found.code, found.span.column, found.span.width) == ("invisible-character", *place)
    assert read_tree.value == {"a": value}
    assert ("a",) in read_tree.faulty
    assert codes(f"{written}: a\n") == [("invisible-character", 1)]


@pytest.mark.parametrize("text", ["", "\n", "# remark\n", "---\n"])
def test_empty_text_is_an_empty_map(text: str) -> None:
    """A file without fields lacks fields; it is not broken."""
    read_tree = tree(text)
    assert (read_tree.value, read_tree.diagnostics) == ({}, ())


def test_reading_works_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is missing PyYAML's own parser gives the same diagnostics."""
    text = 'a: Fact: one\nb: "x" y\nc: @d\ne: [f\ng: no\nh:\n  - i: j\n   k: l\n'
    sound = ["a: one", "b: { c: [d, 'e'] }", "f: >-", "  g", "  h"]
    with_libyaml, values = tree(text), plain.plain_map(sound, frozenset())
    for module in (composing, plain):
        monkeypatch.setattr(module, "LOADER", yaml.Loader)
    assert tree(text) == with_libyaml
    assert with_libyaml.is_whole
    assert plain.plain_map(sound, frozenset()) == values == {"a": "one", "b": {"c": ["d", "e"]}, "f": "g h"}
