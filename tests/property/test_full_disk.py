"""Disks that are full or read-only: real ones of a few pages in memory, and calls that refuse as they would.

The real ones are mounted in a namespace of their own, which ends with the process that this module is run in.
Not every machine allows that; what a call refuses is tried everywhere.
"""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from irrefutable.store.errors import OutputError
from tests.publications import Tree, files, publish

pytestmark = pytest.mark.slow

ROOMY = "size=16m,nr_inodes=16k"
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


FULL = ("No space left on device", "free some space there, then build again")
LIMITS = ("size", "nr_inodes", "ro")
DISKS = ("calls", "tmpfs") if may_mount() else ("calls",)


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("kind", DISKS)
def test_disk_that_refuses_leaves_the_site_as_it_was_and_says_what_to_do(
    kind: str, limit: str, tmp_path: Path
) -> None:
    """Wherever the space ends, in bytes or in files; with more of it, the next publication succeeds."""
    namespace = NAMESPACE if kind == "tmpfs" else ()
    result = subprocess.run(
        [*namespace, sys.executable, "-m", "tests.property.test_full_disk", kind, limit, str(tmp_path)],
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
        "size": ("File too large" if kind == "calls" else FULL[0], FULL[1]),
    }.get(limit, FULL)
    for refusal in refusals:
        assert refusal.startswith(f"cannot write {tmp_path}/disk/site")
        assert f": {reason}. The site is as it was; {cure}" in refusal


@contextmanager
def mounted(folder: Path) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", ROOMY, "none", folder], check=True)
    try:
        yield folder / "site"
    finally:
        subprocess.run(["umount", folder], check=True)


@contextmanager
def tightened(out: Path, limit: str, spare: int) -> Iterator[None]:
    """Leave a disk in memory little space."""
    used = shutil.disk_usage(out).used if limit == "size" else inodes_used(out)
    tight = {"size": f"size={used + 4096 * spare}", "nr_inodes": f"nr_inodes={used + spare}"}
    for options in (tight.get(limit, "ro"), f"rw,{ROOMY}"):
        subprocess.run(["mount", "-o", f"remount,{options}", out.parent], check=True)
        if options != f"rw,{ROOMY}":
            yield


@contextmanager
def refusing(_out: Path, limit: str, spare: int) -> Iterator[None]:
    """Let the calls that write refuse: files beyond a size, more than so many of them, or all."""
    if limit == "size":
        most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * spare, most[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, most)
        return
    left = [spare] if limit == "nr_inodes" else [0]
    error = errno.ENOSPC if limit == "nr_inodes" else errno.EROFS

    def taking(call: Callable[..., Any]) -> Callable[..., Any]:
        def taken(*arguments: Any, **options: Any) -> Any:
            mode = {*options.get("mode", ""), *arguments[1:2]} if call is opened else set()
            if call is not opened or set("".join(mode)) & {"w", "x"}:
                if not left[0]:
                    raise OSError(error, os.strerror(error))
                left[0] -= 1
            return call(*arguments, **options)

        return taken

    def giving(call: Callable[..., Any]) -> Callable[..., Any]:
        def given(*arguments: Any, **options: Any) -> Any:
            is_freed = call is not os.replace or os.path.lexists(arguments[1])
            result = call(*arguments, **options)
            left[0] += is_freed
            return result

        return given

    opened = Path.open
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "open", taking(opened))
        patched.setattr(os, "mkdir", taking(os.mkdir))
        for name in ("unlink", "rmdir", "replace") if limit == "nr_inodes" else ():
            patched.setattr(os, name, giving(getattr(os, name)))
        for name in ("link", "replace") if limit == "ro" else ():
            patched.setattr(os, name, taking(getattr(os, name)))
        yield


def refused(out: Path) -> str:
    try:
        publish(out, NEW)
    except OutputError as error:
        return str(error)
    return ""


def fill(kind: str, limit: str, folder: Path) -> Iterator[str]:
    """Publish over an older site with one page of space, or one file, more each time."""
    disk, tight = (mounted, tightened) if kind == "tmpfs" else (nullcontext, refusing)
    for spare in range(1, 200):
        shutil.rmtree(folder / "disk", ignore_errors=True)
        with disk(folder / "disk") as place:
            out = place if kind == "tmpfs" else folder / "disk" / "site"
            publish(out, OLD)
            manifest = (out / "manifest.json").read_bytes()
            with tight(out, limit, spare):
                refusal = refused(out)
                if refusal:
                    assert files(out) == OLD
                    assert (out / "manifest.json").read_bytes() == manifest
                    yield refusal
            if refusal and limit != "ro":
                continue
            publish(out, NEW)
            assert files(out) == NEW
            assert not (out / ".irrefutable").exists()
            yield "published"
            return


def inodes_used(out: Path) -> int:
    status = os.statvfs(out)
    return int(status.f_files - status.f_ffree)


if __name__ == "__main__":
    for line in fill(sys.argv[1], sys.argv[2], Path(sys.argv[3])):
        print(line)  # noqa: T201 - for the test that started it
