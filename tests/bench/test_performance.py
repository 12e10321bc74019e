"""Builds are measured from end to end, on the same words for all, and judged by what was seen."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from performance_corpus import peer_cases
from performance_generators import Found
from performance_process import CommandFailedError, Run, run
from performance_scenarios import Measured, Scenario
from performance_tables import Report, page
from performance_targets import Figures, Target, targets

from irrefutable.corpus import Corpus, case_files, case_id

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MIB = 2**20


def taken(cpu_seconds: float, wall_seconds: float = 1.0, peak_mib: int = 100) -> Run:
    return Run(cpu_seconds, wall_seconds, peak_mib * MIB, "[]")


def judged(runs: dict[tuple[str, int, Scenario], list[Run]]) -> dict[tuple[str, str], Target]:
    figures = Figures(Measured(runs), [taken(0.1), taken(0.11), taken(0.5)])
    return {(target.name, target.wanted): target for target in targets(figures)}


def test_a_measurement_writes_its_page(tmp_path: Path) -> None:
    """Each scenario builds and is checked, and the page says which peers are left out."""
    written = tmp_path / "performance.md"
    sizes = ["--cases", "6", "--alone", "7", "--runs", "1", "2"]
    places = ["--peers", str(tmp_path / "none"), "--work", str(tmp_path / "work"), "--out", str(written)]
    command = [sys.executable, "bench/performance.py", "--only", *sizes, *places]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    text = written.read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith("### 6 cases")]
    assert headings == [f"### 6 cases: {scenario.lower()}" for scenario in Scenario]
    assert text.count("\n### 7 cases: ") == 4
    of_each_size = ("what was written", "cost of a case")
    assert text.count("| Irrefutable | ") == len(Scenario) + 4 + 2 * len(of_each_size)
    assert "- Archives of 6 cases (one round) and 7 cases (medians of 2 rounds).\n" in text
    for peer in ("Hugo", "Eleventy", "Pelican", "MkDocs", "Nikola"):
        assert peer in text.split("Left out, as not installed or not chosen:")[1].split("\n")[0]
    assert "| pages |" in text
    assert str(tmp_path) not in text
    assert not list((tmp_path / "work").iterdir())


def test_peers_get_the_words_of_our_cases() -> None:
    corpus = Corpus(12, is_plain=True)
    for number, (name, text) in enumerate(peer_cases(12)):
        _, front, report = text.split("---\n", 2)
        ours = dict(case_files(corpus, number))["case.md"]
        own_front, own_report = (part for part in ours.split("---\n", 2)[1:])
        fields, own = yaml.safe_load(front), yaml.safe_load(own_front)
        assert name == case_id(corpus.seed, number)
        assert fields["title"] == own["title"]
        for key in ("claims", "evidence", "rebuttals", "timeline", "sources"):
            assert len(fields["case"][key]) == len(own[key]), key
        for theirs, claim in zip(fields["case"]["claims"], own["claims"], strict=True):
            assert theirs["text"] == claim["text"]
            cited = own["sources"][theirs["source"] - 1]["id"]
            assert claim["rating_explanation"] == f"{theirs['explanation'][:-1]} [@{cited}]."
        assert re.sub(r" \[\[\d+\]\]\(#source-\d+\)", "", report) == re.sub(r" \[@[^\]]+\]", "", own_report)
        assert "[@" not in text


def test_related_cases_are_there_whatever_the_size() -> None:
    small, large = dict(peer_cases(6)), dict(peer_cases(9))
    assert small.items() <= large.items()


def test_children_are_measured_with_the_command(tmp_path: Path) -> None:
    """A child that works and holds memory counts, even if its parent does neither."""
    child = """\
import time
held = bytearray(b"x") * (150 * 2**20)
until = time.process_time() + 0.5
while time.process_time() < until:
    pass
print("done")
"""
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}], check=True)"
    measured = run([sys.executable, "-c", parent], tmp_path, {})
    assert measured.output == "done\n"
    assert measured.cpu_seconds >= 0.5
    assert measured.wall_seconds > 0
    if Path("/proc/self/smaps_rollup").exists():
        assert measured.peak_bytes is not None
        assert 150 * MIB < measured.peak_bytes < 300 * MIB


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match=r"ended with 3:\nno such theme"):
        run([sys.executable, "-c", "import sys; print('no such theme'); sys.exit(3)"], tmp_path, {})


def test_targets_are_judged_by_ratios_within_a_round() -> None:
    """A round that was slow for both changes nothing; the best peer in Python is the one to beat."""
    cold = Scenario.COLD
    found = judged(
        {
            ("Irrefutable", 10_000, cold): [taken(9, 4), taken(18, 8), taken(9, 4)],
            ("Hugo", 10_000, cold): [taken(10, 3), taken(20, 6), taken(10, 3)],
            ("Pelican", 10_000, cold): [taken(50, 90), taken(50, 90), taken(50, 90)],
            ("MkDocs", 10_000, cold): [taken(50, 40), taken(50, 80), taken(50, 40)],
            ("Irrefutable", 10_000, Scenario.UNCHANGED): [taken(0.3), taken(0.36), taken(0.4)],
        }
    )
    seen = {key: (target.seen, target.is_reached) for key, target in found.items() if target.seen is not None}
    assert seen == {
        ("Cold, 10,000 cases: CPU", "≤ 1.00 × Hugo"): ("0.90 × Hugo", True),
        ("Cold, 10,000 cases: wall", "≤ 1.00 × Hugo"): ("1.33 × Hugo", False),
        ("Cold, 10,000 cases: wall", "≤ 0.20 × MkDocs"): ("0.10 × MkDocs", True),
        ("Nothing changed, 10,000 cases: CPU", "≤ 0.35 s"): ("0.36 s", False),
        ("Cold, 10,000 cases: memory", "≤ 250 MiB"): ("100 MiB", True),
        ("`irrefutable --help`: CPU", "≤ 120 ms"): ("110 ms", True),
    }


def test_page_says_which_peers_were_left_at_the_smallest_size() -> None:
    cold = Scenario.COLD
    runs = {("Irrefutable", cases, cold): [taken(2)] for cases in (20, 300, 6_000)}
    runs |= {
        ("Hugo", 20, cold): [taken(2)],
        ("Hugo", 300, cold): [taken(9)],
        ("Nikola", 20, cold): [taken(9)],
    }
    rounds = {20: 1, 300: 1, 6_000: 1}
    text = page(Report(Found((), ()), Measured(runs), rounds, (taken(0.1),), "a machine", date(2026, 1, 2)))
    assert "- Measured at the smallest size only: Nikola.\n" in text
    del runs["Nikola", 20, cold]
    text = page(Report(Found((), ()), Measured(runs), rounds, (taken(0.1),), "a machine", date(2026, 1, 2)))
    assert "smallest size only:" not in text


@pytest.mark.parametrize("options", [["--only", "hugoo"], ["--small", "irrefutable"]])
def test_what_is_no_peer_is_refused(options: list[str]) -> None:
    command = [sys.executable, "bench/performance.py", *options]
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert ended.returncode == 2
    assert f"invalid choice: '{options[1]}'" in ended.stderr


def test_growth_is_judged_by_the_cost_of_a_case() -> None:
    cold = Scenario.COLD
    growth = ("CPU of a case among 60,000, by one among 1,000", "≤ 1.15 ×")
    runs = {("Irrefutable", 1_000, cold): [taken(2)], ("Irrefutable", 60_000, cold): [taken(132)]}
    assert judged(runs)[growth].seen == "1.10 ×"
    del runs["Irrefutable", 60_000, cold]
    assert judged(runs)[growth].is_reached is None
