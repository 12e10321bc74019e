"""Copies of case pages for reading without a network, made of what is about to be published.

A part of the pipeline. Only where the site wants them: each copy has the pictures of the case once more.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable
from pathlib import Path

from irrefutable.plan.case_pages import copy_note
from irrefutable.plan.routes import Routes
from irrefutable.render.offline import offline_copy

Place = Callable[[str], Path | None]
"""Returns where the bytes of a planned file lie."""


def offline_copies(
    pages: Iterable[tuple[str, str]], *, routes: Routes, stylesheet: str, place: Place
) -> Iterable[tuple[str, bytes]]:
    """Yield path and bytes of the copy of each page.

    Args:
        pages: the path of each, and of its copy.
        routes: the addresses of the site.
        stylesheet: the path of the common style sheet.
        place: where planned files lie.
    """
    root = routes.canonical(f"{routes.base_path}/")

    def content(path: str) -> bytes:
        lies = place(path)
        if lies is None:
            raise ValueError(f"{path} is not planned")
        return lies.read_bytes()

    def picture(address: str) -> tuple[str, bytes] | None:
        path = address.removeprefix(root)
        if path == address or place(path) is None:
            return None
        return mimetypes.guess_type(path)[0] or "image/webp", content(path)

    style = content(stylesheet).decode()
    for path, copy in pages:
        address = routes.canonical(routes.file(path).url).removesuffix("index.html")
        made = offline_copy(
            content(path).decode(), address=address, style=style, picture=picture, note=copy_note
        )
        yield copy, made.encode()
