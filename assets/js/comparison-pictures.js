/**
 * The two pictures of a comparison on the page: their sizes, their files, their numbered details.
 *
 * It moves them by telling the style sheet, and lets the browser fetch as large a file as is seen.
 */

import { boxOfOriginal, CLAIMED, LARGEST, largestZoom, led, placementOf, placesOf, widthOf } from "./comparison-geometry.js";

export const SIDES = ["claimed", "original"];

/** What the style sheet is told of how the pictures are laid. */
const PROPERTIES = [
  "--original-width",
  "--original-shrink",
  ...SIDES.flatMap((side) => [`--${side}-view`, `--${side}-flip`]),
];

/** Tell the style sheet something, or nothing more. */
export function tell(root, property, value) {
  if (root.style.getPropertyValue(property) === value) return;
  if (value) root.style.setProperty(property, value);
  else root.style.removeProperty(property);
}

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

  get areThere() {
    return SIDES.every((side) => this.#image(side));
  }

  /** Mark the pictures that were asked for and did not come; whether there are any. */
  markMissing() {
    const missing = SIDES.filter((side) => this.#image(side)?.complete && !this.#image(side).naturalWidth);
    for (const side of SIDES) {
      // A picture that is compared with itself stands alone.
      this.#root.querySelector(`.side-${side}`)?.classList.toggle("is-missing", missing.includes(side));
    }
    return missing.length > 0;
  }

  /** Tell when a picture has come, or will not come. */
  watch(signal, onLoad) {
    for (const image of SIDES.map((side) => this.#image(side)).filter(Boolean)) {
      image.addEventListener("load", onLoad, { signal });
      image.addEventListener("error", onLoad, { signal });
    }
  }

  /** The sizes of a picture. Its frame stands still, and half a pixel of it is many where it is seen closely. */
  of(side) {
    const { width, height } = this.#find(side, ".frame").getBoundingClientRect();
    return { file: this.#fileOf(side), frame: { width, height } };
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
    return this.placement && !isOverlay ? [CLAIMED, boxOfOriginal(this.places)] : [CLAIMED];
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

  /** How much larger the pair may become. A reader can go as near as a file goes that is published in pieces. */
  largestZoom(laidWhole) {
    const large = SIDES.filter((side) => this.#find(side, "[data-tiles]"));
    return Math.max(LARGEST, ...large.map((side) => largestZoom(this.#fileOf(side).width, widthOf(laidWhole[side]))));
  }

  /** The middle of a numbered detail, as a place in a picture; null where the picture does not have it. */
  middleOf(side, number) {
    const region = number ? this.#find(side, `[data-region="${number}"] rect`) : null;
    if (!region) return null;
    const { x, y, width, height } = region;
    const middle = (start, length) => start.baseVal.value + length.baseVal.value / 2;
    const file = this.#fileOf(side);
    return { x: middle(x, width) / file.width, y: middle(y, height) / file.height };
  }

  /** Where a detail stands, as a place in the claimed picture, below 0 or above 1 where that does not have it. */
  placeOf(number) {
    const [here, there] = SIDES.map((side) => this.middleOf(side, number));
    return here ?? led(there, this.places.inverse());
  }

  /**
   * @param {import("./comparison-geometry.js").LaidPair} laid
   * @param {object} seen
   * @param {boolean} seen.isOverlay
   * @param {boolean} seen.isEnlarged
   * @param {boolean} seen.isLarger whether the pictures stand larger than in their columns
   */
  lay(laid, { isOverlay, isEnlarged, isLarger }) {
    const { original } = laid;
    tell(this.#root, "--original-width", isOverlay ? `${original.width}px` : "");
    tell(this.#root, "--original-shrink", isOverlay ? `${original.shrink}` : "");
    if (!isLarger) this.#restoreSizes();
    for (const side of SIDES) {
      const { matrix, isFlipped } = laid[side];
      tell(this.#root, `--${side}-view`, matrix.isIdentity ? "" : matrix.toString());
      tell(this.#root, `--${side}-flip`, isFlipped ? "-1" : "");
      if (isLarger) this.#askForWidth(side, widthOf(laid[side]));
    }
    this.#layTiles(laid, isEnlarged);
  }

  /** Leave the pictures as they came from the build. */
  release() {
    this.#restoreSizes();
    for (const side of this.#root.querySelectorAll(".side")) side.classList.remove("is-missing");
    for (const tiles of Object.values(this.#tiles ?? {})) tiles.remove();
    this.#tiles = null;
    for (const name of PROPERTIES) tell(this.#root, name, "");
  }

  /** Let the browser fetch a larger file where the picture now stands larger than in its column. */
  #askForWidth(side, width) {
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
  #layTiles(laid, isEnlarged) {
    if (!this.#tiles && isEnlarged && this.#root.querySelector("[data-tiles]")) this.#fetchTiles();
    for (const [side, tiles] of Object.entries(this.#tiles ?? {})) {
      const { frame, width, matrix } = laid[side];
      if (isEnlarged) tiles.lay(this.#fileOf(side), frame, width, matrix);
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
