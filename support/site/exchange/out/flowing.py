"""Long answers that are made while they go, without a request or a transaction held open between two pieces."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from flask import Flask, current_app


def flowing(pieces: Generator[bytes]) -> Iterator[bytes]:
    """``pieces`` as the body of an answer. The first is made at once, so that a failing database is answered as such;
    each of the others under the application alone, whose session is given back before the piece is sent."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy ends with the request
    first = next(pieces, b"")
    return _one_by_one(app, first, pieces)


def _one_by_one(app: Flask, first: bytes, pieces: Generator[bytes]) -> Iterator[bytes]:
    try:
        yield first
        while True:
            with app.app_context():
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece
    finally:
        pieces.close()
