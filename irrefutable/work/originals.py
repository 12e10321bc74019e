"""What the original files of pictures carry and no published file does: evidence, for the desk alone.

A part of the pipeline.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from irrefutable.core.digest import digest
from irrefutable.model.archive import CaseFiles
from irrefutable.store.ledger import Ledger
from irrefutable.store.memo import Memo
from irrefutable.work.findings import ORIGINALS


def record_originals(ledger: Ledger, cache: Path, *, may_differ: bool) -> None:
    """Write down what the originals of all cases carry, readable by its owner alone.

    Args:
        ledger: with what builds found in them.
        cache: the folder for the record.
        may_differ: whether a record that is there may be of another state.
    """
    record = cache / "originals.jsonl"
    if record.is_file() and not may_differ:
        return
    content = "".join(sorted(value.decode() for _, value in ledger.items(ORIGINALS))).encode()
    if not record.is_file() or record.read_bytes() != content:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.touch(mode=0o600)
        record.write_bytes(content)


def inspected(files: CaseFiles, root: Path, memo: Memo, engine: str) -> str:
    """Return what the originals of a case carry and no published file does, as lines of JSON."""
    # Pillow takes longer to import than a case without pictures to publish.
    from irrefutable.media import derive, inspection  # noqa: PLC0415

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
