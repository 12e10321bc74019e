"""What other sites are told of a comparison that they may show: oEmbed 1.0, of the kind `rich`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from irrefutable.plan.contexts.case_pages import CasePage, EmbedPage
from irrefutable.plan.picture_views import FRAME_HEIGHT_PX

OEMBED: Final = "oembed.json"
"""The name of the file, which stands beside the page for the frame."""
FRAME_WIDTH_PX: Final = 800
"""What suits most; the frame itself takes the width it is given."""


def oembed(case: CasePage, embed: EmbedPage, *, home: str) -> Mapping[str, object]:
    """Return what is said of a comparison.

    Args:
        case: the page of its case in the same language.
        embed: its own page.
        home: the whole address of the home page.
    """
    said: dict[str, object] = {
        "version": "1.0",
        "type": "rich",
        "title": f"{case.case.title.text}: {embed.view.title.text}",
        "provider_name": case.chrome.site_title.text,
        "provider_url": home,
        "author_name": case.chrome.publisher.text,
        "html": embed.view.embed_code,
        "width": FRAME_WIDTH_PX,
        "height": FRAME_HEIGHT_PX,
    }
    if card := case.chrome.card:
        said |= {
            "thumbnail_url": card.canonical,
            "thumbnail_width": card.width_px,
            "thumbnail_height": card.height_px,
        }
    return said
