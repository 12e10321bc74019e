"""Live preview: the site with its drafts, rebuilt at every save, errors laid over the page.

The server never dies of bad input: the last good preview stays, with what is wrong on top of it.
"""

from __future__ import annotations

import hashlib
import logging
import mimetypes
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from html import escape
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from livereload import Server
from livereload.handlers import LiveReloadHandler
from livereload.watcher import Watcher
from tornado.ioloop import IOLoop, PeriodicCallback

from irrefutable.core.diagnostics import Diagnostic, as_text
from irrefutable.results import Build, Settings, theme_folder
from irrefutable.watching import Watch
from irrefutable.workshop import Failure, LookedAt, Saved, work

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

POLL_SECONDS: Final = 2
"""As often, everything is looked at where saves are not noticed."""
END_SECONDS: Final = 10.0
AGAIN_SECONDS: Final = 1.0
_PAGES_REMEMBERED: Final = 64
WATCHED = ("content", "templates", "assets")

_OVERLAY = """
<div role="alert" dir="ltr" lang="en" style="position:fixed;inset:0;z-index:2147483647;overflow:auto;
padding:2rem;background:#14110fF2;color:#f6f1ea;font:15px/1.5 ui-monospace,monospace">
<h2 style="font:600 20px/1.3 system-ui,sans-serif;margin:0 0 1rem;color:#ffb4a8">{heading}</h2>
<pre style="margin:0;white-space:pre-wrap">{text}</pre>
</div>
"""
_EMPTY_PAGE = b"<!doctype html><html lang=en><head><title>Preview</title></head><body></body></html>"


class Preview:
    """The pages of one archive's preview, as the last build left them, and what is wrong with it.

    Args:
        out: the folder that the builds publish into.
        looked_at: called with the path of each page that is asked for.
    """

    def __init__(self, out: Path, looked_at: Callable[[str], None] = lambda _path: None) -> None:
        self._out = out
        self._looked_at = looked_at
        self._trouble: tuple[str, str] | None = None
        self._is_begun = False
        self._handed_out: dict[str, bytes] = {}
        """The digests of the pages that were asked for last, by their addresses."""

    def take(self, result: Build | Failure) -> None:
        """Hear how a build ended."""
        self._is_begun = True
        if isinstance(result, Failure):
            self._trouble = (result.kind, result.words)
        else:
            self._trouble = _trouble(result.diagnostics) if result.published is None else None

    def is_stale(self, pages: int) -> bool:
        """Whether one of so many pages, those asked for last, would be another one now."""
        last = [*self._handed_out.items()][-pages:]
        return any(_digest(self._answer(url_path)[2]) != digest for url_path, digest in last)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request for a page or a file of the preview (PEP 3333)."""
        url_path = str(environ.get("PATH_INFO", "/"))
        status, kind, content = self._answer(url_path)
        if kind == "text/html":
            # What a page asks for of its own accord is none.
            if environ.get("HTTP_SEC_FETCH_DEST", "document") in ("document", "iframe"):
                self._hand_out(url_path, content)
            kind = "text/html; charset=utf-8"
        start_response(
            status,
            [("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")],
        )
        return [content]

    def _answer(self, url_path: str) -> tuple[str, str, bytes]:
        path = self._file(url_path)
        status, content = "200 OK", b""
        if path is None:
            status, path = "404 Not Found", self._out / "404.html"
        # It may go at any moment: a build is under way.
        with suppress(OSError):
            content = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return status, kind, self._with_overlay(content) if kind == "text/html" else content

    def _hand_out(self, url_path: str, content: bytes) -> None:
        self._handed_out.pop(url_path, None)
        self._handed_out[url_path] = _digest(content)
        while len(self._handed_out) > _PAGES_REMEMBERED:
            del self._handed_out[next(iter(self._handed_out))]
        path = self._file(url_path)
        if path:
            self._looked_at(path.relative_to(self._out.resolve()).as_posix())

    def _file(self, url_path: str) -> Path | None:
        # WSGI hands over the bytes of the path as Latin-1.
        relative = url_path.encode("latin-1").decode("utf-8", "replace").lstrip("/")
        root = self._out.resolve()
        try:
            path = (root / relative).resolve()
            if path.is_dir():
                path /= "index.html"
            return path if path.is_file() and path.is_relative_to(root) else None
        # No file system has such a name: it is too long, or holds a zero byte.
        except (OSError, ValueError):
            return None

    def _with_overlay(self, content: bytes) -> bytes:
        trouble = self._trouble
        if trouble is None and not content and not self._is_begun:
            trouble = ("The preview is being built", "It appears here by itself.")
        if trouble is None:
            return content
        heading, text = trouble
        overlay = _OVERLAY.format(heading=escape(heading), text=escape(text)).encode()
        page = content or _EMPTY_PAGE
        before, mark, after = page.rpartition(b"</body>")
        return before + overlay + mark + after


class CannotListenError(OSError):
    """The port is taken, or may not be."""


class _Unwatched(Watcher):  # type: ignore[misc]  # livereload has no types
    """What livereload asks for changes. It is told of them instead."""

    def __init__(self) -> None:
        super().__init__()
        # livereload watches the working directory of its own accord where there is no task.
        self._tasks: dict[str, object] = {"preview": {}}

    def start(self, _callback: Callable[[], None]) -> bool:
        """Ask for nothing from time to time."""
        return True


def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    announce: Callable[[], None],
    report: Callable[[Build | Failure], None],
    remark: Callable[[str], None],
) -> None:
    """Serve the preview until it is interrupted.

    Args:
        settings: `is_preview` and `out` are those of the preview.
        host: the address to listen on.
        port: the port to listen on.
        announce: called when the port is ours, before the first build.
        report: called after each build with its result, or with what kept it from its end.
        remark: called with what is not as it should be, in words.

    Raises:
        CannotListenError: the port is taken, or may not be.
    """
    session = _Session(settings, report, remark)
    # Its own limit of one reload in three seconds would swallow a quick second save.
    LiveReloadHandler.DEFAULT_RELOAD_TIME = 0
    logging.getLogger("livereload").addFilter(lambda record: record.levelno > logging.INFO)
    logging.getLogger("tornado.access").setLevel(logging.ERROR)

    class PreviewServer(Server):  # type: ignore[misc]  # livereload has no types
        """Takes the port before anybody is told of it."""

        def application(self, *arguments: Any, **options: Any) -> None:
            try:
                super().application(*arguments, **options)
            except OSError as error:
                raise CannotListenError(error.errno, error.strerror) from error
            announce()
            session.begin()

    # Whoever ends it, the workshop must not be left alone.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = PreviewServer(session.preview, watcher=_Unwatched())
    try:
        server.serve(port=port, host=host, debug=False, restart_delay=0)
    finally:
        session.end()


class _Browsers(set[object]):
    """Those who wait for reloads. One may begin to when its page is already another one."""

    def __init__(self, began: Callable[[], None]) -> None:
        super().__init__()
        self._began = began

    def add(self, browser: object) -> None:
        """Let one more wait."""
        super().add(browser)
        self._began()


class _Session:
    """What is between the files, the workshop and the browsers: who is told what."""

    def __init__(
        self, settings: Settings, report: Callable[[Build | Failure], None], remark: Callable[[str], None]
    ) -> None:
        root, out = settings.root.absolute(), settings.out.absolute()
        self._settings = replace(settings, root=root, out=out)
        self._report = report
        self._remark = remark
        self.preview = Preview(out, lambda path: self._tell(LookedAt(path)))
        folders = [folder / name for folder in (root, theme_folder()) for name in WATCHED]
        self._watch = Watch(dict.fromkeys(folders), (out,), self._saved, self._unwatched)
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def begin(self) -> None:
        """Begin to build, and to notice what is saved."""
        self._loop = IOLoop.current()
        LiveReloadHandler.waiters = _Browsers(lambda: self._loop.add_callback(self._reload))
        self._open_workshop()
        self._watch.start()

    def end(self) -> None:
        """Let the workshop end what it must not leave half done."""
        self._watch.close()
        if self._connection:
            self._connection.close()
        if self._process:
            self._process.join(END_SECONDS)
            self._process.kill()

    def _open_workshop(self) -> None:
        # A fork would have the port, and locks that other threads hold.
        context = get_context("spawn")
        self._connection, other = context.Pipe()
        process = context.Process(target=work, args=(other, self._settings))
        process.start()
        other.close()
        self._process = process
        self._loop.add_handler(self._connection, self._hear, IOLoop.READ)
        self._tell(Saved(None))

    def _tell(self, message: object) -> None:
        # Whether it has ended is heard at the other side.
        with suppress(OSError):
            if self._connection:
                self._connection.send(message)

    def _hear(self, connection: Connection, _events: int) -> None:
        try:
            message = connection.recv()
        except (EOFError, OSError):
            self._loop.remove_handler(connection)
            connection.close()
            self._connection = None
            message = Failure("The preview is built no more", "something ended its process; it begins again")
            self._loop.call_later(AGAIN_SECONDS, self._open_workshop)
        if isinstance(message, (Build, Failure)):
            self.preview.take(message)
            self._report(message)
        self._reload()

    def _reload(self) -> None:
        """Have the browsers ask again, if what one of them was given is no more what it would be given."""
        browsers = LiveReloadHandler.waiters
        if browsers and self.preview.is_stale(len(browsers)):
            LiveReloadHandler.reload_waiters("*")

    def _saved(self, paths: frozenset[str] | None) -> None:
        self._loop.add_callback(self._tell, Saved(paths))

    def _unwatched(self, reason: str) -> None:
        def poll() -> None:
            self._remark(
                f"Saves are seen after up to {POLL_SECONDS} seconds, by looking through all files: {reason}."
            )
            PeriodicCallback(lambda: self._tell(Saved(None)), POLL_SECONDS * 1000).start()

        self._loop.add_callback(poll)


def _trouble(diagnostics: Iterable[Diagnostic]) -> tuple[str, str]:
    errors = [item for item in diagnostics if item.is_error]
    heading = (
        "1 problem keeps the site from being built"
        if len(errors) == 1
        else (f"{len(errors)} problems keep the site from being built")
    )
    return heading, "\n\n".join(as_text(item) for item in errors)


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
