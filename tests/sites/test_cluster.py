"""A Dask cluster makes the pictures, and nobody can tell from the site.

Scheduler and workers are processes of their own, which have none of the archive's files.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from irrefutable import pipeline
from irrefutable.cli import main
from irrefutable.core import cluster
from irrefutable.core.workers import WorkersError
from irrefutable.results import Build, Settings
from irrefutable.work import pictures
from irrefutable.work.findings import Progress
from tests.scenes import png_bytes, scene
from tests.site_builder import CASE, NOW, build, edited, site, tree, write_files

pytestmark = [pytest.mark.xdist_group("cluster"), pytest.mark.slow]

ROOT = Path(__file__).parents[2]
PAIR = """\
media:
  - { id: claimed, file: claimed.png, kind: image, alt: Shapes, licence: CC0-1.0 }
  - { id: whole, file: whole.png, kind: image, alt: More shapes, licence: CC0-1.0 }
comparisons:
  - { id: pair, title: The pair, claimed: claimed, original: whole, align: auto }
sources:"""


LARGE = """\
media:
  - { id: large, file: large.png, kind: image, alt: Shapes, licence: CC0-1.0 }
sources:"""
ARCHIVE = {
    **site(cloud=edited(CASE, ("sources:", PAIR)), bell=edited(CASE, ("sources:", LARGE))),
    "content/cases/cloud/claimed.png": png_bytes(scene(1).crop((40, 30, 200, 150))),
    "content/cases/cloud/whole.png": png_bytes(scene(1)),
    "content/cases/bell/large.png": png_bytes(scene(2, (3200, 400))),
}
"""With pictures of every kind that is made; one is large enough for tiles."""


@dataclass
class Cluster:
    """A scheduler and its workers."""

    address: str
    folder: Path
    scheduler: subprocess.Popen[str]
    workers: list[subprocess.Popen[str]] = field(default_factory=list)

    def add_workers(self, count: int) -> None:
        address = self.address.replace("dask://", "tcp://")
        options = ("--nthreads=1", "--no-nanny", "--no-dashboard", f"--local-directory={self.folder}")
        self.workers += [started("worker", address, *options) for _ in range(count)]
        for worker in self.workers[-count:]:
            said(worker, "Registered to")


def started(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *command], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str], words: str) -> str:
    assert process.stderr
    heard = []
    for line in process.stderr:
        heard.append(line)
        if words in line:
            return line
    raise AssertionError("".join(heard))


@contextmanager
def running(workers: int, folder: Path) -> Iterator[Cluster]:
    scheduler = started("scheduler", "--host=127.0.0.1", "--port=0", "--no-dashboard")
    found = re.search(r"tcp://(127\.0\.0\.1:\d+)", said(scheduler, "Scheduler at"))
    assert found
    own = Cluster(f"dask://{found[1]}", folder, scheduler)
    try:
        own.add_workers(workers)
        yield own
    finally:
        for process in (*own.workers, scheduler):
            process.kill()
            process.communicate()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running(2, tmp_path_factory.mktemp("workers")) as found:
        yield found


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site as this machine makes it alone."""
    root = write_files(tmp_path_factory.mktemp("local"), ARCHIVE)
    assert build(root).published
    return tree(root / "site")


def built(root: Path, address: str, progress: Progress = lambda _name, _done, _all: None) -> Build:
    settings = Settings(write_files(root, ARCHIVE), root / "site", NOW, workers=1, executor=address)
    return pipeline.build(settings, progress)


def test_cluster_makes_what_this_machine_makes(
    own: Cluster, local: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of two workers is killed on the way: the other does its part, and nothing is made here."""
    monkeypatch.setattr(pictures, "_make", None)
    killed: list[subprocess.Popen[str]] = []

    def kill(name: str, _done: int, _total: int) -> None:
        if name == "Pictures" and not killed:
            killed.append(own.workers[0])
            own.workers[0].send_signal(signal.SIGKILL)

    result = built(tmp_path, own.address, kill)
    assert result.encoded > 10
    assert killed[0].wait() == -signal.SIGKILL
    assert tree(tmp_path / "site") == local


def test_other_versions_are_refused(own: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker would make other bytes, so it makes none."""
    versions = pictures.maker() | {"Pillow": "Pillow 1.1.7"}
    monkeypatch.setattr(pictures, "maker", lambda: versions)
    with pytest.raises(WorkersError, match=r"would make other bytes: it has Pillow .*here is Pillow 1\.1\.7"):
        built(tmp_path, own.address)
    assert not (tmp_path / "site" / "index.html").exists()


def test_cluster_that_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First its only worker ends in the midst of a build, then, with another worker, its scheduler."""
    monkeypatch.setattr(cluster, "_PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    with running(1, tmp_path / "workers") as own:

        def lose_worker(name: str, _done: int, _total: int) -> None:
            if name == "Pictures":
                own.workers[0].kill()

        def lose_scheduler(name: str, _done: int, _total: int) -> None:
            if name == "Pictures":
                own.workers[1].send_signal(signal.SIGSTOP)
                own.scheduler.kill()

        with pytest.raises(WorkersError, match=r"all workers .* are gone"):
            built(tmp_path, own.address, lose_worker)
        with pytest.raises(WorkersError, match="has no workers"):
            built(tmp_path, own.address)
        own.add_workers(1)
        with pytest.raises(WorkersError, match=r"scheduler at .* is gone"):
            built(tmp_path, own.address, lose_scheduler)
    assert not (tmp_path / "site" / "index.html").exists()


def test_nobody_at_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    with pytest.raises(WorkersError, match="no Dask scheduler answers at dask:"):
        built(tmp_path, "dask://127.0.0.1:9")


def test_library_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command ends in words, and the site is as it was."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    root = write_files(tmp_path, ARCHIVE)
    done = CliRunner().invoke(
        main, ["build", "--root", str(root), "--executor", "dask://127.0.0.1:8786", "--workers", "1"]
    )
    assert done.exit_code == 3
    assert done.stderr.splitlines() == [
        'error: dask://127.0.0.1:8786 needs a library that is not installed; pip install "irrefutable[dask]"'
    ]
    assert not (root / "site" / "index.html").exists()


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "dask://", "dask://host", "dask://host:port"])
def test_address_is_looked_at_first(address: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["build", "--root", str(tmp_path), "--executor", address])
    assert done.exit_code == 2
    assert f'"{address}" is no address of a cluster; write dask://HOST:PORT' in done.stderr
