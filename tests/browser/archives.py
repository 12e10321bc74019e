"""The small archives of the browser tests, for what the repository's own one does not have. Refuses to judge.

A right-to-left edition, captions and twins, two comparisons on one page, a mirrored picture, a covered one, one without a file,
names in another script than the page's, a withdrawn case, a former address and edition, an archive without a case.
"""

from __future__ import annotations

import io
import json

from PIL import Image, ImageDraw, ImageOps

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

SCENE_PX = (1000, 700)
CROP_PX = (200, 140, 800, 560)
"""The part of the scene that the claimed pictures show, as left, top, right, bottom."""
CLAIMED_PX = (480, 336)

_CASE = """\
---
title: A cloud that was cut out of a larger picture
summary:
  claimed: A cloud stood over the town.
  found: The cloud is a cutting from a picture of the sea.
language: en
status: published
published: 2026-01-10
authors: [ada]
reviewed_by: [ben]
topics: [weather]
former_slugs: [two-couples]
former_comparisons: [sky]
claims:
  - id: cloud
    text: A cloud stood over the town.
    quotes:
      - { text: "سحابة فوق المدينة في الصباح", language: ar, translation: A cloud over the town in the morning }
    claimant: cloud-club
    made: 2026-01-05
    rating: "false"
    rating_explanation: It is a picture of the sea [@diary].
    no_appearance: It was told by word of mouth.
    about: [cutting, mirror]
media:
  - id: cutting
    file: cutting.png
    kind: image
    alt: A red cutting.
    licence: CC-BY-4.0
    shown_as: A cloud.
    actually: The sea.
  - id: mirror
    file: mirror.png
    kind: image
    alt: A red cutting, left and right exchanged.
    licence: CC-BY-4.0
  - id: scene
    file: scene.png
    kind: image
    alt: A blue scene.
    licence: CC-BY-4.0
comparisons:
  - id: inside
    title: The cutting inside the scene
    claimed: cutting
    original: scene
    align: points
    points:
      - { claimed: [0, 0], original: [200, 140] }
      - { claimed: [480, 336], original: [800, 560] }
    regions:
      - { id: box, label: The same box., claimed: [80, 48, 80, 80], original: [300, 200, 100, 100] }
      - { id: edge, label: An edge that the cutting leaves out., original: [20, 20, 100, 100] }
    conclusion: They are one picture.
    modes: [swipe, side-by-side, fade, blink, difference]
    former_ids: [within]
  - id: reversed
    title: The cutting in a mirror
    claimed: mirror
    original: scene
    align: points
    mirrored: true
    points:
      - { claimed: [0, 0], original: [800, 140] }
      - { claimed: [480, 336], original: [200, 560] }
      - { claimed: [480, 0], original: [200, 140] }
    regions:
      - { id: box, label: The same box in the mirror., claimed: [320, 48, 80, 80], original: [300, 200, 100, 100] }
evidence:
  - id: same
    title: The pictures are one
    bears_on: [cloud]
    weight: refutes
    method: visual-match
    text: Every line goes on [@diary].
    reproduce:
      - Lay one over the other.
    sources: [diary]
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
    archived: https://archive.test/diary
---

The sky was *clear* that day [@diary].
"""

_ARABIC = """\
---
language: ar
title: سحابة قُصّت من صورة أكبر
summary:
  claimed: وقفت سحابة فوق المدينة.
  found: السحابة مقصوصة من صورة للبحر.
claims:
  cloud:
    text: وقفت سحابة فوق المدينة.
    rating_explanation: إنها صورة للبحر [@diary].
media:
  cutting: { alt: قصاصة حمراء. }
  scene: { alt: مشهد أزرق. }
comparisons:
  inside:
    title: القصاصة داخل المشهد
    conclusion: هما صورة واحدة.
    regions:
      box: { label: الصندوق نفسه. }
      edge: { label: حافة تركتها القصاصة. }
---

كانت السماء صافية في ذلك اليوم [@diary].
"""

_ALIKE = """\
---
title: A picture that was published twice
summary:
  claimed: The two pictures are of different places.
  found: They are one picture.
language: en
status: published
published: 2026-01-11
authors: [ada]
reviewed_by: [ben]
topics: [weather]
claims:
  - id: places
    text: The two pictures are of different places.
    claimant: cloud-club
    made: 2026-01-06
    rating: "false"
    rating_explanation: They are one picture [@diary].
    no_appearance: It was told by word of mouth.
    about: [copy]
media:
  - { id: copy, file: copy.png, kind: image, alt: A blue scene again., licence: CC-BY-4.0 }
  - { id: scene, file: scene.png, kind: image, alt: A blue scene., licence: CC-BY-4.0 }
  - { id: cutting, file: cutting.png, kind: image, alt: A red cutting., licence: CC-BY-4.0 }
comparisons:
  - id: copies
    title: The picture and its copy
    claimed: copy
    original: scene
    align: points
    points:
      - { claimed: [0, 0], original: [0, 0] }
      - { claimed: [1000, 700], original: [1000, 700] }
  - id: apart
    title: Two pictures that nobody aligned
    claimed: cutting
    original: scene
    regions:
      - { id: box, label: The same box., claimed: [80, 48, 80, 80], original: [300, 200, 100, 100] }
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
    archived: https://archive.test/diary
---

The sky was *clear* that day [@diary].
"""

_CHANNEL = """\
name: قناة السماء
kind: outlet
country: SY
same_as: [https://channel.test/]
"""

_COVERED = """\
---
title: A picture that not everyone wants to see
summary:
  claimed: The picture shows an accident.
  found: The picture is from a film.
language: en
status: published
published: 2026-01-12
authors: [ada]
reviewed_by: [ben]
topics: [weather]
claims:
  - id: accident
    text: The picture shows an accident.
    claimant: cloud-club
    made: 2026-01-06
    rating: "false"
    rating_explanation: It is from a film [@diary].
    no_appearance: It was told by word of mouth.
    about: [cutting]
media:
  - id: cutting
    file: cutting.png
    kind: image
    alt: A red cutting.
    licence: CC-BY-4.0
    sensitive: it shows an accident
  - id: scene
    file: scene.png
    kind: image
    alt: A blue scene.
    licence: CC-BY-4.0
  - id: alone
    file: mirror.png
    kind: image
    alt: Another red cutting.
    licence: CC-BY-4.0
    sensitive: it shows an accident as well
comparisons:
  - id: inside
    title: The cutting inside the scene
    claimed: cutting
    original: scene
    align: points
    points:
      - { claimed: [0, 0], original: [200, 140] }
      - { claimed: [480, 336], original: [800, 560] }
    modes: [swipe, side-by-side, fade]
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
---

The picture is from a film [@diary].
"""

_TWO_SCRIPTS = """\
---
title: A channel showed a film as news
summary:
  claimed: The channel showed a flood.
  found: It is a film.
language: en
former_editions: [fr]
status: published
published: 2026-01-04
authors: [ada, cloud-club]
reviewed_by: [ben]
topics: [weather]
places:
  - { id: old-town, name: Old Town, aliases: [البلدة القديمة, المدينة القديمة, Altstadt, Oude Stad], country: SY }
claims:
  - id: flood
    text: The channel showed a flood.
    claimant: sky-channel
    made: 2026-01-02
    rating: "false"
    rating_explanation: It is a film [@diary].
    appearances:
      - platform: قناة
        account: السماء
        date: 2026-01-02
        language: en
        state: unavailable
        reach: { number: 1200, unit: قارئ, date: 2026-01-03, source: diary }
        sources: [diary, channel]
      - { platform: Cloudbook, account: Weather Watch, date: 2026-01-03, state: unavailable, sources: [diary] }
    about: [still]
media:
  - id: still
    file: cutting.png
    kind: image
    alt: A red cutting.
    credit: قناة السماء
    licence: CC-BY-4.0
    shown_as: A flood.
    actually: A film.
    technique: [staged-film, recoloured]
  - id: elsewhere
    url: https://weather.test/picture
    kind: image
    alt: A picture that may not be shown here.
    licence: fair-use
    licence_reason: It is described.
rebuttals:
  - { id: reply, by: sky-channel, to: flood, date: 2026-01-03, text: It was a test., response: It was., holds: "no", sources: [channel] }
timeline:
  - { id: shown, date: 2026-01-02, kind: claim, text: It is shown., sources: [diary] }
sources:
  - id: diary
    authors: [Ada Writer, Ben Reader]
    publisher: Weather office
    original_publisher: Cloud Club
    title: Diary of the day
    language: en
    date: 2026-01-05
    grade: primary
    kind: government
    url: https://weather.test/diary
    archived: https://archive.test/diary
  - id: channel
    authors: [ليلى حداد, سامي نصر]
    publisher: قناة السماء
    title: "فيضان في المدينة"
    language: ar
    date: 2026-01-02
    grade: primary
    kind: broadcaster
    url: https://channel.test/flood
    archived: https://archive.test/flood
corrections:
  - { date: 2026-01-06, kind: clarification, claim: flood, text: A date was wrong. }
---

[[media: still]]

It was a film [@channel].

[[media: still]]
"""

_TWO_SCRIPTS_IN_ARABIC = """\
---
language: ar
title: قناة عرضت فيلمًا على أنه خبر
summary:
  claimed: عرضت القناة فيضانًا.
  found: هو فيلم.
claims:
  flood:
    text: عرضت القناة فيضانًا.
    rating_explanation: هو فيلم [@diary].
---

كان فيلمًا [@channel].
"""

LARGE_PX = (8000, 5600)
LARGE_CROP_PX = (2000, 1400, 6000, 4200)
"""The part of the large original that its claimed picture shows, as left, top, right, bottom."""
MARKS_PX = (4400, 2600, 4800, 2800)
"""Where the large original has stripes so fine that no smaller picture of it has them."""
STRIPE_PX = 3

_LARGE = """\
---
title: A cloud in a very large picture
summary:
  claimed: A cloud stood over the town.
  found: The cloud is a cutting from a large picture.
language: en
status: published
published: 2026-01-12
authors: [ada]
reviewed_by: [ben]
topics: [weather]
claims:
  - id: cloud
    text: A cloud stood over the town.
    claimant: cloud-club
    made: 2026-01-05
    rating: "false"
    rating_explanation: It is a picture of the sea [@diary].
    no_appearance: It was told by word of mouth.
    about: [cutting]
media:
  - { id: cutting, file: cutting.png, kind: image, alt: A blue cutting., licence: CC-BY-4.0 }
  - { id: panorama, file: panorama.jpg, kind: image, alt: A blue scene., licence: CC-BY-4.0 }
comparisons:
  - id: inside
    title: The cutting inside the large picture
    claimed: cutting
    original: panorama
    align: points
    points:
      - { claimed: [0, 0], original: [2000, 1400] }
      - { claimed: [480, 336], original: [6000, 4200] }
    regions:
      - { id: stripes, label: Fine stripes., claimed: [288, 144, 48, 24], original: [4400, 2600, 400, 200] }
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
    archived: https://archive.test/diary
---
"""

_HISTORY = "".join(
    f"{json.dumps(line, ensure_ascii=False)}\n"
    for line in (
        {
            "at": "2026-01-10T09:00:00Z",
            "commit": "1" * 40,
            "words": {
                "title": "The cloud may have been painted",
                "claims/main/rating": "unproven",
                "report": "Nobody knows when it was painted.\n\nWe asked.",
                "sources/diary": "Weather office · Diary",
                "ar:title": "ربما رُسمت السحابة",
            },
        },
        {
            "at": "2026-02-01T12:30:00Z",
            "commit": "2" * 40,
            "words": {
                "title": "The cloud was painted",
                "claims/main/rating": "false",
                "report": "It was painted in 2025.\n\nWe asked.",
                "sources/diary": None,
                "corrections/2026-02-01-correction": "It was painted.",
                "ar:title": "رُسمت السحابة في الصورة",
            },
        },
    )
)
"""What readers could see of the first case."""

_WITHDRAWN = """\
---
title: A case that did not hold
summary:
  claimed: A cloud was painted.
  found: It was not.
language: en
status: retracted
published: 2026-01-01
authors: [ada]
reviewed_by: [ben]
claims:
  - id: painted
    text: A cloud was painted.
    claimant: cloud-club
    made: 2025-12-30
    rating: "false"
    rating_explanation: It was real.
    no_appearance: It was told by word of mouth.
no_primary_source: Nothing was ever published.
media:
  - { id: cutting, file: cutting.png, kind: image, alt: A red cutting., licence: CC-BY-4.0 }
  - { id: scene, file: scene.png, kind: image, alt: A blue scene., licence: CC-BY-4.0 }
comparisons:
  - { id: inside, title: The cutting inside the scene, claimed: cutting, original: scene }
corrections:
  - date: 2026-01-02
    kind: retraction
    text: The cloud had been painted after all.
---

The report.
"""


_TWO_CAPTIONS = """\
---
title: A flood of another year
summary:
  claimed: The river flooded the town on 5 January 2026.
  found: The picture is of 2013 and of another river.
language: en
status: published
published: 2026-01-12
authors: [ada]
reviewed_by: [ben]
topics: [weather]
claims:
  - id: flood
    text: The river flooded the town on 5 January 2026.
    claimant: cloud-club
    made: 2026-01-05
    rating: "false"
    rating_explanation: The archive of the office dates it [@diary].
    no_appearance: It was told by word of mouth.
    about: [as-shared, as-shown, covered]
    other_verdicts:
      - by: ada
        verdict: { ar: خارج السياق, en: Out of context }
        language: ar
        date: 2026-01
        note: It rated *only* the picture.
        sources: [channel]
      - { by: ben, verdict: Wrong, sources: [diary] }
media:
  - id: as-shared
    title: The picture as it was shared
    url: https://club.test/flood
    kind: image
    alt: A street under water.
    licence: fair-use
    licence_reason: The photographer keeps all rights; it is described, not shown.
    captured: 2013-06-02
    shown_as: The town, 5 January 2026.
    actually: Another town, 2 June 2013.
    technique: [miscaptioned]
    published_caption:
      text: المدينة تحت الماء في 5 كانون الثاني 2026
      language: ar
      translation: The town under water on 5 January 2026
      sources: [channel]
  - id: as-taken
    title: The picture as it was sold
    kind: image
    alt: The same street under water.
    credit: A. Lens
    licence: fair-use
    licence_reason: The photographer keeps all rights; it is described, not shown.
    captured: 2013-06-02
    published_caption: { text: "A street under water, 2 June 2013.", language: en, sources: [diary] }
  - id: as-shown
    file: cutting.png
    kind: image
    alt: A red cutting.
    licence: CC-BY-4.0
    shown_as: Fire.
    published_caption: { text: The town burns., language: en, sources: [diary] }
  - id: covered
    file: scene.png
    kind: image
    alt: A blue scene.
    licence: CC-BY-4.0
    sensitive: Somebody is hurt.
    published_caption: { text: The sea at rest., language: en, sources: [diary] }
comparisons:
  - id: words
    title: One picture, two captions
    compares: captions
    claimed: as-shared
    original: as-taken
    conclusion: Only the words differ.
  - id: shown
    title: Two captions with their pictures
    compares: captions
    claimed: as-shown
    original: covered
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    date: 2013-06-02
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
    archived: https://archive.test/diary
  - { id: channel, publisher: Sky Channel, title: نشرة, language: ar, grade: secondary, kind: broadcaster }
---

The sky was clear that day [@diary].

[[comparison: shown]]
"""

_TWO_CAPTIONS_IN_ARABIC = """\
---
language: ar
title: فيضان من عام آخر
summary:
  claimed: أغرق النهر المدينة في 5 كانون الثاني 2026.
  found: الصورة من عام 2013 ومن نهر آخر.
claims:
  flood:
    text: أغرق النهر المدينة.
    other_verdicts:
      ben: { verdict: خطأ }
media:
  as-taken: { title: الصورة كما بيعت, published_caption: "شارع تحت الماء، 2 حزيران 2013." }
comparisons:
  words: { title: صورة واحدة وتعليقان, conclusion: الكلمات وحدها تختلف. }
---

كانت السماء صافية في ذلك اليوم [@diary].
"""

_TWINS = """\
---
title: A cloud that was pasted twice
summary:
  claimed: Two clouds stood over the town.
  found: One of the two is a copy of the other.
language: en
status: published
published: 2026-01-13
authors: [ada]
reviewed_by: [ben]
topics: [weather]
claims:
  - id: clouds
    text: Two clouds stood over the town.
    claimant: cloud-club
    made: 2026-01-05
    rating: "false"
    rating_explanation: No two clouds are alike [@diary].
    no_appearance: It was told by word of mouth.
    about: [pasted]
media:
  - id: pasted
    title: The picture with two clouds
    file: scene.png
    kind: image
    alt: A blue scene.
    licence: CC-BY-4.0
    shown_as: Two clouds.
    actually: One cloud and its copy.
    technique: [cloned]
comparisons:
  - id: copies
    title: The same cloud twice
    compares: twins
    claimed: pasted
    regions:
      - { id: cloud, label: The same cloud., claimed: [30, 20, 60, 60], twin: [310, 210, 80, 80] }
      - { id: edge, label: The same edge at the margin., claimed: [0, 600, 200, 100], twin: [800, 0, 200, 100] }
    conclusion: One was pasted.
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
    archived: https://archive.test/diary
---

The sky was clear that day [@diary].

[[comparison: copies]]
"""

_TWINS_IN_ARABIC = """\
---
language: ar
title: سحابة أُلصقت مرتين
summary:
  claimed: وقفت سحابتان فوق المدينة.
  found: إحداهما نسخة من الأخرى.
comparisons:
  copies:
    title: السحابة نفسها مرتين
    regions:
      cloud: { label: السحابة نفسها. }
---

كانت السماء صافية في ذلك اليوم [@diary].
"""


_DISCLOSED = """url: https://newsroom.test, legal_form: An association, address: "Sky Street 1, Cloudbury",
  ownership: Nobody owns it., team: [{ name: Ada Writer, role: Editor, url: https://newsroom.test/ada }],
  funding_sources: [{ name: Weather fund, year: 2025, share: 62.5, amount: "€ 40,000" }] }
policies: { codes: [ifcn], non_partisanship: "We *endorse* no party.", reply_days: 5, privacy: We keep nothing. }
contact: { email: desk@newsroom.test }"""
"""What the newsroom tells of itself."""


def scene() -> Image.Image:
    """Return the whole original: blue, with marks that no two places share."""
    image = Image.linear_gradient("L").resize(SCENE_PX)
    image = ImageOps.colorize(image, "#203060", "#a0c0ff")
    draw = ImageDraw.Draw(image)
    for step in range(24):
        x, y = 30 + step * 40, 20 + (step * 211) % 640
        draw.ellipse((x, y, x + 24 + step, y + 50 - step), fill=(240 - 8 * step, 250, 20 + 9 * step))
    draw.line((0, 690, 999, 40), fill="white", width=9)
    draw.rectangle((310, 210, 389, 289), outline="white", width=8)
    return image


def cutting() -> Image.Image:
    """Return the claimed picture: the middle of the scene, smaller, its red and blue exchanged."""
    image = scene().crop(CROP_PX).resize(CLAIMED_PX, Image.Resampling.LANCZOS)
    red, green, blue = image.split()
    return Image.merge("RGB", (blue, green, red))


def panorama() -> Image.Image:
    """Return the large original: the scene eight times as large, with fine stripes in one place."""
    image = scene().resize(LARGE_PX, Image.Resampling.NEAREST)
    left, top, right, bottom = MARKS_PX
    draw = ImageDraw.Draw(image)
    draw.rectangle((left, top, right - 1, bottom - 1), fill="black")
    for x in range(left, right, 2 * STRIPE_PX):
        draw.rectangle((x, top, x + STRIPE_PX - 1, bottom - 1), fill="white")
    return image


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def small() -> Files:
    """Return the files of an archive in English and Arabic."""
    site = SITE["content/site.yaml"]
    pictures = {
        "cutting.png": _png(cutting()),
        "mirror.png": _png(ImageOps.mirror(cutting())),
        "scene.png": _png(scene()),
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
        f"content/cases/{TWO_PAIRS}/case.md": _CASE,
        f"content/cases/{TWO_PAIRS}/case.ar.md": _ARABIC,
        f"content/cases/{TWO_PAIRS}/history.jsonl": _HISTORY,
        f"content/cases/{ALIKE}/case.md": _ALIKE,
        f"content/cases/{COVERED}/case.md": _COVERED,
        f"content/cases/{TWO_CAPTIONS}/case.md": _TWO_CAPTIONS,
        f"content/cases/{TWO_CAPTIONS}/case.ar.md": _TWO_CAPTIONS_IN_ARABIC,
        f"content/cases/{TWINS}/case.md": _TWINS,
        f"content/cases/{TWINS}/case.ar.md": _TWINS_IN_ARABIC,
        f"content/cases/{TWO_SCRIPTS}/case.md": _TWO_SCRIPTS,
        f"content/cases/{TWO_SCRIPTS}/case.ar.md": _TWO_SCRIPTS_IN_ARABIC,
        "content/entities/sky-channel.yaml": _CHANNEL,
        f"content/cases/{WITHDRAWN}/case.md": _WITHDRAWN,
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
        f"{folder}/case.md": _LARGE,
        f"{folder}/cutting.png": _png(cutting),
        f"{folder}/panorama.jpg": stream.getvalue(),
    }


def empty() -> Files:
    """Return the files of an archive that has no case yet."""
    return {**SITE, "content/site.yaml": set_build(SITE, "search: true, lookup: true")}
