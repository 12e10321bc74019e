"""An S3-compatible server on loopback, for tests, in a process of its own.

usage: python -m tests.s3_server

Prints its port. Beside S3 it knows the access key `reader`, which may not write, and these orders:
`/-/count` says how many requests of each kind there were since the last time, as JSON; `/-/end-after/N` ends
the server without an answer at the N-th request for an object from now on.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

_DENIED = b"<Error><Code>AccessDenied</Code><Message>reader may not write</Message></Error>"


class _Server:
    """S3 behind a counter."""

    def __init__(self) -> None:
        self._s3: Callable[..., Iterable[bytes]] = DomainDispatcherApplication(create_backend_app)
        self._counts: Counter[str] = Counter()
        self._remaining = -1

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if path.startswith("/-/"):
            return self._ordered(path, start)
        is_list = "list-type" in environ["QUERY_STRING"]
        self._counts["LIST" if is_list else method] += 1
        if method == "GET" and not is_list:
            self._remaining -= 1
            if self._remaining == 0:
                os._exit(0)
        if method in ("PUT", "POST", "DELETE") and "Credential=reader/" in environ.get(
            "HTTP_AUTHORIZATION", ""
        ):
            start("403 Forbidden", [("Content-Type", "application/xml")])
            return [_DENIED]
        return self._s3(environ, start)

    def _ordered(self, path: str, start: StartResponse) -> Iterable[bytes]:
        if path.startswith("/-/end-after/"):
            self._remaining = int(path.rpartition("/")[2])
        said = json.dumps(self._counts)
        self._counts.clear()
        start("200 OK", [("Content-Type", "application/json")])
        return [said.encode()]


class _Silent(WSGIRequestHandler):
    def log(self, kind: str, message: str, *args: Any) -> None:
        pass


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, _Server(), threaded=True, request_handler=_Silent)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
