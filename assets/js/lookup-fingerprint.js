/**
 * What a picture is known by: a hash of the whole, and what its details look like.
 *
 * Does what irrefutable/media/fingerprint.py does, in whole numbers, and agrees with it on every bit; the reasons
 * and the sources stand there.
 */

const SIDE = 512;
const MOST_DETAILS = 400;
const LEVELS = [1024, 724, 512, 362, 256, 181, 128];
export const WORDS = 64;
/** So much of a picture is read at once. */
const BAND_PX = 1024 * 1024;
/** No browser draws on anything wider. */
export const MOST_ACROSS = 32767;

const CELL = 8;
const REACH = 2 * CELL;
const BORDER = REACH + 1;
const LEAST_SIDE = 2 * BORDER + 8;
const APART = 3;
const LEAST_RESPONSE = 400;
const CELLS_ALONG = 8;
const WORD_CELLS_ALONG = 4;
const GREY = 64;

const COSINES = [
  1024, 1024, 1023, 1021, 1019, 1016, 1013, 1009, 1004, 999, 993, 987, 980, 972, 964, 955, 946, 936, 926, 915, 903,
  891, 878, 865, 851, 837, 822, 807, 792, 775, 759, 742, 724, 706, 688, 669, 650, 630, 610, 590, 569, 548, 526, 505,
  483, 460, 438, 415, 392, 369, 345, 321, 297, 273, 249, 224, 200, 175, 150, 125, 100, 75, 50, 25, 0,
];
const TESTS = [
  85, 45, 100, 210, 8, 27, 103, 161, 175, 158, 212, 173, 198, 150, 138, 195, 171, 204, 135, 120, 167, 169, 178, 202,
  170, 152, 184, 177, 187, 193, 191, 188, 83, 146, 34, 111, 95, 60, 38, 9, 76, 145, 41, 54, 43, 49, 89, 64, 26, 86,
  57, 19, 101, 113, 21, 12, 17, 142, 147, 92, 209, 141, 28, 18, 32, 65, 69, 7, 62, 44, 116, 10, 11, 144, 126, 3,
  125, 24, 130, 129, 14, 2, 211, 6, 118, 205, 5, 206, 199, 143, 208, 162, 200, 0, 196, 140, 172, 215, 190, 133, 197,
  176, 122, 157, 174, 182, 134, 186, 121, 139, 207, 149, 151, 160, 166, 148, 189, 137, 185, 163, 127, 181, 123, 131,
  136, 128, 165, 156,
];

/** The size of a level of a picture. */
export const levelSize = (side, level) => (side * LEVELS[level] + 512) >> 10;

/** Column and row of a detail, in pixels of the working size and roughly, and its level. */
export function whereabouts({ width, height }, at) {
  const level = at >>> 20;
  const x = Math.floor(((at & 1023) * width) / levelSize(width, level));
  return [x, Math.floor((((at >>> 10) & 1023) * height) / levelSize(height, level)), level];
}

/**
 * What a picture is known by, and its mirror image.
 *
 * `band` gives rows of it, from a top and as many as are asked for: red, green, blue and anything, a byte each. So a
 * large picture is never whole in memory once more, and no browser has to make it smaller, which each does differently.
 */
export async function fingerprints(width, height, band) {
  const scales = scalesOf(await working(width, height, band));
  return [fingerprint(scales), fingerprint(mirrored(scales))];
}

/** Rows of a picture that a browser has read, on white. */
export function bandsOf(bitmap) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (top, rows) => {
    await pause();
    canvas.width = bitmap.width;
    canvas.height = rows;
    context.fillStyle = "white";
    context.fillRect(0, 0, bitmap.width, rows);
    context.drawImage(bitmap, 0, -top);
    return context.getImageData(0, 0, bitmap.width, rows).data;
  };
}

/** Let the browser show what changed, and hear what its reader does. */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve));
}

async function working(width, height, band) {
  const longer = Math.max(width, height, SIDE);
  const [across, down] = [width, height].map((side) => Math.max(1, Math.floor((side * SIDE + (longer >> 1)) / longer)));
  const edges = edgesOf(width, across);
  const wide = new Int32Array(height * across);
  const most = Math.max(1, Math.floor(BAND_PX / width));
  for (let top = 0; top < height; top += most) {
    const rows = Math.min(most, height - top);
    const bytes = await band(top, rows);
    const pixels = new Uint32Array(bytes.buffer, bytes.byteOffset, rows * width);
    for (let row = 0; row < rows; row += 1)
      read(pixels.subarray(row * width, (row + 1) * width), edges, wide, (top + row) * across);
  }
  return stacked(wide, across, height, down);
}

/** Put a line of pixels, in grey and in 16ths of its levels, at another width. */
function read(pixels, { size, count, wholes, rests }, into, to) {
  const half = size >> 1;
  let first = greyOf(pixels[0]);
  for (let at = 0; at < count; at += 1) {
    const end = wholes[at + 1];
    let sum = first;
    for (let from = wholes[at] + 1; from < end; from += 1) sum += greyOf(pixels[from]);
    const next = end < size ? greyOf(pixels[end]) : 0;
    const area = sum * count - rests[at] * first + rests[at + 1] * next;
    into[to + at] = Math.floor((16 * area + half) / size);
    first = next;
  }
}

/** Of red, green, blue and anything: the lowest byte is red on every machine that has a browser. */
function greyOf(pixel) {
  // Red and blue, 16 bits apart, are weighed at once.
  return ((Math.imul(pixel & 0xff00ff, 0x4d001d) >>> 16) + 150 * ((pixel >>> 8) & 255)) >> 8;
}

/** A picture as its hash and its details are looked for in. The mirror image's are the mirror images of these. */
function scalesOf(grey) {
  const sizes = LEVELS.map((_, level) => [levelSize(grey.width, level), levelSize(grey.height, level)]).filter(
    (size) => Math.min(...size) >= LEAST_SIDE,
  );
  const smooth = sizes.map(([across, down], level) => smoothed(level ? resized(grey, across, down) : grey));
  return { width: grey.width, height: grey.height, thumbnail: resized(grey, GREY, GREY), smooth };
}

function mirrored({ width, height, thumbnail, smooth }) {
  return { width, height, thumbnail: turned(thumbnail), smooth: smooth.map(turned) };
}

function turned({ values, width, height }) {
  const reversed = new Int32Array(values.length);
  for (let y = 0; y < height; y += 1) reversed.set(values.slice(y * width, (y + 1) * width).reverse(), y * width);
  return { values: reversed, width, height };
}

function fingerprint({ width, height, thumbnail, smooth }) {
  const details = detailsOf(smooth);
  return { width, height, ...hashOf(thumbnail), details, ...wordsOf(details, width, height) };
}

/** A picture at another size, each pixel the mean of the area it covers. */
function resized({ values, width, height }, across, down) {
  const edges = edgesOf(width, across);
  const wide = new Int32Array(height * across);
  for (let y = 0; y < height; y += 1) squeeze(values, y * width, edges, wide, y * across);
  return stacked(wide, across, height, down);
}

/** Where each of `count` pixels begins among `size`, and the last one ends: which it is, and how far in, in counts. */
function edgesOf(size, count) {
  const wholes = new Int32Array(count + 1);
  const rests = new Int32Array(count + 1);
  for (let at = 0; at <= count; at += 1) {
    wholes[at] = Math.floor((at * size) / count);
    rests[at] = at * size - wholes[at] * count;
  }
  return { size, count, wholes, rests };
}

/** Put a line, in 16ths of a grey level, at another width. */
function squeeze(values, start, { size, count, wholes, rests }, into, to) {
  const half = size >> 1;
  for (let at = 0; at < count; at += 1) {
    const end = start + wholes[at + 1];
    let sum = 0;
    for (let from = start + wholes[at]; from < end; from += 1) sum += values[from];
    let area = sum * count - rests[at] * values[start + wholes[at]];
    if (rests[at + 1]) area += rests[at + 1] * values[end];
    into[to + at] = Math.floor((16 * area + half) / size);
  }
}

/** A picture that has its width already, in 16ths of a grey level, at another height. */
function stacked(wide, width, height, down) {
  const { wholes, rests } = edgesOf(height, down);
  const half = height >> 1;
  const values = new Int32Array(width * down);
  const areas = new Float64Array(width);
  for (let y = 0; y < down; y += 1) {
    areas.fill(0);
    for (let row = wholes[y]; row < wholes[y + 1]; row += 1)
      for (let x = 0, at = row * width; x < width; x += 1, at += 1) areas[x] += wide[at];
    for (let x = 0; x < width; x += 1) {
      let area = areas[x] * down - rests[y] * wide[wholes[y] * width + x];
      if (rests[y + 1]) area += rests[y + 1] * wide[wholes[y + 1] * width + x];
      values[y * width + x] = (Math.floor((area + half) / height) + 8) >> 4;
    }
  }
  return { values, width, height: down };
}

// ---------------------------------------------------------------------------------------------------- the whole

function wave(place) {
  const turn = place % 256;
  const half = Math.min(turn, 256 - turn);
  return half <= 64 ? COSINES[half] : -COSINES[128 - half];
}

function hashOf({ values }) {
  let contrast = 0;
  for (let y = 0; y < GREY; y += 1)
    for (let x = 0; x < GREY; x += 1) {
      const here = values[y * GREY + x];
      if (x) contrast += Math.abs(here - values[y * GREY + x - 1]);
      if (y) contrast += Math.abs(here - values[(y - 1) * GREY + x]);
    }
  const half = new Float64Array(16 * GREY);
  for (let row = 0; row < 16; row += 1)
    for (let y = 0; y < GREY; y += 1) {
      const weight = wave((2 * y + 1) * (row + 1));
      for (let x = 0; x < GREY; x += 1) half[row * GREY + x] += weight * values[y * GREY + x];
    }
  const frequencies = new Float64Array(256);
  for (let row = 0; row < 16; row += 1)
    for (let column = 0; column < 16; column += 1)
      for (let x = 0; x < GREY; x += 1)
        frequencies[row * 16 + column] += half[row * GREY + x] * wave((2 * x + 1) * (column + 1));
  const median = [...frequencies].sort((one, other) => one - other)[127];
  const hash = new Uint32Array(8);
  frequencies.forEach((value, at) => {
    if (value > median) hash[at >> 5] |= 1 << (at & 31);
  });
  return { hash, contrast };
}

// -------------------------------------------------------------------------------------------------- the details

function detailsOf(scales) {
  const shares = scales.map((_, level) => 64 >> level);
  const all = shares.reduce((sum, share) => sum + share, 0);
  const found = [];
  scales.forEach((smooth, level) => {
    const most = Math.floor((2 * MOST_DETAILS * shares[level] + all) / (2 * all));
    const total = summed(smooth);
    for (const { x, y } of corners(smooth, most))
      found.push(x | (y << 10) | (level << 20), ...described(total, smooth.width + 1, x, y));
  });
  return Uint32Array.from(found);
}

/** A picture under a binomial of five, in 16ths of a grey level. */
function smoothed({ values, width, height }) {
  const across = new Int32Array(values.length);
  const result = new Int32Array(values.length);
  for (let y = 0; y < height; y += 1) weigh(values, across, y * width, 1, width);
  for (let x = 0; x < width; x += 1) weigh(across, result, x, width, height);
  for (let at = 0; at < result.length; at += 1) result[at] >>= 4;
  return { values: result, width, height };
}

/** Put a line under the binomial; beyond its ends it goes on as it ends. */
function weigh(from, to, start, step, size) {
  const first = from[start];
  const last = from[start + (size - 1) * step];
  let [before, previous, here] = [first, first, first];
  let next = size > 1 ? from[start + step] : last;
  for (let at = 0; at < size; at += 1) {
    const after = at + 2 < size ? from[start + (at + 2) * step] : last;
    to[start + at * step] = before + 4 * previous + 6 * here + 4 * next + after;
    before = previous;
    previous = here;
    here = next;
    next = after;
  }
}

/** Where the determinant of the Hessian peaks, the strongest of each cell first. */
function corners({ values, width, height }, most) {
  const response = new Int32Array(values.length);
  for (let y = 2; y < height - 2; y += 1)
    for (let x = 2; x < width - 2; x += 1) {
      const at = y * width + x;
      const middle = 2 * values[at];
      const across = values[at + 2] - middle + values[at - 2];
      const down = values[at + 2 * width] - middle + values[at - 2 * width];
      const low = at + 2 * width;
      const high = at - 2 * width;
      const askew = (values[low + 2] - values[low - 2] - values[high + 2] + values[high - 2]) >> 2;
      response[at] = across * down - askew * askew;
    }
  const found = [];
  for (let y = BORDER; y < height - BORDER; y += 1)
    for (let x = BORDER; x < width - BORDER; x += 1)
      if (response[y * width + x] >= LEAST_RESPONSE && isPeak(response, width, x, y)) {
        const cell = Math.floor((y * CELLS_ALONG) / height) * CELLS_ALONG + Math.floor((x * CELLS_ALONG) / width);
        found.push({ x, y, cell, cost: -response[y * width + x] });
      }
  return byCells(found).slice(0, most);
}

function isPeak(response, width, x, y) {
  const here = response[y * width + x];
  for (let row = y - APART; row <= y + APART; row += 1)
    for (let at = row * width + x - APART; at <= row * width + x + APART; at += 1)
      if (response[at] > here) return false;
  return true;
}

/** An order that takes the cheapest of each cell, then the second of each, and so on. */
function byCells(items) {
  items.forEach((item, place) => Object.assign(item, { place }));
  const ordered = [...items].sort((a, b) => a.cell - b.cell || a.cost - b.cost || a.place - b.place);
  let rank = 0;
  ordered.forEach((item, at) => {
    rank = at && ordered[at - 1].cell === item.cell ? rank + 1 : 0;
    item.rank = rank;
  });
  return ordered.sort((a, b) => a.rank - b.rank || a.cost - b.cost || a.place - b.place);
}

/** The sum of all values above and to the left of each corner of a pixel. */
function summed({ values, width, height }) {
  const total = new Int32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1)
    for (let x = 0, line = 0; x < width; x += 1) {
      line += values[y * width + x];
      total[(y + 1) * (width + 1) + x + 1] = total[y * (width + 1) + x + 1] + line;
    }
  return total;
}

const PAIRS = Array.from({ length: 16 }, (_, cell) => Array.from({ length: cell }, (_, other) => [cell, other])).flat();
const CELLS = Array.from({ length: 16 }, (_, cell) => cell);
const NEIGHBOURS = [
  ...CELLS.filter((cell) => cell % 4 < 3).map((cell) => [cell, cell + 1]),
  ...CELLS.slice(0, 12).map((cell) => [cell, cell + 4]),
];

const sums = new Int32Array(16);
const right = new Int32Array(16);
const down = new Int32Array(16);

/** The 128 comparisons at a place, as four numbers. */
function described(total, line, x, y) {
  const half = CELL / 2;
  for (let cell = 0; cell < 16; cell += 1) {
    const at = (y - REACH + (cell >> 2) * CELL) * line + x - REACH + (cell & 3) * CELL;
    const value = (row, column) => total[at + row * half * line + column * half];
    const box = (row, column) => value(row + 1, column + 1) - value(row, column + 1) - value(row + 1, column) + value(row, column);
    const [a, b, c, d] = [box(0, 0), box(0, 1), box(1, 0), box(1, 1)];
    sums[cell] = a + b + c + d;
    right[cell] = b - a + d - c;
    down[cell] = c - a + d - b;
  }
  const bits = [0, 0, 0, 0];
  TESTS.forEach((test, at) => {
    if (tested(test) > 0) bits[at >> 5] |= 1 << (at & 31);
  });
  return bits;
}

function tested(test) {
  if (test < 120) return sums[PAIRS[test][0]] - sums[PAIRS[test][1]];
  if (test < 136) return right[test - 120];
  if (test < 152) return down[test - 136];
  if (test < 168) return Math.abs(right[test - 152]) - Math.abs(down[test - 152]);
  const of = test < 192 ? right : down;
  const [one, other] = NEIGHBOURS[(test - 168) % 24];
  return of[one] - of[other];
}

/** Words and places of details from all over the picture, coarse ones before fine ones of a lower rank. */
function wordsOf(details, width, height) {
  const items = [];
  const ranks = LEVELS.map(() => 0);
  for (let start = 0; start < details.length; start += 5) {
    const at = details[start];
    const level = at >> 20;
    const row = Math.floor((((at >> 10) & 1023) * WORD_CELLS_ALONG) / levelSize(height, level));
    const column = Math.floor(((at & 1023) * WORD_CELLS_ALONG) / levelSize(width, level));
    const [x, y] = whereabouts({ width, height }, at);
    const place = (x >> 3) | ((y >> 3) << 6) | (level << 12);
    items.push({ cell: row * WORD_CELLS_ALONG + column, cost: ranks[level] << level, word: details[start + 1], at: place });
    ranks[level] += 1;
  }
  const kept = byCells(items).slice(0, WORDS);
  return { words: Uint32Array.from(kept, ({ word }) => word), places: Uint16Array.from(kept, ({ at }) => at) };
}
