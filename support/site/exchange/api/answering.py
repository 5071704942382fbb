"""How the API answers: JSON with an ETag of what it says, NDJSON that flows, problems (RFC 9457) with a link to help.

``Cache-Control`` stays ``no-store`` as everywhere on the site (safety.md S13): whoever keeps a copy asks again with
``If-None-Match`` and gets 304 where nothing changed.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Response, request

from support.site.exchange.api.addresses import address
from support.site.exchange.api.asking import Asked
from support.site.exchange.out.flowing import flowing

JSON, LINES, PROBLEM = "application/json", "application/x-ndjson", "application/problem+json"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After, Link",
    "Access-Control-Max-Age": "86400",
}
TAG_SIGNS = 32


def answered(data: Any, modified: Iterable[str] = ()) -> Response:
    """The data, or 304 where the asker has it already. ``modified``: moments as :func:`nesting.moment` writes them."""
    body = msgspec.json.encode(data)
    response = Response(body, mimetype=JSON)
    response.set_etag(sha256(body).hexdigest()[:TAG_SIGNS])
    newest = max(modified, default="")
    if newest:
        response.last_modified = datetime.fromisoformat(newest)
    if request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.status_code = 304
        response.set_data(b"")
    return response


def envelope(contents: list[Any], total: int, asked: Asked, per_page: int) -> dict[str, Any]:
    """A page of a list, with all eight fields of HSDS."""
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def lines(items: Iterable[Any]) -> Generator[bytes]:
    """One item a line."""
    for item in items:
        yield msgspec.json.encode(item) + b"\n"


def streamed(pieces: Generator[bytes]) -> Response:
    """NDJSON that is made while it goes."""
    return Response(flowing(pieces), mimetype=LINES)


def problem(status: int, detail: str = "", **headers: str) -> Response:
    """What went wrong, for a machine, with where a person finds help now."""
    said = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or HTTPStatus(status).description or HTTPStatus(status).phrase,
        "documentation": address("/en/data"),
        "help": address("/en/now"),
    }
    response = Response(msgspec.json.encode(said), status=status, mimetype=PROBLEM)
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return opened(response)


def opened(response: Response) -> Response:
    """Pages of other origins may read it: it is public, and no cookie goes with it."""
    response.headers.update(CORS)
    return response
