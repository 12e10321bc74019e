"""What the browser tests look with: a server, a watch over pages, a checker of markup. Refuses to judge the site.

Nothing here leaves the machine: the server listens on loopback and the browser resolves no other name.
"""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, WebError

NODE_MODULES = Path(__file__).parent / "node_modules"
VNU_JAR = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

PATIENCE_MS = 15_000
"""How long a page may take on a machine that is busy with other things."""

CONTENT_TYPES = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Fixed here, because the system's own table differs between machines."""

_COMPRESSED = frozenset((".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"))
"""What a host sends as gzip."""

_HAS_DIGEST = re.compile(r"^/(?:assets|media)/[^?]*-[0-9a-f]{8,10}\.\w+$")
"""Addresses of files whose names change with what is in them; hosts let browsers keep these."""


class ToolFailureError(Exception):
    """A checker is missing, or did not check what it was given; its silence would prove nothing."""


@contextmanager
def serve(
    folder: Path,
    headers: Mapping[str, str] | None = None,
    *,
    compresses: bool = False,
    is_kept: bool = False,
) -> Iterator[str]:
    """Serve a folder as a static host does, and give the base address without a final slash.

    `/x/` is `/x/index.html`, `/x` is sent on to `/x/`, and an unknown address gets the folder's `404.html`
    with status 404. `headers` are added to every answer. `compresses` is whether text is sent as gzip.
    Nothing is cached, but what carries a digest in its name where the site `is_kept` as it is until the end.
    """
    root = folder.resolve(strict=True)
    added = dict(headers or {})

    class Handler(_StaticHandler):
        site = root
        added_headers = added
        does_compress = compresses
        may_keep = is_kept

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def once(done: Path, make: Callable[[], None]) -> None:
    """Make something that all workers of a run share, unless another one has, which is waited for."""
    with done.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not done.exists():
            make()
            done.touch()


class _StaticHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Path
    added_headers: Mapping[str, str]
    does_compress: bool
    may_keep: bool

    def do_GET(self) -> None:
        try:
            self._answer()
        except ConnectionError:
            # A browser that leaves a page drops what it no longer needs.
            self.close_connection = True

    do_HEAD = do_GET  # noqa: N815 - the base class looks for this name

    def _answer(self) -> None:
        address = urlsplit(self.path)
        target = (self.site / unquote(address.path).lstrip("/")).resolve()
        if target.is_dir() and not address.path.endswith("/"):
            query = f"?{address.query}" if address.query else ""
            self._send(HTTPStatus.MOVED_PERMANENTLY, b"", ".txt", {"Location": f"{address.path}/{query}"})
            return
        file = target / "index.html" if address.path.endswith("/") else target
        if file.is_relative_to(self.site) and file.is_file():
            self._send(HTTPStatus.OK, file.read_bytes(), file.suffix)
            return
        missing = self.site / "404.html"
        body = missing.read_bytes() if missing.is_file() else b"<!doctype html><title>Not found</title>"
        self._send(HTTPStatus.NOT_FOUND, body, ".html")

    def _send(
        self, status: HTTPStatus, body: bytes, suffix: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", CONTENT_TYPES.get(suffix, "application/octet-stream"))
        if self.does_compress and suffix in _COMPRESSED:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        is_immutable = self.may_keep and _HAS_DIGEST.search(self.path)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if is_immutable else "no-store")
        for name, value in {**self.added_headers, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Keep the tests' output to what went wrong."""


def chromium() -> Path:
    """Return the browser's executable.

    Raises:
        ToolFailureError: none is installed.
    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    raise ToolFailureError("no Chromium is installed; scripts/test-tools installs it")


def chromium_arguments() -> list[str]:
    """Return the switches that keep the browser quiet, reproducible and on this machine."""
    switches = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        # Pages live too briefly for the best compiler of their scripts to earn its time back.
        "--js-flags=--no-opt",
    ]
    # Chromium's sandbox refuses to run as root, as in most containers.
    return ["--no-sandbox", *switches] if os.geteuid() == 0 else switches


class Kind(StrEnum):
    """What a page must not do."""

    CONSOLE_ERROR = "console error"
    PAGE_ERROR = "uncaught exception"
    POLICY_VIOLATION = "violation of the content security policy"
    THIRD_PARTY_REQUEST = "request to a third party"


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that a page did and must not do."""

    kind: Kind
    text: str
    page: str = ""
    """The address it is about, where one is known."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """An incident that a test provokes on purpose."""

    kind: Kind
    containing: str

    def covers(self, incident: Incident) -> bool:
        """Whether this is the incident that was provoked."""
        return incident.kind is self.kind and self.containing in f"{incident.text} {incident.page}"


_REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (violation) => {
  const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample, documentURI } = violation;
  const place = `${sourceFile || "page"}:${lineNumber}`;
  __reportViolation(`${effectiveDirective} blocked ${blockedURI} ${sample} (${place})`, documentURI);
}, true);
"""


@dataclass(slots=True)
class Watch:
    """Everything that the pages of a test asked for and did wrong."""

    requests: list[str] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    _expected: list[Expectation] = field(default_factory=list)
    _contexts: list[tuple[BrowserContext, bool]] = field(default_factory=list)

    def follow(self, context: BrowserContext, *, has_script: bool = True) -> None:
        """Record what happens in a context, from before its first page.

        Without script a page keeps silent about its policy; Chromium still tells the console.
        """
        listen(context, lambda: self)
        self.attend(context, has_script=has_script)

    def attend(self, context: BrowserContext, *, has_script: bool) -> None:
        """Hear all that a context has to say before a verdict; `listen` tells of what happens in it."""
        self._contexts.append((context, has_script))

    def expect(self, kind: Kind, containing: str = "") -> None:
        """Allow incidents that a test provokes on purpose, and require at least one of them."""
        self._expected.append(Expectation(kind, containing))

    def verdict(self) -> str:
        """Return what went wrong, or what was expected and did not; empty where all is well."""
        self.settle()
        lines = [
            f"{incident.kind}: {incident.text} [{incident.page}]"
            for incident in self.incidents
            if not any(expectation.covers(incident) for expectation in self._expected)
        ]
        lines += [
            f'expected, but not seen: {expectation.kind} "{expectation.containing}"'
            for expectation in self._expected
            if not any(expectation.covers(incident) for incident in self.incidents)
        ]
        return "\n".join(lines)

    def settle(self) -> None:
        """Let every open page report what it has already done: events travel in order."""
        for context, has_script in self._contexts:
            for page in context.pages:
                try:
                    in_page = context.new_cdp_session(page)
                    # A page whose script is off would never come to its next task.
                    wait = (
                        {"expression": _NEXT_TASK, "awaitPromise": True}
                        if has_script
                        else {"expression": "0"}
                    )
                    in_page.send("Runtime.evaluate", wait)
                    in_page.detach()
                except Error as error:
                    if not page.is_closed():
                        raise ToolFailureError(f"a page does not answer: {error}") from error

    def on_request(self, request: Request) -> None:
        """Note a request, and whether it leaves the machine."""
        self.requests.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.incidents.append(Incident(Kind.THIRD_PARTY_REQUEST, request.url, request.frame.url))

    def on_console(self, message: ConsoleMessage) -> None:
        """Note what the console says of an error."""
        if message.type == "error":
            self.incidents.append(Incident(Kind.CONSOLE_ERROR, message.text, message.location["url"]))

    def on_error(self, error: WebError) -> None:
        """Note an exception that nothing caught."""
        page = error.page.url if error.page else ""
        self.incidents.append(Incident(Kind.PAGE_ERROR, str(error.error), page))

    def on_violation(self, text: str, page: str) -> None:
        """Note what a page's policy stopped."""
        self.incidents.append(Incident(Kind.POLICY_VIOLATION, text, page))


def listen(context: BrowserContext, watch: Callable[[], Watch]) -> None:
    """Tell the watch that is on duty of all that happens in a context, from before its first page."""
    context.on("request", lambda request: watch().on_request(request))
    context.on("console", lambda message: watch().on_console(message))
    context.on("weberror", lambda error: watch().on_error(error))
    context.expose_function("__reportViolation", lambda text, page: watch().on_violation(text, page))
    context.add_init_script(_REPORT_VIOLATIONS)


_NEXT_TASK = """new Promise((done) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = done;
  channel.port2.postMessage(0);
})"""

OpenPage = Callable[..., Page]
"""Opens a watched page in a context of its own; takes the options of Playwright's `Browser.new_context`."""


@dataclass(frozen=True, slots=True)
class MarkupProblem:
    """What a checker says of a file."""

    path: Path
    line: int
    column: int
    message: str
    extract: str = ""

    @property
    def where_and_what(self) -> str:
        """The place in the file, and the message."""
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


def nu_check(files: Sequence[Path]) -> list[MarkupProblem]:
    """Check HTML, SVG and CSS files with the Nu HTML Checker, as many as there are in one run for each kind.

    Raises:
        ToolFailureError: there is nothing to check, a file is missing (the checker itself passes over
            both in silence), or the checker could not run.
    """
    absent = [str(file) for file in files if not file.is_file()]
    if not files or absent:
        raise ToolFailureError(f"nothing to check: {', '.join(absent) or 'no files were given'}")
    problems: list[MarkupProblem] = []
    # Mixed in one run, HTML problems are reported one line too high.
    for switch, suffixes in _NU_SWITCHES.items():
        if chosen := [str(file.resolve()) for file in files if file.suffix in suffixes]:
            problems += _nu_run([switch, *chosen])
    unknown = [str(file) for file in files if not any(file.suffix in s for s in _NU_SWITCHES.values())]
    if unknown:
        raise ToolFailureError(f"neither HTML nor SVG nor CSS: {', '.join(unknown)}")
    return problems


_NU_SWITCHES = {"--html": (".html",), "--css": (".css",), "--svg": (".svg",)}


def _nu_run(arguments: Sequence[str]) -> list[MarkupProblem]:
    # The checker recurses deeper than Java's usual stack; half of the time of a short run is compilation.
    java = ["java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(VNU_JAR)]
    command = [*java, "--errors-only", "--no-langdetect", "--format", "json", "--stdout"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    try:
        messages = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError) as error:
        raise ToolFailureError(f"the Nu HTML Checker did not run:\n{done.stderr}{done.stdout}") from error
    return [_markup_problem(message) for message in messages]


HTML_VALIDATE = NODE_MODULES / ".bin" / "html-validate"
_RULES = Path(__file__).with_name("html-validate.mjs")


_SAID = re.compile(r"(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): error (?P<words>.*)")


def validate(files: Sequence[Path]) -> list[MarkupProblem]:
    """Check HTML files with html-validate: how elements and attributes are used, beside what is allowed at all.

    Raises:
        ToolFailureError: there is nothing to check, or the checker could not run.
    """
    if not files:
        raise ToolFailureError("nothing to check: no files were given")
    command = [str(HTML_VALIDATE), f"--config={_RULES}", "--formatter=text", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [match for line in done.stdout.splitlines() if (match := _SAID.fullmatch(line))]
    if done.returncode and not found:
        raise ToolFailureError(f"html-validate did not run:\n{done.stderr}{done.stdout}")
    return [
        MarkupProblem(Path(said["file"]), int(said["line"]), int(said["column"]), said["words"])
        for said in found
    ]


def _markup_problem(message: Mapping[str, Any]) -> MarkupProblem:
    return MarkupProblem(
        path=Path(unquote(urlsplit(message.get("url", "")).path)),
        line=message.get("firstLine", message.get("lastLine", 0)),
        column=message.get("firstColumn", message.get("lastColumn", 0)),
        message=message["message"],
        extract=message.get("extract", ""),
    )
