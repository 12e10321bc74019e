"""What is measured: builds of one archive by each generator, one after the other, round after round.

Every build is checked before it counts: the pages are there, and the edit can be read on its page.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from performance_corpus import peer_cases, write_site
from performance_generators import Generator, our_command
from performance_process import Run, run

from irrefutable.corpus import case_id

_SEED: Final = 1
_ARTICLE: Final = '<article class="case"'
_LARGEST_DIFFERENCE: Final = 0.15
"""Of the HTML of a case page, from ours: beyond it, generators do not do the same work."""
_ENVIRONMENT: Final = MappingProxyType({"LC_ALL": "C.UTF-8", "NO_COLOR": "1"})


class Scenario(StrEnum):
    """What has happened before a build."""

    COLD = "Cold"
    """There is neither output nor cache."""
    UNCHANGED = "Nothing changed"
    """It was just built."""
    CASE = "One case edited"
    """A paragraph was added to one case."""
    ADDED = "One case added"
    """There is a case more, the latest of all, with the words of the latest before."""
    TEMPLATE = "One template edited"
    """The template of case pages got an attribute."""
    CLONE = "A clone with a warm shared cache"
    """There is neither output nor cache, but another build of the same state has filled a folder to share."""


class NotTheSameWorkError(Exception):
    """A generator left pages out, or its pages are much larger or smaller than ours."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a generator wrote."""

    pages: int
    html_bytes: int
    case_bytes: int
    """Of the HTML of a case page, on average."""


@dataclass(slots=True)
class Measured:
    """The runs of all rounds, and what came out."""

    runs: dict[tuple[str, int, Scenario], list[Run]] = field(default_factory=lambda: defaultdict(list))
    """By generator, number of cases and scenario; the same place in two lists is the same round."""
    outputs: dict[tuple[str, int], Output] = field(default_factory=dict)
    """By generator and number of cases."""


@dataclass(frozen=True, slots=True)
class Contest:
    """What to measure at one size."""

    cases: int
    rounds: int
    generators: Sequence[Generator]
    scenarios: Mapping[str, Sequence[Scenario]]
    """By generator."""


def scenarios_of(generator: Generator, *, is_smallest: bool) -> tuple[Scenario, ...]:
    """Return what a generator is measured in: one that builds all each time shows that at one size only."""
    if generator.builds_all and not is_smallest:
        return (Scenario.COLD,)
    lacks = {
        *(() if generator.template else (Scenario.TEMPLATE,)),
        *(() if generator.shared_cache else (Scenario.CLONE,)),
    }
    return tuple(each for each in Scenario if each not in lacks)


def measure(contest: Contest, work: Path, into: Measured) -> None:
    """Measure one size below a folder, which holds nothing of it afterwards.

    Raises:
        CommandFailedError: a build ended with an error.
        NotTheSameWorkError: a build is not comparable.
    """
    sites = _write_sites(contest, work)
    outputs: list[Output] = []
    for number in range(1, contest.rounds + 1):
        for generator, site in zip(contest.generators, sites, strict=True):
            for scenario in contest.scenarios[generator.name]:
                site.prepare(scenario, number)
                taken = run(site.command(scenario), site.folder, _environment())
                site.check(scenario, number)
                into.runs[generator.name, contest.cases, scenario].append(taken)
                if number == 1 and scenario is Scenario.COLD:
                    outputs.append(site.output())
                _say(
                    f"{contest.cases} cases, round {number}: {generator.name}, {scenario.lower()}: "
                    f"{taken.cpu_seconds:.2f} s CPU, {taken.wall_seconds:.2f} s"
                )
        if number == 1:
            _compare(outputs)
            for generator, output in zip(contest.generators, outputs, strict=True):
                into.outputs[generator.name, contest.cases] = output
    for site in sites:
        site.remove()


def start_up(rounds: int) -> list[Run]:
    """Measure `irrefutable --help`."""
    return [run([our_command(), "--help"], Path.cwd(), _environment()) for _ in range(rounds)]


class _Site:
    """A generator's copy of the archive."""

    def __init__(self, generator: Generator, folder: Path, cases: int) -> None:
        self.folder = folder
        self._generator = generator
        self._ids = [case_id(_SEED, number) for number in range(cases)]
        self._edited = self._ids[cases // 2]
        self._latest = max(self._ids)
        self._added = f"{self._latest}-again"
        self._shared = folder.with_name(f"{folder.name}-shared").absolute()

    def command(self, scenario: Scenario) -> Sequence[str]:
        """Return what is run in a scenario."""
        shared = (self._generator.shared_cache, self._shared.as_uri()) if scenario is Scenario.CLONE else ()
        return (*self._generator.command, *shared)

    def prepare(self, scenario: Scenario, number: int) -> None:
        """Bring the folder to where a scenario begins."""
        if scenario is Scenario.CLONE and not self._shared.exists():
            self._empty()
            subprocess.run(self.command(scenario), cwd=self.folder, check=True, capture_output=True)
        if scenario in {Scenario.COLD, Scenario.CLONE}:
            self._empty()
        if scenario is Scenario.CASE:
            path = self._file(self._edited)
            path.write_text(f"{self._unedited(path)}\n{_marker(number)}\n", encoding="utf-8")
        if scenario is Scenario.ADDED:
            latest, added = map(self._file, (self._latest, self._added))
            added.parent.mkdir(exist_ok=True)
            words = latest.read_text(encoding="utf-8").replace(self._latest, self._added)
            added.write_text(words, encoding="utf-8")
        if scenario is Scenario.TEMPLATE:
            self._write_template(f'<article data-round="{number}" class="case"')

    def check(self, scenario: Scenario, number: int) -> None:
        """Hold that the build did its work.

        Raises:
            NotTheSameWorkError: it did not.
        """
        wanted_ids = [*self._ids, *([self._added] if scenario is Scenario.ADDED else ())]
        missing = [one for one in wanted_ids if not (self.folder / self._generator.page(one)).is_file()]
        if missing:
            raise NotTheSameWorkError(f"{self._generator.name} wrote no page of {missing[0]}")
        wanted = {
            Scenario.CASE: _marker(number),
            Scenario.TEMPLATE: f'data-round="{number}"',
        }.get(scenario, "")
        if wanted not in (self.folder / self._generator.page(self._edited)).read_text(encoding="utf-8"):
            raise NotTheSameWorkError(f"{self._generator.name} did not publish the edit {wanted!r}")

    def remove(self) -> None:
        """Leave nothing of it."""
        _remove(self.folder)
        _remove(self._shared)

    def output(self) -> Output:
        """Return what the last build left."""
        pages = [path.stat().st_size for path in (self.folder / self._generator.output).rglob("*.html")]
        own = [(self.folder / self._generator.page(one)).stat().st_size for one in self._ids]
        return Output(len(pages), sum(pages), sum(own) // len(own))

    def _empty(self) -> None:
        """Remove what builds left, and the edits of the round before."""
        for name in (self._generator.output, *self._generator.caches):
            _remove(self.folder / name)
        self._write_template("")
        path, added = map(self._file, (self._edited, self._added))
        path.write_text(self._unedited(path), encoding="utf-8")
        _remove(added.parent if added.parent.name == self._added else added)

    def _file(self, case: str) -> Path:
        return self.folder / self._generator.case_file.format(case)

    @staticmethod
    def _unedited(path: Path) -> str:
        return path.read_text(encoding="utf-8").split("\nEdited for round")[0]

    def _write_template(self, article: str) -> None:
        if self._generator.template is None:
            return
        source, place = self._generator.template
        target = self.folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            source.read_text(encoding="utf-8").replace(_ARTICLE, article or _ARTICLE, 1), encoding="utf-8"
        )


def _write_sites(contest: Contest, work: Path) -> list[_Site]:
    """Write the archive for every generator; the peers' cases are made once."""
    work.mkdir(parents=True, exist_ok=True)
    sites, peers = [], []
    for generator in contest.generators:
        folder = work / f"{generator.name.lower()}-{contest.cases}"
        _remove(folder)
        if generator.layout:
            write_site(folder, generator.name.lower(), generator.layout)
            peers.append((folder, generator.case_file))
        else:
            corpus = ["bench", "corpus", str(folder), "--cases", str(contest.cases), "--plain"]
            subprocess.run([our_command(), *corpus], check=True, capture_output=True)
        sites.append(_Site(generator, folder, contest.cases))
    if peers:
        _say(f"{contest.cases} cases are written for the peers")
        for one, text in peer_cases(contest.cases):
            for folder, place in peers:
                (folder / place.format(one)).write_text(text, encoding="utf-8")
    return sites


def _compare(outputs: Sequence[Output]) -> None:
    ours, *others = outputs
    for other in others:
        if abs(other.case_bytes / ours.case_bytes - 1) > _LARGEST_DIFFERENCE:
            raise NotTheSameWorkError(
                f"case pages of {other.case_bytes} bytes cannot be compared with ours of {ours.case_bytes}"
            )


def _marker(number: int) -> str:
    return f"Edited for round {number}."


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _environment() -> dict[str, str]:
    # Who installs a generator has its modules compiled at their first import, and they stay so.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**surroundings, **_ENVIRONMENT}


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
