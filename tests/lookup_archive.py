"""A small archive whose pictures can be asked for, some of which must not answer."""

from __future__ import annotations

from PIL import Image

from tests.scenes import png_bytes, scene
from tests.site_builder import CASE, SITE, Files, edited, set_build, site

SIZE = (640, 480)
CLAIMED, COVERED, DRAFT, SCHEMATIC, EVIDENCE, REDACTED = range(2, 8)
"""Seeds of scenes: a claimed picture, one that starts covered, one of a draft, one that stands for another,
one that is only evidence, one of which a part is destroyed."""
BOX = (120, 90, 400, 300)
"""Left, top, width and height of what is destroyed."""


def picture(seed: int) -> Image.Image:
    """Return the picture of a seed."""
    return scene(seed, SIZE)


def archive() -> Files:
    """Return the files of an archive of five cases."""
    files = site(
        shared=_case("A claimed cloud", "", EVIDENCE),
        covered=_case("A cloud that starts covered", "sensitive: it shows an accident"),
        draft=edited(_case("A cloud of a draft", ""), ("status: published", "status: draft")),
        stand__in=_case("A drawn cloud", "", kind="schematic"),
        redacted=_case(
            "A cloud of which a part is destroyed", f"redactions: [{{ box: {list(BOX)}, reason: A face }}]"
        ),
    )
    seeds = {
        "shared": CLAIMED,
        "covered": COVERED,
        "draft": DRAFT,
        "stand-in": SCHEMATIC,
        "redacted": REDACTED,
    }
    pictures = {f"content/cases/{name}/seen.png": png_bytes(picture(seed)) for name, seed in seeds.items()}
    return {
        **SITE,
        **files,
        **pictures,
        "content/cases/shared/chart.png": png_bytes(picture(EVIDENCE)),
        "content/site.yaml": set_build(SITE, "search: false, lookup: true, share_cards: false"),
    }


def _case(title: str, more: str, evidence: int = 0, kind: str = "image") -> str:
    lines = [
        "media:",
        "  - id: seen",
        "    file: seen.png",
        f"    kind: {kind}",
        "    alt: A cloud with corners",
        "    licence: CC0-1.0",
        *([f"    {more}"] if more else []),
        *(
            ["  - { id: chart, file: chart.png, kind: image, alt: A chart, licence: CC0-1.0 }"]
            if evidence
            else []
        ),
        "sources:",
    ]
    return edited(
        CASE,
        ("title: The cloud was painted", f"title: {title}"),
        ("    claimant: cloud-club", "    claimant: cloud-club\n    about: [seen]"),
        ("sources:\n", "\n".join([*lines, ""])),
    )
