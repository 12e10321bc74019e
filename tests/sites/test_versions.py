"""What readers see of earlier versions, of corrections and of changes, in whole sites of real files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.site_builder import (
    ARABIC_EDITION,
    CASE,
    SITE,
    Files,
    build,
    edited,
    published,
    set_build,
    site,
    tree,
    words,
    write_files,
)

HIDDEN = "HIDDEN-WORDS"
HISTORY = "content/cases/cloud/history.jsonl"


def record(*states: Mapping[str, str | None]) -> str:
    """Return a record of states, a day apart."""
    return "".join(
        json.dumps({"at": f"2026-01-{10 + day}T12:00:00Z", "commit": f"{day}" * 40, "words": state}) + "\n"
        for day, state in enumerate(states)
    )


TWO = record(
    {
        "title": "The cloud was drawn",
        "report": "The sky was *clear* [@diary]. See <script>alert(1)</script> [x](https://false.test/post).",
        "claims/corners/rating": "unproven",
        "claims/gone/text": "A claim that was taken out.",
    },
    {
        "title": "The cloud was painted",
        "claims/corners/rating": "false",
        "claims/gone/text": None,
        "corrections/2026-01-11-rating-change": "We found the brush.",
    },
)
CORRECTED = edited(
    CASE,
    (
        "sources:\n",
        """\
corrections:
  - date: 2026-01-11
    kind: rating-change
    claim: corners
    from: unproven
    to: "false"
    text: We found the brush.
  - { date: 2026-01-20, kind: update, text: "It *rained* later [@diary]." }
sources:
""",
    ),
)


def parts(page: bytes, tag: str, of_class: str = "") -> list[str]:
    """Return the words of each element of a kind that holds none of its own kind."""
    said = f' class="{of_class}"' if of_class else ""
    return [
        words(part.encode()) for part in re.findall(rf"<{tag}{said}>(.*?)</{tag}>", page.decode(), re.DOTALL)
    ]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """A site with a corrected case of two versions, one that was withdrawn, and two that nobody may see."""
    retracted = edited(
        CASE,
        ("status: published", "status: retracted"),
        (
            "sources:\n",
            "corrections: [{ date: 2026-02-01, kind: retraction, text: It was wrong. }]\nsources:\n",
        ),
    )
    draft = edited(CASE, ("status: published", "status: draft"))
    embargoed = edited(CASE, ("status: published\n", "status: published\npublish_after: 2027-01-01\n"))
    hidden = record({"title": HIDDEN}, {"title": f"{HIDDEN} 2"})
    content: Files = site(cloud=CORRECTED, rain=retracted, draft=draft, embargoed=embargoed, single=CASE) | {
        HISTORY: TWO,
        **{f"content/cases/{name}/history.jsonl": hidden for name in ("rain", "draft", "embargoed")},
        "content/cases/single/history.jsonl": record({"title": "The cloud was painted"}),
        "content/site.yaml": set_build(SITE, "search: false, share_cards: false, page_size: 2"),
    }
    return published(tmp_path_factory.mktemp("site"), content)


def test_version_shows_what_it_changed(files: Mapping[str, bytes]) -> None:
    page = files["cases/cloud/versions/2/index.html"]
    deleted, inserted = parts(page, "del"), parts(page, "ins")
    for said in ("drawn", "Unproven", "A claim that was taken out."):
        assert f"[deleted words: {said} ]" in deleted
    for said in ("painted", "False", "We found the brush."):
        assert f"[inserted words: {said} ]" in inserted
    assert b'<meta name="robots" content="noindex">' in page
    assert b'href="/cases/cloud/versions/1/"' in page


def test_change_of_a_rating_names_the_claim_by_its_words(tmp_path: Path) -> None:
    """Its id is for editors: it stands on no page."""
    said = "A cloud over the town had *four* corners."
    history = record(
        {"claims/corners/text": said, "claims/corners/rating": "unproven"}, {"claims/corners/rating": "false"}
    )
    files = {**site(cloud=CASE), "content/cases/cloud/history.jsonl": history}
    page = published(tmp_path, files)["cases/cloud/versions/2/index.html"]
    (heading,) = (part for part in parts(page.split(b"<details")[0], "h3"))
    assert heading == "Claim A cloud over the town had four corners."
    assert "corners" not in parts(page, "code")
    (whole,) = parts(page.split(b"<details")[1], "h3")
    assert whole == "Claim"


def test_old_words_are_plain_words(files: Mapping[str, bytes]) -> None:
    """No old link leads to a false post, no citation to a source that is gone, and no mark becomes markup."""
    page = files["cases/cloud/versions/1/index.html"].decode()
    assert "The sky was clear. See &lt;script&gt;alert(1)&lt;/script&gt; x." in page
    assert "false.test" not in page


def test_versions_are_listed_with_their_corrections(files: Mapping[str, bytes]) -> None:
    listed = words(files["cases/cloud/versions/index.html"])
    assert listed.index("Version 2") < listed.index("Version 1")
    assert "Changed: Rating , Headline , Claim , Correction" in listed
    assert "We found the brush." in listed
    assert 'href="/cases/cloud/versions/"' in files["cases/cloud/index.html"].decode()


def test_single_version_has_no_pages(files: Mapping[str, bytes]) -> None:
    assert not [path for path in files if path.startswith("cases/single/versions")]
    assert b"/versions/" not in files["cases/single/index.html"]


def test_nothing_of_hidden_cases_is_told(files: Mapping[str, bytes]) -> None:
    assert not [path for path, content in files.items() if HIDDEN.encode() in content]
    assert not [path for path in files if path.startswith(("cases/draft", "cases/embargoed"))]


def test_versions_of_a_withdrawn_case_lead_to_its_tombstone(files: Mapping[str, bytes]) -> None:
    for path in ("versions/", "versions/1/", "versions/2/"):
        assert b'url=/cases/rain/"' in files[f"cases/rain/{path}index.html"]


def test_versions_of_a_renamed_case_are_found_by_its_former_name(tmp_path: Path) -> None:
    renamed = edited(CASE, ("language: en\nstatus", "language: en\nformer_slugs: [mist]\nstatus"))
    found = published(tmp_path, site(cloud=renamed) | {HISTORY: TWO})
    assert b'url=/cases/cloud/versions/2/"' in found["cases/mist/versions/2/index.html"]


IN_BOTH = record(
    {"title": "The cloud was drawn", "ar:title": "رُبما رُسمت", "claims/corners/rating": "unproven"},
    {"title": "The cloud was painted", "ar:title": "رُسمت السحابة", "claims/corners/rating": "false"},
)


def bilingual(case: str, **more: str) -> Files:
    """Return a site in English and Arabic with a case of two versions, and more files of the case."""
    config = edited(SITE["content/site.yaml"], ("languages: [en]", "languages: [en, ar]"))
    own = {f"content/cases/cloud/{name.replace('__', '.')}": text for name, text in more.items()}
    return site(cloud=case) | {"content/site.yaml": config, HISTORY: IN_BOTH, **own}


def test_edition_leads_to_versions_in_its_own_language(tmp_path: Path) -> None:
    """Nobody is led to an interface that they cannot read; what was said is shown as it was said."""
    found = published(tmp_path, bilingual(CORRECTED, case__ar__md=ARABIC_EDITION))
    here = "/ar/cases/cloud/versions/"
    assert f'href="{here}"' in found["ar/cases/cloud/index.html"].decode()
    listed, page = (found[f"{path[1:]}index.html"].decode() for path in (here, f"{here}2/"))
    for text in (listed, page):
        assert '<html lang="ar" dir="rtl">' in text
        assert '<h1><a href="/ar/cases/cloud/">رُسمت السحابة</a></h1>' in text
    assert f'href="{here}2/"' in listed
    assert f'href="{here}1/"' in page
    assert f'href="{here}"' in page
    # There and back: the same version in the other language.
    assert 'href="/cases/cloud/versions/2/"' in page
    assert f'href="{here}2/"' in found["cases/cloud/versions/2/index.html"].decode()


def test_words_of_the_edition_come_first_and_others_name_their_language(tmp_path: Path) -> None:
    found = published(tmp_path, bilingual(CASE, case__ar__md=ARABIC_EDITION))

    def headings(path: str) -> list[str]:
        return parts(found[path].partition(b"<details")[0], "h3")

    assert headings("ar/cases/cloud/versions/2/index.html") == [
        "العنوان",
        "العنوان الإنجليزية",
        "ادعاء الإنجليزية",
    ]
    assert headings("cases/cloud/versions/2/index.html") == ["Headline", "Claim", "Headline Arabic"]


def test_rating_before_and_after_are_two_words_in_their_own_language(tmp_path: Path) -> None:
    """They do not run into each other, and a label that nobody has translated is not read as if it were."""
    found = published(tmp_path, bilingual(CASE, case__ar__md=ARABIC_EDITION))
    for path, language in (("", ""), ("ar/", ' lang="en" dir="auto"')):
        page = found[f"{path}cases/cloud/versions/2/index.html"].decode()
        (change,) = re.findall(r'<div class="wording"([^>]*)><del>.*?Unproven.*?</del>(.*?)<ins>', page)
        assert change == (language, " ")


def test_versions_of_an_edition_that_is_gone_lead_to_those_of_the_case(tmp_path: Path) -> None:
    gone = edited(CASE, ("language: en\nstatus", "language: en\nformer_editions: [ar]\nstatus"))
    found = published(tmp_path, bilingual(gone))
    assert b'url=/cases/cloud/versions/"' in found["ar/cases/cloud/versions/index.html"]
    assert b'url=/cases/cloud/versions/2/"' in found["ar/cases/cloud/versions/2/index.html"]


def test_corrections_stand_in_a_log_the_latest_first(files: Mapping[str, bytes]) -> None:
    pages = [files[f"corrections/{path}index.html"] for path in ("", "page/1/")]
    told = [parts(page, "li", "correction") for page in pages]
    dates = ("1 February 2026", "20 January 2026", "11 January 2026")
    assert [len(page) for page in told] == [1, 2]
    for said, date in zip((*told[0], *told[1]), dates, strict=True):
        assert date in said
    assert "Rating before: Unproven Rating now: False" in told[1][1]
    assert b'href="/cases/cloud/versions/2/"' in pages[1]


def test_log_of_corrections_speaks_the_language_of_its_page(tmp_path: Path) -> None:
    """Also of a case that is not kept in it: what was said stays as it was said."""
    languages = edited(SITE["content/site.yaml"], ("languages: [en]", "languages: [en, ar]"))
    found = published(tmp_path, {**site(cloud=CORRECTED), "content/site.yaml": languages})
    (update, change) = parts(found["ar/corrections/index.html"], "li", "correction")
    assert update.startswith("تحديث · 20 يناير 2026 · The cloud was painted")
    assert change.startswith("تغيير التقييم · 11 يناير 2026")
    assert (
        b'<a href="/cases/cloud/"><bdi lang="en">The cloud was painted</bdi></a>'
        in (found["ar/corrections/index.html"])
    )


def test_record_names_the_versions(files: Mapping[str, bytes]) -> None:
    told = json.loads(files["cases/cloud/case.json"])
    assert [item["url"] for item in told["versions"]] == [
        f"https://facts.test/cases/cloud/versions/{number}/" for number in (1, 2)
    ]
    assert "versions" not in json.loads(files["cases/rain/case.json"])


# ------------------------------------------------------------------------------------------- the feeds


@pytest.fixture(scope="module")
def feed(files: Mapping[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["changes.json"])
    return found


def test_feed_tells_of_each_change_with_its_reason(feed: dict[str, Any]) -> None:
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["_irrefutable"]["reason"] for item in feed["items"]] == [
        "retraction",
        "update",
        "rating-change",
        "new",
        "new",
    ]
    changed = feed["items"][2]
    assert changed["id"] == "https://facts.test/cases/cloud/#correction-2026-01-11-rating-change"
    assert changed["_irrefutable"] == {
        "reason": "rating-change",
        "case": "cloud",
        "claim": "corners",
        "from_rating": "house/unproven",
        "to_rating": "house/false",
        "record": "https://facts.test/cases/cloud/case.json",
        "version": "https://facts.test/cases/cloud/versions/2/",
    }
    assert feed["items"][1]["content_text"] == "It rained later."


def test_new_verdict_is_the_one_of_that_day(feed: dict[str, Any]) -> None:
    """A case that was rated otherwise later was new with its first rating."""
    rated = {
        item["_irrefutable"]["case"]: item["_irrefutable"]["to_rating"]
        for item in feed["items"]
        if item["_irrefutable"]["reason"] == "new"
    }
    assert rated == {"cloud": "house/unproven", "single": "house/false"}


def test_both_feeds_say_the_same(files: Mapping[str, bytes], feed: dict[str, Any]) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ET.fromstring(files["changes.xml"]).findall(f"{atom}entry")  # noqa: S314 - our own
    said = [(item.findtext(f"{atom}id"), item.find(f"{atom}category").get("term")) for item in entries]  # type: ignore[union-attr]
    assert said == [(item["id"], item["tags"][0]) for item in feed["items"]]


def test_later_correction_changes_no_id(tmp_path: Path, feed: dict[str, Any]) -> None:
    more = edited(
        CORRECTED, ("corrections:\n", "corrections:\n  - { date: 2026-01-11, kind: update, text: More. }\n")
    )
    found = json.loads(published(tmp_path, site(cloud=more))["changes.json"])
    before = {item["id"] for item in feed["items"] if item["_irrefutable"]["case"] == "cloud"}
    assert before < {item["id"] for item in found["items"]}


def test_feed_is_limited_in_length(tmp_path: Path) -> None:
    short = set_build(SITE, "search: false, share_cards: false, feed_size: 2")
    found = published(tmp_path, site(cloud=CORRECTED, rain=CASE) | {"content/site.yaml": short})
    assert len(json.loads(found["changes.json"])["items"]) == 2


# ------------------------------------------------------------------------------------ one edit, one part


def test_edit_of_a_record_makes_the_pages_of_its_case_alone(tmp_path: Path) -> None:
    content = site(cloud=CORRECTED, rain=CASE) | {HISTORY: TWO}
    write_files(tmp_path, content)
    assert build(tmp_path).published
    more = record({"title": "x"}).replace("2026-01-10", "2026-02-10").replace('"title"', '"report"')
    write_files(tmp_path, {HISTORY: TWO + more})
    result = build(tmp_path)
    assert {path.split("/")[0] for path in result.rendered} == {"cases"}
    assert {path.split("/")[1] for path in result.rendered} == {"cloud"}
    clean = published(tmp_path / "clean", content | {HISTORY: TWO + more})
    assert {path: text for path, text in tree(tmp_path / "site").items() if path in clean} == clean


# ------------------------------------------------------------------------------------ what is disclosed


def test_facts_that_are_not_told_have_no_page(files: Mapping[str, bytes]) -> None:
    """An archive without a team, funding or contact has no pages that pretend to tell of them."""
    made = ("organisation", "funding", "contact", "privacy")
    assert not [path for path in files if path.split("/")[0] in made]
    data = json.loads(files["index.html"].decode().split('ld+json">')[1].split("</script>")[0])
    assert "ownershipFundingInfo" not in data
    assert data["correctionsPolicy"] == "https://facts.test/corrections/"


def test_facts_stand_on_their_pages(tmp_path: Path) -> None:
    told = edited(
        SITE["content/site.yaml"],
        (
            "url: https://newsroom.test }",
            """url: https://newsroom.test, legal_form: An association,
  team: [{ name: Ada Writer, role: Editor }],
  funding_sources: [{ name: Weather fund, year: 2025, share: 62.5, amount: 40 000 euros }] }
contact: { email: desk@newsroom.test }
policies: { codes: [ifcn], reply_days: 5, privacy: We keep *nothing*. }""",
        ),
    )
    page = "---\ntitle: Our money\n---\n\nWe are poor.\n"
    found = published(tmp_path, site() | {"content/site.yaml": told, "content/pages/funding.md": page})
    assert "An association" in words(found["organisation/index.html"])
    assert "Ada Writer Editor" in words(found["organisation/index.html"])
    funding = "Our money We are poor. Weather fund 2025 62.5 % of the income 40 000 euros"
    assert funding in words(found["funding/index.html"])
    assert "desk@newsroom.test" in words(found["contact/index.html"])
    assert "Days: 5, at most" in words(found["corrections/index.html"])
    assert "We keep nothing ." in words(found["privacy/index.html"])
    home = found["index.html"].decode()
    assert '"ownershipFundingInfo":"https://facts.test/funding/"' in home
