"""Edits of small sites, and what a clean build makes of the same files. Refuses to judge what they cost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from irrefutable.core.diagnostics import as_text
from irrefutable.results import PATIENCE_SECONDS, Build
from tests.site_builder import CASE, SITE, build, edited, set_build, site, tree, write_files

Edit = Callable[[Path], object]

METHOD = "content/pages/methodology.md"
ARK, BELL = "content/cases/ark/case.md", "content/cases/bell/case.md"
LONG = edited(CASE, ("A cloud over the town had four corners.", "x" * 300))
"""It is warned of."""
RELATED = edited(
    CASE, ("topics: [weather]", "topics: [weather]\nrelated: [{ case: bell, relation: background }]")
)
SMALL_PAGES = {"content/site.yaml": set_build(SITE, "search: false, share_cards: false, page_size: 1")}
ADA = "content/entities/ada.yaml"
CLUB = "content/entities/cloud-club.yaml"


def told(text: str) -> str:
    """Return a case with a sentence at the beginning of its report."""
    return edited(CASE, ("The sky was *clear*", f"{text} The sky was *clear*"))


def page(text: str) -> str:
    return f"---\ntitle: Method\n---\n\n{text}\n"


def built(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Return a site that was built, of which every sign is settled."""
    root = write_files(folder / "archive", files)
    result = build(root, patience_seconds=PATIENCE_SECONDS)
    assert result.published, [as_text(item) for item in result.diagnostics]
    return root


def as_clean(root: Path) -> Build:
    """Build; what comes of it must be what comes of the same files elsewhere."""
    said, expected = _clean_build(tuple(_entries(root)))
    found = build(root)
    assert [as_text(item) for item in found.diagnostics if item.code != "address-lost"] == said
    assert (found.published is None) == (expected is None)
    if expected is not None:
        assert tree(root / "site") == expected
    return found


Entry = tuple[str, str, bytes | None]


def _entries(root: Path) -> Iterator[Entry]:
    """Yield all that a build may read: its path, where it leads as a link, and the bytes of a file."""
    for name in ("content", "templates", "assets"):
        for path in sorted((root / name).rglob("*")):
            target = str(path.readlink()) if path.is_symlink() else ""
            yield str(path.relative_to(root)), target, path.read_bytes() if path.is_file() else None


@lru_cache(maxsize=64)
def _clean_build(entries: tuple[Entry, ...]) -> tuple[list[str], dict[str, bytes] | None]:
    """Build a copy that has no cache and no output; None where errors kept it from publishing."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, target, content in entries:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            if target:
                (root / path).symlink_to(target)
            elif content is None:
                (root / path).mkdir()
            else:
                (root / path).write_bytes(content)
        result = build(root)
        return [as_text(item) for item in result.diagnostics], tree(
            root / "site"
        ) if result.published else None


def write(path: str, content: str | bytes) -> Edit:
    return lambda root: write_files(root, {path: content})


def delete(path: str) -> Edit:
    def edit(root: Path) -> None:
        shutil.rmtree(root / path) if (root / path).is_dir() else (root / path).unlink()

    return edit


FILES = site(ark=RELATED, bell=CASE, cave=told("[x](/cases/ark/)"))
FAR = {
    **FILES,
    "content/cases/dove/case.md": edited(CASE, ("topics: [weather]", "topics: [sea]")),
    "content/topics.yaml": "topics: [{ id: weather, label: Weather }, { id: sea, label: Sea }]\n",
}
"""With a case that shares no topic with the others."""
