"""The one-way order of the packages holds, and would be missed. The contracts stand in pyproject.toml."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

WRONG_IMPORTS = {
    "The way of the data has one direction": ("load", "import irrefutable.store"),
    "YAML is read in load only": ("store", "import yaml"),
    "Pillow and what it draws words with are used in media only": ("core", "import PIL.Image"),
    "Jinja, Markdown and nh3 are used in render only": ("plan", "from jinja2 import Environment"),
    "Click and Rich are used in the command line only": ("check", "from rich import print"),
    "OpenCV and NumPy are used in media only": ("plan", "import cv2"),
    "livereload is used in serve only": ("render", "import livereload"),
    "watchfiles is used in watching only": ("workshop.py", "import watchfiles"),
    "fsspec is used in store only, and its file systems by nobody": ("work", "import fsspec"),
    "Dask is used where work is spread only": ("work/pictures.py", "import distributed"),
    "The parts of the pipeline lead to each other in one direction": (
        "work/world.py",
        "from irrefutable.work import cases",
    ),
}
"""For each contract a package, or a module, and an import that breaks it."""


def import_settings() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings: dict[str, Any] = tomllib.load(file)["tool"]["importlinter"]
    return settings


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    run = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", run, "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def broken_contracts(report: str) -> set[str]:
    return {line.removesuffix(" BROKEN") for line in report.splitlines() if line.endswith(" BROKEN")}


def test_imports_follow_the_one_way_order() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_contract_catches_an_import_that_breaks_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "irrefutable", tmp_path / "irrefutable")
    for package, statement in WRONG_IMPORTS.values():
        path = tmp_path / "irrefutable" / package
        with (path if path.suffix else path / "__init__.py").open("a", encoding="utf-8") as module:
            module.write(f"\n{statement}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert broken_contracts(done.stdout) == set(WRONG_IMPORTS)


def test_each_contract_has_an_import_that_breaks_it() -> None:
    assert {contract["name"] for contract in import_settings()["contracts"]} == set(WRONG_IMPORTS)


def test_each_part_of_the_package_has_its_place_in_the_order() -> None:
    layers = [c["layers"] for c in import_settings()["contracts"] if c["type"] == "layers"]
    placed = {part.strip() for each in layers for layer in each for part in layer.split("|")}
    there = {f"irrefutable.{path.stem}" for path in (ROOT / "irrefutable").glob("[!_]*.py")}
    there |= {f"irrefutable.{path.parent.name}" for path in (ROOT / "irrefutable").glob("*/__init__.py")}
    there |= {f"irrefutable.work.{path.stem}" for path in (ROOT / "irrefutable" / "work").glob("[!_]*.py")}
    assert there == placed
