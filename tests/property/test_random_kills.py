"""Publications that are killed at random moments, hundreds of them, by SIGKILL. Refuses to simulate.

The neighbour, `test_publish`, kills at every change of the file system. What only a clock can hit is hit
here: the middle of a write, of a copy, of a system call. Run as a module, away from a test runner's threads.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from irrefutable.model.output import Turn
from irrefutable.store.listing import Content
from irrefutable.store.manifest import Manifest, read_manifest
from irrefutable.store.paths import WORKSPACE_PATH
from irrefutable.store.publish import OutputDirectory
from tests.publications import have_parts

pytestmark = pytest.mark.slow

KILLS = 200
SEED = 20_170
Tree = Mapping[str, bytes]


def page(words: str, size_bytes: int = 3_000) -> bytes:
    return (f"<p>{words}</p>\n".encode() * (size_bytes // len(words)))[:size_bytes]


def cases(words: str, numbers: range) -> dict[str, bytes]:
    return {f"cases/case-{number}/index.html": page(f"{words} {number}") for number in numbers}


OLD: Tree = {
    **cases("old", range(8)),
    **{f"media/{number}.webp": page(f"picture {number}", 40_000) for number in range(3)},
    "index.html": page("old home"),
    "Logo.svg": page("logo"),
    "place": page("a file that becomes a folder"),
    "folder/a": page("a folder that becomes a file"),
    "folder/b/c": page("deeper"),
    "gone/with/its/folders": page("gone"),
    "shared/ours": page("beside a foreign file"),
}
NEW: Tree = {
    **cases("new", range(3, 11)),
    **{f"media/{number}.webp": page(f"picture {number}", 40_000) for number in range(1, 4)},
    "media/1.webp": page("edited picture", 200_000),
    "index.html": page("new home"),
    "logo.svg": page("logo"),
    "place/index.html": page("the folder"),
    "folder": page("the file"),
    "moved/with/its/folders": page("gone"),
}
LATER: Tree = {
    **cases("later", range(5, 14)),
    "index.html": page("later home"),
    "place": page("a file again"),
    "folder/b": page("half of a folder"),
    "gone": page("a file in the place of folders"),
}
FOREIGN: Tree = {"CNAME": b"facts.test", "shared/notes": b"mine", "cases/case-0/mine": b"mine"}
LINK = "cases/mine"


def publish(out: Path, tree: Tree) -> None:
    with OutputDirectory(out) as output:
        stage = output.stage()
        for number, (path, content) in enumerate(tree.items()):
            sha256 = hashlib.sha256(content).hexdigest()
            if output.holds(path, sha256):
                stage.keep(path, sha256, len(content))
            else:
                stage.write(path, content, list(Turn)[number % 3])
        stage.commit()


def site_of(tree: Tree) -> dict[str, bytes]:
    """Return all that stands in a site, as a clean build leaves it: files, folders, links."""
    if id(tree) not in _sites:
        _sites[id(tree)] = _site_of(tree)
    return _sites[id(tree)]


_sites: dict[int, dict[str, bytes]] = {}


def _site_of(tree: Tree) -> dict[str, bytes]:
    contents = {
        path: Content(hashlib.sha256(content).hexdigest(), len(content)) for path, content in tree.items()
    }
    files = {**FOREIGN, **tree, **{path: content or b"" for path, content in Manifest(contents).written()}}
    folders = {f"{folder}/": b"" for path in files for folder in Path(path).parents if folder.name}
    return {**files, **folders, LINK: b"link to ../media"}


def found_in(out: Path) -> dict[str, bytes]:
    found = {}
    for folder, folders, files in os.walk(out):
        for file in (Path(folder, name) for name in (*folders, *files)):
            path = file.relative_to(out).as_posix()
            if file.is_symlink():
                found[path] = b"link to " + os.fsencode(file.readlink())
            elif file.is_dir():
                found[f"{path}/"] = b""
            else:
                found[path] = file.read_bytes()
    return found


def write(out: Path, tree: Tree) -> None:
    for path, content in tree.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)


def always(states: tuple[Tree, ...]) -> set[str]:
    """Return what is there in every state."""
    return set.intersection(*(set(state) for state in states))


class Life(NamedTuple):
    """How long a publication takes to its journal, and from there to its end."""

    staging_seconds: float
    placing_seconds: float


def measured(out: Path) -> Life:
    child = forked(partial(publish, out, NEW))
    started = time.perf_counter()
    while not has_begun(out) and not has_ended(child):
        time.sleep(0.0002)
    begun = time.perf_counter()
    assert os.waitpid(child, 0)[1] == 0
    return Life(begun - started, time.perf_counter() - begun)


def has_ended(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def has_begun(out: Path) -> bool:
    return (out / WORKSPACE_PATH / "journal.json").exists()


def forked(action: Callable[[], None]) -> int:
    child = os.fork()
    if not child:
        try:
            action()
        except BaseException as error:
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
        os._exit(0)
    return child


def run_and_kill(action: Callable[[], None], out: Path, lifetime: Callable[[], float], *states: Tree) -> bool:
    """Run an action in a child, read the site meanwhile, kill it; return whether it was still at work."""
    sites = tuple(site_of(state) for state in states)
    addresses = sorted(path for path in always(sites) if path != LINK and not path.endswith("/"))
    child = forked(action)
    started = time.perf_counter()
    while time.perf_counter() < started + lifetime():
        path = addresses[int(time.perf_counter_ns()) % len(addresses)]
        assert (out / path).read_bytes() in [site[path] for site in sites], path
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or not status, "it failed by itself"
    check_whole(out, *states)
    return os.WIFSIGNALED(status)


def lifetime_of(out: Path, life: Life, chance: random.Random) -> Callable[[], float]:
    """Return how long a child may live: for one half, into its staging; for the other, into its placing."""
    if chance.random() < 0.5:
        staging_seconds = chance.uniform(0, life.staging_seconds)
        return lambda: staging_seconds
    placing_seconds = chance.uniform(0, life.placing_seconds)
    started = time.perf_counter()
    begun: list[float] = []

    def lifetime() -> float:
        now = time.perf_counter() - started
        if not begun and (has_begun(out) or now > 4 * life.staging_seconds):
            begun.append(now)
        return begun[0] + placing_seconds if begun else now + 1

    return lifetime


def check_whole(out: Path, *states: Tree) -> None:
    """What a reader can fetch at this moment is one of the states' files, and whole."""
    allowed = [site_of(state) for state in states]
    found = {path: content for path, content in found_in(out).items() if not path.startswith(WORKSPACE_PATH)}
    for path, content in found.items():
        if not path.endswith("/"):
            assert content in [state.get(path) for state in allowed], path
    missing = always(tuple(allowed)) - found.keys()
    assert not missing, missing
    assert not read_manifest(out).damage


def kill(folder: Path) -> tuple[int, int, int]:
    """Kill publications and their completions; return how many, and where those stood."""
    have_parts(pytest.MonkeyPatch())
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
    pristine = folder / "pristine"
    publish(pristine, OLD)
    write(pristine, FOREIGN)
    (pristine / LINK).symlink_to("../media")
    sites = (folder / f"site-{number}" for number in range(10 * KILLS))
    life = Life(*map(max, zip(*(measured(copied(pristine, next(sites))) for _ in range(3)), strict=True)))
    before = begun = again = 0
    while before + begun < KILLS:
        out = copied(pristine, next(sites))
        if not run_and_kill(partial(publish, out, NEW), out, lifetime_of(out, life, chance), OLD, NEW):
            assert found_in(out) == site_of(NEW)
            continue
        if has_begun(out):
            begun += 1
        else:
            before += 1
        plan = chance.choice((NEW, NEW, OLD, LATER))
        while chance.random() < 0.3:
            lifetime = lifetime_of(out, life, chance)
            again += run_and_kill(partial(publish, out, plan), out, lifetime, OLD, NEW, plan)
        publish(out, plan)
        assert found_in(out) == site_of(plan)
    return before, begun, again


def copied(pristine: Path, out: Path) -> Path:
    # Second names are enough: nothing is ever written in place, or the sites after it would tell.
    shutil.copytree(pristine, out, symlinks=True, copy_function=os.link)
    return out


def test_publication_that_is_killed_at_any_moment_is_whole_and_completed(tmp_path: Path) -> None:
    """A reader meets whole files all the while, and the next build ends where a clean one does."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.property.test_random_kills", str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    before, begun, again = map(int, result.stdout.split())
    assert before + begun == KILLS
    assert before > 10
    assert begun > 10
    assert again > 10


if __name__ == "__main__":
    sys.stdout.write(" ".join(map(str, kill(Path(sys.argv[1])))))
