"""One slip of the hand is one diagnostic with its cure, whatever YAML makes of it."""

from __future__ import annotations

import pytest

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import SourceText
from irrefutable.load import composing, rules
from irrefutable.load.documents import read_case
from irrefutable.load.draft import Draft
from irrefutable.load.mending import Failure
from irrefutable.load.yamltree import read

HEAD = "title: T\nsummary: {claimed: C, found: F}\nlanguage: en\nstatus: draft\n"
ONE = "  - id: one\n    text: Words\n    made: 2017\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "cure"),
    [
        (f"{HEAD}claims:\n  -id: one\n    text: W\n    made: 2017\n{ONE}", "yaml-space", 6, '"- id:"'),
        (f"{HEAD}claims:\n{ONE}  -id: two\n   text: W\n   made: 2017\n", "yaml-space", 9, '"- id:"'),
        (f"{HEAD}authors:\n  - anna\n  -boris\n", "yaml-space", 7, '"- boris"'),
        (f"{HEAD}claims:\n{ONE.replace('  ', chr(0xA0) * 2)}", "yaml-tab", 6, "plain spaces (there are 3"),
        (f"{HEAD}claims:\n{ONE.replace('    text', chr(0xA0) * 4 + 'text')}", "yaml-tab", 7, "plain spaces"),
        (f"{HEAD}claims:\n{ONE.replace('- id', '-' + chr(0xA0) + 'id')}", "yaml-space", 6, "a plain space"),
        (f"{HEAD}claims:\n{ONE.replace(': W', ':' + chr(0xA0) + 'W')}", "yaml-space", 7, "a plain space"),
        (
            "title: T\nsummary: Words.\n  claimed: C\n  found: F\nlanguage: en\nstatus: draft\n",
            "yaml-indent",
            2,
            'nothing stands after "summary:"',
        ),
        (f"{HEAD}claims:\n  one:\n    text: W\n    made: 2017\n", "wrong-type", 6, "`- id: one`"),
        (f"{HEAD}claims:\n  id: one\n  text: W\n  made: 2017\n", "wrong-type", 6, "`- id: …`"),
        (
            HEAD.replace("claimed: C", "claimed: It is, in fact, so"),
            "yaml-flow",
            2,
            'put the value in quotes: "It is, in fact, so"',
        ),
        (
            f"{HEAD}claims:\n  - {{id: one, made: 2017, text: It's one, and two}}\n",
            "yaml-flow",
            6,
            'put the value in quotes: "It\'s one, and two"',
        ),
        (f"{HEAD}claims:\n\t\n{ONE.replace('    ', chr(9))}", "yaml-tab", 8, "(there are 2 such lines)"),
    ],
)
def test_one_slip_is_one_diagnostic(text: str, code: str, line: int, cure: str) -> None:
    """A cascade hides the mistake that caused it."""
    found = read_case(SourceText("case.yaml", text), "one").diagnostics
    assert [(item.code, item.span.line) for item in found] == [(code, line)]
    assert cure in found[0].hint


def test_what_was_meant_is_read_on() -> None:
    text = "a:\n  -id: one\n    b: c\nd: {e: f, g, h: i, j, k}\nl:\n\u00a0\u00a0m: n\n"
    assert read(SourceText("f.yaml", text)).value == {
        "a": [{"id": "one", "b": "c"}],
        "d": {"e": "f, g", "h": "i, j, k"},
        "l": {"m": "n"},
    }


@pytest.mark.parametrize(
    "text",
    [
        "a: -5 degrees\n",
        "a:\n  -5 degrees\n",
        "a: -word\n",
        'a: "first\n  -second: line"\n',
        "a: |\n  -item: x\n  \u00a0indented\n  b:\u00a0c\n",
        "a: one\u00a0two\n",
        "a: [b, c]\nd: {e: f, g: h}\n",
    ],
)
def test_what_is_no_slip_is_left_alone(text: str) -> None:
    assert read(SourceText("f.yaml", text)).diagnostics == ()


@pytest.mark.parametrize("space", ["\xa0", "\u2009", "\u3000"])
@pytest.mark.parametrize("value", ["'open", '"open', "'closed' too early"])
def test_space_that_is_text_to_yaml_stays_within_the_quotes(value: str, space: str) -> None:
    """Left behind them, it was taken for a second slip on the line, and for one more after each mend."""
    tree = read(SourceText("f.yaml", f"a: {value}{space}\nb: c\n"))
    assert [found.code for found in tree.diagnostics] == ["yaml-quote"]
    assert isinstance(tree.value, dict)
    assert tree.value["b"] == "c"


def test_mends_that_only_make_a_text_longer_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each would double it."""

    def no_use(draft: Draft, _failure: Failure) -> Diagnostic:
        draft.lines[0] += draft.lines[0]
        return draft.at(rules.YAML_QUOTE, 0, 0, 1, "no use", "none")

    monkeypatch.setattr(composing, "mend", no_use)
    tree = read(SourceText("f.yaml", "a: 'open"))
    assert [found.code for found in tree.diagnostics] == ["yaml-quote", "too-many-problems"]
