"""Runs the phases of a build in order. The only module that knows them all; refuses to print.

discover, load → check → plan → render → check the output → publish. Values and diagnostics go from one
phase to the next; with an error among them, nothing that readers see has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from functools import lru_cache, partial
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup

from irrefutable.check import (
    addresses,
    comparisons,
    editorial,
    languages,
    marks,
    output,
    pictures,
    references,
    texts,
)
from irrefutable.core.diagnostics import Diagnostic, Rule, in_order
from irrefutable.core.digest import digest, digest_bytes
from irrefutable.core.timings import Stopwatch
from irrefutable.core.workers import default_workers, run_batches, run_each
from irrefutable.differences import heat_maps
from irrefutable.load import rules as load_rules
from irrefutable.load.archive import load
from irrefutable.media import canvas, cuts, derive, drawing, heatmap, inspection, tiles
from irrefutable.media import rules as media_rules
from irrefutable.media.probe import probe
from irrefutable.model.archive import Archive, MediaFile
from irrefutable.model.drawing import Drawing, Subject
from irrefutable.model.media import Derivative, HeatMap, Placement, PublishedPicture, Tile
from irrefutable.model.output import PlannedPage, Turn
from irrefutable.model.prose import ProseRequest
from irrefutable.placements import place_all
from irrefutable.plan.drawings import pair_sheets, share_cards
from irrefutable.plan.index import Index, index, next_release
from irrefutable.plan.materials import Materials
from irrefutable.plan.pages import plan_pages
from irrefutable.plan.routes import Routes
from irrefutable.render import prose, templates
from irrefutable.render.assets import publish_assets
from irrefutable.render.templates import Templates
from irrefutable.results import PACKAGE_FOLDER, Build, Settings, theme_folder
from irrefutable.store.blobs import Blobs
from irrefutable.store.memo import Memo
from irrefutable.store.publish import OutputDirectory, Stage
from irrefutable.unchanged import ORIGINALS, last_build, seal, signs_of_inputs

Progress = Callable[[str, int, int], None]
"""Told how far long work is: its name, how much is done, and how much there is."""

Made = Derivative | Drawing | HeatMap | Tile
"""A picture file that a build makes."""

_PAGES_AT_ONCE = 24
"""Sent to another process together."""
RENDERING_LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "nh3", "pydantic")
"""Libraries whose version may change the bytes of a page."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An archive that was read and checked; None where the site's own files could not be read."""

    archive: Archive | None
    diagnostics: tuple[Diagnostic, ...]
    placements: Mapping[tuple[str, str], Placement] = field(default_factory=dict)
    """Where each claimed picture sits, by case and comparison."""

    @property
    def has_errors(self) -> bool:
        """Whether nothing may be published."""
        return self.archive is None or any(item.is_error for item in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a page is, or is not, rendered again."""

    path: str
    template: str
    is_new: bool
    changed: tuple[str, ...]
    """The parts of its key that differ from those of the last build."""
    parts: tuple[str, ...]
    """All parts of its key."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What the phases of one build share."""

    settings: Settings
    memo: Memo
    progress: Progress


def all_rules() -> tuple[Rule, ...]:
    """Return every rule of every phase, by its code."""
    rules = (
        *load_rules.RULES,
        *media_rules.RULES,
        *references.RULES,
        *comparisons.RULES,
        *marks.RULES,
        *addresses.RULES,
        *editorial.RULES,
        *languages.RULES,
        *texts.RULES,
        *pictures.RULES,
        *output.RULES,
        *templates.RULES,
    )
    return tuple(sorted(rules, key=lambda rule: rule.code))


def check(root: Path, progress: Progress = lambda _name, _done, _total: None) -> Checked:
    """Read and check an archive, and say everything that is wrong with it."""
    with Memo(root / ".cache" / "memo.sqlite") as memo:
        return _checked(root, memo, progress=progress)


def build(settings: Settings, progress: Progress = lambda _name, _done, _total: None) -> Build:
    """Build the site. With an error among the diagnostics, nothing in `settings.out` has changed.

    Args:
        settings: what to build, from where, to where.
        progress: told how far the long parts of the work are.

    Raises:
        StoreError: the output directory cannot be used; it is as it was.
        TemplateError, AssetError: the theme is broken.
    """
    watch = Stopwatch()
    with watch.phase("look"):
        inputs = signs_of_inputs(settings)
        unchanged = last_build(settings, inputs)
    if unchanged:
        return replace(unchanged, timings=tuple(watch.phases))
    with Memo(settings.cache / "memo.sqlite") as memo:
        with watch.phase("read and check"):
            checked = _checked(settings.root, memo, settings.workers, progress)
        if checked.archive is None or checked.has_errors:
            return Build(checked.diagnostics, timings=tuple(watch.phases))
        with watch.phase("plan"):
            planned = _plan(settings, checked, checked.archive, memo, progress)
        run = _Run(settings, memo, progress)
        with OutputDirectory(settings.out, memo, is_durable=settings.is_durable) as directory:
            stage = directory.stage()
            with watch.phase("render"):
                rendered, problems = _render(run, planned, directory, stage)
            diagnostics = in_order((*checked.diagnostics, *problems))
            if any(item.is_error for item in diagnostics):
                stage.discard()
                return Build(diagnostics, timings=tuple(watch.phases))
            for path, content in planned.assets.items():
                stage.write(path, content, Turn.ASSET)
            with watch.phase("pictures"):
                encoded = _publish_pictures(run, planned, directory, stage)
            with watch.phase("publish"):
                published = stage.commit()
            _record_originals(settings, checked.archive, memo)
            memo.prune_unasked(
                "difference",
                "drawing",
                "inspection",
                "links",
                "page",
                "parts",
                "prose",
                "registration",
                "size",
            )
            result = Build(
                diagnostics=diagnostics,
                published=published,
                cases=len(planned.index.built),
                pages=len(planned.pages),
                rendered=rendered,
                encoded=encoded,
                was_completed=directory.completed,
                timings=tuple(watch.phases),
            )
            seal(settings, result, inputs, until=next_release(checked.archive, settings.now))
            if settings.is_preview:
                return result
            # Told once, by the build that removes.
            told = tuple(addresses.check_removed(published.removed, checked.archive))
            return replace(result, diagnostics=diagnostics + told)


def explain(settings: Settings, address: str) -> Explanation | None:
    """Say which parts of a page's key differ from the last build.

    Args:
        settings: those of the build to explain.
        address: a URL of the site, whole or without its host, or a path below the output directory.

    Returns:
        None where no page stands at the address, or where errors keep the site from being planned.
    """
    with Memo(settings.cache / "memo.sqlite") as memo:
        checked = _checked(settings.root, memo)
        if checked.archive is None or checked.has_errors:
            return None
        planned = _plan(settings, checked, checked.archive, memo)
        page = next((item for item in planned.pages if _is_at(item, address, planned.routes)), None)
        if page is None:
            return None
        parts = _key_parts(page, planned.templates)
        stored = memo.get("parts", _parts_key(settings, page.path))
        before: dict[str, str] = json.loads(stored) if stored else {}
        changed = tuple(sorted(name for name in {*parts, *before} if parts.get(name) != before.get(name)))
        return Explanation(page.path, page.template, stored is None, changed, tuple(sorted(parts)))


def _is_at(page: PlannedPage, address: str, routes: Routes) -> bool:
    """Whether a page is what an address means: with its host or without, with its last slash or not."""
    parts = urlsplit(routes.base_url)
    path = address.removeprefix(f"{parts.scheme}://{parts.netloc}").partition("#")[0].partition("?")[0]
    below = path.strip("/")
    urls = (page.url.strip("/"), page.url.removeprefix(routes.base_path).strip("/")) if page.url else ()
    return below in (page.path, *urls)


# ----------------------------------------------------------------------------------------------- check


def _checked(
    root: Path, memo: Memo, workers: int = 0, progress: Progress = lambda _name, _done, _total: None
) -> Checked:
    loaded = load(root)
    if loaded.archive is None:
        return Checked(None, loaded.diagnostics)
    archive, found = _with_sizes(loaded.archive, root, memo)
    found += Templates(_folders(root, "templates")).check()
    for stage in (references, marks, texts, addresses, languages, editorial):
        found += stage.check_site(archive)
    for files in archive.cases.values():
        found += references.check_case(archive, files)
        found += marks.check_case(files)
        found += texts.check_case(archive, files)
        found += languages.check_case(archive, files)
        found += editorial.check_case(archive, files)
        found += comparisons.check_case(files)
        found += pictures.check_case(files)
    for files in archive.broken.values():
        found += references.check_case(archive, files, is_whole=False)
        # What seems to be uncited may be cited where the file could not be read.
        found += (item for item in marks.check_case(files) if item.code != marks.UNCITED_SOURCE.code)
    placements = place_all(archive, root, memo, workers=workers or default_workers(), progress=progress)
    diagnostics = in_order((*loaded.diagnostics, *found, *placements.diagnostics))
    return Checked(archive, diagnostics, placements.by_comparison)


def _with_sizes(archive: Archive, root: Path, memo: Memo) -> tuple[Archive, list[Diagnostic]]:
    """Return the archive with the width and height of every picture file."""
    found: list[Diagnostic] = []
    cases = {}
    for case_id, files in archive.cases.items():
        sized = {}
        for name, file in files.files.items():
            sized[name], problem = _sized(file, root, memo)
            found += [problem] if problem else []
        cases[case_id] = replace(files, files=sized)
    return replace(archive, cases=cases), found


def _sized(file: MediaFile, root: Path, memo: Memo) -> tuple[MediaFile, Diagnostic | None]:
    # Only what is right is remembered: a diagnostic names a place, which is no part of the content.
    key = digest((derive.engine(), file.digest, Path(file.path).suffix.lower()))
    stored = memo.get("size", key)
    if stored:
        width_px, height_px = json.loads(stored)
        return replace(file, width_px=width_px, height_px=height_px), None
    size, problem = probe(file.path, (root / file.path).read_bytes())
    if size is None:
        return file, problem
    if problem is None:
        memo.put("size", key, json.dumps(size).encode())
    return replace(file, width_px=size[0], height_px=size[1]), problem


# ------------------------------------------------------------------------------------------------ plan


@dataclass(frozen=True, slots=True)
class _Planned:
    """Everything that is to be published, before any of it is rendered."""

    index: Index
    routes: Routes
    pages: tuple[PlannedPage, ...]
    templates: Templates
    assets: Mapping[str, bytes]
    """Files that are published as they are, by their paths."""
    pictures: tuple[Made, ...]


def _plan(
    settings: Settings,
    checked: Checked,
    archive: Archive,
    memo: Memo,
    progress: Progress = lambda _name, _done, _total: None,
) -> _Planned:
    site = archive.site.value
    # A preview stands at the root of its own host.
    base_url = urljoin(site.base_url, "/") if settings.is_preview else site.base_url
    routes = Routes(base_url, site.languages[0])
    cases = index(archive, now=settings.now, is_preview=settings.is_preview)
    assets = publish_assets(_asset_files(settings.root))
    published: dict[tuple[str, str], PublishedPicture] = {}
    details: dict[tuple[str, str, str], tuple[PublishedPicture, PublishedPicture]] = {}
    made: dict[str, Made] = {}
    descriptions: dict[str, bytes] = {}
    # A retracted case shows no picture any more, so none is published.
    for case_id in cases.listed:
        files = archive.cases[case_id]
        for medium in files.case.value.media:
            file = files.files.get(medium.file or "")
            if file:
                derivatives = derive.plan(file, medium.redactions, case_id)
                picture = derive.picture(file, derivatives)
                pyramid = tiles.plan(file, medium.redactions, case_id)
                if picture:
                    published[case_id, medium.id] = replace(picture, tiles=pyramid)
                    made.update((item.path, item) for item in derivatives)
                for at, twins in cuts.plan(case_id, files.case.value.comparisons, medium, file):
                    details[at] = cuts.picture(twins[0]), cuts.picture(twins[1])
                    made.update((item.path, item) for item in twins)
                if pyramid:
                    made.update((item.path, item) for item in tiles.tiles(pyramid))
                    address = routes.canonical(routes.file(pyramid.path).url)
                    descriptions[f"{pyramid.path}/info.json"] = tiles.info(pyramid, address)
    maps = heat_maps(
        (archive.cases[case_id] for case_id in cases.listed),
        checked.placements,
        settings.root,
        memo,
        workers=settings.workers or default_workers(),
        progress=progress,
    )
    made.update((item.path, item) for item in maps.values())
    materials = Materials(
        archive=archive,
        index=cases,
        routes=routes,
        pictures=published,
        placements=checked.placements,
        heat_maps=maps,
        cards={},
        cuts=details,
        pairs={},
        assets={name: routes.file(asset.path).url for name, asset in assets.items()},
        prose=lambda request: _prose(request, memo),
        is_preview=settings.is_preview,
    )
    cards = {at: drawn for at, card in share_cards(materials) if (drawn := _drawn(card, at[0], memo))}
    pairs = {at: drawn for at, sheet in pair_sheets(materials) if (drawn := _drawn(sheet, at[0], memo))}
    made.update((item.path, item) for item in (*cards.values(), *pairs.values()))
    materials = replace(materials, cards=cards, pairs=pairs)
    return _Planned(
        index=cases,
        routes=routes,
        pages=plan_pages(materials),
        templates=Templates(_folders(settings.root, "templates")),
        assets={asset.path: asset.content for asset in assets.values()} | descriptions,
        pictures=tuple(made[path] for path in sorted(made)),
    )


def _drawn(subject: Subject, folder: str, memo: Memo) -> Drawing | None:
    """Return a drawing with its size, which is measured once; None where it cannot be drawn."""
    key = digest((canvas.engine(), subject))
    stored = memo.get("drawing", key)
    if stored is None:
        stored = json.dumps(drawing.size_px(subject)).encode()
        memo.put("drawing", key, stored)
    size = json.loads(stored)
    return drawing.plan(subject, (size[0], size[1]), folder) if size else None


def _folders(root: Path, name: str) -> tuple[Path, ...]:
    """Return the site's own folder of templates or assets, then the default theme's."""
    return tuple(dict.fromkeys(folder.resolve() / name for folder in (root, theme_folder())))


def _asset_files(root: Path) -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for folder in reversed(_folders(root, "assets")):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files


def _prose(request: ProseRequest, memo: Memo) -> Markup:
    plain = prose.quick(request)
    if plain is not None:
        return plain
    key = digest((engine(), request))
    stored = memo.get("prose", key)
    if stored is not None:
        return Markup(stored.decode())  # noqa: S704 - sanitised before it was remembered
    html = prose.render(request)
    memo.put("prose", key, html.encode())
    return html


# ---------------------------------------------------------------------------------------------- render


@lru_cache(maxsize=1)
def engine() -> str:
    """Return the digest of our code and of the libraries that may change a page's bytes."""
    code = {
        path.relative_to(PACKAGE_FOLDER).as_posix(): digest_bytes(path.read_bytes())
        for path in sorted(PACKAGE_FOLDER.rglob("*.py"))
    }
    return digest((code, {name: version(name) for name in RENDERING_LIBRARIES}))


def _render(
    run: _Run, planned: _Planned, directory: OutputDirectory, stage: Stage
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Render the pages that are not yet right, into the stage; return them and what is wrong with pages."""
    problems: list[Diagnostic] = []
    rendered: list[str] = []
    facts: dict[str, output.PageFacts] = {}
    keys: dict[str, str] = {}
    missing: list[PlannedPage] = []
    for page in planned.pages:
        parts = _key_parts(page, planned.templates)
        keys[page.path] = key = digest(parts)
        _remember_parts(run, page.path, parts)
        known = _known_page(run.memo, key)
        if known and directory.holds(page.path, known.sha256):
            facts[page.path] = known.facts
            stage.keep(page.path, known.sha256, known.size_bytes)
        else:
            missing.append(page)
    work = partial(_finished_pages, planned.templates)
    workers = run.settings.workers or default_workers()
    finished = run_batches(work, missing, workers=workers, size=_PAGES_AT_ONCE)
    for number, (page, (content, read, found)) in enumerate(zip(missing, finished, strict=True), 1):
        run.progress("Pages", number, len(missing))
        rendered.append(page.path)
        stage.write(page.path, content, page.turn)
        facts[page.path] = read
        problems += found
        if not found:
            run.memo.put("page", keys[page.path], _RememberedPage.of(content, read).encoded())
    problems += _dead_links(planned, keys, facts, run.memo)
    return tuple(rendered), tuple(problems)


def _finished_pages(
    templates: Templates, pages: Sequence[PlannedPage]
) -> list[tuple[bytes, output.PageFacts, tuple[Diagnostic, ...]]]:
    """Render pages, and read each once."""
    finished = []
    for page in pages:
        content = templates.render(page.template, page.language, page.context)
        is_html = page.path.endswith(".html")
        facts, found = (
            output.read_page(page.path, content.decode())
            if is_html
            else (output.PageFacts(frozenset(), ()), ())
        )
        finished.append((content, facts, found))
    return finished


def _dead_links(
    planned: _Planned, keys: Mapping[str, str], facts: Mapping[str, output.PageFacts], memo: Memo
) -> tuple[Diagnostic, ...]:
    files = frozenset({*keys, *planned.assets, *(item.path for item in planned.pictures)})
    key = digest((engine(), keys, files))
    if memo.get("links", key) is not None:
        return ()
    urls = {page.url: page.path for page in planned.pages if page.url}
    found = tuple(output.check_links(facts, urls, files, planned.routes.base_path))
    if not found:
        memo.put("links", key, b"")
    return found


def _key_parts(page: PlannedPage, templates: Templates) -> Mapping[str, str]:
    """Return the digest of each part of a page's key: all that decides its bytes, and nothing else."""
    parts = {
        "engine": engine(),
        "template": digest((page.template, templates.closure(page.template, page.language))),
        "address": digest((page.path, page.language)),
    }
    for name, value in _fields(page.context):
        if is_dataclass(value) and not isinstance(value, type):
            parts.update((f"{name}.{inner}", digest(item)) for inner, item in _fields(value))
        else:
            parts[name] = digest(value)
    return parts


def _fields(value: object) -> Iterator[tuple[str, object]]:
    assert is_dataclass(value)  # noqa: S101 - contexts are dataclasses
    for item in fields(value):
        yield item.name, getattr(value, item.name)


def _remember_parts(run: _Run, path: str, parts: Mapping[str, str]) -> None:
    content = json.dumps(parts, sort_keys=True).encode()
    key = _parts_key(run.settings, path)
    if run.memo.get("parts", key) != content:
        run.memo.put("parts", key, content)


def _parts_key(settings: Settings, path: str) -> str:
    return f"{settings.out.resolve()} {path}"


@dataclass(frozen=True, slots=True)
class _RememberedPage:
    """What is kept of a rendered page: its bytes are in the output directory."""

    sha256: str
    size_bytes: int
    facts: output.PageFacts

    @classmethod
    def of(cls, content: bytes, facts: output.PageFacts) -> _RememberedPage:
        return cls(hashlib.sha256(content).hexdigest(), len(content), facts)

    def encoded(self) -> bytes:
        links = [list(link) for link in self.facts.links]
        return json.dumps([self.sha256, self.size_bytes, sorted(self.facts.ids), links]).encode()


def _known_page(memo: Memo, key: str) -> _RememberedPage | None:
    stored = memo.get("page", key)
    if stored is None:
        return None
    sha256, size_bytes, ids, links = json.loads(stored)
    facts = output.PageFacts(frozenset(ids), tuple((href, line, column) for href, line, column in links))
    return _RememberedPage(sha256, size_bytes, facts)


# --------------------------------------------------------------------------------------------- pictures


def _publish_pictures(run: _Run, planned: _Planned, directory: OutputDirectory, stage: Stage) -> int:
    """Put every picture file into the stage; return how many had to be made."""
    blobs = Blobs(run.settings.cache / "blobs")
    missing = []
    for item in planned.pictures:
        made = blobs.content(item.key)
        if made and directory.holds(item.path, made.sha256):
            stage.keep(item.path, made.sha256, made.size_bytes)
        elif path := blobs.path(item.key):
            stage.copy(item.path, path, Turn.ASSET)
        else:
            missing.append(item)
    # The tiles of a picture are made together: it is decoded once for all of them.
    groups = [tuple(group) for _, group in groupby(missing, lambda item: getattr(item, "pyramid", item.path))]
    jobs = [(group, run.settings.root) for group in groups]
    results = run_each(_make, jobs, workers=run.settings.workers or default_workers())
    for number, (group, contents) in enumerate(zip(groups, results, strict=True), 1):
        run.progress("Pictures", number, len(groups))
        for item, content in zip(group, contents, strict=True):
            stage.copy(item.path, blobs.put(item.key, content), Turn.ASSET)
    if missing:
        blobs.prune(item.key for item in planned.pictures)
    return len(missing)


def _record_originals(settings: Settings, archive: Archive, memo: Memo) -> None:
    """Write down what the originals carry and no published file does: for the desk alone."""
    lines = []
    for files in archive.cases.values():
        for file in files.files.values():
            key = digest((derive.engine(), engine(), file.digest))
            stored = memo.get("inspection", key)
            if stored is None:
                size = (file.width_px, file.height_px)
                found = asdict(inspection.inspect((settings.root / file.path).read_bytes(), size))
                stored = json.dumps(found, ensure_ascii=False, sort_keys=True).encode()
                memo.put("inspection", key, stored)
            lines.append(json.dumps({"file": file.path} | json.loads(stored), ensure_ascii=False) + "\n")
    record = settings.cache / ORIGINALS
    content = "".join(sorted(lines)).encode()
    if not record.is_file() or record.read_bytes() != content:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.touch(mode=0o600)
        record.write_bytes(content)


def _make(job: tuple[tuple[Made, ...], Path]) -> tuple[bytes, ...]:
    items, root = job
    squares = [item for item in items if isinstance(item, Tile)]
    if squares:
        return tiles.encode(squares, (root / squares[0].pyramid.source_path).read_bytes())
    return tuple(_made(item, root) for item in items if not isinstance(item, Tile))


def _made(item: Derivative | Drawing | HeatMap, root: Path) -> bytes:
    if isinstance(item, Derivative):
        return derive.encode(item, (root / item.source_path).read_bytes())
    if isinstance(item, HeatMap):
        return heatmap.encode(
            item, [(root / side.path).read_bytes() for side in (item.claimed, item.original)]
        )
    return drawing.draw(item, [(root / panel.path).read_bytes() for panel in item.subject.panels])
