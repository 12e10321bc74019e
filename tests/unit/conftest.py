"""What several files of unit tests need."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site_builder import CASE, site, write_files


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A site with one case."""
    return write_files(tmp_path / "archive", site(cloud=CASE))
