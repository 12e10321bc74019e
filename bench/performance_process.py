"""Runs a command and measures it with all its children. Refuses to judge the figures.

CPU time comes from the kernel when the command has ended, so no sampling touches it. Memory has no such sum:
`/proc` is looked at while the command runs, a twentieth of the time at most. Where there is no `/proc`, the
memory is not known.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

_PROC: Final = Path("/proc")
_PAUSE_SECONDS: Final = 0.02
_LEAST_PAUSE: Final = 20
"""A look at the memory is followed by a pause this many times as long."""
_LAST_LINES: Final = 20


class CommandFailedError(Exception):
    """A measured command ended with an error; the message has the end of what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    cpu_seconds: float
    """User and system time of the command and of all children it waited for."""
    wall_seconds: float
    peak_bytes: int | None
    """The largest memory of the whole tree that was seen; pages that processes share count once."""
    output: str
    """What it wrote to standard output."""


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """Run a command in a folder to its end.

    Raises:
        CommandFailedError: it did not end with 0.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=complained,
        )
        with _Sampler(process.pid) as sampler:
            _, status, usage = os.wait4(process.pid, 0)
            wall_seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = [_text(stream) for stream in (said, complained)]
    if process.returncode:
        end = "\n".join("\n".join(texts).splitlines()[-_LAST_LINES:])
        raise CommandFailedError(f"{' '.join(command)} ended with {process.returncode}:\n{end}")
    return Run(usage.ru_utime + usage.ru_stime, wall_seconds, sampler.peak_bytes, texts[0])


class _Sampler:
    """Looks at the memory of a process and its descendants until it is left."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._peak_bytes = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def peak_bytes(self) -> int | None:
        """The most that was seen; None where nothing could be."""
        return self._peak_bytes or None

    def __enter__(self) -> _Sampler:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        pause = 0.0
        while not self._ended.wait(pause):
            began = time.perf_counter()
            processes = list(_tree(self._root))
            together = sum(_kilobytes(process, "smaps_rollup", "Pss:") for process in processes)
            # A peak between two looks stays in the record of the process that had it.
            alone = max((_kilobytes(process, "status", "VmHWM:") for process in processes), default=0)
            self._peak_bytes = max(self._peak_bytes, together * 1024, alone * 1024)
            pause = max(_PAUSE_SECONDS, _LEAST_PAUSE * (time.perf_counter() - began))


def _tree(root: int) -> Iterator[int]:
    """Yield a process and all its descendants that are still there."""
    waiting = [root]
    while waiting:
        process = waiting.pop()
        yield process
        # A process, or one of its threads, may be gone as soon as it is seen.
        with suppress(OSError):
            for task in (_PROC / str(process) / "task").iterdir():
                with suppress(OSError):
                    waiting += [int(child) for child in (task / "children").read_text().split()]


def _kilobytes(process: int, file: str, key: str) -> int:
    try:
        lines = (_PROC / str(process) / file).read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(key)), 0)


def _text(stream: BinaryIO) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")
