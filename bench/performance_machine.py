"""Says what machine a measurement was made on, in words. Names no host and no folder."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def machine(load: float) -> str:
    """Return cores, processor, memory and systems; `load` is the load average before the measurement."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    busy = " Other work ran beside the builds: wall times say little." if load > cores / 2 else ""
    return (
        f"{cores} cores of {_line('/proc/cpuinfo', 'model name') or platform.machine()}, {_memory()}, "
        f"{_system()}, {platform.system()} {platform.release()}, Python {platform.python_version()}. "
        f"The load average before the first build was {load:.1f}.{busy}"
    )


def _memory() -> str:
    kilobytes = _line("/proc/meminfo", "MemTotal").removesuffix(" kB")
    return f"{round(int(kilobytes) / 2**20)} GiB of memory" if kilobytes else "memory not known"


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform()


def _line(path: str, key: str) -> str:
    """Return what stands behind the colon of a line that begins with a word; "" where there is none."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")
