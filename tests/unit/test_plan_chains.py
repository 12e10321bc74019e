"""Cases about one picture make a chain in the order of time, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping

from irrefutable.model.entries import CaseFacts, ClaimFacts, PictureFacts
from irrefutable.plan.chains import Chain, ChainLink, chains, uses_of

NOTHING = CaseFacts(
    record="",
    summary="",
    timeline="",
    labels="",
    status="published",
    language="en",
    editions=(),
    former_slugs=(),
    published_at=0.0,
    release_at=None,
    updated="",
    filed=(),
    claims=(ClaimFacts("main", "", "", "2020"),),
    moments=(),
    pictures=(),
    names=(),
    shown=(),
    corrected_at=(),
    paths=(("", ""),),
)


def about(*pictures: tuple[str, tuple[str, ...]]) -> CaseFacts:
    return NOTHING._replace(pictures=tuple(PictureFacts("main", when, marks) for when, marks in pictures))


def chained(facts: Mapping[str, CaseFacts]) -> tuple[Chain, ...]:
    return chains([use for case_id, item in facts.items() for use in uses_of(case_id, item)])


def cases(*links: str) -> tuple[ChainLink, ...]:
    return tuple(ChainLink(case_id, "main") for case_id in links)


def test_cases_with_one_mark_are_a_chain_in_the_order_of_time() -> None:
    facts = {
        "later": about(("2021", ("file x",))),
        "earlier": about(("2019", ("file x", "address y"))),
        "other": about(("2020", ("file z",))),
    }
    (chain,) = chained(facts)
    assert chain.links == cases("earlier", "later")
    assert (chain.is_same_file, chain.is_same_address) == (True, False)


def test_pictures_are_one_by_way_of_a_third() -> None:
    facts = {
        "a": about(("2019", ("file x",))),
        "b": about(("2020", ("file x", "address y"))),
        "c": about(("2021", ("address y",))),
    }
    (chain,) = chained(facts)
    assert chain.links == cases("a", "b", "c")
    assert (chain.is_same_file, chain.is_same_address) == (True, True)


def test_two_pictures_of_one_case_do_not_join_their_chains() -> None:
    """A case with two pictures stands in both chains; its other picture is no reason for the first."""
    facts = {
        "a": about(("2019", ("file x",))),
        "b": about(("2020", ("file x",)), ("2020", ("file y",))),
        "c": about(("2021", ("file y",))),
    }
    assert [chain.links for chain in chained(facts)] == [cases("b", "c"), cases("a", "b")]


def test_case_that_has_a_picture_twice_is_no_chain() -> None:
    facts = {"a": about(("2019", ("file x",)), ("2020", ("file x",)))}
    assert chained(facts) == ()
