"""The cases of the small archives whose captions, single pictures or names matter. Refuses to know where they lie."""

from __future__ import annotations

TWO_CAPTIONS = """\
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

TWO_CAPTIONS_IN_ARABIC = """\
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

TWINS = """\
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

TWINS_IN_ARABIC = """\
---
language: ar
title: "سحابة أُلصقت مرتين #CloudsOfTheWholeWorldInOneSinglePicture"
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

CHANNEL = """\
name: قناة السماء
kind: outlet
country: SY
same_as: [https://channel.test/]
"""

TWO_SCRIPTS = """\
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

TWO_SCRIPTS_IN_ARABIC = """\
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
