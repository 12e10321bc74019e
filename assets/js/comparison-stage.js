/**
 * What is seen of the pictures: which part of them, how large, and how they lie for that.
 *
 * It knows no controls. The element asks it for a view and is told when the pictures have been laid.
 */

import { held, laidBeside, laidOver, moved, roomOf, WHOLE } from "./comparison-geometry.js";
import { MODES } from "./comparison-modes.js";
import { Pictures, tell } from "./comparison-pictures.js";

const ZOOM_STEP = 1.5;
const PAN_STEP = 0.1;

/** A narrow picture has so much room to be looked at closely. */
const LEAST_STAGE = "20rem";

export class Stage {
  #root;
  #onLaid;
  #view = WHOLE;
  #observer = null;

  /** @param {() => void} onLaid is called when the pictures have been laid anew */
  constructor(root, onLaid) {
    this.#root = root;
    this.#onLaid = onLaid;
    this.pictures = new Pictures(root, () => this.lay());
  }

  /** Lay the pictures again whenever their places on the page change. */
  open() {
    this.#observer = new ResizeObserver(() => this.lay());
    for (const image of this.#root.querySelectorAll(".side img")) this.#observer.observe(image);
  }

  /** Leave the pictures as they came from the build. */
  close() {
    this.#observer.disconnect();
    this.pictures.release();
    this.#view = WHOLE;
    this.#root.classList.remove("is-overlaid", "is-mirrored", "is-enlarged");
    for (const name of ["--zoom", "--stage"]) tell(this.#root, name, "");
  }

  get isOverlay() {
    return MODES[this.#root.dataset.mode].isOverlay;
  }

  get isEnlarged() {
    return this.#view.zoom > 1;
  }

  get isFullScreen() {
    return document.fullscreenElement === this.#root;
  }

  /** Only beside the original; laid over it, the registration does it. */
  get isMirrored() {
    return this.#root.classList.contains("is-mirrored") && !this.isOverlay;
  }

  /** What part of the pictures is seen: `{ zoom, x, y }`, as in comparison-geometry.js. */
  get view() {
    return { ...this.#view };
  }

  set view(view) {
    if (!this.pictures.areThere) return;
    const wanted = held(view, this.pictures.boxes(this.isOverlay), this.largestZoom);
    if (["zoom", "x", "y"].every((name) => wanted[name] === this.#view[name])) return;
    this.#view = wanted;
    this.lay();
  }

  get largestZoom() {
    return this.pictures.areThere ? this.pictures.largestZoom(this.laid(WHOLE)) : WHOLE.zoom;
  }

  /** How the pictures lie when a reader sees this. */
  laid(view = this.#view) {
    const { placement, places, sides } = this.pictures;
    const [claimed, original] = sides.map((side) => this.pictures.of(side));
    if (this.isOverlay) return laidOver({ view, placement, claimed, original });
    return laidBeside({ view, places, isAligned: placement !== null, isMirrored: this.isMirrored, claimed, original });
  }

  lay() {
    if (!this.pictures.areThere) return;
    const { isOverlay, isEnlarged } = this;
    const { file, frame } = this.pictures.of("claimed");
    this.#root.classList.toggle("is-overlaid", isOverlay);
    const stage = `min(100%, max(var(--tallest) * ${file.width / file.height}, ${LEAST_STAGE}))`;
    tell(this.#root, "--stage", isOverlay ? stage : "");
    if (isOverlay && !frame.width) return;
    this.#root.classList.toggle("is-enlarged", isEnlarged);
    tell(this.#root, "--zoom", isEnlarged ? `${this.#view.zoom}` : "");
    this.pictures.lay(this.laid(), { isOverlay, isLarger: isOverlay || isEnlarged || this.isFullScreen });
    this.#onLaid();
  }

  /** Lay the pictures for the mode that was chosen, and keep what is seen as far as it can be seen in it. */
  change() {
    this.#root.classList.toggle("is-overlaid", this.isOverlay);
    if (this.pictures.areThere) this.#view = held(this.#view, this.pictures.boxes(this.isOverlay), this.largestZoom);
    this.lay();
  }

  /** Enlarge by a step, at first around the chosen detail, or shrink by one, or show all; whether there are pictures. */
  enlarge(step) {
    if (!this.pictures.areThere) return false;
    const zoom = this.#view.zoom * ZOOM_STEP ** step;
    const { highlight } = this.#root.dataset;
    const seen = highlight && !this.isEnlarged ? this.#viewOf(highlight, zoom) : this.#view;
    this.view = step ? { ...seen, zoom } : WHOLE;
    return true;
  }

  /** Move by steps what is seen; whether there is more to see. */
  pan(across, down) {
    if (!this.isEnlarged) return false;
    const step = PAN_STEP * roomOf(this.pictures.of("claimed"));
    this.view = moved(this.#view, (this.isMirrored ? -across : across) * step, down * PAN_STEP);
    return true;
  }

  /** Move what is seen as a pointer moves on a frame. */
  drag(frame, x, y) {
    const isOriginal = !this.isOverlay && frame.closest(".side-original") !== null;
    const { width, frame: size } = this.pictures.of(isOriginal ? "original" : "claimed");
    const across = (this.isMirrored && !isOriginal ? x : -x) / width;
    this.view = moved(this.#view, across, -y / size.height, isOriginal ? this.pictures.places : undefined);
  }

  /** Bring a detail into view, as near as the pictures are now and at most so near that all of it is seen. */
  centreOn(number) {
    this.view = this.#viewOf(number, this.#view.zoom);
    this.lay();
  }

  /** Show one place of the pictures as near as it can be seen whole. */
  approach(mark) {
    this.view = this.pictures.viewOf(`[data-mark="${mark}"]`, this.largestZoom);
  }

  #viewOf(number, most) {
    return this.pictures.viewOf(`[data-region="${number}"]`, most);
  }
}
