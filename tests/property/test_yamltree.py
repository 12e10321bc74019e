"""Any text at all can be read, and plain YAML is read as everybody reads it."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from irrefutable.core.diagnostics import as_text
from irrefutable.core.spans import SourceText
from irrefutable.load import yamltree
from irrefutable.load.characters import cleaned
from irrefutable.load.documents import read_case
from irrefutable.load.plain import plain_map
from irrefutable.load.tree import Tree
from irrefutable.load.yamltree import read

pytestmark = pytest.mark.slow

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SNIPPETS = st.sampled_from(
    [
        *("- ", "? ", ": ", "a: ", "b:", "c: |\n", "d: >-\n", "e: |+\n", "'", '"', "[", "]", "{", "}", ", "),
        *("#", " #x", "&a ", "*a ", "!t ", "!!str ", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "@", "`", "\\"),
        *("\\q", "\t", "\n", "\n", "\n", "\n  ", "\n    ", "\n   ", "\r\n", "\r", "no", "~", "12:30", "010"),
        *("text", "word", "word: ", "two words", "Абу ", "🛩", "\0", "\x1b", "\x85", "\u2028", "\ufeff"),
        *("\ud800", "\xa0", "key: value\n"),
    ]
)
YAMLISH = st.lists(SNIPPETS | st.text(max_size=3), max_size=40).map("".join)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20)
TREES: st.SearchStrategy[Any] = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS.filter(bool), inner, max_size=4),
    max_leaves=12,
)


def is_in_its_text(tree: Tree) -> bool:
    """Whether every span lies on a line of the text, within it."""
    spans = [*tree.spans.keys.values(), *tree.spans.values.values(), *(d.span for d in tree.diagnostics)]
    source = tree.spans.source
    return all(
        1 <= span.line <= len(source.lines())
        and span.column >= 1
        and span.width >= 1
        and span.column + span.width - 1 <= max(1, len(source.line(span.line)) + 1)
        for span in spans
    )


@given(YAMLISH)
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_without_an_exception(text: str) -> None:
    """Whatever is in a file, the answer is values and diagnostics, each inside the text."""
    tree = read(SourceText("f.yaml", text))
    assert is_in_its_text(tree)
    assert tree.is_whole or tree.diagnostics
    for diagnostic in tree.diagnostics:
        as_text(diagnostic).encode()


@given(YAMLISH)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_a_case_or_a_diagnostic(text: str) -> None:
    """Binding too answers with one or the other."""
    for name in ("case.yaml", "case.md"):
        bound = read_case(
            SourceText(name, f"---\n{text}\n---\nReport.\n" if name == "case.md" else text), "one"
        )
        assert (bound.located is None) == any(found.is_error for found in bound.diagnostics)


@given(YAMLISH)
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
def test_text_without_a_diagnostic_is_read_as_everybody_reads_it(text: str) -> None:
    """What is not refused means the same here as in PyYAML's reader of strings."""
    tree = read(SourceText("f.yaml", text))
    assume(not tree.diagnostics)
    expected = yaml.load(text, Loader=LOADER)  # noqa: S506 - it makes strings only
    assert tree.value == ({} if expected in (None, "") else expected)


SIMPLE_LINES = st.lists(
    st.sampled_from(
        [
            *(
                "a: b",
                "b: 'c'",
                'c: "d"',
                "d:",
                "  - e",
                "  - f: g",
                "    h: i",
                "e: { f: g, h: i }",
                "f: [g, h]",
            ),
            *(
                "g: yes",
                "h: 12:30",
                "i: 010",
                "j: ~",
                "k: x #y",
                "l: x # y",
                "# m",
                "m: >-",
                "  folded",
                "n: |",
            ),
            *(
                "  text #1",
                'o: "\\u202e"',
                'p: "\\x41"',
                "q: &r s",
                "r: *s",
                "s: !t u",
                "<<: { a: b }",
                "-t: u",
            ),
            *(
                "u: v",
                "u: w",
                "flag: true",
                "flag: no",
                "v: [w, w: x]",
                "? y",
                "w: 1e3",
                "x: .5",
                "---",
                "...",
                "",
            ),
            *("  - flag: yes", 'y: "\u2066z\u2069"', 'z: "\u2066', '  a\u2069"', "true: b", "~: c", "b: ''"),
            *("f: [g, h]", "n: |", "-t: u", "..."),
        ]
    ),
    max_size=8,
)


@given(SIMPLE_LINES.map("\n".join) | YAMLISH | TREES.map(partial(yaml.dump, allow_unicode=True)))
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example("a: 1\n")
@example("a: { b: c, d }\n")
def test_what_is_read_without_places_has_nothing_wrong(text: str) -> None:
    """The short way takes only what the long way has nothing to say about, and gives the same values."""
    booleans = frozenset({"flag"})
    source, unseen = cleaned(SourceText("f.yaml", text))
    value = None if unseen else plain_map(source.lines(), booleans)
    if value is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamltree, "plain_map", lambda lines, fields: None)
        tree = read(source, boolean_fields=booleans)
    assert tree.value == value
    assert tree.diagnostics == ()
    assert tree.is_whole
    assert tree.faulty == tree.incomplete == frozenset()


@given(TREES, st.sampled_from(['"', "'", "|", ">", None]), st.booleans(), st.booleans())
@settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
def test_written_values_are_read_back(value: Any, style: str | None, flow: bool, wide: bool) -> None:
    """What a YAML writer makes of values gives the values, and every one has its place."""
    text = yaml.dump(
        value, default_style=style, default_flow_style=flow, allow_unicode=True, width=200 if wide else 20
    )
    tree = read(SourceText("f.yaml", text))
    expected = yaml.load(text, Loader=LOADER)  # noqa: S506 - it makes strings only
    # Keys such as "-id", and those that begin with another space, are slips of the hand.
    refused = ("invisible-character", "yaml-tag", "complex-key", "yaml-space", "yaml-tab", "yaml-flow")
    assume(not any(d.code in refused for d in tree.diagnostics))
    assert tree.is_whole
    assert tree.value == ({} if expected == "" else expected)
    assert is_in_its_text(tree)
