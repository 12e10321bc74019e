"""The command line: `irrefutable build`, `check`, `serve`, `new`, `clean`, `explain`, `media`, `bench`.

The only place that prints. Data goes to standard output, all else to standard error. Exit codes: 0 fine,
1 problems in the content, 2 a wrong call, 3 our fault or the machine's, 130 after Ctrl-C.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from click.core import ParameterSource

from irrefutable import __version__
from irrefutable.__main__ import EXIT_INTERRUPTED

# The phases are imported by the commands that run them, so that --help answers at once.
if TYPE_CHECKING:
    from irrefutable.core.diagnostics import Diagnostic
    from irrefutable.core.timings import Phase
    from irrefutable.model.media import Changes
    from irrefutable.results import Build, Settings
    from irrefutable.work.builder import Progress

EXIT_CONTENT = 1
EXIT_FAULT = 3
FOR_HOSTS = frozenset(("CNAME", ".nojekyll", ".well-known/"))
"""What hosts want to find in a site and no build makes: foreign files that nobody needs to be told of."""

Command = TypeVar("Command", bound=Callable[..., Any])
Result = TypeVar("Result")


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


class _Commands(click.Group):
    """The commands; Ctrl-C ends each of them without a word."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            # Click itself would say "Aborted!" and return 1, which here means problems in the content.
            sys.exit(EXIT_INTERRUPTED)


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
    from irrefutable.unchanged import last_build

    started = time.perf_counter()
    settings = Settings(
        root=root,
        out=_site_folder(root, out),
        now=_now(),
        workers=1 if profile else workers,
        executor=executor,
        is_durable=True,
        patience_seconds=PATIENCE_SECONDS,
        shared_cache=cache,
    )
    watch = Stopwatch()
    with watch.phase("look"):
        unchanged = None if profile else _run(lambda: last_build(settings))
    if unchanged:
        result = replace(unchanged, timings=tuple(watch.phases))
    else:
        from irrefutable import pipeline

        with _progress_bars(is_shown=not quiet) as progress, _profiled(profile):
            result = _run(lambda: pipeline.build(settings, progress))
    _show(result.diagnostics)
    _show_remarks(result)
    if result.published is None:
        click.echo(_counted(result.diagnostics, "the site is as it was"), err=True)
        sys.exit(EXIT_CONTENT)
    for path in sorted({*result.published.foreign} - FOR_HOSTS):
        click.echo(_left_alone(settings.out, path), err=True)
    if timings == "json":
        click.echo(json.dumps([asdict(phase) for phase in result.timings], indent=2))
    elif timings:
        click.echo(_timetable(result.timings), err=True)
    if not quiet:
        click.echo(_summary(result, settings, time.perf_counter() - started), err=True)


@main.command()
@_root_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
def check(root: Path, form: str) -> None:
    """Say everything that is wrong with the content: file, line, column, the line itself, the cure."""
    from irrefutable import pipeline
    from irrefutable.core.diagnostics import as_mapping, as_text

    checked = _run(lambda: pipeline.check(root))
    if form == "json":
        found = [as_mapping(item) for item in checked.diagnostics]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for item in checked.diagnostics:
            click.echo(_coloured(as_text(item), item))
            click.echo()
        click.echo(_counted(checked.diagnostics, "") or _all_well(checked.cases), err=True)
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

    out = root / ".cache" / "preview"
    settings = Settings(root=root, out=out, now=_now(), is_preview=True)

    def report(result: Build | Exception) -> None:
        if isinstance(result, Exception):
            click.echo(f"{type(result).__name__}: {result}", err=True)
        else:
            _show(result.diagnostics)
            _show_remarks(result)
            if result.published:
                pages = f"{len(result.rendered)} of {result.pages} pages"
                click.echo(f"{dt.datetime.now():%H:%M:%S} rendered {pages}", err=True)  # noqa: DTZ005 - the editor's clock

    def announce() -> None:
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"Preview on http://{shown}:{port}/ (Ctrl-C ends it)", err=True)

    try:
        serve_preview(settings, host=host, port=port, announce=announce, report=report)
    except CannotListenError as error:
        _fail(f"cannot listen on {host}:{port}: {_why_not(error, port)}")


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


def _in_an_archive(_context: click.Context, _parameter: click.Parameter, root: Path) -> Path:
    """Refuse a folder without an archive, before anything is asked."""
    if not (root / "content").is_dir():
        raise click.UsageError(
            f"there is no content/ in {root}; run it in an archive, or name one with --root"
        )
    return root


def _words(_context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Refuse an answer without words; a prompt then asks again."""
    if not value.strip():
        raise click.BadParameter(f"write the {parameter.name} in a few words")
    return value


def _date(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Refuse what is no date; a prompt then asks again."""
    from irrefutable.core import dates

    try:
        dates.parse(value.strip())
    except dates.NotADateError as error:
        raise click.BadParameter(str(error)) from error
    return value.strip()


def _entity(context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    """Refuse the id of nobody. Whoever answers questions is asked for it too, until it is known or empty."""
    from irrefutable.core.text import did_you_mean

    folder = context.params["root"] / "content" / "entities"
    known = [path.stem for path in folder.glob("*.yaml")]

    def known_entity(written: str) -> str:
        if written.strip() and written.strip() not in known:
            hint = did_you_mean(written.strip(), known) or f"write {folder / 'ID.yaml'} first"
            raise click.BadParameter(f'there is no entity "{written.strip()}"; {hint}')
        return written.strip()

    asked = (context.get_parameter_source(name) for name in ("title", "claim", "made"))
    if value is None and ParameterSource.PROMPT in asked:
        question = "Who claimed it (the id of an entity; nothing if nobody is known)"
        return str(click.prompt(question, default="", show_default=False, value_proc=known_entity))
    return known_entity(value or "")


@main.command()
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    is_eager=True,
    callback=_in_an_archive,
    help="The folder with content/.",
)
@click.option("--title", prompt="Headline", callback=_words, help="The headline.")
@click.option(
    "--claim", prompt="What was claimed, in one sentence", callback=_words, help="The claim as a statement."
)
@click.option(
    "--made",
    prompt="When was it claimed (2017-11-14, 2017-11, 2017)",
    callback=_date,
    help="An EDTF date.",
)
@click.option("--claimant", callback=_entity, help="The id of an entity in content/entities/.")
@click.option("--language", default="", help="The language of the file.  [default: the site's first]")
@click.option("--id", "case_id", default="", help="The folder's name.  [default: from date and headline]")
@click.option("--format", "form", type=click.Choice(["md", "yaml"]), default="md", show_default=True)
def new(  # noqa: PLR0917 - Click passes options by name
    root: Path, title: str, claim: str, made: str, claimant: str, language: str, case_id: str, form: str
) -> None:
    """Begin a case: writes a draft that passes the check."""
    from irrefutable import pipeline, scaffold
    from irrefutable.core.text import is_language_tag

    archive = _run(lambda: pipeline.check(root)).archive
    language = language or (archive.site.value.languages[0] if archive else "en")
    if not is_language_tag(language):
        raise click.BadParameter("write a tag such as en or pt-BR", param_hint="--language")
    case = scaffold.NewCase(title, claim, made, language, claimant, case_id, form)
    try:
        path = scaffold.new_case(root, case)
    except scaffold.ScaffoldError as error:
        raise click.UsageError(str(error)) from error
    click.echo(path)


@main.command()
@_root_option
@_out_option
def clean(root: Path, out: Path | None) -> None:
    """Remove what was built: the files the site's manifest owns, and the cache. Others' files stay."""
    import shutil

    from irrefutable.store.publish import remove_all

    site = _site_folder(root, out)
    if site.is_dir():
        result = _run(lambda: remove_all(site))
        for path in result.foreign:
            click.echo(_left_alone(site, path), err=True)
        click.echo(f"{_files(len(result.removed))} removed from {site}", err=True)
    shutil.rmtree(root / ".cache", ignore_errors=True)


@main.command()
@_root_option
@_out_option
@click.argument("address")
def explain(root: Path, out: Path | None, address: str) -> None:
    """Say why the page at ADDRESS is rendered again: https://…/cases/x/, /cases/x, cases/x/index.html."""
    from irrefutable import pipeline
    from irrefutable.results import Settings

    if not (root / "content").is_dir():
        raise click.UsageError(
            f"there is no content/ in {root}; run it in an archive, or name one with --root"
        )
    settings = Settings(root=root, out=_site_folder(root, out), now=_now())
    found = _run(lambda: pipeline.explain(settings, address))
    if found is None:
        if _run(lambda: pipeline.check(root)).has_errors:
            click.echo("the content has errors, so no page is planned: see `irrefutable check`", err=True)
            sys.exit(EXIT_CONTENT)
        click.echo(f"no page is planned at {address}", err=True)
        sys.exit(EXIT_CONTENT)
    click.echo(f"{found.path} from {found.template}")
    if found.is_new:
        click.echo("it was never built here")
    elif not found.changed:
        click.echo(f"nothing of its {len(found.parts)} parts changed since the last build")
    for name in found.changed if not found.is_new else ():
        click.echo(f"changed: {name}")


@main.group()
def bench() -> None:
    """Measure."""


@bench.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--cases", type=click.IntRange(min=0), required=True, help="How many cases to write.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another archive.")
@click.option("--plain", "is_plain", is_flag=True, help="One language, no share cards.")
def corpus(folder: Path, cases: int, seed: int, is_plain: bool) -> None:
    """Write a made-up archive into FOLDER, the same for the same number and seed."""
    from irrefutable.corpus import Corpus, write_corpus

    try:
        write_corpus(folder, Corpus(cases, seed, is_plain))
    except FileExistsError:
        raise click.UsageError(f"there is an archive in {folder} already; name another folder") from None
    click.echo(f"{cases} cases written below {folder}", err=True)


@main.group()
def media() -> None:
    """Look at picture files: any on disk, inside an archive or not."""


@media.command()
@click.argument("claimed", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("original", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "is_json", is_flag=True, help="Say it in JSON.")
def register(claimed: Path, original: Path, is_json: bool) -> None:
    """Find CLAIMED inside ORIGINAL: where it sits, how sure that is, and what sets the two apart.

    What was added is given as boxes in pixels of CLAIMED, and as regions to paste into a case file.

    Exit code 0 for a match, 1 for none, 2 where one of the two cannot be read as a picture.
    """
    from irrefutable.media.decode import PictureError
    from irrefutable.work.differences import changes_of_files
    from irrefutable.work.placements import register_files

    try:
        found = _run(lambda: register_files(claimed, original))
        changes = _run(lambda: changes_of_files(claimed, original, found)) if found.match else None
    except PictureError as error:
        raise click.UsageError(str(error)) from error
    if is_json:
        click.echo(json.dumps({**found.as_mapping(), **(changes.as_mapping() if changes else {})}))
    else:
        click.echo(found.reason.sentence)
        if found.match:
            corners = ", ".join(f"({x:.1f}, {y:.1f})" for x, y in found.outline)
            click.echo(
                f"Outline in the original, in pixels: {corners}{', mirrored' if found.mirrored else ''}"
            )
            click.echo(f"{found.inliers} details in the same place; structural similarity {found.ssim:.3f}")
        click.echo(f"Confidence: {found.confidence:.2f}")
        if changes:
            click.echo(_compared(claimed, changes))
    sys.exit(0 if found.match else EXIT_CONTENT)


def _compared(claimed: Path, changes: Changes) -> str:
    """Return what sets a picture apart from its original, and its boxes as an editor would write them."""
    from irrefutable.media.probe import probe
    from irrefutable.plan.difference_views import whereabouts

    cut = changes.cut_away
    sides = ((cut.left, "on the left"), (cut.right, "on the right"), (cut.top, "at the top"))
    named = [f"{share:g} % {side}" for share, side in (*sides, (cut.bottom, "at the bottom")) if share]
    lines = [
        f"Differing: {changes.differing:g} % of what was compared",
        f"Cut away from the original: {cut.share:g} % of its area",
    ]
    if named:
        lines.append(f"Of its width or height: {', '.join(named)}")
    size, _ = probe(claimed.name, claimed.read_bytes())
    if size and changes.added:
        lines += ["Found added, to be looked at and named before a case file says so:", "    regions:"]
        for number, (left, top, width, height) in enumerate(changes.added, 1):
            x, y = math.floor(left), math.floor(top)
            box = [x, y, math.ceil(left + width - 0.01) - x, math.ceil(top + height - 0.01) - y]
            where = whereabouts((left, top, width, height), size)
            lines.append(f"      - {{ id: added-{number}, label: Added {where}, claimed: {box} }}")
    return "\n".join(lines)


@media.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
def inspect(file: Path, as_json: bool) -> None:
    """Say what an original carries beside its pixels: dates, camera, position, words, a thumbnail, C2PA.

    Nothing is changed, and nothing of it is ever published.
    """
    from dataclasses import asdict

    from irrefutable.media.inspection import inspect as inspect_picture
    from irrefutable.media.probe import probe

    content = file.read_bytes()
    size, problem = probe(str(file), content)
    if problem:
        _show((problem,))
    if size is None:
        sys.exit(EXIT_CONTENT)
    found = asdict(inspect_picture(content))
    if as_json:
        click.echo(json.dumps({"file": str(file), **found}, ensure_ascii=False, indent=2))
    else:
        click.echo(_inspected(file, found))


def _inspected(file: Path, found: dict[str, Any]) -> str:
    """Return a report for a person: what is there, a line each."""
    size = f"{found['width_px']:,} × {found['height_px']:,} pixels"
    lines = [
        f"{file.name}: {found['format']}, {size}, {found['size_bytes']:,} bytes, {found['mode']}",
        f"SHA-256  {found['sha256']}",
    ]
    if found["orientation"] != 1:
        lines.append(f"Orientation  {found['orientation']}: the file lies on its side, or is flipped")
    if found["frames"] > 1:
        lines.append(f"Frames  {found['frames']}")
    if found["profile"]:
        lines.append(f"Colour profile  {found['profile']}")
    for name in ("dates", "camera", "software", "words", "iptc", "xmp"):
        title = name.upper() if name in ("iptc", "xmp") else name.capitalize()
        lines += [f"{title}  {key}: {value}" for key, value in found[name].items()]
    if place := found["position"]:
        lines.append(f"Position  {place['latitude']}, {place['longitude']}")
    if small := found["thumbnail"]:
        verdict = "shows something else than the picture" if small["differs"] else "shows the same"
        size = f"{small['width_px']} × {small['height_px']} pixels"
        lines.append(f"Thumbnail  {size}: {verdict} (difference {small['difference']} of 255)")
    lines.append(f"C2PA  {'a manifest is there; verify it' if found['has_c2pa'] else 'none'}")
    lines += [f"Damaged  {part}" for part in found["unreadable"]]
    return "\n".join(lines)


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


@contextmanager
def _progress_bars(*, is_shown: bool) -> Iterator[Progress]:
    """Show how far long work is, on a terminal only; the bars vanish when it is done."""
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    console = Console(stderr=True)
    tasks: dict[str, TaskID] = {}
    with Bars(console=console, transient=True, disable=not (is_shown and console.is_terminal)) as bars:

        def progress(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total)
            bars.update(tasks[name], completed=done)

        yield progress


def _run(work: Callable[[], Result]) -> Result:
    """Run a phase; a fault of the machine or the theme ends the command in plain words."""
    try:
        return work()
    except Exception as error:
        if not isinstance(error, _faults()):
            raise
        _fail(str(error))


def _faults() -> tuple[type[Exception], ...]:
    """Return the exceptions that say in plain words what is wrong with the machine or the theme."""
    from irrefutable.core.workers import WorkersError
    from irrefutable.render.assets import AssetError
    from irrefutable.render.templates import TemplateError
    from irrefutable.store.errors import StoreError

    return StoreError, AssetError, TemplateError, WorkersError


def _fail(message: str) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(EXIT_FAULT)


def _now() -> dt.datetime:
    """Return the instant that decides embargoes; reproducible builds give it (SOURCE_DATE_EPOCH)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdecimal() else dt.datetime.now(dt.UTC)


def _show(diagnostics: Iterable[Diagnostic]) -> None:
    from irrefutable.core.diagnostics import as_text

    for item in diagnostics:
        click.echo(_coloured(as_text(item), item), err=True)
        click.echo(err=True)


def _show_remarks(result: Build) -> None:
    for remark in result.remarks:
        click.echo(f"warning: {remark}", err=True)


def _coloured(text: str, diagnostic: Diagnostic) -> str:
    """Colour the first line, for terminals; click leaves colours out where there is none."""
    first, newline, rest = text.partition("\n")
    return click.style(first, fg="red" if diagnostic.is_error else "yellow", bold=True) + newline + rest


def _counted(diagnostics: Iterable[Diagnostic], consequence: str) -> str:
    severities = [item.is_error for item in diagnostics]
    parts = []
    for count, noun in ((severities.count(True), "error"), (severities.count(False), "warning")):
        if count:
            parts.append(f"{count} {noun}{'s' if count > 1 else ''}")
    return "; ".join(part for part in (", ".join(parts), consequence) if part) if parts else ""


def _all_well(cases: int) -> str:
    return f"{cases} case{'' if cases == 1 else 's'} checked; nothing is wrong"


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _left_alone(site: Path, path: str) -> str:
    # A folder keeps its slash.
    return f"warning: {site.as_posix().rstrip('/')}/{path} is not ours; it was left alone"


def _timetable(phases: Iterable[Phase]) -> str:
    lines = [f"{'phase':<16}{'wall':>10}{'CPU':>10}"]
    lines += [f"{phase.name:<16}{phase.wall_seconds:>8.2f} s{phase.cpu_seconds:>8.2f} s" for phase in phases]
    return "\n".join(lines)


def _summary(result: Build, settings: Settings, seconds: float) -> str:
    assert result.published is not None  # noqa: S101 - only a published build is summed up
    written, removed = len(result.published.written), len(result.published.removed)
    site = f"{result.cases} case{'' if result.cases == 1 else 's'}, {result.pages} pages"
    if not written and not removed:
        return f"{site}: nothing changed ({seconds:.1f} s)"
    work = f"{_files(written)} written, {removed} removed, {result.published.kept} as they were"
    return f"{site}: {work} ({seconds:.1f} s) → {settings.out}"
