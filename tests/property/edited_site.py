"""A small site whose every field an incremental build is tried with. Refuses to build it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.site_builder import png

IDS = ("ark", "bell", "cave")
WORDS = ("Plain words", "Other words", "כל המילים & <b>more</b>")
LINKS = (
    "",
    "[x](/cases/bell/#claim-main)",
    "[x](../bell/)",
    "[x](/topics/weather/page/1/)",
    "[x](/ar/cases/ark/)",
    "[x](/entities/eve/)",
)
"""Whatever is removed, one of them dies."""
COLOURS = ((200, 40, 40), (40, 200, 40))

ALIGNED = {
    "": "",
    "points": """\
comparisons:
  - id: pair
    title: A pair
    claimed: view
    original: source
    align: points
    points: [{ claimed: [0, 0], original: [0, 0] }, { claimed: [40, 30], original: [80, 60] }]
""",
    "auto": """\
comparisons:
  - { id: pair, title: A pair, claimed: view, original: source, align: auto, no_match: Too small. }
""",
}
APPEARED = "    appearances: [{{ platform: {}, date: 2026-01, state: not-checked }}]\n"
STATES = (
    '{"at": "2026-01-10T12:00:00Z", "commit": "1", "words": {"title": "Old", "report": "Plain words"}}\n',
    '{"at": "2026-02-01T12:00:00Z", "commit": "", "words": {"corrections/2026-02-01-update": ""}}\n',
    '{"at": "2026-02-02T12:00:00Z", "commit": "3", "words": {"title": "Plain words", "report": null}}\n',
)
FLAWS = {
    "": "",
    "unreadable": "no_such_field: 1\n",
    "unsound": "timeline: [{ id: x, date: 2026, text: x, sources: [nobody] }]\n",
    "dead link": "not_found: [{ id: hole, text: '[x](/years/1066/)' }]\n",
}
"""Found while a case is read, checked, and published."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the machine varies in a case file."""

    title: str = "Plain words"
    report: str = "Plain words"
    status: str = "published"
    published: str = "2026-01-10"
    embargo: str = ""
    edition: str = ""
    former_slug: str = ""
    related: str = ""
    repeats: str = ""
    link: str = ""
    claimant: str = "club"
    claim: str = "main"
    found: str = "It was not so."
    language: str = "en"
    correction: str = ""
    states: int = 0
    colour: tuple[int, int, int] | None = None
    align: str = ""
    topic: str = "weather"
    technique: str = ""
    place: str = ""
    platform: str = ""
    happened: str = ""
    flaw: str = ""

    def files(self, case_id: str) -> dict[str, str | bytes]:
        """Return the files of its folder."""
        text = f"""\
---
title: {json.dumps(self.title, ensure_ascii=False)}
summary: {{ claimed: It was so., found: {self.found} }}
language: {self.language}
status: {self.status}
published: {self.published}
authors: [ada]
reviewed_by: [ben]
topics: [{self.topic}]
no_primary_source: A test has none.
claims:
  - id: {self.claim}
    text: Something was so.
    claimant: {self.claimant}
    made: 2026-01
    rating: "false"
    rating_explanation: It was *not*.
"""
        text += APPEARED.format(self.platform) if self.platform else "    no_appearance: Nowhere.\n"
        text += self._more()
        folder = f"content/cases/{case_id}"
        files: dict[str, str | bytes] = {f"{folder}/case.md": f"{text}---\n\n{self.report} {self.link}\n"}
        if self.colour:
            files[f"{folder}/view.png"] = png(colour=self.colour)
            if self.align:
                files[f"{folder}/source.png"] = png(80, 60, self.colour)
        if self.states:
            files[f"{folder}/history.jsonl"] = "".join(STATES[: self.states])
        if self.edition:
            files[f"{folder}/case.ar.md"] = (
                f"---\nlanguage: ar\ntitle: {json.dumps(self.edition, ensure_ascii=False)}\n"
                "summary: { claimed: كذا, found: ليس كذا }\n---\n\nنص\n"
            )
        return files

    def _more(self) -> str:
        text = ""
        if self.repeats:
            text += f"    relations: [{{ relation: repeats, claim: {self.repeats}/main }}]\n"
        if self.embargo:
            text += f"publish_after: {self.embargo}\n"
        if self.former_slug:
            text += f"former_slugs: [{self.former_slug}]\n"
        if self.related:
            text += f"related: [{{ case: {self.related}, relation: background }}]\n"
        kind = "retraction" if self.status == "retracted" else "clarification"
        if self.correction or self.status == "retracted":
            said = self.correction or "It was wrong."
            text += f"corrections: [{{ date: 2026-02-01, kind: {kind}, text: {said} }}]\n"
        if self.colour:
            text += "media:\n"
            for name in ("view", "source") if self.align else ("view",):
                text += (
                    f"  - {{ id: {name}, file: {name}.png, kind: image, alt: A view, licence: CC0-1.0,"
                    f" technique: [{self.technique}] }}\n"
                )
            text += ALIGNED[self.align]
        if self.place:
            text += f"places: [{self.place}]\n"
        if self.happened and self.flaw != "unsound":
            text += f"timeline: [{self.happened}]\n"
        text += FLAWS[self.flaw]
        return text


@dataclass(slots=True)
class Site:
    """What the machine varies around the cases."""

    title: str = "Test archive"
    base_path: str = "/facts"
    languages: str = "en, ar"
    page_size: int = 2
    search: str = "false"
    has_headers: bool = False
    rating: str = "False"
    topic: str = "{ id: weather, label: Weather }"
    person: str = "Ada"
    club: str = "Cloud Club"
    stranger: str = "Eve"
    page: str = "How we work."
    lead: str = ""
    relaxed: str = ""
    told: str = ""
    has_about: bool = False
    template: str = ""
    partial: str = ""
    style: str = ""
    script: str = ""
    cases: dict[str, Case] = field(default_factory=lambda: {"ark": Case(edition="سفينة"), "bell": Case()})

    def files(self) -> dict[str, str | bytes]:
        """Return every file of the site."""
        files: dict[str, str | bytes] = {
            "content/site.yaml": f"""\
title: {self.title}
tagline: Made to be changed
base_url: https://facts.test{self.base_path}
languages: [{self.languages}]
publisher: {{ name: Test newsroom{self.told} }}
licence: CC-BY-4.0
rating_scheme: house
build: {{ page_size: {self.page_size}, search: {self.search} }}
publish: {{ headers_file: {"true" if self.has_headers else "false"} }}
policies: {{ relax: [{self.relaxed}] }}
{f"lead: {self.lead}" if self.lead in self.cases else ""}
""",
            "content/ratings.yaml": f"""\
schemes:
  - id: house
    title: House scale
    ratings: [{{ key: "false", label: "{self.rating}", explanation: It is not so., tone: "false" }}]
""",
            "content/topics.yaml": f"topics: [{self.topic}]\n",
            "content/entities/ada.yaml": f"name: {self.person}\nkind: person\n",
            "content/entities/ben.yaml": "name: Ben\nkind: person\n",
            "content/entities/club.yaml": f"name: {self.club}\nkind: organization\n",
            "content/pages/methodology.md": f"---\ntitle: Method\n---\n\n{self.page}\n",
            "content/pages/corrections.md": "---\ntitle: Corrections\n---\n\nWhat we got wrong.\n",
        }
        if any(case.claimant == "eve" for case in self.cases.values()):
            files["content/entities/eve.yaml"] = f"name: {self.stranger}\nkind: person\n"
        if self.has_about:
            files["content/pages/about.md"] = "---\ntitle: About\n---\n\nWho we are.\n"
        if self.template:
            files["templates/404.html"] = (
                f'{{% extends "base.html" %}}{{% block main %}}<h1>{self.template}</h1>{{% endblock %}}\n'
            )
        if self.partial:
            files["templates/_tallies.html"] = (
                f"{{% macro tallies(items) %}}<p>{self.partial} {{{{ items|length }}}}</p>{{% endmacro %}}\n"
            )
        if self.style:
            files["assets/css/99-own.css"] = self.style
        if self.script:
            files["assets/js/own.js"] = self.script
        # What refers to a case that is gone is left out: a site that stays broken tells nothing new.
        taken = set(self.cases)
        for case_id, case in self.cases.items():
            related = case.related if case.related in self.cases else ""
            repeats = case.repeats if case.repeats in self.cases.keys() - {case_id} else ""
            former_slug = "" if case.former_slug in taken else case.former_slug
            taken.add(former_slug)
            topic = case.topic if f"id: {case.topic}," in self.topic else "weather"
            files |= replace(
                case, related=related, repeats=repeats, former_slug=former_slug, topic=topic
            ).files(case_id)
        return files


CASE_VALUES: Mapping[str, tuple[object, ...]] = {
    "title": WORDS,
    "report": WORDS,
    "status": ("published", "draft", "retracted"),
    "published": ("2026-01-10", "2025-12-24", "2025-12-30"),
    "embargo": ("", "2026-02-01", "2026-12-01"),
    "edition": ("", "عنوان", "سفينة"),
    "related": ("", *IDS),
    "repeats": ("", *IDS),
    "link": LINKS,
    "claimant": ("club", "eve"),
    "claim": ("main", "other"),
    "found": ("It was not so.", f"No{'o' * 300}."),
    "language": ("en", "ar"),
    "correction": ("", "It was less.", "It was more."),
    "states": (0, 1, 2, 3),
    "colour": (None, *COLOURS),
    "align": ("", "points", "auto"),
    "topic": ("weather", "sea"),
    "technique": ("", "cropped", "composite"),
    "place": (
        "",
        "{ id: town, name: Town, country: SY }",
        "{ id: town, name: { en: Town, ar: مدينة }, country: SY }",
        "{ id: town, name: Town, country: IQ }",
    ),
    "platform": ("", "Radio", "{ en: Radio, ar: راديو }", "Голос"),
    "happened": (
        "",
        "{ id: rain, date: 2026-01-05, text: It *rained*. }",
        "{ id: rain, date: 2026-01-05, text: It snowed. }",
        "{ id: rain, date: 2025-12~, text: It snowed. }, { id: sun, date: 2025, text: It shone. }",
    ),
}
SITE_VALUES: Mapping[str, tuple[object, ...]] = {
    "title": ("Test archive", "New archive"),
    "base_path": ("/facts", ""),
    "languages": ("en, ar", "en", "ar, en"),
    "page_size": (2, 1),
    "search": ("false", "true"),
    "has_headers": (False, True),
    "rating": ("False", "Wrong"),
    "topic": (
        "{ id: weather, label: Weather }",
        "{ id: weather, label: Clouds }",
        "{ id: weather, label: Clouds }, { id: sea, label: Sea }",
    ),
    "person": ("Ada", "Ada W."),
    "club": ("Cloud Club", "Sky Club"),
    "stranger": ("Eve", "Yves"),
    "page": ("How we work.", "How *else* we work.", *LINKS[1:]),
    "lead": ("", *IDS),
    "relaxed": ("", "{ rule: long-summary, reason: We have much to say. }"),
    "told": ("", ", legal_form: A club", ", funding: Nobody pays."),
    "has_about": (False, True),
    "template": ("", "Nothing here", "Nowhere"),
    "partial": ("", "sum", "total"),
    "style": ("", "p { margin: 0 }", "p { margin: 1px }"),
    "script": ("", "1"),
}
CHANGES = (
    *((case_id, name) for case_id in IDS for name in CASE_VALUES),
    *(("", name) for name in SITE_VALUES),
)
"""A field of a case, or one of the site, that takes the value after the one it has."""


def following(values: tuple[object, ...], value: object) -> object:
    return values[(values.index(value) + 1) % len(values)]
