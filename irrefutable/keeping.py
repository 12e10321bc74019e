"""Adds the addresses of a built site to those that are kept for ever. Refuses to take one out."""

from __future__ import annotations

from pathlib import Path

from irrefutable.core.diagnostics import as_text
from irrefutable.load.published import PUBLISHED_FILE, address_of, read_published, written
from irrefutable.store.manifest import read_manifest


class KeepingError(Exception):
    """The addresses cannot be kept; the message says why and what to do."""


def keep_addresses(root: Path, out: Path, *, writes: bool = True) -> tuple[str, ...]:
    """Add to the kept addresses those of the site; return them, in their order.

    Args:
        root: the folder with `content/`.
        out: the directory that the site was built into.
        writes: whether anything is written, or only said.

    Raises:
        KeepingError: there is no site, or the file of addresses is damaged.
        OSError: the file system refused; the file is as it was.
    """
    manifest = read_manifest(out)
    if manifest.damage:
        raise KeepingError(manifest.damage)
    if not manifest.files:
        raise KeepingError(f"there is no site in {out}; run `irrefutable build` first")
    kept, found = read_published(root)
    if found:
        raise KeepingError("\n".join(map(as_text, found)))
    here = {address for path in manifest.files if (address := address_of(path))}
    missing = tuple(sorted(here - kept))
    if missing and writes:
        file = root / PUBLISHED_FILE
        unfinished = file.with_name(f".{file.name}.unfinished")
        unfinished.write_text(written({*kept, *missing}), encoding="utf-8")
        unfinished.replace(file)
    return missing
