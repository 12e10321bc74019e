/**
 * The archive's index of pictures, fetched as far as it is needed, and what is found in it.
 *
 * Whole copies are looked for first, by a hash of 32 bytes; then parts of pictures, by words of their details.
 * Only what looks alike is compared detail by detail. Refuses to know what a page looks like.
 */

import { WORDS, pause } from "./lookup-fingerprint.js";
import { LEAST_CONTRAST, LEAST_WORDS, PERHAPS_WHOLE, SURELY_AGREEING, SURELY_WHOLE, compare, distance, voter } from "./lookup-match.js";

const VERSION = 1;
const MOST_WHOLE = 16;
const MOST_PARTS = 32;
/** Bytes of a picture in the second part of the index. */
const WORD_BYTES = 6 * WORDS;

/** Something of the index did not arrive, or is not what it should be. */
export class IndexError extends Error {}

export class PictureIndex {
  #list;
  #cases;
  #parts;
  #records = new Map();

  /** `list` is where the list of the parts stands, `cases` where the folders of the cases do. */
  constructor(list, cases) {
    this.#list = new URL(list, location.href);
    this.#cases = new URL(cases, location.href);
  }

  /** Fetch what whole copies are found by; return how many pictures there are. */
  async open() {
    const { version, parts } = await (await fetched(this.#list, "no-cache")).json();
    if (version !== VERSION) throw new IndexError(`the index has the version ${version}`);
    this.#parts = await Promise.all(parts.map((part) => this.#opened(part)));
    return parts.reduce((sum, { pictures }) => sum + pictures, 0);
  }

  async #opened({ whole, words }) {
    const content = await (await fetched(new URL(whole, this.#list))).arrayBuffer();
    const [count] = new Uint32Array(content, 0, 1);
    const hashes = new Uint32Array(content, 4, 8 * count);
    const owners = new Owners(new Uint8Array(content, 4 + 32 * count), count);
    if (!owners.areWhole) throw new IndexError(`${whole} is not whole`);
    return { hashes, owners, words, loaded: null };
  }

  /** How many bytes looking for parts of pictures still costs. */
  get bytesOfParts() {
    return this.#parts.reduce((sum, { owners, loaded }) => sum + (loaded ? 0 : owners.count * WORD_BYTES), 0);
  }

  /** Find copies of a picture, whole ones; `asked` are its fingerprint and its mirror image's. */
  async findWhole(asked) {
    const near = [];
    for (const { hashes, owners } of this.#parts)
      for (let place = 0; place < owners.count; place += 1)
        for (let mirror = 0; mirror < asked.length; mirror += 1) {
          const bits = distance(asked[mirror].hash, hashes, 8 * place);
          if (bits <= PERHAPS_WHOLE) near.push({ owners, place, mirror, bits, cost: bits });
        }
    return this.#verified(nearest(near, MOST_WHOLE), asked);
  }

  /** Find pictures of which it shows a part, or that are a part of it. */
  async findParts(asked) {
    const votesOf = voter(asked);
    const near = [];
    for (const part of this.#parts) {
      part.loaded ??= await wordsOf(new URL(part.words, this.#list), part.owners.count);
      votesOf(part.loaded.words, part.loaded.places, (place, mirror, votes) => {
        if (votes >= LEAST_WORDS) near.push({ owners: part.owners, place, mirror, bits: 256, cost: -votes });
      });
      await pause();
    }
    return this.#verified(nearest(near, MOST_PARTS), asked);
  }

  /** Compare candidates detail by detail; of each case the best one is left. */
  async #verified(candidates, asked) {
    const best = new Map();
    await Promise.all(candidates.map(({ owner }) => this.#record(owner.id)));
    for (const { owner, mirror, bits } of candidates) {
      const record = await this.#record(owner.id);
      const picture = record.pictures[owner.number];
      const match = compare(asked[mirror], picture);
      const isSame = bits <= SURELY_WHOLE && Math.min(asked[0].contrast, picture.contrast) >= LEAST_CONTRAST;
      if (!match && !isSame) continue;
      const agreeing = match?.agreeing ?? 0;
      const found = {
        id: owner.id,
        says: record.says,
        picture,
        isMirrored: mirror === 1,
        isSame,
        isSure: isSame || agreeing >= SURELY_AGREEING,
        agreeing,
        shown: match?.shown ?? 1,
        filled: match?.filled ?? 1,
      };
      if (!best.has(owner.id) || isBetter(found, best.get(owner.id))) best.set(owner.id, found);
      await pause();
    }
    return [...best.values()].sort((one, other) => (isBetter(one, other) ? -1 : 1));
  }

  #record(id) {
    if (!this.#records.has(id)) {
      const told = fetched(new URL(`${encodeURIComponent(id)}/lookup.json`, this.#cases)).then(async (answer) => {
        const record = await answer.json();
        for (const picture of record.pictures) picture.details = numbers(picture.details);
        return record;
      });
      told.catch(() => this.#records.delete(id));
      this.#records.set(id, told);
    }
    return this.#records.get(id);
  }
}

/** Whose each picture of a part is, from lines of how many pictures a case has, and its id; few are ever read. */
class Owners {
  #bytes;
  #lines;
  #numbers;

  constructor(bytes, count) {
    this.#bytes = bytes;
    this.#lines = new Uint32Array(count);
    this.#numbers = new Uint32Array(count);
    this.count = count;
    let place = 0;
    for (let line = 0; line < bytes.length; line = bytes.indexOf(10, line) + 1 || bytes.length) {
      let pictures = 0;
      for (let at = line; bytes[at] >= 48 && bytes[at] < 58; at += 1) pictures = 10 * pictures + bytes[at] - 48;
      for (let number = 0; number < pictures && place < count; number += 1, place += 1) {
        this.#lines[place] = line;
        this.#numbers[place] = number;
      }
    }
    this.areWhole = place === count;
  }

  /** The case of a picture, and which of its pictures it is. */
  of(place) {
    const line = this.#lines[place];
    const [, id] = new TextDecoder().decode(this.#bytes.subarray(line, this.#bytes.indexOf(10, line))).split(" ");
    return { id, number: this.#numbers[place] };
  }
}

/** The cheapest candidates, as many as are wanted, with their owners; those of the others are not read. */
function nearest(near, most) {
  near.sort((one, other) => one.cost - other.cost);
  const last = near[Math.min(most, near.length) - 1]?.cost;
  const found = near.filter(({ cost }) => cost <= last).map((each) => ({ ...each, owner: each.owners.of(each.place) }));
  return found.sort((one, other) => one.cost - other.cost || inOrder(one, other)).slice(0, most);
}

function isBetter(one, other) {
  if (one.isSame !== other.isSame) return one.isSame;
  return one.agreeing > other.agreeing;
}

function inOrder(one, other) {
  return one.owner.id < other.owner.id ? -1 : one.owner.id > other.owner.id ? 1 : one.owner.number - other.owner.number || one.mirror - other.mirror;
}

async function wordsOf(url, count) {
  const content = await (await fetched(url)).arrayBuffer();
  if (content.byteLength !== count * WORD_BYTES) throw new IndexError(`${url} is not whole`);
  return { words: new Uint32Array(content, 0, WORDS * count), places: new Uint16Array(content, 4 * WORDS * count) };
}

function numbers(base64) {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return new Uint32Array(bytes.buffer);
}

async function fetched(url, cache = "default") {
  try {
    const answer = await fetch(url, { cache, credentials: "omit", referrerPolicy: "no-referrer" });
    if (answer.ok) return answer;
    throw new IndexError(`${url} answers ${answer.status}`);
  } catch (error) {
    throw error instanceof IndexError ? error : new IndexError(`${url}: ${error.message}`);
  }
}
