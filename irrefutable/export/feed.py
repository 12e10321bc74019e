"""ClaimReviews as a schema.org `DataFeed`, as Data Commons reads it. Refuses to make ClaimReviews."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from irrefutable.export.lines import line

Value = Mapping[str, object]


def feed_item(url: str, reviews: Iterable[Value], *, created: str, modified: str) -> Value:
    """Return what a feed says of a page.

    Args:
        url: the whole address of the page.
        reviews: the ClaimReviews in its markup.
        created: when the case was published.
        modified: when it last changed; or empty.
    """
    dates = {"dateCreated": created, "dateModified": modified}
    return {
        "@type": "DataFeedItem",
        "url": url,
        **{name: date for name, date in dates.items() if date},
        "item": list(reviews),
    }


def data_feed(heading: Value, items: Iterable[Value]) -> bytes:
    """Return a feed, each of its items in a line.

    Args:
        heading: name, licence and so on of the feed.
        items: of pages with reviews.
    """
    head = json.dumps(
        {"@context": "https://schema.org", "@type": "DataFeed", **heading},
        ensure_ascii=False,
        allow_nan=False,
    )
    body = b",\n".join(line(item).rstrip(b"\n") for item in items)
    return b'%s, "dataFeedElement": [\n%s\n]}\n' % (head.removesuffix("}").encode(), body)
