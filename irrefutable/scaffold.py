"""New cases that pass the check as drafts. Refuses to overwrite anything."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from irrefutable.load.characters import visible

CASE_FORMATS = ("md", "yaml")


class ScaffoldError(Exception):
    """The case cannot be begun; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class NewCase:
    """What an editor knows when a case begins."""

    title: str
    """The headline."""
    claim: str
    """What was claimed, as a statement that could be true."""
    made: str
    """When it was claimed, as an EDTF date."""
    language: str
    """The language of the file."""
    claimant: str = ""
    """The id of an entity; empty while it is not known."""
    id: str = ""
    """The folder's name; made from the date and the title where it is empty."""
    format: str = "md"
    """`md` for front matter and Markdown, `yaml` for YAML alone."""


def new_case(root: Path, case: NewCase) -> Path:
    """Write a case file and return its path.

    Raises:
        ScaffoldError: there is no archive here, or a case of this id.
    """
    cases = root / "content" / "cases"
    if not (root / "content").is_dir():
        raise ScaffoldError(f"there is no content/ in {root}; run it in an archive, or name one with --root")
    if not case.id and not slug(case.title):
        raise ScaffoldError("the headline has no letters a to z to make an address of; give one with --id")
    case_id = case.id or slug(f"{case.made[:10]} {case.title}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", case_id):
        raise ScaffoldError(
            f'"{case_id}" cannot be an address; give --id with lower-case letters a to z, digits and hyphens'
        )
    folder = cases / case_id
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise ScaffoldError(f"there is a case {case_id} already; give another --id") from None
    path = folder / f"case.{case.format}"
    path.write_text(_text(case), encoding="utf-8")
    return path


def slug(words: str) -> str:
    """Return words as an id: the letters a to z and digits that are in them, at most 60 characters."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z0-9]+", plain)
    while len("-".join(parts)) > 60:
        parts.pop()
    return "-".join(parts)


def _text(case: NewCase) -> str:
    claimant = (
        f"claimant: {case.claimant}"
        if case.claimant
        else "claimant_unknown: Not named yet; an entity of content/entities/ will stand here."
    )
    fields = f"""\
# The parts of a case and what they are for: docs/content-model.md
title: {_quoted(case.title)}
summary:
  claimed: {_quoted(case.claim)}
  found: Not yet known.
language: {case.language}
status: draft

claims:
  - id: claim
    text: {_quoted(case.claim)}
    {claimant}
    made: {case.made}
    no_appearance: Not looked for yet.

# media, evidence, rebuttals, comparisons, timeline, sources … follow here.
"""
    report = "What happened, in the order in which a reader needs it."
    if case.format == "yaml":
        return f"{fields}\nreport: |\n  {report}\n"
    return f"---\n{fields}---\n\n{report}\n"


def _quoted(text: str) -> str:
    """Return text in one line as a YAML string, without what nobody can see; JSON's strings are YAML's."""
    return json.dumps(visible(" ".join(text.split())), ensure_ascii=False)
