"""The words of a case by their languages, for its record. Refuses to hold what no page of the case shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from irrefutable.core.dates import Edtf
from irrefutable.model.case import Case
from irrefutable.model.edition import Edition
from irrefutable.model.fields import Prose, Text
from irrefutable.model.prose import without_code
from irrefutable.model.record import Words
from irrefutable.plan.materials import Materials

Record = TypeVar("Record", bound=Mapping[str, object])

_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>(?!\^)[^\[\]\n]*)\]:[ ]*\n?[ ]*\S+(?:[ ]*\n?[ ]*(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?"
    r"[ ]*(?:\n|\Z)",
    re.MULTILINE,
)
"""Of a link that is written elsewhere: a line that no reader sees."""


@dataclass
class CaseWords:
    """A case in all languages that it has a page in. `named` gathers the entities that were asked for."""

    materials: Materials
    case_id: str
    case: Case = field(init=False)
    editions: Mapping[str, Edition] = field(init=False)
    """By language, without the case's own."""
    named: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the case."""
        files = self.materials.case_files(self.case_id)
        self.case = files.case.value
        self.editions = {
            tag: files.editions[tag].value for tag in sorted(files.editions) if tag != self.case.language
        }

    # -------------------------------------------------------------------------------------------- words

    def said(
        self,
        text: Text | None,
        translated: Mapping[str, Text | None] | None = None,
        *,
        default: str = "",
    ) -> Words:
        """Return words of the case in each language that it has a page in."""
        if text is None:
            return {}
        own = default or self.case.language
        root = text.root
        words = {own: root} if isinstance(root, str) else self._by_page(text, own)
        return words | self.only(translated)

    def only(self, translated: Mapping[str, Text | None] | None) -> Words:
        """Return the words that editions have, by the language of each."""
        return {tag: item.phrase(tag, tag).text for tag, item in (translated or {}).items() if item}

    def label(self, text: Text) -> Words:
        """Return words of the archive, which are in its first language unless they say so."""
        root, default = text.root, self.materials.default_language
        return {default: root} if isinstance(root, str) else self._by_page(text, default)

    def _by_page(self, text: Text, default: str) -> Words:
        """Return what each page shows; first what stands for a language that has no words of its own."""
        shown = [(tag, text.phrase(tag, default)) for tag in (self.case.language, *self.editions)]
        instead = [phrase for tag, phrase in shown if phrase.language not in (tag, tag.partition("-")[0])]
        return {phrase.language: phrase.text for phrase in (*instead, *(phrase for _, phrase in shown))}

    def prose(self, text: Prose | None, translated: Mapping[str, Text | None] | None = None) -> Words:
        """Return Markdown, without what no reader sees of it."""
        return {tag: visible(markdown) for tag, markdown in self.said(text, translated).items()}

    def of_editions(self, name: str) -> Mapping[str, Any]:
        """Return what the editions have in a field."""
        return {tag: getattr(edition, name) for tag, edition in self.editions.items()}

    def translated(self, noun: str, item_id: str, name: str) -> Mapping[str, Any]:
        """Return what the editions call a field of an item."""
        return {
            tag: getattr(words, name)
            for tag, edition in self.editions.items()
            if (words := getattr(edition, noun).get(item_id))
        }

    # -------------------------------------------------------------------------------------------- names

    def names(self, entity_ids: Iterable[str]) -> list[str]:
        """Return ids of entities, and take note of them."""
        return [self.name(item) for item in entity_ids]

    def name(self, entity_id: str | None) -> str:
        """Return the id of an entity, and take note of it; empty for none."""
        if entity_id:
            self.named[entity_id] = None
        return entity_id or ""

    def address(self, case_id: str) -> str:
        """Return the whole address of a case in its own language."""
        return self.materials.routes.canonical(self.materials.routes.case(case_id).url)


def visible(markdown: str) -> str:
    """Return Markdown without the definitions of links that nothing in it leads to."""
    if "]:" not in markdown:
        return markdown
    folded = markdown.casefold()
    hidden = [
        match.span()
        for match in _DEFINITION.finditer(without_code(markdown))
        if folded.count(f"[{match['label'].casefold()}]") < 2
    ]
    for start, end in reversed(hidden):
        markdown = markdown[:start] + markdown[end:]
    return markdown


def written(date: Edtf | None) -> str:
    """Return a date in EDTF; empty for none."""
    return date.text if date else ""


def each(lists: Mapping[str, Sequence[Prose]], place: int) -> Mapping[str, Text | None]:
    """Return what each list has at a place, where it is that long."""
    return {tag: items[place] for tag, items in lists.items() if place < len(items)}


def lean(record: Record) -> Record:
    """Return a record without the fields that have nothing to say."""
    return cast("Record", {key: value for key, value in record.items() if value or value in (0, False)})
