"""``/data``: how our data may be used, and the downloads: of everything, of a sealed search, of one listing."""

from __future__ import annotations

from collections.abc import Generator
from tempfile import TemporaryFile
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, render_template, request

from support.common.kernel.access import anyone
from support.common.kernel.db import db
from support.common.kernel.errors import DomainError
from support.site.directory import queries
from support.site.directory.engine import engine
from support.site.directory.sealed import open_terms
from support.site.exchange.out import found
from support.site.exchange.out.flowing import flowing
from support.site.exchange.out.licence import LICENCE, SOURCES
from support.site.exchange.out.pacing import paced, whole
from support.site.exchange.out.taking import Taking, Wish
from support.site.exchange.profile.terms import PROFILE_VERSION

data = Blueprint("data", __name__, url_prefix="/<tag:tag>/data")

MIMETYPES = {"json": "application/json", "csv": "text/csv", "zip": "application/zip"}
BLOCK = 64 * 1024
API = {"root": "/api/v3/", "openapi": "/api/v3/openapi.json", "profile": "/api/v3/profile.json"}


class SearchMissing(DomainError):
    """A download of a search without the search."""

    status = 400
    title_key = "tampered"


@data.get("")
@anyone
def about() -> str:
    """Formats, terms of use, the API and its changes."""
    return render_template(
        "exchange/data.html",
        licence=LICENCE,
        sources=SOURCES,
        version=PROFILE_VERSION,
        root=request.script_root,
        api=API,
    )


@data.get("/all.json")
@anyone
def all_json() -> Response:
    return _everything("json")


@data.get("/all.csv")
@anyone
def all_csv() -> Response:
    return _everything("csv")


@data.get("/all.zip")
@anyone
def all_zip() -> Response:
    return _everything("zip")


@data.get("/found.json")
@anyone
def found_json() -> Response:
    return _search("json")


@data.get("/found.csv")
@anyone
def found_csv() -> Response:
    return _search("csv")


@data.get("/found.zip")
@anyone
def found_zip() -> Response:
    return _search("zip")


@data.get("/<uuid:service_id>.json")
@anyone
def one_json(service_id: UUID) -> Response:
    return _one(service_id, "json")


@data.get("/<uuid:service_id>.csv")
@anyone
def one_csv(service_id: UUID) -> Response:
    return _one(service_id, "csv")


@data.get("/<uuid:service_id>.zip")
@anyone
def one_zip(service_id: UUID) -> Response:
    return _one(service_id, "zip")


def _everything(form: str) -> Response:
    paced("whole")
    if request.method == "HEAD":
        return _file(form, None)
    place = whole()
    with place.unless_answered():
        response = _file(form, place.until_read(_pieces(form, Wish())))
    response.call_on_close(place.leave)
    return response


def _search(form: str) -> Response:
    token = request.args.get("s")
    if not token:
        raise SearchMissing
    terms = open_terms(token)
    paced("some")
    return _file(form, _pieces(form, Wish(numbers=found.numbers(terms))))


def _one(service_id: UUID, form: str) -> Response:
    if queries.listing(db.session(), service_id) is None:
        abort(404)
    paced("some")
    return _file(form, _pieces(form, Wish(service_id=service_id)))


def _pieces(form: str, wish: Wish) -> Generator[bytes]:
    taking = Taking(db.session(), engine().locate, wish)
    if form == "zip":
        return _zipped(taking)
    return taking.json() if form == "json" else taking.csv()


def _zipped(taking: Taking) -> Generator[bytes]:
    with TemporaryFile(dir=current_app.config["INSTANCE"]) as file:
        taking.zip(file)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def _file(form: str, pieces: Generator[bytes] | None) -> Response:
    """A download under a neutral name (safety.md S79)."""
    disposition = {"Content-Disposition": f'attachment; filename="services.{form}"'}
    body = flowing(pieces) if pieces is not None else b""
    return Response(body, mimetype=MIMETYPES[form], headers=disposition)
