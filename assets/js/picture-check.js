/**
 * <picture-check>: asks whether a picture is in the archive. It is dropped, pasted or chosen, and stays where it is.
 *
 * The page is whole without it: what it needs is hidden until it can be used.
 */

import { MOST_ACROSS, bandsOf, fingerprints } from "./lookup-fingerprint.js";
import { IndexError, PictureIndex } from "./lookup-index.js";
import { LEAST_TOLD, telling } from "./lookup-match.js";
import { resultCard } from "./lookup-results.js";

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_PIXELS = 120_000_000;
const SHOWN_PX = 320;
/** So much is fetched unasked to look for parts of pictures. */
const UNASKED_BYTES = 4 * 1024 * 1024;

class PictureCheck extends HTMLElement {
  #index;
  #opened;
  #ends;
  #turn = 0;
  #picture;
  #asked;

  connectedCallback() {
    this.#index = new PictureIndex(this.dataset.index, this.dataset.cases);
    this.#ends = new AbortController();
    const { signal } = this.#ends;
    this.#file.addEventListener("change", () => this.#take(this.#file.files), { signal });
    this.addEventListener("click", ({ target }) => this.#do(target.closest("[data-do]")), { signal });
    document.addEventListener("paste", (event) => this.#paste(event), { signal });
    // A picture that is dropped beside the field would take the place of the page.
    for (const kind of ["dragenter", "dragover"]) document.addEventListener(kind, (event) => this.#hover(event), { signal });
    document.addEventListener("dragleave", (event) => !event.relatedTarget && this.#mark(false), { signal });
    document.addEventListener("drop", (event) => this.#drop(event), { signal });
    this.hidden = false;
    document.querySelector(".check-without").hidden = true;
  }

  disconnectedCallback() {
    this.#ends.abort();
    this.#turn += 1;
  }

  // -------------------------------------------------------------------------------------- what readers do

  #hover(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#mark(true);
  }

  #drop(event) {
    this.#mark(false);
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.#take(event.dataTransfer.files);
  }

  #paste(event) {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    this.#take(event.clipboardData.files);
  }

  #mark(isOver) {
    this.querySelector(".check-drop").classList.toggle("is-over", isOver);
  }

  #take([file]) {
    if (!file) return;
    this.#picture = file;
    this.#check();
  }

  #do(button) {
    if (button?.dataset.do === "choose") this.#file.click();
    if (button?.dataset.do === "again") this.#check();
    if (button?.dataset.do === "further") this.#further();
  }

  // ------------------------------------------------------------------------------------------- the answer

  async #check() {
    const turn = ++this.#turn;
    this.#clear();
    this.#say(this.dataset.comparing);
    try {
      const bitmap = await this.#read(this.#picture);
      if (turn !== this.#turn || !bitmap) return;
      this.#asked = await fingerprints(bitmap.width, bitmap.height, bandsOf(bitmap));
      bitmap.close();
      if (turn !== this.#turn) return;
      this.#opened ??= this.#index.open();
      const pictures = await this.#opened;
      if (turn !== this.#turn) return;
      if (!pictures) this.#tell("empty");
      else this.#answer(turn, await this.#index.findWhole(this.#asked), this.#index.bytesOfParts > UNASKED_BYTES);
    } catch (error) {
      this.#fail(turn, error);
    } finally {
      // The same file can be chosen again.
      if (turn === this.#turn) this.#file.value = "";
    }
  }

  /** Show what was found; where that is nothing, look for parts of pictures, unless it is to be asked for. */
  async #answer(turn, found, isAsked) {
    try {
      const all = found.length || isAsked ? found : await this.#index.findParts(this.#asked);
      if (turn !== this.#turn) return;
      this.querySelector(".check-further").hidden = Boolean(all.length) || !isAsked;
      this.querySelector(".check-size").textContent = isAsked ? megabytes(this.#index.bytesOfParts) : "";
      if (!all.length) {
        this.#tell(this.#isPlain ? "plain" : "nothing");
        return;
      }
      this.querySelector(".check-results").replaceChildren(...all.map((each) => resultCard(this, each)));
      const count = all.length.toLocaleString(document.documentElement.lang);
      this.#say(this.dataset.found.replace("{count}", count));
    } catch (error) {
      this.#fail(turn, error);
    }
  }

  #further() {
    const turn = ++this.#turn;
    this.#clear();
    this.#say(this.dataset.comparing);
    this.#answer(turn, [], false);
  }

  get #isPlain() {
    const [{ details }] = this.#asked;
    const starts = Array.from({ length: details.length / 5 }, (_, detail) => 5 * detail);
    return telling(details, starts) < LEAST_TOLD;
  }

  #fail(turn, error) {
    if (turn !== this.#turn) return;
    if (!(error instanceof IndexError)) throw error;
    console.warn(error);
    this.#opened = undefined;
    this.#tell("trouble");
  }

  /** Read a picture and show it; or say why that cannot be. */
  async #read(file) {
    if (file.size > MOST_BYTES) {
      this.#tell("large");
      return null;
    }
    let bitmap;
    try {
      bitmap = await createImageBitmap(file);
    } catch {
      this.#tell("unreadable");
      return null;
    }
    if (bitmap.width > MOST_ACROSS || bitmap.width * bitmap.height > MOST_PIXELS) {
      this.#tell("large");
      return null;
    }
    drawn(this.#own, bitmap, SHOWN_PX);
    this.#own.hidden = false;
    return bitmap;
  }

  #clear() {
    for (const part of this.querySelectorAll(".check-says, .check-further")) part.hidden = true;
    this.querySelector(".check-results").replaceChildren();
  }

  /** Say something that has a section of its own, to those who cannot see it as well. */
  #tell(name) {
    const part = this.querySelector(`[data-says="${name}"]`);
    part.hidden = false;
    this.#say(part.querySelector("h2").textContent);
  }

  #say(words) {
    this.querySelector(".check-status").textContent = words;
  }

  get #file() {
    return this.querySelector(".check-file");
  }

  get #own() {
    return this.querySelector(".check-own");
  }
}

/** Draw a picture on a canvas, on white and no larger than a side. */
function drawn(canvas, bitmap, side) {
  const factor = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * factor));
  canvas.height = Math.max(1, Math.round(bitmap.height * factor));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

function megabytes(bytes) {
  const format = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  return (bytes / 1e6).toLocaleString(document.documentElement.lang, format);
}

customElements.define("picture-check", PictureCheck);
