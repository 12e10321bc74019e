"""Each check turns red for the defect it is there for: seeded one by one into a sound page.

A check that stays green on all of these would prove nothing on the real pages. Refuses to repair anything.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.inspection import markup_problems, usage_problems
from tests.browser.specimens import (
    ARABIC,
    CAPTIONS,
    CASE,
    CHECKS,
    COVERED,
    TWINS,
    WITH_CAPTIONS,
    WITH_TWINS,
    examined,
    found_by,
)
from tests.browser.tabs import Tabs
from tests.browser.tools import serve

STYLE, SCRIPT = "assets/style-*.css", "assets/js/image-comparison-*.js"


@dataclass(frozen=True, slots=True)
class Defect:
    """What is broken in a sound site, and the checks that must see it."""

    name: str
    seen_by: frozenset[str]
    new: str
    """What stands in the broken file instead."""
    old: str = ""
    """A pattern of what is replaced, where it first matches; the new words end the file where it is empty."""
    file: str = ""
    """The file that is broken; the page itself where it is empty."""
    page: str = CASE

    @contextmanager
    def seeded(self, folder: Path) -> Iterator[Path]:
        """Break a copy of the site for a while, and give the file that is broken."""
        (file,) = folder.glob(self.file or f"{self.page}/index.html")
        text = file.read_text(encoding="utf-8")
        broken, count = re.subn(self.old or r"\Z", self.new, text, count=1)
        assert count == 1, f"there is nothing to break for {self.name}"
        file.write_text(broken, encoding="utf-8")
        try:
            yield file
        finally:
            file.write_text(text, encoding="utf-8")


def _css(name: str, seen_by: set[str], rule: str, page: str = CASE) -> Defect:
    return Defect(name, frozenset(seen_by), f"\n{rule}\n", file=STYLE, page=page)


def _js(name: str, seen_by: set[str], code: str) -> Defect:
    return Defect(name, frozenset(seen_by), f"\n{code}\n", file=SCRIPT)


def _script(
    name: str, seen_by: set[str], old: str, new: str, module: str = "image-comparison", page: str = CASE
) -> Defect:
    return Defect(name, frozenset(seen_by), new, old, file=f"assets/js/{module}-*.js", page=page)


def _html(name: str, seen_by: set[str], old: str, new: str, page: str = CASE) -> Defect:
    return Defect(name, frozenset(seen_by), new, old, page=page)


def _swallow(keys: str) -> str:
    """Return a script that takes keys away from the sliders."""
    return (
        f"addEventListener('keydown', (event) => {{ if (event.target.type === 'range' && {keys}) "
        "event.preventDefault(); }, true);"
    )


OF_FILES = {"markup": markup_problems, "usage": usage_problems}
"""The checks that look at a file and need no browser."""

DEFECTS = (
    # In the markup and under the policy.
    _html("no-alternative-text", {"markup", "access", "pictures"}, r'alt="A red cutting\."', ""),
    _html("id-given-twice", {"markup"}, "</main>", r'<p id="comparison-inside-box">.</p></main>'),
    _html("button-that-could-send-a-form", {"usage"}, r'(<button\b[^>]*) type="button"', r"\1"),
    _css("pale-words", {"access"}, "main h1 ~ p { color: #8c8c8c; }"),
    _html("inline-script", {"incidents"}, "</main>", "<script>globalThis.slipped = 1;</script></main>"),
    _html(
        "picture-from-elsewhere",
        {"incidents", "pictures"},
        "</main>",
        '<img src="https://elsewhere.test/x.gif" alt="x" width="1" height="1"></main>',
    ),
    _js("script-that-throws", {"incidents"}, 'throw new Error("broken");'),
    _html("loose-policy", {"policy"}, r"style-src &#39;self&#39;", r"\g<0> &#39;unsafe-inline&#39;"),
    # Where things stand.
    _css("words-too-wide", {"reflow"}, "main h1 ~ p { min-inline-size: 40rem; }"),
    _css(
        "lines-that-have-no-room",
        {"spacing"},
        "h1 { max-block-size: 3.2em; line-height: 1; overflow: hidden; }",
    ),
    _css(
        "line-that-has-no-room",
        {"spacing"},
        "h1 { overflow: hidden; white-space: nowrap; font-size: 0.7rem; }",
    ),
    _css("late-move", {"shift"}, "image-comparison:defined { padding-block-start: 6rem; }"),
    _css(
        "finding-below-the-picture",
        {"verdict"},
        "main article:has(> header) { display: flex; flex-direction: column-reverse; }",
    ),
    _html(
        "verdict-only-by-colour",
        {"verdict", "access"},
        r'(href="/ratings/false/">(?:(?!</a>).)*>)False(?=<)',
        r"\1",
    ),
    _html("false-picture-without-its-label", {"verdict"}, r"(<figure(?:(?!</p>)[\s\S])*>)False(?=<)", r"\1"),
    # Pictures and paper.
    _html(
        "no-room-for-a-picture",
        {"pictures", "shift"},
        r'width="480" height="336" (alt="A red cutting\.)',
        r"\1",
    ),
    _css(
        "enlarged-picture",
        {"pictures", "reflow"},
        "#comparison-reversed figure + figure img { inline-size: 1200px; max-inline-size: none; }",
    ),
    _css("picture-lost-on-paper", {"print"}, "@media print { figure:first-of-type img { display: none; } }"),
    _css("outlines-faint-on-paper", {"print"}, "@media print { .region { opacity: 0.3 !important; } }"),
    _css("download-on-paper", {"print"}, "@media print { .take { display: flex !important; } }"),
    _css("paper-without-addresses", {"print"}, "@media print { li a::after { content: none !important; } }"),
    _html("cover-left-open", {"covers"}, "<details(?=[^>]*cover)", "<details open", COVERED),
    # Languages.
    _html("arabic-set-left-to-right", {"language", "registration"}, 'dir="rtl"', 'dir="ltr"', ARABIC),
    _html("quote-in-no-language", {"language"}, '(<p|<blockquote|<q|<span) lang="ar"( dir="auto")?', r"\1"),
    _html("edition-that-names-no-other", {"alternates"}, r'<link [^>]*hreflang="en"[^>]*>', "", ARABIC),
    # Keys and fingers.
    _css("invisible-focus", {"keyboard"}, "* { outline: none !important; }"),
    _js("keyboard-trap", {"keyboard"}, _swallow("event.key === 'Tab'")),
    _js("dead-slider", {"slider", "registration"}, _swallow("event.key !== 'Tab'")),
    _html(
        "slider-without-a-name",
        {"slider", "access"},
        r'(<input[^>]*type="range"[^>]*) aria-label="[^"]*"',
        r"\1",
    ),
    _html("slider-that-says-numbers", {"slider"}, r'(type="range"[^>]* data-words=")[^"]*', r"\1{value}"),
    _css("finger-that-cannot-scroll", {"touch"}, "image-comparison * { touch-action: none !important; }"),
    # The comparison.
    _html("detail-that-leads-nowhere", {"regions"}, 'href="#comparison-inside-box"', 'href="#nowhere"'),
    _html("picture-laid-askew", {"registration"}, r'(data-matrix="1\.25 0 0 1\.25 )200', r"\g<1>216"),
    _script(
        "zoom-of-one-picture",
        {"zoom"},
        r"enlarged\(seen, original\)",
        "new DOMMatrix()",
        "comparison-geometry",
    ),
    _script(
        "zoom-around-another-spot",
        {"zoom"},
        r"\.\.\.led\(view, places\)",
        "x: 0.5, y: 0.5",
        "comparison-geometry",
    ),
    _script(
        "divider-that-leaves-the-edge",
        {"zoom"},
        r"\(share \* frame\.width - matrix\.e\) / matrix\.a",
        "(share * frame.width)",
        "comparison-geometry",
    ),
    _script(
        "blink-by-itself",
        {"blink"},
        r"= isOn \?",
        '= isOn || this.#root.dataset.mode === "blink" ?',
        "comparison-modes",
    ),
    _script("blink-that-flickers", {"blink"}, "BLINK_MS = 1000", "BLINK_MS = 100", "comparison-modes"),
    _html("blink-without-words", {"blink"}, 'data-original="The original is shown"', 'data-original=""'),
    _css("difference-that-shows-nothing", {"difference"}, ".heat-stage { display: none !important; }"),
    _css(
        "difference-beside-the-map",
        {"difference"},
        ".side .plate { visibility: visible !important; }",
    ),
    _css("map-that-is-not-enlarged", {"difference"}, ".heat-stage .plate { transform: none !important; }"),
    _css("map-laid-askew", {"difference"}, ".heat-stage { inset-inline-start: 2rem !important; }"),
    _html("map-without-words", {"difference"}, r'(<div class="heat-stage">.*?) alt="[^"]*"', r'\1 alt=""'),
    _css(
        "map-for-scripts-alone", {"differing"}, "@media (scripting: none) { .differing { display: none; } }"
    ),
    _css("map-lost-on-paper", {"print"}, "@media print { .differing { display: none; } }"),
    _html("figure-without-words", {"differing"}, r'(<div class="heat-frame">.*?) alt="[^"]*"', r'\1 alt=""'),
    _html(
        "scale-without-words",
        {"differing"},
        r'(<figcaption>\s*)<ul class="heat-scale">[\s\S]*?</ul>',
        r"\1",
    ),
    _html("place-that-is-not-listed", {"differing"}, r'<span class="found-key"[^>]*>1</span>', ""),
    _html(
        "place-beside-the-map",
        {"differing"},
        r'(<div class="heat-frame">[\s\S]*?class="found-edge" x=")',
        r'\g<1>-80" data-x="',
    ),
    _html(
        "map-outside-its-cover",
        {"covers"},
        r'(<details class="cover">[\s\S]*?)(<img src="[^"]*/difference-[^>]*>)',
        r"\2\1",
        COVERED,
    ),
    _script("link-that-is-ignored", {"link"}, r"this\.#arrive\(\);", ""),
    _script("link-that-forgets-the-view", {"link"}, r"if \(asked\.view\)", "if (false)"),
    _html("controls-without-script", {"without script"}, r'(<div class="tools"[^>]*) hidden', r"\1"),
    # Two captions, two places of one picture, and the verdicts of others.
    _css("one-caption-alone", {"captions"}, "figure + .caption-card { display: none; }", CAPTIONS),
    _css(
        "caption-lost-on-paper",
        {"captions"},
        "@media print { .published blockquote { display: none; } }",
        CAPTIONS,
    ),
    _css("captions-out-of-step", {"captions"}, ".caption-card { grid-template-rows: none; }", CAPTIONS),
    _html(
        "caption-without-its-verdict",
        {"captions"},
        r'(<figure class="caption-card is-claimed">(?:(?!</p>)[\s\S])*>)False(?=<)',
        r"\1",
        CAPTIONS,
    ),
    _html(
        "picture-that-is-not-described",
        {"captions"},
        '<div class="missing">',
        '<div hidden class="missing">',
        CAPTIONS,
    ),
    _html("twin-without-its-mark", {"twins"}, "(<text[^>]*>)1b(?=</text>)", r"\g<1>1", TWINS),
    _css("cut-larger-than-its-twin", {"twins"}, ".cut-link:first-child img { inline-size: 5rem; }", TWINS),
    _script(
        "half-a-pair-highlighted",
        {"twin choice"},
        r"for \(const region of this\.#root\.querySelectorAll\(\"\.region\"\)\)",
        'for (const region of this.#root.querySelectorAll(".region:not([id$=twin])"))',
        "comparison-pictures",
        TWINS,
    ),
    _script(
        "twins-that-wait-for-another-picture",
        {"twin choice"},
        r"return SIDES\.filter\(.*\);",
        "return SIDES;",
        "comparison-pictures",
        TWINS,
    ),
    _html(
        "verdict-of-nobody",
        {"other verdicts"},
        r'<li><p><a href="/entities/ben/">[\s\S]*?</a>',
        "<li><p>",
        CAPTIONS,
    ),
    _html(
        "verdict-that-looks-like-ours",
        {"other verdicts"},
        '(<div class="other-verdicts">[\\s\\S]*?)<q',
        r'\1<q class="verdict tone-false"',
        CAPTIONS,
    ),
)


# -------------------------------------------------------------------------------------------- the tests


@pytest.fixture(scope="module")
def copy(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small archive, to be broken and mended."""
    return shutil.copytree(small_site, tmp_path_factory.mktemp("defects") / "site")


@pytest.fixture(scope="module")
def copy_url(copy: Path) -> Iterator[str]:
    with serve(copy) as url:
        yield url


ON_SOUND_PAGES = (
    *(
        (CASE, name)
        for name in ("incidents", "access", "spacing", "shift", "keyboard", "pictures", "without script")
    ),
    *((CASE, name) for name in ("touch", "differing")),
    *((ARABIC, name) for name in ("touch", "blink")),
    *((CAPTIONS, name) for name in WITH_CAPTIONS),
    *((TWINS, name) for name in WITH_TWINS),
)
"""The checks that no other test carries out on the page in which a defect is seeded for them, as it is here.

Those of a comparison are carried out in `test_comparison`, `test_looking_closer`, `test_links_to_views`, and
`test_blink_and_difference`, what is told without script in `test_without_script`, and the rest on each type of
page in `test_pages`.
"""


@pytest.mark.parametrize("page", dict.fromkeys(page for page, _ in ON_SOUND_PAGES))
def test_sound_page_passes_every_check(
    browser: Browser, tabs: Tabs, small_site: Path, small_url: str, page: str
) -> None:
    """Without this, a check that is always red would pass for a sharp one."""
    names = [name for where, name in ON_SOUND_PAGES if where == page]
    with examined(browser, tabs, small_site, small_url, page) as specimen:
        found = {name: problems for name in names if (problems := found_by(name, specimen))}
    assert found == {}


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_defect_is_seen_by_its_checks(
    browser: Browser, tabs: Tabs, copy: Path, copy_url: str, defect: Defect
) -> None:
    with (
        defect.seeded(copy) as broken,
        examined(browser, tabs, copy, copy_url, defect.page) as specimen,
    ):
        seen_by = {name for name in defect.seen_by - OF_FILES.keys() if found_by(name, specimen)}
        seen_by |= {name for name in defect.seen_by & OF_FILES.keys() if OF_FILES[name]([broken])}
    assert seen_by == defect.seen_by


def test_every_check_is_proved_by_a_defect() -> None:
    """A check that no defect has turned red is not known to work."""
    assert OF_FILES.keys() | CHECKS.keys() == frozenset().union(*(defect.seen_by for defect in DEFECTS))
