"""The preview: drafts, errors laid over the last good page, every save seen, nothing beyond its folder."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pytest

from irrefutable.pipeline import Series
from irrefutable.render.templates import TemplateError
from irrefutable.results import Build, Settings
from irrefutable.serve import Preview
from irrefutable.store.ahead import Ahead
from irrefutable.workshop import Failure
from tests.site_builder import CASE, NOW, SITE, edited, elements, png, site, words, write_files

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
DRAFT = edited(CASE, ("status: published", "status: draft"))


class Served:
    """A preview and what its builds came to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reports: list[Build | Failure] = []
        self.looked_at: list[str] = []
        out = root / ".cache/preview"
        self.preview = Preview(out, self.looked_at.append)
        self.series = Series(Settings(root, out, NOW, is_preview=True, workers=1), Ahead(out))
        self.series.__enter__()
        self.build()

    def save(self, path: str, text: str) -> None:
        write_files(self.root, {path: text})
        self.build()

    def build(self) -> None:
        result: Build | Failure
        try:
            result = self.series.build(NOW)
        except TemplateError as error:
            result = Failure(type(error).__name__, str(error))
        self.reports.append(result)
        self.preview.take(result)

    def get(self, path: str) -> tuple[str, dict[str, str], bytes]:
        answers: list[tuple[str, dict[str, str]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> object:
            answers.append((status, dict(headers)))
            return None

        # WSGI hands over the bytes of the path as Latin-1 (PEP 3333).
        environ = {"PATH_INFO": path.encode().decode("latin-1")}
        content = b"".join(self.preview(environ, start_response))  # type: ignore[arg-type]
        ((status, headers),) = answers
        return status, headers, content

    def words(self, path: str) -> str:
        return words(self.get(path)[2])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(write_files(tmp_path, site(cloud=DRAFT)))
    with served.series:
        yield served


def test_preview_shows_drafts(served: Served) -> None:
    status, headers, content = served.get("/cases/cloud/")
    assert status == "200 OK"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Length"] == str(len(content))
    assert headers["Cache-Control"] == "no-store"
    assert "The cloud was painted" in words(content)


def test_preview_serves_files_with_their_type(tmp_path: Path) -> None:
    case = edited(
        CASE,
        ("sources:", "media: [{ id: v, file: v.png, kind: image, alt: It, licence: CC0-1.0 }]\nsources:"),
    )
    served = Served(write_files(tmp_path, {**site(cloud=case), "content/cases/cloud/v.png": png()}))
    page = list(elements(served.get("/cases/cloud/")[2]))
    sheet = next(e.attributes["href"] for e in page if e.attributes.get("rel") == "stylesheet")
    script = next(e.attributes["src"] for e in page if e.tag == "script" and "src" in e.attributes)
    image = next(e.attributes["src"] for e in page if e.tag == "img")
    kinds = [served.get(path)[1]["Content-Type"] for path in (sheet, script, image)]
    assert kinds[0] == "text/css"
    assert kinds[1].endswith("/javascript")
    assert kinds[2] == "image/webp"


def test_preview_of_a_site_in_a_folder_stands_at_the_root(tmp_path: Path) -> None:
    """Its own host has no such folder: every link must still lead somewhere."""
    settings = edited(SITE["content/site.yaml"], ("https://facts.test", "https://facts.test/deep/er/"))
    served = Served(write_files(tmp_path, {**site(cloud=DRAFT), "content/site.yaml": settings}))
    links = {
        element.attributes["href"]
        for element in elements(served.get("/cases/cloud/")[2])
        if element.tag in ("a", "link") and element.attributes["href"].startswith("/")
    }
    assert len(links) > 5
    assert {path: served.get(path)[0] for path in links} == dict.fromkeys(links, "200 OK")


def test_unknown_address_gets_the_page_for_it(served: Served) -> None:
    status, _, content = served.get("/cases/claud/")
    assert status == "404 Not Found"
    assert "Nothing stands at this address" in words(content)


@pytest.mark.parametrize(
    "path",
    [
        "/../memo.sqlite",
        "/../../content/site.yaml",
        "//etc/passwd",
        "/cases/../../../content/site.yaml",
        "/cases/%2e%2e/%2e%2e/memo.sqlite",
        "/..\\..\\content\\site.yaml",
        "/link",
        f"/{'a' * 5000}",
        "/zero\x00byte",
        "/índex",
    ],
)
def test_nothing_beyond_the_preview_is_served(path: str, served: Served) -> None:
    (served.root / ".cache/preview/link").symlink_to(served.root / "content/site.yaml")
    status, _, content = served.get(path)
    assert status == "404 Not Found"
    assert b"SQLite" not in content
    assert b"rating_scheme" not in content
    assert b"root:" not in content


def test_error_lies_over_the_last_good_page_until_it_is_mended(served: Served) -> None:
    """The editor sees the words that `check` would say, and what was there before."""
    served.save(
        "content/cases/cloud/case.md",
        edited(DRAFT, ("[ada]", "[adam]"), ("The sky was", "The <b>air</b> was")),
    )
    page = served.words("/cases/cloud/")
    assert "1 problem keeps the site from being built" in page
    assert 'content/cases/cloud/case.md:9:11: error[unknown-id] there is no entity "adam"' in page
    assert "The sky was" in page
    assert "role" in {name for e in elements(served.get("/")[2]) for name in e.attributes}
    assert 'error[unknown-id] there is no entity "adam"' in served.words("/nowhere/")
    served.save("content/cases/cloud/case.md", edited(DRAFT, ("The sky was", "The air was")))
    page = served.words("/cases/cloud/")
    assert "problem" not in page
    assert "The air was" in page
    assert [isinstance(report, Build) and report.published is not None for report in served.reports] == [
        True,
        False,
        True,
    ]


def test_overlay_escapes_what_it_shows(served: Served) -> None:
    served.save("content/cases/cloud/case.md", edited(DRAFT, ("[ada]", "['<script>alert(1)</script>']")))
    content = served.get("/cases/cloud/")[2]
    assert b"<script>alert" not in content
    assert b"&lt;script&gt;alert" in content


def test_preview_that_never_was_good_shows_what_is_wrong(tmp_path: Path) -> None:
    served = Served(write_files(tmp_path, site(cloud=edited(CASE, ("[ada]", "[adam]")))))
    for path in ("/", "/cases/cloud/"):
        assert 'there is no entity "adam"' in served.words(path)
    served.save("content/cases/cloud/case.md", CASE)
    assert served.get("/cases/cloud/")[0] == "200 OK"


def test_broken_template_does_not_stop_the_preview(served: Served) -> None:
    served.save("templates/404.html", "{% extends 'base.html' %}{% block main %}{{ nothing }}{% endblock %}")
    assert isinstance(served.reports[-1], Failure)
    page = served.words("/cases/cloud/")
    assert "TemplateError" in page
    assert "'nothing' is undefined" in page
    assert "The sky was" in page
    served.save("templates/404.html", "{% extends 'base.html' %}{% block main %}<h1>x</h1>{% endblock %}")
    assert "TemplateError" not in served.words("/cases/cloud/")


def test_preview_leaves_the_site_alone(served: Served) -> None:
    assert not (served.root / "site").exists()


def test_page_is_stale_when_another_one_would_be_handed_out(served: Served) -> None:
    """So a browser is reloaded for its own page, and left alone for any other."""
    served.get("/nowhere/")
    served.get("/cases/cloud/")
    served.save("content/cases/cloud/case.md", edited(DRAFT, ("The sky was", "The air was")))
    assert served.preview.is_stale(1)
    served.get("/cases/cloud/")
    assert not served.preview.is_stale(2)
    served.save("content/site.yaml", edited(SITE["content/site.yaml"], ("Test archive", "New archive")))
    served.get("/cases/cloud/")
    assert not served.preview.is_stale(1)
    assert served.preview.is_stale(2)


def test_errors_make_every_page_stale(served: Served) -> None:
    """They lie over all of them."""
    served.get("/")
    served.save("content/cases/cloud/case.md", edited(DRAFT, ("[ada]", "[adam]")))
    assert served.preview.is_stale(1)


def test_pages_that_are_asked_for_are_told(served: Served) -> None:
    """They are made first. What a page loads of its own accord is no page."""
    for path in ("/", "/cases/cloud/", "/404.html", "/nowhere/", "/manifest.json"):
        served.get(path)
    assert served.looked_at == ["index.html", "cases/cloud/index.html", "404.html"]


def test_first_build_is_announced_on_the_page(tmp_path: Path) -> None:
    """Until there is a page, it is said why there is none."""
    write_files(tmp_path, site(cloud=DRAFT))
    preview = Preview(tmp_path / ".cache/preview")
    answer = b"".join(preview({"PATH_INFO": "/"}, lambda *_: lambda _: None))
    assert "The preview is being built" in words(answer)
    assert preview.is_stale(1) is False


# ------------------------------------------------------------------------------------------- for real


@contextmanager
def serving(root: Path) -> Iterator[tuple[str, IO[str]]]:
    """Run the command on a free port; yield its address and what it says. It is stopped in any case."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-u",
        str(ROOT / "build.py"),
        "serve",
        "--root",
        str(root),
        "--port",
        str(port),
    ]
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    # Whoever waits for a line then meets the end of the output instead of waiting for ever.
    limit = threading.Timer(60, process.kill)
    limit.start()
    try:
        assert process.stderr
        yield f"http://127.0.0.1:{port}", process.stderr
    finally:
        limit.cancel()
        process.terminate()
        process.communicate()


def wait_for(said: IO[str], mark: str) -> None:
    """Read what is said up to a line with a mark."""
    lines = []
    for line in said:
        lines.append(line)
        if mark in line:
            return
    pytest.fail(f"no {mark!r} was said:\n{''.join(lines)}")


def fetched(address: str) -> str:
    """Return a page, as soon as the server that was started answers."""
    for _ in range(20_000):
        with suppress(urllib.error.URLError), urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310
            return str(answer.read().decode())
    pytest.fail(f"nobody answers at {address}")


def fetched_status(address: str) -> int:
    """Return how a page is answered."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_taken_port_is_told_with_another_one(tmp_path: Path) -> None:
    """No address is named before it is ours."""
    write_files(tmp_path, site(cloud=DRAFT))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [
            sys.executable,
            str(ROOT / "build.py"),
            "serve",
            "--root",
            str(tmp_path),
            "--port",
            str(port),
        ]
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 3
    assert result.stderr.startswith(f"error: cannot listen on 127.0.0.1:{port}: another program has the port")
    assert f"add --port {port + 1 if port < 65535 else port - 1}" in result.stderr
    assert "Preview on" not in result.stderr


def test_saved_words_reach_the_browser(tmp_path: Path) -> None:
    write_files(tmp_path, site(cloud=DRAFT))
    with serving(tmp_path) as (address, said):
        wait_for(said, "rendered")
        page = fetched(f"{address}/cases/cloud/")
        assert "The sky was" in page
        assert "livereload" in page
        write_files(tmp_path, site(cloud=edited(DRAFT, ("[ada]", "[adam]"))))
        wait_for(said, "error[unknown-id]")
        assert "there is no entity" in fetched(f"{address}/cases/cloud/")
        write_files(tmp_path, site(cloud=edited(DRAFT, ("The sky was", "The air was"))))
        wait_for(said, "rendered 1 of")
        page = fetched(f"{address}/cases/cloud/")
        assert "The air was" in page
        assert "there is no entity" not in page


def test_whatever_happens_to_the_files_ends_in_the_right_pages(tmp_path: Path) -> None:
    """A folder that is moved in, many files at once, and the loss of all that was built."""
    write_files(tmp_path, site(cloud=DRAFT))
    elsewhere = write_files(
        tmp_path / "elsewhere", {"case.md": edited(DRAFT, ("title: The cloud was", "title: Rain was"))}
    )
    with serving(tmp_path) as (address, said):
        wait_for(said, "rendered")
        elsewhere.rename(tmp_path / "content/cases/rain")
        wait_for(said, "rendered")
        assert "Rain was painted" in fetched(f"{address}/cases/rain/")
        write_files(tmp_path, site(**{f"snow{number}": DRAFT for number in range(20)}))
        while fetched_status(f"{address}/cases/snow19/") != 200:
            wait_for(said, "rendered")
        shutil.rmtree(tmp_path / ".cache/preview")
        wait_for(said, "rendered")
        assert "Rain was painted" in fetched(f"{address}/cases/rain/")


def test_broken_template_is_shown_and_mended(tmp_path: Path) -> None:
    write_files(tmp_path, site(cloud=DRAFT))
    template = (ROOT / "templates/case.html").read_text(encoding="utf-8")
    with serving(tmp_path) as (address, said):
        wait_for(said, "rendered")
        broken = edited(template, ('<article class="case"', '<article class="{{ nothing }}"'))
        write_files(tmp_path, {"templates/case.html": broken})
        wait_for(said, "TemplateError")
        assert "nothing&#x27; is undefined" in fetched(f"{address}/cases/cloud/")
        mended = edited(template, ('<article class="case"', '<article class="mended case"'))
        write_files(tmp_path, {"templates/case.html": mended})
        wait_for(said, "rendered")
        page = fetched(f"{address}/cases/cloud/")
        assert 'class="mended case"' in page
        assert "TemplateError" not in page
