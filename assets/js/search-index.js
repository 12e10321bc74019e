/**
 * The index, as far as one reader needs it: which of its bundles a search is about, and what is found in them.
 *
 * A large archive has many bundles. They are searched in steps, the latest years of the page's own language
 * first, so that the first search costs the same however many cases there are; who asks for it gets the others.
 */

import { isAnswer } from "./search-words.js";

/** In the first step, which has to bring the engine too, and in each further one. */
const [FIRST_RECORDS, MORE_RECORDS] = [250, 500];
/** So many results are looked at to see whether the engine answered what it was asked: those that are shown first. */
const LOOKED_AT = 5;
const PATIENCE_MS = 30_000;
/**
 * How words end in languages whose endings the engine does not know; of a word, three letters stay. It finds words by
 * their beginnings, so what is looked for without its ending is found with any other.
 */
const ENDINGS = {
  uk: /(?<=[\p{L}'’ʼ]{3})(?:ями|ами|ові|еві|єві|ого|ому|ими|іми|ією|ій|ої|ою|ею|єю|ах|ях|ам|ям|ом|ем|єм|ів|їв|ей|их|їх|им|їм|ий|[аяоеєуюиіїьй])(?![\p{L}'’ʼ])/giu,
};

const listeners = new Set();
const fetched = window.fetch.bind(window);

/** The engine only logs what it could not fetch, and then finds less: here it is heard of. */
window.fetch = async (...request) => {
  try {
    const response = await fetched(...request);
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    return response;
  } catch (error) {
    for (const tell of listeners) tell(error);
    throw error;
  }
};

/** It begins work that it does not wait for. */
window.addEventListener("unhandledrejection", (event) => {
  if (!String(event.reason?.stack ?? event.reason).includes("agefind")) return;
  event.preventDefault();
  for (const tell of listeners) tell(event.reason);
});

export class SearchIndex {
  #places;
  #language;
  #version = "";
  #bundles = [];
  #engines = new Map();

  /** `places` are the addresses of the site, of the list of bundles and of the folder that they are in. */
  constructor(places, language) {
    this.#places = places;
    this.#language = language;
  }

  /** Learn which bundles there are. */
  async open() {
    const { version, languages } = await (await fetch(this.#places.index, { cache: "no-cache" })).json();
    this.#version = version;
    const sizes = Object.entries(languages).map(([tag, all]) => [tag, all.reduce((sum, { records }) => sum + records, 0)]);
    const isOwn = (tag) => Number(tag === this.#language);
    sizes.sort(([one, few], [other, many]) => isOwn(other) - isOwn(one) || many - few);
    this.#bundles = sizes.flatMap(([language]) => languages[language].map((bundle) => ({ ...bundle, language })));
  }

  /** What may have a case of one of these years, in steps: bundles that are searched at once. */
  steps(years) {
    const steps = [];
    for (const bundle of this.#bundles) {
      const [first, last] = bundle.years;
      if (years.length && !years.some((year) => first <= year && year <= last)) continue;
      const step = steps.at(-1);
      const most = steps.length > 1 ? MORE_RECORDS : FIRST_RECORDS;
      if (step?.[0].language === bundle.language && size([...step, bundle]) <= most) step.push(bundle);
      else steps.push([bundle]);
    }
    return steps;
  }

  /**
   * What some steps have for some words, or for the filters alone: in the page's own language first, in each the
   * best first, or without words the latest.
   */
  async search(steps, words, filters) {
    const read = async (result) => {
      try {
        return await carefully(() => result.data());
      } catch (error) {
        this.#engines.clear();
        throw error;
      }
    };
    const found = await this.#inEach(steps, async (engine, language) => {
      const all = await engine.search(withoutEndings(words, language) || null, {
        filters: await this.#narrowed(engine, language, filters),
        ...(words ? {} : { sort: { date: "desc" } }),
      });
      const answers = await this.#answers(all.results, withoutEndings(words, language));
      return answers.map((result) => ({ language, read: () => read(result) }));
    });
    return found.flat();
  }

  /** How many of the cases that have some words each value of each filter has: `{ rating: { "false|False": 2 } }`. */
  async values(steps, words) {
    const values = {};
    const counted = async (engine, language) => {
      const all = await engine.filters();
      if (!words && language === this.#language) return all;
      const asked = withoutEndings(words, language);
      const found = await engine.search(asked || null, { filters: await this.#narrowed(engine, language, {}) });
      return (await this.#answers(found.results, asked)).length ? found.filters : {};
    };
    for (const found of await this.#inEach(steps, counted)) {
      for (const [name, counts] of Object.entries(found)) {
        values[name] ??= {};
        for (const [value, count] of Object.entries(counts)) values[name][value] = (values[name][value] ?? 0) + count;
      }
    }
    return values;
  }

  /** The results that have the words which were looked for; if none of the first has, none has. */
  async #answers(results, words) {
    if (!words) return results;
    const first = await Promise.all(results.slice(0, LOOKED_AT).map(async (result) => isAnswer(await result.data(), words)));
    return results.filter((_, place) => first[place] ?? first.includes(true));
  }

  /** Values are known by what stands before their words, which are others in each language. */
  async #narrowed(engine, language, filters) {
    const narrowed = {};
    // What there is in the reader's language is not shown in another one again.
    if (language !== this.#language) narrowed.not = { language: { any: [`${this.#language}|${this.#language}`] } };
    const names = Object.keys(filters).filter((name) => filters[name].length);
    const known = names.length ? await engine.filters() : {};
    for (const name of names) {
      const wanted = Object.keys(known[name] ?? {}).filter((value) => filters[name].includes(keyOf(value)));
      narrowed[name] = { any: wanted.length ? wanted : ["|"] };
    }
    return narrowed;
  }

  async #inEach(steps, work) {
    const languages = [...new Set(steps.flat().map(({ language }) => language))];
    try {
      return await carefully(() =>
        Promise.all(
          languages.map(async (language) =>
            work(await this.#engine(language, steps.flat().filter((bundle) => bundle.language === language)), language),
          ),
        ),
      );
    } catch (error) {
      this.#engines.clear();
      throw error;
    }
  }

  /** The engine of a language, which has these bundles: for each language there is a module of its own. */
  async #engine(language, bundles) {
    const folder = `${this.#places.engine}${language}/`;
    const options = { baseUrl: this.#places.base };
    if (!this.#engines.has(language)) {
      const { createInstance } = await import(`${folder}pagefind.js`);
      const engine = createInstance({ ...options, basePath: folder, noWorker: true, metaCacheTag: this.#version });
      await engine.init();
      this.#engines.set(language, { engine, names: new Set() });
    }
    const { engine, names } = this.#engines.get(language);
    const missing = bundles.filter(({ name }) => !names.has(name));
    for (const { name } of missing) names.add(name);
    await Promise.all(
      missing.map(({ name, tag }) => engine.mergeIndex(`${folder}${name}/`, { ...options, metaCacheTag: tag })),
    );
    return engine;
  }
}

/** What a value of a filter is called in addresses. */
export function keyOf(value) {
  return value.slice(0, value.indexOf("|"));
}

/** What it is called on the page. */
export function labelOf(value) {
  return value.slice(value.indexOf("|") + 1);
}

/** Words without their endings, where they have to be taken off here; what stands in quotation marks stays. */
function withoutEndings(words, language) {
  const endings = ENDINGS[language.split("-")[0]];
  return endings && !words.includes('"') ? words.replace(endings, "") : words;
}

/** How many records some bundles have. */
export function size(bundles) {
  return bundles.reduce((sum, { records }) => sum + records, 0);
}

/** Do something with the engine, and fail where it cannot fetch all that it needs. */
async function carefully(work) {
  let tell;
  let clock;
  const trouble = new Promise((_, reject) => {
    tell = reject;
    clock = setTimeout(() => reject(new Error("the search engine does not answer")), PATIENCE_MS);
  });
  listeners.add(tell);
  try {
    return await Promise.race([work(), trouble]);
  } finally {
    clearTimeout(clock);
    listeners.delete(tell);
  }
}
