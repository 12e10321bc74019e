"""What pages are planned from, as the archive and this process' memo have it. Refuses to plan any.

A part of the pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from irrefutable.core.digest import digest
from irrefutable.model.archive import Archive
from irrefutable.model.prose import ProseRequest
from irrefutable.plan.materials import Materials
from irrefutable.render import prose
from irrefutable.store.memo import Memo
from irrefutable.work.asking import Listed
from irrefutable.work.rendering import hrefs_in
from irrefutable.work.world import World

if TYPE_CHECKING:
    from irrefutable.model.media import PublishedPicture

_PICTURES_HELD: Final = 512
"""More than a case has."""


def materials_of(
    world: World,
    archive: Archive,
    listed: Listed,
    memo: Memo,
    hrefs: set[str],
) -> Materials:
    """Return what pages are planned from. `hrefs` gathers what their texts lead to, as it is written."""
    return Materials(
        archive=archive,
        listed=listed,
        routes=world.routes,
        pictures=_Pictures(archive, listed),
        placements={},
        heat_maps={},
        cards={},
        cuts={},
        pairs={},
        assets=world.asset_urls,
        prose=partial(_prose, memo=memo, engine=world.parts["engine"], hrefs=hrefs),
        is_preview=world.settings.is_preview,
        is_searchable=world.is_searchable,
        has_lookup=world.has_lookup,
    )


class _Pictures(Mapping[tuple[str, str], "PublishedPicture"]):
    """The pictures of cases that lists show, planned when they are asked for. A retracted case has none."""

    def __init__(self, archive: Archive, listed: Listed) -> None:
        self._archive = archive
        self._listed = listed
        self._planned: dict[tuple[str, str], PublishedPicture | None] = {}

    def __getitem__(self, key: tuple[str, str]) -> PublishedPicture:
        if key not in self._planned:
            if len(self._planned) == _PICTURES_HELD:
                self._planned.clear()
            self._planned[key] = self._plan(*key)
        found = self._planned[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[tuple[str, str]]:
        raise TypeError("pictures are planned one by one")

    def __len__(self) -> int:
        raise TypeError("pictures are planned one by one")

    def _plan(self, case_id: str, media_id: str) -> PublishedPicture | None:
        files = self._archive.cases[case_id]
        case = files.case.value
        medium = next(item for item in case.media if item.id == media_id)
        file = files.files.get(medium.file or "")
        if file is None or case_id not in self._listed:
            return None
        from irrefutable.work.illustrations import picture  # noqa: PLC0415 - see there

        return picture(file, medium, case)


def _prose(request: ProseRequest, *, memo: Memo, engine: str, hrefs: set[str]) -> Markup:
    plain = prose.quick(request)
    if plain is not None:
        return plain
    key = digest((engine, request))
    stored = memo.get("prose", key)
    if stored is not None:
        html = Markup(stored.decode())  # noqa: S704 - sanitised before it was remembered
    else:
        html = prose.render(request)
        memo.put("prose", key, html.encode())
    hrefs.update(hrefs_in(html))
    return html
