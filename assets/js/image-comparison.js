/**
 * <image-comparison>: two plain figures that can also be laid over each other in true geometry.
 *
 * Everything it needs stands in its light DOM: controls, words, pictures. It shows and moves what is
 * there, makes nothing, and leaves the figures as it found them when it is taken out of the page.
 */

/** The ways to look. An overlay has a range; `share` is what its value means to the style sheet. */
const MODES = {
  "side-by-side": { isOverlay: false },
  swipe: { isOverlay: true, range: ".divider-range", share: (value) => `${value}%` },
  fade: { isOverlay: true, range: ".fade-range", share: (value) => `${value / 100}` },
};

/** What the style sheet is told of the geometry. */
const PROPERTIES = [
  "--share",
  "--original-width",
  "--original-shrink",
  "--registration",
];

/** How far a finger may stray and still tap, and must go before a drag has a direction, in CSS pixels. */
const SLOP_PX = 8;

export class ImageComparison extends HTMLElement {
  #listening = null;
  #observer = null;
  #drag = null;
  #sizes = new Map();

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("click", this.#onClick, { signal });
    this.addEventListener("keydown", this.#onKey, { signal });
    this.addEventListener("input", this.#onInput, { signal });
    addEventListener("hashchange", this.#onHash, { signal });
    if (this.dataset.matrix) {
      const stage = this.#part(".divider");
      stage.addEventListener("pointerdown", this.#onPointerDown, { signal });
      stage.addEventListener("pointermove", this.#onPointerMove, { signal });
      stage.addEventListener("pointerup", this.#onPointerUp, { signal });
      stage.addEventListener("pointercancel", this.#onPointerCancel, { signal });
      this.#part(".modes").hidden = false;
      this.#observer = new ResizeObserver(() => this.#layOut());
      this.#observer.observe(this.#part(".side-claimed img"));
      this.mode = this.#part(".modes input:checked").value;
    }
    this.#onHash();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#observer?.disconnect();
    this.#observer = null;
    this.#drag = null;
    this.choose(null);
    if (this.dataset.matrix) {
      this.#show("side-by-side");
      this.#part(".modes").hidden = true;
      delete this.dataset.mode;
      for (const name of PROPERTIES) this.style.removeProperty(name);
      if (!this.getAttribute("style")) this.removeAttribute("style");
      for (const range of this.querySelectorAll("[type=range]")) range.removeAttribute("aria-valuetext");
    }
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
    this.#part("[data-status]").textContent = words
      ? this.dataset.chosen.replace("{number}", chosen).replace("{label}", () => words)
      : this.isConnected
        ? this.dataset.cleared
        : "";
  }

  #show(name) {
    const mode = MODES[name];
    this.dataset.mode = name;
    this.classList.toggle("is-overlaid", mode.isOverlay);
    this.#part(".divider").hidden = mode.range !== ".divider-range";
    this.#part(".fade").hidden = mode.range !== ".fade-range";
    this.#slide();
    this.#layOut();
  }

  #slide() {
    const mode = MODES[this.mode];
    if (!mode.isOverlay) return;
    const range = this.#part(mode.range);
    this.#tell("--share", mode.share(range.value));
    range.setAttribute("aria-valuetext", range.dataset.words.replace("{value}", range.value));
  }

  #tell(property, value) {
    if (this.style.getPropertyValue(property) !== value) this.style.setProperty(property, value);
  }

  /** Register the original with the claimed picture as it stands on the screen. */
  #layOut() {
    if (!MODES[this.mode].isOverlay) {
      this.#restoreSizes();
      return;
    }
    const claimed = this.#part(".side-claimed img");
    const { width } = claimed.getBoundingClientRect();
    if (!width) return;
    const scale = width / Number(this.dataset.claimedWidth);
    const placement = new DOMMatrix(this.dataset.matrix.trim().split(/[\s,]+/).map(Number));
    const registration = new DOMMatrix().scale(scale).multiply(placement.inverse());
    const enlarged = Math.hypot(registration.a, registration.b);
    const originalWidth = Number(this.dataset.originalWidth);
    this.#tell("--original-width", `${originalWidth}px`);
    // Numbers on the original are as large as those on the claimed picture.
    this.#tell("--original-shrink", `${width / (originalWidth * enlarged)}`);
    this.#tell("--registration", registration.toString());
    this.#askForWidth(".side-claimed source", width);
    this.#askForWidth(".side-original source", originalWidth * enlarged);
  }

  /** Let the browser fetch a larger file where the picture now stands larger than in its column. */
  #askForWidth(selector, width) {
    for (const source of this.querySelectorAll(selector)) {
      if (!this.#sizes.has(source)) this.#sizes.set(source, source.sizes);
      const sizes = `${Math.ceil(width)}px`;
      if (source.sizes !== sizes) source.sizes = sizes;
    }
  }

  #restoreSizes() {
    for (const [source, sizes] of this.#sizes) source.sizes = sizes;
    this.#sizes.clear();
  }

  #onInput = (event) => {
    if (event.target.matches(".modes input")) this.#show(event.target.value);
    else if (event.target.type === "range") this.#slide();
  };

  #onClick = (event) => {
    const link = event.target.closest(".region-link");
    const region = event.target.closest(".region");
    if (link) {
      // The pictures come into view without the keyboard's place being lost, as a jump would lose it.
      event.preventDefault();
      this.#toggle(link.dataset.region);
      this.#part(".pair").scrollIntoView({ block: "nearest" });
    } else if (region) {
      this.#toggle(region.dataset.region);
    }
  };

  #onKey = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && this.dataset.highlight) {
      event.preventDefault();
      this.#toggle(this.dataset.highlight);
    } else if (/^[1-9]$/.test(event.key) && this.#link(event.key)) {
      event.preventDefault();
      this.#toggle(event.key);
    }
  };

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

  #onPointerDown = (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    this.#drag = { id: event.pointerId, x: event.clientX, y: event.clientY, isSideways: false, isTap: true };
    if (event.pointerType === "mouse") {
      event.preventDefault();
      this.#startDrag(event);
    }
  };

  #onPointerMove = (event) => {
    if (event.pointerId !== this.#drag?.id) return;
    if (!this.#drag.isSideways) {
      const across = Math.abs(event.clientX - this.#drag.x);
      const along = Math.abs(event.clientY - this.#drag.y);
      if (Math.max(across, along) < SLOP_PX) return;
      this.#drag.isTap = false;
      if (along >= across) {
        this.#drag = null;
        return;
      }
      this.#startDrag(event);
    }
    this.#moveTo(event.clientX);
  };

  #onPointerUp = (event) => {
    if (event.pointerId !== this.#drag?.id) return;
    if (this.#drag.isTap) this.#moveTo(event.clientX);
    this.#part(".divider-range").focus({ preventScroll: true });
    this.#drag = null;
  };

  #onPointerCancel = () => {
    this.#drag = null;
  };

  #startDrag(event) {
    this.#drag.isSideways = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#moveTo(event.clientX);
  }

  #moveTo(clientX) {
    const { left, width } = this.#part(".divider").getBoundingClientRect();
    const fromLeft = ((clientX - left) / width) * 100;
    const range = this.#part(".divider-range");
    range.value = getComputedStyle(this).direction === "rtl" ? 100 - fromLeft : fromLeft;
    this.#slide();
  }

  #link(number) {
    return number === null ? null : this.querySelector(`.region-link[data-region="${number}"]`);
  }

  #part(selector) {
    return this.querySelector(selector);
  }
}

customElements.define("image-comparison", ImageComparison);
