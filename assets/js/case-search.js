/**
 * <case-search>: finds cases by words and filters, and keeps what was asked for in the address of the page.
 *
 * The page is whole without it: what it needs is hidden until it can be used.
 */

import { filterNames, showChoices, showChosen } from "./search-filters.js";
import { SearchIndex, size } from "./search-index.js";
import { resultCard } from "./search-results.js";

const FIRST = 5;
const MORE = 10;
/** How many steps are taken unasked where there are fewer results than are shown at first. */
const UNASKED_STEPS = 5;
const PAUSE_MS = 250;
const SHORTCUT = "search shortcut";

class CaseSearch extends HTMLElement {
  #index;
  #opened;
  #ends;
  #turn = 0;
  #found = [];
  #shown = 0;
  #pause;

  connectedCallback() {
    const { base, index, engine } = this.dataset;
    this.#index = new SearchIndex({ base, index, engine }, document.documentElement.lang);
    this.#ends = new AbortController();
    const { signal } = this.#ends;
    this.#box.addEventListener("input", () => this.#soon(), { signal });
    this.querySelector("form").addEventListener("submit", (event) => this.#submit(event), { signal });
    this.addEventListener("change", (event) => this.#choose(event), { signal });
    this.addEventListener("click", (event) => this.#do(event.target.closest("[data-do]")), { signal });
    this.addEventListener("keydown", (event) => this.#walk(event), { signal });
    this.querySelector("details").addEventListener("toggle", () => this.#offer(), { signal });
    document.addEventListener("keydown", (event) => this.#shortcut(event), { signal });
    window.addEventListener("popstate", () => this.#follow(), { signal });
    this.#option.checked = remembered() !== "off";
    this.hidden = false;
    document.querySelector(".search-without").hidden = true;
    this.#follow();
  }

  disconnectedCallback() {
    this.#ends.abort();
    clearTimeout(this.#pause);
  }

  // ------------------------------------------------------------------------------------------ the address

  /** What is asked for: words, what they are narrowed by, and how many steps further than the first. */
  get #asked() {
    const query = new URLSearchParams(location.search);
    const filters = Object.fromEntries(filterNames(this).map((name) => [name, query.getAll(name)]));
    return { words: (query.get("q") ?? "").trim(), filters, further: Math.max(0, Number(query.get("further")) || 0) };
  }

  /** Put what is asked for into the address; `isNew` says whether going back leads to what was there before. */
  #ask({ words, filters, further = 0 }, isNew) {
    const query = new URLSearchParams();
    if (words) query.set("q", words);
    for (const [name, keys] of Object.entries(filters)) for (const key of keys) query.append(name, key);
    if (further) query.set("further", further);
    const address = `${location.pathname}${query.size ? `?${query}` : ""}`;
    if (address === `${location.pathname}${location.search}`) return;
    history[isNew ? "pushState" : "replaceState"](null, "", address);
  }

  /** Show what the address asks for. */
  #follow() {
    this.#box.value = this.#asked.words;
    this.#search();
  }

  // -------------------------------------------------------------------------------------------- the search

  async #search() {
    const turn = ++this.#turn;
    const { words, filters, further } = this.#asked;
    const isAsked = Boolean(words) || Object.values(filters).some((keys) => keys.length);
    const isLate = () => turn !== this.#turn || !this.isConnected;
    this.#sayAll(this.dataset.searching);
    for (const link of document.querySelectorAll(".languages a")) link.search = words ? `?${new URLSearchParams({ q: words })}` : "";
    try {
      this.#opened ??= this.#index.open();
      await this.#opened;
      const everything = size(this.#index.steps([]).flat());
      const years = filters.year.map(Number);
      const steps = this.#index.steps(years);
      let searched = steps.slice(0, further + 1);
      let found = isAsked ? await this.#index.search(searched, words, filters) : [];
      // Another language costs another engine: only who finds nothing at all is sent there unasked.
      const isWorth = (next) => next && found.length < (next[0].language === document.documentElement.lang ? FIRST : 1);
      for (let step = 0; isAsked && step < UNASKED_STEPS && isWorth(steps[searched.length]) && !isLate(); step += 1) {
        searched = steps.slice(0, searched.length + 1);
        found = await this.#index.search(searched, words, filters);
      }
      const cards = await this.#cards(found.slice(0, FIRST), words);
      const values = this.#isFiltering(filters) ? await this.#index.values(searched, words) : {};
      if (isLate()) return;
      this.#found = found;
      this.#shown = cards.length;
      this.#results.replaceChildren(...cards);
      showChosen(this, values, filters);
      if (this.querySelector("details").open) showChoices(this, values, filters);
      this.#part(".search-empty").hidden = !isAsked || found.length > 0;
      this.#button("further").hidden = !isAsked || searched.length === steps.length;
      this.#button("more").hidden = this.#shown === found.length;
      const { ready, found: count, searched: reach } = this.dataset;
      const of = { total: everything, searched: size(searched.flat()), count: found.length };
      this.#sayAll(...(isAsked ? [filled(count, of), filled(reach, of)] : [filled(ready, of)]));
    } catch (error) {
      if (isLate()) return;
      this.#fail(error);
    }
  }

  #isFiltering(filters) {
    return this.querySelector("details").open || Object.values(filters).some((keys) => keys.length);
  }

  async #cards(found, words) {
    const read = async ({ language, read }) => resultCard(this, { language, fragment: await read() }, words);
    return Promise.all(found.map(read));
  }

  #fail(error) {
    console.warn(error);
    this.#opened = undefined;
    this.#found = [];
    this.#results.replaceChildren();
    this.#part(".search-empty").hidden = true;
    for (const name of ["more", "further"]) this.#button(name).hidden = true;
    this.#sayAll(this.querySelector(".search-trouble h2").textContent);
    this.#part(".search-trouble").hidden = false;
  }

  /** Say how it stands, to those who cannot see it as well. */
  #sayAll(...sentences) {
    this.#part(".search-trouble").hidden = true;
    this.#part(".search-status").textContent = sentences.join(" · ");
  }

  // --------------------------------------------------------------------------------------- what readers do

  #soon() {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      const { filters } = this.#asked;
      this.#ask({ words: this.#box.value.trim(), filters }, false);
      this.#search();
    }, PAUSE_MS);
  }

  #submit(event) {
    event.preventDefault();
    clearTimeout(this.#pause);
    this.#ask({ words: this.#box.value.trim(), filters: this.#asked.filters }, true);
    this.#search();
  }

  #choose({ target }) {
    if (target === this.#option) {
      remember(target.checked ? "on" : "off");
      return;
    }
    const { words, filters } = this.#asked;
    const keys = filters[target.name];
    if (!keys) return;
    filters[target.name] = target.checked ? [...keys, target.value] : keys.filter((key) => key !== target.value);
    this.#ask({ words, filters }, true);
    this.#search();
  }

  #do(button) {
    const { words, filters, further } = this.#asked;
    switch (button?.dataset.do) {
      case "clear":
        this.#ask({ words, filters: {} }, true);
        break;
      case "remove":
        filters[button.dataset.filter] = filters[button.dataset.filter].filter((key) => key !== button.dataset.key);
        this.#ask({ words, filters }, true);
        this.#box.focus();
        break;
      case "further":
        this.#ask({ words, filters, further: further + 1 }, true);
        break;
      case "more":
        this.#more();
        return;
      case "again":
        this.#box.focus();
        break;
      default:
        return;
    }
    this.#search();
  }

  async #more() {
    const turn = this.#turn;
    const next = this.#found.slice(this.#shown, this.#shown + MORE);
    try {
      const cards = await this.#cards(next, this.#asked.words);
      if (turn !== this.#turn) return;
      this.#results.append(...cards);
      this.#shown += cards.length;
      this.#button("more").hidden = this.#shown === this.#found.length;
      cards[0]?.querySelector("a").focus();
    } catch (error) {
      this.#fail(error);
    }
  }

  #offer() {
    if (this.querySelector("details").open) this.#search();
  }

  /** Up and down lead from the box through the results and back. */
  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const stops = [this.#box, ...this.#results.querySelectorAll(".card-title a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0 || !stops[at + step]) return;
    event.preventDefault();
    stops[at + step].focus();
  }

  #shortcut(event) {
    const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || isTyping || !this.#option.checked) return;
    event.preventDefault();
    this.#box.focus();
    this.#box.select();
  }

  // --------------------------------------------------------------------------------------------- the parts

  get #box() {
    return this.querySelector("input[type=search]");
  }

  get #option() {
    return this.querySelector('[data-do="shortcut"]');
  }

  get #results() {
    return this.querySelector(".search-results");
  }

  #part(selector) {
    return this.querySelector(selector);
  }

  #button(name) {
    return this.querySelector(`button[data-do="${name}"]`);
  }
}

function filled(sentence, counts) {
  const number = (name) => counts[name].toLocaleString(document.documentElement.lang);
  return sentence.replace(/\{(\w+)\}/g, (_, name) => number(name));
}

/** Whether the key was switched off; a browser may refuse to remember. */
function remembered() {
  try {
    return localStorage.getItem(SHORTCUT);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(SHORTCUT, value);
  } catch {
    // It lasts as long as the page does.
  }
}

customElements.define("case-search", CaseSearch);
