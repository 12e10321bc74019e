"""What a case owes its readers: the finding first, its pictures whole, on the screen and on paper.

Refuses to know the content. Each check returns what is wrong in words, as those of every page do.
"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.inspection import PHONE, Problems

FIRST_LOOK_PX = 600
"""How far down a phone's page the finding must stand."""


def verdict_problems(page: Page) -> Problems:
    """Return why a hurried reader on a phone would not learn what was found before seeing the false picture."""
    page.set_viewport_size(PHONE)
    page.evaluate("scrollTo(0, 0)")
    found: Problems = page.evaluate(_VERDICT, FIRST_LOOK_PX)
    return found


_VERDICT = """(limit) => {
  const problems = [];
  const isShown = (item) => item?.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const main = document.querySelector("main");
  const pictures = [...main.querySelectorAll("img")].filter(isShown);
  const first = Math.min(...pictures.map((item) => item.getBoundingClientRect().top));
  const found = document.querySelector("meta[name=description]").content;
  const stands = (name, item, mustHaveShape) => {
    if (!isShown(item)) return problems.push(`${name} is not there`);
    const { bottom, height } = item.getBoundingClientRect();
    if (!/\\p{L}{2}/u.test(item.innerText)) problems.push(`${name} has no word`);
    if (height < 16) problems.push(`${name} is ${height} px high`);
    if (bottom > limit) problems.push(`${name} ends at ${bottom} px`);
    if (bottom > first) problems.push(`${name} ends below the first picture`);
    if (mustHaveShape && !isShown(item.querySelector("svg"))) problems.push(`${name} has no shape`);
  };
  stands("the verdict", main.querySelector("header a[href*='/ratings/']"), true);
  stands("what was found", [...main.querySelectorAll("header p")].find((p) => p.innerText === found), false);
  const verdicts = [...document.querySelectorAll("main a[href*='/ratings/']")].map((a) => a.innerText.trim());
  const figure = pictures[0]?.closest("figure");
  if (figure && !verdicts.some((word) => word && figure.textContent.includes(word))) {
    problems.push("the first picture does not carry its verdict");
  }
  return problems;
}"""


def picture_problems(page: Page) -> Problems:
    """Return pictures without words or room, that do not load, or that are shown larger than any of their files."""
    found: Problems = page.evaluate(_PICTURES)
    return found


_PICTURES = """async () => {
  const problems = [];
  for (const image of document.querySelectorAll("img")) {
    const name = image.getAttribute("src").split("/").pop();
    if (!image.hasAttribute("alt")) problems.push(`${name} has no alternative text`);
    else if (!image.alt.trim() && image.closest("figure")) problems.push(`${name} has an empty alternative text`);
    if (!image.getAttribute("width") || !image.getAttribute("height")) problems.push(`${name} has no room kept`);
    if (!image.checkVisibility()) continue;
    image.loading = "eager";
    try {
      await image.decode();
    } catch {
      problems.push(`${name} does not load`);
      continue;
    }
    const widths = [...image.closest("picture").querySelectorAll("source")].flatMap((source) =>
      source.srcset.split(",").map((candidate) => Number.parseInt(candidate.trim().split(/\\s+/)[1])));
    const { width, height } = image.getBoundingClientRect();
    const shape = image.naturalWidth / image.naturalHeight;
    const needed = getComputedStyle(image).objectFit === "cover" ? Math.max(width, height * shape) : width;
    const largest = Math.max(...widths, Number(image.getAttribute("width")));
    if (needed > largest + 1) problems.push(`${name} is shown ${needed} px wide and has ${largest} px at most`);
    const kept = image.getAttribute("width") / image.getAttribute("height");
    if (Math.abs(kept / shape - 1) > 0.01) problems.push(`${name} keeps room of another shape`);
  }
  return problems;
}"""


def print_problems(page: Page) -> Problems:
    """Return what is missing on paper: the pair, its words, the verdict, the sources with their addresses."""
    page.emulate_media(media="print")
    found: Problems = page.evaluate(_PRINT)
    page.emulate_media(media="screen")
    return found


_PRINT = """() => {
  const problems = [];
  const isShown = (item) => item?.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && item.getBoundingClientRect().height > 0;
  const isCovered = (item) => item.closest("details:not([open]):has(image-comparison)");
  for (const comparison of document.querySelectorAll("image-comparison")) {
    for (const figure of comparison.querySelectorAll("figure:not(.larger figure)")) {
      const [image, words] = ["img", "figcaption"].map((name) => figure.querySelector(name));
      const { width = 0, left = 0 } = image?.getBoundingClientRect() ?? {};
      if (isCovered(figure)) {
        if (isShown(image)) problems.push(`${image.alt} is covered on the screen and bare on paper`);
      } else if (!isShown(image) || width < 100 || left < 0) {
        problems.push(`a picture is not printed: ${image?.alt}`);
      } else if (!isShown(words)) {
        problems.push(`a picture is printed without its words: ${image.alt}`);
      }
    }
    const controls = "input, button, textarea, summary:not(.cover-switch, :has(~ figure)), a[download], .view-link, [data-zoom], .divider-line";
    for (const control of comparison.querySelectorAll(controls)) {
      if (isShown(control) || isShown(control.closest("fieldset, label"))) {
        problems.push(`a control is printed: ${control.outerHTML}`);
      }
    }
    if (isCovered(comparison)) continue;
    for (const map of comparison.querySelectorAll(".differing")) {
      if (getComputedStyle(map).breakInside !== "avoid") problems.push("a map of differences is printed apart from its heading");
    }
    for (const item of comparison.querySelectorAll("ol:not(figure ol) > li")) {
      if (!isShown(item)) problems.push(`a detail is not printed: ${item.textContent.trim()}`);
    }
    for (const outline of comparison.querySelectorAll(".pair figure .overlay > *")) {
      const { opacity } = getComputedStyle(outline);
      const width = Number.parseFloat(getComputedStyle(outline.querySelector(".region-edge") ?? outline).strokeWidth);
      if (!outline.checkVisibility() || opacity < 1 || width < 1.5) {
        problems.push(`an outline is printed ${width} px wide, at ${opacity}: ${outline.outerHTML.slice(0, 60)}`);
      }
    }
    for (const number of comparison.querySelectorAll("figure .region-number circle")) {
      const { width } = number.getBoundingClientRect();
      if (width < 10) problems.push(`a number is printed ${width} px wide`);
    }
    for (const plate of comparison.querySelectorAll(".plate")) {
      if (getComputedStyle(plate).transform !== "none") problems.push("a picture is printed enlarged or moved");
    }
  }
  for (const menu of document.querySelectorAll("nav")) {
    const isOnlyLinks = menu.querySelector("a") && isShown(menu.querySelector("a"));
    if (isOnlyLinks) problems.push(`a menu is printed: ${menu.innerText}`);
  }
  if (!isShown(document.querySelector("main header a[href*='/ratings/']"))) problems.push("no verdict is printed");
  const canonical = document.querySelector("link[rel=canonical]").href;
  const address = [...document.querySelectorAll("main a")].find((link) => link.textContent === canonical);
  if (!isShown(address)) problems.push("the permanent address is not printed");
  for (const control of document.querySelectorAll("main :is(button, textarea)")) {
    if (isShown(control)) problems.push(`a control is printed: ${control.outerHTML.slice(0, 60)}`);
  }
  const sources = [...document.querySelectorAll("main ol > li[id^=source-]")];
  if (!sources.length) problems.push("no source is printed");
  for (const link of document.querySelectorAll("a[role=doc-noteref]")) {
    const number = sources.findIndex((source) => `#${source.id}` === link.hash) + 1;
    if (link.textContent !== `[${number}]`) problems.push(`${link.textContent} leads to source ${number}`);
  }
  for (const link of sources.flatMap((source) => [...source.querySelectorAll("a[href^=http]")])) {
    const printed = link.textContent + getComputedStyle(link, "::after").content;
    if (!isShown(link) || !printed.includes(link.getAttribute("href"))) {
      problems.push(`a source is printed without its address: ${link.href}`);
    }
  }
  return problems;
}"""


def cover_problems(page: Page) -> Problems:
    """Return sensitive pictures that a reader meets without having asked for them."""
    found: Problems = page.evaluate(_COVERS)
    return found


_COVERS = """() => {
  const problems = [];
  const covers = [...document.querySelectorAll("details:has(img)")];
  if (!covers.length) problems.push("no picture is covered");
  for (const cover of covers) {
    for (const { id } of cover.querySelectorAll(":not(summary *)[id]")) problems.push(`opened by an address that ends in #${id}`);
    if (cover.open) problems.push(`open from the start: ${cover.querySelector("summary").innerText}`);
    for (const image of cover.querySelectorAll("img")) {
      if (image.checkVisibility()) problems.push(`not covered: ${image.alt}`);
    }
  }
  for (const image of document.querySelectorAll("section:has(> details img) img:not(details img)")) {
    problems.push(`bare beside a cover: ${image.alt}`);
  }
  const files = (scope) => new Set([...scope].map((image) => image.getAttribute("src")));
  const covered = files(document.querySelectorAll("details img"));
  for (const src of files(document.querySelectorAll("img:not(details img)"))) {
    if (covered.has(src)) problems.push(`covered here and bare there: ${src}`);
  }
  return problems;
}"""
