"""`irrefutable verify`: whether a copy of a site is whole."""

from __future__ import annotations

import json
import sys

import click

from irrefutable.cli.words import EXIT_CONTENT, files_in_words, progress_bars, run

# What does the work is imported by the command, so that --help answers at once.


@click.command()
@click.argument("copy", metavar="FOLDER-OR-URL")
@click.option(
    "--against",
    metavar="FOLDER-OR-URL",
    help="Take the list of files from there.  [default: the copy's own manifest.json]",
)
@click.option("--below", metavar="PATH", default="", help="Check only files below it, such as media/.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
def verify(copy: str, against: str | None, below: str, form: str) -> None:
    """Check each file of a copy of a site by its SHA-256.

    The copy is a folder, or an address below which it is served; nothing else is asked. A copy's own list
    shows that the copy is whole, not whose it is: compare the SHA-256 of the list, or take it from the site
    with --against.
    """
    from irrefutable.store.mirror import copy_at
    from irrefutable.store.mirror import verify as verified

    with progress_bars(is_shown=form == "text") as progress:
        found = run(
            lambda: verified(
                copy_at(copy),
                against=copy_at(against) if against else None,
                below=below,
                progress=progress,
            )
        )
    if form == "json":
        click.echo(json.dumps(found._asdict(), ensure_ascii=False, indent=2))
    else:
        for state, paths in (("missing", found.missing), ("altered", found.altered)):
            for path in paths:
                click.echo(f"{state}: {path}")
        wrong = len(found.missing) + len(found.altered)
        outcome = f"{files_in_words(wrong)} missing or altered" if wrong else "each as it is listed"
        click.echo(f"{files_in_words(found.checked)} checked, {outcome}", err=True)
        click.echo(f"SHA-256 of the list: {found.list_sha256}", err=True)
    sys.exit(0 if found.is_whole else EXIT_CONTENT)
