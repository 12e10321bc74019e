"""Languages: what is written in one reaches its readers in it. Refuses to judge a translation."""

from __future__ import annotations

from collections.abc import Iterator

from irrefutable.core.catalogues import known_languages
from irrefutable.core.diagnostics import Diagnostic, Rule, Severity
from irrefutable.core.text import did_you_mean, listed
from irrefutable.model.archive import Archive, CaseFiles

INTERFACE_IN_ENGLISH = Rule(
    "interface-in-english",
    what="The languages of the site are those that its own words, such as Sources and Verdict, are "
    "translated into.",
    why="Readers of the language would meet English headings, and hear them read out in the wrong voice.",
    example="languages: [en, eo]",
    cure="Leave the language to the editions of cases, or add a catalogue to irrefutable/locale/.",
    severity=Severity.WARNING,
)
LANGUAGE_OUTSIDE_SITE = Rule(
    "language-outside-site",
    what="Pages and editions are in a language of the site.",
    why="No list of the site would lead to them.",
    example="content/pages/about.de.md where `languages` is [en, ru]",
    cure="Add the language to `languages` in site.yaml, or correct the file's name.",
    severity=Severity.WARNING,
)

RULES = (INTERFACE_IN_ENGLISH, LANGUAGE_OUTSIDE_SITE)


def check_site(archive: Archive) -> Iterator[Diagnostic]:
    """Yield languages of the site without words, and pages that no list leads to."""
    site, known = archive.site, known_languages()
    for place, tag in enumerate(site.value.languages):
        if tag not in known and tag.partition("-")[0] not in known:
            yield INTERFACE_IN_ENGLISH.at(
                site.spans.value(("languages", place)),
                f'the interface has no words in "{tag}", so they stand in English',
                f"it has: {listed(known)}",
                source=site.spans.source,
            )
    for (_, tag), page in archive.pages.items():
        if tag not in site.value.languages:
            yield LANGUAGE_OUTSIDE_SITE.at(
                page.spans.source.whole_line(1),
                f'the page is in "{tag}", which is no language of the site',
                _hint(archive, tag),
                source=page.spans.source,
            )


def check_case(archive: Archive, files: CaseFiles) -> Iterator[Diagnostic]:
    """Yield editions that no list leads to."""
    for tag, edition in files.editions.items():
        if tag not in archive.site.value.languages:
            yield LANGUAGE_OUTSIDE_SITE.at(
                edition.spans.source.whole_line(1),
                f'the edition is in "{tag}", which is no language of the site',
                _hint(archive, tag),
                source=edition.spans.source,
            )


def _hint(archive: Archive, tag: str) -> str:
    nearest = did_you_mean(tag, archive.site.value.languages)
    return f"{nearest}; or add it to `languages:` in content/site.yaml"
