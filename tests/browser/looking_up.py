"""Pictures that are asked for on the page to check one, and what Python says they are known by. Refuses to judge."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping

from PIL import Image, ImageOps

from irrefutable.media.fingerprint import fingerprint, mirrored
from irrefutable.media.fingerprint_match import compare, distance, votes
from irrefutable.model.lookup import Fingerprint
from tests import lookup_archive as archive


def jpeg(image: Image.Image) -> bytes:
    """Return a picture as a file that many share."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=70)
    return stream.getvalue()


CLAIMED = archive.picture(archive.CLAIMED)
CROP = jpeg(CLAIMED.crop((160, 60, 560, 420)))
MIRROR = jpeg(ImageOps.mirror(CLAIMED).resize((480, 360)))
STRANGER = jpeg(archive.picture(50))
NO_PICTURE = b"these are words"

DESCRIBED = {
    "the claimed one": CLAIMED,
    "a crop": CLAIMED.crop((160, 60, 560, 420)),
    "another": archive.picture(9).resize((803, 617)),
    "flat": CLAIMED.resize((700, 97)),
    "tiny": CLAIMED.resize((40, 30)),
    "read in bands": CLAIMED.resize((1300, 975)),
}
"""Pictures of which every program reads the same pixels, and the one that others are compared with first."""

IN_BROWSER = """async ([match, description, pictures]) => {
  const { bandsOf, fingerprints } = await import(description);
  const { compare, distance, voter } = await import(match);
  const prints = [];
  for (const content of pictures) {
    const file = new Blob([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))]);
    const bitmap = await createImageBitmap(file);
    prints.push(await fingerprints(bitmap.width, bitmap.height, bandsOf(bitmap)));
  }
  const hex = (numbers) => [...new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const padded = (numbers) => Object.assign(new numbers.constructor(64), numbers);
  const [known] = prints[0];
  const many = Array(12).fill(prints).flat().map(([print]) => print);
  const joined = (name, kind) => kind.from(many.flatMap((print) => [...padded(print[name])]));
  const [words, places] = [joined("words", Uint32Array), joined("places", Uint16Array)];
  const votesOf = (print) => {
    const found = many.map(() => 0);
    voter([print])(words, places, (picture, which, votes) => (found[picture] = votes));
    return found;
  };
  return prints.map((both) => both.map((print) => {
    const found = compare(print, known);
    return [
      [print.width, print.height, hex(print.hash), print.contrast, hex(print.details), hex(print.words), hex(print.places)],
      [distance(print.hash, known.hash), votesOf(print)],
      found && [found.agreeing, found.matrix, found.shown, found.filled],
    ];
  }));
}"""
"""What the browser says the pictures are known by: a function of the addresses of two scripts and of files."""


def files(pictures: Mapping[str, Image.Image]) -> list[str]:
    """Return pictures as the base64 of files without loss."""
    found = []
    for image in pictures.values():
        stream = io.BytesIO()
        image.save(stream, "PNG")
        found.append(base64.b64encode(stream.getvalue()).decode())
    return found


def expected(pictures: Mapping[str, Image.Image]) -> list[list[list[object]]]:
    """Return what `IN_BROWSER` has to say: for each picture and its mirror image, as JSON has it."""
    prints = [(fingerprint(each), fingerprint(mirrored(each))) for each in pictures.values()]
    known = prints[0][0]

    def told(print_: Fingerprint) -> list[object]:
        width, height, bits, contrast, *rest = print_
        match = compare(print_, known)
        return [
            [width, height, bits.hex(), contrast, *(part.hex() for part in rest)],
            [
                distance(bits, known.hash),
                [votes(print_, other.words, other.places) for other, _ in prints] * 12,
            ],
            match and [match.agreeing, list(match.matrix), match.shown, match.filled],
        ]

    return [[told(print_) for print_ in both] for both in prints]
