/**
 * <image-comparison>: two plain figures that can also be laid over each other in true geometry, and looked
 * at closely together. One figure alone can be looked at closely, and has linked details.
 *
 * Everything it needs stands in its light DOM: controls, words, pictures. It shows and moves what is
 * there, makes nothing, and leaves the figures as it found them when it is taken out of the page.
 * Here is what a reader asks for, and what follows: mode, view and chosen detail.
 */

import { followKeys, followPointer, linkTo, readState, replaceHash, share } from "./comparison-input.js";
import {
  allowOverlays,
  Blink,
  Divider,
  enable,
  markMode,
  MODES,
  press,
  rangeOf,
  showRange,
  uncoverControls,
  uncoverTools,
} from "./comparison-modes.js";
import { tell } from "./comparison-pictures.js";
import { Stage } from "./comparison-stage.js";

export class ImageComparison extends HTMLElement {
  #listening = null;
  #stage = new Stage(this, () => this.#onLaid());
  #blink = new Blink(this, (words) => this.#say(words));
  #divider = null;
  #plainAddress = "";
  #hasBegun = false;

  connectedCallback() {
    this.#divider = this.#part(".divider") ? new Divider(this) : null;
    this.#listening = new AbortController();
    this.#listen(this.#listening.signal);
    uncoverTools(this, true);
    const fullscreen = this.#part("[data-do=fullscreen]");
    if (fullscreen) fullscreen.hidden = !document.fullscreenEnabled;
    this.#plainAddress = this.#part(".view-link")?.getAttribute("href");
    this.#stage.open();
    this.#begin();
    this.#onLoad();
    this.#onHash();
    this.#arrive();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#blink.play(false);
    this.choose(null);
    this.#stage.enlarge(0);
    this.#show("side-by-side");
    this.#stage.close();
    uncoverTools(this, false);
    delete this.dataset.mode;
    delete this.dataset.shown;
    this.#part(".view-link")?.setAttribute("href", this.#plainAddress);
    for (const name of ["--share", "--clip"]) tell(this, name, "");
    if (!this.getAttribute("style")) this.removeAttribute("style");
  }

  get mode() {
    return this.dataset.mode;
  }

  set mode(name) {
    if (name === this.mode) return;
    if (markMode(this, name)) this.#show(name);
  }

  /** What part of the pictures is seen: `{ zoom, x, y }`, as in comparison-geometry.js. */
  get view() {
    return this.#stage.view;
  }

  set view(view) {
    this.#stage.view = view;
  }

  /** Highlight a numbered detail in both pictures, or none; one that no overlay can show, beside each other. */
  choose(number) {
    const chosen = number === null ? null : String(number);
    if ((this.dataset.highlight ?? null) === chosen) return;
    const words = this.#stage.pictures.highlight(chosen);
    if (words && this.#stage.isOverlay && !this.#stage.pictures.isFramed(chosen)) this.mode = "side-by-side";
    this.#say(words ? this.dataset.chosen.replace("{number}", chosen).replace("{label}", () => words) : this.dataset.cleared);
    if (words && this.#stage.isEnlarged) this.#stage.centreOn(chosen);
    this.#refreshLink();
  }

  // -------------------------------------------------------------------------------------------- shown

  /** A browser that goes back may have marked what the form held then: at first only what is written counts. */
  #begin() {
    const name = this.#part(this.#hasBegun ? ".modes input:checked" : ".modes input[checked]")?.value ?? "side-by-side";
    this.#hasBegun = true;
    markMode(this, name);
    this.#show(name);
  }

  get #range() {
    return rangeOf(this, MODES[this.mode]);
  }

  #show(name) {
    const mode = MODES[name];
    this.#blink.play(false);
    this.dataset.mode = name;
    this.dataset.shown = "claimed";
    uncoverControls(this, mode);
    const focused = this.contains(document.activeElement) && document.activeElement.closest("[hidden]");
    if (focused) this.#part(".modes input:checked")?.focus({ preventScroll: true });
    enable(this, "mirror", !mode.isOverlay);
    this.#stage.change();
    this.#slide();
  }

  #slide() {
    showRange(this, MODES[this.mode]);
    this.#cut();
    this.#refreshLink();
  }

  #cut() {
    if (this.mode === "swipe" && this.#stage.pictures.areThere) this.#divider.cut(this.#stage.laid().claimed);
  }

  #onLaid() {
    this.#cut();
    this.#tellZoom();
    this.#refreshLink();
  }

  #tellZoom() {
    const output = this.#part("[data-zoom]");
    const words = output.dataset.words.replace("{value}", Math.round(this.view.zoom * 100));
    if (output.textContent !== words) output.textContent = words;
    enable(this, "closer", this.view.zoom < this.#stage.largestZoom);
    for (const name of ["further", "whole"]) enable(this, name, this.#stage.isEnlarged);
  }

  // ------------------------------------------------------------------------------------------ reader

  #listen(signal) {
    this.addEventListener("click", this.#onClick, { signal });
    this.addEventListener("input", this.#onInput, { signal });
    this.addEventListener("fullscreenchange", this.#onFullScreen, { signal });
    addEventListener("hashchange", this.#onHash, { signal });
    // A browser that goes back marks what the form held then, and tells nobody else.
    addEventListener("pageshow", () => markMode(this, this.mode), { signal });
    this.#stage.pictures.watch(signal, () => this.#onLoad());
    followKeys(this, signal, {
      escape: () => this.#leave(),
      enlarge: (step) => this.#enlarge(step),
      pan: (across, down) => this.#stage.pan(across, down),
      choose: (number) => Boolean(this.#stage.pictures.linkTo(number)) && this.#toggle(number),
    });
    for (const frame of this.querySelectorAll(".frame")) {
      followPointer(frame, signal, {
        begin: () => (this.#stage.isEnlarged ? "anywhere" : ""),
        move: (_, x, y) => this.#stage.drag(frame, x, y),
        end: () => {},
      });
    }
    if (!this.#divider) return;
    let isDividing = false;
    followPointer(this.#part(".divider"), signal, {
      // Enlarged pictures are moved by a drag, and the divider only by one that begins at its handle.
      begin: ({ clientX }) => {
        isDividing = !this.#stage.isEnlarged || this.#divider.isAt(clientX);
        return this.#stage.isEnlarged ? "anywhere" : "across";
      },
      move: ({ clientX }, x, y) => {
        if (isDividing) this.#divider.move(clientX);
        else this.#stage.drag(this.#part(".side-claimed .frame"), x, y);
      },
      end: ({ clientX }, isTap) => {
        if (isTap) this.#divider.move(clientX);
        this.#divider.focus();
      },
    });
  }

  #onInput = (event) => {
    if (event.target.matches(".modes input")) this.#show(event.target.value);
    else if (event.target.type === "range") this.#slide();
  };

  #actions = {
    closer: () => this.#enlarge(1),
    further: () => this.#enlarge(-1),
    whole: () => this.#enlarge(0),
    switch: () => this.#blink.switch(),
    play: () => this.#blink.play(!this.#blink.isPlaying),
    mirror: () => {
      press(this, "mirror", this.classList.toggle("is-mirrored"));
      this.#stage.lay();
    },
    fullscreen: () => {
      if (this.#stage.isFullScreen) document.exitFullscreen();
      // A frame or a setting may forbid it.
      else this.requestFullscreen().catch(() => this.#say(this.#part("[data-do=fullscreen]").dataset.refused));
    },
  };

  #onClick = (event) => {
    const link = event.target.closest(".region-link");
    const cut = event.target.closest(".cut-link");
    const region = event.target.closest(".region");
    const button = event.target.closest("[data-do]");
    if (event.target.matches("textarea")) {
      event.target.select();
    } else if (button) {
      if (button.getAttribute("aria-disabled") !== "true") this.#actions[button.dataset.do]();
    } else if (event.target.closest(".view-link")?.pathname === location.pathname) {
      event.preventDefault();
      this.#shareView();
    } else if (cut) {
      event.preventDefault();
      this.choose(cut.dataset.region);
      this.#stage.approach(cut.dataset.mark);
      this.#part(".pair").scrollIntoView({ block: "nearest" });
    } else if (link) {
      // The pictures come into view without the keyboard's place being lost, as a jump would lose it.
      event.preventDefault();
      this.#toggle(link.dataset.region);
      this.#part(".pair").scrollIntoView({ block: "nearest" });
    } else if (region) {
      this.#toggle(region.dataset.region);
    }
  };

  /** One step back; whether there was one. */
  #leave() {
    if (this.#stage.isFullScreen) document.exitFullscreen();
    else if (this.#stage.isEnlarged) this.#enlarge(0);
    else if (this.dataset.highlight) this.#toggle(this.dataset.highlight);
    else return false;
    return true;
  }

  /** Laid over a picture that is not there, the other one would seem to be both. */
  #onLoad() {
    const isMissing = this.#stage.pictures.markMissing();
    allowOverlays(this, !isMissing);
    if (!isMissing) return;
    this.mode = "side-by-side";
    this.#say(this.#part("[data-broken]")?.textContent ?? "");
  }

  #onFullScreen = () => {
    press(this, "fullscreen", this.#stage.isFullScreen);
    this.#stage.lay();
  };

  #enlarge(step) {
    if (!this.#stage.enlarge(step)) return false;
    this.#say(this.#part("[data-zoom]").textContent);
    return true;
  }

  // ----------------------------------------------------------------------------------------- address

  #onHash = () => {
    const link = [...this.querySelectorAll(".region-link")].find((item) => item.hash === location.hash);
    if (link) this.choose(link.dataset.region);
  };

  #toggle(number) {
    this.choose(this.dataset.highlight === number ? null : number);
    replaceHash(this.dataset.highlight ? this.#stage.pictures.linkTo(number).hash : "");
    return true;
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
    if (this.#stage.pictures.linkTo(asked.detail)) this.choose(asked.detail);
    if (asked.view) this.view = asked.view;
  }

  /** The link leads to a case's address that shows what is seen now. */
  #refreshLink() {
    const link = this.#part(".view-link");
    if (!link || !this.isConnected) return;
    linkTo(link, this.dataset.name, {
      mode: this.mode,
      at: this.#range?.value,
      view: this.#stage.isEnlarged ? this.view : null,
      isMirrored: this.classList.contains("is-mirrored"),
      detail: this.dataset.highlight,
    });
  }

  async #shareView() {
    const link = this.#part(".view-link");
    this.#say((await share(link.href)) ? link.dataset.copied : link.dataset.shown);
  }

  // ------------------------------------------------------------------------------------------- parts

  #say(words) {
    this.#part("[data-status]").textContent = this.isConnected ? words : "";
  }

  #part(selector) {
    return this.querySelector(selector);
  }
}

customElements.define("image-comparison", ImageComparison);
