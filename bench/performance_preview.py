"""Measures how long a save takes until the preview shows it, beside Hugo's server where that is installed.

`make bench-preview` prints a table. Both servers tell browsers to reload in the same protocol, so both are
watched in the same way: the page is fetched until it has the edit, and a WebSocket waits for the word.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from performance_corpus import peer_cases, write_site
from performance_generators import OURS, Generator, find, our_command
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.websocket import WebSocketClientConnection, websocket_connect

from irrefutable.corpus import case_id

_ROOT: Final = Path(__file__).parents[1]
_SEED: Final = 1
_ARTICLE: Final = '<article class="case"'
_LONGEST_SECONDS: Final = 1800.0
_BETWEEN_SECONDS: Final = 4.0
"""So long after an edit the next one comes: what follows a build is over."""
_HELLO: Final = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}


@dataclass(slots=True)
class Times:
    """What was measured, in milliseconds."""

    shown: list[float] = field(default_factory=list)
    """From the save until the page has the edit."""
    told: list[float] = field(default_factory=list)
    """From the save until browsers are told to reload."""


class _Site:
    """A generator's copy of the archive, and its server."""

    def __init__(self, generator: Generator, folder: Path, cases: int) -> None:
        self.name = generator.name
        self._generator = generator
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = int(free.getsockname()[1])
        case = case_id(_SEED, cases // 2)
        self._case_file = folder / generator.case_file.format(case)
        self._case = self._case_file.read_text(encoding="utf-8")
        self._page = f"http://127.0.0.1:{self._port}/cases/{case}/"

    @contextmanager
    def served(self) -> Iterator[None]:
        """Run the server; it is ended in any case."""
        place = str(self._port)
        command = [*self._generator.command[:1], "server", "--port", place, "--bind", "127.0.0.1"]
        if self.name == OURS:
            command = [our_command(), "serve", "--port", place]
        process = subprocess.Popen(
            command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait()

    async def begun(self) -> None:
        """Wait for the first page."""
        await self._shows("</html>", time.perf_counter())

    async def edited(self, number: int, *, template: bool) -> tuple[float, float]:
        """Edit the case, or the template of cases; return when the page has it and browsers are told."""
        mark = f"edit-{number}-{time.time_ns()}"
        browser = await self._browser()
        began = time.perf_counter()
        if template:
            self._write_template(mark)
        else:
            self._case_file.write_text(f"{self._case}\n{mark}.\n", encoding="utf-8")
        shown, told = await asyncio.gather(self._shows(mark, began), self._told(browser, began))
        browser.close()
        await asyncio.sleep(_BETWEEN_SECONDS)
        return shown, told

    def _write_template(self, mark: str) -> None:
        if self._generator.template is None:
            raise ValueError(f"nobody says which template {self.name} has for cases")
        source, place = self._generator.template
        target = self._folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        target.write_text(
            text.replace(_ARTICLE, f'<article data-round="{mark}" class="case"'), encoding="utf-8"
        )

    async def _browser(self) -> WebSocketClientConnection:
        # What it shows is what was last asked for.
        await AsyncHTTPClient().fetch(self._page)
        browser = await websocket_connect(f"ws://127.0.0.1:{self._port}/livereload")
        # Hugo looks for the words as a browser writes them, without a space.
        for message in (_HELLO, {"command": "info", "url": self._page}):
            await browser.write_message(json.dumps(message, separators=(",", ":")))
        await browser.read_message()
        await asyncio.sleep(1)
        return browser

    async def _shows(self, mark: str, began: float) -> float:
        client, asked = AsyncHTTPClient(), {"Sec-Fetch-Dest": "empty"}
        while time.perf_counter() - began < _LONGEST_SECONDS:
            try:
                # As a script of the page: what a browser shows is still the page from before.
                answer = await client.fetch(self._page, headers=asked)
                if mark in answer.body.decode():
                    return (time.perf_counter() - began) * 1000
            except (HTTPClientError, OSError):
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.002)
        raise TimeoutError(f"{self.name} does not show {mark}")

    async def _told(self, browser: WebSocketClientConnection, began: float) -> float:
        while message := await browser.read_message():
            if json.loads(message)["command"] == "reload":
                return (time.perf_counter() - began) * 1000
        raise TimeoutError(f"{self.name} tells nobody to reload")


def main() -> None:
    """Measure, and print."""
    options = _parser().parse_args()
    found = find(options.peers.resolve()).generators
    generators = [each for each in found if each.name in (OURS, "Hugo")]
    for cases in options.cases:
        sites = [_Site(each, _written(each, options.work.resolve(), cases), cases) for each in generators]
        with _all_served(sites):
            times = asyncio.run(_measured(sites, options.runs))
        print(_table(cases, times), flush=True)
        for each in generators:
            shutil.rmtree(options.work.resolve() / f"preview-{each.name.lower()}-{cases}")


async def _measured(sites: Sequence[_Site], runs: int) -> dict[tuple[str, str], Times]:
    times: dict[tuple[str, str], Times] = {}
    for site in sites:
        await site.begun()
    # After an edit of a template all pages are made again, which an edit of a case would come upon.
    for what in ("case", "template"):
        for number in range(runs):
            for site in sites:
                shown, told = await site.edited(number, template=what == "template")
                into = times.setdefault((what, site.name), Times())
                into.shown.append(shown)
                into.told.append(told)
    return times


@contextmanager
def _all_served(sites: Sequence[_Site]) -> Iterator[None]:
    if not sites:
        yield
        return
    with sites[0].served(), _all_served(sites[1:]):
        yield


def _written(generator: Generator, work: Path, cases: int) -> Path:
    folder = work / f"preview-{generator.name.lower()}-{cases}"
    if folder.exists():
        shutil.rmtree(folder)
    if generator.layout is None:
        command = [our_command(), "bench", "corpus", str(folder), "--cases", str(cases), "--plain"]
        subprocess.run(command, check=True, capture_output=True)
        return folder
    write_site(folder, generator.name.lower(), generator.layout)
    for one, text in peer_cases(cases):
        (folder / generator.case_file.format(one)).write_text(text, encoding="utf-8")
    return folder


def _table(cases: int, times: dict[tuple[str, str], Times]) -> str:
    lines = [
        f"{cases:,} cases, load {os.getloadavg()[0]:.1f}",
        "",
        "| after an edit of | by | page has it: best, median ms | told to reload: best, median ms | × ours |",
        "|---|---|---:|---:|---:|",
    ]
    for (what, name), taken in times.items():
        ours = times[what, OURS]
        ratio = median(other / own for other, own in zip(taken.told, ours.told, strict=True))
        shown, told = (f"{min(each):.0f}, {median(each):.0f}" for each in (taken.shown, taken.told))
        lines.append(f"| a {what} | {name} | {shown} | {told} | {ratio:.2f} |")
    return "\n".join(lines) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[1000, 10000], help="sizes")
    parser.add_argument("--runs", type=int, default=7, help="edits of each kind")
    parser.add_argument("--peers", type=Path, default=_ROOT / ".cache/peers", help="where they are installed")
    parser.add_argument(
        "--work", type=Path, default=_ROOT / ".cache/bench", help="where archives are written"
    )
    return parser


if __name__ == "__main__":
    main()
