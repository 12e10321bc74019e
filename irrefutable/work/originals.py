"""What the original files of pictures carry and no published file does: evidence, for the desk alone.

A part of the pipeline.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from irrefutable.core.digest import digest
from irrefutable.media import derive, inspection
from irrefutable.model.archive import CaseFiles
from irrefutable.store.memo import Memo


def inspected(files: CaseFiles, root: Path, memo: Memo, engine: str) -> str:
    """Return what the originals of a case carry and no published file does, as lines of JSON."""
    lines = []
    for file in files.files.values():
        key = digest((derive.engine(), engine, file.digest))
        stored = memo.get("inspection", key)
        if stored is None:
            size = (file.width_px, file.height_px)
            found = asdict(inspection.inspect((root / file.path).read_bytes(), size))
            stored = json.dumps(found, ensure_ascii=False, sort_keys=True).encode()
            memo.put("inspection", key, stored)
        lines.append(json.dumps({"file": file.path} | json.loads(stored), ensure_ascii=False) + "\n")
    return "".join(sorted(lines))
