"""What an archive must add to Pelican: front matter in YAML, lists, a feed and a sitemap."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown
from pelican import signals
from pelican.generators import Generator
from pelican.readers import BaseReader
from pelican.utils import pelican_open

sys.path.insert(0, str(Path(__file__).parent))
from archive_pages import archive_pages


class CaseReader(BaseReader):  # type: ignore[misc] # Pelican ships no types
    """Reads Markdown with YAML front matter, which may be nested."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the report as HTML, and the front matter."""
        with pelican_open(source_path) as text:
            _, front, report = text.split("---\n", 2)
        fields = yaml.load(front, Loader=yaml.CSafeLoader)
        fields["date"] = self.process_metadata("date", fields["date"].isoformat())
        if not hasattr(self, "_markdown"):
            self._markdown = Markdown(**self.settings["MARKDOWN"])
        return self._markdown.reset().convert(report), fields


class ArchiveGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Writes the pages besides the cases."""

    def generate_output(self, writer: Any) -> None:
        """Write them with Pelican's own writer."""
        fronts = [article.metadata for article in self.context["articles"]]
        for page in archive_pages(fronts):
            template = self.env.get_template(page.template)
            writer.write_file(page.path, template, self.context, **page.context)


def register() -> None:
    """Connect both to Pelican."""
    signals.readers_init.connect(_add_reader)
    signals.get_generators.connect(_generators)


def _add_reader(readers: Any) -> None:
    readers.reader_classes["md"] = CaseReader


def _generators(_pelican: Any) -> Iterator[type[Generator]]:
    yield ArchiveGenerator
