/**
 * Whether two pictures are copies of each other, by their fingerprints, and how sure that is.
 *
 * Does what irrefutable/media/fingerprint_match.py does, operation by operation; the reasons stand there.
 */

import { WORDS, levelSize, whereabouts } from "./lookup-fingerprint.js";

export const SURELY_WHOLE = 31;
export const PERHAPS_WHOLE = 96;
export const LEAST_CONTRAST = 6000;
export const LEAST_WORDS = 2;
export const SURELY_AGREEING = 20;
/** A picture whose details tell less, all of them, is told by its hash alone. */
export const LEAST_TOLD = 20;

const WORD_BITS = 3;
const LEAST_AGREEING = 8;
const LEAST_TELLING = 3;
const ALIKE_BITS = 32;
const APART_BITS = 5;
const SAME_PLACE = 8;
const MOST_PAIRS = 160;
const PROPOSALS = 8;
const CELL = 6;
const LEVELS_APART = 2;
const WORD_LEVELS_APART = 1;
const ROUGHLY = 10;
/** Which bits of a word's lower half change places with those of its higher one; so it is halved in five ways. */
const EXCHANGES = [0, 0x00ff, 0x0f0f, 0x3333, 0x5555];
/** Lower and higher ones of 16 bits. A fingerprint has 400 words, and two share a table of 27,200 entries. */
const HALVES = 131072;
const DETAIL_BITS = 9;
const MOST_DETAIL = (1 << DETAIL_BITS) - 1;
/** Words; so many that what is near among them stays at hand. */
const AT_ONCE = 4096;
const GRID = 5;
const LEAST_SPREAD = 0.6;

function ones(number) {
  return Math.imul(eights(fours(number)), 0x01010101) >>> 24;
}

/** How many ones each four bits have, in their place; of three numbers, that can be added up. */
function fours(number) {
  const pairs = number - ((number >>> 1) & 0x55555555);
  return (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
}

/** The sums of each two of eight numbers of four bits. */
function eights(number) {
  return (number & 0x0f0f0f0f) + ((number >>> 4) & 0x0f0f0f0f);
}

/** How many bits of two hashes differ; the second begins at a place among many. */
export function distance(one, many, start = 0) {
  const part = (at) => fours(one[at] ^ many[start + at]);
  const six = eights(part(0) + part(1) + part(2)) + eights(part(3) + part(4) + part(5));
  return (Math.imul(six, 0x01010101) >>> 24) + (Math.imul(eights(part(6) + part(7)), 0x01010101) >>> 24);
}

/**
 * A function that tells, of many pictures, which have words that some fingerprints have too, in places that agree with
 * each other. It calls another with the number of the picture, that of the fingerprint, and how many words these are.
 *
 * There are 6,400,000 words of 100,000 pictures, 64 of each, so little is done for most of them: a look at two bits.
 * Each way to halve a word leaves some 65 of 100 that are still there, up to a twelfth; one in 120 is alike.
 */
export function voter(prints) {
  const table = nearHalves(prints);
  const hits = prints.map(hitsOf);
  const best = new Int32Array(prints.length);
  const least = new Int32Array(prints.length).fill(WORD_BITS + 1);
  const tell = (picture, use) => {
    for (let print = 0; print < hits.length; print += 1) {
      const votes = hits[print].together();
      if (votes) use(picture, print, votes);
      hits[print].clear();
    }
  };
  const sieves = EXCHANGES.map((bits) => sieveOf(prints, bits));
  const { owners, values } = table;
  const near = new Int32Array(AT_ONCE);
  return (unsigned, places, use) => {
    const words = new Int32Array(unsigned.buffer, unsigned.byteOffset, unsigned.length);
    let picture = 0;
    for (let start = 0; start < words.length; start += AT_ONCE) {
      const found = alikeOf(words, near, nearOf(words, start, sieves, near), table);
      for (let one = 0; one < found.length; ) {
        const at = found[one];
        for (; found[one] === at; one += 2) {
          const entry = found[one + 1];
          const print = owners[entry] >>> DETAIL_BITS;
          const detail = owners[entry] & MOST_DETAIL;
          const bits = ones(words[at] ^ values[entry]);
          if (bits > least[print] || (bits === least[print] && detail >= best[print])) continue;
          best[print] = detail;
          least[print] = bits;
        }
        const here = (at / WORDS) | 0;
        if (here !== picture) tell(picture, use);
        picture = here;
        for (let print = 0; print < hits.length; print += 1) {
          if (least[print] <= WORD_BITS) hits[print].add(best[print], places[at]);
          least[print] = WORD_BITS + 1;
        }
      }
    }
    tell(picture, use);
  };
}

/** Put where words are of which a half is near, however they are halved, among as many as are looked at at once. */
function nearOf(words, start, [{ low, high }, ...others], near) {
  const end = Math.min(start + AT_ONCE, words.length);
  let count = 0;
  // No branches: which way they went could not be foreseen. And four at once, so that none waits for another.
  for (let at = start; at < end; at += 4) {
    const one = words[at];
    const two = words[at + 1];
    const three = words[at + 2];
    const four = words[at + 3];
    near[count] = at;
    count += ((low[(one & 0xffff) >>> 5] >>> one) | (high[one >>> 21] >>> (one >>> 16))) & 1;
    near[count] = at + 1;
    count += ((low[(two & 0xffff) >>> 5] >>> two) | (high[two >>> 21] >>> (two >>> 16))) & 1;
    near[count] = at + 2;
    count += ((low[(three & 0xffff) >>> 5] >>> three) | (high[three >>> 21] >>> (three >>> 16))) & 1;
    near[count] = at + 3;
    count += ((low[(four & 0xffff) >>> 5] >>> four) | (high[four >>> 21] >>> (four >>> 16))) & 1;
  }
  for (const sieve of others) count = sifted(words, near, count, sieve);
  return count;
}

/** Leave those that a sieve leaves; return how many. */
function sifted(words, near, count, { bits, low, high }) {
  let left = 0;
  for (let one = 0; one < count; one += 1) {
    const at = near[one];
    const word = exchanged(words[at], bits);
    near[left] = at;
    left += ((low[(word & 0xffff) >>> 5] >>> word) | (high[word >>> 21] >>> (word >>> 16))) & 1;
  }
  return left;
}

/** A bit for each half, lower or higher: whether a word has it, or one a bit away, when some bits are exchanged. */
function sieveOf(prints, bits) {
  const [low, high] = [new Int32Array(2048), new Int32Array(2048)];
  for (const { details } of prints)
    for (let at = 1; at < details.length; at += 5) {
      const word = exchanged(details[at], bits);
      for (let bit = -1; bit < 16; bit += 1) {
        const near = bit < 0 ? word : word ^ (0x10001 << bit);
        low[(near & 0xffff) >>> 5] |= 1 << near;
        high[near >>> 21] |= 1 << (near >>> 16);
      }
    }
  return { bits, low, high };
}

/** A word some bits of whose lower half have changed places with those of its higher one. */
function exchanged(word, bits) {
  const differing = (word ^ (word >>> 16)) & bits;
  return word ^ differing ^ (differing << 16);
}

/** Pairs of where a word is and which of the table's differs from it by three bits at most. */
function alikeOf(words, near, count, { starts, values }) {
  const found = [];
  for (let one = 0; one < count; one += 1) {
    const at = near[one];
    const word = words[at];
    if (!word) continue;
    const low = word & 0xffff;
    const high = 65536 | (word >>> 16);
    for (let entry = starts[low]; entry < starts[low + 1]; entry += 1) if (isNear(word ^ values[entry])) found.push(at, entry);
    for (let entry = starts[high]; entry < starts[high + 1]; entry += 1) if (isNear(word ^ values[entry])) found.push(at, entry);
  }
  return found;
}

/** Whether nothing is left of a number without its three lowest ones. */
function isNear(differing) {
  let left = differing & (differing - 1);
  left &= left - 1;
  return !(left & (left - 1));
}

/** Pairs of a word of a fingerprint and one of another picture, as many as that has words. */
function hitsOf(print) {
  const details = Array.from({ length: print.details.length / 5 }, (_, detail) => print.details[5 * detail]);
  const known = Int32Array.from(details.flatMap((at) => whereabouts(print, at)));
  const [x, y, level, u, v, otherLevel] = Array.from({ length: 6 }, () => new Int32Array(WORDS));
  let count = 0;

  /** How many pairs agree with the scale and the shift of one of them, at most. */
  const together = () => {
    if (count < LEAST_WORDS) return count;
    let most = 0;
    for (let one = 0; one < count; one += 1) {
      const steps = otherLevel[one] - level[one];
      const scale = scaleOf(steps);
      let agreeing = 0;
      for (let other = 0; other < count; other += 1) {
        if (Math.abs(otherLevel[other] - level[other] - steps) > WORD_LEVELS_APART) continue;
        const across = x[other] - x[one];
        const down = y[other] - y[one];
        const missX = u[other] - u[one] - scale * across;
        const missY = v[other] - v[one] - scale * down;
        const allowed = ROUGHLY + 0.25 * scale * Math.sqrt(across * across + down * down);
        if (missX * missX + missY * missY < allowed * allowed) agreeing += 1;
      }
      most = Math.max(most, agreeing);
    }
    return most;
  };
  const add = (detail, place) => {
    x[count] = known[3 * detail];
    y[count] = known[3 * detail + 1];
    level[count] = known[3 * detail + 2];
    u[count] = 8 * (place & 63) + 4;
    v[count] = 8 * ((place >> 6) & 63) + 4;
    otherLevel[count] = place >> 12;
    count += 1;
  };
  return { add, together, clear: () => (count = 0) };
}

/**
 * Words by their halves, and by each that is one bit away: of two words three bits apart, one half differs by one bit
 * or none. `starts` has for each lower half, then for each higher one, where its words begin among `values`, and `owners`
 * of which fingerprint and detail each is.
 */
function nearHalves(prints) {
  const starts = new Uint16Array(HALVES + 1);
  const eachKey = (use) =>
    prints.forEach(({ details }, print) => {
      for (let at = 0; at < details.length; at += 5) {
        const word = details[at + 1];
        const owner = (print << DETAIL_BITS) | (at / 5);
        for (const half of [word & 0xffff, 65536 | (word >>> 16)]) {
          use(half, word, owner);
          for (let bit = 0; bit < 16; bit += 1) use(half ^ (1 << bit), word, owner);
        }
      }
    });
  eachKey((key) => (starts[key + 1] += 1));
  for (let key = 0; key < HALVES; key += 1) starts[key + 1] += starts[key];
  const next = starts.slice();
  const [values, owners] = [new Int32Array(starts[HALVES]), new Int32Array(starts[HALVES])];
  eachKey((key, word, owner) => {
    values[next[key]] = word;
    owners[next[key]] = owner;
    next[key] += 1;
  });
  return { starts, values, owners };
}

/** The details of a fingerprint with their places. */
export function placed({ details, width, height }) {
  const found = [];
  for (let start = 0; start < details.length; start += 5) {
    const at = details[start];
    const level = at >>> 20;
    const x = ((2 * (at & 1023) + 1) * width) / (2 * levelSize(width, level));
    const y = ((2 * ((at >>> 10) & 1023) + 1) * height) / (2 * levelSize(height, level));
    found.push({ x, y, level, start });
  }
  return found;
}

/** Find one picture in another: how many details agree, and how much of each shows the other; or null. */
export function compare(asked, known) {
  const pairs = pairsOf(asked.details, known.details, placed(asked), placed(known));
  if (pairs.length < LEAST_AGREEING) return null;
  let best = null;
  const agreeing = agreeingOf(pairs);
  const order = pairs.map((_, place) => place).sort((a, b) => agreeing[b].length - agreeing[a].length || a - b);
  for (const place of order.slice(0, PROPOSALS)) {
    const found = settled(pairs, agreeing[place].map((each) => pairs[each]));
    if (!found) continue;
    const count = Math.min(distinct(found.kept, 0), distinct(found.kept, 1));
    if (count < LEAST_AGREEING || (best && count <= best.agreeing)) continue;
    const box = cornersOf(found.matrix, asked);
    const isTelling = [asked, known].every(
      ({ details }, side) => telling(details, found.kept.map((pair) => pair[side].start)) >= LEAST_TELLING,
    );
    if (isTelling && isSpread(found.kept, known, box)) best = { agreeing: count, matrix: found.matrix, ...shares(box, found.matrix, asked, known) };
  }
  return best;
}

/** How much the details at some places tell together: one that looks like n others of its picture, 1 / (n + 1). */
export function telling(details, starts) {
  const differing = new Int32Array(details.length / 5);
  let sum = 0;
  for (const start of starts) {
    mostAlike(details, start, details, differing);
    let alike = 0;
    for (let at = 0; at < differing.length; at += 1) if (differing[at] <= ALIKE_BITS) alike += 1;
    sum += 1 / alike;
  }
  return sum;
}

// -------------------------------------------------------------------------------------------------------- pairs

/** Details that are alike, the most alike first. */
function pairsOf(asked, known, ours, theirs) {
  const found = [];
  const differing = new Int32Array(theirs.length);
  for (let one = 0; one < ours.length; one += 1) {
    const best = mostAlike(asked, 5 * one, known, differing);
    if (best < 0) continue;
    const { x, y } = theirs[best];
    const isRival = (other, at) =>
      differing[at] < differing[best] + APART_BITS && Math.abs(other.x - x) + Math.abs(other.y - y) >= SAME_PLACE;
    if (!theirs.some(isRival)) found.push({ pair: [ours[one], theirs[best]], least: differing[best], place: found.length });
  }
  found.sort((a, b) => a.least - b.least || a.place - b.place);
  return found.slice(0, MOST_PAIRS).map(({ pair }) => pair);
}

/** Which of the known details is most alike to one at a place, or -1 where none is; `differing` takes the bits of each. */
function mostAlike(asked, start, known, differing) {
  const [, a, b, c, d] = asked.subarray(start, start + 5);
  let best = -1;
  let least = ALIKE_BITS + 1;
  for (let at = 0, from = 0; at < differing.length; at += 1, from += 5) {
    const three = fours(a ^ known[from + 1]) + fours(b ^ known[from + 2]) + fours(c ^ known[from + 3]);
    const bits = Math.imul(eights(three) + eights(fours(d ^ known[from + 4])), 0x01010101) >>> 24;
    differing[at] = bits;
    if (bits < least) {
      best = at;
      least = bits;
    }
  }
  return best;
}

/** For each pair, those that agree with the scale and the shift that it proposes. */
function agreeingOf(pairs) {
  return pairs.map(([ours, theirs]) => {
    const steps = theirs.level - ours.level;
    const scale = scaleOf(steps);
    const reach = 8 * Math.max(1, scale);
    const agreeing = [];
    pairs.forEach(([one, other], place) => {
      if (Math.abs(other.level - one.level - steps) > LEVELS_APART) return;
      const x = one.x - ours.x;
      const y = one.y - ours.y;
      const missX = theirs.x + scale * x - other.x;
      const missY = theirs.y + scale * y - other.y;
      const allowed = reach + 0.2 * scale * Math.sqrt(x * x + y * y);
      if (missX * missX + missY * missY < allowed * allowed) agreeing.push(place);
    });
    return agreeing;
  });
}

function scaleOf(steps) {
  const whole = 2 ** Math.floor(steps / 2);
  return steps % 2 ? whole * 1.4142135623730951 : whole;
}

function settled(pairs, supporters) {
  let matrix = null;
  let kept = supporters;
  for (const reach of [10, 6, 4]) {
    if (kept.length < 4) return null;
    matrix = fitted(kept, reach === 10);
    if (!matrix || !isPlausible(matrix)) return null;
    const [a, b, c, d, e, f] = matrix;
    const allowed = reach * Math.max(1, Math.sqrt(a * d - b * c));
    kept = pairs.filter(([ours, theirs]) => {
      const x = a * ours.x + c * ours.y + e - theirs.x;
      const y = b * ours.x + d * ours.y + f - theirs.y;
      return x * x + y * y < allowed * allowed;
    });
  }
  return { matrix, kept };
}

function isPlausible([a, b, c, d]) {
  const area = a * d - b * c;
  if (!(area > 0.01 && area < 100)) return false;
  return a * a + b * b + c * c + d * d < 2.7 * area && Math.abs(b - c) < 1.2 * Math.sqrt(area);
}

function fitted(pairs, isSimilarity) {
  const mean = [0, 0, 0, 0];
  for (const [ours, theirs] of pairs) [ours.x, ours.y, theirs.x, theirs.y].forEach((value, at) => (mean[at] += value));
  const [meanX, meanY, meanU, meanV] = mean.map((sum) => sum / pairs.length);
  let [xx, yy, xy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
  for (const [ours, theirs] of pairs) {
    const [x, y, u, v] = [ours.x - meanX, ours.y - meanY, theirs.x - meanU, theirs.y - meanV];
    xx += x * x;
    yy += y * y;
    xy += x * y;
    xu += x * u;
    yu += y * u;
    xv += x * v;
    yv += y * v;
  }
  const spread = xx + yy;
  if (spread < 1) return null;
  let [a, b] = [(xu + yv) / spread, (xv - yu) / spread];
  let [c, d] = [-b, a];
  if (!isSimilarity) {
    const area = xx * yy - xy * xy;
    if (area < 0.001 * spread * spread) return null;
    [a, c] = [(xu * yy - yu * xy) / area, (yu * xx - xu * xy) / area];
    [b, d] = [(xv * yy - yv * xy) / area, (yv * xx - xv * xy) / area];
  }
  return [a, b, c, d, meanU - a * meanX - c * meanY, meanV - b * meanX - d * meanY];
}

function distinct(pairs, side) {
  return new Set(pairs.map((pair) => `${Math.floor(pair[side].x / CELL)} ${Math.floor(pair[side].y / CELL)}`)).size;
}

// ---------------------------------------------------------------------------------------------------- the whole

/** Left, top, right and bottom of what the asked picture covers of the known one's plane. */
function cornersOf([a, b, c, d, e, f], { width, height }) {
  const ends = [0, width].flatMap((x) => [0, height].map((y) => [x, y]));
  const across = ends.map(([x, y]) => a * x + c * y + e);
  const down = ends.map(([x, y]) => b * x + d * y + f);
  return [Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)];
}

/** Whether details agree wherever there are any, and not in a caption, a logo or a frame alone. */
function isSpread(supporters, known, box) {
  const [left, top] = [Math.max(0, box[0]), Math.max(0, box[1])];
  const width = Math.min(known.width, box[2]) - left;
  const height = Math.min(known.height, box[3]) - top;
  if (width < 1 || height < 1) return false;
  const cellOf = (detail) => {
    const x = Math.floor(((detail.x - left) * GRID) / width);
    const y = Math.floor(((detail.y - top) * GRID) / height);
    return x >= 0 && x < GRID && y >= 0 && y < GRID ? y * GRID + x : -1;
  };
  const there = new Int32Array(GRID * GRID);
  for (const detail of placed(known)) if (cellOf(detail) >= 0) there[cellOf(detail)] += 1;
  const agreeing = new Set(supporters.map(([, detail]) => cellOf(detail)).filter((cell) => cell >= 0));
  const cells = there.filter((count) => count > 1).length;
  if (cells < 2) return false;
  let lucky = 1;
  supporters.forEach(() => (lucky *= 1 - 1 / cells));
  return agreeing.size >= LEAST_SPREAD * cells * (1 - lucky);
}

function shares(box, [a, b, c, d], asked, known) {
  const width = Math.min(known.width, box[2]) - Math.max(0, box[0]);
  const height = Math.min(known.height, box[3]) - Math.max(0, box[1]);
  const whole = (a * d - b * c) * asked.width * asked.height;
  return { shown: Math.min(1, (width * height) / (known.width * known.height)), filled: Math.min(1, (width * height) / whole) };
}
