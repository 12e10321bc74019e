"""What a build is asked to do, and what it did. Refuses heavy imports: a build without changes needs none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.timings import Phase
from irrefutable.store.published import Published

PATIENCE_SECONDS = 0.1
"""Enough for every file system but the coarsest."""
PACKAGE_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is asked to do."""

    root: Path
    """The folder with `content/`; its own `templates/` and `assets/` come before the default theme's."""
    out: Path
    """The directory to publish into."""
    now: dt.datetime
    """The instant up to which embargoes have passed."""
    is_preview: bool = False
    """Whether drafts and embargoed cases are shown."""
    workers: int = 0
    """The number of processes for pictures; 0 for one on each core."""
    is_durable: bool = False
    """Whether what is published must survive a power cut."""
    patience_seconds: float = 0.0
    """How long it may wait until the times of files tell every edit, so that the next build can be spared."""
    executor: str = ""
    """The Dask scheduler whose workers make the pictures, `dask://HOST:PORT`; empty for this machine."""
    shared_cache: str | None = None
    """The address of a shared cache; empty for none, None for what `site.yaml` says."""

    @property
    def cache(self) -> Path:
        """Where results of pure functions are kept. Deleting it is always safe."""
        return self.root / ".cache"


@dataclass(frozen=True, slots=True)
class Build:
    """What a build did. `published` is None where errors kept it from publishing."""

    diagnostics: tuple[Diagnostic, ...]
    published: Published | None = None
    cases: int = 0
    pages: int = 0
    rendered: tuple[str, ...] = ()
    """The pages that had to be rendered; all others were already right."""
    encoded: int = 0
    """The picture files that had to be made."""
    taken: int = 0
    """The files of the site that a build on another machine had left in the shared cache."""
    indexed: tuple[str, ...] = ()
    """The folders of the parts of the search index that had to be made."""
    was_completed: bool = False
    """Whether an earlier, killed build was completed first."""
    remarks: tuple[str, ...] = ()
    """What kept the build from being faster, and what the site must do without, in words."""
    timings: tuple[Phase, ...] = field(default=(), compare=False)
    """How long its phases took."""


def theme_folder() -> Path:
    """Return the folder of the default theme: in the wheel, or at the top of the source tree."""
    packaged = PACKAGE_FOLDER / "theme"
    return packaged if packaged.is_dir() else PACKAGE_FOLDER.parent
