/**
 * <image-comparison>: two plain figures that can also be laid over each other in true geometry, and looked
 * at closely together. One figure alone has linked details and nothing else.
 *
 * Everything it needs stands in its light DOM: controls, words, pictures. It shows and moves what is
 * there, makes nothing, and leaves the figures as it found them when it is taken out of the page.
 */

import { readState, writeState } from "./comparison-address.js";
import {
  boxOfOriginal,
  CLAIMED,
  enlarged,
  flipped,
  held,
  isReversed,
  LARGEST,
  led,
  placementOf,
  placesOf,
  WHOLE,
} from "./comparison-geometry.js";
import { followPointer } from "./comparison-pointer.js";

/** The ways to look. A range has a `share`: what its value means to the style sheet. */
const MODES = {
  "side-by-side": { isOverlay: false },
  swipe: { isOverlay: true, controls: ".divider", share: (value) => `${value}%` },
  fade: { isOverlay: true, controls: ".fade", share: (value) => `${value / 100}` },
  blink: { isOverlay: true, controls: ".blink" },
  difference: { isOverlay: true, controls: ".difference-scale" },
};

/** What the style sheet is told of the geometry. */
const PROPERTIES = [
  "--share",
  "--clip",
  "--zoom",
  "--claimed-view",
  "--original-view",
  "--original-width",
  "--original-shrink",
  "--claimed-flip",
  "--original-flip",
  "--shape",
];

const SIDES = ["claimed", "original"];

const ZOOM_STEP = 1.5;
const PAN_STEP = 0.1;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Slower than the three flashes in a second that can bring on a seizure (WCAG 2.3.1). */
const BLINK_MS = 1000;

/** How near to the divider a drag moves it while the pictures are enlarged, in CSS pixels. */
const HANDLE_PX = 28;

export class ImageComparison extends HTMLElement {
  #listening = null;
  #observer = null;
  #sizes = new Map();
  #view = WHOLE;
  #blinking = 0;
  #isDividing = false;
  #beforeKeys = null;
  #tiles = null;
  #plainAddress = "";

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("click", this.#onClick, { signal });
    this.addEventListener("keydown", this.#onKey, { signal });
    this.addEventListener("input", this.#onInput, { signal });
    this.addEventListener("fullscreenchange", this.#onFullScreen, { signal });
    addEventListener("hashchange", this.#onHash, { signal });
    for (const frame of this.querySelectorAll(".frame")) {
      followPointer(frame, signal, {
        begin: () => (this.#isEnlarged ? "anywhere" : ""),
        move: (_, x, y) => this.#drag(frame, x, y),
        end: () => {},
      });
    }
    for (const tools of this.querySelectorAll("[data-scripted]")) tools.hidden = false;
    const fullscreen = this.#part("[data-do=fullscreen]");
    if (fullscreen) fullscreen.hidden = !document.fullscreenEnabled;
    this.#plainAddress = this.#part(".view-link")?.getAttribute("href");
    this.#observer = new ResizeObserver(() => this.#layOut());
    for (const image of this.querySelectorAll(".side img")) this.#observer.observe(image);
    const divider = this.#part(".divider");
    if (divider) {
      followPointer(divider, signal, {
        begin: (event) => this.#beginDivider(event),
        move: (event, x, y) => this.#dragDivider(event, x, y),
        end: (event, isTap) => this.#endDivider(event, isTap),
      });
    }
    this.#show(this.querySelector(".modes input:checked")?.value ?? "side-by-side");
    this.#onHash();
    this.#arrive();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#observer.disconnect();
    this.#play(false);
    this.choose(null);
    this.#view = WHOLE;
    this.#show("side-by-side");
    for (const tools of this.querySelectorAll("[data-scripted]")) tools.hidden = true;
    for (const tiles of Object.values(this.#tiles ?? {})) tiles?.remove();
    this.#tiles = null;
    delete this.dataset.mode;
    delete this.dataset.shown;
    this.classList.remove("is-mirrored", "is-enlarged");
    for (const button of this.querySelectorAll("[data-do]")) {
      button.removeAttribute("aria-disabled");
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", "false");
    }
    this.#part(".view-link")?.setAttribute("href", this.#plainAddress);
    for (const name of PROPERTIES) this.style.removeProperty(name);
    if (!this.getAttribute("style")) this.removeAttribute("style");
    for (const range of this.querySelectorAll("[type=range]")) range.removeAttribute("aria-valuetext");
  }

  get mode() {
    return this.dataset.mode;
  }

  set mode(name) {
    if (name === this.mode) return;
    const radio = [...this.querySelectorAll(".modes input")].find((input) => input.value === name);
    if (!radio) return;
    radio.checked = true;
    this.#show(name);
  }

  /** What part of the pictures is seen: `{ zoom, x, y }`, as in comparison-geometry.js. */
  get view() {
    return { ...this.#view };
  }

  set view(view) {
    const wanted = held(view, this.#boxes);
    if (["zoom", "x", "y"].every((name) => wanted[name] === this.#view[name])) return;
    this.#view = wanted;
    this.#layOut();
    this.#refreshLink();
  }

  /** Highlight a numbered detail in both pictures, or none. */
  choose(number) {
    const chosen = number === null ? null : String(number);
    if ((this.dataset.highlight ?? null) === chosen) return;
    if (chosen === null) delete this.dataset.highlight;
    else this.dataset.highlight = chosen;
    for (const region of this.querySelectorAll(".region")) {
      region.classList.toggle("is-chosen", region.dataset.region === chosen);
    }
    for (const link of this.querySelectorAll(".region-link")) {
      if (link.dataset.region === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const words = this.#link(chosen)?.querySelector(".region-words").textContent.trim();
    this.#say(words ? this.dataset.chosen.replace("{number}", chosen).replace("{label}", () => words) : this.dataset.cleared);
    if (words && this.#isEnlarged) this.#centreOn(chosen);
    this.#refreshLink();
  }

  // ------------------------------------------------------------------------------------------- modes

  #show(name) {
    const mode = MODES[name];
    this.#play(false);
    this.dataset.mode = name;
    this.dataset.shown = "claimed";
    this.classList.toggle("is-overlaid", mode.isOverlay);
    for (const { controls } of Object.values(MODES)) {
      const part = controls && this.#part(controls);
      if (part) part.hidden = controls !== mode.controls;
    }
    this.#enable("mirror", !mode.isOverlay);
    this.#view = held(this.#view, this.#boxes);
    this.#slide();
    this.#layOut();
    this.#refreshLink();
  }

  #slide() {
    const mode = MODES[this.mode];
    if (!mode.share) return;
    const range = this.#range;
    this.#tell("--share", mode.share(range.value));
    range.setAttribute("aria-valuetext", range.dataset.words.replace("{value}", range.value));
    this.#layOutClip();
    this.#refreshLink();
  }

  #switch() {
    const shown = this.dataset.shown === "claimed" ? "original" : "claimed";
    this.dataset.shown = shown;
    if (!this.#blinking) this.#sayShown();
  }

  #switchByItself() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.#play(false);
    else this.#switch();
  }

  #sayShown() {
    this.#say(this.#part(".blink").dataset[this.dataset.shown]);
  }

  /** Switch by itself, or no longer; only ever when the reader asks for it. */
  #play(isOn) {
    const wasOn = this.#blinking !== 0;
    clearInterval(this.#blinking);
    this.#blinking = isOn ? setInterval(() => this.#switchByItself(), BLINK_MS) : 0;
    this.#part("[data-do=play]")?.setAttribute("aria-pressed", String(isOn));
    if (wasOn && !isOn) this.#sayShown();
  }

  // ---------------------------------------------------------------------------------------- geometry

  get #placement() {
    return this.dataset.matrix ? placementOf(this.dataset.matrix) : null;
  }

  get #isEnlarged() {
    return this.#view.zoom > 1;
  }

  /** Only beside the original; laid over it, the registration does it. */
  get #isMirrored() {
    return this.classList.contains("is-mirrored") && !MODES[this.mode].isOverlay;
  }

  get #isFullScreen() {
    return document.fullscreenElement === this;
  }

  get #isRightToLeft() {
    return getComputedStyle(this).direction === "rtl";
  }

  #image(side) {
    return this.#part(`.side-${side} img`);
  }

  /** The size of a picture's own file, or of its frame: `offsetWidth` knows nothing of what we move. */
  #sizeOf(side) {
    return {
      width: Number(this.dataset[`${side}Width`]),
      height: Number(this.dataset[`${side}Height`]),
    };
  }

  #frameOf(side) {
    const { offsetWidth: width, offsetHeight: height } = this.#image(side);
    return { width, height };
  }

  /** The map of places from the claimed picture to the original. Unaligned, a chosen detail gives it. */
  get #places() {
    const [claimed, original] = SIDES.map((side) => this.#sizeOf(side));
    if (this.#placement) return placesOf(this.#placement, claimed, original);
    const [here, there] = SIDES.map((side) => this.#middleOf(side, this.dataset.highlight));
    return here && there ? new DOMMatrix().translate(there.x - here.x, there.y - here.y) : new DOMMatrix();
  }

  /** What the view may show: beside each other all of both pictures, else what the claimed one's frame holds. */
  get #boxes() {
    const isBoth = this.#placement && !MODES[this.mode].isOverlay;
    return isBoth ? [CLAIMED, boxOfOriginal(this.#places)] : [CLAIMED];
  }

  #layOut() {
    if (!this.#image("claimed") || !this.#image("original")) return;
    const { zoom } = this.#view;
    this.classList.toggle("is-enlarged", this.#isEnlarged);
    this.#tell("--zoom", this.#isEnlarged ? `${zoom}` : "");
    if (MODES[this.mode].isOverlay) this.#layOver();
    else this.#layBeside();
    this.#layOutClip();
    this.#tellZoom();
  }

  /** Register the original with the claimed picture as it stands on the screen. */
  #layOver() {
    const frame = this.#frameOf("claimed");
    if (!frame.width) return;
    const claimed = this.#sizeOf("claimed");
    const original = this.#sizeOf("original");
    const closer = enlarged(this.#view, frame);
    const registration = new DOMMatrix().scale(frame.width / claimed.width).multiply(this.#placement.inverse());
    const scale = Math.hypot(registration.a, registration.b);
    this.#tell("--original-width", `${original.width}px`);
    // Numbers on the original are as large as those on the claimed picture.
    this.#tell("--original-shrink", `${frame.width / (original.width * scale)}`);
    this.#tell("--claimed-view", this.#isEnlarged ? closer.toString() : "");
    this.#tell("--original-view", closer.multiply(registration).toString());
    this.#tell("--claimed-flip", "");
    this.#tell("--original-flip", isReversed(registration) ? "-1" : "");
    this.#askForWidth("claimed", frame.width * this.#view.zoom);
    this.#askForWidth("original", original.width * scale * this.#view.zoom);
    this.#layTiles("claimed", frame, frame.width, closer);
    this.#layTiles("original", frame, original.width, closer.multiply(registration));
  }

  #layBeside() {
    const { zoom } = this.#view;
    const isMirrored = this.#isMirrored;
    for (const name of ["--original-width", "--original-shrink", "--original-flip"]) this.#tell(name, "");
    const [frame, other] = SIDES.map((side) => this.#frameOf(side));
    const seen = isMirrored ? { ...this.#view, x: 1 - this.#view.x } : this.#view;
    const claimedView = enlarged(seen, frame);
    if (isMirrored) claimedView.multiplySelf(flipped(frame.width));
    const place = { zoom, ...led(this.#view, this.#places) };
    const originalView = enlarged(this.#placement ? place : held(place), other);
    this.#tell("--claimed-view", this.#isEnlarged || isMirrored ? claimedView.toString() : "");
    this.#tell("--claimed-flip", isMirrored ? "-1" : "");
    this.#tell("--original-view", this.#isEnlarged ? originalView.toString() : "");
    if (this.#isEnlarged || this.#isFullScreen) {
      this.#askForWidth("claimed", frame.width * zoom);
      this.#askForWidth("original", other.width * zoom);
    } else {
      this.#restoreSizes();
    }
    this.#layTiles("claimed", frame, frame.width, claimedView);
    this.#layTiles("original", other, other.width, originalView);
  }

  /** Where a large original is still coarser than the screen, lay pieces of the whole file over it. */
  #layTiles(side, frame, width, matrix) {
    const tiles = this.#tiles?.[side];
    if (tiles && this.#isEnlarged) tiles.lay(this.#sizeOf(side), frame, width, matrix);
    else if (tiles) tiles.remove();
    else if (this.#isEnlarged && !this.#tiles && this.#part("[data-tiles]")) this.#fetchTiles();
  }

  async #fetchTiles() {
    this.#tiles = {};
    const { Tiles } = await import("./comparison-tiles.js");
    if (!this.isConnected || !this.#tiles) return;
    for (const side of SIDES) {
      const picture = this.#part(`.side-${side} picture[data-tiles]`);
      if (picture) this.#tiles[side] = new Tiles(picture);
    }
    this.#layOut();
  }

  /** The divider stands on the frame, the edge it draws on the picture, which may be enlarged below it. */
  #layOutClip() {
    if (this.mode !== "swipe") return;
    const { width } = this.#frameOf("claimed");
    const share = Number(this.#range.value) / 100;
    const { a: zoom, e: left } = enlarged(this.#view, { width, height: 0 });
    const at = this.#isRightToLeft ? 1 - share : share;
    this.#tell("--clip", width ? `${((at * width - left) / zoom / width) * 100}%` : "");
  }

  /** Let the browser fetch a larger file where the picture now stands larger than in its column. */
  #askForWidth(side, width) {
    for (const source of this.querySelectorAll(`.side-${side} :is(source, img[srcset])`)) {
      if (!this.#sizes.has(source)) this.#sizes.set(source, source.sizes);
      const sizes = `${Math.ceil(width)}px`;
      if (source.sizes !== sizes) source.sizes = sizes;
    }
  }

  #restoreSizes() {
    for (const [source, sizes] of this.#sizes) source.sizes = sizes;
    this.#sizes.clear();
  }

  #enlarge(factor) {
    this.view = { ...this.#view, zoom: this.#view.zoom * factor };
    this.#say(this.#part("[data-zoom]").textContent);
  }

  #pan(across, down) {
    const step = PAN_STEP / this.#view.zoom;
    const way = this.#isMirrored ? -across : across;
    this.view = { ...this.#view, x: this.#view.x + way * step, y: this.#view.y + down * step };
  }

  /** The middle of a numbered detail, as a place in a picture; null where the picture does not have it. */
  #middleOf(side, number) {
    const region = number ? this.querySelector(`.side-${side} [data-region="${number}"] rect`) : null;
    if (!region) return null;
    const { x, y, width, height } = region;
    const middle = (start, length) => start.baseVal.value + length.baseVal.value / 2;
    const size = this.#sizeOf(side);
    return { x: middle(x, width) / size.width, y: middle(y, height) / size.height };
  }

  #centreOn(number) {
    const [here, there] = SIDES.map((side) => this.#middleOf(side, number));
    this.view = { ...this.#view, ...(here ?? led(there, this.#places.inverse())) };
    this.#layOut();
  }

  #tellZoom() {
    const output = this.#part("[data-zoom]");
    const words = output.dataset.words.replace("{value}", Math.round(this.#view.zoom * 100));
    if (output.textContent !== words) output.textContent = words;
    this.#enable("closer", this.#view.zoom < LARGEST);
    for (const name of ["further", "whole"]) this.#enable(name, this.#isEnlarged);
  }

  /** A button that can do nothing now keeps the focus: a disabled one would lose it. */
  #enable(name, isEnabled) {
    const button = this.#part(`[data-do=${name}]`);
    if (!button || (button.getAttribute("aria-disabled") !== "true") === isEnabled) return;
    if (isEnabled) button.removeAttribute("aria-disabled");
    else button.setAttribute("aria-disabled", "true");
  }

  // ------------------------------------------------------------------------------------------ reader

  #onInput = (event) => {
    if (event.target.matches(".modes input")) this.#show(event.target.value);
    else if (event.target.type === "range") this.#slide();
  };

  #actions = {
    closer: () => this.#enlarge(ZOOM_STEP),
    further: () => this.#enlarge(1 / ZOOM_STEP),
    whole: () => this.#enlarge(0),
    switch: () => this.#switch(),
    play: () => this.#play(!this.#blinking),
    mirror: (button) => {
      const isMirrored = this.classList.toggle("is-mirrored");
      button.setAttribute("aria-pressed", String(isMirrored));
      this.#layOut();
      this.#refreshLink();
    },
    fullscreen: () => {
      if (this.#isFullScreen) document.exitFullscreen();
      else this.requestFullscreen();
    },
  };

  #onClick = (event) => {
    const link = event.target.closest(".region-link");
    const region = event.target.closest(".region");
    const button = event.target.closest("[data-do]");
    if (event.target.matches("textarea")) {
      event.target.select();
    } else if (button) {
      if (button.getAttribute("aria-disabled") !== "true") this.#actions[button.dataset.do](button);
    } else if (event.target.closest(".view-link")?.pathname === location.pathname) {
      event.preventDefault();
      this.#shareView();
    } else if (link) {
      // The pictures come into view without the keyboard's place being lost, as a jump would lose it.
      event.preventDefault();
      this.#toggle(link.dataset.region);
      this.#part(".pair").scrollIntoView({ block: "nearest" });
    } else if (region) {
      this.#toggle(region.dataset.region);
    }
  };

  #onKey = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea")) return;
    if (this.#answer(event)) event.preventDefault();
  };

  /** Do what a key asks for; whether it asked for anything. */
  #answer(event) {
    const { key, shiftKey } = event;
    const canEnlarge = this.#part("[data-zoom]") !== null;
    if (key === "Escape" && this.#isFullScreen) document.exitFullscreen();
    else if (key === "Escape" && this.#isEnlarged) this.#enlarge(0);
    else if (key === "Escape" && this.dataset.highlight) this.#toggle(this.dataset.highlight);
    else if (canEnlarge && (key === "+" || key === "=")) this.#enlarge(ZOOM_STEP);
    else if (canEnlarge && key === "-") this.#enlarge(1 / ZOOM_STEP);
    else if (canEnlarge && key === "0") this.#enlarge(0);
    else if (shiftKey && ARROWS[key] && this.#isEnlarged) this.#pan(...ARROWS[key]);
    else if (/^[1-9]$/.test(key) && this.#link(key)) this.#toggle(key);
    else if (key === "?" && this.#part(".keys")) this.#openKeys();
    else return false;
    return true;
  }

  #openKeys() {
    const sheet = this.#part(".keys");
    sheet.open = !sheet.open;
    if (sheet.open) this.#beforeKeys = document.activeElement;
    const next = sheet.open ? null : this.#beforeKeys;
    (next ?? sheet.querySelector("summary")).focus();
  }

  #onFullScreen = () => {
    this.#part("[data-do=fullscreen]")?.setAttribute("aria-pressed", String(this.#isFullScreen));
    const { width, height } = this.#sizeOf("claimed");
    this.#tell("--shape", this.#isFullScreen ? `${width / height}` : "");
    this.#layOut();
  };

  #drag(frame, x, y) {
    const { zoom } = this.#view;
    const isOriginal = !MODES[this.mode].isOverlay && frame.closest(".side-original") !== null;
    const { width, height } = this.#frameOf(isOriginal ? "original" : "claimed");
    const places = isOriginal ? this.#places : new DOMMatrix();
    const place = led(this.#view, places);
    const way = this.#isMirrored && !isOriginal ? -x : x;
    const moved = { x: place.x - way / zoom / width, y: place.y - y / zoom / height };
    this.view = { zoom, ...led(moved, places.inverse()) };
  }

  /** Enlarged pictures are moved by a drag, and the divider only by one that begins at its handle. */
  #beginDivider({ clientX }) {
    const { left, width } = this.#part(".divider-line").getBoundingClientRect();
    this.#isDividing = !this.#isEnlarged || Math.abs(clientX - left - width / 2) <= HANDLE_PX;
    return this.#isEnlarged ? "anywhere" : "across";
  }

  #dragDivider(event, x, y) {
    if (this.#isDividing) this.#moveDivider(event.clientX);
    else this.#drag(this.#part(".side-claimed .frame"), x, y);
  }

  #endDivider(event, isTap) {
    if (isTap) this.#moveDivider(event.clientX);
    this.#range.focus({ preventScroll: true });
  }

  #moveDivider(clientX) {
    const { left, width } = this.#part(".divider").getBoundingClientRect();
    const fromLeft = ((clientX - left) / width) * 100;
    this.#range.value = this.#isRightToLeft ? 100 - fromLeft : fromLeft;
    this.#slide();
  }

  // ----------------------------------------------------------------------------------------- address

  #onHash = () => {
    const link = [...this.querySelectorAll(".region-link")].find((item) => item.hash === location.hash);
    if (link) this.choose(link.dataset.region);
  };

  #toggle(number) {
    this.choose(this.dataset.highlight === number ? null : number);
    const { pathname, search } = location;
    const hash = this.dataset.highlight ? this.#link(number).hash : "";
    history.replaceState(history.state, "", `${pathname}${search}${hash}`);
  }

  /** Show what an address asks for, if it is this comparison that it asks. */
  #arrive() {
    const asked = readState(location.search, this.dataset.name);
    if (!asked) return;
    this.mode = asked.mode ?? this.mode;
    if (asked.at !== null && this.#range) {
      this.#range.value = asked.at;
      this.#slide();
    }
    if (asked.isMirrored && this.#part("[data-do=mirror][aria-pressed=false]")) this.#part("[data-do=mirror]").click();
    if (this.#link(asked.detail)) this.choose(asked.detail);
    if (asked.view) this.view = asked.view;
  }

  /** An address of the case that shows what is seen now. */
  #addressOf({ pathname, hash }) {
    const query = writeState(this.dataset.name, {
      mode: this.mode,
      at: this.#range?.value,
      view: this.#isEnlarged ? this.#view : null,
      isMirrored: this.classList.contains("is-mirrored"),
      detail: this.dataset.highlight,
    });
    return `${pathname}${query}${hash}`;
  }

  #refreshLink() {
    const link = this.#part(".view-link");
    if (!link || !this.isConnected) return;
    const address = this.#addressOf(link);
    if (link.getAttribute("href") !== address) link.setAttribute("href", address);
  }

  async #shareView() {
    const link = this.#part(".view-link");
    history.replaceState(history.state, "", link.href);
    try {
      await navigator.clipboard.writeText(link.href);
      this.#say(link.dataset.copied);
    } catch {
      this.#say(link.dataset.shown);
    }
  }

  // ------------------------------------------------------------------------------------------- parts

  get #range() {
    const { controls, share } = MODES[this.mode];
    return share ? this.#part(`${controls} [type=range]`) : null;
  }

  #say(words) {
    this.#part("[data-status]").textContent = this.isConnected ? words : "";
  }

  #tell(property, value) {
    if (this.style.getPropertyValue(property) === value) return;
    if (value) this.style.setProperty(property, value);
    else this.style.removeProperty(property);
  }

  #link(number) {
    return [...this.querySelectorAll(".region-link")].find((link) => link.dataset.region === number);
  }

  #part(selector) {
    return this.querySelector(selector);
  }
}

customElements.define("image-comparison", ImageComparison);
