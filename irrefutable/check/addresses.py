"""No two things want the same address. Refuses to make addresses: the plan does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from irrefutable.core.diagnostics import Diagnostic, Rule, Severity
from irrefutable.core.spans import Span
from irrefutable.model.archive import Archive

ADDRESS_TAKEN = Rule(
    "address-taken",
    what="No page has the name of a list or of a language of the site, and no former address of a case is "
    "that of another case.",
    why="Only one of the two could stand there.",
    example="content/pages/topics.md, or `former_slugs` with the name of another case's folder",
    cure="Rename the page; of two cases, keep the former address in the one that really stood there.",
)

ADDRESS_LOST = Rule(
    "address-lost",
    what="A case that was published keeps its address.",
    why="Links and citations that readers have made lead nowhere from now on.",
    example="the folder of a published case was renamed or deleted, or its status set back to draft",
    cure="Of a renamed case, list the old folder's name in `former_slugs`; of a withdrawn one, keep the "
    "folder with `status: retracted`.",
    severity=Severity.WARNING,
)

RULES = (ADDRESS_TAKEN, ADDRESS_LOST)

RESERVED = frozenset(
    ("assets", "cases", "claimants", "entities", "media", "page", "ratings", "topics", "years")
)
"""First parts of addresses that the site itself uses."""


def check_site(archive: Archive) -> Iterator[Diagnostic]:
    """Yield pages and former addresses of cases that would stand where something else does."""
    yield from _pages(archive)
    owners: dict[str, str] = {}
    for case_id, files in archive.cases.items():
        spans = files.case.spans
        for place, slug in enumerate(files.case.value.former_slugs):
            owner = owners.setdefault(slug, case_id)
            at = spans.value(("former_slugs", place))
            if slug == case_id:
                message, hint = f'"{slug}" is this case\'s own address', "remove it"
            elif slug in archive.cases:
                message, hint = f'"{slug}" is the address of another case', "remove it, or rename that case"
            elif owner != case_id:
                message = f'"{slug}" is a former address of the case "{owner}" too'
                hint = "keep it in the case that stood there"
            else:
                continue
            yield ADDRESS_TAKEN.at(at, message, hint, source=spans.source)


def check_removed(paths: Iterable[str], archive: Archive) -> Iterator[Diagnostic]:
    """Yield cases whose page was just removed from the site.

    Args:
        paths: the files that were removed, relative to the site.
        archive: what the site is made of now.
    """
    for path in paths:
        match path.split("/"):
            case ["cases", case_id, "index.html"] if case_id in archive.cases:
                files = archive.cases[case_id].case
                message = f"the case was published and no longer is: {files.value.status.value}"
                at = files.spans.value(("status",))
                hint = "to withdraw it, write `status: retracted`"
                yield ADDRESS_LOST.at(at, message, hint, source=files.spans.source)
            case ["cases", case_id, "index.html"]:
                yield ADDRESS_LOST.at(
                    Span(f"content/cases/{case_id}", 1, 1),
                    f'nothing stands at "/cases/{case_id}/" any more',
                    f"if the case was renamed, add `former_slugs: [{case_id}]` to it",
                )


def _pages(archive: Archive) -> Iterator[Diagnostic]:
    # The first language stands at the root, so only the others have a folder of their own.
    languages = {tag.casefold() for tag in archive.site.value.languages[1:]}
    for (page_id, _), page in archive.pages.items():
        if page_id in RESERVED or page_id in languages:
            user = "a language of the site" if page_id in languages else "the site's own lists and files"
            at = Span(page.spans.source.path, 1, 1)
            yield ADDRESS_TAKEN.at(at, f'the address "/{page_id}/" belongs to {user}', "rename the file")
