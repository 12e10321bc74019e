"""Publications of a few files, as the pipeline makes them. Refuses to render anything."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from irrefutable.model.output import Turn
from irrefutable.store import division
from irrefutable.store.foreign import foreign_files
from irrefutable.store.listing import Content
from irrefutable.store.manifest import Manifest, is_of_manifest
from irrefutable.store.publish import OutputDirectory
from irrefutable.store.published import Published
from irrefutable.store.snapshot import look

Tree = Mapping[str, bytes]


def publish(out: Path, tree: Tree, *, turns: Mapping[str, Turn] | None = None) -> Published:
    """Build as the pipeline does: keep what is held, write the rest."""
    with OutputDirectory(out) as output:
        stage = output.stage()
        for path, content in tree.items():
            sha256 = hashlib.sha256(content).hexdigest()
            if output.holds(path, sha256):
                stage.keep(path, sha256, len(content))
            else:
                stage.write(path, content, (turns or {}).get(path, Turn.PAGE))
        published = stage.commit()
        return replace(published, foreign=foreign_files(look(out, {}).signs, stage.planned, stage.own))


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a site but those of its manifest."""
    return {
        path: file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not is_of_manifest(path := file.relative_to(folder).as_posix())
    }


def write_manifest(folder: Path, files: Mapping[str, Content]) -> None:
    """Write the files of a manifest of these files."""
    for path, content in Manifest(files).written():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content or b"")


def have_parts(patch: pytest.MonkeyPatch) -> None:
    """Let manifests of more than four files stand in parts."""
    patch.setattr(division, "LINES_TOGETHER", 2)
    patch.setattr(division, "MOST_LINES", 4)


def state(folder: Path) -> dict[str, tuple[int, ...]]:
    """What a write would change: names, inodes, sizes and times of everything below a folder."""
    return {
        str(path.relative_to(folder)): (
            (status := path.lstat()).st_ino,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
        )
        for path in (folder, *folder.rglob("*"))
    }
