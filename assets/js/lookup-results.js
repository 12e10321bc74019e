/** What was found, as cards: the case, the picture, the verdict, how sure that is and why. Takes nothing for markup. */

/** Below this share a picture is not all of the other. */
const ALL = 0.9;

/** A card for a case in which a picture was found, from the templates of the page. */
export function resultCard(root, found) {
  const item = root.querySelector('template[data-part="result"]').content.cloneNode(true).firstElementChild;
  const own = document.documentElement.lang;
  const said = found.says[own] ?? Object.values(found.says)[0];
  const picture = found.picture.says[own] ?? Object.values(found.picture.says)[0];
  const say = (selector, text, language = said.language) => {
    const part = item.querySelector(selector);
    part.textContent = text;
    if (language !== own) Object.assign(part, { lang: language, dir: "auto" });
    return part;
  };
  const address = new URL(said.url, location.href);
  say(".card-title a", said.title).href = address.href;
  say(".card-found", said.found);
  say('[data-part="claimed"]', said.claimed);
  showVerdict(root, item.querySelector(".card-verdict .verdict"), said.verdict);
  showVerdict(root, item.querySelector(".check-role .verdict"), found.picture.isClaimed ? picture.verdict : null);
  say(".check-role bdi", picture.role, own);
  say(".check-why", reasons(root.dataset, found).join(" "), own);
  address.hash = found.picture.anchor;
  item.querySelector('[data-part="see"]').href = address.href;
  show(item, found.picture, picture.alt);
  return item;
}

function showVerdict(root, place, verdict) {
  if (!verdict) {
    place.remove();
    return;
  }
  place.classList.add(`tone-${verdict.tone}`);
  const shape = root.querySelector(`template[data-tone="${CSS.escape(verdict.tone)}"]`) ?? root.querySelector('template[data-tone=""]');
  place.prepend(shape.content.cloneNode(true));
  const word = place.querySelector(".verdict-word");
  word.textContent = verdict.text;
  if (verdict.language !== document.documentElement.lang) word.lang = verdict.language;
}

/** Show the picture, unless it starts covered. */
function show(item, { file }, alt) {
  const covered = item.querySelector(".check-covered");
  if (!file) return;
  const image = document.createElement("img");
  Object.assign(image, { src: file.url, width: file.width, height: file.height, alt: alt.text, decoding: "async" });
  if (alt.language !== document.documentElement.lang) image.lang = alt.language;
  covered.replaceWith(image);
}

function reasons(words, { isSame, isSure, isMirrored, agreeing, shown, filled }) {
  const count = agreeing.toLocaleString(document.documentElement.lang);
  const sure = isSame && !agreeing ? words.same : (isSure ? words.sure : words.likely).replace("{count}", count);
  const kind = shown < ALL && shown < filled ? words.crop : filled < ALL ? words.part : words.whole;
  return [kind, ...(isMirrored ? [words.mirrored] : []), sure];
}
