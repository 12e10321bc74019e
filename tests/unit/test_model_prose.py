"""Citations and embeds are what they look like, except in code."""

from __future__ import annotations

import pytest

from irrefutable.model.prose import Embed, citations, embeds, without_code


@pytest.mark.parametrize(
    ("markdown", "ids"),
    [
        ("It is so [@tass].", ("tass",)),
        ("It is so [@tass; @afp;@bbc-2017].", ("tass", "afp", "bbc-2017")),
        ("[@tass] and [@afp] and [@tass]", ("tass", "afp", "tass")),
        ("*[@tass]*, **x**[@afp]", ("tass", "afp")),
        ("> quoted [@tass]", ("tass",)),
        ("@tass, [tass], [@], [@ tass], [@tass @afp], desk@example.org", ()),
        ("`[@tass]`", ()),
        ("``a ` [@tass]`` [@afp]", ("afp",)),
        ("`one\ntwo [@tass]` [@afp]", ("afp",)),
        ("a ` tick [@tass]\n\nanother ` tick", ("tass",)),
        ("```\n[@tass]\n```\n[@afp]", ("afp",)),
        ("~~~ md\n[@tass]\n~~~\n[@afp]", ("afp",)),
        ("```\n[@tass]\n~~~\n[@bbc]\n```\n[@afp]", ("afp",)),
        ("```\n[@tass]", ()),
        ("", ()),
    ],
)
def test_citations(markdown: str, ids: tuple[str, ...]) -> None:
    assert citations(markdown) == ids


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("[[media: frame]]", (Embed("media", "frame", "[[media: frame]]"),)),
        ("  [[ media :frame ]]  ", (Embed("media", "frame", "[[ media :frame ]]"),)),
        ("One.\n[[timeline]]\nTwo.", (Embed("timeline", "", "[[timeline]]"),)),
        ("[[a: b]]\n\n[[c]]", (Embed("a", "b", "[[a: b]]"), Embed("c", "", "[[c]]"))),
        ("Look at [[media: frame]]", ()),
        ("[[media: frame]] shows it", ()),
        ("[[media: two words]]", ()),
        ("[[See also]]", ()),
        ("    [[media: frame]]", ()),
        ("```\n[[media: frame]]\n```", ()),
        ("`\n[[media: frame]]\n`", ()),
    ],
)
def test_embeds(markdown: str, found: tuple[Embed, ...]) -> None:
    assert embeds(markdown) == found


def test_code_is_blanked_out_and_nothing_else() -> None:
    """Every other character stays in its place, and what shares a line with code does not stand alone."""
    blanked = without_code("a `b` c\n\n```\nd\n```\n\ne")
    assert [line.strip() for line in blanked.splitlines() if line.isascii()] == ["", "", "e"]
    assert (blanked[:2], blanked[5:7], len(blanked)) == ("a ", " c", 21)
    assert not embeds("`code` [[timeline]]")
