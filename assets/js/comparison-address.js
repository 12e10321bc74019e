/**
 * What a reader sees of a comparison, as the query of an address.
 *
 * `?compare=ID&mode=swipe&at=40&view=2+0.4+0.6&mirrored=&detail=3`: each part but the first may be missing,
 * and whatever makes no sense asks for nothing.
 */

/** What an address asks of the comparison with this name, or null. */
export function readState(search, name) {
  const query = new URLSearchParams(search);
  if (query.get("compare") !== name) return null;
  const [zoom, x, y] = (query.get("view") ?? "").split(" ").map(Number);
  return {
    mode: query.get("mode"),
    at: query.get("at"),
    view: [zoom, x, y].every(Number.isFinite) ? { zoom, x, y } : null,
    isMirrored: query.has("mirrored"),
    detail: query.get("detail"),
  };
}

/** The query that asks for a state. */
export function writeState(name, { mode, at, view, isMirrored, detail }) {
  const query = new URLSearchParams({ compare: name, mode });
  if (at) query.set("at", at);
  if (view) query.set("view", [view.zoom, view.x, view.y].map((number) => number.toFixed(3)).join(" "));
  if (isMirrored) query.set("mirrored", "");
  if (detail) query.set("detail", detail);
  return `?${query}`;
}

/** Let a link lead to a state, on the page it leads to. */
export function linkTo(link, name, state) {
  const address = `${link.pathname}${writeState(name, state)}${link.hash}`;
  if (link.getAttribute("href") !== address) link.setAttribute("href", address);
}

/** Let the address bar name a place on the page, or none. */
export function replaceHash(hash) {
  const { pathname, search } = location;
  history.replaceState(history.state, "", `${pathname}${search}${hash}`);
}

/** Put an address into the bar and, where the browser lets us, on the clipboard; whether it did. */
export async function share(address) {
  history.replaceState(history.state, "", address);
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    return false;
  }
}
