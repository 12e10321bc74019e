"""`irrefutable media`: what pictures carry, where one sits in another, and whether one has been checked."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

# The phases are imported by the commands that run them, so that --help answers at once.
if TYPE_CHECKING:
    from irrefutable.model.media import Changes
    from irrefutable.work.lookup_find import FoundPicture

from irrefutable.cli.words import EXIT_CONTENT, run, show


@click.group()
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
        found = run(lambda: register_files(claimed, original))
        changes = run(lambda: changes_of_files(claimed, original, found)) if found.match else None
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
@click.argument("picture", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("site"),
    show_default=True,
    help="The folder of a built site, or of a copy of one.",
)
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
def find(picture: Path, site: Path, as_json: bool) -> None:
    """Say in which cases of a built SITE a picture was checked, as its page /check/ does.

    Copies are found whole, cropped, mirrored, or as a part of PICTURE.

    Exit code 0 where it was found, 1 where not, 2 where there is no picture or no index.
    """
    from irrefutable.media.decode import PictureError
    from irrefutable.work.lookup_find import NoIndexError, described
    from irrefutable.work.lookup_find import find as find_picture

    try:
        asked = run(lambda: described(picture))
        found = run(lambda: find_picture(asked, site))
    except (PictureError, NoIndexError) as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=2))
    elif found:
        for each in found:
            click.echo(_found(each))
    elif asked.is_too_plain:
        click.echo("It is too plain to be told from others. That says nothing about whether it is real.")
    else:
        click.echo("It is not in the index. That does not mean that it is real.")
    sys.exit(0 if found else EXIT_CONTENT)


def _found(found: FoundPicture) -> str:
    """Return what is known of a picture that was found, in three lines."""
    verdict = f"{found.verdict}: " if found.verdict else ""
    is_part, is_crop = found.filled < 0.9, found.shown < 0.9
    how = "shows a part of it" if is_crop else "shows it and more" if is_part else "is a copy of it"
    mirror = ", mirrored" if found.is_mirrored else ""
    what = "a claimed picture" if found.is_claimed else "what a claimed picture is compared with"
    return "\n".join(
        (
            f"{verdict}{found.title}",
            f"  {found.url} ({found.media}, {what})",
            f"  {'Sure' if found.is_sure else 'Likely'}: {how}{mirror}; {found.agreeing} details in place",
        )
    )


@media.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
def inspect(file: Path, as_json: bool) -> None:
    """Say what an original carries beside its pixels: dates, camera, position, words, a thumbnail, C2PA.

    Nothing is changed, and nothing of it is ever published.
    """
    from irrefutable.media.inspection import inspect as inspect_picture
    from irrefutable.media.probe import probe

    content = file.read_bytes()
    size, problem = probe(str(file), content)
    if problem:
        show((problem,))
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
