"""What can go wrong in words a person can use, with the status a browser expects (promise 1, safety.md S24, S68)."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, make_response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError

from support.common.kernel.db import DRIVER_ERRORS
from support.common.kernel.logs import log
from support.common.kernel.words import words

LastResort = Callable[[int], str]
DRAINED_BYTES = 1_000_000


class DomainError(Exception):
    """Something a person asked for cannot be done. ``status`` and ``title_key`` decide the page they see."""

    status = 400
    title_key = "bad_request"


class Unavailable(DomainError):
    """A part that the page needs does not answer: the database, or the search index."""

    status = 503
    title_key = "unavailable"


KEY_OF_STATUS = {
    400: "bad_request", 403: "forbidden", 404: "not_found", 405: "not_allowed", 409: "conflict", 413: "too_large",
    414: "too_large", 429: "too_many", 431: "too_large", 500: "failed", 503: "unavailable",
}  # fmt: skip


def handle(app: Flask, last_resort: LastResort) -> None:
    """Answer every error with a page of our own. ``last_resort`` makes one where even the layout fails."""

    def page(status: int, key: str) -> Response:
        try:
            title, advice = words(key)
            body = render_template("errors/page.html", title=title, advice=advice, status=status)
        except Exception:
            log.error("error page failed", exc_info=True, extra={"status": status})
            body = last_resort(status)
        return make_response(body, status)

    def http(error: HTTPException) -> Response:
        if isinstance(error, InternalServerError) and error.original_exception:
            return page(500, "failed")
        if error.response is not None or (error.code or 500) < 400:
            return make_response(error.get_response())
        if error.code == 413:
            _drain()
        response = page(error.code or 500, KEY_OF_STATUS.get(error.code or 500, "bad_request"))
        if error.code == 405:
            response.headers["Allow"] = error.get_response().headers.get("Allow", "GET")
        return response

    def domain(error: DomainError) -> Response:
        if error.status >= 500:
            log.error("part unavailable", exc_info=error, extra={"route": _route(), "status": error.status})
        return page(error.status, error.title_key)

    def database(error: Exception) -> Response:
        log.error("database failed", exc_info=error, extra={"route": _route()})
        return page(503, "unavailable")

    app.register_error_handler(HTTPException, http)
    app.register_error_handler(DomainError, domain)
    for failure in (SQLAlchemyError, *DRIVER_ERRORS):
        app.register_error_handler(failure, database)


def _drain() -> None:
    """Read a little of what is too large: a server that hangs up with bytes unread resets the connection, and the
    reader then sees no page at all."""
    left = DRAINED_BYTES
    while left > 0:
        read = len(request.environ["wsgi.input"].read(min(left, 65_536)))
        left = left - read if read else 0


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "none"
