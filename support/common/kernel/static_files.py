"""Static files: already compressed beside their source, kept by a browser for an hour (safety.md S13, B7)."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory

from support.common.kernel.access import anyone

KEPT_SECONDS = 3600
NAME = re.compile(r"[\w.-]{1,100}(?:/[\w.-]{1,100})?", re.ASCII)  # longer ones are an error to the file system
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


def serve(app: Flask, folder: Path) -> None:
    """Answer ``/static/<name>`` from ``folder`` with the smallest form that the browser takes."""

    @app.get("/static/<path:name>", endpoint="static")
    @anyone
    def static_file(name: str) -> Response:
        if not NAME.fullmatch(name) or name.endswith((".br", ".gz", ".md")):
            abort(404)
        for encoding, ending in ENCODINGS:
            if request.accept_encodings[encoding] > 0 and (folder / (name + ending)).is_file():
                response = send_from_directory(folder, name + ending, max_age=KEPT_SECONDS)
                response.headers["Content-Encoding"] = encoding
                break
        else:
            response = send_from_directory(folder, name, max_age=KEPT_SECONDS)
        response.mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        response.vary.add("Accept-Encoding")
        return response


@cache
def fingerprint(path: Path) -> str:
    """A few letters that change with the file, so that an hour-old copy is not used after an upgrade."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
