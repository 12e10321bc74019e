"""What the golden site becomes, as text files that can be compared. Run as a module, it writes them anew.

One or two files of each kind are kept whole, so that a change to the masthead can still be reviewed; all
files stand in the inventory, pictures with their sizes in pixels. The names of pictures and assets carry a
digest of the encoder or of their bytes, which is not what the golden site is about: it is left out.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image

from irrefutable.core.diagnostics import as_text
from tests.site_builder import build, tree

HERE = Path(__file__).parent
EXPECTED = HERE / "expected"
INVENTORY = "inventory.txt"
RENEW = "python -m tests.golden.archive"

WHOLE = frozenset(
    {
        "404.html",
        "_headers",
        "about/index.html",
        "ar/cases/2019-harbour-smoke/index.html",
        "ar/cases/2020-two-flocks/index.html",
        "ar/feed.json",
        "ar/feed.xml",
        "ar/index.html",
        "ar/methodology/index.html",
        "ar/opensearch.xml",
        "ar/topics/harbours/index.html",
        "ar/topics/harbours/timeline/index.html",
        "browse/index.html",
        "browse/ratings-and-topics/index.html",
        "cases/2018-lost-parrot/case.json",
        "cases/2018-lost-parrot/index.html",
        "cases/2019-harbour-smoke/case.json",
        "cases/2019-harbour-smoke/case.jsonld",
        "cases/2019-harbour-smoke/iiif.json",
        "cases/2019-harbour-smoke/index.html",
        "cases/2019-harbour-smoke/versions/3/index.html",
        "cases/2019-harbour-smoke/versions/index.html",
        "cases/2020-two-flocks/embed/two-captions/index.html",
        "cases/2020-two-flocks/embed/two-captions/oembed.json",
        "cases/2020-two-flocks/index.html",
        "cases/2021-empty-bridge/index.html",
        "cases/harbour-fire/index.html",
        "cases/index.html",
        "changes.json",
        "changes.xml",
        "claimants/harbour-board/index.html",
        "contact/index.html",
        "corrections/index.html",
        "data/2019/index.html",
        "data/cases/2019.csv",
        "data/claimreview/2020.json",
        "data/claims/2019.csv",
        "data/claims/2019.jsonl",
        "data/index.html",
        "entities/harbour-board/index.html",
        "feed.xml",
        "funding/index.html",
        "index.html",
        "methodology/index.html",
        "pictures/index.html",
        "random/index.html",
        "ratings/index.html",
        "robots.txt",
        "search/index.html",
        "site.webmanifest",
        "sitemap.xml",
        "subscribe/index.html",
        "topics/harbours/feed.xml",
    }
)

_INDEX = re.compile(r"(?P<before>search-index/[\w/.-]*\w_)[0-9a-f]{7,10}(?=\.pf_)")
_FINGERPRINT = re.compile(
    r"(?P<before>(?:assets/[\w./-]*|media/[\w./-]*|lookup/[\w-]*|\./[\w.-]+)-)"
    r"[0-9a-f]{8,10}(?=\.(?:bin|webp|jpg|png|css|js|svg)\b)"
)


def published() -> dict[str, str]:
    """Build the golden site, and return its pages and the list of all its files."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(HERE / "site", root, dirs_exist_ok=True)
        result = build(root)
        assert result.published is not None, "\n\n".join(as_text(item) for item in result.diagnostics)
        files = tree(root / "site")
    del files["manifest.json"]
    texts = {path: _without_fingerprints(files[path].decode()) for path in WHOLE & files.keys()}
    return {**texts, INVENTORY: "".join(sorted(_inventory(files)))}


def expected() -> dict[str, str]:
    """Return the files as they were when they were last renewed."""
    return {path: content.decode() for path, content in tree(EXPECTED).items()}


def _inventory(files: Mapping[str, bytes]) -> Iterator[str]:
    for path, content in files.items():
        size = ""
        if path.startswith("media/"):
            with Image.open(io.BytesIO(content)) as image:
                size = f" {image.width} × {image.height} px"
        yield f"{_without_fingerprints(path)}{size}\n"


def _without_fingerprints(text: str) -> str:
    for pattern in (_FINGERPRINT, _INDEX):
        text = pattern.sub(lambda match: f"{match['before']}0", text)
    return text


if __name__ == "__main__":
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for name, words in published().items():
        target = EXPECTED / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(words, encoding="utf-8")
