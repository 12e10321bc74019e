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
/** So long a browser may be kept from all else. */
const AT_WORK_MS = 25;
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
  return [fingerprint(scales, false), fingerprint(scales, true)];
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

/** Let the browser show what changed, and hear what its reader does, if it could not for a while: it takes its time. */
export async function pause() {
  if (performance.now() - pausedAt < AT_WORK_MS) return;
  await new Promise((resolve) => setTimeout(resolve));
  pausedAt = performance.now();
}

let pausedAt = 0;

async function working(width, height, band) {
  const longer = Math.max(width, height, SIDE);
  const [across, down] = [width, height].map((side) => Math.max(1, Math.floor((side * SIDE + (longer >> 1)) / longer)));
  const edges = edgesOf(width, across);
  const totals = new Int32Array(width + 2);
  const line = new Int32Array(across);
  const stack = new Stack(across, height, down);
  const most = Math.max(1, Math.floor(BAND_PX / width));
  for (let top = 0; top < height; top += most) {
    const rows = Math.min(most, height - top);
    const bytes = await band(top, rows);
    const pixels = new Int32Array(bytes.buffer, bytes.byteOffset, rows * width);
    for (let row = 0; row < rows; row += 1) {
      total(pixels, row * width, width, totals);
      squeeze(totals, 0, edges, line);
      stack.add(line);
    }
  }
  return { values: stack.values, width: across, height: down };
}

/**
 * Add up the grey values of a line of pixels: red, green, blue and anything. The lowest byte is red on every machine that
 * has a browser.
 */
function total(pixels, start, width, totals) {
  let sum = 0;
  for (let x = 0; x < width; x += 1) {
    const pixel = pixels[start + x];
    // Red and blue, 16 bits apart, are weighed at once; what is left of red below them carries nothing.
    sum = (sum + ((Math.imul(pixel & 0xff00ff, 0x4d001d) + Math.imul(pixel & 0xff00, 0x9600)) >>> 24)) | 0;
    totals[x + 1] = sum;
  }
}

/** A picture as its hash and its details are looked for in. The mirror image's are the mirror images of these. */
function scalesOf(grey) {
  const { width, height } = grey;
  const sizes = LEVELS.map((_, level) => [levelSize(width, level), levelSize(height, level)]).filter(
    (size) => Math.min(...size) >= LEAST_SIDE,
  );
  const totals = totalsOf(grey);
  const scales = sizes.map(([across, down], level) => scaleOf(smoothed(level ? resized(totals, across, down) : grey)));
  return { width, height, thumbnail: resized(totals, GREY, GREY), scales };
}

function fingerprint({ width, height, thumbnail, scales }, isMirrored) {
  const details = detailsOf(scales, isMirrored);
  return { width, height, ...hashOf(isMirrored ? turned(thumbnail) : thumbnail), details, ...wordsOf(details, width, height) };
}

function turned({ values, width, height }) {
  const reversed = new Int32Array(values.length);
  for (let y = 0; y < height; y += 1) reversed.set(values.slice(y * width, (y + 1) * width).reverse(), y * width);
  return { values: reversed, width, height };
}

/** The sums of each line of a picture up to each of its pixels. */
function totalsOf({ values, width, height }) {
  const totals = new Int32Array((width + 1) * height + 1);
  for (let y = 0; y < height; y += 1)
    for (let x = 0, at = y * (width + 1), sum = 0; x < width; x += 1) totals[(at += 1)] = sum += values[y * width + x];
  return { totals, width, height };
}

/** A picture at another size, each pixel the mean of the area it covers. */
function resized({ totals, width, height }, across, down) {
  const edges = edgesOf(width, across);
  const line = new Int32Array(across);
  const stack = new Stack(across, height, down);
  for (let y = 0; y < height; y += 1) {
    squeeze(totals, y * (width + 1), edges, line);
    stack.add(line);
  }
  return { values: stack.values, width: across, height: down };
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

/** Put a line, by its sums, at another width and in 16ths of a grey level. */
function squeeze(totals, start, { size, count, wholes, rests }, line) {
  const half = size >> 1;
  let before = 0;
  for (let at = 0; at < count; at += 1) {
    const end = start + wholes[at + 1];
    // This may be too large for 32 bits. By how much it grows is not.
    const reached = (Math.imul(totals[end], count) + Math.imul(totals[end + 1] - totals[end], rests[at + 1])) | 0;
    line[at] = (16 * ((reached - before) | 0) + half) / size;
    before = reached;
  }
}

/** Lines that have their width already, in 16ths of a grey level, put at another height as they come. */
class Stack {
  #edges;
  #totals;
  #before;
  #added = 0;
  #done = 0;

  constructor(width, height, down) {
    this.#edges = edgesOf(height, down);
    this.#totals = new Int32Array(width);
    this.#before = new Int32Array(width);
    this.values = new Int32Array(width * down);
  }

  add(line) {
    const { size, count, wholes, rests } = this.#edges;
    while (wholes[this.#done + 1] === this.#added) this.#finish(line, rests[this.#done + 1]);
    const totals = this.#totals;
    for (let x = 0; x < line.length; x += 1) totals[x] += line[x];
    this.#added += 1;
    if (this.#added === size) while (this.#done < count) this.#finish(line, 0);
  }

  /** Make the next line of all that was added, and of so much of another. */
  #finish(line, rest) {
    const { size, count } = this.#edges;
    const [totals, before, values, to] = [this.#totals, this.#before, this.values, this.#done * line.length];
    const half = size >> 1;
    for (let x = 0; x < line.length; x += 1) {
      const reached = (Math.imul(totals[x], count) + Math.imul(line[x], rest)) | 0;
      values[to + x] = ((((reached - before[x]) | 0) + half) / size + 8) >> 4;
      before[x] = reached;
    }
    this.#done += 1;
  }
}

// ---------------------------------------------------------------------------------------------------- the whole

/** Of 16 frequencies, what each of 64 values counts for. */
const WAVES = Int32Array.from({ length: 16 * GREY }, (_, at) => wave((2 * (at % GREY) + 1) * (Math.floor(at / GREY) + 1)));

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
      const weight = WAVES[row * GREY + y];
      for (let x = 0; x < GREY; x += 1) half[row * GREY + x] += weight * values[y * GREY + x];
    }
  const frequencies = new Float64Array(256);
  for (let row = 0; row < 16; row += 1)
    for (let column = 0; column < 16; column += 1)
      for (let x = 0; x < GREY; x += 1)
        frequencies[row * 16 + column] += half[row * GREY + x] * WAVES[column * GREY + x];
  const median = frequencies.slice().sort()[127];
  const hash = new Uint32Array(8);
  frequencies.forEach((value, at) => {
    if (value > median) hash[at >> 5] |= 1 << (at & 31);
  });
  return { hash, contrast };
}

// -------------------------------------------------------------------------------------------------- the details

/** What the details of a picture, and of its mirror image, are found in at one scale. */
function scaleOf(smooth) {
  return { width: smooth.width, height: smooth.height, sums: summed(smooth), responses: responsesOf(smooth) };
}

function detailsOf(scales, isMirrored) {
  const shares = scales.map((_, level) => 64 >> level);
  const all = shares.reduce((sum, share) => sum + share, 0);
  const found = [];
  scales.forEach((scale, level) => {
    const most = Math.floor((2 * MOST_DETAILS * shares[level] + all) / (2 * all));
    for (const place of corners(scale, isMirrored, most)) {
      const [x, y] = [place % scale.width, Math.floor(place / scale.width)];
      found.push(x | (y << 10) | (level << 20), ...described(scale, isMirrored, x, y));
    }
  });
  return Uint32Array.from(found);
}

/** A picture under a binomial of five, in 16ths of a grey level; beyond its ends it goes on as it ends. */
function smoothed({ values, width, height }) {
  const across = new Int32Array(values.length);
  for (let y = 0; y < height; y += 1) weigh(values, across, y * width, width);
  const result = new Int32Array(values.length);
  for (let y = 0; y < height; y += 1) {
    const [a, b, c, d, e] = [-2, -1, 0, 1, 2].map((by) => Math.min(Math.max(y + by, 0), height - 1) * width);
    for (let x = 0; x < width; x += 1)
      result[c + x] = (across[a + x] + 4 * across[b + x] + 6 * across[c + x] + 4 * across[d + x] + across[e + x]) >> 4;
  }
  return { values: result, width, height };
}

/** Put a line under the binomial. */
function weigh(from, to, start, size) {
  const last = from[start + size - 1];
  let before = from[start];
  let [previous, here] = [before, before];
  let next = size > 1 ? from[start + 1] : last;
  for (let at = 0; at < size; at += 1) {
    const after = at + 2 < size ? from[start + at + 2] : last;
    to[start + at] = before + 4 * previous + 6 * here + 4 * next + after;
    before = previous;
    previous = here;
    here = next;
    next = after;
  }
}

/** The determinant of the Hessian, and that of the mirror image where it is mirrored: shifts round down, so they differ. */
function responsesOf({ values, width, height }) {
  const upright = new Int32Array(values.length);
  const mirrored = new Int32Array(values.length);
  for (let y = 2; y < height - 2; y += 1)
    for (let x = 2; x < width - 2; x += 1) {
      const at = y * width + x;
      const middle = 2 * values[at];
      const low = at + 2 * width;
      const high = at - 2 * width;
      const even = (values[at + 2] - middle + values[at - 2]) * (values[low] - middle + values[high]);
      const askew = values[low + 2] - values[low - 2] - values[high + 2] + values[high - 2];
      upright[at] = even - (askew >> 2) * (askew >> 2);
      mirrored[at] = even - (-askew >> 2) * (-askew >> 2);
    }
  return [upright, mirrored];
}

/** Where the determinant peaks, the strongest of each cell first: places in the picture or in its mirror image. */
function corners({ width, height, responses }, isMirrored, most) {
  const response = responses[Number(isMirrored)];
  const keys = [];
  const take = (from, y) => {
    const x = isMirrored ? width - 1 - from : from;
    const cell = Math.floor((y * CELLS_ALONG) / height) * CELLS_ALONG + Math.floor((x * CELLS_ALONG) / width);
    keys.push(keyOf(cell, COSTS - response[y * width + from], y * width + x));
  };
  // A peak is nowhere lower than what is three pixels away at most, so it is the highest of its block.
  const along = APART + 1;
  for (let top = BORDER; top < height - BORDER; top += along)
    for (let left = BORDER; left < width - BORDER; left += along) {
      const [bottom, right] = [Math.min(top + along, height - BORDER), Math.min(left + along, width - BORDER)];
      let peak = 0;
      for (let y = top; y < bottom; y += 1)
        for (let at = y * width + left; at < y * width + right; at += 1) peak = Math.max(peak, response[at]);
      if (peak < LEAST_RESPONSE) continue;
      for (let y = top; y < bottom; y += 1)
        for (let x = left; x < right; x += 1)
          if (response[y * width + x] === peak && isPeak(response, width, y * width + x)) take(x, y);
    }
  return byCells(Float64Array.from(keys), most);
}

function isPeak(response, width, at) {
  const here = response[at];
  for (let row = at - APART * width; row <= at + APART * width; row += width)
    for (let other = row - APART; other <= row + APART; other += 1) if (response[other] > here) return false;
  return true;
}

/** More than the determinant can be: differences of 8160 at most, multiplied. */
const COSTS = 2 ** 26;
/** More than a scale has pixels. */
const PLACES = 2 ** 18;

/** A cell, a cost and a place as one number, in this order. With a rank below 512 for the cell, it has 53 bits. */
function keyOf(cell, cost, place) {
  return (cell * COSTS + cost) * PLACES + place;
}

/** The places of some keys, as many as are wanted: the cheapest of each cell, then the second of each, and so on. */
function byCells(keys, most) {
  keys.sort();
  const ranked = [];
  let [before, rank] = [-1, 0];
  for (const key of keys) {
    const cell = Math.floor(key / (COSTS * PLACES));
    rank = cell === before ? rank + 1 : 0;
    before = cell;
    if (rank < most) ranked.push(key + (rank - cell) * (COSTS * PLACES));
  }
  return Float64Array.from(ranked).sort().subarray(0, most).map((key) => key % PLACES);
}

/** The sum of all values above and to the left of each corner of a pixel. */
function summed({ values, width, height }) {
  const sums = new Int32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1)
    for (let x = 0, line = 0, at = (y + 1) * (width + 1); x < width; x += 1) {
      line += values[y * width + x];
      at += 1;
      sums[at] = sums[at - width - 1] + line;
    }
  return sums;
}

/** What is compared of 16 cells: their sums, how these grow to the right and down, and by how much. */
const [SUM, RIGHT, DOWN, RIGHTS, DOWNS, NOTHING] = [0, 16, 32, 48, 64, 80];
const CELLS = Array.from({ length: 16 }, (_, cell) => cell);
const NEIGHBOURS = [
  ...CELLS.filter((cell) => cell % 4 < 3).map((cell) => [cell, cell + 1]),
  ...CELLS.slice(0, 12).map((cell) => [cell, cell + 4]),
];
const COMPARISONS = [
  ...CELLS.flatMap((cell) => CELLS.slice(0, cell).map((other) => [SUM + cell, SUM + other])),
  ...CELLS.map((cell) => [RIGHT + cell, NOTHING]),
  ...CELLS.map((cell) => [DOWN + cell, NOTHING]),
  ...CELLS.map((cell) => [RIGHTS + cell, DOWNS + cell]),
  ...NEIGHBOURS.map(([cell, other]) => [RIGHT + cell, RIGHT + other]),
  ...NEIGHBOURS.map(([cell, other]) => [DOWN + cell, DOWN + other]),
];
const [LARGER, SMALLER] = [0, 1].map((side) => Uint8Array.from(TESTS, (test) => COMPARISONS[test][side]));
const values = new Int32Array(NOTHING + 1);

/** The 128 comparisons at a place, as four numbers. */
function described({ width, sums }, isMirrored, x, y) {
  const line = width + 1;
  const below = (CELL / 2) * line;
  // In the mirror image, columns are counted from the right, and what lies between two of them is negative.
  const [left, sign] = isMirrored ? [width - x + REACH, -1] : [x - REACH, 1];
  const beside = (sign * CELL) / 2;
  for (let cell = 0; cell < 16; cell += 1) {
    const at = (y - REACH) * line + left + 2 * ((cell >> 2) * below + (cell & 3) * beside);
    const box = (from) => sign * (sums[from + below + beside] - sums[from + beside] - sums[from + below] + sums[from]);
    const [a, b, c, d] = [box(at), box(at + beside), box(at + below), box(at + below + beside)];
    values[SUM + cell] = a + b + c + d;
    values[RIGHT + cell] = b - a + d - c;
    values[DOWN + cell] = c - a + d - b;
    values[RIGHTS + cell] = Math.abs(values[RIGHT + cell]);
    values[DOWNS + cell] = Math.abs(values[DOWN + cell]);
  }
  const bits = [0, 0, 0, 0];
  for (let at = 0; at < TESTS.length; at += 1)
    if (values[LARGER[at]] > values[SMALLER[at]]) bits[at >> 5] |= 1 << (at & 31);
  return bits;
}

/** Words and places of details from all over the picture, coarse ones before fine ones of a lower rank. */
function wordsOf(details, width, height) {
  const keys = [];
  const places = [];
  const ranks = LEVELS.map(() => 0);
  for (let start = 0; start < details.length; start += 5) {
    const at = details[start];
    const level = at >> 20;
    const row = Math.floor((((at >> 10) & 1023) * WORD_CELLS_ALONG) / levelSize(height, level));
    const column = Math.floor(((at & 1023) * WORD_CELLS_ALONG) / levelSize(width, level));
    const [x, y] = whereabouts({ width, height }, at);
    keys.push(keyOf(row * WORD_CELLS_ALONG + column, ranks[level] << level, places.length));
    places.push((x >> 3) | ((y >> 3) << 6) | (level << 12));
    ranks[level] += 1;
  }
  const kept = byCells(Float64Array.from(keys), WORDS);
  return { words: Uint32Array.from(kept, (at) => details[5 * at + 1]), places: Uint16Array.from(kept, (at) => places[at]) };
}
