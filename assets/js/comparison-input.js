/**
 * What a reader asks for: with a pointer on a picture, with keys, or in an address. Knows no pictures.
 *
 * Tells a tap from a drag, and a drag across from one that scrolls the page. Keys are heard only while the
 * focus is inside (WCAG 2.1.4).
 *
 * An address says what is seen: `?compare=ID&mode=swipe&at=40&view=2+0.4+0.6&mirrored=&detail=3`. Each part but
 * the first may be missing, and whatever makes no sense asks for nothing.
 */

// -------------------------------------------------------------------------------------------- pointer

/** How far a finger may stray and still tap, and must go before a drag has a direction, in CSS pixels. */
const SLOP_PX = 8;

/**
 * Follow pointers that begin on an element.
 *
 * @param {Element} target
 * @param {AbortSignal} signal ends it
 * @param {object} told
 * @param {(event: PointerEvent) => string} told.begin what a drag from here does: "across" moves only with
 *   drags across, for the others scroll the page; "anywhere" moves with all; "" with none
 * @param {(event: PointerEvent, x: number, y: number) => void} told.move a drag, with the way since the last
 * @param {(event: PointerEvent, isTap: boolean) => void} told.end
 */
export function followPointer(target, signal, { begin, move, end }) {
  let drag = null;

  const start = (event) => {
    drag.isMoving = true;
    target.setPointerCapture(event.pointerId);
  };

  const onDown = (event) => {
    // A second finger makes a pinch, which is the browser's.
    if (!event.isPrimary) drag = null;
    if (!event.isPrimary || event.button !== 0 || event.target.closest("a, button, .region-number")) return;
    drag = { id: event.pointerId, kind: begin(event), x: event.clientX, y: event.clientY, isTap: true };
    if (event.pointerType === "mouse" && drag.kind) {
      event.preventDefault();
      start(event);
      if (drag.kind === "across") move(event, 0, 0);
    }
  };

  const onMove = (event) => {
    if (event.pointerId !== drag?.id) return;
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    if (drag.isTap) {
      if (Math.max(Math.abs(x), Math.abs(y)) < (drag.isMoving ? 1 : SLOP_PX)) return;
      drag.isTap = false;
      const isScroll = drag.kind === "across" && Math.abs(y) >= Math.abs(x) && !drag.isMoving;
      if (!drag.kind || isScroll) {
        drag = null;
        return;
      }
      start(event);
    }
    drag.x = event.clientX;
    drag.y = event.clientY;
    move(event, x, y);
  };

  const onUp = (event) => {
    if (event.pointerId !== drag?.id) return;
    const { isTap } = drag;
    drag = null;
    end(event, isTap);
  };

  const onCancel = () => {
    drag = null;
  };

  target.addEventListener("pointerdown", onDown, { signal });
  // A pen would drag the picture away, as a file.
  target.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
  target.addEventListener("pointermove", onMove, { signal });
  target.addEventListener("pointerup", onUp, { signal });
  target.addEventListener("pointercancel", onCancel, { signal });
}

// ----------------------------------------------------------------------------------------------- keys

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Answer the keys that are pressed inside an element, and open and close its list of them.
 *
 * @param {Element} root
 * @param {AbortSignal} signal ends it
 * @param {object} told each says whether the key meant something
 * @param {() => boolean} told.escape
 * @param {(step: number) => boolean} told.enlarge by a step, 1 or -1, or 0 for the whole picture
 * @param {(across: number, down: number) => boolean} told.pan
 * @param {(number: string) => boolean} told.choose a digit
 */
export function followKeys(root, signal, { escape, enlarge, pan, choose }) {
  let before = null;

  const openSheet = () => {
    const sheet = root.querySelector(".keys");
    if (!sheet) return false;
    sheet.open = !sheet.open;
    if (sheet.open) before = document.activeElement;
    const next = sheet.open ? null : before;
    (next ?? sheet.querySelector("summary")).focus();
    return true;
  };

  const answer = ({ key, shiftKey }) => {
    if (key === "Escape") return escape();
    if (key === "+" || key === "=") return enlarge(1);
    if (key === "-") return enlarge(-1);
    if (key === "0") return enlarge(0);
    if (key === "?") return openSheet();
    if (shiftKey && ARROWS[key]) return pan(...ARROWS[key]);
    return /^[1-9]$/.test(key) && choose(key);
  };

  const onKey = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea")) return;
    if (answer(event)) event.preventDefault();
  };

  root.addEventListener("keydown", onKey, { signal });
}

// -------------------------------------------------------------------------------------------- address

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
