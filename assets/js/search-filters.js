/** What results are narrowed by: choices with counts, and what is chosen. Refuses to know where counts come from. */

import { keyOf, labelOf } from "./search-index.js";
import { copyOf } from "./search-results.js";

const MOST_CHOICES = 20;

/** The names of the filters, in the order of the page. */
export function filterNames(root) {
  return [...root.querySelectorAll("[data-facet]")].map(({ dataset }) => dataset.facet);
}

/** Show the values that there are, the most frequent first; years in their order, the latest first. */
export function showChoices(root, values, chosen) {
  for (const fieldset of root.querySelectorAll("[data-facet]")) {
    const name = fieldset.dataset.facet;
    const isChosen = ([value]) => chosen[name].includes(keyOf(value));
    const counts = Object.entries(values[name] ?? {}).filter((choice) => choice[1] || isChosen(choice));
    counts.sort(
      (one, other) =>
        isChosen(other) - isChosen(one) ||
        (name === "year" ? keyOf(other[0]) - keyOf(one[0]) : other[1] - one[1]) ||
        labelOf(one[0]).localeCompare(labelOf(other[0])),
    );
    const choices = counts.slice(0, Math.max(MOST_CHOICES, chosen[name].length));
    const held = document.activeElement?.closest?.("fieldset") === fieldset && document.activeElement.value;
    fieldset.querySelector("ul").replaceChildren(...choices.map((choice) => choiceOf(root, name, choice, isChosen(choice))));
    fieldset.hidden = !choices.length;
    // What is drawn anew keeps the focus.
    if (held) [...fieldset.querySelectorAll("input")].find(({ value }) => value === held)?.focus();
  }
}

function choiceOf(root, name, [value, count], isChosen) {
  const item = copyOf(root, "choice");
  Object.assign(item.querySelector("input"), { name, value: keyOf(value), checked: isChosen });
  item.querySelector(".search-value").textContent = wordsOf(name, value);
  item.querySelector(".tally-count").textContent = count.toLocaleString(document.documentElement.lang);
  return item;
}

/** Show what is chosen, each with a button that takes it away. */
export function showChosen(root, values, chosen) {
  const pairs = Object.entries(chosen).flatMap(([name, keys]) => keys.map((key) => [name, key]));
  const list = root.querySelector(".search-chosen");
  list.replaceChildren(
    ...pairs.map(([name, key]) => {
      const item = copyOf(root, "chosen");
      const value = Object.keys(values[name] ?? {}).find((known) => keyOf(known) === key) ?? `${key}|${key}`;
      const words = wordsOf(name, value);
      item.querySelector("bdi").textContent = words;
      const button = item.querySelector("button");
      Object.assign(button.dataset, { do: "remove", filter: name, key });
      button.setAttribute("aria-label", root.dataset.remove.replace("{name}", words));
      return item;
    }),
  );
  list.hidden = !pairs.length;
  root.querySelector(".search-count").textContent = pairs.length
    ? root.dataset.chosen.replace("{count}", pairs.length.toLocaleString(document.documentElement.lang))
    : "";
}

function wordsOf(name, value) {
  if (name !== "language") return labelOf(value);
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(keyOf(value));
  } catch {
    return keyOf(value);
  }
}
