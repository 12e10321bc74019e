"""The pages of a preview that somebody looks at, made and put in place before all others.

A part of the pipeline. Refuses to show a page whose pictures are not there yet, or that has
errors of its own.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import replace
from html import unescape
from typing import Final

from irrefutable.check import output
from irrefutable.store.ahead import Ahead
from irrefutable.work.builder import Builder
from irrefutable.work.cases import make_cases
from irrefutable.work.findings import OWNER
from irrefutable.work.kept import Attention
from irrefutable.work.rendering import Rendered

_SHOWN: Final = re.compile(rb' src="([^"]*)"')


class Foremost:
    """The pages that are looked at during one build.

    Args:
        builder: of the build.
        attention: who looks at which pages.
        ahead: where they are put in place.
        files: what is published.
    """

    def __init__(
        self, builder: Builder, *, attention: Attention, ahead: Ahead, files: Mapping[str, object]
    ) -> None:
        self._builder = builder
        self._attention = attention
        self._ahead = ahead
        self._files = files

    def attend(self, cases: Container[str], *, are_lists_new: bool) -> None:
        """Put in place what is looked at and is to be another page than before.

        Args:
            cases: those that are made in this build.
            are_lists_new: whether other pages may be.

        Raises:
            OutputError: the file system refused.
        """
        for path in self._attention.wanted():
            page = self._page(path, cases, are_lists_new=are_lists_new)
            if page and not any(item.is_error for item in page.diagnostics) and self._is_illustrated(page):
                self._put_assets()
                if self._ahead.put(page.path, page.content):
                    self._attention.shown((page.path,))

    def _page(self, path: str, cases: Container[str], *, are_lists_new: bool) -> Rendered | None:
        """Return a page as it is to be; None where it is as it was."""
        builder = self._builder
        kind, _, name = (builder.ledger.get(OWNER, path) or b"").decode().partition(" ")
        if kind == "case" and name in cases:
            for made in make_cases(
                replace(builder.desk, forced=frozenset((name,)), _knowledge=None), (name,)
            ):
                if not any(item.is_error for item in made.diagnostics):
                    return next((page for page in made.pages if page.path == path), None)
        if kind == "page" and are_lists_new:
            catalogue = builder.catalogue()
            for outline in catalogue.outlines():
                if outline.path == path:
                    return catalogue.pages((outline,))[0].page
        return None

    def _is_illustrated(self, page: Rendered) -> bool:
        """Whether the files that a page shows are published."""
        world = self._builder.desk.world
        assert world  # noqa: S101 - pages are planned from it
        shown = {unescape(href.decode()) for href in _SHOWN.findall(page.content)}
        targets = (output.target_of(href, page.url, world.routes.base_path) for href in shown)
        assets = set(world.assets.values())
        return all(target.path in assets or target.path in self._files for target in targets if target)

    def _put_assets(self) -> None:
        world = self._builder.desk.world
        if world and any(path not in self._files for path in world.assets.values()):
            for path, content in world.asset_files().items():
                self._ahead.put(path, content)
