/**
 * Brings <image-comparison> when the page has been painted: what a reader sees first needs no script, and on a
 * slow line each module before it would be waited for. All are asked for at once, not each by the one before.
 */

/** A page in a tab that nobody looks at is not painted, and has nobody to keep waiting. */
function painted() {
  const isTold = globalThis.PerformanceObserver?.supportedEntryTypes?.includes("paint");
  if (document.hidden || !isTold) return null;
  return new Promise((done) => {
    new PerformanceObserver((_, observer) => {
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
