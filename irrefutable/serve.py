"""Live preview: the site with its drafts, rebuilt at every save, errors laid over the page.

The server never dies of bad input: the last good preview stays, with what is wrong on top of it.
"""

from __future__ import annotations

import datetime as dt
import logging
import mimetypes
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from livereload import Server
from livereload.handlers import LiveReloadHandler
from livereload.watcher import Watcher
from tornado.ioloop import PeriodicCallback

from irrefutable.core.diagnostics import Diagnostic, as_text
from irrefutable.pipeline import build
from irrefutable.results import Build, Settings, theme_folder

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

POLL_MS = 100
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
    """The preview of one archive: its last build, and the pages to show."""

    def __init__(self, settings: Settings, report: Callable[[Build | Exception], None]) -> None:
        self._settings = settings
        self._report = report
        self._trouble: tuple[str, str] | None = None

    def rebuild(self) -> None:
        """Build the preview; remember what is wrong instead of raising it."""
        try:
            result = build(replace(self._settings, now=dt.datetime.now(dt.UTC)))
        # Whatever a broken template or a full disk raises is shown, and the server goes on.
        except Exception as error:
            self._trouble = (type(error).__name__, str(error))
            self._report(error)
        else:
            self._trouble = _trouble(result.diagnostics) if result.published is None else None
            self._report(result)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request for a page or a file of the preview (PEP 3333)."""
        path = self._file(str(environ.get("PATH_INFO", "/")))
        status, content = "200 OK", b""
        if path is None:
            status, path = "404 Not Found", self._settings.out / "404.html"
        if path.is_file():
            content = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind == "text/html":
            content = self._with_overlay(content)
            kind = "text/html; charset=utf-8"
        start_response(
            status,
            [("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")],
        )
        return [content]

    def _file(self, url_path: str) -> Path | None:
        # WSGI hands over the bytes of the path as Latin-1.
        relative = url_path.encode("latin-1").decode("utf-8", "replace").lstrip("/")
        root = self._settings.out.resolve()
        try:
            path = (root / relative).resolve()
            if path.is_dir():
                path /= "index.html"
            return path if path.is_file() and path.is_relative_to(root) else None
        # No file system has such a name: it is too long, or holds a zero byte.
        except (OSError, ValueError):
            return None

    def _with_overlay(self, content: bytes) -> bytes:
        if self._trouble is None:
            return content
        heading, text = self._trouble
        overlay = _OVERLAY.format(heading=escape(heading), text=escape(text)).encode()
        page = (
            content or b"<!doctype html><html lang=en><head><title>Preview</title></head><body></body></html>"
        )
        before, mark, after = page.rpartition(b"</body>")
        return before + overlay + mark + after


class StampWatcher(Watcher):  # type: ignore[misc]  # livereload has no types
    """Sees every save: a file's size, times in nanoseconds and inode, not its mtime in seconds."""

    def __init__(self, folders: tuple[Path, ...], rebuild: Callable[[], None]) -> None:
        super().__init__()
        self._folders = folders
        self._rebuild = rebuild
        self._stamps = self._now()
        # livereload watches the working directory of its own accord where there is no task.
        self._tasks: dict[str, object] = {"preview": {}}

    def start(self, callback: Callable[[], None]) -> bool:
        """Look for changes ten times a second."""
        PeriodicCallback(callback, POLL_MS).start()
        return True

    def examine(self) -> tuple[str | None, Any]:
        """Rebuild if something changed, and say which file to reload for."""
        stamps = self._now()
        changed = {path for path, _ in stamps.items() ^ self._stamps.items()}
        self._stamps = stamps
        if not changed:
            return None, None
        self._rebuild()
        self.filepath = min(changed)
        return self.filepath, None

    def _now(self) -> dict[str, tuple[int, ...]]:
        return dict(_stamps(self._folders))


class CannotListenError(OSError):
    """The port is taken, or may not be."""


def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    announce: Callable[[], None],
    report: Callable[[Build | Exception], None],
) -> None:
    """Serve the preview until it is interrupted.

    Args:
        settings: `is_preview` and `out` are those of the preview.
        host: the address to listen on.
        port: the port to listen on.
        announce: called when the port is ours, before the first build.
        report: called after each build with its result, or with what it raised.

    Raises:
        CannotListenError: the port is taken, or may not be.
    """
    preview = Preview(settings, report)
    folders = (settings.root, theme_folder())
    watched = tuple(dict.fromkeys(folder.resolve() / name for folder in folders for name in WATCHED))
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
            preview.rebuild()

    server = PreviewServer(preview, watcher=StampWatcher(watched, preview.rebuild))
    server.serve(port=port, host=host, debug=False, restart_delay=0)


def _stamps(folders: Iterable[Path]) -> Iterator[tuple[str, tuple[int, ...]]]:
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(parent, name)  # noqa: PTH118 - a hundred thousand of them, ten times a second
                try:
                    status = os.stat(path)  # noqa: PTH116
                except OSError:
                    continue
                yield path, (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _trouble(diagnostics: Iterable[Diagnostic]) -> tuple[str, str]:
    errors = [item for item in diagnostics if item.is_error]
    heading = (
        "1 problem keeps the site from being built"
        if len(errors) == 1
        else (f"{len(errors)} problems keep the site from being built")
    )
    return heading, "\n\n".join(as_text(item) for item in errors)
