"""Whatever an editor, a translator or an imported file writes: nothing of it runs, and nothing hangs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from irrefutable.model.prose import Cited, ProseRequest
from irrefutable.render import prose
from tests.site_builder import (
    CASE,
    SITE,
    Element,
    build,
    edited,
    elements,
    png,
    published,
    scripts,
    site,
    write_files,
)

pytestmark = pytest.mark.slow

RUNNING = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<div onclick=alert(1) style='background:url(javascript:alert(1))'>x</div>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<style>* { display: none }</style>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.test/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<details open ontoggle=alert(1)>x</details>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java&#x09;script:alert(1)'>x</a>",
    "<!-- <script> --> <script>alert(1)</script> <!-- -->",
    "</title></head><body><script>alert(1)</script>",
    "</p></div></article></main><script>alert(1)</script>",
    "'\"><script>alert(1)</script>",
)
"""What runs, loads or restyles something where it stands in a page as it is."""

ODD = (
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "` onclick=alert(1) `",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "{{ ''.__class__ }} {% include '/etc/passwd' %} {# x #}",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "＜script＞alert(1)＜/script＞",
)
"""What does so only in some places, or after a careless replacement."""

MARKUP = (*RUNNING, *ODD)
BREAKOUT = "'\"><script>alert(1)</script>"
HANDLER = '" onmouseover="alert(1)'
"""What stands in any text, Markdown or not."""

MARKDOWN = (
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1)  )",
    "[x](<javascript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A;&#x61;vascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](javascript://evil.test/%0Aalert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](blob:https://facts.test/1)",
    "[x](view-source:javascript:alert(1))",
    '[x](https://ok.test/ "t\\" onclick=\\"alert(1)")',
    "[x](https://ok.test/ 't\"><script>alert(1)</script>')",
    '[x](https://ok.test/"onclick="alert(1))',
    "[<script>alert(1)</script>](https://ok.test/)",
    "[[x](javascript:alert(1))](javascript:alert(2))",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x][]\n\n[x]: <javascript:alert(1)> 'title\" onclick=\"alert(1)'",
    "[y]\n\n[y]: data:text/html,x",
    "<javascript:alert(1)>",
    "<JAVASCRIPT:alert(1)>",
    "<data:text/html,x>",
    '<https://ok.test/"onclick="alert(1)>',
    '<a@b.test"onclick="alert(1)>',
    'words\n{: onclick="alert(1)" style="color: red" }',
    "[x](https://ok.test/){: onclick=alert(1) style=x target=_blank href=javascript:alert(1) }",
    "*x*{: onmouseover=alert(1) srcdoc='<script>' class='verdict tone-true' }",
    '## h {: #a"><script>alert(1)</script> onclick=alert(1) }',
    "| a | b |\n|:--|--:|\n| <script>alert(1)</script> | [x](javascript:alert(1)){: onclick=alert(1) } |",
    "note[^<script>alert(1)</script>]\n\n[^<script>alert(1)</script>]: <img src=x onerror=alert(1)>",
    'note[^"onclick="alert(1)]\n\n[^"onclick="alert(1)]: [x](javascript:alert(1))',
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "> <script>alert(1)</script>\n> {: onclick=alert(1) }",
    "1. <img src=x onerror=alert(1)>\n{: style=x }",
    "a\\<script>alert(1)\\</script>",
    "***<script>***alert(1)***</script>***",
    "`<script>`alert(1)`</script>`",
)
"""What stands in Markdown only."""

NOWHERE = (
    r"[x](java\script:alert(1))",
    "[x](:javascript:alert(1))",
)
"""Addresses within the site at which nothing stands."""

ONLY_RENDERED = (
    "[x](java\nscript:alert(1))",
    "[x](java\tscript:alert(1))",
    "\x02klzzwxh:0000\x03<script>alert(1)</script>",
    "\x02wzxhzdk:0\x03",
    "[x](\x01javascript:alert(1))",
    "[x](java\x00script:alert(1))",
    "\ue0000\ue000 <p>\ue0009\ue000</p>",
    "\u202e[x](javascript:alert(1))",
    "\ufeff<script>alert(1)</script>",
)
"""What no file with content can say in its fields; the renderer does not rely on that."""

FORBIDDEN_TAGS = frozenset(
    ("base", "embed", "form", "frame", "frameset", "iframe", "math", "object", "portal", "style", "template")
)
FORBIDDEN_ATTRIBUTES = frozenset(
    ("action", "background", "formaction", "ping", "srcdoc", "style", "xlink:href")
)
ADDRESSES = ("href", "src", "cite", "data", "poster")
CONTROLS = "".join(map(chr, range(0x21)))
"""Browsers leave these out before an address, and tabs and line ends anywhere in it (URL standard, 4.4)."""
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


REFERENCE = re.compile(
    r"data:application/(?:x-bibtex|x-research-info-systems|vnd\.citationstyles\.csl\+json)"
    r";charset=utf-8,[^\x00-\x20\"#<>\[\\\]^`{|}\x7f-\x9f]+"
)


def dangers(found: Iterator[Element]) -> Iterator[str]:
    """Yield what could run, load or restyle something."""
    for tag, attributes in found:
        # A frame on another site lets its links go to the whole window; that loads nothing.
        is_our_base = tag == "base" and attributes.keys() == {"target"}
        if tag in FORBIDDEN_TAGS and not is_our_base:
            yield f"<{tag}>"
        for name, value in attributes.items():
            if name.startswith("on") or name in FORBIDDEN_ATTRIBUTES:
                yield f"<{tag} {name}={value}>"
        # A reference to be kept as a file is without signs of markup, in a form that no browser shows.
        is_our_reference = tag == "a" and "download" in attributes and REFERENCE.fullmatch(attributes["href"])
        for name in ADDRESSES if not is_our_reference else ():
            scheme = SCHEME.match(re.sub(r"[\t\n\r]", "", attributes.get(name, "").lstrip(CONTROLS)))
            if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
                yield f"<{tag} {name}={attributes[name]}>"
        if tag == "script" and attributes.get("type") not in ("module", "application/ld+json"):
            yield "<script>"
        if tag == "script" and not attributes.get("src", "/assets/").startswith("/assets/"):
            yield f"<script src={attributes['src']}>"
        if attributes.get("http-equiv", "").lower() == "refresh" and not attributes["content"].startswith(
            "0; url=/"
        ):
            yield f"<meta refresh {attributes['content']}>"


@pytest.mark.parametrize("payload", RUNNING)
def test_the_search_for_dangers_finds_them(payload: str) -> None:
    """A search that finds nothing in these would find nothing anywhere."""
    assert list(dangers(elements(f"<p>{payload} <p>words</p>".encode())))


@pytest.mark.parametrize("payload", [*MARKUP, *MARKDOWN, *NOWHERE, *ONLY_RENDERED])
def test_markdown_renders_to_nothing_that_runs(payload: str) -> None:
    for text in (
        payload,
        f"words {payload} words",
        f"- item\n\n    {payload}\n",
        f"**{payload}**",
        f"{payload}\n\n{payload}",
    ):
        cited = {"x": Cited(1, 'a" onclick="alert(1)', '"><script>alert(1)</script>')}
        html = prose.render(ProseRequest(f"{text}\n\n[@x]", scope="s", cited=cited))
        assert list(dangers(elements(html.encode()))) == []
        assert "script" not in {element.tag for element in elements(html.encode())}


def test_only_known_classes_stay(tmp_path: Path) -> None:
    """Words cannot dress up as a verdict."""
    html = prose.render(
        ProseRequest("*x*{: .verdict .tone-true #main } [y](/z){: .footnote-ref .button }", scope="s")
    )
    assert "verdict" not in html
    assert "button" not in html
    assert 'id="s-main"' in html


# ------------------------------------------------------------------------------------------ whole sites


def quoted(text: str) -> str:
    """Return a text as a string of YAML in one line, where a note has no line to begin on."""
    one_line = " ".join(text.split()).replace("[^", "\\[^")
    return "'" + one_line.replace("'", "''") + "'"


def case_with(payload: str, markdown: str) -> str:
    """Return a case that says a payload wherever a case can say something."""
    text, body = quoted(payload), quoted(markdown)
    report = markdown.replace("\n", "\n\n") if payload == markdown else markdown
    return f"""\
---
title: {text}
summary: {{ claimed: {text}, found: {text} }}
language: en
status: published
published: 2026-01-10
authors: [ada]
reviewed_by: [ben]
topics: [weather]
places: [{{ id: p, name: {text}, aliases: [{text}], country: NL }}]
claims:
  - id: c
    text: {text}
    claimant_unknown: {text}
    made: 2026-01-05
    rating: "false"
    rating_explanation: {body}
    quotes: [{{ text: {text}, language: nl, translation: {text} }}]
    appearances:
      - {{ platform: {text}, account: {text}, date: 2026-01-06, state: live,
          url: "https://b.test/1", archived: "https://a.test/1",
          reach: {{ number: 1, unit: {text}, date: 2026-01-06, source: s }} }}
media:
  - id: m
    file: m.png
    kind: video-frame
    alt: {text}
    caption: {body}
    credit: {text}
    licence: fair-use
    licence_reason: {text}
    shown_as: {text}
    actually: {text}
    sensitive: {text}
    original: {{ description: {text} }}
    video: {{ time_code: "0:01" }}
    redactions: [{{ box: [1, 1, 5, 5], reason: {text} }}]
  - {{ id: o, file: o.png, kind: schematic, alt: {text}, licence: CC0-1.0 }}
evidence:
  - {{ id: e, title: {text}, bears_on: [c], weight: context, method: expert, text: {body},
      media: [m], reproduce: [{body}] }}
rebuttals:
  - {{ id: r, by: ben, date: 2026-02-01, to: c, text: {body}, response: {body}, holds: open,
      quotes: [{{ text: {text}, language: en }}] }}
comparisons:
  - id: k
    title: {text}
    claimed: m
    original: o
    align: points
    points: [{{ claimed: [1, 1], original: [1, 1] }}, {{ claimed: [30, 20], original: [30, 20] }}]
    regions: [{{ id: g, label: {text}, claimed: [1, 1, 5, 5] }}]
    conclusion: {body}
timeline: [{{ id: t, date: 2026-01-05, text: {body} }}]
disagreements:
  - {{ id: d, point: {text}, variants: [{{ text: {body} }}, {{ text: {body} }}], resolution: {body} }}
not_found: [{{ id: f, text: {body} }}]
sources:
  - {{ id: s, publisher: {text}, title: {text}, authors: [{text}],
      original_publisher: {text}, quote: {text}, note: {text},
      language: en, grade: primary, kind: online, url: "https://s.test/?a='b'&c=(d)" }}
corrections: [{{ date: 2026-02-01, kind: correction, text: {body} }}]
---

{report} [@s]

[[claim: c]]

[[evidence: e]]
"""


def hostile_site(payloads: Mapping[str, str]) -> dict[str, str | bytes]:
    """Return a site with a case for each payload, and the first of them around the cases."""
    text, handler = quoted(RUNNING[0]), quoted(HANDLER)
    files: dict[str, str | bytes] = {
        **SITE,
        "content/site.yaml": edited(
            SITE["content/site.yaml"],
            ("title: Test archive", f"title: {text}"),
            ("tagline: Cases that exist for a test", f"tagline: {quoted(RUNNING[2])}"),
            ("name: Test newsroom", f"name: {quoted(BREAKOUT)}"),
            ("licence: CC-BY-4.0", f"licence: {quoted(HANDLER)}"),
        ),
        "content/ratings.yaml": edited(
            SITE["content/ratings.yaml"],
            (
                'label: "False", explanation: It is not so.',
                f"label: {text}, explanation: {quoted(RUNNING[4])}",
            ),
            ("title: House scale", f"title: {text}"),
        ),
        "content/topics.yaml": f"topics: [{{ id: weather, label: {text}, description: {handler} }}]\n",
        "content/entities/ada.yaml": f"name: {text}\nkind: person\ndescription: {quoted(RUNNING[2])}\n",
        "content/entities/ben.yaml": f"name: {quoted(BREAKOUT)}\nkind: person\n",
        "content/pages/methodology.md": f"---\ntitle: {text}\ndescription: {handler}\n---\n\n{RUNNING[0]}\n",
        "content/pages/corrections.md": f"---\ntitle: {text}\n---\n\n{MARKDOWN[0]}\n",
    }
    for name, payload in payloads.items():
        is_markup = payload in MARKUP
        files[f"content/cases/{name}/case.md"] = case_with(payload if is_markup else "Plain", payload)
        files[f"content/cases/{name}/m.png"] = png()
        files[f"content/cases/{name}/o.png"] = png(colour=(90, 40, 160))
    return files


def test_nothing_that_an_editor_writes_runs_on_any_page(tmp_path: Path) -> None:
    """One case for each payload, which says it in every field that holds words."""
    payloads = {f"case-{number}": payload for number, payload in enumerate((*MARKUP, *MARKDOWN))}
    files = published(tmp_path, hostile_site(payloads))
    pages = {path: content for path, content in files.items() if path.endswith(".html")}
    assert len(pages) > len(payloads)
    for path, page in pages.items():
        assert list(dangers(elements(page))) == [], path
        is_case = path.startswith("cases/case-") and "/embed/" not in path
        # The front page says who publishes the archive.
        expected = {"application/ld+json"} if is_case or path == "index.html" else set()
        assert {form for form, _ in scripts(page)} == expected, path
    assert json.loads(files["feed.json"])["items"]
    for path in ("feed.xml", "sitemap.xml"):
        names = {element.tag.rpartition("}")[2] for element in ET.fromstring(files[path]).iter()}  # noqa: S314
        assert names <= {
            *(
                "feed",
                "title",
                "subtitle",
                "id",
                "link",
                "updated",
                "author",
                "name",
                "rights",
                "entry",
                "published",
            ),
            *("summary", "urlset", "url", "loc", "lastmod"),
        }
    assert b"<" not in files["robots.txt"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.test/",
        'https://a.test/" onclick="x',
        "https://a.test/<b>",
    ],
)
@pytest.mark.parametrize("where", ["source", "appearance", "entity", "publisher"])
def test_address_that_is_none_never_reaches_a_page(url: str, where: str, tmp_path: Path) -> None:
    address = quoted(url)
    files = {
        "source": site(a=edited(CASE, ("url: https://weather.test/diary", f"url: {address}"))),
        "appearance": site(
            a=edited(
                CASE,
                (
                    "no_appearance: It was told by word of mouth.",
                    f"appearances: [{{ platform: P, url: {address}, date: 2026, state: live }}]",
                ),
            )
        ),
        "entity": {
            **site(a=CASE),
            "content/entities/ada.yaml": f"name: A\nkind: person\nsame_as: [{address}]\n",
        },
        "publisher": {
            **site(a=CASE),
            "content/site.yaml": edited(
                SITE["content/site.yaml"], ("url: https://newsroom.test", f"url: {address}")
            ),
        },
    }[where]
    result = build(write_files(tmp_path, files))
    assert result.published is None
    assert {item.code for item in result.diagnostics} == {"bad-url"}


@pytest.mark.parametrize("payload", NOWHERE)
def test_link_to_nothing_is_refused(payload: str, tmp_path: Path) -> None:
    result = build(write_files(tmp_path, site(a=f"{CASE}\n{payload}\n")))
    assert result.published is None
    assert {item.code for item in result.diagnostics} == {"dead-link"}


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("b", "a")])
def test_link_to_what_another_page_lacks_is_refused(one: str, other: str, tmp_path: Path) -> None:
    """Whichever of them is made first; what the page has may be led to."""
    linked = f"{CASE}\n[one](/cases/{other}/#nowhere) and [another](/cases/{other}/#main)\n"
    result = build(write_files(tmp_path, site(**{one: linked, other: CASE})))
    assert [item.message for item in result.diagnostics] == [f'"/cases/{other}/" has no "#nowhere"']


def test_markdown_picture_is_refused(tmp_path: Path) -> None:
    """It would be a picture without a licence, loaded from wherever the text says."""
    result = build(write_files(tmp_path, site(a=f"{CASE}\n![x](https://evil.test/x.png)\n")))
    assert {item.code for item in result.diagnostics if item.is_error} == {"markdown-picture"}


# ------------------------------------------------------------------------------------------ slow content

REPEATED = (
    *(
        "[",
        "]",
        "![",
        "[[",
        "[@",
        "[@a;",
        "[@a; @",
        "[[media: ",
        "[a](",
        '[a](b "',
        "[a]((",
        "[^a",
        "[a]: b\n",
    ),
    *(
        "`",
        "` ``",
        "*_",
        "***a_",
        "**a ",
        "> ",
        ">\n",
        "|a",
        "{: ",
        "<",
        "<http:",
        "&",
        "#",
        "- ",
        "\\",
        "~~~a\n",
        " \n",
    ),
)
"""Beginnings that nothing ends, which a backtracking pattern follows over and over."""

RENDER = """
import sys
from irrefutable.model.prose import ProseRequest, citations, embeds
from irrefutable.render.prose import render
for unit in sys.argv[2:]:
    text = (unit * int(sys.argv[1]))[: int(sys.argv[1])]
    citations(text), embeds(text)
    render(ProseRequest(text, scope="s"))
"""
GENEROUS_SECONDS = 60


def test_repeated_marks_do_not_hang_the_build() -> None:
    """12 kB of each: what is exponential, or takes a step in Python for each pair of marks, takes longer."""
    command = [sys.executable, "-c", RENDER, "12000", *REPEATED]
    subprocess.run(command, cwd=Path(__file__).parents[2], timeout=GENEROUS_SECONDS, check=True)


def test_deep_quotations_are_rendered() -> None:
    """Neither the depth of the recursion nor that of the page is the editor's to choose."""
    deep = "".join(f"{'> ' * depth}words\n" for depth in range(300))
    assert prose.render(ProseRequest(deep, scope="s")).count("<blockquote>") > 0
