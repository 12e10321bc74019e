/**
 * Words: where they begin and end, and whether one is what was looked for.
 *
 * A word that nothing begins with is taken by the engine for the longest word that it begins with itself: "abacus" for
 * "a", "thermometer" for "the". Told as found, that would be untrue.
 */

export const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** Of scripts that put no spaces between words, a word may be a whole sentence. */
export const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Forms of a word may differ in so many letters, if they share less than half of them. */
const LONGEST_ENDING = 3;

/** A word without case and accents. */
export function plain(word) {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** Whether a result of the engine has all words that were looked for. */
export function isAnswer({ raw_content: text = "", locations = [] }, words) {
  if (!locations.length) return true;
  // As the engine counts them.
  const said = text.split(/[\r\n\s]+/g);
  const found = [...new Set(locations.map((place) => said[place] ?? ""))].flatMap((word) => partsOf(word));
  return partsOf(words).every((term) => UNSPACED.test(term) || found.some((word) => isForm(term, word)));
}

function partsOf(text) {
  return (text.match(WORD) ?? []).map(plain);
}

function isForm(term, word) {
  if (/^\p{N}+$/u.test(term)) return word.startsWith(term);
  const shared = longestShared(term, word);
  return shared >= Math.min(2, term.length) && (2 * shared >= term.length || term.length - shared <= LONGEST_ENDING);
}

/** How many letters in a row two words share; languages change words at both ends. */
function longestShared(one, other) {
  let longest = 0;
  for (let start = 0; start < one.length; start += 1) {
    while (other.includes(one.slice(start, start + longest + 1)) && start + longest < one.length) longest += 1;
  }
  return longest;
}
