/**
 * The ways to look at two pictures, and their controls. The style sheet draws them; here is what it cannot do.
 *
 * A mode has the `controls` that it uncovers. Where they hold a range, `share` is what its value means to
 * the style sheet.
 */

import { cutAt } from "./comparison-geometry.js";
import { tell } from "./comparison-pictures.js";

export const MODES = {
  "side-by-side": { isOverlay: false },
  swipe: { isOverlay: true, controls: ".divider", share: (value) => `${value}%` },
  fade: { isOverlay: true, controls: ".fade", share: (value) => `${value / 100}` },
  blink: { isOverlay: true, controls: ".blink" },
  difference: { isOverlay: true, controls: ".difference-scale" },
};

/** Mark a mode as the one that is chosen; whether it can be. */
export function markMode(root, name) {
  const radio = [...root.querySelectorAll(".modes input")].find((input) => input.value === name);
  if (!radio || radio.disabled) return false;
  radio.checked = true;
  return true;
}

/** Show the controls of a mode and no others. */
export function uncoverControls(root, { controls: wanted }) {
  for (const { controls } of Object.values(MODES)) {
    const part = controls && root.querySelector(controls);
    if (part) part.hidden = controls !== wanted;
  }
}

/** Show what only a script can do, or leave all controls as they came from the build. */
export function uncoverTools(root, isOn) {
  for (const tools of root.querySelectorAll("[data-scripted]")) tools.hidden = !isOn;
  if (isOn) return;
  allowOverlays(root, true);
  for (const button of root.querySelectorAll("[data-do]")) {
    button.removeAttribute("aria-disabled");
    if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", "false");
  }
  for (const range of root.querySelectorAll("[type=range]")) range.removeAttribute("aria-valuetext");
}

/** A button that can do nothing now keeps the focus: a disabled one would lose it. */
export function enable(root, name, isEnabled) {
  const button = root.querySelector(`[data-do=${name}]`);
  if (!button || (button.getAttribute("aria-disabled") !== "true") === isEnabled) return;
  if (isEnabled) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
}

/** Mark a button that stays pressed. */
export function press(root, name, isPressed) {
  root.querySelector(`[data-do=${name}]`)?.setAttribute("aria-pressed", String(isPressed));
}

/** Let the pictures be laid over each other, or say why they cannot be. */
export function allowOverlays(root, isAllowed) {
  for (const radio of root.querySelectorAll(".modes input")) {
    radio.disabled = !isAllowed && MODES[radio.value].isOverlay;
  }
  const note = root.querySelector("[data-broken]");
  if (note) note.hidden = isAllowed;
}

/** The range of a mode, or null. */
export function rangeOf(root, { controls, share }) {
  return share ? root.querySelector(`${controls} [type=range]`) : null;
}

/** Tell the style sheet, and in words the reader, where the range of a mode stands; or nothing where it has none. */
export function showRange(root, mode) {
  const range = rangeOf(root, mode);
  if (!range) return;
  tell(root, "--share", mode.share(range.value));
  range.setAttribute("aria-valuetext", range.dataset.words.replace("{value}", range.value));
}

// ---------------------------------------------------------------------------------------------- swipe

/** How near to the divider a drag moves it while the pictures are enlarged, in CSS pixels. */
const HANDLE_PX = 28;

/** The divider, which stands on the claimed picture's frame. */
export class Divider {
  #root;
  #range;

  constructor(root) {
    this.#root = root;
    this.#range = rangeOf(root, MODES.swipe);
  }

  /** Whether a place in the window is where a hand would take hold of it. */
  isAt(clientX) {
    const { left, width } = this.#root.querySelector(".divider-line").getBoundingClientRect();
    return Math.abs(clientX - left - width / 2) <= HANDLE_PX;
  }

  move(clientX) {
    const { left, width } = this.#root.querySelector(".divider").getBoundingClientRect();
    const fromLeft = ((clientX - left) / width) * 100;
    this.#range.value = this.#isRightToLeft ? 100 - fromLeft : fromLeft;
    this.#range.dispatchEvent(new Event("input", { bubbles: true }));
  }

  focus() {
    this.#range.focus({ preventScroll: true });
  }

  /** Draw the edge on the claimed picture, which may be enlarged below the divider. */
  cut(claimed) {
    const share = Number(this.#range.value) / 100;
    const at = cutAt(this.#isRightToLeft ? 1 - share : share, claimed);
    tell(this.#root, "--clip", claimed.frame.width ? `${at * 100}%` : "");
  }

  get #isRightToLeft() {
    return getComputedStyle(this.#root).direction === "rtl";
  }
}

// ---------------------------------------------------------------------------------------------- blink

/** Slower than the three flashes in a second that can bring on a seizure (WCAG 2.3.1). */
const BLINK_MS = 1000;

/** Shows one picture or the other, by itself only after the reader has asked for it. */
export class Blink {
  #root;
  #say;
  #timer = 0;

  /** @param {(words: string) => void} say reads out */
  constructor(root, say) {
    this.#root = root;
    this.#say = say;
  }

  get isPlaying() {
    return this.#timer !== 0;
  }

  switch() {
    this.#root.dataset.shown = this.#root.dataset.shown === "claimed" ? "original" : "claimed";
    if (!this.isPlaying) this.#sayShown();
  }

  play(isOn) {
    const wasOn = this.isPlaying;
    clearInterval(this.#timer);
    this.#timer = isOn ? setInterval(() => this.#switchByItself(), BLINK_MS) : 0;
    press(this.#root, "play", isOn);
    if (wasOn && !isOn) this.#sayShown();
  }

  #switchByItself() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.play(false);
    else this.switch();
  }

  #sayShown() {
    this.#say(this.#root.querySelector(".blink").dataset[this.#root.dataset.shown]);
  }
}
