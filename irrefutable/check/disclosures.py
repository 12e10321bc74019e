"""What `site.yaml` must tell for the codes that the archive names. Refuses to judge whether it is true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from irrefutable.core.diagnostics import Diagnostic, Rule, Severity
from irrefutable.model.archive import Archive
from irrefutable.model.vocabulary import Code

NOT_DISCLOSED: Final = Rule(
    "not-disclosed",
    what="An archive that names a code in `policies.codes` tells readers what that code asks for: who it "
    "is, who works for it, who pays for it, how it works, how it corrects, and how it can be reached.",
    why="Whoever assesses a signatory looks for these on its pages. Whether the terms of a code are met, no "
    "program can tell.",
    example="policies: { codes: [ifcn] } without `publisher.legal_form`",
    cure="Add the field, or write the page; or take the code out of `codes` until it applies.",
    severity=Severity.WARNING,
)
RULES = (NOT_DISCLOSED,)

_NAMES: Final = {Code.IFCN: "the IFCN's Code of Principles", Code.EFCSN: "the European Code of Standards"}
_BOTH: Final = frozenset(Code)


class _Demand(NamedTuple):
    """Something that codes ask for, and where it is told: any of some fields, or a page."""

    codes: frozenset[Code]
    what: str
    fields: tuple[str, ...]
    page: str = ""


_DEMANDS: Final = (
    _Demand(_BOTH, "the legal form", ("publisher.legal_form",)),
    _Demand(_BOTH, "the country", ("publisher.country",)),
    _Demand(frozenset((Code.EFCSN,)), "the registration", ("publisher.registration",)),
    _Demand(_BOTH, "who owns it or decides over it", ("publisher.ownership",)),
    _Demand(_BOTH, "who works for it, and as what", ("publisher.team",)),
    _Demand(_BOTH, "who pays for it", ("publisher.funding_sources",)),
    _Demand(_BOTH, "how it stays out of party politics", ("policies.non_partisanship",)),
    _Demand(_BOTH, "how it can be reached", ("contact.email", "contact.url")),
    _Demand(_BOTH, "how cases are chosen, written and rated", (), "methodology"),
    _Demand(_BOTH, "how errors are corrected", (), "corrections"),
    _Demand(frozenset((Code.EFCSN,)), "how soon reports of errors are answered", ("policies.reply_days",)),
    _Demand(
        frozenset((Code.EFCSN,)),
        "whom readers can turn to who are not content with the answer",
        ("policies.complaints",),
    ),
    _Demand(frozenset((Code.EFCSN,)), "what becomes of what readers send", ("policies.privacy",), "privacy"),
)


def check_site(archive: Archive) -> Iterator[Diagnostic]:
    """Yield what is missing for each code that the archive names."""
    spans, site = archive.site.spans, archive.site.value
    pages = {page_id for page_id, _ in archive.pages}
    for place, code in enumerate(site.policies.codes):
        for demand in _DEMANDS:
            is_told = demand.page in pages or any(_told(site, path) for path in demand.fields)
            if code in demand.codes and not is_told:
                cures = [f"`{path}:`" for path in demand.fields[:1]]
                cures += [f"the page content/pages/{demand.page}.md"] if demand.page else []
                yield NOT_DISCLOSED.at(
                    spans.value(("policies", "codes", place)),
                    f"{_NAMES[code]} asks for it, and no reader is told: {demand.what}",
                    f"add {' or '.join(cures)}",
                    source=spans.source,
                )


def _told(site: object, path: str) -> bool:
    value = site
    for name in path.split("."):
        value = getattr(value, name)
    return bool(value)
