"""Plans of small archives, for tests of what pages show. Refuses to render them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from irrefutable.load.archive import load
from irrefutable.model.output import PlannedPage
from irrefutable.plan.case_pages import case_pages
from irrefutable.plan.index import Index
from irrefutable.plan.materials import Materials
from irrefutable.plan.packed_index import packed, unpacked
from irrefutable.plan.pages import SitePages
from irrefutable.plan.records import case_record
from irrefutable.plan.routes import Routes
from irrefutable.render import prose
from irrefutable.work.facts import Remembered, facts_of, labels_of
from tests.site_builder import NOW, Files, write_files

PAIR = """\
media:
  - id: one
    file: one.png
    kind: image
    alt: A cloud.
    caption: See [the claim](#claim-corners) and the diary [@diary].
    licence: CC0-1.0
    sources: [diary]
  - { id: two, file: two.png, kind: image, alt: The sky., licence: CC0-1.0 }
comparisons:
  - id: clouds
    title: The cloud & the sky
    claimed: one
    original: two
    conclusion: It is [@diary].
sources:"""


@dataclass(frozen=True)
class Plans:
    """What an archive without pictures is planned from."""

    materials: Materials
    index: Index

    def case(self, case_id: str) -> tuple[PlannedPage, ...]:
        """Return every page of a case."""
        return tuple(case_pages(self.materials, case_record(self.materials, case_id)))

    def pages(self) -> tuple[PlannedPage, ...]:
        """Return every page of the site in the order of their paths."""
        site = SitePages(self.materials, self.index)
        pages = [page for case_id in self.index.built for page in self.case(case_id)]
        pages += [site.plan(outline) for outline in site.outlines()]
        return tuple(sorted(pages, key=lambda page: page.path))


def plans(root: Path, files: Files, *, is_preview: bool = False, now: dt.datetime = NOW) -> Plans:
    return plans_of(write_files(root, files), is_preview=is_preview, now=now)


def plans_of(root: Path, *, is_preview: bool = False, now: dt.datetime = NOW) -> Plans:
    archive = load(root).archive
    assert archive
    facts = {
        case_id: facts_of(item, Remembered("", case_id, "", ""), dict.fromkeys(("", *item.editions), ""))
        for case_id, item in sorted(archive.cases.items())
    }
    filed = unpacked(packed(facts, archive, now_at=now.timestamp(), is_preview=is_preview), facts)
    site_file = archive.site.value
    materials = Materials(
        archive=archive,
        listed=filed.listed,
        routes=Routes(site_file.base_url, site_file.languages[0]),
        pictures={},
        placements={},
        heat_maps={},
        cards={},
        cuts={},
        pairs={},
        assets={"style.css": "/style.css"},
        prose=prose.render,
        is_preview=is_preview,
        timelines=archive.cases,
        labels=lambda case_id: labels_of(archive.cases[case_id].case.value),
    )
    return Plans(materials, filed)
