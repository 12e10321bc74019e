"""A case's folder, read from its files or remembered. Refuses to take what somebody remembers of other bytes.

A part of the pipeline.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.digest import digest
from irrefutable.core.packing import UnpackingError
from irrefutable.load.archive import load_case, open_case
from irrefutable.load.discover import discover_cases
from irrefutable.load.documents import Names
from irrefutable.model.archive import CaseFiles, MediaFile
from irrefutable.store.memo import Memo
from irrefutable.work.knowledge import packed_case, unpacked_case


class CaseInHand(NamedTuple):
    """A case's folder as it was read now, or before."""

    files: CaseFiles | None
    """With the size of every picture; None where the case cannot be built."""
    broken: CaseFiles | None
    record: str
    paths: Mapping[str, str]
    """As for `unpacked_case`."""


def take_up(
    root: Path, name: str, names: Names, memo: Memo, engine: str
) -> tuple[CaseInHand | None, list[Diagnostic]]:
    """Read what has a name in `content/cases`, or remember what it said; and say what is wrong with it.

    Args:
        root: the folder that paths begin at.
        name: of a case's folder; there is no case where nothing has it.
        names: the ids of entities by their names in lower case, for hints.
        memo: what was read before.
        engine: the digest of the code that reads.
    """
    folders, found = discover_cases(root, (name,))
    if not folders:
        return None, list(found)
    content = open_case(root, folders[0])
    pictures, more = with_sizes(content.pictures, root, memo)
    sizes = [(file.width_px, file.height_px) for file in pictures.values()]
    record = digest((engine, content.digest, sizes))
    paths = {"": content.folder.case} | dict(content.folder.editions)
    stored = None if content.diagnostics else memo.get("case", record)
    known = _known(stored, root, content.folder.id, pictures, paths) if stored else None
    if known:
        return CaseInHand(known, None, record, paths), [*found, *more]
    loaded = load_case(content, names)
    problems = [*found, *loaded.diagnostics]
    if loaded.files is None:
        return CaseInHand(None, loaded.broken, record, paths), problems
    files = replace(loaded.files, files=pictures)
    # What is remembered is not read again, so nothing may be wrong with it.
    if not loaded.diagnostics:
        memo.put("case", record, packed_case(files))
    return CaseInHand(files, loaded.broken, record, paths), [*problems, *more]


def _known(
    stored: bytes, root: Path, case_id: str, pictures: Mapping[str, MediaFile], paths: Mapping[str, str]
) -> CaseFiles | None:
    """Return a case as it was read before from the same bytes; None where it is another one."""
    try:
        files = unpacked_case(stored, root, paths)
    except UnpackingError:
        return None
    # Another machine may have said what it likes.
    is_ours = files.case.value.id == case_id and files.files == pictures
    return files if is_ours and {"", *files.editions} == paths.keys() else None


def with_sizes(
    files: Mapping[str, MediaFile], root: Path, memo: Memo
) -> tuple[dict[str, MediaFile], list[Diagnostic]]:
    """Return the picture files of a case with the width and height of each."""
    found: list[Diagnostic] = []
    sized = {}
    for name, file in files.items():
        sized[name], problem = _sized(file, root, memo)
        found += [problem] if problem else []
    return sized, found


def _sized(file: MediaFile, root: Path, memo: Memo) -> tuple[MediaFile, Diagnostic | None]:
    # Pillow takes longer to import than a case without pictures to read.
    from irrefutable.media import derive  # noqa: PLC0415
    from irrefutable.media.probe import probe  # noqa: PLC0415

    # Only what is right is remembered: a diagnostic names a place, which is no part of the content.
    key = digest((derive.engine(), file.digest, Path(file.path).suffix.lower()))
    stored = memo.get("size", key)
    if stored:
        width_px, height_px = json.loads(stored)
        return replace(file, width_px=width_px, height_px=height_px), None
    size, problem = probe(file.path, (root / file.path).read_bytes())
    if size is None:
        return file, problem
    if problem is None:
        memo.put("size", key, json.dumps(size).encode())
    return replace(file, width_px=size[0], height_px=size[1]), problem
