"""What a page owes every reader, as checks of a page that is open in a browser. Refuses to know the content.

Each check takes a page, or a folder of pages, and returns what is wrong with it in words: nothing where all
is well. The tests call them on the sites; the seeded defects prove that each of them can turn red.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.browser.axe import AXE_TAGS, axe_check
from tests.browser.tools import nu_check, validate
from tests.site_builder import Element, elements

Problems = list[str]

PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 900}

CHECKER_DOES_NOT_KNOW = (
    "Unrecognized at-rule “@container”",
    "“container”: Property “container” doesn't exist.",
    "“vector-effect”: Property “vector-effect” doesn't exist.",
)
"""Parts of CSS that every browser has had since 2023 and that the checker takes for mistakes."""


def addresses(folder: Path) -> list[str]:
    """Return the address of every page of a site, below its base."""
    files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))
    return [f"/{file.removesuffix('index.html')}" for file in files]


def markup_problems(files: Sequence[Path]) -> Problems:
    """Return what the Nu HTML Checker calls an error."""
    return [
        problem.where_and_what
        for problem in nu_check(files)
        if not any(known in problem.message for known in CHECKER_DOES_NOT_KNOW)
    ]


def usage_problems(files: Sequence[Path]) -> Problems:
    """Return what html-validate calls an error."""
    return [problem.where_and_what for problem in validate(files)]


def access_problems(page: Page, tags: Sequence[str] = AXE_TAGS, within: str = "") -> Problems:
    """Return what axe finds on a page as it stands, or in the part of it that alone can be another than before."""
    return [
        f"{barrier.rule}: {element.selector}: {element.summary}"
        for barrier in axe_check(page, tags, within)
        for element in barrier.elements
    ]


def open_everything(page: Page) -> int:
    """Open every `details` of a page, and return how many there are."""
    count: int = page.evaluate(
        "() => { const all = document.querySelectorAll('details');"
        " for (const item of all) item.open = true; return all.length; }"
    )
    return count


# ---------------------------------------------------------------------------------------------- policy


def policy_problems(html: bytes) -> Problems:
    """Return where a page's own policy lets in what the archive did not publish as a file."""
    found = list(elements(_head(html)))
    places = [place for place, element in enumerate(found) if _is_policy(element)]
    if len(places) != 1:
        return [f"{len(places)} policies"]
    parts = (part.split() for part in found[places[0]].attributes["content"].split(";"))
    policy = {name: set(values) for name, *values in parts}
    more = next((rest for name, rest in _MORE.items() if f"<{name} ".encode() in html), {})
    problems = [
        f"{name} is {' '.join(sorted(policy.get(name, {'missing'})))}, not {wanted}"
        for name, wanted in _POLICY.items()
        if policy.get(name) != {wanted} | more.get(name, set())
    ]
    problems += [f"{name} is missing" for name in more if name not in policy]
    unknown = policy.keys() - _POLICY.keys() - more.keys()
    problems += [f"{name} is not known to be safe" for name in sorted(unknown)]
    early = [
        element.tag for element in found[: places[0]] if element.tag in ("link", "script", "style", "img")
    ]
    return [*problems, *(f"a {tag} is loaded before the policy holds" for tag in early)]


def _is_policy(element: Element) -> bool:
    return element.attributes.get("http-equiv") == "Content-Security-Policy"


_POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "require-trusted-types-for": "'script'",
}


_MORE: Mapping[str, Mapping[str, set[str]]] = {
    "case-search": {"script-src": {"'wasm-unsafe-eval'"}, "connect-src": {"'self'"}},
    "picture-check": {"connect-src": {"'self'"}},
}
"""What some pages need besides: both read an index, and the search compiles the engine it is read with."""


# ---------------------------------------------------------------------------------------------- layout


def reflow_problems(page: Page) -> Problems:
    """Return what does not fit the width of the window."""
    found: Problems = page.evaluate(_REFLOW)
    return found


_REFLOW = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const problems = scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide, not ${clientWidth}`] : [];
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  // A picture may be cut by its frame; words may not.
  const cuts = (element) => getComputedStyle(element).overflowX === "clip";
  for (const element of document.body.querySelectorAll("*")) {
    const hasWords = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!hasWords && !["IMG", "INPUT"].includes(element.tagName)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const { left, right, width, top } = element.getBoundingClientRect();
    if (width <= 1 || top + scrollY < 0 || (left >= -1 && right <= clientWidth + 1)) continue;
    let around = element;
    const isPicture = element.closest("figure picture, figure svg, .heat-stage");
    while (around && !scrolls(around) && !(isPicture && cuts(around))) around = around.parentElement;
    if (!around) problems.push(`${element.tagName} reaches from ${left} to ${right}: ${element.textContent.trim()}`);
  }
  return problems;
}"""


@contextmanager
def large_letters(page: Page) -> Iterator[None]:
    """Set the reader's letters twice as large."""
    session = page.context.new_cdp_session(page)
    body = page.locator("body")
    before: float = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    try:
        expect(body).to_have_css("font-size", f"{2 * before:g}px")
        yield
    finally:
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        session.detach()


def spacing_problems(page: Page) -> Problems:
    """Return what is cut off with lines, words and letters as far apart as WCAG 1.4.12 lets a reader have them."""
    page.evaluate(_SPACED)
    cut: Problems = page.evaluate(_CUT)
    problems = [*reflow_problems(page), *cut]
    page.evaluate("() => { document.adoptedStyleSheets = []; }")
    return [f"with wide spacing, {problem}" for problem in problems]


_SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""


_CUT = """() => {
  const problems = [];
  const cuts = (overflow) => ["hidden", "clip"].includes(overflow);
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    if (style.clipPath !== "none" || style.position === "absolute") continue;
    if (!element.innerText?.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = element;
    const name = `${element.tagName}.${element.className}, "${element.innerText.slice(0, 60)}",`;
    if (cuts(style.overflowY) && clientHeight && scrollHeight > clientHeight + 1) {
      problems.push(`${name} shows ${clientHeight} of ${scrollHeight} px of its height`);
    }
    if (cuts(style.overflowX) && clientWidth && scrollWidth > clientWidth + 1) {
      problems.push(`${name} shows ${clientWidth} of ${scrollWidth} px of its width`);
    }
  }
  return problems;
}"""


def shift_problems(page: Page, address: str) -> Problems:
    """Return what moves under a reader's eyes, where it adds up to more than a hundredth."""
    page.add_init_script(_SHIFTS)
    held: list[Route] = []
    has_painted = False

    def hold(route: Route) -> None:
        if has_painted:
            route.continue_()
        else:
            held.append(route)

    page.route(re.compile(r"/assets/js/|/media/"), hold)
    page.goto(address, wait_until="commit")
    page.evaluate(PAINTED)
    has_painted = True
    assert held, "nothing was late"
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    page.evaluate(_SETTLED)
    shifts: list[tuple[float, str]] = page.evaluate("__shifts")
    total = sum(value for value, _ in shifts)
    return [text for _, text in shifts] if total > 0.01 else []


_SHIFTS = """
globalThis.__shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    if (hadRecentInput) continue;
    const moved = sources.map(({ node }) => node?.nodeName + "." + node?.className);
    __shifts.push([value, `${value.toFixed(4)}: ${moved.join(", ")}`]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""

PAINTED = """new Promise((done) => new PerformanceObserver((list) => {
  if (list.getEntriesByName("first-contentful-paint").length) done();
}).observe({ type: "paint", buffered: true }))"""
"""Waits until a page shows something, which it does when its style sheets have come.

`Page.wait_for_function` cannot wait on these pages: it asks a second time by `eval`, which their policy forbids.
"""

_SETTLED = """async () => {
  await customElements.whenDefined("image-comparison");
  for (const image of document.images) if (image.loading !== "lazy") await image.decode().catch(() => {});
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await painted();
  await painted();
}"""


# -------------------------------------------------------------------------------------------- language


def language_problems(page: Page) -> Problems:
    """Return words whose language or direction a screen reader, a hyphenator or a browser would get wrong."""
    found: Problems = page.evaluate(_LANGUAGE)
    return found


_LANGUAGE = """() => {
  const problems = [];
  const { lang, dir } = document.documentElement;
  const isRightToLeft = (tag) => ["ar", "fa", "he", "ur", "yi", "ps"].includes(tag.split("-")[0]);
  if (!lang) problems.push("the page has no language");
  const wanted = isRightToLeft(lang) ? "rtl" : "ltr";
  if (dir !== wanted || getComputedStyle(document.querySelector("main")).direction !== wanted) {
    problems.push(`a page in ${lang} runs ${dir}`);
  }
  const scripts = [
    [/([\\p{Script=Cyrillic}\\p{Pd}]+[\\s\\p{Po}]+){3}\\p{Script=Cyrillic}/u, /^(ru|uk|be|bg|sr|mk)\\b/],
    [/[\\p{Script=Arabic}\\p{Pd}]+[\\s\\p{Po}]+\\p{Script=Arabic}/u, /^(ar|fa|ur|ps)\\b/],
  ];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.data.trim();
    const around = walker.currentNode.parentElement;
    if (!words || around.closest("script, style, textarea")) continue;
    const said = around.closest("[lang]").lang;
    for (const [script, tags] of scripts) {
      if (!script.test(words)) continue;
      if (!tags.test(said)) problems.push(`marked as ${said}: ${words}`);
      const runs = getComputedStyle(around).direction;
      if (runs !== (isRightToLeft(said) ? "rtl" : "ltr")) problems.push(`runs ${runs}: ${words}`);
    }
  }
  return problems;
}"""


def alternate_problems(folder: Path) -> Problems:
    """Return the editions of a site's pages that do not name each other."""
    editions = {
        address: _editions(_head((folder / _file(address)).read_bytes())) for address in addresses(folder)
    }
    problems = []
    for address, (own, others) in editions.items():
        if not others:
            continue
        if others.get(own) != address:
            problems.append(f"{address} is in {own}, and says that its {own} edition is {others.get(own)}")
        for language, other in others.items():
            if other not in editions:
                problems.append(f"{address} names a {language} edition where no page stands: {other}")
            elif editions[other] != (language, others):
                problems.append(f"{address} names {other} as its {language} edition, which does not say so")
    return problems


def _file(address: str) -> str:
    return f"{address}index.html".lstrip("/") if address.endswith("/") else address.lstrip("/")


def _head(html: bytes) -> bytes:
    return html.partition(b"</head>")[0]


def _editions(html: bytes) -> tuple[str, Mapping[str, str]]:
    found = list(elements(html))
    language = next(element.attributes.get("lang", "") for element in found if element.tag == "html")
    return language, {
        element.attributes["hreflang"]: urlsplit(element.attributes["href"]).path
        for element in found
        if _is_alternate(element)
    }


def _is_alternate(element: Element) -> bool:
    return element.tag == "link" and "hreflang" in element.attributes


# --------------------------------------------------------------------------------------------- keyboard


def keyboard_problems(page: Page) -> Problems:
    """Return where the Tab key is caught, misses a control, or leaves the reader without a visible focus."""
    page.emulate_media(reduced_motion="reduce")
    # Tab begins where the reader was last, even after the focus was taken away: at the top, then.
    page.evaluate(
        "() => { const { body } = document; scrollTo(0, 0); body.tabIndex = -1; body.focus();"
        " body.removeAttribute('tabindex'); }"
    )
    expected: int = page.evaluate(_TAB_STOPS)
    problems: Problems = []
    for stop in range(expected + 1):
        page.keyboard.press("Tab")
        seen: list[str] = page.evaluate(_FOCUS)
        if seen[0] == "BODY":
            return [
                *problems,
                *([] if stop == expected else [f"{stop} of {expected} controls can be reached"]),
            ]
        problems += seen[1:]
    return [*problems, "the Tab key does not leave the page"]


_TAB_STOPS = """() => {
  globalThis.__reached = new Set();
  const radios = new Set();
  return [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")].filter((item) => {
    if (!item.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    if (item.type !== "radio") return true;
    const isFirst = !radios.has(item.name);
    radios.add(item.name);
    return isFirst;
  }).length;
}"""

_FOCUS = """() => {
  const item = document.activeElement;
  const name = `${item.tagName} ${(item.getAttribute("aria-label") ?? item.textContent).trim().slice(0, 40)}`;
  if (item === document.body) return ["BODY"];
  const problems = [];
  if (__reached.has(item)) problems.push(`the focus stays on ${name}`);
  __reached.add(item);
  const shown = [item, item.closest("article"), item.nextElementSibling];
  shown.push(...(item.nextElementSibling?.querySelectorAll("*") ?? []));
  const isSeen = shown.some((part) => {
    if (!part) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  });
  if (!isSeen) problems.push(`nothing shows the focus on ${name}`);
  const { top, bottom } = item.getBoundingClientRect();
  if (bottom < 0 || top > innerHeight) problems.push(`the focus on ${name} is out of sight`);
  return [name, ...problems];
}"""


# ------------------------------------------------------------------------------------ without script


def hidden_problems(page: Page) -> Problems:
    """Return words that only a script would show, and controls that only a script would make work."""
    found: Problems = page.evaluate(_HIDDEN)
    return found


_HIDDEN = """() => {
  const problems = [];
  const isShown = (item) => getComputedStyle(item).display === "contents"
    || item.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  for (const control of document.querySelectorAll("main :is(input, button, select, fieldset)")) {
    if (isShown(control)) problems.push(`a dead control: ${control.outerHTML.slice(0, 120)}`);
  }
  for (const item of document.querySelectorAll("main :is(figure, figcaption, img, li, p, h1, h2, h3, dd)")) {
    if (isShown(item) || item.closest("details:not([open]), [role=status], [data-broken], .overlay-note, .difference-scale, .heat-stage, case-search, picture-check")) continue;
    problems.push(`not shown: ${item.outerHTML.slice(0, 120)}`);
  }
  return problems;
}"""


def named(problems: Iterable[str]) -> str:
    """Return problems as one text for a failing test, each on a line, repeated ones once."""
    return "\n".join(dict.fromkeys(re.sub(r"\s+", " ", problem) for problem in problems))
