"""How the commands say what they did, and end where they could not."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

# The phases are imported by the commands that run them, so that --help answers at once.
if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from irrefutable.core.diagnostics import Diagnostic
    from irrefutable.core.timings import Phase
    from irrefutable.results import Build, Settings
    from irrefutable.work.findings import Progress

EXIT_CONTENT = 1
EXIT_FAULT = 3
_WORTH_A_BAR = 8
"""Pieces of work; fewer are done before a bar could be drawn."""

Result = TypeVar("Result")


@contextmanager
def progress_bars(*, is_shown: bool) -> Iterator[Progress]:
    """Show how far long work is, on a terminal only; the bars vanish when it is done."""
    with ExitStack() as shown:
        bars: Bars | None = None
        tasks: dict[str, TaskID] = {}

        def progress(name: str, done: int, total: int) -> None:
            nonlocal bars
            if not is_shown or total < _WORTH_A_BAR or not sys.stderr.isatty():
                return
            if bars is None:
                bars = shown.enter_context(_bars())
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total)
            bars.update(tasks[name], completed=done)

        yield progress


def _bars() -> Bars:
    from rich.console import Console
    from rich.progress import Progress as Bars

    return Bars(console=Console(stderr=True), transient=True)


def run(work: Callable[[], Result]) -> Result:
    """Run a phase; a fault of the machine or the theme ends the command in plain words."""
    try:
        return work()
    except Exception as error:
        if not isinstance(error, _faults()):
            raise
        fail(str(error))


def _faults() -> tuple[type[Exception], ...]:
    """Return the exceptions that say in plain words what is wrong with the machine or the theme."""
    from irrefutable.core.workers import WorkersError
    from irrefutable.render.assets import AssetError
    from irrefutable.render.templates import TemplateError
    from irrefutable.search.pagefind import IndexingError
    from irrefutable.store.errors import StoreError

    return StoreError, AssetError, TemplateError, WorkersError, IndexingError


def fail(message: str) -> NoReturn:
    """End the command: the machine's fault, or ours."""
    click.echo(f"error: {message}", err=True)
    sys.exit(EXIT_FAULT)


def now() -> dt.datetime:
    """Return the instant that decides embargoes; reproducible builds give it (SOURCE_DATE_EPOCH)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdecimal() else dt.datetime.now(dt.UTC)


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Print what is wrong with the content."""
    from irrefutable.core.diagnostics import as_text

    for item in diagnostics:
        click.echo(coloured(as_text(item), item), err=True)
        click.echo(err=True)


def show_remarks(result: Build) -> None:
    """Print what is wrong with nothing that a reader sees."""
    for remark in result.remarks:
        click.echo(f"warning: {remark}", err=True)


def coloured(text: str, diagnostic: Diagnostic) -> str:
    """Colour the first line, for terminals; click leaves colours out where there is none."""
    first, newline, rest = text.partition("\n")
    return click.style(first, fg="red" if diagnostic.is_error else "yellow", bold=True) + newline + rest


def counted(diagnostics: Iterable[Diagnostic], consequence: str) -> str:
    """Return how many errors and warnings there are, and what follows from it."""
    severities = [item.is_error for item in diagnostics]
    parts = []
    for count, noun in ((severities.count(True), "error"), (severities.count(False), "warning")):
        if count:
            parts.append(f"{count} {noun}{'s' if count > 1 else ''}")
    return "; ".join(part for part in (", ".join(parts), consequence) if part) if parts else ""


def all_well(cases: int) -> str:
    """Return what a check says that found nothing."""
    return f"{cases} case{'' if cases == 1 else 's'} checked; nothing is wrong"


def files_in_words(count: int) -> str:
    """Return a number of files in words."""
    return f"{count} file{'' if count == 1 else 's'}"


def left_alone(site: Path, path: str) -> str:
    """Return what is said of a file that is not ours."""
    # A folder keeps its slash.
    return f"warning: {site.as_posix().rstrip('/')}/{path} is not ours; it was left alone"


def timetable(phases: Iterable[Phase]) -> str:
    """Return how long each phase took, as a table."""
    lines = [f"{'phase':<16}{'wall':>10}{'CPU':>10}"]
    lines += [f"{phase.name:<16}{phase.wall_seconds:>8.2f} s{phase.cpu_seconds:>8.2f} s" for phase in phases]
    return "\n".join(lines)


def summary(result: Build, settings: Settings, seconds: float) -> str:
    """Return what a build did, in a line."""
    assert result.published is not None  # noqa: S101 - only a published build is summed up
    written, removed = len(result.published.written), len(result.published.removed)
    site = f"{result.cases} case{'' if result.cases == 1 else 's'}, {result.pages} pages"
    taken = f"{files_in_words(result.taken)} from the shared cache" if result.taken else ""
    if not written and not removed:
        return f"{site}: {taken or 'nothing changed'} ({seconds:.1f} s)"
    work = f"{files_in_words(written)} written, {removed} removed, {result.published.kept} as they were"
    work += f", {taken} to begin with" if taken else ""
    return f"{site}: {work} ({seconds:.1f} s) → {settings.out}"
