"""The cases of the small archives that compare two pictures, as their files say them. Refuses to know where they lie."""

from __future__ import annotations

import json

TWO_PAIRS = """\
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

TWO_PAIRS_IN_ARABIC = """\
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

ALIKE = """\
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

COVERED = """\
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

LARGE = """\
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

TWO_PAIRS_HISTORY = "".join(
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

WITHDRAWN = """\
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
