"""Every id resolves and is unique in its scope. Ids in texts are marks, which have a module of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from irrefutable.core.diagnostics import Diagnostic, Rule
from irrefutable.core.spans import Location, SpanMap
from irrefutable.core.text import did_you_mean
from irrefutable.model.archive import Archive, CaseFiles
from irrefutable.model.case import Case
from irrefutable.model.edition import Edition
from irrefutable.model.walk import Reference, references

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
RELATED_TO_ITSELF = Rule(
    "related-to-itself",
    what="A case is related to other cases, never to itself.",
    why="A reader who follows the link would stand where they stood.",
    example="related: [{case: 2017-ac130, relation: same-picture}] in content/cases/2017-ac130/",
    cure="Name the other case.",
)

REPEATED_CHECKER = Rule(
    "repeated-checker",
    what="A checker stands once among the other verdicts on a claim.",
    why="A reader could not tell which of the two it stands by, and a translation could mean either.",
    example="two items of `other_verdicts` with `by: reuters`",
    cure="Keep the verdict that it stands by, and tell of the other one in `note`.",
)

RULES = (
    UNKNOWN_ID,
    DUPLICATE_ID,
    AMBIGUOUS_ID,
    EDITION_STRANGER,
    EDITION_LENGTH,
    CIRCULAR_REBUTTAL,
    RELATED_TO_ITSELF,
    REPEATED_CHECKER,
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

_HOMES = {
    "claim": "add it to `claims:`",
    "claim-elsewhere": "add it to `claims:` there",
    "media": "add it to `media:`",
    "evidence": "add it to `evidence:`",
    "comparison": "add it to `comparisons:`",
    "source": "add it to `sources:`",
    "entity": "write content/entities/{}.yaml",
    "topic": "add it to content/topics.yaml",
    "case": "write content/cases/{}/case.md",
    "rating": "add it to content/ratings.yaml",
    "argument": "add it to the case",
}


def check_case(archive: Archive, files: CaseFiles, *, is_whole: bool = True) -> Iterator[Diagnostic]:
    """Yield what is wrong with the ids of a case and its editions, which may be `broken` ones.

    An id that may be that of an item which could not be read is not reported.
    """
    case, spans = files.case.value, files.case.spans
    known = _known(archive, case)
    yield from _duplicates(case, spans)
    yield from _unresolved(archive, references(case), known, spans, case)
    yield from _own_relations(case, spans)
    yield from _circles(case, spans)
    yield from _repeated_checkers(case, spans)
    for edition in files.editions.values():
        yield from _edition(archive, case, edition.value, edition.spans, known)
        if is_whole:
            yield from _edition_lists(case, edition.value, edition.spans)


def check_site(archive: Archive) -> Iterator[Diagnostic]:
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
    lead = site.value.lead
    is_there = lead in archive.cases or lead in archive.broken or ("case", lead) in archive.unreadable
    if lead and not is_there:
        unreadable = (name for kind, name in archive.unreadable if kind == "case")
        yield UNKNOWN_ID.at(
            site.spans.value(("lead",)),
            f'there is no case "{lead}"',
            did_you_mean(lead, {*archive.cases, *archive.broken, *unreadable}),
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
        "topic": archive.topics_by_id.keys(),
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
    is_scheme_known = archive.scheme(archive.site.value.rating_scheme) is not None
    for reference in found:
        ids, noun = known.get(reference.kind, ()), _NOUNS[reference.kind]
        wanted, case_id = reference.id, ""
        if reference.kind == "rating" and "/" not in wanted and not is_scheme_known:
            continue
        if reference.kind == "claim-elsewhere":
            case_id, _, wanted = reference.id.rpartition("/")
            if case_id and case_id not in archive.cases:
                ids, noun, wanted = archive.cases.keys(), "case", case_id
            else:
                other = archive.cases[case_id].case.value if case_id else case
                ids = [claim.id for claim in other.claims]
        kind = "case" if noun == "case" else reference.kind
        if wanted in ids or "" in ids or {(kind, wanted), (kind, "*")} & archive.unreadable:
            continue
        elsewhere = f'the case "{case_id}" has' if case_id and kind != "case" else "there is"
        if kind == "rating":
            # Both forms stand for a rating of the site's own scheme; the short one is the one to write.
            ids = [key for key in ids if not key.startswith(f"{archive.site.value.rating_scheme}/")]
        hint = did_you_mean(wanted, ids)
        if not hint.startswith("did"):
            hint = "; or ".join(part for part in (hint, _HOMES[kind].format(wanted)) if part)
        yield UNKNOWN_ID.at(
            spans.value(reference.location), f'{elsewhere} no {noun} "{wanted}"', hint, source=spans.source
        )


# -------------------------------------------------------------------------------------------------- ids


def _duplicates(case: Case, spans: SpanMap) -> Iterator[Diagnostic]:
    for field, noun in _LISTS:
        ids = [item.id for item in getattr(case, field)]
        yield from _same_ids(ids, (field,), noun, spans)
    for place, comparison in enumerate(case.comparisons):
        ids = [region.id for region in comparison.regions]
        yield from _same_ids(ids, ("comparisons", place, "regions"), "region", spans)
    owners: dict[str, tuple[str, Location]] = {}
    for field, noun in (("claims", "a claim"), ("evidence", "an evidence item"), ("rebuttals", "a rebuttal")):
        for place, item in enumerate(getattr(case, field)):
            if not item.id:
                continue
            owner, first = owners.setdefault(item.id, (noun, (field, place, "id")))
            if owner != noun:
                yield AMBIGUOUS_ID.at(
                    spans.value((field, place, "id")),
                    f'"{item.id}" is the id of {owner} too',
                    f"that one is on line {spans.value(first).line}; rename one of the two",
                    source=spans.source,
                )


def _same_ids(
    ids: Iterable[str], location: Location, noun: str, spans: SpanMap, *, key: str = "id"
) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    for place, item_id in enumerate(ids):
        if item_id and item_id in first:
            line = spans.value((*location, first[item_id], key)).line
            yield DUPLICATE_ID.at(
                spans.value((*location, place, key)),
                f'there is another {noun} "{item_id}" in this list',
                f"the first one is on line {line}; rename one of them",
                source=spans.source,
            )
        first.setdefault(item_id, place)


def _own_relations(case: Case, spans: SpanMap) -> Iterator[Diagnostic]:
    for place, item in enumerate(case.related):
        if item.case == case.id:
            yield RELATED_TO_ITSELF.at(
                spans.value(("related", place, "case")),
                f'"{case.id}" is this case itself',
                "name another case, or remove the entry",
                source=spans.source,
            )


def _circles(case: Case, spans: SpanMap) -> Iterator[Diagnostic]:
    answers = {item.id: item.to for item in case.rebuttals}
    told: set[str] = set()
    for place, item in enumerate(case.rebuttals):
        walked = [item.id]
        while walked[-1] in answers and answers[walked[-1]] not in walked:
            walked.append(answers[walked[-1]])
        if answers.get(walked[-1]) == item.id and item.id not in told:
            told.update(walked)
            yield CIRCULAR_REBUTTAL.at(
                spans.value(("rebuttals", place, "to")),
                f'"{item.id}" answers itself in a circle: {" → ".join((*walked, item.id))}',
                "let it answer a claim or an evidence item",
                source=spans.source,
            )


def _repeated_checkers(case: Case, spans: SpanMap) -> Iterator[Diagnostic]:
    for place, claim in enumerate(case.claims):
        first: dict[str, int] = {}
        location: Location = ("claims", place, "other_verdicts")
        for number, item in enumerate(claim.other_verdicts):
            if item.by and first.setdefault(item.by, number) != number:
                line = spans.value((*location, first[item.by], "by")).line
                yield REPEATED_CHECKER.at(
                    spans.value((*location, number, "by")),
                    f'"{item.by}" stands among the other verdicts on "{claim.id}" already',
                    f"its first one is on line {line}; keep the one it stands by",
                    source=spans.source,
                )


# --------------------------------------------------------------------------------------------- editions


def _edition(
    archive: Archive, case: Case, edition: Edition, spans: SpanMap, known: Mapping[str, Iterable[str]]
) -> Iterator[Diagnostic]:
    yield from _unresolved(archive, references(edition), known, spans, case)
    for field, noun in _LISTS:
        words = getattr(edition, field, None)
        ids = [item.id for item in getattr(case, field)]
        for item_id in words or ():
            if item_id not in ids and "" not in ids:
                yield _stranger(spans, (field, item_id), noun, item_id, ids)
    for claim in case.claims:
        claim_words = edition.claims.get(claim.id)
        checkers = [item.by for item in claim.other_verdicts]
        for checker in claim_words.other_verdicts if claim_words else ():
            if checker not in checkers and all(checkers):
                at = ("claims", claim.id, "other_verdicts", checker)
                yield _stranger(spans, at, "verdict by", checker, checkers)
    for comparison in case.comparisons:
        words = edition.comparisons.get(comparison.id)
        regions = [region.id for region in comparison.regions]
        for region_id in words.regions if words else ():
            if region_id not in regions and "" not in regions:
                at = ("comparisons", comparison.id, "regions", region_id)
                yield _stranger(spans, at, "region", region_id, regions)


def _edition_lists(case: Case, edition: Edition, spans: SpanMap) -> Iterator[Diagnostic]:
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
        did_you_mean(item_id, ids) or "remove it",
        source=spans.source,
    )


def _length(spans: SpanMap, location: Location, noun: str, here: int, there: int) -> Diagnostic:
    return EDITION_LENGTH.at(
        spans.key(location),
        f"the case has {there} {noun}, the translation {here}",
        "translate every one of them, in the same order",
        source=spans.source,
    )
