"""What a page owes where one picture is compared with itself: two captions of it, two places in it; and what
it owes to other checkers. Refuses to know the content. Each check returns what is wrong in words.
"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.inspection import Problems


def caption_problems(page: Page) -> Problems:
    """Return where two captions do not stand beside each other, whole, on the screen and on paper."""
    found: Problems = page.evaluate(_CAPTIONS)
    page.emulate_media(media="print")
    found += [f"on paper {problem}" for problem in page.evaluate(_CAPTIONS)]
    page.emulate_media(media="screen")
    return found


_CAPTIONS = """() => {
  const problems = [];
  const isShown = (item) => item?.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && item.getBoundingClientRect().height > 0;
  const blocks = [...document.querySelectorAll(".captions")];
  if (!blocks.length) problems.push("no captions are compared");
  const verdicts = [...document.querySelectorAll("main a[href*='/ratings/']")].map((a) => a.innerText.trim());
  for (const block of blocks) {
    const cards = [...block.querySelectorAll("figure")].filter(isShown);
    if (cards.length !== 2) {
      problems.push(`${cards.length} captions are shown`);
      continue;
    }
    const [first, second] = cards.map((card) => card.getBoundingClientRect());
    const isBeside = Math.abs(first.top - second.top) < 1
      && (first.right <= second.left || second.right <= first.left);
    if (!isBeside && second.top < first.bottom) problems.push("the captions overlap");
    if (!verdicts.some((word) => word && cards[0].textContent.includes(word))) {
      problems.push("the claimed caption does not carry its verdict");
    }
    for (const card of cards) {
      const [quote, source] = ["blockquote", ".published-where"].map((name) => card.querySelector(name));
      const words = quote?.innerText.trim();
      if (!isShown(quote) || !words) problems.push("a caption has no words");
      if (!isShown(source) || !source.innerText.trim()) problems.push(`nobody is said to have published ${words}`);
      const cover = card.querySelector("details");
      const picture = [...card.querySelectorAll("img, .missing, summary")].find(isShown);
      if (!picture) problems.push(`neither the picture nor its description stands with ${words}`);
      if (cover && !cover.open && [...cover.querySelectorAll("img")].some(isShown)) {
        problems.push(`the picture of ${words} is not covered`);
      }
    }
    // Side by side, what belongs together stands at one height.
    if (isBeside) {
      const tops = cards.map((card) => [...card.children].map((part) => Math.round(part.getBoundingClientRect().top)));
      if (String(tops[0]) !== String(tops[1])) problems.push(`the rows of the captions differ: ${tops.join(" | ")}`);
    }
  }
  return problems;
}"""


def twin_problems(page: Page) -> Problems:
    """Return where the two places of twins cannot be told, seen and found as a pair."""
    found: Problems = page.evaluate(_TWINS)
    return found


_TWINS = """async () => {
  const problems = [];
  const block = document.querySelector(".twins");
  const items = [...(block?.querySelectorAll("ol > li") ?? [])];
  if (!items.length) return ["no twins are listed"];
  const outlines = new Map([...block.querySelectorAll("svg g[data-region]")].map((region) =>
    [region.querySelector("text").textContent.trim(), region]));
  for (const [place, item] of items.entries()) {
    const marks = ["a", "b"].map((letter) => `${place + 1}${letter}`);
    const words = item.querySelector("a").innerText;
    for (const mark of marks) {
      if (!outlines.has(mark)) problems.push(`${mark} is not outlined`);
      if (!words.includes(mark)) problems.push(`${mark} is not named in words`);
    }
    const cuts = [...item.querySelectorAll("figure")];
    if (String(cuts.map((cut) => cut.querySelector("figcaption").textContent)) !== String(marks)) {
      problems.push(`the cuts of ${marks} are marked otherwise`);
    }
    const images = cuts.map((cut) => cut.querySelector("img"));
    for (const image of images) {
      image.loading = "eager";
      await image.decode().catch(() => problems.push(`a cut of ${marks} does not load`));
      if (!image.alt.trim()) problems.push(`a cut of ${marks} has no words`);
    }
    const [first, second] = images.map((image) => image.getBoundingClientRect());
    if (Math.abs(first.width - second.width) > 1 || Math.abs(first.height - second.height) > 1) {
      problems.push(`the cuts of ${marks} are not equally large`);
    }
    if (first.width < 60 || Math.abs(first.top - second.top) > 1) problems.push(`the cuts of ${marks} are not side by side`);
  }
  return problems;
}"""


def twin_choice_problems(page: Page) -> Problems:
    """Return why choosing a pair of twins would not show both its places, and be told so."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"a key breaks the page: {error}"))
    block = page.locator(".twins").first
    links = block.locator("ol > li > a")
    for number in range(1, links.count() + 1):
        links.nth(number - 1).click()
        chosen = block.locator("svg g.is-chosen text").all_text_contents()
        if chosen != [f"{number}a", f"{number}b"]:
            problems.append(f"choosing {number} highlights {chosen}")
        said = block.get_by_role("status").inner_text()
        if str(number) not in said:
            problems.append(f'choosing {number} says "{said}"')
    page.keyboard.press("+")
    if (zoom := block.locator("[data-zoom]").inner_text()) in ("", "100\N{NO-BREAK SPACE}%"):
        problems.append(f"the key that enlarges leaves the picture at {zoom or 'nothing'}")
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    if block.locator("svg g.is-chosen").count():
        problems.append("Escape leaves the pair highlighted")
    return problems


def other_verdict_problems(page: Page) -> Problems:
    """Return where another checker's verdict is not told as theirs: by whom, in which words, from where."""
    found: Problems = page.evaluate(_OTHERS)
    return found


_OTHERS = """() => {
  const problems = [];
  const lists = [...document.querySelectorAll(".other-verdicts")];
  if (!lists.length) problems.push("no other verdict is told");
  for (const list of lists) {
    const own = list.closest("article").querySelector(".verdict");
    if (!own || own.compareDocumentPosition(list) !== Node.DOCUMENT_POSITION_FOLLOWING) {
      problems.push("other verdicts stand before ours");
    }
    if (list.querySelector(".verdict, [class*=tone-], svg")) problems.push("another verdict looks like ours");
    if (!/\\p{L}{2}/u.test(list.querySelector("h4")?.innerText ?? "")) problems.push("other verdicts have no heading");
    for (const item of list.querySelectorAll("li")) {
      if (!item.querySelector("a[href*='/entities/']")?.innerText.trim()) problems.push("a verdict is nobody's");
      if (!item.querySelector("q")?.innerText.trim()) problems.push("a verdict has no words");
      const source = item.querySelector("a[role=doc-noteref]");
      if (!source || !document.getElementById(source.hash.slice(1))) problems.push("a verdict has no source");
    }
  }
  return problems;
}"""
