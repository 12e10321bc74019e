"""Ways in which files of a shared cache are not what they should be. Refuses to know what comes of it."""

from __future__ import annotations

Objects = dict[str, bytes]
"""The files of a cache by their paths."""


def of(objects: Objects, folder: str) -> list[str]:
    return sorted(path for path in objects if f"/{folder}/" in path)


def flipped(objects: Objects) -> Objects:
    """Change some bytes of every pack."""
    changed = dict(objects)
    for path in of(objects, "packs"):
        content = bytearray(objects[path])
        for at in range(0, len(content), 997):
            content[at] ^= 1
        changed[path] = bytes(content)
    return changed


def flipped_indexes(objects: Objects) -> Objects:
    paths = of(objects, "indexes")
    return objects | {path: objects[path][:-9] + b"x" + objects[path][-8:] for path in paths}


def shortened(objects: Objects) -> Objects:
    return objects | {path: objects[path][: len(objects[path]) // 2] for path in of(objects, "packs")}


def emptied(objects: Objects) -> Objects:
    return dict.fromkeys(objects, b"")


def swapped(objects: Objects) -> Objects:
    """Let each file of a folder have the bytes of one of the other scope."""
    changed = dict(objects)
    for folder in ("packs", "indexes"):
        one, other = of(objects, folder)
        changed |= {one: objects[other], other: objects[one]}
    return changed


def moved(objects: Objects) -> Objects:
    """Let each scope have the files of the other, under their own names."""
    words, pictures_ = sorted({path.split("/")[1] for path in objects})
    names = {words: pictures_, pictures_: words}
    return {
        path.replace(scope, names[scope]): content
        for path, content in objects.items()
        for scope in [path.split("/")[1]]
    }


def without_packs(objects: Objects) -> Objects:
    return {path: objects[path] for path in of(objects, "indexes")}


def without_indexes(objects: Objects) -> Objects:
    return {path: objects[path] for path in of(objects, "packs")}


def of_another_version(objects: Objects) -> Objects:
    return {path.replace("irrefutable-1", "irrefutable-0"): content for path, content in objects.items()}


HARMS = (
    flipped,
    flipped_indexes,
    shortened,
    emptied,
    swapped,
    moved,
    without_packs,
    without_indexes,
    of_another_version,
)
