/**
 * The two pictures of a comparison on the page, or one alone: their sizes, their files, their numbered details.
 *
 * It moves them by telling the style sheet, and lets the browser fetch as large a file as is seen.
 */

import {
  boxOfOriginal,
  CLAIMED,
  framed,
  LARGEST,
  largestZoom,
  led,
  placementOf,
  placesOf,
  roomOf,
  widthOf,
} from "./comparison-geometry.js";

const SIDES = ["claimed", "original"];

/** What the style sheet is told of how the pictures are laid. */
const PROPERTIES = [
  "--original-width",
  "--original-shrink",
  ...SIDES.flatMap((side) => [`--${side}-view`, `--${side}-flip`]),
];

/** How much of a frame a detail fills at most. */
const DETAIL_SHARE = 0.8;

/** Tell the style sheet something, or nothing more. */
export function tell(root, property, value) {
  if (root.style.getPropertyValue(property) === value) return;
  if (value) root.style.setProperty(property, value);
  else root.style.removeProperty(property);
}

const middle = ({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 });

export class Pictures {
  #root;
  #layAgain;
  #sizes = new Map();
  #tiles = null;

  /** @param {() => void} layAgain is called when there is more to lay */
  constructor(root, layAgain) {
    this.#root = root;
    this.#layAgain = layAgain;
  }

  /** The sides that there are: a picture can stand alone. */
  get sides() {
    return SIDES.filter((side) => this.#root.querySelector(`.side-${side}`));
  }

  get areThere() {
    return this.sides.every((side) => this.#image(side));
  }

  /** Mark the pictures that were asked for and did not come; whether there are any. */
  markMissing() {
    const missing = this.sides.filter((side) => this.#image(side)?.complete && !this.#image(side).naturalWidth);
    for (const side of this.sides) {
      this.#root.querySelector(`.side-${side}`).classList.toggle("is-missing", missing.includes(side));
    }
    return missing.length > 0;
  }

  /** Tell when a picture has come, or will not come. */
  watch(signal, onLoad) {
    for (const image of this.sides.map((side) => this.#image(side)).filter(Boolean)) {
      image.addEventListener("load", onLoad, { signal });
      image.addEventListener("error", onLoad, { signal });
    }
  }

  /** A picture in its frame, which stands still; half a pixel of it is many where it is seen closely. */
  of(side) {
    const { width, height } = this.#find(side, ".frame").getBoundingClientRect();
    return framed(this.#fileOf(side), { width, height });
  }

  get placement() {
    const { matrix } = this.#root.dataset;
    return matrix ? placementOf(matrix) : null;
  }

  /** The map of places from the claimed picture to the original. Unaligned, a chosen detail gives it. */
  get places() {
    if (this.placement) return placesOf(this.placement, ...SIDES.map((side) => this.#fileOf(side)));
    const [here, there] = SIDES.map((side) => this.middleOf(side, this.#root.dataset.highlight));
    return here && there ? new DOMMatrix().translate(there.x - here.x, there.y - here.y) : new DOMMatrix();
  }

  /** What a view may show: beside each other all of both pictures, else what the claimed one's frame holds. */
  boxes(isOverlay) {
    const claimed = { ...CLAIMED, room: roomOf(this.of("claimed")) };
    return this.placement && !isOverlay ? [claimed, boxOfOriginal(this.places, roomOf(this.of("original")))] : [claimed];
  }

  /** Highlight a numbered detail in both pictures and in the list, or none; its words where there are some. */
  highlight(number) {
    if (number === null) delete this.#root.dataset.highlight;
    else this.#root.dataset.highlight = number;
    for (const region of this.#root.querySelectorAll(".region")) {
      region.classList.toggle("is-chosen", region.dataset.region === number);
    }
    for (const link of this.#root.querySelectorAll(".region-link")) {
      if (link.dataset.region === number) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    return this.linkTo(number)?.querySelector(".region-words").textContent.trim();
  }

  /** The link of the list that leads to a detail. */
  linkTo(number) {
    return [...this.#root.querySelectorAll(".region-link")].find((link) => link.dataset.region === number);
  }

  /** How much larger the pictures may become: as near as their files go, those in pieces included. */
  largestZoom(laidWhole) {
    const widths = this.sides.map((side) =>
      this.#find(side, "[data-tiles]") ? this.#fileOf(side).width : this.#image(side).getAttribute("width"),
    );
    const zooms = this.sides.map((side, place) => largestZoom(widths[place], widthOf(laidWhole[side])));
    return Math.max(LARGEST, ...zooms);
  }

  /** The middle of a numbered detail, as a place in a picture; null where the picture does not have it. */
  middleOf(side, number) {
    const box = number ? this.#boxOf(side, `[data-region="${number}"]`) : null;
    return box && middle(box);
  }

  /** Whether the middle of a detail stands within the claimed picture, through whose frame overlays are seen. */
  isFramed(number) {
    const { x, y } = this.middleOf("claimed", number) ?? led(this.middleOf("original", number), this.places.inverse());
    return Math.min(x, y) >= 0 && Math.max(x, y) <= 1;
  }

  /** The view of a numbered detail, or of one of its places, at most so near that all of it is seen. */
  viewOf(which, most) {
    const [here, there] = this.sides.map((side) => this.#boxOf(side, which));
    const box = here ?? there;
    const zoom = Math.min(most, DETAIL_SHARE / Math.max(box.width / roomOf(this.of("claimed")), box.height));
    return { zoom, ...(here ? middle(here) : led(middle(there), this.places.inverse())) };
  }

  /**
   * @param {import("./comparison-geometry.js").LaidPair} laid
   * @param {object} seen
   * @param {boolean} seen.isOverlay
   * @param {boolean} seen.isLarger whether the pictures stand larger than in their columns
   */
  lay(laid, { isOverlay, isLarger }) {
    const { original } = laid;
    tell(this.#root, "--original-width", isOverlay ? `${original.width}px` : "");
    tell(this.#root, "--original-shrink", isOverlay ? `${original.shrink}` : "");
    if (!isLarger) this.#restoreSizes();
    for (const side of this.sides) {
      const { matrix, isFlipped } = laid[side];
      tell(this.#root, `--${side}-view`, matrix.isIdentity ? "" : matrix.toString());
      tell(this.#root, `--${side}-flip`, isFlipped ? "-1" : "");
      if (isLarger) this.#askForWidth(side, widthOf(laid[side]));
    }
    this.#layTiles(laid, isLarger);
  }

  /** Leave the pictures as they came from the build. */
  release() {
    this.#restoreSizes();
    for (const side of this.#root.querySelectorAll(".side")) side.classList.remove("is-missing");
    for (const tiles of Object.values(this.#tiles ?? {})) tiles.remove();
    this.#tiles = null;
    for (const name of PROPERTIES) tell(this.#root, name, "");
  }

  /** Let the browser fetch a larger file where the picture now stands larger than the page said. */
  #askForWidth(side, width) {
    // What an image counts as its own width is what `sizes` came to.
    if (width <= this.#root.querySelector(`.side-${side} picture > img`)?.naturalWidth) return;
    for (const source of this.#root.querySelectorAll(`.side-${side} :is(source, img[srcset])`)) {
      if (!this.#sizes.has(source)) this.#sizes.set(source, source.sizes);
      const sizes = `${Math.ceil(width)}px`;
      if (source.sizes !== sizes) source.sizes = sizes;
    }
  }

  #restoreSizes() {
    for (const [source, sizes] of this.#sizes) source.sizes = sizes;
    this.#sizes.clear();
  }

  /** Where a large file is still coarser than the screen, lay pieces of the whole of it over its picture. */
  #layTiles(laid, isLarger) {
    if (!this.#tiles && isLarger && this.#root.querySelector("[data-tiles]")) this.#fetchTiles();
    for (const [side, tiles] of Object.entries(this.#tiles ?? {})) {
      if (isLarger) tiles.lay(this.#fileOf(side), laid[side]);
      else tiles.remove();
    }
  }

  async #fetchTiles() {
    this.#tiles = {};
    const { Tiles } = await import("./comparison-tiles.js");
    if (!this.#root.isConnected || !this.#tiles) return;
    for (const side of SIDES) {
      const picture = this.#find(side, "picture[data-tiles]");
      if (picture) this.#tiles[side] = new Tiles(picture);
    }
    this.#layAgain();
  }

  /** The smallest box, as shares of a picture, around all that is drawn of something on it; null for nothing. */
  #boxOf(side, which) {
    const lines = [...this.#root.querySelectorAll(`.side-${side} ${which} .region-line`)];
    if (!lines.length) return null;
    const file = this.#fileOf(side);
    const along = (start, length, whole) => {
      const from = Math.min(...lines.map((line) => line[start].baseVal.value));
      const to = Math.max(...lines.map((line) => line[start].baseVal.value + line[length].baseVal.value));
      return [from / whole, (to - from) / whole];
    };
    const [left, width] = along("x", "width", file.width);
    const [top, height] = along("y", "height", file.height);
    return { left, top, width, height };
  }

  #image(side) {
    return this.#find(side, "img");
  }

  #fileOf(side) {
    const { dataset } = this.#root;
    return { width: Number(dataset[`${side}Width`]), height: Number(dataset[`${side}Height`]) };
  }

  #find(side, selector) {
    return this.#root.querySelector(`.side-${side} ${selector}`);
  }
}
