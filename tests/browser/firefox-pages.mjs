/** Handles pages as a reader does who searches, goes by the map, asks for a picture, or reads a copy of a case. */

const PATIENCE = { timeout: 30_000 };

/** What is found by words that are typed. */
export async function searched(page) {
  const box = await page.waitForSelector("input[type=search]", { visible: true, ...PATIENCE });
  await box.type("cutting");
  await page.waitForSelector(".search-result mark", PATIENCE);
  return page.evaluate(() => {
    const texts = (selector) => [...document.querySelectorAll(selector)].map((item) => item.textContent.trim());
    return { titles: texts(".search-result h2"), marked: texts(".search-result mark"), search: location.search };
  });
}

/** Where the marks of the map are, as shares of the land's width and height, and where the first one leads. */
export async function browsed(page) {
  const marks = await page.evaluate(() => {
    const box = (item) => item.getBoundingClientRect();
    const land = box(document.querySelector(".world svg"));
    return [...document.querySelectorAll(".mark")].map((mark) => {
      const { x, y, width, height } = box(mark.querySelector("circle"));
      const [across, down] = [(x + width / 2 - land.x) / land.width, (y + height / 2 - land.y) / land.height];
      return { name: mark.textContent.trim(), across, down, size: width };
    });
  });
  await page.evaluate(() => document.querySelector(".mark").focus());
  const isOutlined = await page.evaluate(() => getComputedStyle(document.querySelector(".mark")).outlineStyle === "solid");
  await Promise.all([page.waitForNavigation(PATIENCE), page.click(".mark circle")]);
  return { marks, isOutlined, opened: new URL(page.url()).pathname };
}

/** What is said of each of some files. */
export async function asked(page, files) {
  const answers = {};
  await page.waitForSelector("picture-check:not([hidden])", PATIENCE);
  for (const [name, file] of Object.entries(files)) {
    await page.$eval(".check-status", (item) => (item.textContent = ""));
    await (await page.$(".check-file")).uploadFile(file);
    await page.waitForFunction(
      (comparing) => !["", comparing].includes(document.querySelector(".check-status").textContent),
      PATIENCE,
      await page.$eval("picture-check", ({ dataset }) => dataset.comparing),
    );
    answers[name] = await page.evaluate(() => ({
      status: document.querySelector(".check-status").textContent,
      why: document.querySelector(".check-why")?.textContent ?? "",
    }));
  }
  return answers;
}

/** What pictures are known by; the page's own scripts say it. */
export async function describedBy(page, describe, files) {
  const urls = await page.evaluate(() => {
    const scripts = performance.getEntriesByType("resource").map(({ name }) => name);
    return ["lookup-match", "lookup-fingerprint"].map((name) => scripts.find((url) => url.includes(name)));
  });
  return page.evaluate(`(${describe})(${JSON.stringify([...urls, files])})`);
}

/** What a copy of a case shows without a network. */
export function readOffline(page) {
  return page.evaluate(() => ({
    title: document.querySelector("h1").textContent.trim(),
    widths: [...document.images].map(({ naturalWidth }) => naturalWidth),
    isStyled: getComputedStyle(document.querySelector(".verdict")).borderRadius !== "0px",
  }));
}
