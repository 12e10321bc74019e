"""Every id resolves, is unique in its scope, and every source is cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from irrefutable.core.diagnostics import Diagnostic, Rule, Severity
from irrefutable.core.spans import Location, SpanMap
from irrefutable.core.text import did_you_mean
from irrefutable.model.archive import Archive, CaseFiles
from irrefutable.model.case import Case
from irrefutable.model.edition import Edition
from irrefutable.model.prose import EMBED_KINDS, citations, embeds
from irrefutable.model.walk import Markdown, Reference, markdowns, references

UNKNOWN_ID = Rule(
    "unknown-id",
    what="Every id stands for something: a claim, a picture, a source, an entity, a topic, a rating, a case.",
    why="A reference to nothing would leave a hole in the page, or an argument without its evidence.",
    example="about: [game-frmae]",
    cure="Correct the spelling, or add what it stands for.",
)
DUPLICATE_ID = Rule(
    "duplicate-id",
    what="No two items of one list have the same id.",
    why="Ids are parts of addresses: a link could lead to only one of the two.",
    example="two claims with `id: pictures`",
    cure="Rename one of them, and what refers to it.",
)
AMBIGUOUS_ID = Rule(
    "ambiguous-id",
    what="Claims, evidence and rebuttals of a case share no id, because a rebuttal may answer any of them.",
    why="`to: pictures` could mean the claim or the evidence.",
    example="a claim and an evidence item, both with `id: pictures`",
    cure="Rename one of them, and what refers to it.",
)
UNKNOWN_CITATION = Rule(
    "unknown-citation",
    what="Every `[@id]` in a text names a source of the case.",
    why="A reader would meet a footnote that leads nowhere.",
    example="The ministry deleted the post [@tas-2017].",
    cure="Correct the id, or add the source to `sources`.",
)
UNCITED_SOURCE = Rule(
    "uncited-source",
    what="Every source is cited, in a text or in a list of sources.",
    why="A list of sources that support nothing only looks like evidence.",
    example="a source that no text and no `sources:` names",
    cure="Cite it where it supports something, or remove it.",
    severity=Severity.WARNING,
)
UNKNOWN_EMBED = Rule(
    "unknown-embed",
    what="An embed is one of `[[comparison: id]]`, `[[media: id]]`, `[[claim: id]]`, `[[evidence: id]]` and "
    "`[[timeline]]`, and its id stands for something of the case.",
    why="The line would stand on the page as it was written.",
    example="[[comparision: game-frame]]",
    cure="Correct the kind or the id.",
)
MISPLACED_EMBED = Rule(
    "misplaced-embed",
    what="Embeds stand in the report, nowhere else.",
    why="A comparison inside a caption or a rebuttal has no room to be read.",
    example="caption: '[[media: game-frame]]'",
    cure="Move the line to the report.",
)
EDITION_STRANGER = Rule(
    "edition-stranger",
    what="An edition translates only what the case has.",
    why="Words for something that is not there are never shown; usually the id was renamed in the case.",
    example="claims: {pictures-show-convy: {text: …}} in case.ru.md",
    cure="Correct the id to the one in the case.",
)
EDITION_LENGTH = Rule(
    "edition-length",
    what="Steps and variants are translated all or not at all, in the order of the case.",
    why="They have no ids of their own: with one missing, a reader would get two languages in one list.",
    example="two translated variants where the case has three",
    cure="Translate every one of them.",
)
CIRCULAR_REBUTTAL = Rule(
    "circular-rebuttal",
    what="A rebuttal answers something else, never itself in a circle.",
    why="A thread in a circle has no beginning, so none of it would be shown.",
    example="two rebuttals that answer each other",
    cure="Let one of them answer the claim or the evidence.",
)

RULES = (
    UNKNOWN_ID,
    DUPLICATE_ID,
    AMBIGUOUS_ID,
    UNKNOWN_CITATION,
    UNCITED_SOURCE,
    UNKNOWN_EMBED,
    MISPLACED_EMBED,
    EDITION_STRANGER,
    EDITION_LENGTH,
    CIRCULAR_REBUTTAL,
)

_LISTS = (
    ("claims", "claim"),
    ("media", "picture"),
    ("evidence", "evidence item"),
    ("rebuttals", "rebuttal"),
    ("comparisons", "comparison"),
    ("timeline", "timeline entry"),
    ("disagreements", "disagreement"),
    ("not_found", "item"),
    ("sources", "source"),
    ("places", "place"),
)
_NOUNS = {
    "claim": "claim",
    "claim-elsewhere": "claim",
    "media": "picture",
    "evidence": "evidence item",
    "comparison": "comparison",
    "source": "source",
    "entity": "entity",
    "topic": "topic",
    "case": "case",
    "rating": "rating",
    "argument": "claim, evidence item or rebuttal",
}


def check_case(archive: Archive, files: CaseFiles) -> Iterator[Diagnostic]:
    """Yield what is wrong with the ids of a case and its editions."""
    case, spans = files.case.value, files.case.spans
    known = _known(archive, case)
    yield from _duplicates(case, spans)
    yield from _unresolved(archive, references(case), known, spans, case)
    cited: set[str] = {item.id for item in references(case) if item.kind == "source"}
    for markdown in markdowns(case):
        cited.update(citations(markdown.text))
        yield from _marks(markdown, case, known, spans, in_report=markdown.location[0] == "report")
    for place, source in enumerate(case.sources):
        if source.id not in cited:
            at = spans.value(("sources", place, "id"))
            yield UNCITED_SOURCE.at(
                at, f'nothing cites the source "{source.id}"', "cite it, or remove it", source=spans.source
            )
    yield from _circles(case, spans)
    for edition in files.editions.values():
        yield from _edition(archive, case, edition.value, edition.spans, known)


def check_entities(archive: Archive) -> Iterator[Diagnostic]:
    """Yield what is wrong with the ids of ratings, topics and the site."""
    site = archive.site
    schemes = [scheme.id for scheme in archive.ratings.value.schemes]
    if site.value.rating_scheme not in schemes:
        yield UNKNOWN_ID.at(
            site.spans.value(("rating_scheme",)),
            f'there is no rating scheme "{site.value.rating_scheme}"',
            did_you_mean(site.value.rating_scheme, schemes),
            source=site.spans.source,
        )
    yield from _same_ids(schemes, ("schemes",), "rating scheme", archive.ratings.spans)
    for place, scheme in enumerate(archive.ratings.value.schemes):
        keys = [rating.key for rating in scheme.ratings]
        yield from _same_ids(keys, ("schemes", place, "ratings"), "rating", archive.ratings.spans, key="key")
    topics = [topic.id for topic in archive.topics.value.topics]
    yield from _same_ids(topics, ("topics",), "topic", archive.topics.spans)


# ------------------------------------------------------------------------------------------ references


def _known(archive: Archive, case: Case) -> Mapping[str, Iterable[str]]:
    ratings = [
        key
        for scheme in archive.ratings.value.schemes
        for rating in scheme.ratings
        for key in (
            (rating.key, f"{scheme.id}/{rating.key}")
            if scheme.id == archive.site.value.rating_scheme
            else (f"{scheme.id}/{rating.key}",)
        )
    ]
    claims = [item.id for item in case.claims]
    evidence = [item.id for item in case.evidence]
    return {
        "claim": claims,
        "media": [item.id for item in case.media],
        "evidence": evidence,
        "comparison": [item.id for item in case.comparisons],
        "source": [item.id for item in case.sources],
        "argument": [*claims, *evidence, *(item.id for item in case.rebuttals)],
        "entity": archive.entities.keys(),
        "topic": [topic.id for topic in archive.topics.value.topics],
        "case": archive.cases.keys(),
        "rating": ratings,
    }


def _unresolved(
    archive: Archive,
    found: Iterable[Reference],
    known: Mapping[str, Iterable[str]],
    spans: SpanMap,
    case: Case,
) -> Iterator[Diagnostic]:
    for reference in found:
        ids, noun = known.get(reference.kind, ()), _NOUNS[reference.kind]
        wanted = reference.id
        if reference.kind == "claim-elsewhere":
            case_id, _, wanted = reference.id.rpartition("/")
            if case_id and case_id not in archive.cases:
                ids, noun, wanted = archive.cases.keys(), "case", case_id
            else:
                other = archive.cases[case_id].case.value if case_id else case
                ids = [claim.id for claim in other.claims]
        kind = "case" if noun == "case" else reference.kind
        if wanted in ids or {(kind, wanted), (kind, "*")} & archive.unreadable:
            continue
        yield UNKNOWN_ID.at(
            spans.value(reference.location),
            f'there is no {noun} "{wanted}"',
            did_you_mean(wanted, ids),
            source=spans.source,
        )


def _marks(
    markdown: Markdown,
    case: Case,
    known: Mapping[str, Iterable[str]],
    spans: SpanMap,
    *,
    in_report: bool,
) -> Iterator[Diagnostic]:
    source, start = spans.source, spans.value(markdown.location)
    sources = known["source"]
    for cited in dict.fromkeys(citations(markdown.text)):
        if cited not in sources:
            at = source.find(f"@{cited}", start) or start
            yield UNKNOWN_CITATION.at(
                at, f'there is no source "{cited}"', did_you_mean(cited, sources), source=source
            )
    for embed in embeds(markdown.text):
        at = source.find(embed.written, start) or start
        if not in_report:
            yield MISPLACED_EMBED.at(
                at, f'"{embed.written}" stands outside the report', "move it to the report", source=source
            )
        elif embed.kind not in EMBED_KINDS:
            hint = did_you_mean(embed.kind, EMBED_KINDS)
            yield UNKNOWN_EMBED.at(at, f'"{embed.kind}" cannot be embedded', hint, source=source)
        elif (embed.kind == "timeline") == bool(embed.id):
            hint = "write [[timeline]]" if embed.id else f"write [[{embed.kind}: id]]"
            yield UNKNOWN_EMBED.at(at, f'"{embed.written}" is not an embed', hint, source=source)
        elif embed.id and embed.id not in known[embed.kind]:
            noun, hint = _NOUNS[embed.kind], did_you_mean(embed.id, known[embed.kind])
            yield UNKNOWN_EMBED.at(at, f'there is no {noun} "{embed.id}"', hint, source=source)


# -------------------------------------------------------------------------------------------------- ids


def _duplicates(case: Case, spans: SpanMap) -> Iterator[Diagnostic]:
    for field, noun in _LISTS:
        ids = [item.id for item in getattr(case, field)]
        yield from _same_ids(ids, (field,), noun, spans)
    for place, comparison in enumerate(case.comparisons):
        ids = [region.id for region in comparison.regions]
        yield from _same_ids(ids, ("comparisons", place, "regions"), "region", spans)
    owners: dict[str, str] = {}
    for field, noun in (("claims", "claim"), ("evidence", "evidence item"), ("rebuttals", "rebuttal")):
        for place, item in enumerate(getattr(case, field)):
            if owners.setdefault(item.id, noun) != noun:
                yield AMBIGUOUS_ID.at(
                    spans.value((field, place, "id")),
                    f'"{item.id}" is the id of a {owners[item.id]} too',
                    "rename one of them",
                    source=spans.source,
                )


def _same_ids(
    ids: Iterable[str], location: Location, noun: str, spans: SpanMap, *, key: str = "id"
) -> Iterator[Diagnostic]:
    seen: Counter[str] = Counter()
    for place, item_id in enumerate(ids):
        if seen[item_id]:
            yield DUPLICATE_ID.at(
                spans.value((*location, place, key)),
                f'there is another {noun} "{item_id}" in this list',
                "rename one of them",
                source=spans.source,
            )
        seen[item_id] += 1


def _circles(case: Case, spans: SpanMap) -> Iterator[Diagnostic]:
    answers = {item.id: item.to for item in case.rebuttals}
    for place, item in enumerate(case.rebuttals):
        walked = [item.id]
        while walked[-1] in answers and answers[walked[-1]] not in walked:
            walked.append(answers[walked[-1]])
        if answers.get(walked[-1]) == item.id:
            yield CIRCULAR_REBUTTAL.at(
                spans.value(("rebuttals", place, "to")),
                f'"{item.id}" answers itself in a circle: {" → ".join((*walked, item.id))}',
                "let it answer a claim or an evidence item",
                source=spans.source,
            )


# --------------------------------------------------------------------------------------------- editions


def _edition(
    archive: Archive, case: Case, edition: Edition, spans: SpanMap, known: Mapping[str, Iterable[str]]
) -> Iterator[Diagnostic]:
    yield from _unresolved(archive, references(edition), known, spans, case)
    for markdown in markdowns(edition):
        yield from _marks(markdown, case, known, spans, in_report=markdown.location[0] == "report")
    for field, noun in _LISTS:
        words = getattr(edition, field, None)
        ids = [item.id for item in getattr(case, field)]
        for item_id in words or ():
            if item_id not in ids:
                yield _stranger(spans, (field, item_id), noun, item_id, ids)
    yield from _edition_lists(case, edition, spans)


def _edition_lists(case: Case, edition: Edition, spans: SpanMap) -> Iterator[Diagnostic]:
    for comparison in case.comparisons:
        words = edition.comparisons.get(comparison.id)
        regions = [region.id for region in comparison.regions]
        for region_id in words.regions if words else ():
            if region_id not in regions:
                at = ("comparisons", comparison.id, "regions", region_id)
                yield _stranger(spans, at, "region", region_id, regions)
    for item in case.evidence:
        steps = edition.evidence[item.id].reproduce if item.id in edition.evidence else ()
        if steps and len(steps) != len(item.reproduce):
            place: Location = ("evidence", item.id, "reproduce")
            yield _length(spans, place, "steps", len(steps), len(item.reproduce))
    for point in case.disagreements:
        variants = edition.disagreements[point.id].variants if point.id in edition.disagreements else ()
        if variants and len(variants) != len(point.variants):
            place = ("disagreements", point.id, "variants")
            yield _length(spans, place, "variants", len(variants), len(point.variants))


def _stranger(spans: SpanMap, location: Location, noun: str, item_id: str, ids: Iterable[str]) -> Diagnostic:
    return EDITION_STRANGER.at(
        spans.key(location),
        f'the case has no {noun} "{item_id}"',
        did_you_mean(item_id, ids),
        source=spans.source,
    )


def _length(spans: SpanMap, location: Location, noun: str, here: int, there: int) -> Diagnostic:
    return EDITION_LENGTH.at(
        spans.key(location),
        f"{here} {noun} are translated, the case has {there}",
        "translate every one of them, in the same order",
        source=spans.source,
    )
