/**
 * Pieces of a large original, laid over its picture where that is coarser than the screen.
 *
 * The pieces are static files with the addresses of IIIF's Image API 3 at level 0:
 * `BASE/x,y,w,h/tw,th/0/default.jpg`. Pure but for `Tiles`, which makes images and takes them away again.
 */

/** How much coarser than the screen a picture may be before pieces are fetched. */
const COARSE = 1.05;

/** The factor by which the file may be reduced and still be as fine as `width` pixels of the screen. */
export function factorFor(fileWidth, width, factors) {
  const fine = factors.filter((factor) => fileWidth / factor >= width);
  return fine.length ? Math.max(...fine) : Math.min(...factors);
}

/** The pieces, in pixels of the file, that meet a part of it. */
export function piecesOf({ width, height }, side, factor, { left, top, right, bottom }) {
  const step = side * factor;
  const pieces = [];
  for (let y = Math.floor(Math.max(top, 0) / step) * step; y < Math.min(bottom, height); y += step) {
    for (let x = Math.floor(Math.max(left, 0) / step) * step; x < Math.min(right, width); x += step) {
      pieces.push({ x, y, width: Math.min(step, width - x), height: Math.min(step, height - y) });
    }
  }
  return pieces;
}

/** Where a piece stands below its base. */
export function addressOf({ x, y, width, height }, factor) {
  return `${x},${y},${width},${height}/${Math.ceil(width / factor)},${Math.ceil(height / factor)}/0/default.jpg`;
}

/** The part of a picture, in pixels of its file, that its frame shows. */
function seen({ matrix, frame, width, left }, fileWidth) {
  const scale = fileWidth / width;
  const back = matrix.translate(left, 0).inverse();
  const corners = [
    [0, 0],
    [frame.width, 0],
    [0, frame.height],
    [frame.width, frame.height],
  ].map(([x, y]) => back.transformPoint(new DOMPoint(x, y)));
  const [across, down] = ["x", "y"].map((axis) => corners.map((corner) => corner[axis] * scale));
  return {
    left: Math.min(...across),
    top: Math.min(...down),
    right: Math.max(...across),
    bottom: Math.max(...down),
  };
}

export class Tiles {
  #picture;
  #container = null;
  #images = new Map();

  /** @param {HTMLElement} picture has the `data-tiles` */
  constructor(picture) {
    this.#picture = picture;
  }

  /**
   * Lay the pieces that are needed, and only those.
   *
   * @param {{ width: number, height: number }} file
   * @param {import("./comparison-geometry.js").Laid} laid
   */
  lay(file, laid) {
    const { width, left, matrix } = laid;
    const onScreen = width * Math.hypot(matrix.a, matrix.b) * devicePixelRatio;
    if (!width || onScreen <= this.#largest * COARSE || file.width <= this.#largest) {
      this.remove();
      return;
    }
    const { tiles: base, tileSize, scaleFactors } = this.#picture.dataset;
    const factor = factorFor(file.width, onScreen, scaleFactors.split(" ").map(Number));
    const pieces = piecesOf(file, Number(tileSize), factor, seen(laid, file.width));
    const wanted = new Map(pieces.map((piece) => [`${base}/${addressOf(piece, factor)}`, piece]));
    for (const [address, image] of this.#images) {
      if (wanted.has(address)) continue;
      image.remove();
      this.#images.delete(address);
    }
    for (const [address, piece] of wanted) {
      if (!this.#images.has(address)) this.#add(address, piece, file);
    }
    if (this.#container) this.#container.style.transform = `translate(${left}px) scale(${width / file.width})`;
  }

  remove() {
    this.#container?.remove();
    this.#container = null;
    this.#images.clear();
  }

  /** The width of the largest file that the picture itself can show. */
  get #largest() {
    const sources = [...this.#picture.querySelectorAll("[srcset]")].map((source) => source.srcset);
    const widths = sources.join(",").match(/\d+(?=w)/g) ?? [this.#picture.querySelector("img").width];
    return Math.max(...widths.map(Number));
  }

  /** Pieces stand at whole pixels of the file: browsers round places to whole pixels before they enlarge them. */
  #add(address, piece, file) {
    if (!this.#container) {
      this.#container = document.createElement("div");
      this.#container.className = "tiles";
      place(this.#container, { x: 0, y: 0, ...file });
      this.#picture.after(this.#container);
    }
    const image = new Image();
    image.alt = "";
    image.decoding = "async";
    image.draggable = false;
    place(image, piece);
    image.src = address;
    this.#images.set(address, image);
    this.#container.append(image);
  }
}

function place({ style }, { x, y, width, height }) {
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
