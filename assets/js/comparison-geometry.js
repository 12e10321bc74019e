/**
 * Where two pictures stand on the screen when a reader looks closer. Pure: numbers in, matrices out.
 *
 * A view is `{ zoom, x, y }`: how many times larger, and the place in the claimed picture, from 0 to 1
 * across and down, that stands in the middle. What lies beyond the claimed picture is below 0 or above 1.
 */

export const WHOLE = Object.freeze({ zoom: 1, x: 0.5, y: 0.5 });

/** How much larger a pair may always become. */
export const LARGEST = 8;

/** How many pixels of the screen a pixel of a large file may take. */
const PIXELS = 2;

/** The claimed picture in its own terms, and how many times as wide as itself its frame is. */
export const CLAIMED = Object.freeze({ left: 0, top: 0, width: 1, height: 1, room: 1 });

const between = (least, value, most) => Math.min(Math.max(value, least), most);

/**
 * Keep a view where at least one of the pictures fills its frame, or stands in the middle of one that it cannot
 * fill; each is a box in the claimed one's terms.
 */
export function held({ zoom, x, y }, boxes = [CLAIMED], largest = LARGEST) {
  const kept = between(1, zoom, largest);
  if (kept === 1) return WHOLE;
  const edge = 0.5 / kept;
  const within = (place, start, length) => {
    const edges = boxes.map(({ room }) => (length === "width" ? Math.min(edge * room, 0.5) : edge));
    return between(
      Math.min(...boxes.map((box, side) => box[start] + edges[side] * box[length])),
      place,
      Math.max(...boxes.map((box, side) => box[start] + (1 - edges[side]) * box[length])),
    );
  };
  return { zoom: kept, x: within(x, "left", "width"), y: within(y, "top", "height") };
}

/**
 * The view after what is seen of a picture was moved, by shares of its size.
 *
 * @param {DOMMatrix} places from the claimed picture to that one
 */
export function moved(view, across, down, places = new DOMMatrix()) {
  const { x, y } = led(view, places);
  const place = { x: x + across / view.zoom, y: y + down / view.zoom };
  return { zoom: view.zoom, ...led(place, places.inverse()) };
}

/**
 * A picture in the frame that it stands in the middle of. Frames are no higher than the screen, so that a tall
 * picture has room beside it. One that lacks less than a pixel fills its frame.
 *
 * @param {Size} file
 * @param {Size} frame
 * @returns {Picture}
 */
export function framed(file, frame) {
  const width = (frame.height * file.width) / file.height;
  if (!(width < frame.width - 1)) return { file, frame, width: frame.width, left: 0 };
  return { file, frame, width, left: (frame.width - width) / 2 };
}

/** How many times as wide as a picture its frame is. */
export function roomOf({ frame, width }) {
  return width ? frame.width / width : 1;
}

/** Enlarge a picture around a place in it, within its own frame. */
export function enlarged({ zoom, x, y }, { frame, width, left }) {
  return new DOMMatrix([zoom, 0, 0, zoom, frame.width / 2 - zoom * (left + x * width), (0.5 - zoom * y) * frame.height]);
}

/** Flip a picture of this width. */
export function flipped(width) {
  return new DOMMatrix([-1, 0, 0, 1, width, 0]);
}

/** Whether a map turns left into right. */
export function isReversed(matrix) {
  return matrix.a * matrix.d < matrix.b * matrix.c;
}

/** The map from pixels of the claimed picture to those of the original, as the page gives it. */
export function placementOf(text) {
  return new DOMMatrix(text.trim().split(/[\s,]+/).map(Number));
}

/** The map of places, each from 0 to 1, from the claimed picture to the original. */
export function placesOf(placement, claimed, original) {
  return new DOMMatrix()
    .scale(1 / original.width, 1 / original.height)
    .multiply(placement)
    .scale(claimed.width, claimed.height);
}

/** Where a place is led by a map. */
export function led({ x, y }, map) {
  const point = map.transformPoint(new DOMPoint(x, y));
  return { x: point.x, y: point.y };
}

/** The original, in a frame with so much room, in the claimed picture's terms. */
export function boxOfOriginal(places, room) {
  const back = places.inverse();
  const corners = [0, 1].flatMap((x) => [0, 1].map((y) => led({ x, y }, back)));
  const [left, top] = ["x", "y"].map((axis) => Math.min(...corners.map((corner) => corner[axis])));
  const [right, bottom] = ["x", "y"].map((axis) => Math.max(...corners.map((corner) => corner[axis])));
  return { left, top, width: right - left, height: bottom - top, room };
}

/**
 * A picture as it is laid: from `left` in a box as wide as its frame, it is moved by a matrix and seen through the
 * frame. Where it is turned over, what is written on it is turned back; where a larger box is shrunk, what is
 * written on it is not.
 *
 * @typedef {{ width: number, height: number }} Size
 * @typedef {{ file: Size, frame: Size, width: number, left: number }} Picture its file, its frame, its place there
 * @typedef {{ frame: Size, width: number, left: number, matrix: DOMMatrix, isFlipped: boolean,
 *   shrink: number }} Laid
 * @typedef {{ claimed: Laid, original?: Laid }} LaidPair
 */

const laid = ({ frame, width, left }, matrix, isFlipped) => ({ frame, width, left, matrix, isFlipped, shrink: 1 });

/** What the size of the numbers on a picture follows, as where they are drawn. */
const measure = ({ width, height }) => Math.max(width, height / 2);

/**
 * The original registered with the claimed picture as it stands on the screen.
 *
 * @param {{ view: object, placement: DOMMatrix, claimed: Picture, original: Picture }} pair
 * @returns {LaidPair}
 */
export function laidOver({ view, placement, claimed, original }) {
  const { frame, file } = claimed;
  const closer = enlarged(view, claimed);
  const finer = claimed.width / file.width;
  const registration = new DOMMatrix().translate(claimed.left, 0).scale(finer).multiply(placement.inverse());
  const scale = Math.hypot(registration.a, registration.b);
  return {
    claimed: laid(claimed, closer, false),
    original: {
      frame,
      width: original.file.width,
      left: 0,
      matrix: closer.multiply(registration),
      isFlipped: isReversed(registration),
      // Numbers on the original are as large as those on the claimed picture.
      shrink: (finer * measure(file)) / (scale * measure(original.file)),
    },
  };
}

/**
 * Each in its own frame, with the same spot in the middle of both; or one picture alone in its frame.
 *
 * @param {{ view: object, places: DOMMatrix, isAligned: boolean, isMirrored: boolean, claimed: Picture,
 *   original?: Picture }} pair
 * @returns {LaidPair}
 */
export function laidBeside({ view, places, isAligned, isMirrored, claimed, original }) {
  const claimedMatrix = enlarged(isMirrored ? { ...view, x: 1 - view.x } : view, claimed);
  if (isMirrored) claimedMatrix.multiplySelf(flipped(claimed.frame.width));
  const alone = { claimed: laid(claimed, claimedMatrix, isMirrored) };
  if (!original) return alone;
  const there = { zoom: view.zoom, ...led(view, places) };
  const room = roomOf(original);
  const seen = isAligned && view.zoom > 1 ? there : held(there, [{ ...CLAIMED, room }], view.zoom);
  return { ...alone, original: laid(original, enlarged(seen, original), false) };
}

/** Where on the box of a picture, as a share of its width from the left, a divider at a share of its frame stands. */
export function cutAt(share, { frame, matrix }) {
  return (share * frame.width - matrix.e) / matrix.a / frame.width;
}

/** How wide a picture stands on the page, with what its frame does not show. */
export function widthOf({ width, matrix }) {
  return width * Math.hypot(matrix.a, matrix.b);
}

/** How much larger a pair may become: until each pixel of a file this wide can be told from its neighbours. */
export function largestZoom(fileWidth, shownWidth) {
  return shownWidth ? Math.max(LARGEST, (PIXELS * fileWidth) / (shownWidth * devicePixelRatio)) : LARGEST;
}
