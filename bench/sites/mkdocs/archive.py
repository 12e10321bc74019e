"""What an archive must add to MkDocs: lists, a feed and a sitemap of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from archive_pages import archive_pages

_built: dict[str, Any] = {}


def on_env(env: Any, config: Any, files: Any) -> Any:
    """Keep the templates and the front matter until all cases are written."""
    _built["env"] = env
    _built["fronts"] = [file.page.meta for file in files.documentation_pages() if "case" in file.page.meta]
    return env


def on_post_build(config: Any) -> None:
    """Write the lists, the feed and the sitemap."""
    for page in archive_pages(_built["fronts"]):
        target = Path(config.site_dir) / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = _built["env"].get_template(page.template).render(page.context)
        target.write_text(text, encoding="utf-8")
