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

/** The claimed picture in its own terms. */
export const CLAIMED = Object.freeze({ left: 0, top: 0, width: 1, height: 1 });

const between = (least, value, most) => Math.min(Math.max(value, least), most);

/** Keep a view where at least one of the pictures fills its frame; each is a box in the claimed one's terms. */
export function held({ zoom, x, y }, boxes = [CLAIMED], largest = LARGEST) {
  const kept = between(1, zoom, largest);
  if (kept === 1) return WHOLE;
  const edge = 0.5 / kept;
  const within = (place, start, length) =>
    between(
      Math.min(...boxes.map((box) => box[start] + edge * box[length])),
      place,
      Math.max(...boxes.map((box) => box[start] + (1 - edge) * box[length])),
    );
  return { zoom: kept, x: within(x, "left", "width"), y: within(y, "top", "height") };
}

/**
 * The view after what is seen of a picture was moved, by shares of its frame.
 *
 * @param {DOMMatrix} places from the claimed picture to that one
 */
export function moved(view, across, down, places = new DOMMatrix()) {
  const { x, y } = led(view, places);
  const place = { x: x + across / view.zoom, y: y + down / view.zoom };
  return { zoom: view.zoom, ...led(place, places.inverse()) };
}

/** Enlarge a picture of this size around a place in it, within its own frame. */
export function enlarged({ zoom, x, y }, { width, height }) {
  return new DOMMatrix([zoom, 0, 0, zoom, (0.5 - zoom * x) * width, (0.5 - zoom * y) * height]);
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

/** The original in the claimed picture's terms. */
export function boxOfOriginal(places) {
  const back = places.inverse();
  const corners = [0, 1].flatMap((x) => [0, 1].map((y) => led({ x, y }, back)));
  const [left, top] = ["x", "y"].map((axis) => Math.min(...corners.map((corner) => corner[axis])));
  const [right, bottom] = ["x", "y"].map((axis) => Math.max(...corners.map((corner) => corner[axis])));
  return { left, top, width: right - left, height: bottom - top };
}

/**
 * A picture as it is laid: a box of a width is moved by a matrix and seen through a frame. Where it is turned
 * over, what is written on it is turned back; where a larger box is shrunk, what is written on it is not.
 *
 * @typedef {{ width: number, height: number }} Size
 * @typedef {{ file: Size, frame: Size }} Picture the size of its file, and of its place on the page
 * @typedef {{ frame: Size, width: number, matrix: DOMMatrix, isFlipped: boolean, shrink: number }} Laid
 * @typedef {{ claimed: Laid, original: Laid }} LaidPair
 */

/**
 * The original registered with the claimed picture as it stands on the screen.
 *
 * @param {{ view: object, placement: DOMMatrix, claimed: Picture, original: Picture }} pair
 * @returns {LaidPair}
 */
export function laidOver({ view, placement, claimed, original }) {
  const { frame, file } = claimed;
  const closer = enlarged(view, frame);
  const registration = new DOMMatrix().scale(frame.width / file.width).multiply(placement.inverse());
  const scale = Math.hypot(registration.a, registration.b);
  return {
    claimed: { frame, width: frame.width, matrix: closer, isFlipped: false, shrink: 1 },
    original: {
      frame,
      width: original.file.width,
      matrix: closer.multiply(registration),
      isFlipped: isReversed(registration),
      // Numbers on the original are as large as those on the claimed picture.
      shrink: frame.width / (original.file.width * scale),
    },
  };
}

/**
 * Each in its own frame, with the same spot in the middle of both.
 *
 * @param {{ view: object, places: DOMMatrix, isAligned: boolean, isMirrored: boolean, claimed: Picture,
 *   original: Picture }} pair
 * @returns {LaidPair}
 */
export function laidBeside({ view, places, isAligned, isMirrored, claimed, original }) {
  const claimedMatrix = enlarged(isMirrored ? { ...view, x: 1 - view.x } : view, claimed.frame);
  if (isMirrored) claimedMatrix.multiplySelf(flipped(claimed.frame.width));
  const there = { zoom: view.zoom, ...led(view, places) };
  const originalView = isAligned && view.zoom > 1 ? there : held(there, [CLAIMED], view.zoom);
  const laid = ({ frame }, matrix, isFlipped) => ({ frame, width: frame.width, matrix, isFlipped, shrink: 1 });
  return {
    claimed: laid(claimed, claimedMatrix, isMirrored),
    original: laid(original, enlarged(originalView, original.frame), false),
  };
}

/** Where on a picture, as a share of its width from the left, a divider at a share of its frame stands. */
export function cutAt(share, view, width) {
  const { a: zoom, e: left } = enlarged(view, { width, height: 0 });
  return (share * width - left) / zoom / width;
}

/** How wide a picture stands on the page, with what its frame does not show. */
export function widthOf({ width, matrix }) {
  return width * Math.hypot(matrix.a, matrix.b);
}

/** How much larger a pair may become: until each pixel of a file this wide can be told from its neighbours. */
export function largestZoom(fileWidth, shownWidth) {
  return shownWidth ? Math.max(LARGEST, (PIXELS * fileWidth) / (shownWidth * devicePixelRatio)) : LARGEST;
}
