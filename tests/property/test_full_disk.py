"""Disks that are full or read-only, real ones of a few pages in memory. Skipped where nobody may mount.

Run as a module inside a mount namespace of its own, which ends with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from irrefutable.store.errors import OutputError
from tests.publications import Tree, files, publish

NAMESPACE = ("unshare", "--mount", "--map-root-user")

OLD: Tree = {
    "index.html": b"old home" * 500,
    "place": b"old file",
    "folder/a": b"old a",
    "folder/b/c": b"old c",
    **{f"cases/{number}/index.html": b"old page" * 1000 for number in range(4)},
}
NEW: Tree = {
    "index.html": b"new home" * 900,
    "place/index.html": b"new in the place of a file",
    "folder": b"new in the place of a folder",
    **{f"cases/{number}/index.html": b"new page" * 1500 for number in range(1, 7)},
}


def may_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = [*NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("limit", ["size", "nr_inodes", "ro"])
def test_disk_that_refuses_leaves_the_site_as_it_was_and_says_what_to_do(limit: str, tmp_path: Path) -> None:
    """Wherever the space ends, in bytes or in files; with more of it, the next publication succeeds."""
    if not may_mount():
        pytest.skip("mounting is not allowed here")
    result = subprocess.run(
        [*NAMESPACE, sys.executable, "-m", "tests.property.test_full_disk", limit, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    *refusals, last = result.stdout.splitlines()
    assert last == "published", "with enough space, nothing is refused"
    assert len(refusals) >= {"size": 8, "nr_inodes": 15, "ro": 1}[limit]
    reason, cure = {
        "ro": ("Read-only file system", "give yourself the right to write there"),
    }.get(limit, ("No space left on device", "free some space there, then build again"))
    for refusal in refusals:
        assert refusal.startswith(f"cannot write {tmp_path}/disk/site")
        assert f": {reason}. The site is as it was; {cure}" in refusal


@contextmanager
def disk(folder: Path, options: str) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=True)
    try:
        yield folder / "site"
    finally:
        subprocess.run(["umount", folder], check=True)


def refused(out: Path) -> str:
    try:
        publish(out, NEW)
    except OutputError as error:
        return str(error)
    return ""


def remounted(out: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", out.parent], check=True)


def fill(limit: str, folder: Path) -> Iterator[str]:
    """Publish over an older site with one page of space, or one file, more each time."""
    for spare in range(1, 200):
        with disk(folder / "disk", "size=16m,nr_inodes=16k") as out:
            publish(out, OLD)
            manifest = (out / "manifest.json").read_bytes()
            used = shutil.disk_usage(out).used if limit == "size" else inodes_used(out)
            roomy = "rw,size=16m,nr_inodes=16k"
            tight = {"size": f"size={used + 4096 * spare}", "nr_inodes": f"nr_inodes={used + spare}"}
            remounted(out, tight.get(limit, "ro"))
            refusal = refused(out)
            if refusal:
                assert files(out) == OLD
                assert (out / "manifest.json").read_bytes() == manifest
                assert not (out / ".irrefutable").exists()
                yield refusal
            if refusal and limit != "ro":
                continue
            remounted(out, roomy)
            publish(out, NEW)
            assert files(out) == NEW
            yield "published"
            return


def inodes_used(out: Path) -> int:
    status = os.statvfs(out)
    return int(status.f_files - status.f_ffree)


if __name__ == "__main__":
    for line in fill(sys.argv[1], Path(sys.argv[2])):
        print(line)  # noqa: T201 - for the test that started it
