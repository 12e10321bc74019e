"""Runs Pagefind, the one home of that library. Refuses to leave a file behind.

Its program is run, a folder of pages in and a folder of files out, and not the Python interface around it
(1.5.2): that waits a tenth of a second for each answer, reads none of more than two megabytes, and ends the
program while it may still be writing.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from irrefutable.core.digest import digest, digest_bytes
from irrefutable.model.search import BundleIndex
from irrefutable.search.canonical import ENTRY, IndexFormatError, canonical, empty

ENGINE: Final = "pagefind.js"
_KEPT: Final = (".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment")
"""What a browser needs of a bundle, beside its entry; Pagefind writes its user interfaces as well."""
_SECONDS: Final = 600


class IndexingError(Exception):
    """Pagefind failed; the message says how."""


@lru_cache(maxsize=1)
def engine() -> str:
    """Return the version of Pagefind; empty where it is not installed."""
    if find_spec("pagefind_bin") is None:
        return ""
    try:
        return version("pagefind-bin")
    except PackageNotFoundError:
        return ""


@lru_cache(maxsize=1)
def maker() -> str:
    """Return what decides the bytes of an index beside its pages: Pagefind, and the code of this package."""
    files = (file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    return digest((engine(), [digest_bytes(content) for content in files]))


def indexed(pages: Iterable[tuple[str, bytes]], language: str) -> BundleIndex:
    """Return the index of some pages.

    Args:
        pages: the path of each, and its HTML.
        language: of all of them, whatever they say.

    Raises:
        IndexingError: Pagefind failed, or wrote what is not understood here.
    """
    with tempfile.TemporaryDirectory(prefix="irrefutable-search-") as name:
        source, target = Path(name, "pages"), Path(name, "index")
        for path, content in pages:
            file = source / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        _run(Path(name), "--site", "pages", "--output-path", "index", "--force-language", _primary(language))
        entry = json.loads((target / ENTRY).read_bytes())
        files = {
            path: file.read_bytes()
            for file in sorted(target.rglob("*"))
            if file.is_file() and (path := file.relative_to(target).as_posix()).endswith((*_KEPT, ENTRY))
        }
    try:
        files = canonical(files)
        (known,) = entry["languages"].values()
    except (IndexFormatError, KeyError, ValueError) as error:
        raise IndexingError(f"Pagefind {engine()} wrote an index that is not understood: {error}") from error
    # It names the index by its content, which names everything else.
    tag = hashlib.sha256(files[ENTRY]).hexdigest()[:10]
    return BundleIndex(files, tag, known.get("wasm") or "unknown")


def root(language: str, stemmer: str) -> Mapping[str, bytes]:
    """Return the files that a language's bundles have in common: the engine, and an index without a page.

    Args:
        language: of the bundles.
        stemmer: as the index of any of them has it.
    """
    files = _engine_files()
    module = f"wasm.{stemmer}.pagefind"
    if module not in files:
        files = {**files, **_engine_files(language)}
    return {
        ENGINE: files[ENGINE],
        module: files[module],
        **empty(engine(), _primary(language), stemmer),
    }


@lru_cache(maxsize=16)
def _engine_files(language: str = "en") -> dict[str, bytes]:
    """Return the engine with the module for a language, and the one for languages that it does not know."""
    page = b"<!doctype html><html><body data-pagefind-body><p>1</p></body></html>"
    with tempfile.TemporaryDirectory(prefix="irrefutable-search-") as name:
        file = Path(name, "pages", "index.html")
        file.parent.mkdir()
        file.write_bytes(page)
        _run(Path(name), "--site", "pages", "--output-path", "index", "--force-language", _primary(language))
        return {
            file.name: file.read_bytes()
            for file in Path(name, "index").iterdir()
            if file.name == ENGINE or file.name.startswith("wasm.")
        }


def _primary(language: str) -> str:
    return language.partition("-")[0]


def _run(folder: Path, *arguments: str) -> None:
    from pagefind_bin import get_executable  # noqa: PLC0415 - an extra, which need not be there

    # It also reads settings from the environment, and from files in the folder that it is run in.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        done = subprocess.run(  # noqa: S603 - the program of the package, on files of ours
            [get_executable(), "--silent", *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise IndexingError(f"Pagefind could not be run: {error}") from error
    if done.returncode:
        words = (done.stderr or done.stdout).strip()
        raise IndexingError(f"Pagefind failed ({done.returncode}): {words}")
