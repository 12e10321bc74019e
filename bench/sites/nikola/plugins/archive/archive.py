"""What an archive must add to Nikola: lists by facet, a feed and a sitemap of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nikola.plugin_categories import Task
from nikola.utils import config_changed

sys.path.insert(0, str(Path(__file__).parent))
from archive_pages import FACETS, ArchivePage, archive_pages


class ArchivePages(Task):  # type: ignore[misc] # Nikola ships no types
    """Writes the pages besides the cases."""

    name = "archive_pages"

    def gen_tasks(self) -> Iterator[dict[str, Any]]:
        """Yield a task for each page, to be done again when what stands on it has changed."""
        self.site.scan_posts()
        yield self.group_task()
        fronts = [
            {name: post.meta(name) for name in ("case", "slug", *FACETS)} for post in self.site.timeline
        ]
        for page in archive_pages(fronts):
            target = f"{self.site.config['OUTPUT_FOLDER']}/{page.path}"
            yield {
                "basename": self.name,
                "name": target,
                "targets": [target],
                "actions": [(self._write, [page, target])],
                "uptodate": [config_changed(page.context, self.name)],
                "clean": True,
            }

    def _write(self, page: ArchivePage, target: str) -> None:
        context = {**page.context, "lang": "en"}
        if page.template.endswith(".html"):
            self.site.render_template(page.template, target, context)
        else:
            text = self.site.template_system.render_template(page.template, None, context)
            Path(target).write_text(text, encoding="utf-8")
