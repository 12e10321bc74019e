"""The command itself, stopped: killed, interrupted, or met by a second one. Refuses to simulate any of it.

Run as a module, it forks a command line for each build, so that imports and templates are made ready once.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from irrefutable.__main__ import run
from tests.site_builder import CASE, NOW, build, edited, png, site, tree, write_files

pytestmark = pytest.mark.slow

TITLE = ("The cloud was painted\n", "The cloud was drawn\n")
PICTURE = "media: [{ id: v, file: view.png, kind: image, alt: It, licence: CC0-1.0 }]\nsources:"
SHOWN = edited(CASE, ("sources:", PICTURE))
BEFORE = {
    **site(edited=CASE, removed=SHOWN, renamed=SHOWN, same=SHOWN),
    **{f"content/cases/{name}/view.png": png() for name in ("removed", "renamed", "same")},
}
AFTER = {
    **site(added=SHOWN, edited=edited(CASE, TITLE), renamed__case=SHOWN, same=SHOWN),
    **{f"content/cases/{name}/view.png": png() for name in ("added", "renamed-case", "same")},
}
KILLS = 8
SEED = 20_260


class Archive:
    """An archive that is built by the command line, in a process group of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.site = root / "site"
        self.words = root / "words"

    def holds(self, files: Mapping[str, str | bytes]) -> Archive:
        shutil.rmtree(self.root / "content", ignore_errors=True)
        write_files(self.root, files)
        return self

    def start(self) -> int:
        child = os.fork()
        if child:
            return child
        os.setsid()
        # As in a shell; test runners have their children ignore it.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with self.words.open("wb") as words:
            os.dup2(words.fileno(), 2)
        try:
            run(["build", "--root", str(self.root), "--workers", "2"])
        except SystemExit as end:
            os._exit(int(end.code or 0))
        except BaseException as error:
            words_of(error)
            os._exit(99)
        os._exit(0)

    def build(self) -> int:
        return ended(self.start())


def words_of(error: BaseException) -> None:
    sys.stderr.write(f"{error!r}\n")
    sys.stderr.flush()


def ended(child: int) -> int:
    """Wait for a child, and return what it returned; minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def is_staging(archive: Archive) -> bool:
    return (archive.site / ".irrefutable").exists()


def has_ended(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def wait_for_staging(archive: Archive, child: int) -> None:
    """Wait until a build begins to publish; on a busy machine, its end may be seen first."""
    while not is_staging(archive) and not has_ended(child):
        time.sleep(0.001)


def check_whole(site_folder: Path, *states: Mapping[str, bytes]) -> None:
    found = {path: text for path, text in tree(site_folder).items() if not path.startswith(".irrefutable/")}
    for path, content in found.items():
        assert content in [state.get(path) for state in states], path
    assert set.intersection(*(set(state) for state in states)) <= found.keys()


class Stops:
    """Both states of a site, and builds from one to the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pristine = Archive(folder / "pristine").holds(BEFORE)
        assert build(self.pristine.root).published
        self.before = tree(self.pristine.site)
        clean = Archive(folder / "clean").holds(AFTER)
        assert build(clean.root).published
        self.after = tree(clean.site)
        archive = self.archive("measured")
        started = time.perf_counter()
        child = archive.start()
        wait_for_staging(archive, child)
        self.staging_from = time.perf_counter() - started
        assert ended(child) == 0
        self.seconds = time.perf_counter() - started
        assert tree(archive.site) == self.after

    def archive(self, name: str) -> Archive:
        """Return an archive that was built, and then changed."""
        shutil.copytree(self.pristine.root, self.folder / name)
        return Archive(self.folder / name).holds(AFTER)

    def kill(self) -> None:
        """Kill builds at random moments, half of them while they publish; the next build completes each."""
        chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
        kills = 0
        for number in range(10 * KILLS):
            archive = self.archive(f"killed-{number}")
            child = archive.start()
            if number % 2:
                wait_for_staging(archive, child)
                time.sleep(chance.uniform(0, self.seconds - self.staging_from))
            else:
                time.sleep(chance.uniform(0, self.seconds))
            os.kill(child, signal.SIGKILL)
            kills += ended(child) == -signal.SIGKILL
            check_whole(archive.site, self.before, self.after)
            assert archive.build() == 0, archive.words.read_text()
            assert tree(archive.site) == self.after
            assert not is_staging(archive)
            if kills == KILLS:
                return
        raise AssertionError("hardly any build is met alive")

    def interrupt(self) -> None:
        """Ctrl-C reaches the whole group; the command ends without a word, the site is old or new."""
        codes = []
        for number in range(3):
            archive = self.archive(f"interrupted-{number}")
            child = archive.start()
            if number:
                wait_for_staging(archive, child)
                time.sleep((self.seconds - self.staging_from) * number / 3)
            else:
                time.sleep(self.staging_from / 2)
            os.killpg(child, signal.SIGINT)
            codes.append(ended(child))
            assert codes[-1] in {130, 0}, archive.words.read_text()
            if codes[-1]:
                assert archive.words.read_text() == ""
            assert tree(archive.site) in (self.before, self.after)
            assert not is_staging(archive)
            assert archive.build() == 0
            assert tree(archive.site) == self.after
        assert 130 in codes

    def meet(self) -> None:
        """A second build while one publishes ends at once, and says why; the first one is not disturbed."""
        for number in range(10):
            archive = self.archive(f"shared-{number}")
            child = archive.start()
            wait_for_staging(archive, child)
            os.kill(child, signal.SIGSTOP)
            is_met = is_staging(archive)
            second = archive.build() if is_met else 0
            words = archive.words.read_text()
            check_whole(archive.site, self.before, self.after)
            os.kill(child, signal.SIGCONT)
            assert ended(child) == 0
            assert tree(archive.site) == self.after
            if is_met:
                assert second == 3
                assert words == (
                    f"error: another build is writing to {archive.site}: "
                    "wait until it ends, then build again\n"
                )
                return
        raise AssertionError("no build is met while it publishes")


def test_stopped_command_leaves_a_whole_site_and_the_next_one_a_clean_one(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tests.sites.test_stopped_builds", str(tmp_path)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == "killed, interrupted, met"


if __name__ == "__main__":
    stops = Stops(Path(sys.argv[1]))
    stops.kill()
    stops.interrupt()
    stops.meet()
    sys.stdout.write("killed, interrupted, met")
