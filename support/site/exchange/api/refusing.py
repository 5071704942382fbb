"""What the API says where it does not answer: problems for a machine (RFC 9457), never a page, never a trace."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from support.common.index.engine import IndexUnavailable
from support.common.kernel.db import DRIVER_ERRORS
from support.common.kernel.errors import DomainError
from support.common.kernel.logs import log
from support.site.exchange.api.addresses import ROOT
from support.site.exchange.api.answering import opened, problem
from support.site.exchange.api.asking import Unclear
from support.site.exchange.api.near import UnknownPostcode
from support.site.exchange.out.pacing import TooMuch

UNAVAILABLE = "A part that the answer needs does not answer. Try again in a few minutes."


def teach(api: Blueprint) -> None:
    """Give the blueprint its answers to everything that can go wrong, and let pages of other origins read all."""
    api.before_app_request(_no_such_address)
    api.after_request(opened)
    api.register_error_handler(Unclear, _unclear)
    api.register_error_handler(UnknownPostcode, _unknown_postcode)
    api.register_error_handler(HTTPException, _refused)
    api.register_error_handler(DomainError, _not_done)
    for failure in (IndexUnavailable, SQLAlchemyError, *DRIVER_ERRORS):
        api.register_error_handler(failure, _unavailable)


def _no_such_address() -> Response | None:
    """An address below the API that is none, or a method that is none."""
    wrong = request.routing_exception
    if not request.path.startswith(f"{ROOT}/") or not isinstance(wrong, NotFound | MethodNotAllowed):
        return None
    if isinstance(wrong, MethodNotAllowed):
        return problem(405, "This API is read only.", Allow=", ".join(sorted(wrong.valid_methods or ("GET",))))
    return problem(404, "There is no such path.")


def _unclear(error: Unclear) -> Response:
    return problem(400, str(error))


def _unknown_postcode(_error: UnknownPostcode) -> Response:
    return problem(404, "The gazetteer does not know this postcode.")


def _refused(error: HTTPException) -> Response:
    return problem(error.code or 500)


def _not_done(error: DomainError) -> Response:
    if isinstance(error, TooMuch):
        return problem(429, "Too many requests. Wait, then go on.", Retry_After=str(error.retry_after))
    return problem(error.status)


def _unavailable(error: Exception) -> Response:
    event = "index failed" if isinstance(error, IndexUnavailable) else "database failed"
    log.error(event, exc_info=error, extra={"route": str(request.url_rule)})
    return problem(503, UNAVAILABLE, Retry_After="60")
