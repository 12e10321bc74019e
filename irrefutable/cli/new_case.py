"""`irrefutable new`: the questions that a new case answers."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

# The phases are imported by the commands that run them, so that --help answers at once.


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


@click.command()
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
    from irrefutable import scaffold
    from irrefutable.core.text import is_language_tag
    from irrefutable.load.archive import load_site

    archive = load_site(root).archive
    language = language or (archive.site.value.languages[0] if archive else "en")
    if not is_language_tag(language):
        raise click.BadParameter("write a tag such as en or pt-BR", param_hint="--language")
    case = scaffold.NewCase(title, claim, made, language, claimant, case_id, form)
    try:
        path = scaffold.new_case(root, case)
    except scaffold.ScaffoldError as error:
        raise click.UsageError(str(error)) from error
    click.echo(path)
