"""Whether there is anything to build at all. Refuses to say no where an edit could have left the same signs.

A build that ended well leaves a seal: what the file system said of every file that it read or published.
While it still says the same, the next build would do nothing; it needs one look at the folders to know.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from irrefutable.core.diagnostics import Diagnostic, Severity, as_mapping
from irrefutable.core.spans import Span
from irrefutable.results import PACKAGE_FOLDER, Build, Settings, theme_folder
from irrefutable.store.manifest import WORKSPACE_PATH
from irrefutable.store.publish import Published
from irrefutable.store.signatures import settles_at_ns, stamp_of

_VERSION: Final = 1
_PASSED_OVER: Final = frozenset(("__pycache__",))
ORIGINALS: Final = "originals.jsonl"


@dataclass(frozen=True, slots=True)
class Signs:
    """What the file system says of the files of some folders."""

    digest: str
    is_settled: bool
    """Whether no further edit can leave the same signs."""


def signs_of_inputs(settings: Settings) -> Signs | None:
    """Look at everything that a build reads; None where links lead elsewhere, which nothing here watches."""
    folders = [settings.root / "content", PACKAGE_FOLDER]
    folders += [
        folder / name for folder in (settings.root, theme_folder()) for name in ("templates", "assets")
    ]
    return _signs(folders, tuple(_surroundings(settings)), settings.patience_seconds)


def last_build(settings: Settings, inputs: Signs | None) -> Build | None:
    """Return what the last build did, if another would do nothing; else None."""
    sealed = _read(_seal_file(settings))
    if inputs is None or sealed is None or sealed["inputs"] != inputs.digest:
        return None
    is_time = sealed["from"] <= settings.now.timestamp() < (sealed["until"] or float("inf"))
    outputs = _signs_of_outputs(settings) if is_time else None
    if outputs is None or sealed["outputs"] != outputs.digest:
        return None
    return Build(
        diagnostics=tuple(_diagnostic(item) for item in sealed["diagnostics"]),
        published=Published(kept=sealed["files"], foreign=tuple(sealed["foreign"])),
        cases=sealed["cases"],
        pages=sealed["pages"],
    )


def seal(settings: Settings, build: Build, inputs: Signs | None, until: dt.datetime | None) -> None:
    """Remember a build that ended well.

    Args:
        settings: what was built.
        build: what it did.
        inputs: the signs of all that it read, from before it was read.
        until: the instant at which an embargo ends; None for never.
    """
    published = build.published
    outputs = _signs_of_outputs(settings)
    if not (published and inputs and inputs.is_settled and outputs and outputs.is_settled):
        return
    sealed = {
        "version": _VERSION,
        "inputs": inputs.digest,
        "outputs": outputs.digest,
        "from": settings.now.timestamp(),
        "until": until.timestamp() if until else None,
        "cases": build.cases,
        "pages": build.pages,
        "files": published.kept + len(published.written),
        "foreign": published.foreign,
        "diagnostics": [as_mapping(item) for item in build.diagnostics],
    }
    file = _seal_file(settings)
    draft = file.with_suffix(".new")
    # What is published stands; where there is no room for the seal, the next build looks closer.
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(_sealed(sealed), encoding="utf-8")
        draft.replace(file)


def _signs_of_outputs(settings: Settings) -> Signs | None:
    if (settings.out / WORKSPACE_PATH).exists():
        # A build was killed there, perhaps before it left any file.
        return None
    return _signs((settings.out, settings.cache / ORIGINALS), (), settings.patience_seconds)


def _seal_file(settings: Settings) -> Path:
    place = hashlib.sha256(os.fsencode(settings.out.resolve())).hexdigest()[:16]
    return settings.cache / f"seal-{place}.json"


def _surroundings(settings: Settings) -> Iterator[str]:
    """Yield what decides the bytes of a site beside its files: the interpreter, the libraries, the wish."""
    yield f"{sys.version} {settings.is_preview} {settings.root.resolve()}"
    for folder in sys.path:
        if folder.endswith("-packages"):
            status = os.lstat(folder)
            yield f"{folder} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def _signs(roots: Sequence[Path], surroundings: Sequence[str], patience_seconds: float) -> Signs | None:
    """Look once, and once more where a wait that is short enough settles what was seen."""
    seen_at_ns = time.time_ns()
    state = hashlib.blake2b("\0".join(surroundings).encode())
    settled_ns = 0
    for root in roots:
        for file in _files(os.fspath(root)):
            if file is None:
                return None
            path, status = file
            stamp = stamp_of(status)
            settled_ns = max(settled_ns, settles_at_ns(stamp))
            said = f"{path}\0{stamp.size_bytes} {stamp.mtime_ns} {stamp.inode} {stamp.ctime_ns}\n"
            state.update(said.encode("utf-8", "surrogateescape"))
    wait_seconds = (settled_ns - seen_at_ns) / 1e9
    if 0 < wait_seconds <= patience_seconds:
        time.sleep(wait_seconds)
        return _signs(roots, surroundings, 0.0)
    return Signs(state.hexdigest(), wait_seconds <= 0)


def _files(root: str) -> Iterator[tuple[str, os.stat_result] | None]:
    """Yield every file below a folder, or the file itself; None for what is neither a file nor a folder."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=attrgetter("name"))
        except FileNotFoundError:
            continue
        except NotADirectoryError:
            yield folder, os.lstat(folder)
            continue
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _PASSED_OVER:
                    waiting.append(entry.path)
            elif entry.is_file(follow_symlinks=False):
                yield entry.path, entry.stat(follow_symlinks=False)
            else:
                yield None


def _read(file: Path) -> Mapping[str, Any] | None:
    try:
        digest, _, text = file.read_text(encoding="utf-8").partition("\n")
        sealed = json.loads(text) if digest == _digest(text) else None
    except (OSError, ValueError):
        return None
    return sealed if sealed and sealed["version"] == _VERSION else None


def _sealed(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return f"{_digest(text)}\n{text}"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _diagnostic(item: Mapping[str, Any]) -> Diagnostic:
    span = Span(item["path"], item["line"], item["column"], item["width"])
    return Diagnostic(
        span, item["code"], Severity(item["severity"]), item["message"], item["hint"], item["excerpt"]
    )
