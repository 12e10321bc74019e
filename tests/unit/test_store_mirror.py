"""A copy of a site is held against the list of its files, wherever the copy is."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from irrefutable.cli import main
from irrefutable.store.files import sha256_of
from irrefutable.store.listing import Content
from irrefutable.store.mirror import copy_at, verify
from irrefutable.store.paths import MANIFEST_PATH
from tests.publications import have_parts, write_manifest

FILES = {
    "404.html": "Nothing stands here.",
    "_headers": "/*",
    "cases/flood/index.html": "A case.",
    "media/flood/scene.webp": "A picture.",
}


@pytest.fixture(params=["one list", "parts"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a site with its list, whole or in parts."""
    if request.param == "parts":
        have_parts(monkeypatch)
    folder = tmp_path / "site"
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    files = {path: Content(sha256_of(folder / path) or "", len(text)) for path, text in sorted(FILES.items())}
    write_manifest(folder, files)
    return folder


class Host(SimpleHTTPRequestHandler):
    """A host as many are: it leads from a page's file to its folder, and away from `gone`."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.endswith("/index.html"):
            self.send_response(301)
            self.send_header("Location", self.path.removesuffix("index.html"))
            self.end_headers()
        elif self.path.endswith("/404.html"):
            content = (Path(self.directory) / "404.html").read_bytes()
            self.send_response(404)
            self.end_headers()
            self.wfile.write(content)
        elif self.path.startswith("/elsewhere/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/elsewhere"))
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        pass


@pytest.fixture
def host(site: Path) -> Iterator[str]:
    """Serve the site on this machine."""
    Host.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", *arguments])


def test_whole_copy_is_found_whole(site: Path) -> None:
    result = run(str(site))
    assert result.exit_code == 0
    assert "4 files checked, each as it is listed" in result.stderr
    assert hashlib.sha256((site / MANIFEST_PATH).read_bytes()).hexdigest() in result.stderr


def test_every_damage_is_named(site: Path) -> None:
    (site / "cases/flood/index.html").write_text("A face.", encoding="utf-8")
    (site / "media/flood/scene.webp").unlink()
    result = run(str(site), "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (found["altered"], found["missing"]) == (["cases/flood/index.html"], ["media/flood/scene.webp"])
    assert run(str(site), "--below", "media/").stdout == "missing: media/flood/scene.webp\n"
    assert verify(copy_at(str(site)), below="4").is_whole


def test_copy_behind_an_address_is_whole(host: str) -> None:
    """Pages are found where the host leads to; what a host only reads is not asked for."""
    found = verify(copy_at(f"{host}/"))
    assert (found.checked, found.is_whole) == (3, True)
    assert not any("_headers" in path for path in Host.asked)


def test_longer_file_is_another(site: Path, host: str) -> None:
    """Of a file without end, no more is fetched than shows that it is too long."""
    (site / "media/flood/scene.webp").write_text("A picture. And more of it.", encoding="utf-8")
    assert verify(copy_at(host)).altered == ("media/flood/scene.webp",)


def test_list_can_come_from_the_site_itself(site: Path, host: str, tmp_path: Path) -> None:
    """A copy that was altered together with its own list is found out."""
    before = tmp_path / "before"
    before.mkdir()
    (before / MANIFEST_PATH).write_bytes((site / MANIFEST_PATH).read_bytes())
    (site / "cases/flood/index.html").write_text("A face.", encoding="utf-8")
    forged = (site / MANIFEST_PATH).read_text(encoding="utf-8")
    before_sha256 = hashlib.sha256(b"A case.").hexdigest()
    after_sha256 = hashlib.sha256(b"A face.").hexdigest()
    assert before_sha256 in forged
    (site / MANIFEST_PATH).write_text(forged.replace(before_sha256, after_sha256), encoding="utf-8")
    assert verify(copy_at(host)).is_whole
    altered = verify(copy_at(host), against=copy_at(str(before)), below="cases/").altered
    assert altered == ("cases/flood/index.html",)


def test_copy_without_its_own_list_is_not_whole(site: Path, host: str, tmp_path: Path) -> None:
    """Nobody could check it once the site itself is gone."""
    copy = tmp_path / "copy"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("manifest*"))
    own = {path.relative_to(site).as_posix() for path in site.rglob("*.json")}
    assert set(verify(copy_at(str(copy)), against=copy_at(host)).missing) == own
    assert verify(copy_at(str(copy)), against=copy_at(host), below="cases/").is_whole


def test_redirect_to_elsewhere_is_no_answer(host: str) -> None:
    """The redirect stays on the host and leaves the address: it is not followed."""
    result = run(f"{host}/elsewhere")
    assert result.exit_code == 3
    assert "no manifest.json can be read there" in result.stderr
    assert all(path.startswith("/elsewhere/") for path in Host.asked)


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../b"])
def test_list_cannot_lead_out_of_the_copy(site: Path, path: str) -> None:
    forged = (site / MANIFEST_PATH).read_text(encoding="utf-8").replace("404.html", path)
    (site / MANIFEST_PATH).write_text(forged, encoding="utf-8")
    result = run(str(site))
    assert result.exit_code == 3
    assert "is damaged or of another version" in result.stderr


def test_what_is_no_copy_is_told(tmp_path: Path) -> None:
    assert "is no folder" in run(str(tmp_path / "nowhere")).stderr
    assert "no manifest.json can be read there" in run(str(tmp_path)).stderr
