"""The small archives of the browser tests, for what the repository's own one does not have. Refuses to judge.

A right-to-left edition, captions and twins, two comparisons on one page, a mirrored picture, a covered one, one without a file,
names in another script than the page's, a withdrawn case, a former address and edition, an archive without a case.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from tests.browser import archive_pairs, archive_words
from tests.browser.archive_pictures import CLAIMED_PX, LARGE_CROP_PX, cutting, panorama, png, scene
from tests.site_builder import SITE, Files, edited, set_build

TWO_PAIRS = "two-pairs"
"""A case with an Arabic edition, a comparison that starts with swipe, and a mirrored one."""
COVERED = "covered"
"""A case whose pictures start covered."""
ALIKE = "alike"
"""A case that compares a picture with a copy of itself, and two pictures that are not aligned."""
TWO_CAPTIONS = "two-captions"
"""A case with an Arabic edition that compares captions, with a picture, without and covered; others checked it."""
TWINS = "twins"
"""A case with an Arabic edition whose picture has places that are alike."""
TWO_SCRIPTS = "two-scripts"
"""A case with an Arabic edition; names in Latin and in Arabic letters stand in both."""
WITHDRAWN = "withdrawn"
"""A case that leaves a tombstone."""
LARGE = "large"
"""A case whose original is so large that it is published in pieces as well."""
FORMER = "two-couples"
"""The former address of the first case."""
FORMER_EMBED = "within"
"""The former id of its first comparison."""

_DISCLOSED = """url: https://newsroom.test, legal_form: An association, address: "Sky Street 1, Cloudbury",
  ownership: Nobody owns it., team: [{ name: Ada Writer, role: Editor, url: https://newsroom.test/ada }],
  funding_sources: [{ name: Weather fund, year: 2025, share: 62.5, amount: "€ 40,000" }] }
policies: { codes: [ifcn], non_partisanship: "We *endorse* no party.", reply_days: 5, privacy: We keep nothing. }
contact: { email: desk@newsroom.test }"""
"""What the newsroom tells of itself."""


def small() -> Files:
    """Return the files of an archive in English and Arabic."""
    site = SITE["content/site.yaml"]
    pictures = {
        "cutting.png": png(cutting()),
        "mirror.png": png(ImageOps.mirror(cutting())),
        "scene.png": png(scene()),
    }
    copy = {"copy.png": pictures["scene.png"]}
    return {
        **SITE,
        "content/site.yaml": edited(
            site,
            ("languages: [en]", "languages: [en, ar]"),
            ("build: { search: false, lookup: false, share_cards: false }", ""),
            ("url: https://newsroom.test }", _DISCLOSED),
        ),
        f"content/cases/{TWO_PAIRS}/case.md": archive_pairs.TWO_PAIRS,
        f"content/cases/{TWO_PAIRS}/case.ar.md": archive_pairs.TWO_PAIRS_IN_ARABIC,
        f"content/cases/{TWO_PAIRS}/history.jsonl": archive_pairs.TWO_PAIRS_HISTORY,
        f"content/cases/{ALIKE}/case.md": archive_pairs.ALIKE,
        f"content/cases/{COVERED}/case.md": archive_pairs.COVERED,
        f"content/cases/{TWO_CAPTIONS}/case.md": archive_words.TWO_CAPTIONS,
        f"content/cases/{TWO_CAPTIONS}/case.ar.md": archive_words.TWO_CAPTIONS_IN_ARABIC,
        f"content/cases/{TWINS}/case.md": archive_words.TWINS,
        f"content/cases/{TWINS}/case.ar.md": archive_words.TWINS_IN_ARABIC,
        f"content/cases/{TWO_SCRIPTS}/case.md": archive_words.TWO_SCRIPTS,
        f"content/cases/{TWO_SCRIPTS}/case.ar.md": archive_words.TWO_SCRIPTS_IN_ARABIC,
        "content/entities/sky-channel.yaml": archive_words.CHANNEL,
        f"content/cases/{WITHDRAWN}/case.md": archive_pairs.WITHDRAWN,
        **{
            f"content/cases/{case}/{name}": content
            for case in (TWO_PAIRS, COVERED, TWO_SCRIPTS, ALIKE, WITHDRAWN)
            for name, content in (pictures | copy if case == ALIKE else pictures).items()
        },
        f"content/cases/{TWO_CAPTIONS}/cutting.png": pictures["cutting.png"],
        f"content/cases/{TWO_CAPTIONS}/scene.png": pictures["scene.png"],
        f"content/cases/{TWINS}/scene.png": pictures["scene.png"],
    }


def large() -> Files:
    """Return the files of an archive with one case, whose original is large."""
    whole = panorama()
    stream = io.BytesIO()
    whole.save(stream, "JPEG", quality=70)
    cutting = whole.crop(LARGE_CROP_PX).resize(CLAIMED_PX, Image.Resampling.LANCZOS)
    folder = f"content/cases/{LARGE}"
    return {
        **SITE,
        f"{folder}/case.md": archive_pairs.LARGE,
        f"{folder}/cutting.png": png(cutting),
        f"{folder}/panorama.jpg": stream.getvalue(),
    }


def empty() -> Files:
    """Return the files of an archive that has no case yet."""
    return {**SITE, "content/site.yaml": set_build(SITE, "search: true, lookup: true")}
