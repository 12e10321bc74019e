/**
 * Asks in an index of pictures what readers' browsers ask, with the same scripts. Judges nothing.
 *
 * Usage: node lookup_ask.mjs FOLDER WIDTH HEIGHT
 * Besides the index, FOLDER has `photograph.rgba` of that size, and `questions.jsonl`, one a line. Lines of JSON on the
 * standard output: how long it takes to describe the photograph, for the first time and later, then for each question
 * the cases that were found, and how long it took to look for whole copies and for parts; all in milliseconds of
 * processor time.
 */

import { openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";

const [folder, width, height] = process.argv.slice(2);
const stored = JSON.parse(readFileSync(join(folder, "details.json"), "utf8"));
const details = openSync(join(folder, "details.bin"));

/**
 * What a host would answer: files of the index, and a case's record made of what is kept of it. No `Response`: what Node
 * does with its streams is no work of a browser's.
 */
function answered(url) {
  const { pathname } = new URL(url);
  const [, , id] = /^\/cases\/([^/]+)\/lookup\.json$/.exec(pathname) ? pathname.split("/") : [];
  if (!id) {
    const content = readFileSync(join(folder, pathname.split("/").pop()));
    return { ok: true, json: async () => JSON.parse(content), arrayBuffer: async () => Uint8Array.from(content).buffer };
  }
  const [width, height, contrast, at, size] = stored[decodeURIComponent(id)];
  const bytes = Buffer.alloc(size);
  readSync(details, bytes, 0, size, at);
  const record = JSON.stringify({ says: {}, pictures: [{ width, height, contrast, details: bytes.toString("base64") }] });
  return { ok: true, json: async () => JSON.parse(record) };
}

globalThis.location = { href: "http://index.test/check/" };
globalThis.fetch = async (url) => answered(url);

const numbers = (base64) => new Uint32Array(Uint8Array.from(Buffer.from(base64, "base64")).buffer);
const script = (name) => import(new URL(`../assets/js/${name}.js`, import.meta.url));
const { PictureIndex } = await script("lookup-index");
const { fingerprints } = await script("lookup-fingerprint");

/** Milliseconds of processor time that something takes. */
async function timed(work) {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return [value, (user + system) / 1000];
}

const photograph = new Uint8Array(readFileSync(join(folder, "photograph.rgba")));
const rows = (top, count) => photograph.subarray(4 * width * top, 4 * width * (top + count));
const describe = async () => (await timed(() => fingerprints(Number(width), Number(height), rows)))[1];
// What a browser compiles once is compiled in the first.
const firstMs = await describe();
const later = [await describe(), await describe(), await describe()].sort((one, other) => one - other);
console.log(JSON.stringify({ firstMs, describeMs: later[1] }));

const index = new PictureIndex("/lookup/index.json", "/cases/");
await index.open();
// The second part is fetched for the first picture that is no whole copy; reading it here is no work of an answer.
await index.findParts([]);

for (const line of readFileSync(join(folder, "questions.jsonl"), "utf8").trimEnd().split("\n")) {
  const asked = JSON.parse(line).map((print) => ({ ...print, hash: numbers(print.hash), details: numbers(print.details) }));
  const [whole, wholeMs] = await timed(() => index.findWhole(asked));
  const [parts, partsMs] = whole.length ? [[], null] : await timed(() => index.findParts(asked));
  console.log(JSON.stringify({ found: [...whole, ...parts].map(({ id }) => id), wholeMs, partsMs }));
}
