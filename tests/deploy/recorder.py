"""A server that stands where the site would, and writes down what a proxy asked of it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

POLICY = "publickey-credentials-get=(self)"  # a page of the staff's door sends one that is not everybody's


class Recorder(ThreadingHTTPServer):
    """``asked`` holds each request line with its headers, the newest last."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Recorder

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.send_header("Permissions-Policy", POLICY)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


@contextlib.contextmanager
def recording() -> Iterator[Recorder]:
    """Listen on a free port until the block ends."""
    with Recorder() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
