/**
 * Opens pages in Firefox, handles them as a reader does, and says what it saw: JSON on the standard output, pictures
 * in a folder. Judges nothing; test_firefox.py does.
 *
 * Usage: node firefox.mjs FIREFOX FOLDER WANTED
 * WANTED is a file of JSON: the addresses `comparison`, `archive`, `check` and `broken`, the path `offline`, and for `check` as well
 * the `asked` files, by paths, the function `describe` and the files that are `described`.
 * The page at `broken` does what no page may do: it proves that this would be seen.
 */

import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";
import { handled } from "./firefox-comparison.mjs";
import { asked, browsed, describedBy, readOffline, searched } from "./firefox-pages.mjs";

const [firefox, folder, wanted] = process.argv.slice(2);
const { comparison, archive, check, offline, broken, ...pictures } = JSON.parse(readFileSync(wanted, "utf8"));

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
  const found = {};
  const pages = {
    comparison: [comparison, (page) => handled(page, folder)],
    search: [`${archive}/search/`, searched],
    places: [`${archive}/places/`, browsed],
    check: [`${check}/check/`, (page) => asked(page, pictures.asked)],
    offline: [offline, readOffline],
    broken: [broken, () => null],
  };
  for (const [name, [address, handle]] of Object.entries(pages)) {
    const [page, verdict] = await watched(address);
    found[name] = { told: await handle(page), ...(await verdict()) };
    if (name === "check") found.described = await describedBy(page, pictures.describe, pictures.described);
    await page.close();
  }
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
}
