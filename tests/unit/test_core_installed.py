"""Libraries are told by what was installed: alike wherever that was, and otherwise once a file is another."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from irrefutable.core.installed import UntoldError, libraries_of

PROGRAM = "some-program"


def install(folder: Path, name: str, code: str = "1", requires: Sequence[str] = (), by: str = "pip") -> None:
    """Install a library as installers do; `code` stands for the digest of its only file."""
    said = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    said.mkdir(parents=True, exist_ok=True)
    metadata = [f"Name: {name}", "Version: 1.0", *(f"Requires-Dist: {one}" for one in requires)]
    (said / "METADATA").write_text("\n".join(("Metadata-Version: 2.1", *metadata, "")), encoding="utf-8")
    (said / "RECORD").write_text(
        f"{name}.py,sha256={code},1\n../../../bin/{name},sha256={folder.parent.name},9\n"
        f"{said.name}/INSTALLER,sha256={by},4\n{said.name}/RECORD,,\n",
        encoding="utf-8",
    )


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a program is installed with a library that needs one, and can do with another."""
    packages = tmp_path / "first" / "site-packages"
    fill(packages)
    monkeypatch.setattr(sys, "path", [str(packages)])
    return packages


def fill(packages: Path) -> None:
    install(packages, PROGRAM, requires=("Template.Engine>=2", 'indexer; extra == "search"'))
    markers = ('escaping ; python_version > "3"', "faster; extra == 'speed'", "tester; extra == 'test_full'")
    install(packages, "template-engine", requires=markers)
    install(packages, "escaping")


def test_installing_what_nothing_needs_changes_nothing(packages: Path) -> None:
    before = libraries_of(PROGRAM)
    install(packages, "notebook")
    install(packages, "tester")
    assert libraries_of(PROGRAM) == before


@pytest.mark.parametrize("name", ["template-engine", "escaping"])
def test_library_with_other_files_is_another_under_its_old_version(packages: Path, name: str) -> None:
    before = libraries_of(PROGRAM)
    requires = ("escaping",) if name == "template-engine" else ()
    install(packages, name, "2", requires)
    assert libraries_of(PROGRAM) != before


@pytest.mark.parametrize("name", ["indexer", "faster"])
def test_library_that_is_new_and_can_be_used_is_told(packages: Path, name: str) -> None:
    before = libraries_of(PROGRAM)
    install(packages, name)
    assert libraries_of(PROGRAM) != before


@pytest.mark.parametrize("name", ["later.pth", "sitecustomize.py"])
def test_code_that_runs_before_everything_is_told(packages: Path, name: str) -> None:
    before = libraries_of(PROGRAM)
    (packages / name).write_text("import patches\n", encoding="utf-8")
    assert libraries_of(PROGRAM) != before


def test_same_libraries_elsewhere_are_the_same(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who installed them, and the path in the first line of a command, differ from place to place."""
    before = libraries_of(PROGRAM)
    elsewhere = tmp_path / "second" / "site-packages"
    fill(elsewhere)
    install(elsewhere, "escaping", by="uv")
    (elsewhere / "code.pth").write_text(f"{tmp_path}\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(elsewhere)])
    assert libraries_of(PROGRAM) == before


def test_library_without_a_list_of_its_files_is_not_told(packages: Path) -> None:
    (packages / "escaping-1.0.dist-info" / "RECORD").unlink()
    with pytest.raises(UntoldError, match="escaping"):
        libraries_of(PROGRAM)


def test_program_that_is_not_installed_is_not_told(packages: Path) -> None:
    assert packages.is_dir()
    with pytest.raises(UntoldError, match="other"):
        libraries_of("other")
