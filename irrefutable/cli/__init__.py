"""The command line: `irrefutable build`, `check`, `serve`, `new`, `history`, `clean`, `explain` and others.

The only place that prints. Data goes to standard output, all else to standard error. Exit codes: 0 fine,
1 problems in the content, 2 a wrong call, 3 our fault or the machine's, 130 after Ctrl-C.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from irrefutable import __version__
from irrefutable.__main__ import EXIT_INTERRUPTED
from irrefutable.cli.new_case import new
from irrefutable.cli.picture_files import media
from irrefutable.cli.verify import verify
from irrefutable.cli.words import (
    EXIT_CONTENT,
    all_well,
    coloured,
    counted,
    fail,
    files_in_words,
    left_alone,
    now,
    progress_bars,
    run,
    show,
    show_remarks,
    summary,
    timetable,
)
from irrefutable.core.garbage import lasting

# The phases are imported by the commands that run them, so that --help answers at once.
if TYPE_CHECKING:
    from irrefutable.results import Build

MOST_UNREADABLE = 20
"""Files that are named; an old archive may have very many that today's rules refuse."""
FOR_HOSTS = frozenset(("CNAME", ".nojekyll", ".well-known/"))
"""What hosts want to find in a site and no build makes: foreign files that nobody needs to be told of."""

Command = TypeVar("Command", bound=Callable[..., Any])


def _root_option(command: Command) -> Command:
    return click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=Path(),
        help="The folder with content/; its own templates/ and assets/ are optional.",
    )(command)


def _out_option(command: Command) -> Command:
    return click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        help="The directory to publish into.  [default: ROOT/site]",
    )(command)


def _cache_option(command: Command) -> Command:
    return click.option(
        "--cache",
        metavar="URL",
        envvar="IRREFUTABLE_CACHE",
        show_envvar=True,
        default=None,
        callback=_cache_address,
        help="A cache to share, file:///FOLDER or s3://BUCKET/FOLDER; '' for none.  [default: site.yaml's]",
    )(command)


def _cache_address(_context: click.Context, _parameter: click.Parameter, url: str | None) -> str | None:
    """Refuse what is no address of a folder."""
    if not url:
        return url
    from irrefutable.core.text import cache_address_problem

    if problem := cache_address_problem(url):
        raise click.BadParameter(": ".join(problem))
    return url


def _executor_address(url: str) -> str:
    """Refuse what is no address of a scheduler."""
    host, _, port = url.removeprefix("dask://").rpartition(":")
    if url and not (url.startswith("dask://") and host and port.isdecimal()):
        raise click.BadParameter(f'"{url}" is no address of a cluster; write dask://HOST:PORT')
    return url


@contextmanager
def _interruptible() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        # Click itself would say "Aborted!" and return 1, which here means problems in the content.
        sys.exit(EXIT_INTERRUPTED)


class _Commands(click.Group):
    """The commands; Ctrl-C ends each of them without a word, and the reading of what was typed as well."""

    def make_context(self, *arguments: Any, **settings: Any) -> click.Context:
        with _interruptible():
            return super().make_context(*arguments, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        with _interruptible():
            return super().invoke(ctx)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="irrefutable")
def main() -> None:
    """Turn case files into a fact-check archive that readers can compare, check and cite."""


@main.command()
@_root_option
@_out_option
@click.option("--workers", type=click.IntRange(min=0), default=0, help="Processes; 0: one a core.")
@click.option(
    "--executor",
    metavar="URL",
    default="",
    callback=lambda _context, _parameter, url: _executor_address(url),
    help="Who makes the pictures: dask://HOST:PORT.  [default: this machine]",
)
@_cache_option
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but what is wrong.")
@click.option(
    "--timings",
    type=click.Choice(["text", "json"]),
    is_flag=False,
    flag_value="text",
    help="Say how long each phase took; as JSON on standard output.",
)
@click.option(
    "--profile",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Build in one process, and write into FILE where its time goes, for pstats.",
    metavar="FILE",
)
def build(  # noqa: PLR0917 - Click passes options by name
    root: Path,
    out: Path | None,
    workers: int,
    executor: str,
    cache: str | None,
    quiet: bool,
    timings: str | None,
    profile: Path | None,
) -> None:
    """Build the site. With an error in the content, nothing that readers see changes."""
    from irrefutable.core.timings import Stopwatch
    from irrefutable.results import PATIENCE_SECONDS, Settings
    from irrefutable.unchanged import first_sight

    started = time.perf_counter()
    settings = Settings(
        root=root,
        out=_site_folder(root, out),
        now=now(),
        workers=1 if profile else workers,
        executor=executor,
        is_durable=True,
        patience_seconds=PATIENCE_SECONDS,
        shared_cache=cache,
    )
    watch = Stopwatch()
    seen = None
    if not profile:
        with watch.phase("look"), lasting():
            seen = run(lambda: first_sight(settings))
    result = seen.build(settings.now) if seen else None
    if result is None:
        with lasting():
            from irrefutable import pipeline

        with progress_bars(is_shown=not quiet) as progress, _profiled(profile):
            result = run(lambda: pipeline.build(settings, progress, seen))
    result = replace(result, timings=(*watch.phases, *result.timings))
    show(result.diagnostics)
    show_remarks(result)
    if result.published is None:
        click.echo(counted(result.diagnostics, "the site is as it was"), err=True)
        sys.exit(EXIT_CONTENT)
    for path in sorted({*result.published.foreign} - FOR_HOSTS):
        click.echo(left_alone(settings.out, path), err=True)
    if timings == "json":
        click.echo(json.dumps([asdict(phase) for phase in result.timings], indent=2))
    elif timings:
        click.echo(timetable(result.timings), err=True)
    if not quiet:
        click.echo(summary(result, settings, time.perf_counter() - started), err=True)


@main.command()
@_root_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
def check(root: Path, form: str) -> None:
    """Say everything that is wrong with the content: file, line, column, the line itself, the cure."""
    from irrefutable import pipeline
    from irrefutable.core.diagnostics import as_mapping, as_text

    checked = run(lambda: pipeline.check(root))
    if form == "json":
        found = [as_mapping(item) for item in checked.diagnostics]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for item in checked.diagnostics:
            click.echo(coloured(as_text(item), item))
            click.echo()
        click.echo(counted(checked.diagnostics, "") or all_well(checked.cases), err=True)
    sys.exit(EXIT_CONTENT if checked.has_errors else 0)


@main.command()
@_root_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(root: Path, host: str, port: int) -> None:
    """Show the site with its drafts and follow every save. Errors lie over the page until they are mended."""
    from irrefutable.results import Settings
    from irrefutable.serve import CannotListenError
    from irrefutable.serve import serve as serve_preview
    from irrefutable.workshop import Failure

    out = root / ".cache" / "preview"
    settings = Settings(root=root, out=out, now=now(), is_preview=True)

    def report(result: Build | Failure) -> None:
        if isinstance(result, Failure):
            click.echo(f"{result.kind}: {result.words}", err=True)
        else:
            show(result.diagnostics)
            show_remarks(result)
            if result.published:
                pages = f"{len(result.rendered)} of {result.pages} pages"
                click.echo(f"{dt.datetime.now():%H:%M:%S} rendered {pages}", err=True)  # noqa: DTZ005 - the editor's clock

    def announce() -> None:
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"Preview on http://{shown}:{port}/ (Ctrl-C ends it)", err=True)

    try:
        serve_preview(
            settings,
            host=host,
            port=port,
            announce=announce,
            report=report,
            remark=lambda words: click.echo(words, err=True),
        )
    except CannotListenError as error:
        fail(f"cannot listen on {host}:{port}: {_why_not(error, port)}")


@contextmanager
def _profiled(file: Path | None) -> Iterator[None]:
    """Write into a file where the time of a piece of work goes."""
    if file is None:
        yield
        return
    from cProfile import Profile

    with Profile() as profile:
        yield
    profile.dump_stats(file)


def _why_not(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return f"another program has the port, perhaps a preview; end it, or add --port {other}"
    if error.errno == errno.EACCES:
        return "ports below 1024 are the system's; add --port 8000"
    return f"{error.strerror}; leave --host out to listen on this machine alone"


@main.command()
@_root_option
@_out_option
def clean(root: Path, out: Path | None) -> None:
    """Remove what was built: the files the site's manifest owns, and the cache. Others' files stay."""
    import shutil

    from irrefutable.store.publish import remove_all

    site = _site_folder(root, out)
    if site.is_dir():
        result = run(lambda: remove_all(site))
        for path in result.foreign:
            click.echo(left_alone(site, path), err=True)
        click.echo(f"{files_in_words(len(result.removed))} removed from {site}", err=True)
    shutil.rmtree(root / ".cache", ignore_errors=True)


@main.command()
@_root_option
@_out_option
@click.argument("address")
def explain(root: Path, out: Path | None, address: str) -> None:
    """Say why the file at ADDRESS is made again: https://…/cases/x/, /cases/x, cases/x/case.json."""
    from irrefutable import pipeline
    from irrefutable.results import Settings

    if not (root / "content").is_dir():
        raise click.UsageError(
            f"there is no content/ in {root}; run it in an archive, or name one with --root"
        )
    settings = Settings(root=root, out=_site_folder(root, out), now=now())
    found = run(lambda: pipeline.explain(settings, address))
    if found is None:
        if run(lambda: pipeline.check(root)).has_errors:
            click.echo("the content has errors, so nothing is planned: see `irrefutable check`", err=True)
            sys.exit(EXIT_CONTENT)
        click.echo(f"nothing is planned at {address}", err=True)
        sys.exit(EXIT_CONTENT)
    click.echo(f"{found.path} from {found.source}")
    if found.is_new:
        click.echo("it was never built here")
    elif not found.changed:
        click.echo(f"nothing of its {len(found.parts)} parts changed since the last build")
    for name in found.changed if not found.is_new else ():
        click.echo(f"changed: {name}")


@main.command()
@_root_option
@click.option("--check", "is_check", is_flag=True, help="Write nothing; exit with 1 if a version is missing.")
@click.option("--all", "is_from_the_start", is_flag=True, help="Read all of git's history again.")
def history(root: Path, is_check: bool, is_from_the_start: bool) -> None:
    """Record beside each case the versions that readers could see, from git; commit what it writes."""
    from irrefutable.load.repository import RepositoryError
    from irrefutable.recording import RecordingError, record

    try:
        found = record(root, now(), writes=not is_check, is_from_the_start=is_from_the_start)
    except RepositoryError as error:
        fail(str(error))
    except RecordingError as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_CONTENT)
    for place in found.unreadable[:MOST_UNREADABLE]:
        click.echo(f"warning: {place} cannot be read; that state is in no record", err=True)
    if len(found.unreadable) > MOST_UNREADABLE:
        click.echo(f"warning: and {len(found.unreadable) - MOST_UNREADABLE} more", err=True)
    for case_id, count in found.states.items():
        click.echo(f"{root / 'content' / 'cases' / case_id / 'history.jsonl'}: {count}")
    total = sum(found.states.values())
    done = "missing" if is_check else "recorded"
    click.echo(f"{total} version{'' if total == 1 else 's'} {done}", err=True)
    if is_check and total:
        sys.exit(EXIT_CONTENT)


@main.command()
@_root_option
@_out_option
@click.option(
    "--check", "is_check", is_flag=True, help="Write nothing; exit with 1 if an address is missing."
)
def addresses(root: Path, out: Path | None, is_check: bool) -> None:
    """Add the addresses of the built site to content/published.lock; commit it when the site is public.

    From then on a build ends with an error if one of them leads nowhere.
    """
    from irrefutable.keeping import KeepingError, keep_addresses

    try:
        missing = run(lambda: keep_addresses(root, _site_folder(root, out), writes=not is_check))
    except (KeepingError, OSError) as error:
        fail(str(error))
    for address in missing:
        click.echo(address)
    done = "missing" if is_check else "added"
    click.echo(f"{len(missing)} address{'' if len(missing) == 1 else 'es'} {done}", err=True)
    if is_check and missing:
        sys.exit(EXIT_CONTENT)


@main.group()
def bench() -> None:
    """Measure."""


@bench.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--cases", type=click.IntRange(min=0), required=True, help="How many cases to write.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another archive.")
@click.option("--plain", "is_plain", is_flag=True, help="One language, no share cards, no search.")
def corpus(folder: Path, cases: int, seed: int, is_plain: bool) -> None:
    """Write a made-up archive into FOLDER, the same for the same number and seed."""
    from irrefutable.corpus import Corpus, write_corpus

    try:
        write_corpus(folder, Corpus(cases, seed, is_plain))
    except FileExistsError:
        raise click.UsageError(f"there is an archive in {folder} already; name another folder") from None
    click.echo(f"{cases} cases written below {folder}", err=True)


def _site_folder(root: Path, out: Path | None) -> Path:
    """Return the output directory; never one in which an archive or its cache stands, or inside these."""
    if out is None:
        return root / "site"
    site = out.resolve()
    kept = [root.resolve() / name for name in ("content", "templates", "assets", ".cache")]
    if any(site.is_relative_to(folder) or folder.is_relative_to(site) for folder in kept):
        raise click.BadParameter(
            f"{site} holds the archive, or lies in its files; name a folder of its own", param_hint="--out"
        )
    return out


main.add_command(media)
main.add_command(new)
main.add_command(verify)
