/**
 * <copy-text>: words with a button that puts them on the clipboard. Without script they can be selected.
 *
 * It makes nothing: the button stands there hidden, and is hidden again when the element leaves the page.
 */

export class CopyText extends HTMLElement {
  #listening = null;

  connectedCallback() {
    this.#listening = new AbortController();
    this.#button.hidden = false;
    this.#button.addEventListener("click", () => this.copy(), { signal: this.#listening.signal });
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#button.hidden = true;
    this.#say("");
  }

  /** Copy the words, and say whether the browser let us. */
  async copy() {
    const field = this.querySelector("textarea");
    const words = field ? field.value : this.querySelector("[data-text]").textContent.trim();
    try {
      await navigator.clipboard.writeText(words);
      this.#say("copied");
    } catch {
      field?.select();
      this.#say("refused");
    }
  }

  get #button() {
    return this.querySelector("button");
  }

  #say(what) {
    const words = this.closest("[data-copied]")?.dataset[what] ?? "";
    this.querySelector("[role=status]").textContent = words;
  }
}

customElements.define("copy-text", CopyText);
