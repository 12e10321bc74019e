"""What surrounds every page: head, masthead and foot."""

from typing import NamedTuple

from irrefutable.model.fields import Phrase


class Link(NamedTuple):
    """A place to go."""

    label: str
    """The words of the link."""
    url: str
    """Its address: `/…` in this site, `https://…` elsewhere."""
    is_current: bool = False
    """Whether the reader is there."""
    language: str = ""
    """The BCP 47 tag of the words; empty where they are in the language of the page for sure."""

    @classmethod
    def of(cls, words: Phrase, url: str) -> "Link":
        """Return a link whose words may be in another language than the page."""
        return cls(words.text, url, language=words.language)


class Alternate(NamedTuple):
    """The same page in another language."""

    language: str
    """BCP 47 tag."""
    name: str
    """The language's name in itself."""
    url: str
    """Its address in this site."""
    canonical: str
    """Its whole address."""
    is_current: bool
    """Whether it is this page."""


class ShareImage(NamedTuple):
    """The card that other sites show for a link to the page."""

    canonical: str
    """Its whole address."""
    width_px: int
    """Its width."""
    height_px: int
    """Its height."""
    alt: str
    """What it says and shows."""


class FeedLink(NamedTuple):
    """A feed in one form."""

    form: str
    """Atom or JSON Feed."""
    title: str
    """The name of the feed."""
    media_type: str
    """The media type of its form."""
    url: str
    """Its address."""


class Pagination(NamedTuple):
    """Where a page of a list stands among its pages."""

    number: int
    """This page, from 1. Lists with the latest first count from the oldest."""
    total: int
    """How many there are; 0 on a page that stays as it is while the list grows."""
    previous_url: str
    """The page before; or empty."""
    next_url: str
    """The page after; or empty."""
    first_url: str
    """The first page of the list; empty where that is this one or the one before."""
    last_url: str
    """The last page of the list; empty where that is this one or the one after."""


class Chrome(NamedTuple):
    """What surrounds every page: head, masthead, foot."""

    site_title: Phrase
    """The archive's name."""
    tagline: Phrase
    """What it is, in one line."""
    language: str
    """The page's language."""
    direction: str
    """`ltr` or `rtl`."""
    title: str
    """The page's own title, without the archive's name; empty on the home page."""
    description: str
    """What the page says, for search engines and cards."""
    url: str
    """The page's address in this site."""
    canonical: str
    """The page's whole address."""
    alternates: tuple[Alternate, ...]
    """The page in every language it exists in, itself included; empty where there is only one."""
    home_url: str
    """The home page in the page's language."""
    navigation: tuple[Link, ...]
    """The links of the masthead."""
    check: Link | None
    """The page to ask on whether a picture has been checked; None where the site has none."""
    search: Link | None
    """The page to search on; None where the site has none."""
    footer: tuple[Link, ...]
    """The pages in the archive's own voice."""
    stylesheet: str
    """The address of the style sheet."""
    scripts: tuple[str, ...]
    """The addresses of the script modules this page needs."""
    icon: str
    """The address of the site's icon."""
    touch_icon: str
    """The address of the icon for home screens; or empty."""
    web_manifest_url: str
    """What the site is called among installed apps."""
    open_search_url: str
    """How the site is searched, for browsers; empty where it is not."""
    feeds: tuple[FeedLink, ...]
    """The feeds of what the page shows; else that of all cases, in the page's language."""
    publisher: Phrase
    """Who answers for the archive."""
    licence: str
    """The licence of its words."""
    licence_url: str
    """Where the licence can be read, or empty."""
    report_error_url: str
    """Where a reader reports an error, or empty."""
    content_security_policy: str
    """The policy the page asks for; empty in the preview, which injects a script of its own."""
    is_indexable: bool = True
    """Whether search engines may list it."""
    card: ShareImage | None = None
    """What other sites show for a link to it; only a case has one."""
