/** Handles a comparison as a reader does: its modes, keys, pointer and enlargement. */

import { join } from "node:path";

/** What was seen on a page with a comparison; pictures of it go into a folder. */
export async function handled(page, folder) {
  const $ = (selector) => page.$(`image-comparison ${selector}`);
  const value = () => page.$eval("image-comparison .divider-range", (range) => Number(range.value));
  const zoom = () => page.$eval("image-comparison [data-zoom]", (output) => Number.parseInt(output.textContent));
  const settled = () =>
    page.evaluate(async () => {
      const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      await painted();
      await painted();
      for (const image of document.querySelectorAll("image-comparison img")) {
        image.loading = "eager";
        await image.decode();
      }
      await painted();
    });
  const box = () =>
    page.$eval("image-comparison .side-claimed .frame", (frame) => {
      frame.scrollIntoView({ block: "center", behavior: "instant" });
      const { x, y, width, height } = frame.getBoundingClientRect();
      return { x, y, width, height };
    });
  const choose = async (mode) => {
    await (await $(`.mode:has(input[value="${mode}"])`)).click();
    await settled();
  };
  const slide = async (selector, ...keys) => {
    await (await $(selector)).focus();
    for (const key of keys) await page.keyboard.press(key);
  };
  const shoot = async (name) => {
    await settled();
    const marks = "image-comparison :is(svg, .divider-line)";
    const show = (visibility) =>
      page.$$eval(marks, (items, visible) => items.forEach((item) => (item.style.visibility = visible)), visibility);
    await show("hidden");
    const { x, y } = await page.evaluate(() => ({ x: scrollX, y: scrollY }));
    const at = await box();
    const scrolled = await page.evaluate(() => ({ x: scrollX, y: scrollY }));
    const clip = { ...at, x: Math.round(at.x + scrolled.x), y: Math.round(at.y + scrolled.y) };
    await page.screenshot({ path: join(folder, `${name}.png`), clip });
    await show("");
  };

  await page.waitForFunction(() => !document.querySelector("image-comparison .tools").hidden, { timeout: 30_000 });
  const isDefined = await page.evaluate(() => Boolean(customElements.get("image-comparison")));

  for (const mode of ["side-by-side", "blink", "difference", "fade", "swipe"]) {
    await choose(mode);
    await shoot(mode);
  }
  const keys = {};
  await slide(".divider-range", "Home");
  keys.Home = await value();
  await shoot("swipe-original");
  await slide(".divider-range", "ArrowRight");
  keys.ArrowRight = await value();
  await slide(".divider-range", "PageUp");
  keys.PageUp = await value();
  await slide(".divider-range", "End");
  keys.End = await value();
  await shoot("swipe-claimed");

  const pointer = {};
  const { x, y, width, height } = await box();
  await page.mouse.click(x + 0.25 * width, y + 0.3 * height);
  pointer.click = await value();
  await page.mouse.move(x + 0.25 * width, y + 0.5 * height);
  await page.mouse.down();
  await page.mouse.move(x + 0.7 * width, y + 0.6 * height, { steps: 4 });
  await page.mouse.up();
  pointer.drag = await value();

  const zooms = [await zoom()];
  await (await $("[data-do=closer]")).focus();
  await page.keyboard.press("+");
  zooms.push(await zoom());
  await (await $("[data-do=closer]")).click();
  zooms.push(await zoom());
  await slide(".divider-range", "End");
  await shoot("enlarged");
  await page.keyboard.press("0");
  zooms.push(await zoom());

  return { isDefined, keys, pointer, zooms };
}
