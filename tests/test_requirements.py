"""The lock files say everything about what is installed, and nothing about where it was fetched."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements/build.lock", "requirements/dev.lock", "requirements/peers.lock")

_REQUIREMENT = re.compile(
    r"(?P<name>[a-z0-9-]+)==[^\s;]+( ; [^\\\n]+)?"  # a version, and the systems it is for
    r"( \\\n    --hash=sha256:[0-9a-f]{64})+\n"
)


def locked(lock: str) -> dict[str, str]:
    """Return the requirements of a lock file by name, each as it is written."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {match["name"]: match[0] for match in _REQUIREMENT.finditer(text)}


def wanted() -> dict[str, set[str]]:
    """Return the names that pyproject.toml asks for, for each lock file."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    needed = project["project"]["dependencies"] + project["build-system"]["requires"]
    groups: dict[str, Any] = project["dependency-groups"]
    extras: dict[str, list[str]] = project["project"]["optional-dependencies"]
    optional = [entry for extra in extras.values() for entry in extra]
    return {
        "requirements/build.lock": {_name(entry) for entry in needed + extras["search"] + groups["build"]},
        "requirements/dev.lock": {
            _name(entry)
            for entry in needed + optional + groups["build"] + groups["dev"]
            if isinstance(entry, str)
        },
        "requirements/peers.lock": {_name(entry) for entry in groups["peers"]},
    }


def _name(requirement: str) -> str:
    return re.split(r"[<>=!~;\[ ]", requirement)[0].lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_file_is_only_names_versions_and_hashes(lock: str) -> None:
    """An index, an address or a path of the machine that wrote it would follow everyone who installs."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    rest = _REQUIREMENT.sub("", text)
    assert all(line.startswith("#") for line in rest.splitlines()), rest
    assert "make lock" in rest
    assert "/" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_file_has_all_that_the_project_asks_for(lock: str) -> None:
    assert wanted()[lock] <= set(locked(lock))


def test_developers_build_with_the_versions_that_everyone_builds_with() -> None:
    build, dev, _ = (locked(lock) for lock in LOCKS)
    assert build.items() <= dev.items()


@pytest.mark.parametrize("folder", ["bench/peers", "tests/browser"])
def test_npm_lock_file_has_hashes_and_no_addresses(folder: str) -> None:
    text = (ROOT / folder / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha512-') == text.count('"node_modules/')
