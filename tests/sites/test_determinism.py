"""The same archive gives the same bytes: in another place, language, time zone, order, with other workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site_builder import build, png, tree, write_files

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "site"

SURROUNDINGS = (
    {"LANG": "C", "LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"},
    {
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
        "TZ": "Asia/Kathmandu",
        "PYTHONHASHSEED": "4000",
        "PYTHONUTF8": "1",
    },
)
PLACES = ("a", "b/a longer place, with spaces")


def built_by_itself(root: Path, out: Path, surroundings: dict[str, str], workers: int) -> dict[str, bytes]:
    """Build in a process of its own, far from this one's settings and caches."""
    command = [
        sys.executable,
        str(ROOT / "build.py"),
        "--root",
        str(root),
        "--out",
        str(out),
        "--workers",
        str(workers),
    ]
    environment = {"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "1780000000", **surroundings}
    done = subprocess.run(
        command, cwd=out.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return tree(out)


def test_surroundings_leave_no_trace_in_the_output(tmp_path: Path) -> None:
    results = []
    for place, surroundings, workers in zip(PLACES, SURROUNDINGS, (1, 3), strict=True):
        root = tmp_path / place / "archive"
        shutil.copytree(GOLDEN, root)
        if workers > 1:
            put_in_again(root)
        results.append(built_by_itself(root, tmp_path / place / "out", surroundings, workers))
    first, second = results
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
    assert str(tmp_path).encode() not in b"".join(first.values())


def put_in_again(root: Path) -> None:
    """Write every file anew in the opposite order: folders then list them in another."""
    files = tree(root)
    shutil.rmtree(root)
    write_files(root, dict(reversed(files.items())))


def test_a_file_differs_when_the_content_does(tmp_path: Path) -> None:
    """The comparison above can fail."""
    root = tmp_path / "archive"
    shutil.copytree(GOLDEN, root)
    before = tree(root / "site") if build(root).published else {}
    topics = "topics: [{ id: harbours, label: Ports }, { id: birds, label: Birds }]\n"
    picture = "content/cases/2019-harbour-smoke/frame.png"
    write_files(root, {"content/topics.yaml": topics, picture: png(80, 60)})
    assert build(root).published
    after = tree(root / "site")
    assert "topics/harbours/index.html" in [path for path in before if before[path] != after.get(path)]
    assert {path for path in before if "frame" in path}.isdisjoint(after)
