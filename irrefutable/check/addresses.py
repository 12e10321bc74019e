"""No two things want the same address. Refuses to make addresses: the plan does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from irrefutable.core.diagnostics import Diagnostic, Rule, Severity
from irrefutable.core.spans import Span
from irrefutable.model.archive import Archive, CaseFiles, Located
from irrefutable.model.case import Case
from irrefutable.model.vocabulary import Status

ADDRESS_TAKEN = Rule(
    "address-taken",
    what="No page has the name of a list or of a language of the site, and no former address of a case, or "
    "former id of a comparison, is that of another one; no former edition is still there.",
    why="Only one of the two could stand there.",
    example="content/pages/topics.md, or `former_slugs` with the name of another case's folder",
    cure="Rename the page; of two cases, keep the former address in the one that really stood there.",
)

ADDRESS_LOST = Rule(
    "address-lost",
    what="A case that was published keeps its address in each of its languages, and so do its comparisons.",
    why="Links and citations that readers have made, and frames on other sites, lead nowhere from now on.",
    example="the folder of a published case was renamed or deleted, or its status set back to draft",
    cure="Of a renamed case, list the old folder's name in `former_slugs`; of a withdrawn one, keep the "
    "folder with `status: retracted`. List the language of an edition that was removed in the case's "
    "`former_editions`. Of a renamed comparison, list the old id in its `former_ids`; of one that was taken "
    "out, in the case's `former_comparisons`.",
    severity=Severity.WARNING,
)

ADDRESS_BROKEN = Rule(
    "address-broken",
    what="Each address in `content/published.lock` has a page: its case, a redirect or a tombstone.",
    why="Readers were given the address, and links, citations and frames on other sites hold it.",
    example="`/cases/2017-convoy/` is in the file, and the folder was renamed without `former_slugs`",
    cure="That of `address-lost`. Only if nobody can have seen what stood there, delete the line.",
)

RULES = (ADDRESS_TAKEN, ADDRESS_LOST, ADDRESS_BROKEN)

RESERVED = frozenset(
    (
        "assets",
        "browse",
        "cases",
        "check",
        "claimants",
        "data",
        "entities",
        "languages",
        "lookup",
        "media",
        "page",
        "pictures",
        "places",
        "platforms",
        "random",
        "ratings",
        "search",
        "search-index",
        "subscribe",
        "techniques",
        "topics",
        "years",
    )
)
"""First parts of addresses that the site itself uses."""


def check_site(archive: Archive) -> Iterator[Diagnostic]:
    """Yield pages that would stand where something else does."""
    # The first language stands at the root, so only the others have a folder of their own.
    languages = {tag.casefold() for tag in archive.site.value.languages[1:]}
    for (page_id, _), page in archive.pages.items():
        if page_id in RESERVED or page_id in languages:
            user = "a language of the site" if page_id in languages else "the site's own lists and files"
            at = Span(page.spans.source.path, 1, 1)
            yield ADDRESS_TAKEN.at(at, f'the address "/{page_id}/" belongs to {user}', "rename the file")


def check_case(archive: Archive, files: CaseFiles) -> Iterator[Diagnostic]:
    """Yield former addresses of a case and its comparisons where something else stands."""
    case, spans = files.case.value, files.case.spans
    for place, slug in enumerate(case.former_slugs):
        owner = archive.former_slugs.get(slug, case.id)
        if slug == case.id:
            message, hint = f'"{slug}" is this case\'s own address', "remove it"
        elif slug in archive.cases:
            message, hint = f'"{slug}" is the address of another case', "remove it, or rename that case"
        elif owner != case.id:
            message = f'"{slug}" is a former address of the case "{owner}" too'
            hint = "keep it in the case that stood there"
        else:
            continue
        yield ADDRESS_TAKEN.at(spans.value(("former_slugs", place)), message, hint, source=spans.source)
    for place, tag in enumerate(case.former_editions):
        if tag == case.language or tag in files.editions:
            message = f'the case can be read in "{tag}"'
            at = spans.value(("former_editions", place))
            yield ADDRESS_TAKEN.at(at, message, "remove it", source=spans.source)
    yield from _former_comparisons(files.case)


def check_kept(paths: Iterable[str], archive: Archive) -> Iterator[Diagnostic]:
    """Yield cases, editions and comparisons that have no page at an address that was to be kept.

    Args:
        paths: the files that are missing, relative to the site.
        archive: what the site is made of now.
    """
    for item in check_removed(paths, archive):
        hint = f"{item.hint}; only if nobody saw it, delete its line in content/published.lock"
        yield replace(item, code=ADDRESS_BROKEN.code, severity=ADDRESS_BROKEN.severity, hint=hint)


def check_removed(paths: Iterable[str], archive: Archive) -> Iterator[Diagnostic]:
    """Yield cases, editions and comparisons whose page was just removed from the site.

    Args:
        paths: the files that were removed, relative to the site.
        archive: what the site is made of now.
    """
    removed = [path.split("/") for path in paths]
    for parts in removed:
        match parts:
            case ["cases", case_id, "index.html"] if case_id in archive.cases:
                files = archive.cases[case_id].case
                message = f"the case was published and no longer is: {files.value.status.value}"
                at = files.spans.value(("status",))
                hint = "to withdraw it, write `status: retracted`"
                yield ADDRESS_LOST.at(at, message, hint, source=files.spans.source)
            case ["cases", case_id, "index.html"]:
                names = sorted({other[3] for other in removed if other[:3] == ["cases", case_id, "embed"]})
                framed = f" and `former_comparisons: [{', '.join(names)}]`" if names else ""
                yield ADDRESS_LOST.at(
                    Span(f"content/cases/{case_id}", 1, 1),
                    f'nothing stands at "/cases/{case_id}/" any more{_frames(names)}',
                    f"if the case was renamed, add `former_slugs: [{case_id}]` to it; if it was withdrawn, "
                    f"bring its folder back with `status: retracted`{framed}",
                )
            case ["cases", case_id, "embed", name, "index.html"] if (
                owner := _owner(case_id, archive)
            ) is not None:
                yield ADDRESS_LOST.at(
                    owner.spans.value(("comparisons",)),
                    f'frames on other sites that show the comparison "{name}" are empty from now on',
                    f"add `former_ids: [{name}]` to the comparison that took its place, or "
                    f"`former_comparisons: [{name}]` to the case",
                    source=owner.spans.source,
                )
    yield from _removed_editions(removed, archive)


def _removed_editions(removed: Iterable[Sequence[str]], archive: Archive) -> Iterator[Diagnostic]:
    """Yield editions whose page was just removed, once however many addresses they had."""
    told = set()
    for parts in removed:
        match parts:
            case [language, "cases", case_id, "index.html"] if (
                owner := _owner(case_id, archive)
            ) is not None:
                if (owner.value.id, language) in told:
                    continue
                told.add((owner.value.id, language))
                yield ADDRESS_LOST.at(
                    owner.spans.value(("language",)),
                    f'nothing stands at "/{language}/cases/{case_id}/" any more, nor in frames that show it',
                    f"if the edition was removed, add `former_editions: [{language}]` to the case",
                    source=owner.spans.source,
                )


def _owner(case_id: str, archive: Archive) -> Located[Case] | None:
    """Return the case that answers for frames that ask for a case by this id, if one has a page."""
    case_id = archive.former_slugs.get(case_id, case_id)
    if case_id not in archive.cases:
        return None
    located = archive.cases[case_id].case
    return located if located.value.status in (Status.PUBLISHED, Status.RETRACTED) else None


def _frames(names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(f'"{name}"' for name in names)
    return f", and frames on other sites that show {shown} are empty from now on"


def _former_comparisons(located: Located[Case]) -> Iterator[Diagnostic]:
    """Yield former ids of comparisons that two things of a case would answer to."""
    case, spans = located.value, located.spans
    owners = {comparison.id: f'the id of the comparison "{comparison.id}"' for comparison in case.comparisons}
    former: list[tuple[tuple[str | int, ...], str, str]] = [
        (("comparisons", number, "former_ids", place), name, f'a former id of "{comparison.id}"')
        for number, comparison in enumerate(case.comparisons)
        for place, name in enumerate(comparison.former_ids)
    ]
    former += [
        (("former_comparisons", place), name, "in `former_comparisons`")
        for place, name in enumerate(case.former_comparisons)
    ]
    for path, name, owner in former:
        if name in owners:
            message = f'"{name}" is {owners[name]} too'
            yield ADDRESS_TAKEN.at(spans.value(path), message, "remove one of them", source=spans.source)
        owners.setdefault(name, owner)
