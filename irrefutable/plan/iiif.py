"""The pictures of a case for viewers of the IIIF Presentation API 3.0. Refuses pictures that start covered.

A viewer knows no covers, and what it shows does not stand on our page; so each picture brings its verdict and
what it really shows with it, as a statement that viewers must show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from irrefutable.model.record import CaseRecord, MediaRecord, Words
from irrefutable.plan.materials import Materials
from irrefutable.plan.wording import N_, wording

Words3 = Mapping[str, list[str]]
"""Text by language, as IIIF has it."""


def has_pictures(record: CaseRecord) -> bool:
    """Whether a viewer has anything to show of a case."""
    return any("files" in media for media in record.get("media", ()))


def iiif_manifest(materials: Materials, record: CaseRecord) -> Mapping[str, object]:
    """Return the manifest of a case that has pictures to show."""
    routes = materials.routes
    address = routes.canonical(routes.iiif(record["id"]).url)
    publisher = record["publisher"]
    shown = [media for media in record["media"] if "files" in media]
    hidden = len(record["media"]) - len(shown)
    manifest: dict[str, object] = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": address,
        "type": "Manifest",
        "label": _by_language(record["title"]),
        "summary": _by_language(record.get("found", {})),
        "requiredStatement": _statement(record, N_("Claimed:"), _by_language(record.get("claimed", {}))),
        "homepage": [
            {
                "id": edition["url"],
                "type": "Text",
                "label": _by_language(record["title"]),
                "format": "text/html",
                "language": [edition["language"]],
            }
            for edition in record["editions"]
        ],
        "seeAlso": [
            {"id": record["record"], "type": "Dataset", "format": "application/json"},
        ],
        "provider": [
            {
                "id": publisher.get("url") or address.rpartition("/")[0],
                "type": "Agent",
                "label": _by_language(publisher["name"]),
            }
        ],
        "items": [_canvas(materials, record, media) for media in shown],
    }
    if hidden:
        words = {
            tag: [wording(tag).say(N_("Other pictures can be seen on the page of the case alone."))]
            for tag in _languages(record)
        }
        manifest["metadata"] = [_statement(record, N_("Pictures"), words)]
    return manifest


def _canvas(materials: Materials, record: CaseRecord, media: MediaRecord) -> Mapping[str, object]:
    routes, picture = materials.routes, materials.pictures[record["id"], media["id"]]
    canvas = f"{routes.canonical(routes.iiif(record['id']).url)}/{media['id']}"
    widest = picture.widest
    body: dict[str, object] = {
        "id": routes.canonical(routes.file(widest.path).url),
        "type": "Image",
        "format": widest.format.media_type,
        "width": widest.width_px,
        "height": widest.height_px,
    }
    if picture.tiles:
        tiles = routes.canonical(routes.file(picture.tiles.path).url)
        body["service"] = [{"id": tiles, "type": "ImageService3", "profile": "level0"}]
    return {
        "id": canvas,
        "type": "Canvas",
        "label": _by_language(media.get("title") or media["alt"]),
        "summary": _by_language(media["alt"]),
        "width": picture.width_px,
        "height": picture.height_px,
        **_verdict(record, media),
        "metadata": list(_metadata(record, media)),
        "items": [
            {
                "id": f"{canvas}/page",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{canvas}/picture",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": body,
                        "target": canvas,
                    }
                ],
            }
        ],
    }


def _verdict(record: CaseRecord, media: MediaRecord) -> Mapping[str, object]:
    """Return what a viewer must show with a picture: the verdict, and what it really shows."""
    rating = media.get("rating")
    if rating is None:
        return {}
    values = _by_language(rating["label"])
    actually = _by_language(media.get("actually", {}))
    both = {tag: [*words, *actually.get(tag, ())] for tag, words in values.items()}
    return {"requiredStatement": _statement(record, N_("Rating"), both)}


def _metadata(record: CaseRecord, media: MediaRecord) -> Iterator[Mapping[str, object]]:
    fields = ((N_("Shown as"), media.get("shown_as")), (N_("Credit"), media.get("credit")))
    for label, words in fields:
        if words:
            yield _statement(record, label, _by_language(words))
    yield _statement(record, N_("Licence"), {"none": [media["licence"]]})
    if "sha256" in media:
        yield {"label": {"none": ["SHA-256"]}, "value": {"none": [media["sha256"]]}}


def _statement(record: CaseRecord, label: str, value: Words3) -> Mapping[str, object]:
    said = {tag: [wording(tag).say(label).rstrip(":")] for tag in _languages(record)}
    return {"label": said, "value": value}


def _languages(record: CaseRecord) -> list[str]:
    return [edition["language"] for edition in record["editions"]]


def _by_language(words: Words) -> Words3:
    return {tag: [text] for tag, text in words.items()}
