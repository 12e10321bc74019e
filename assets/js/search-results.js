/** Results as cards, with the words that were looked for marked in them. Refuses to take anything for markup. */

import { plain, UNSPACED, WORD } from "./search-words.js";

/** A card for a result, from the templates of the page. */
export function resultCard(root, { language, fragment }, words) {
  const item = copyOf(root, "result");
  const { meta } = fragment;
  const isForeign = language !== document.documentElement.lang;
  const terms = termsOf(words);
  const say = (selector, text) => {
    const part = item.querySelector(selector);
    part.append(...marked(text ?? "", terms));
    if (isForeign) Object.assign(part, { lang: language, dir: "auto" });
    return part;
  };
  const verdict = item.querySelector(".verdict");
  verdict.classList.add(`tone-${meta.tone ?? "none"}`);
  const shape = root.querySelector(`template[data-tone="${CSS.escape(meta.tone ?? "")}"]`) ?? root.querySelector('template[data-tone=""]');
  verdict.prepend(shape.content.cloneNode(true));
  if (meta.verdict) item.querySelector(".verdict-word").textContent = meta.verdict;
  else item.querySelector(".card-verdict").remove();
  const link = say(".card-title a", meta.title);
  link.href = addressOf(fragment.url);
  if (isForeign) link.hreflang = language;
  say(".card-found", meta.found);
  say('[data-part="claimed"]', meta.claimed);
  item.querySelector(".card-meta").append(...separated([meta.claimant, meta.date]));
  excerpt(item.querySelector(".search-excerpt"), fragment, terms, isForeign ? language : "");
  return item;
}

/** A place in the body where a word stands, and a link to its section. */
function excerpt(part, fragment, terms, language) {
  const places = fragment.sub_results.filter(({ url }) => url.includes("#"));
  // A heading says itself what it says.
  const place = places.find(({ title }) => !terms.some((term) => plain(title).includes(term))) ?? places[0];
  if (!place) {
    part.remove();
    return;
  }
  const [link, words] = part.children;
  link.href = addressOf(place.url);
  link.textContent = place.title;
  // What is marked comes in between; everything else was escaped by the engine.
  asCutOut(place).split(/<\/?mark>/).forEach((piece, number) => {
    const text = piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    words.append(...(number % 2 ? markedPart(text, terms) : [text]));
  });
  if (language) for (const child of [link, words]) Object.assign(child, { lang: language, dir: "auto" });
}

/** What an excerpt says, with a sign of the words that are left out before it and after it. */
function asCutOut(place) {
  const said = withoutHeading(place);
  const isBegun = said === place.excerpt;
  const isEnded = /[.!?…؟。][”»"')\]]*$/.test(said.replace(/<\/?mark>/g, ""));
  return `${isBegun ? "… " : ""}${said}${isEnded ? "" : " …"}`;
}

/** What an excerpt says after the heading of its section, with which some begin. */
function withoutHeading({ title, excerpt: said }) {
  const letters = (text) => text.replace(/<\/?mark>/g, "").replace(/[^\p{L}\p{N}]/gu, "");
  const heading = letters(title);
  const words = said.split(" ");
  for (let count = 1; count < words.length; count += 1) {
    const begun = letters(words.slice(0, count).join(" "));
    if (begun.length >= heading.length) return begun === heading ? words.slice(count).join(" ") : said;
  }
  return said;
}

/** What the engine found as one, all between two spaces, with the words marked in it that were looked for. */
function markedPart(text, terms) {
  const pieces = marked(text, terms);
  if (pieces.length > 1) return pieces;
  // Another form of a word does not begin as the word does.
  const [other] = text.matchAll(WORD);
  if (!other || other[0].length < 2 || UNSPACED.test(other[0])) return pieces;
  const end = other.index + other[0].length;
  return [text.slice(0, other.index), mark(other[0]), text.slice(end)];
}

/** The text with each word marked that begins as one of the terms does. */
function marked(text, terms) {
  const pieces = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const [begin] = terms.filter((term) => plain(word).startsWith(term)).sort((one, other) => other.length - one.length);
    if (!begin) continue;
    const found = UNSPACED.test(word) ? word.slice(0, begin.length) : word;
    pieces.push(text.slice(end, index), mark(found));
    end = index + found.length;
  }
  return [...pieces, text.slice(end)];
}

function termsOf(words) {
  // A letter alone begins too many words.
  return [...words.matchAll(WORD)].map(([word]) => plain(word)).filter((term) => term.length > 1);
}

function mark(text) {
  const element = document.createElement("mark");
  element.textContent = text;
  return element;
}

function separated(parts) {
  return parts.filter(Boolean).flatMap((text, number) => {
    const part = document.createElement("bdi");
    part.textContent = text;
    return number ? [" · ", part] : [part];
  });
}

/** An address in this site: a record says nothing else. */
function addressOf(url) {
  const address = new URL(url, location.origin);
  return address.origin === location.origin ? address.href : location.pathname;
}

/** What a template of the page holds. */
export function copyOf(root, part) {
  return root.querySelector(`template[data-part="${part}"]`).content.cloneNode(true).firstElementChild;
}
