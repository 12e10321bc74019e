"""axe on a page, as often as something can be wrong with it and not more often. Refuses to judge the site."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from playwright.sync_api import Page

from tests.browser.tools import NODE_MODULES, ToolFailureError

AXE_SCRIPT = NODE_MODULES / "axe-core" / "axe.min.js"

AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.2 AA. The rules tagged `wcag22aa` run only when they are named."""

AXE_COLOURS = ("cat.color",)
"""What can only be wrong with colours: contrast to WCAG's AAA, and links that nothing else tells apart."""

AXE_STRICT = (*AXE_TAGS, "wcag2aaa")
"""WCAG 2.2 AA, and a contrast of 7 to 1."""

_STRICT = {"wcag2aaa", *AXE_COLOURS}
"""Tags of the rule that asks for a contrast of 7 to 1. Where it runs, the one that asks for less has nothing to add."""

_CHECKS: Mapping[str, object] = {
    # The stricter rule leaves what has less than 4.5 to 1 to the other one, unless it is told not to.
    "color-contrast-enhanced": {
        "options": {"contrastRatio": {"normal": {"minThreshold": None}, "large": {"minThreshold": None}}}
    }
}


@dataclass(frozen=True, slots=True)
class Barrier:
    """A rule of axe that a page breaks, with the elements that break it."""

    rule: str
    impact: str
    help: str
    elements: tuple[BarrierElement, ...]


@dataclass(frozen=True, slots=True)
class BarrierElement:
    """An element that breaks a rule: its selector, its HTML, and what to do."""

    selector: str
    html: str
    summary: str


def axe_check(page: Page, tags: Sequence[str] = AXE_TAGS, within: str = "") -> list[Barrier]:
    """Run axe on a page as it stands, whatever its policy forbids, or on what lies `within` a selector.

    Contrast costs as much as all other rules, so words are measured once for as long as a page is open: not
    again where they are set alike, in elements of the same classes all the way up, on grounds of the same colours.

    axe works in a world of its own, where neither the page's Content-Security-Policy nor its Trusted Types
    hold; both stay in force for the page.

    Raises:
        ToolFailureError: axe could not run, nothing is there to look at, or none of its rules carries the tags.
    """
    # What passes is counted alone: to name each of its elements takes most of the time.
    options: dict[str, object] = {
        "runOnly": {"type": "tag", "values": list(tags)},
        "resultTypes": ["violations"],
        "checks": _CHECKS,
    }
    if _STRICT.intersection(tags):
        options["rules"] = {"color-contrast": {"enabled": False}}
    place = json.dumps(within) if within else "document"
    run = f"__grounds = new WeakMap(); axe.run({place}, {json.dumps(options)}).then({_DIGEST})"
    session = page.context.new_cdp_session(page)
    try:
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
        there = {"contextId": world["executionContextId"], "awaitPromise": True, "returnByValue": True}
        # The browser compiles the same words once, whatever page they come to.
        session.send("Runtime.evaluate", {"expression": _in_the_world(), **there})
        answer = session.send("Runtime.evaluate", {"expression": run, **there})
    finally:
        session.detach()
    if "exceptionDetails" in answer:
        raise ToolFailureError(f"axe did not run: {answer['exceptionDetails']}")
    found = answer["result"]["value"]
    if not found["rules"]:
        raise ToolFailureError(f"axe has no rule that is tagged {', '.join(tags)}")
    return [
        Barrier(
            barrier["id"],
            barrier["impact"] or "",
            barrier["help"],
            tuple(BarrierElement(**element) for element in barrier["elements"]),
        )
        for barrier in found["violations"]
    ]


_ONE_OF_EACH = """
globalThis.__grounds = new WeakMap();
for (const id of ["color-contrast", "color-contrast-enhanced"]) {
  const rule = axe.utils.getRule(id);
  const { matches } = rule;
  const [measured, names] = [new Set(), new Map()];
  const ground = (element) => {
    if (!element) return "";
    if (!__grounds.has(element)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
      const classes = element.getAttribute("class");
      const name = [ground(element.parentElement), element.localName, classes, backgroundColor, backgroundImage, opacity].join();
      if (!names.has(name)) names.set(name, names.size);
      __grounds.set(element, names.get(name));
    }
    return __grounds.get(element);
  };
  const hasWords = (element) => {
    for (let node = element.firstChild; node; node = node.nextSibling) {
      if (node.nodeType === 3 && /\\S/.test(node.data)) return true;
    }
    return false;
  };
  rule.matches = (element, ...rest) => {
    if (!hasWords(element)) return matches(element, ...rest);
    const { color, fontSize, fontWeight, textShadow, webkitTextFillColor } = getComputedStyle(element);
    // From 18 points on, or 14 where they are bold, letters may be paler.
    const size = Number.parseFloat(fontSize);
    const kind = [ground(element), color, size >= 24, size >= 56 / 3, fontWeight, textShadow, webkitTextFillColor].join();
    if (measured.has(kind) || !matches(element, ...rest)) return false;
    measured.add(kind);
    return true;
  };
}"""

_DIGEST = """(found) => ({
  rules: found.passes.length + found.violations.length + found.incomplete.length + found.inapplicable.length,
  violations: found.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help,
    elements: nodes.map(({ target, html, failureSummary }) => (
      { selector: target.flat().join(" "), html, summary: failureSummary })) })),
})"""


@cache
def _in_the_world() -> str:
    """Return what makes axe ready in a world that may have it already."""
    if not AXE_SCRIPT.is_file():
        raise ToolFailureError(f"{AXE_SCRIPT.name} is missing; make test installs it")
    script = AXE_SCRIPT.read_text(encoding="utf-8")
    return f"if (typeof axe === 'undefined') {{ {script}\n;{_ONE_OF_EACH} }}"
