/**
 * Brings <image-comparison> when the words of a page have been painted: what a reader sees first needs no script, and
 * on a slow line each module before it would be waited for. All are asked for at once, not each by the one before.
 */

const FIRST_WORDS = "first-contentful-paint";

/** A page in a tab that nobody looks at is not painted, and has nobody to keep waiting. */
function painted() {
  const isTold = globalThis.PerformanceObserver?.supportedEntryTypes?.includes("paint");
  if (document.hidden || !isTold || performance.getEntriesByName(FIRST_WORDS).length) return null;
  return new Promise((done) => {
    document.addEventListener("visibilitychange", done, { once: true });
    new PerformanceObserver((list, observer) => {
      if (!list.getEntriesByName(FIRST_WORDS).length) return;
      observer.disconnect();
      done();
    }).observe({ type: "paint", buffered: true });
  });
}

await painted();
await Promise.all([
  import("./image-comparison.js"),
  import("./comparison-geometry.js"),
  import("./comparison-input.js"),
  import("./comparison-modes.js"),
  import("./comparison-pictures.js"),
  import("./comparison-stage.js"),
]);
