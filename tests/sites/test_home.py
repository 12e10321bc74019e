"""The home page leads with the case that the editor chose, or with the latest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from irrefutable.core.diagnostics import as_text
from tests.site_builder import CASE, SITE, build, published, write_files

SITE_FILE = "content/site.yaml"


def with_cases(lead: str, status: str = "published") -> dict[str, str | bytes]:
    files = dict(SITE)
    site = SITE[SITE_FILE]
    assert isinstance(site, str)
    files[SITE_FILE] = f"{site}lead: {lead}\n" if lead else site
    for name, day in (("old", "2026-01-01"), ("new", "2026-02-01")):
        case = CASE.replace("published: 2026-01-10", f"published: {day}").replace(
            "The cloud", f"The {name} cloud"
        )
        own = status if name == "old" else "published"
        files[f"content/cases/{name}/case.md"] = case.replace("status: published", f"status: {own}")
    return files


def order(page: bytes) -> list[str]:
    return re.findall(r'<a href="/cases/(old|new)/"', page.decode())


@pytest.mark.parametrize(
    ("lead", "status", "expected"),
    [
        ("", "published", ["new", "old"]),
        ("old", "published", ["old", "new"]),
        ("new", "published", ["new", "old"]),
        ("old", "draft", ["new"]),
    ],
)
def test_the_chosen_case_leads(tmp_path: Path, lead: str, status: str, expected: list[str]) -> None:
    files = published(tmp_path, with_cases(lead, status))
    assert list(dict.fromkeys(order(files["index.html"]))) == expected


def test_a_lead_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = build(write_files(tmp_path, with_cases("odl")))
    found = next(item for item in result.diagnostics if item.is_error)
    assert result.published is None
    assert 'error[unknown-id] there is no case "odl"' in as_text(found)
    assert 'did you mean "old"?' in as_text(found)
