/**
 * Opens a comparison in Firefox, handles it as a reader does, and says what it saw: JSON on the standard output,
 * pictures in a folder. Judges nothing; test_firefox.py does.
 *
 * Usage: node firefox.mjs FIREFOX ADDRESS BROKEN FOLDER
 * BROKEN is the address of a page that does what no page may do: it proves that this would be seen.
 */

import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [firefox, address, broken, folder] = process.argv.slice(2);

/** Where everything but this machine is sent: nothing listens there. */
const NOWHERE = Object.fromEntries(
  ["http", "ssl", "socks"].flatMap((kind) => [
    [`network.proxy.${kind}`, "127.0.0.1"],
    [`network.proxy.${kind}_port`, 9],
  ]),
);

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: firefox,
  headless: true,
  defaultViewport: { width: 1280, height: 900 },
  extraPrefsFirefox: { "network.proxy.type": 1, ...NOWHERE },
});

/** Open a page, and note what it asks for and does wrong from its first moment on. */
async function watched(url) {
  const page = await browser.newPage();
  const seen = { errors: [], requests: [], violations: [] };
  page.on("console", (message) => {
    if (message.type() === "error") seen.errors.push(message.text());
  });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("request", (request) => seen.requests.push(request.url()));
  await page.evaluateOnNewDocument(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      violations.push(`${effectiveDirective} blocked ${blockedURI}`);
    });
  });
  await page.goto(url, { waitUntil: "load" });
  const verdict = async () => ({ ...seen, violations: await page.evaluate(() => violations) });
  return [page, verdict];
}

try {
  const [page, verdict] = await watched(address);

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

  const sound = await verdict();
  const [, brokenVerdict] = await watched(broken);
  console.log(JSON.stringify({ isDefined, keys, pointer, zooms, sound, broken: await brokenVerdict() }));
} finally {
  await browser.close();
}
