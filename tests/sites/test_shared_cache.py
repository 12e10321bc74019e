"""A clone takes from a shared cache what others made, and never a wrong byte.

The cache stands on an S3-compatible server in a process of its own.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, NoReturn

import fsspec
import pytest
from fsspec.registry import _registry
from markupsafe import Markup

from irrefutable.media import drawing, inspection, probe
from irrefutable.render import prose
from irrefutable.results import Build
from irrefutable.store import place
from irrefutable.work import differences, pictures, placements, reading
from irrefutable.work.handover import Handovers
from tests.cache_harms import HARMS, Objects, shortened
from tests.scenes import png_bytes, scene
from tests.site_builder import CASE, build, edited, set_build, site, tree, write_files

pytestmark = [pytest.mark.xdist_group("shared cache"), pytest.mark.slow]

ROOT = Path(__file__).parents[2]
SECRET = "a-word-that-nobody-should-read"  # noqa: S105 - what it is for
PAIR = """\
media:
  - { id: claimed, file: claimed.png, kind: image, alt: Shapes, licence: CC0-1.0 }
  - { id: whole, file: whole.png, kind: image, alt: More shapes, licence: CC0-1.0 }
comparisons:
  - { id: pair, title: The pair, claimed: claimed, original: whole, align: auto }
sources:"""
CLOUD = edited(CASE, ("sources:", PAIR), ("The sky was", "- one\n- *two*\n\nThe sky was"))
FILES = {
    **site(cloud=CLOUD, bell=CASE),
    "content/cases/cloud/claimed.png": png_bytes(scene(1).crop((40, 30, 200, 150))),
    "content/cases/cloud/whole.png": png_bytes(scene(1)),
}


@dataclass
class Server:
    """An S3-compatible server."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def order(self, path: str) -> dict[str, int]:
        with urllib.request.urlopen(f"{self.url}/-/{path}") as answer:  # noqa: S310 - on loopback
            counts: dict[str, int] = json.load(answer)
            return counts


@contextmanager
def running() -> Iterator[Server]:
    command = [sys.executable, "-m", "tests.s3_server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        server = Server(int(process.stdout.readline()))
        request = urllib.request.Request(f"{server.url}/desk", method="PUT")  # noqa: S310
        urllib.request.urlopen(request).close()  # noqa: S310
        try:
            yield server
        finally:
            process.kill()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as found:
        yield found


@pytest.fixture(autouse=True)
def environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    use(server, monkeypatch)


@pytest.fixture(autouse=True, scope="module")
def no_handover() -> Iterator[None]:
    """Here a clone is to work with what was found out about texts and pictures, and no more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Handovers, "give", lambda *_: None)
        yield


def use(server: Server, monkeypatch: pytest.MonkeyPatch, key: str = "writer") -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Objects:
    """The site as a build without any cache makes it."""
    root = write_files(tmp_path_factory.mktemp("clean"), FILES)
    assert build(root).published
    return tree(root / "site")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Objects:
    """What one build leaves in an empty cache."""
    folder = tmp_path_factory.mktemp("filled")
    cloned(folder / "archive", f"file://{folder}/cache")
    return tree(folder / "cache")


def cloned(root: Path, cache: str) -> Build:
    """Build a fresh clone."""
    result = build(write_files(root, FILES), shared_cache=cache)
    assert result.published
    assert SECRET not in repr(result)
    return result


def files_at(url: str) -> tuple[Any, str]:
    """Return the file system that an address is on, and the path there."""
    if url.startswith("s3://"):
        return fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False), url[5:]
    return fsspec.filesystem("file", auto_mkdir=True), url.removeprefix("file://")


def fill(url: str, objects: Objects) -> str:
    """Put objects below an address."""
    files, folder = files_at(url)
    files.pipe({f"{folder}/{path}": content for path, content in objects.items()})
    return url


def objects_at(url: str) -> Objects:
    files, folder = files_at(url)
    found: Objects = files.cat(files.find(folder))
    return {path.removeprefix(f"{folder}/"): content for path, content in found.items()}


def forbid_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be made that a shared cache could have had."""

    def refuse(*arguments: object, **named: object) -> NoReturn:
        raise AssertionError(f"made again: {arguments} {named}")

    for module, name in (
        (reading, "load_case"),
        (probe, "probe"),
        (placements, "_register"),
        (differences, "_changes"),
        (inspection, "inspect"),
        (drawing, "size_px"),
        (prose, "render"),
        (pictures, "_make"),
    ):
        monkeypatch.setattr(module, name, refuse)


# ------------------------------------------------------------------------------------------- as it should be


def test_clone_makes_nothing_that_another_made(
    server: Server, clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fetches everything in a handful of requests, writes nothing, and ends where a clean build does."""
    cold = cloned(tmp_path / "a", "s3://desk/cold")
    assert cold.encoded > 3
    assert cold.remarks == ()
    server.order("count")
    forbid_work(monkeypatch)
    warm = cloned(tmp_path / "b", "s3://desk/cold")
    assert warm.encoded == 0
    assert warm.remarks == ()
    assert server.order("count") == {"LIST": 4, "GET": 5}
    assert tree(tmp_path / "b" / "site") == clean


def test_a_build_that_changes_nothing_asks_nobody(server: Server, tmp_path: Path) -> None:
    cloned(tmp_path, "s3://desk/quiet")
    server.order("count")
    assert not cloned(tmp_path, "s3://desk/quiet").rendered
    assert server.order("count") == {}


def test_an_edit_adds_only_what_is_new(
    server: Server, filled: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fetches nothing, for making a page takes less time; and another clone has the use of it."""
    url = fill("s3://desk/edit", filled)
    before = objects_at(url)
    cloned(tmp_path / "a", url)
    server.order("count")
    files = FILES | {"content/cases/bell/case.md": edited(CASE, ("was *clear*", "was not *clear*"))}
    write_files(tmp_path / "a", files)
    assert build(tmp_path / "a", shared_cache=url).published
    counts = server.order("count")
    assert set(counts) == {"PUT"}
    added = {path: content for path, content in objects_at(url).items() if path not in before}
    assert len(added) == counts["PUT"] <= 4
    assert {path: objects_at(url)[path] for path in before} == before
    forbid_work(monkeypatch)
    assert build(write_files(tmp_path / "b", files), shared_cache=url).published
    assert tree(tmp_path / "a" / "site") == tree(tmp_path / "b" / "site")


def test_an_edited_text_keeps_what_was_found_in_pictures(
    filled: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone of a later state has nothing to look for, though no text is the same."""
    monkeypatch.setattr(placements, "_register", None)
    cache = write_files(tmp_path / "cache", filled)
    files = FILES | {"content/cases/cloud/case.md": edited(CLOUD, ("was *clear*", "was not *clear*"))}
    result = build(write_files(tmp_path / "a", files), shared_cache=cache.as_uri())
    assert result.published
    assert result.encoded == 0


def test_two_builds_may_fill_it_at_once(
    clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "build.py", "--workers", "1", "--cache", "s3://desk/both", "--root"]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1780000000"}
    roots = [write_files(tmp_path / name, FILES) for name in "ab"]
    processes = [subprocess.Popen([*command, str(root)], cwd=ROOT, env=environment) for root in roots]
    assert [process.wait() for process in processes] == [0, 0]
    forbid_work(monkeypatch)
    assert cloned(tmp_path / "c", "s3://desk/both").remarks == ()
    assert tree(tmp_path / "c" / "site") == clean


def test_many_indexes_become_one(filled: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone after many builds reads one index for them all; none of the old is changed."""
    cache = write_files(tmp_path / "cache", filled)
    root = write_files(tmp_path / "a", FILES)
    for number in range(20):
        text = edited(CASE, ("was *clear*", f"was *clear* {number}"))
        write_files(root, {"content/cases/bell/case.md": text})
        assert build(root, shared_cache=cache.as_uri()).published
    indexes = [path for path in tree(cache) if re.search("words-.*/indexes/", path)]
    assert len(indexes) == 21
    last = FILES | {"content/cases/bell/case.md": edited(CASE, ("was *clear*", "is *clear*"))}
    assert build(write_files(tmp_path / "b", last), shared_cache=cache.as_uri()).published
    assert set(indexes) < set(tree(cache))
    opened: list[str] = []
    read = place.Place.read_parts

    def counted(self: place.Place, parts: Any) -> list[bytes]:
        opened.extend(path for path, _, _ in parts)
        return read(self, parts)

    monkeypatch.setattr(place.Place, "read_parts", counted)
    forbid_work(monkeypatch)
    assert build(write_files(tmp_path / "c", last), shared_cache=cache.as_uri()).published
    assert sum("words-" in path and "indexes" in path for path in opened) == 1


# --------------------------------------------------------------------------------------------- damage


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_damaged_is_made_again(
    harm: Callable[[Objects], Objects],
    filled: Objects,
    clean: Objects,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heal(harm(filled), (tmp_path / "cache").as_uri(), clean, tmp_path, monkeypatch)


def test_what_is_damaged_on_a_server_is_made_again(
    filled: Objects, clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heal(shortened(filled), "s3://desk/shortened", clean, tmp_path, monkeypatch)


def heal(damaged: Objects, url: str, clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing wrong is published, and the next clone finds everything whole beside what is damaged."""
    result = cloned(tmp_path / "a", fill(url, damaged))
    assert tree(tmp_path / "a" / "site") == clean
    assert all("damaged" in remark for remark in result.remarks)
    kept = objects_at(url)
    assert {path: kept[path] for path in damaged} == damaged, "something was overwritten"
    forbid_work(monkeypatch)
    cloned(tmp_path / "b", url)
    assert tree(tmp_path / "b" / "site") == clean


def test_what_is_forged_is_made_again(
    filled: Objects, clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text with what no text may have and a picture that is none, put there with digests that are right."""
    monkeypatch.setattr(prose, "render", lambda _request: Markup("<p><blink>forged</blink></p>"))
    monkeypatch.setattr(
        pictures, "_encoded", lambda group, _sources: (b"<svg onload='alert(1)'/>",) * len(group)
    )
    cache = tmp_path / "cache"
    forger = cloned(tmp_path / "forger", cache.as_uri())
    assert forger.encoded > 3
    monkeypatch.undo()
    result = cloned(tmp_path / "a", cache.as_uri())
    assert any("damaged" in remark for remark in result.remarks)
    assert tree(tmp_path / "a" / "site") == clean
    forbid_work(monkeypatch)
    cloned(tmp_path / "b", cache.as_uri())
    assert tree(tmp_path / "b" / "site") == clean


# ----------------------------------------------------------------------------------- a place that refuses


def test_no_answer_costs_one_wait(clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes the question and never answers is asked once."""
    config = {"connect_timeout": 0.3, "read_timeout": 0.3, "retries": {"total_max_attempts": 1}}
    monkeypatch.setattr(place, "_OPTIONS", {"s3": {"config_kwargs": config}})
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    asked.append(listener.accept()[0])
                except OSError:
                    return

        Thread(target=accept, daemon=True).start()
        use(Server(listener.getsockname()[1]), monkeypatch)
        result = cloned(tmp_path, "s3://desk/silent")
        listener.shutdown(socket.SHUT_RDWR)
    assert len(asked) == 1
    asked[0].close()
    (remark,) = result.remarks
    assert remark.startswith("the shared cache s3://desk/silent could not be read: ")
    assert remark.endswith("; building without it")
    assert tree(tmp_path / "site") == clean


def test_nobody_at_the_address(clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Server(9), monkeypatch)
    (remark,) = cloned(tmp_path, "s3://desk/nobody").remarks
    assert "could not be read" in remark
    assert tree(tmp_path / "site") == clean


def test_server_that_ends_on_the_way(
    filled: Objects, clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What arrived is used; the rest is made; it is said once."""
    with running() as server:
        use(server, monkeypatch)
        url = fill("s3://desk/ending", filled)
        server.order("end-after/4")
        result = cloned(tmp_path, url)
    (remark,) = result.remarks
    assert "could not be read" in remark
    assert tree(tmp_path / "site") == clean


def test_reader_may_read(filled: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = fill("s3://desk/reader", filled)
    use(Server(int(os.environ["AWS_ENDPOINT_URL"].rpartition(":")[2])), monkeypatch, key="reader")
    forbid_work(monkeypatch)
    assert cloned(tmp_path, url).remarks == ()


def test_reader_may_not_write(
    server: Server, clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(server, monkeypatch, key="reader")
    result = cloned(tmp_path, "s3://desk/empty")
    assert result.remarks == ("the shared cache s3://desk/empty could not be written: reader may not write",)
    assert tree(tmp_path / "site") == clean


def test_bucket_that_is_not_there(clean: Objects, tmp_path: Path) -> None:
    (remark,) = cloned(tmp_path, "s3://no-such-bucket/cache").remarks
    assert "bucket does not exist" in remark
    assert tree(tmp_path / "site") == clean


def test_folder_that_nobody_may_write(filled: Objects, clean: Objects, tmp_path: Path) -> None:
    """The machine's own folder is read-only for everyone."""
    (remark,) = cloned(tmp_path, "file:///sys/kernel/irrefutable").remarks
    assert "could not be written" in remark
    assert tree(tmp_path / "site") == clean


def test_library_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(_registry, "s3", raising=False)
    (remark,) = cloned(tmp_path, "s3://desk/library").remarks
    assert 'pip install "irrefutable[s3]"' in remark


def test_scheme_that_nobody_knows(tmp_path: Path) -> None:
    (remark,) = cloned(tmp_path, "carrier-pigeon://desk").remarks
    assert "carrier-pigeon" in remark


# ------------------------------------------------------------------------------------------ the settings


def test_address_may_stand_in_the_site_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = (tmp_path / "cache").as_uri()
    text = set_build(FILES, f"search: false, share_cards: false, cache: {cache}")
    files = FILES | {"content/site.yaml": text}
    build(write_files(tmp_path / "a", files))
    forbid_work(monkeypatch)
    assert build(write_files(tmp_path / "b", files)).published
    monkeypatch.undo()
    asked = build(write_files(tmp_path / "c", files), shared_cache="")
    assert asked.encoded > 0, "the command line wins"


def test_preview_takes_and_never_adds(
    filled: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drafts as they are typed are nobody else's."""
    cache = write_files(tmp_path / "cache", filled)
    files = FILES | {"content/cases/new/case.md": edited(CASE, ("was *clear*", "was\n\n- dark"))}
    result = build(write_files(tmp_path / "a", files), is_preview=True, shared_cache=cache.as_uri())
    assert result.published
    assert tree(cache) == filled
    forbid_work(monkeypatch)
    assert build(write_files(tmp_path / "b", FILES), is_preview=True, shared_cache=cache.as_uri()).published


def test_errors_in_the_content_do_not_hide_what_is_wrong_with_the_cache(tmp_path: Path) -> None:
    files = FILES | {"content/cases/bell/case.md": edited(CASE, ("[ada]", "[adam]"))}
    result = build(write_files(tmp_path, files), shared_cache="carrier-pigeon://desk")
    assert result.published is None
    assert len(result.remarks) == 1
