"""What could be read of a file that is broken, so that its ids are checked with everything else.

Refuses to make values: what is wrong is left out, and what remains is for the check of references alone.
An item without a readable id is there with an empty one. It stands for any id, so that a reference to it
is no second mistake.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel

from irrefutable.core.spans import Location
from irrefutable.load.binding import alternatives, field_names, is_model
from irrefutable.load.tree import Tree, Value
from irrefutable.model.fields import Text

M = TypeVar("M", bound=BaseModel)


def partial(model: type[M], tree: Tree, given: Mapping[str, str], wrong: Collection[Location]) -> M:
    """Return a model's value with what could be read; fields may lack what their types promise.

    Args:
        model: what the file holds.
        tree: what the file says.
        given: the fields that the file's name decides.
        wrong: where the model refuses what the tree says.
    """
    value: Value = {**tree.value, **given} if isinstance(tree.value, dict) else {**given}
    made = _Partial(tree, frozenset(wrong) | tree.faulty).model(model, value, ())
    assert isinstance(made, model)  # noqa: S101 - the model itself was constructed
    return made


class _Partial:
    """Constructs models without validation, from the parts that nothing was said against."""

    def __init__(self, tree: Tree, wrong: frozenset[Location]) -> None:
        self.tree = tree
        self.wrong = wrong
        # A list that is indented belongs to the item above it, and does not fit there.
        self.strayed = {part for place in wrong for part in place[1:]}
        # An item with a field twice may be two items, the second without its dash.
        self.doubtful = {part for place in tree.incomplete for part in (place, place[:-2])}

    def model(self, kind: type[BaseModel], value: Value | None, location: Location) -> BaseModel:
        """Return a model with every one of its fields, as far as they are there."""
        written = value if isinstance(value, dict) and location not in self.wrong else {}
        # A field that nobody knows may be a misspelt one: what it holds is there, and cannot be read.
        is_complete = (
            written and location not in self.tree.incomplete and written.keys() <= {*field_names(kind)}
        )
        fields: dict[str, Any] = {}
        for name, info in kind.model_fields.items():
            key = info.alias or name
            at = (*location, key)
            is_read = key in written and (at not in self.wrong or isinstance(written[key], list))
            if is_read:
                made = self._value(_only(info.annotation), written[key], at)
            else:
                made = None if info.is_required() else info.get_default(call_default_factory=True)
            is_all = is_read or (is_complete and key not in written and key not in self.strayed)
            if not is_all or at in self.doubtful:
                made = self._with_unknown(_only(info.annotation), made, at)
            fields[key] = made or "" if name == "id" else made
        return kind.model_construct(**fields)

    def _value(self, kind: Any, value: Value, location: Location) -> Any:
        if get_origin(kind) is tuple and isinstance(value, list):
            item = _only(get_args(kind)[0])
            return tuple(self._item(item, part, (*location, place)) for place, part in enumerate(value))
        if get_origin(kind) is dict:
            item = _only(get_args(kind)[1])
            places = (
                {(*location, key): part for key, part in value.items()} if isinstance(value, dict) else {}
            )
            return {at[-1]: self._item(item, part, at) for at, part in places.items() if at not in self.wrong}
        return self._item(kind, value, location)

    def _item(self, kind: Any, value: Value, location: Location) -> Any:
        if is_model(kind) and not issubclass(kind, Text):
            return self.model(kind, value, location)
        if any(place[: len(location)] == location for place in self.wrong):
            return None
        return kind.model_construct(root=value) if is_model(kind) else value

    def _with_unknown(self, kind: Any, made: Any, location: Location) -> Any:
        """Return a list with an item that stands for those that could not be read, where items have ids."""
        item = _only(get_args(kind)[0]) if get_origin(kind) is tuple else None
        if not (is_model(item) and "id" in item.model_fields):
            return made
        return (*(made or ()), self.model(item, None, (*location, -1)))


def _only(kind: Any) -> Any:
    return next(alternatives(kind), None)
