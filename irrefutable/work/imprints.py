"""What the pictures of a case are known by, remembered by their bytes and what was destroyed in them.

A part of the pipeline, imported for the cases that need it. Refuses pictures that nobody may ask for: a
schematic stands for another picture, and must not answer for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from irrefutable.core.digest import digest
from irrefutable.core.packing import pack, unpack
from irrefutable.model.archive import CaseFiles, MediaFile
from irrefutable.model.lookup import Fingerprint, Imprint
from irrefutable.model.picture import Media
from irrefutable.plan.lookup_records import Known, askable, lookup_record
from irrefutable.plan.materials import Materials
from irrefutable.store.memo import Memo
from irrefutable.work.placements import engine


class Imprinted(NamedTuple):
    """What can be asked for of a case."""

    imprints: tuple[Imprint, ...]
    """In the order of the pictures in `described`."""
    described: Mapping[str, bytes]
    """The file that the answer is made of, by its path; none where nothing can be asked for."""


def imprinted(files: CaseFiles, materials: Materials, root: Path, memo: Memo) -> Imprinted:
    """Return what can be asked for of a case that lists show."""
    case = files.case.value
    known: dict[str, Known] = {}
    imprints = []
    for medium in askable(case):
        file = files.files.get(medium.file or "")
        if file is None or not file.width_px:
            continue
        found = _fingerprint(file, medium, root, memo)
        known[medium.id] = Known(found.width_px, found.height_px, found.contrast, found.details)
        imprints.append(Imprint(found.hash, found.words, found.places))
    if not known:
        return Imprinted((), {})
    record = lookup_record(materials, case.id, known)
    content = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    return Imprinted(tuple(imprints), {materials.routes.lookup_record(case.id).path: content})


def _fingerprint(file: MediaFile, medium: Media, root: Path, memo: Memo) -> Fingerprint:
    redactions = tuple((item.box, item.method.value) for item in medium.redactions)
    key = digest((engine(), file.digest, redactions))
    stored = memo.get("fingerprint", key)
    if stored is not None:
        return Fingerprint(*unpack(stored))
    # Most cases are made with pictures that are known already, and NumPy takes a while to import.
    from irrefutable.media.decode import upright_pixels  # noqa: PLC0415
    from irrefutable.media.fingerprint import fingerprint  # noqa: PLC0415
    from irrefutable.media.redact import redact  # noqa: PLC0415

    found = fingerprint(redact(upright_pixels((root / file.path).read_bytes()), redactions))
    memo.put("fingerprint", key, pack(tuple(found)))
    return found
