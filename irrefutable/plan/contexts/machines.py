"""Contexts of the files that crawlers, hosts and browsers read."""

from typing import NamedTuple


class SitemapEntry(NamedTuple):
    """An address in the sitemap."""

    canonical: str
    """The whole address."""
    updated: str
    """The day it last changed; or empty."""
    alternates: tuple[tuple[str, str], ...]
    """Language and whole address of the same page in each language."""


class SitemapPage(NamedTuple):
    """`sitemap.xml`: every address a search engine should know."""

    entries: tuple[SitemapEntry, ...]
    """The addresses."""


class SitemapPart(NamedTuple):
    """A sitemap that the index of sitemaps names."""

    canonical: str
    """Its whole address."""
    updated: str
    """The latest day on which a page in it changed; or empty."""


class SitemapIndexPage(NamedTuple):
    """`sitemap-index.xml`: the sitemaps of an archive that is too large for one."""

    parts: tuple[SitemapPart, ...]
    """The sitemaps."""


class RobotsPage(NamedTuple):
    """`robots.txt`."""

    sitemap: str
    """The whole address of the sitemap."""


class HeadersPage(NamedTuple):
    """`_headers`: security headers, for the hosts that read such a file."""

    content_security_policy: str
    """The policy of every page."""


class OpenSearchPage(NamedTuple):
    """`opensearch.xml`: how a browser can search the site from its own field."""

    short_name: str
    """The archive's name in 16 characters at most."""
    long_name: str
    """The same in 48."""
    description: str
    """What is searched."""
    search_url: str
    """The whole address of the page to search on."""
    canonical: str
    """The whole address of this file."""
    icon: str
    """The whole address of the icon; or empty."""


class WebManifestPage(NamedTuple):
    """`site.webmanifest`: what the site is called among installed apps."""

    manifest: object
    """The whole document, for the `json_ld` filter."""
