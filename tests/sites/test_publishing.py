"""What reaches readers, and what does not: drafts, embargoes, retractions, errors, overrides, pictures."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from irrefutable.store.journal import Workspace
from irrefutable.store.steps import Step
from tests.site_builder import (
    CASE,
    NOW,
    SITE,
    build,
    edited,
    elements,
    png,
    published,
    set_build,
    site,
    tree,
    with_cards,
    words,
    write_files,
)

pytestmark = pytest.mark.slow

MARK = "zanzibarium"
"""A word that stands nowhere else."""

MARKED_CASE = f"""\
---
title: The {MARK} title
summary: {{ claimed: "{MARK} was claimed.", found: "{MARK} was found." }}
language: en
status: published
published: 2026-01-20
authors: [ada]
reviewed_by: [ben]
topics: [weather]
former_slugs: [{MARK}-old]
places: [{{ id: here, name: Port {MARK}, country: NL }}]
claims:
  - id: main-{MARK}
    text: The {MARK} claim.
    claimant: {MARK}
    made: 1987-01
    rating: unproven
    rating_explanation: "{MARK} explained [@source]."
    no_appearance: "{MARK} nowhere."
media:
  - {{ id: view, file: {MARK}.png, kind: image, alt: A view of {MARK}, licence: CC0-1.0, credit: "{MARK}" }}
evidence:
  - {{ id: e, title: "{MARK}", bears_on: [main-{MARK}], weight: context, method: expert, text: "{MARK}" }}
sources:
  - {{ id: source, publisher: "{MARK} Press", title: "{MARK}", language: en, grade: primary, kind: online }}
---

The {MARK} report.
"""
ENTITY = f"name: Baron {MARK}\nkind: person\n"
MARKED: Mapping[str, str | bytes] = {
    f"content/entities/{MARK}.yaml": ENTITY,
    f"content/cases/hidden/{MARK}.png": png(),
    "content/cases/hidden/case.ar.md": (
        f"---\nlanguage: ar\ntitle: {MARK}\nsummary: {{ claimed: {MARK}, found: {MARK} }}\n---\n{MARK}\n"
    ),
}
"""Every kind of word that a case can bring to other pages; its claimant stands in no other case."""


def marked(status: str) -> dict[str, str | bytes]:
    case = edited(MARKED_CASE, ("status: published", f"status: {status}"))
    return {**MARKED, "content/cases/hidden/case.md": case}


def traces(files: Mapping[str, bytes], mark: str = MARK) -> list[str]:
    """Return the files that have a word in their name or in their bytes."""
    return [path for path, content in files.items() if mark in path or mark.encode() in content]


HIDDEN = {
    "draft": marked("draft"),
    "review": marked("review"),
    "ready": marked("ready"),
    "embargoed": marked("published\npublish_after: 2026-06-01T10:00:00+02:00"),
    "embargoed-retracted": marked(
        "retracted\npublish_after: 2026-06-01\n"
        "corrections: [{ date: 2026-02-01, kind: retraction, text: Wrong. }]"
    ),
}


@pytest.mark.parametrize("reason", HIDDEN)
def test_hidden_case_leaves_no_trace_in_the_output(reason: str, tmp_path: Path) -> None:
    """Not in a list, feed, sitemap, picture, file name, redirect, tally or entity page."""
    files = published(tmp_path, {**site(seen=CASE), **HIDDEN[reason]})
    assert traces(files) == []
    assert not [path for path in files if "1987" in path or "hidden" in path]
    assert traces(files, "The cloud was painted")


def test_the_same_case_leaves_traces_everywhere_once_it_is_out(tmp_path: Path) -> None:
    """The counterpart of the test above: it looks where there is something to see."""
    found = traces(published(tmp_path, {**site(seen=CASE), **marked("published")}))
    assert {
        "index.html",
        "feed.xml",
        "cases/index.html",
        "cases/hidden/index.html",
        "ar/cases/hidden/index.html",
        f"cases/{MARK}-old/index.html",
        "topics/weather/index.html",
        "ratings/unproven/index.html",
        f"claimants/{MARK}/index.html",
        f"entities/{MARK}/index.html",
        "entities/ada/index.html",
        "entities/index.html",
        "years/1987/index.html",
    } <= set(found)
    assert [path for path in found if path.startswith("media/")]


@pytest.mark.parametrize("reason", HIDDEN)
def test_preview_shows_what_readers_do_not_see_yet(reason: str, tmp_path: Path) -> None:
    files = published(tmp_path, {**site(seen=CASE), **HIDDEN[reason]}, is_preview=True)
    assert MARK in words(files["cases/hidden/index.html"])


def test_preview_is_not_for_search_engines(tmp_path: Path) -> None:
    files = published(tmp_path, site(seen=CASE), is_preview=True)
    assert ("robots", "noindex") in {
        (element.attributes.get("name"), element.attributes.get("content"))
        for element in elements(files["cases/seen/index.html"])
    }
    assert b"<loc>" not in files["sitemap.xml"]


@pytest.mark.parametrize(
    ("embargo", "now", "is_out"),
    [
        ("2026-06-01T10:00:00+02:00", dt.datetime(2026, 6, 1, 7, 59, 59, tzinfo=dt.UTC), False),
        ("2026-06-01T10:00:00+02:00", dt.datetime(2026, 6, 1, 8, 0, 0, tzinfo=dt.UTC), True),
        ("2026-06-01", dt.datetime(2026, 5, 31, 23, 59, tzinfo=dt.UTC), False),
        ("2026-06-01", dt.datetime(2026, 6, 1, 0, 0, tzinfo=dt.UTC), True),
        ("2026-06-01", dt.datetime(2026, 6, 1, 1, 0, tzinfo=dt.timezone(dt.timedelta(hours=2))), False),
    ],
)
def test_embargo_ends_at_its_instant(embargo: str, now: dt.datetime, is_out: bool, tmp_path: Path) -> None:
    """A day begins at midnight, UTC; the clock is an argument."""
    case = edited(CASE, ("status: published", f"status: published\npublish_after: {embargo}"))
    files = published(tmp_path, site(held=case), now=now)
    assert ("cases/held/index.html" in files) == is_out


def test_reference_to_a_draft_does_not_lead_to_it(tmp_path: Path) -> None:
    """Neither a related case nor a claim that repeats one of a draft shows what the draft says."""
    case = edited(
        CASE,
        (
            "    no_appearance:",
            "    relations: [{ relation: repeats, claim: hidden/main-zanzibarium }]\n    no_appearance:",
        ),
        ("sources:", f"related: [{{ case: hidden, relation: background, reason: See {MARK}. }}]\nsources:"),
    )
    draft = {**site(seen=case), **marked("draft")}
    assert traces(published(tmp_path / "draft", draft)) == []
    out = {**site(seen=case), **marked("published")}
    page = words(published(tmp_path / "out", out)["cases/seen/index.html"])
    assert f"The {MARK} claim." in page
    assert f"See {MARK}." in page


RETRACTED = edited(
    CASE,
    ("status: published", "status: retracted\nformer_slugs: [cloud-corners]"),
    (
        "sources:",
        (
            'corrections: [{ date: 2026-02-03, kind: retraction, text: "The cloud *was* real [@diary]." }]\n'
            "sources:"
        ),
    ),
)


def test_retraction_leaves_a_tombstone_with_reason_and_date(tmp_path: Path) -> None:
    """The address stays; what was withdrawn, its pictures and its markup go."""
    root = tmp_path
    picture: dict[str, str | bytes] = {
        "content/cases/cloud/view.png": png(),
        "content/cases/cloud/case.md": edited(
            CASE,
            (
                "sources:",
                "media: [{ id: v, file: view.png, kind: image, alt: It, licence: CC0-1.0 }]\nsources:",
            ),
        ),
    }
    before = published(root, {**SITE, **picture})
    assert b"ClaimReview" in before["cases/cloud/index.html"]
    (root / "content/cases/cloud/view.png").unlink()
    after = published(root, site(cloud=RETRACTED))
    page = after["cases/cloud/index.html"]
    assert "The cloud was real" in words(page)
    assert "3 February 2026" in words(page)
    for withdrawn in (b'"ClaimReview"', b"The sky was", b"four corners", b"No cloud has corners"):
        assert traces(after, withdrawn.decode()) == []
    for path in ("index.html", "feed.xml", "sitemap.xml", "cases/index.html", "claimants/index.html"):
        assert b"cases/cloud" not in after[path], path
    assert b"cases/cloud/" in after["cases/cloud-corners/index.html"]


def test_picture_of_a_retracted_case_is_withdrawn(tmp_path: Path) -> None:
    case = edited(
        RETRACTED,
        ("sources:", "media: [{ id: v, file: view.png, kind: image, alt: It, licence: CC0-1.0 }]\nsources:"),
    )
    files = published(tmp_path, {**site(cloud=case), "content/cases/cloud/view.png": png()})
    assert [path for path in files if path.startswith("media/")] == []


ARABIC = "---\nlanguage: ar\ntitle: السحابة\nsummary: { claimed: كذا, found: ليس كذا }\n---\n\nنص\n"


def test_renamed_case_leaves_no_page_behind(tmp_path: Path) -> None:
    before = published(tmp_path, {**site(old__name=CASE), "content/cases/old-name/case.ar.md": ARABIC})
    assert {"cases/old-name/index.html", "ar/cases/old-name/index.html"} <= before.keys()
    (tmp_path / "content/cases/old-name").rename(tmp_path / "content/cases/new-name")
    after = published(tmp_path, {})
    assert {"cases/new-name/index.html", "ar/cases/new-name/index.html"} <= after.keys()
    assert traces(after, "old-name") == []
    assert not (tmp_path / "site/cases/old-name").exists()


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("a claim without a rating", edited(CASE, ('    rating: "false"\n', ""))),
        ("an unknown source", edited(CASE, ("corners [@diary]", "corners [@dairy]"))),
        ("a line that is not YAML", edited(CASE, ("summary:", "summary"))),
    ],
)
def test_one_case_with_an_error_stops_everything(name: str, broken: str, tmp_path: Path) -> None:
    """Readers keep what they had, to the last byte and time."""
    published(tmp_path, site(good=CASE))
    before = {path: path.stat() for path in (tmp_path / "site").rglob("*")}
    write_files(tmp_path, site(good=edited(CASE, ("The sky was", "The air was")), bad=broken))
    result = build(tmp_path)
    assert result.published is None, name
    assert {item.span.path for item in result.diagnostics if item.is_error} == {"content/cases/bad/case.md"}
    after = {path: path.stat() for path in (tmp_path / "site").rglob("*")}
    assert {path: (s.st_mtime_ns, s.st_ino) for path, s in before.items()} == {
        path: (s.st_mtime_ns, s.st_ino) for path, s in after.items()
    }


def test_killed_publication_is_completed_though_the_content_has_errors_by_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the site would stay half the old one and half the new one until somebody mends them."""
    published(tmp_path / "new", site(good=edited(CASE, ("The sky was", "The air was"))))
    published(tmp_path, site(good=CASE))
    place, places = Workspace._do, iter(range(3))

    def killed(self: Workspace, number: int, step: Step) -> None:
        if next(places, None) is None:
            raise SystemExit
        place(self, number, step)

    monkeypatch.setattr(Workspace, "_do", killed)
    with pytest.raises(SystemExit):
        published(tmp_path, site(good=edited(CASE, ("The sky was", "The air was"))))
    monkeypatch.undo()
    assert tree(tmp_path / "site") != tree(tmp_path / "new" / "site")
    write_files(tmp_path, site(bad=edited(CASE, ("summary:", "summary"))))
    assert build(tmp_path).published is None
    assert tree(tmp_path / "site") == tree(tmp_path / "new" / "site")


def test_first_build_with_an_error_makes_no_site(tmp_path: Path) -> None:
    write_files(tmp_path, site(bad=edited(CASE, ("[ada]", "[adam]"))))
    assert build(tmp_path).published is None
    assert not (tmp_path / "site").exists()


def test_template_of_the_site_comes_before_that_of_the_theme(tmp_path: Path) -> None:
    """Also where a template of the theme includes it."""
    own = '{% extends "base.html" %}{% block main %}<h1>Nothing but clouds</h1>{% endblock %}'
    partial = "{% macro tallies(items) %}<p>{{ items|length }} OWN TALLIES</p>{% endmacro %}"
    files = published(
        tmp_path,
        {**site(a=CASE), "templates/404.html": own, "templates/_tallies.html": partial},
    )
    assert "Nothing but clouds" in words(files["404.html"])
    assert "OWN TALLIES" in words(files["topics/index.html"])
    assert "Nothing but clouds" not in words(files["index.html"])


def test_asset_of_the_site_comes_before_that_of_the_theme(tmp_path: Path) -> None:
    icon = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    style = {"assets/css/99-own.css": "p { color: teal }", "assets/icons/icon.svg": icon}
    files = published(tmp_path, {**site(a=CASE), **style})
    assert [
        content
        for path, content in files.items()
        if path.startswith("assets/icons/icon-") and path.endswith(".svg")
    ] == [icon.encode()]
    (sheet,) = (content for path, content in files.items() if path.startswith("assets/style-"))
    assert sheet.endswith(b"p{color:teal}")
    assert len(sheet) > 1000


def test_relaxed_rule_is_shown_to_readers(tmp_path: Path) -> None:
    """An archive may hold itself to less, but not in silence."""
    alone = edited(CASE, ("reviewed_by: [ben]\n", ""))
    policy = "policies: { relax: [{ rule: one-pair-of-eyes, reason: There is only Ada. }] }"
    relaxed = f"{SITE['content/site.yaml']!s}{policy}\n"
    method = {"content/pages/methodology.md": "---\ntitle: Method\n---\n\nWe try.\n"}
    write_files(tmp_path, {**site(a=alone), **method})
    assert build(tmp_path).published is None
    files = published(tmp_path, {"content/site.yaml": relaxed})
    page = words(files["methodology/index.html"])
    assert "one-pair-of-eyes" in page
    assert "There is only Ada." in page


def test_headers_are_written_only_when_asked_for(tmp_path: Path) -> None:
    assert "_headers" not in published(tmp_path, site(a=CASE))
    asked = f"{SITE['content/site.yaml']!s}publish: {{ headers_file: true }}\n"
    headers = published(tmp_path, {"content/site.yaml": asked})["_headers"].decode()
    assert "Content-Security-Policy: default-src 'none'" in headers
    assert "&#" not in headers
    assert "_headers" not in published(tmp_path, {"content/site.yaml": SITE["content/site.yaml"]})


def test_long_list_is_paged(tmp_path: Path) -> None:
    """One case a page, the latest first, numbered from the oldest, each page linked to its neighbours."""
    cases = {
        f"c{number}": edited(
            CASE, ("The cloud was painted\n", f"Case number {number}\n"), ("2026-01-10", f"2026-01-1{number}")
        )
        for number in (1, 2, 3)
    }
    small = set_build(SITE, "search: false, share_cards: false, page_size: 1, feed_size: 2")
    files = published(tmp_path, {**site(**cases), "content/site.yaml": small})
    pages = ["cases/index.html", "cases/page/2/index.html", "cases/page/1/index.html"]
    for page, number in zip(pages, (3, 2, 1), strict=True):
        assert [other for other in (1, 2, 3) if f"Case number {other}" in words(files[page])] == [number]
    assert "cases/page/3/index.html" not in files
    links = [{element.attributes.get("href") for element in elements(files[page])} for page in pages]
    assert ["/cases/page/2/" in hrefs for hrefs in links] == [True, False, True]
    assert "/cases/" in links[1]
    assert ["/cases/page/1/" in hrefs for hrefs in links] == [True, True, False]
    assert files["feed.xml"].count(b"<entry") == 2
    assert "topics/weather/page/2/index.html" in files


def test_list_without_cases_has_one_page(tmp_path: Path) -> None:
    files = published(tmp_path, SITE)
    assert "cases/index.html" in files
    assert [path for path in files if "/page/" in path] == []


def test_case_with_two_pictures_publishes_few_files(tmp_path: Path) -> None:
    """Two pages, a record, three for other programs, a card, a sheet with the pair, a map of differences,
    two files a picture: thirteen."""
    media = "\n".join(
        f"  - {{ id: {name}, file: {name}.png, kind: image, alt: It, licence: CC0-1.0 }}"
        for name in ("one", "two")
    )
    points = "".join(f"{{ claimed: [{x}, {x}], original: [{x}, {x}] }}, " for x in (0, 800))
    pair = (
        "  - { id: pair, title: The two, claimed: one, original: two, align: points, "
        f"points: [{points.rstrip(', ')}] }}"
    )
    case = edited(CASE, ("sources:", f"media:\n{media}\ncomparisons:\n{pair}\nsources:"))
    pictures = {f"content/cases/a/{name}.png": noise(1600, 900, name) for name in ("one", "two")}
    without = published(tmp_path, SITE)
    files = published(tmp_path, {**with_cards(site(a=case)), **pictures})
    own = [
        path for path in files.keys() - without.keys() if "cases/a/" in path or path.startswith("media/a/")
    ]
    assert len(own) == 13
    assert len([path for path in own if path.startswith("media/a/")]) == 7


def noise(width: int, height: int, seed: str) -> bytes:
    stream = io.BytesIO()
    Image.effect_mandelbrot((width, height), (-2, -1, 1, 1), 20 + len(seed)).save(stream, "PNG")
    return stream.getvalue()


def test_pictures_keep_nothing_but_their_pixels(tmp_path: Path) -> None:
    """What a camera wrote into a file never reaches the site."""
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = f"Camera {MARK}"
    Image.new("RGB", (40, 30), "teal").save(stream, "JPEG", exif=exif, comment=MARK.encode())
    assert MARK.encode() in stream.getvalue()
    case = edited(
        CASE,
        ("sources:", "media: [{ id: v, file: v.jpg, kind: image, alt: It, licence: CC0-1.0 }]\nsources:"),
    )
    files = published(tmp_path, {**with_cards(site(a=case)), "content/cases/a/v.jpg": stream.getvalue()})
    assert len([path for path in files if path.startswith("media/")]) == 2
    assert traces(files) == []
    # The desk still knows what was there.
    record = tmp_path / ".cache" / "originals.jsonl"
    assert MARK in record.read_text(encoding="utf-8")
    assert record.stat().st_mode & 0o077 == 0


def test_output_does_not_depend_on_the_instant_of_the_build(tmp_path: Path) -> None:
    first = published(tmp_path / "now", site(a=CASE))
    later = published(tmp_path / "later", site(a=CASE), now=NOW + dt.timedelta(days=900))
    assert first == later


def test_nothing_is_written_into_the_content(tmp_path: Path) -> None:
    write_files(tmp_path, site(a=CASE))
    before = tree(tmp_path / "content")
    build(tmp_path)
    assert tree(tmp_path / "content") == before
    assert {path.name for path in tmp_path.iterdir()} == {"content", "site", ".cache"}
