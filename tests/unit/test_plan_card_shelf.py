"""A card that is shown again is the one that was made first, wherever it was kept meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from irrefutable.corpus import Corpus, write_corpus
from irrefutable.plan import cards as module
from irrefutable.plan.cards import CardShelf, Shown, card, case_title
from irrefutable.plan.materials import Materials
from tests.plans import plans_of


@pytest.mark.parametrize("held", [1, 5, 100])
def test_each_card_is_made_once_and_shown_as_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    write_corpus(tmp_path, Corpus(cases=20, seed=5))
    materials = plans_of(tmp_path).materials
    asked = [(case_id, tag) for case_id in materials.archive.cases for tag in ("en", "de")]
    titles = {one: case_title(materials, *one)[0] for one in asked}
    expected = {one: Shown(card(materials, *one), titles[one], tuple(sorted(one))) for one in asked}
    made: list[tuple[str, str]] = []
    noted: set[str] = set()

    def counted(materials: Materials, case_id: str, language: str) -> object:
        made.append((case_id, language))
        noted.update((case_id, language))
        return card(materials, case_id, language)

    monkeypatch.setattr(module, "_CARDS_HELD", held)
    monkeypatch.setattr(module, "card", counted)
    shelf = CardShelf(materials, noted)
    for one in (*asked, *reversed(asked), *asked[::3], *asked):
        assert shelf.shown(*one) == expected[one]
    assert made == asked
