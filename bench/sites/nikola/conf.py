"""Settings of Nikola for the comparison: the cases as pages, and nothing of a blog."""

BLOG_AUTHOR = "Nobody"
BLOG_TITLE = "Measured archive"
BLOG_EMAIL = "nobody@facts.test"
BLOG_DESCRIPTION = "Made up, to be measured"
SITE_URL = "https://facts.test/"
DEFAULT_LANG = "en"
TIMEZONE = "UTC"
POSTS: tuple[tuple[str, str, str], ...] = ()
PAGES = (("cases/*.md", "cases", "case-page.tmpl"),)
COMPILERS = {"markdown": [".md"]}
MARKDOWN_EXTENSIONS = ["markdown.extensions.tables"]
THEME = "archive"
PRETTY_URLS = True
STRIP_INDEXES = True
URL_TYPE = "absolute"
USE_BUNDLES = False
COPY_SOURCES = False
GENERATE_RSS = GENERATE_ATOM = False
SHOW_SOURCELINK = False
CONTENT_FOOTER = ""
DISABLED_PLUGINS = [
    "classify_archive",
    "classify_authors",
    "classify_categories",
    "classify_indexes",
    "classify_page_index",
    "classify_sections",
    "classify_tags",
    "copy_assets",
    "create_bundles",
    "redirect",
    "render_galleries",
    "render_listings",
    "render_sources",
    "render_taxonomies",
    "robots",
    "scale_images",
    "sitemap",
]
