"""Where things are found: addresses that are lost, renamed or taken back, and the path before all of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.site_builder import (
    CASE,
    SITE,
    build,
    edited,
    elements,
    png,
    published,
    site,
    words,
    write_files,
)

pytestmark = pytest.mark.slow

ARABIC = "---\nlanguage: ar\ntitle: السحابة\nsummary: { claimed: كذا, found: ليس كذا }\n---\n\nنص\n"


def test_address_that_is_lost_is_told_with_its_cure(tmp_path: Path) -> None:
    """Once, by the build that takes the page away; a redirect or a tombstone loses nothing."""
    write_files(tmp_path, site(one=CASE, two=CASE))
    assert build(tmp_path).diagnostics == ()
    folder = tmp_path / "content/cases"
    (folder / "one").rename(folder / "other")
    write_files(tmp_path, {"content/cases/two/case.md": edited(CASE, ("status: published", "status: draft"))})
    lost = build(tmp_path).diagnostics
    assert [(item.code, item.span.path) for item in lost] == [
        ("address-lost", "content/cases/one"),
        ("address-lost", "content/cases/two/case.md"),
    ]
    assert "former_slugs: [one]" in lost[0].hint
    assert build(tmp_path).diagnostics == ()


def test_comparison_that_is_taken_out_is_told_with_its_cure(tmp_path: Path) -> None:
    """Frames on other sites keep the address they were given."""
    comparison = "comparisons: [{ id: sky, title: The sky, claimed: one, original: two }]\n"
    media = "".join(
        f"  - {{ id: {name}, file: {name}.png, kind: image, alt: One, licence: CC0-1.0 }}\n"
        for name in ("one", "two")
    )
    write_files(tmp_path, {f"content/cases/a/{name}.png": png() for name in ("one", "two")})
    text = edited(CASE, ("sources:", f"media:\n{media}sources:"))
    write_files(tmp_path, site(a=edited(text, ("sources:", f"{comparison}sources:"))))
    assert "address-lost" not in {item.code for item in build(tmp_path).diagnostics}
    write_files(tmp_path, site(a=text))
    (lost,) = (item for item in build(tmp_path).diagnostics if item.code == "address-lost")
    assert "former_comparisons: [sky]" in lost.hint
    write_files(tmp_path, site(a=edited(text, ("sources:", "former_comparisons: [sky]\nsources:"))))
    assert "address-lost" not in {item.code for item in build(tmp_path).diagnostics}


def _with_comparison(text: str) -> str:
    comparison = "comparisons: [{ id: sky, title: The sky, claimed: one, original: two }]\n"
    media = "".join(
        f"  - {{ id: {name}, file: {name}.png, kind: image, alt: One, licence: CC0-1.0 }}\n"
        for name in ("one", "two")
    )
    return edited(text, ("sources:", f"media:\n{media}{comparison}sources:"))


WITHDRAWN = "status: retracted\ncorrections: [{ date: 2026-02-01, kind: retraction, text: Wrong. }]"


@pytest.mark.parametrize("way", ["retracted", "merged", "deleted"])
def test_frame_of_a_case_that_goes_with_its_comparisons_is_told_with_its_cure(
    tmp_path: Path, way: str
) -> None:
    """However the comparison went, the cure that is named leaves a page that says so at its address."""
    pictures = {f"content/cases/a/{name}.png": png() for name in ("one", "two")}
    write_files(tmp_path, {**site(a=_with_comparison(CASE), b=CASE), **pictures})
    assert "address-lost" not in {item.code for item in build(tmp_path).diagnostics}
    cases = tmp_path / "content/cases"
    if way == "retracted":
        write_files(tmp_path, site(a=edited(CASE, ("status: published", WITHDRAWN))))
    else:
        shutil.rmtree(cases / "a")
    if way == "merged":
        write_files(
            tmp_path,
            site(b=edited(CASE, ("language: en\nstatus", "former_slugs: [a]\nlanguage: en\nstatus"))),
        )
    (lost,) = (item for item in build(tmp_path).diagnostics if item.code == "address-lost")
    assert "former_comparisons: [sky]" in lost.hint
    assert '"sky"' in lost.message
    owner = cases / ("b" if way == "merged" else "a") / "case.md"
    if way == "deleted":
        write_files(tmp_path, site(a=edited(CASE, ("status: published", WITHDRAWN))))
    text = edited(owner.read_text(encoding="utf-8"), ("topics:", "former_comparisons: [sky]\ntopics:"))
    owner.write_text(text, encoding="utf-8")
    files = published(tmp_path, {})
    page = files["cases/a/embed/sky/index.html"].decode()
    if way == "merged":
        assert "/cases/b/embed/sky/" in page
        page = files["cases/b/embed/sky/index.html"].decode()
        assert "This comparison is no longer part of the case." in page
    else:
        assert "We have withdrawn this case." in page


def test_edition_that_is_removed_is_told_with_its_cure(tmp_path: Path) -> None:
    """The cure leaves words and a way on for its readers, and the comparison in frames on other sites."""
    edition = (
        "---\nlanguage: ru\ntitle: Облако\nsummary: { claimed: У облака углы., found: Его вписали. }\n---\n"
    )
    text = edited(
        _with_comparison(CASE), ("language: en\nstatus", "former_slugs: [old]\nlanguage: en\nstatus")
    )
    pictures = {f"content/cases/a/{name}.png": png() for name in ("one", "two")}
    write_files(tmp_path, {**site(a=text), **pictures, "content/cases/a/case.ru.md": edition})
    assert "address-lost" not in {item.code for item in build(tmp_path).diagnostics}
    (tmp_path / "content/cases/a/case.ru.md").unlink()
    (lost,) = (item for item in build(tmp_path).diagnostics if item.code == "address-lost")
    assert lost.span.path == "content/cases/a/case.md"
    assert "/ru/cases/" in lost.message
    assert "former_editions: [ru]" in lost.hint
    files = published(tmp_path, site(a=edited(text, ("topics:", "former_editions: [ru]\ntopics:"))))
    page = files["ru/cases/a/index.html"]
    assert "Этот разбор больше не ведётся на этом языке." in words(page)
    assert ("/cases/a/", "en") in {
        (item.attributes.get("href"), item.attributes.get("hreflang")) for item in elements(page)
    }
    assert b"/ru/cases/a/" in files["ru/cases/old/index.html"]
    for frame in ("ru/cases/a/embed/sky/index.html", "ru/cases/old/embed/sky/index.html"):
        assert b'content="0; url=/cases/a/embed/sky/"' in files[frame]
    retracted = edited(text, ("status: published", f"former_editions: [ru]\n{WITHDRAWN}"))
    assert b'content="0; url=/cases/a/"' in published(tmp_path, site(a=retracted))["ru/cases/a/index.html"]


def test_former_edition_that_is_there_is_refused(tmp_path: Path) -> None:
    text = edited(CASE, ("topics:", "former_editions: [en]\ntopics:"))
    (taken,) = build(write_files(tmp_path, site(a=text))).diagnostics
    assert (taken.code, taken.hint) == ("address-taken", "remove it")


def test_page_of_lost_addresses_says_what_a_frame_that_shows_it_means(tmp_path: Path) -> None:
    files = published(tmp_path, site(a=CASE))
    assert "in a frame on another site" in files["404.html"].decode()


def test_moved_and_retracted_cases_lose_no_address(tmp_path: Path) -> None:
    write_files(tmp_path, site(one=CASE, two=CASE))
    build(tmp_path)
    folder = tmp_path / "content/cases"
    (folder / "one").rename(folder / "other")
    moved = edited(CASE, ("language: en\nstatus", "former_slugs: [one]\nlanguage: en\nstatus"))
    withdrawn = "status: retracted\ncorrections: [{ date: 2026-02-01, kind: retraction, text: Wrong. }]"
    write_files(
        tmp_path,
        {
            "content/cases/other/case.md": moved,
            "content/cases/two/case.md": edited(CASE, ("status: published", withdrawn)),
        },
    )
    assert build(tmp_path).diagnostics == ()


def test_renamed_case_leaves_a_redirect_in_each_language(tmp_path: Path) -> None:
    case = edited(
        CASE, ("language: en\nstatus", "former_slugs: [old-name, older-name]\nlanguage: en\nstatus")
    )
    files = published(tmp_path, {**site(new__name=case), "content/cases/new-name/case.ar.md": ARABIC})
    for old in ("old-name", "older-name"):
        for prefix in ("", "ar/"):
            page = list(elements(files[f"{prefix}cases/{old}/index.html"]))
            target = f"/{prefix}cases/new-name/"
            refresh = [e.attributes["content"] for e in page if e.attributes.get("http-equiv") == "refresh"]
            assert refresh == [f"0; url={target}"]
            assert target in [element.attributes.get("href") for element in page]
            canonical = [e.attributes["href"] for e in page if e.attributes.get("rel") == "canonical"]
            assert canonical == [f"https://facts.test{target}"]
    assert b"old-name" not in files["sitemap.xml"]


def addresses(html: bytes) -> Iterator[str]:
    for element in elements(html):
        yield from (
            element.attributes[name]
            for name in ("href", "src", "data-src", "action")
            if name in element.attributes
        )
        for candidate in element.attributes.get("srcset", "").split(","):
            yield from candidate.split()[:1]
        if element.attributes.get("http-equiv") == "refresh":
            yield element.attributes["content"].partition("url=")[2]


def test_base_path_stands_before_every_address(tmp_path: Path) -> None:
    """A site in a folder of its host sends nobody outside of it, whoever wrote the link."""
    case = edited(
        CASE,
        (
            "sources:",
            (
                "media: [{ id: v, file: view.png, kind: image, alt: It, licence: CC0-1.0 }]\n"
                "former_slugs: [x]\nsources:"
            ),
        ),
        ("The sky was *clear*", "The [sky](/topics/weather/) was *clear*"),
    )
    files = published(
        tmp_path,
        {
            **site(cloud=case),
            "content/cases/cloud/view.png": png(),
            "content/site.yaml": edited(
                SITE["content/site.yaml"], ("https://facts.test", "https://facts.test/deep/er")
            ),
            "content/pages/about.md": (
                "---\ntitle: About\n---\n\n[Cases](/cases/), [feed](/feed.xml), [up](../cases/)\n"
            ),
        },
    )
    own = {"https://facts.test", "https://facts.test/"}
    for path, content in files.items():
        if not path.endswith(".html"):
            continue
        for address in addresses(content):
            parts = urlsplit(address)
            if parts.netloc in ("", "facts.test") and parts.scheme != "data":
                is_inside = (
                    parts.path.startswith("/deep/er/") or not parts.path or parts.path.startswith("..")
                )
                assert is_inside, f"{path}: {address}"
            assert address not in own
    for path in ("sitemap.xml", "feed.xml", "robots.txt"):
        text = files[path].decode()
        assert text.count("https://facts.test/") == text.count("https://facts.test/deep/er/") > 0
