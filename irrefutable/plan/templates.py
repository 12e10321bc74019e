"""The templates that pages have. Refuses to know what these pages say."""

from __future__ import annotations

CASE_TEMPLATES = (
    "case.html",
    "edition-gone.html",
    "embed-gone.html",
    "embed.html",
    "redirect.html",
    "tombstone.html",
    "version.html",
    "versions.html",
)
"""The templates of a case's pages."""
SITE_TEMPLATES = (
    "404.html",
    "browse.html",
    "chains.html",
    "counts.html",
    "changes.json",
    "changes.xml",
    "check.html",
    "data-year.html",
    "data.html",
    "entity.html",
    "facet.html",
    "feed.json",
    "feed.xml",
    "headers.txt",
    "home.html",
    "list.html",
    "opensearch.xml",
    "page.html",
    "random.html",
    "robots.txt",
    "search.html",
    "site.webmanifest",
    "sitemap-index.xml",
    "sitemap.xml",
    "subscribe.html",
    "timeline.html",
)
"""The templates of all other pages."""
