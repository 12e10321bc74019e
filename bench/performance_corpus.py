"""The made-up archive of `irrefutable bench corpus` in the form that other generators read.

A case becomes one Markdown file with YAML front matter. What only our build works out for itself (the numbers
of citations, which cases are related and their cards, what reference managers read) stands ready-made in it,
and names and dates are shown as they are written, so that no other generator is measured at work it was not
written for.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from irrefutable.corpus import Corpus, case_files, case_id

_CITATION: Final = re.compile(r"\s*\[@([a-z0-9-]+)\]")
_SITES: Final = Path(__file__).parent / "sites"
_ASSETS: Final = Path(__file__).parents[1] / "assets"
_RELATED: Final = 6

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a generator wants what in its folder; POSIX paths relative to it."""

    cases: str
    """The folder of the cases."""
    shared: tuple[tuple[str, str], ...]
    """What it takes from `sites/shared`: patterns of names, and the folder each goes to."""
    assets: str
    """The folder of what is published as it is."""


def write_site(folder: Path, generator: str, layout: Layout) -> None:
    """Write all but the cases of a generator's site: its settings, templates and assets."""
    shutil.copytree(_SITES / generator, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for pattern, target in layout.shared:
        (folder / target).mkdir(parents=True, exist_ok=True)
        for source in sorted((_SITES / "shared").glob(pattern)):
            shutil.copy(source, folder / target)
    shutil.copytree(_ASSETS, folder / layout.assets)
    (folder / layout.cases).mkdir(parents=True, exist_ok=True)


def peer_cases(cases: int) -> Iterator[tuple[str, str]]:
    """Yield the id and the Markdown file of each case of a plain archive."""
    corpus = Corpus(cases, is_plain=True)
    cards: dict[str, Fields] = {}
    latest: defaultdict[str, deque[Fields]] = defaultdict(lambda: deque(maxlen=_RELATED))
    for number in range(cases):
        own_id = case_id(corpus.seed, number)
        _, front, report = dict(case_files(corpus, number))["case.md"].split("---\n", 2)
        fields = yaml.load(front, Loader=yaml.CBaseLoader)  # noqa: S506 - it makes nothing but text
        card = cards[own_id] = _card(own_id, fields)
        named = [{**cards[item["case"]], "reason": "Background"} for item in fields.get("related", ())]
        alike = [{**other, "reason": "Same claimant"} for other in latest[card["claimant"]]]
        yield own_id, _file(fields, report, card, [*named, *alike][:_RELATED])
        latest[card["claimant"]].append(card)


def _file(fields: Fields, report: str, card: Fields, related: list[Fields]) -> str:
    numbers = {source["id"]: number for number, source in enumerate(fields["sources"], start=1)}
    claims = fields["claims"]
    front = {
        "title": fields["title"],
        "date": date.fromisoformat(fields["published"]),
        "slug": card["url"].split("/")[2],
        "topics": fields["topics"],
        "ratings": list(dict.fromkeys(claim["rating"] for claim in claims)),
        "claimants": list(dict.fromkeys(claim["claimant"] for claim in claims)),
        "years": [fields["published"][:4]],
        "case": {
            **card,
            "author": fields["authors"][0],
            "reviewer": fields["reviewed_by"][0],
            **_sections(fields, numbers),
            "related": related,
            "references": list(_references(card, fields["authors"][0])),
        },
    }
    body = _CITATION.sub(lambda found: f" [[{numbers[found[1]]}]](#source-{numbers[found[1]]})", report)
    written = yaml.dump(front, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{written}---\n{body}"


def _sections(fields: Fields, numbers: dict[str, int]) -> Fields:
    """Return claims, evidence, answers, timeline and sources; they refer to each other by number."""
    claims = {claim["id"]: number for number, claim in enumerate(fields["claims"], start=1)}

    def cited(name: str, text: str) -> Fields:
        found = _CITATION.search(text)
        if found is None:
            return {name: text}
        return {name: _CITATION.sub("", text), "source": numbers[found[1]]}

    return {
        "claims": [
            {
                **{key: claim[key] for key in ("text", "claimant", "made", "rating")},
                **cited("explanation", claim["rating_explanation"]),
                "appearances": claim["appearances"],
                **({"quotes": claim["quotes"]} if "quotes" in claim else {}),
            }
            for claim in fields["claims"]
        ],
        "evidence": [
            {
                **{key: item[key] for key in ("title", "weight", "method")},
                **cited("text", item["text"]),
                "steps": item["reproduce"],
                "claim": claims[item["bears_on"][0]],
            }
            for item in fields["evidence"]
        ],
        "rebuttals": [
            {
                **{key: item[key] for key in ("by", "date", "response", "holds")},
                **cited("text", item["text"]),
                "claim": claims[item["to"]],
            }
            for item in fields["rebuttals"]
        ],
        "timeline": [{"date": item["date"], **cited("text", item["text"])} for item in fields["timeline"]],
        "sources": [
            {key: value for key, value in item.items() if key not in {"id", "language"}}
            for item in fields["sources"]
        ],
    }


def _references(card: Fields, author: str) -> Iterator[Fields]:
    """Yield what reference managers read of a case, as text and as the address of a file."""
    own_id, url = card["url"].split("/")[2], f"https://facts.test{card['url']}"
    published = date.fromisoformat(card["date"])
    bibtex = {
        "author": author,
        "title": card["title"],
        "howpublished": "Measured archive",
        "publisher": "Nobody",
        "year": f"{published:%Y}",
        "month": f"{published:%b}".lower(),
        "language": "en",
        "url": url,
    }
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in bibtex.items())
    ris = (
        *(
            "TY  - ELEC",
            f"ID  - {own_id}",
            f"AU  - {author}",
            f"TI  - {card['title']}",
            "T2  - Measured archive",
        ),
        *(
            "PB  - Nobody",
            f"PY  - {published:%Y}",
            f"DA  - {published:%Y/%m/%d}/",
            "LA  - en",
            f"UR  - {url}",
        ),
        "ER  - ",
    )
    csl = {
        "id": own_id,
        "type": "webpage",
        "title": card["title"],
        "author": [{"literal": author}],
        "container-title": "Measured archive",
        "publisher": "Nobody",
        "issued": {"date-parts": [[published.year, published.month, published.day]]},
        "language": "en",
        "URL": url,
    }
    for name, kind, ending, text in (
        ("BibTeX", "x-bibtex", "bib", f"@misc{{{own_id},\n{fields}\n}}\n"),
        ("RIS", "x-research-info-systems", "ris", "\n".join(ris)),
        ("CSL-JSON", "vnd.citationstyles.csl+json", "json", json.dumps([csl], indent=1)),
    ):
        data = f"data:application/{kind};charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}"
        yield {"name": name, "text": text, "data": data, "file": f"{own_id}.{ending}"}


def _card(own_id: str, fields: Fields) -> Fields:
    """Return what lists show of a case."""
    first = fields["claims"][0]
    return {
        "url": f"/cases/{own_id}/",
        "title": fields["title"],
        "found": fields["summary"]["found"],
        "claimed": fields["summary"]["claimed"],
        "claimant": first["claimant"],
        "rating": first["rating"],
        "date": fields["published"],
    }


class _Dumper(yaml.CSafeDumper):
    """Writes a value that occurs twice twice: not every generator reads YAML's references."""

    def ignore_aliases(self, data: object) -> bool:
        return True
