"""Somewhere else to leave for: a small server of its own, which may also never answer."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = "Sunny in the afternoon"


@dataclass
class Elsewhere:
    """``url`` of a page about the weather; ``referrers`` are what browsers said of where they came from."""

    url: str
    referrers: list[str] = field(default_factory=list)


@contextlib.contextmanager
def weather(*, silent: bool = False) -> Iterator[Elsewhere]:
    """The page about the weather; a ``silent`` one takes the call and says nothing until the block ends."""
    over, place = threading.Event(), Elsewhere("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if silent:
                over.wait()
                return
            if self.path == "/":  # not the icon, which the page itself asks for
                place.referrers.append(self.headers.get("Referer", ""))
            body = f"<!doctype html><title>Weather</title><h1>{WORDS}</h1>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield place
    finally:
        over.set()
        server.shutdown()
        server.server_close()
