"""``/directory``: the search and its results, one listing, its card for a phone book."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from support.common.crisis.band import tile
from support.common.crisis.lines import service_by_uuid
from support.common.kernel import clock
from support.common.kernel.access import anyone
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.kernel.errors import DomainError
from support.common.kernel.fragments import kept
from support.common.kernel.i18n import page as page_of
from support.common.kernel.i18n import reading
from support.common.kernel.logs import log
from support.site.directory import queries, sealed, words
from support.site.directory.choosing import choices
from support.site.directory.finding import answer, away
from support.site.directory.presenting import card as results_card
from support.site.directory.presenting import presented, state_now
from support.site.directory.terms import Terms, typed
from support.site.directory.vcard import vcard

directory = Blueprint("directory", __name__, url_prefix="/<tag:tag>/directory")


class NoSuchPage(DomainError):
    """A page of results that is not a number, or lies beyond the last."""

    status = 404
    title_key = "no_such_results"


@directory.get("")
@anyone
def results() -> tuple[str, int]:
    """The form; with ``s``, the results of a sealed search as well."""
    token = request.args.get("s")
    terms = sealed.open_terms(token) if token is not None else Terms(country=reading().country)
    number = _page_number(request.args.get("page"))
    if token is None:
        return render_template(
            "directory/search.html", terms=terms, choices=choices(terms), answer=None, problems=[]
        ), 200
    found = answer(terms, number)
    if number > found.pages:
        raise NoSuchPage
    body = render_template(
        "directory/search.html",
        terms=terms,
        choices=choices(terms),
        answer=found,
        card_of=lambda listing: results_card(listing, found.now, terms.side),
        distance_of=lambda listing: words.distance(away(listing, found.place), reading().country),
        state_now=state_now,
        problems=[(problem.field, words.problem(problem)) for problem in found.problems],
        showing=words.showing(terms.side),
        ways_on=[] if found.listings else words.ways_on(terms),
        number=number,
        token=token,
        url_of=lambda other: page_of(f"/directory?s={token}&page={other}"),
    )
    return body, 422 if found.problems else 200


@directory.post("")
@anyone
def search() -> BaseResponse:
    """Take the form and go to its results, so that no word is left in the history (safety.md S11, S12)."""
    terms = typed(_lists(request.form))
    return redirect(page_of(f"/directory?s={sealed.seal_terms(terms)}"), 303)


@directory.get("/<uuid:service_id>")
@anyone
def listing(service_id: UUID) -> tuple[str, int]:
    """One listing. Where the database is away, a bundled one is shown from its file (promise 1)."""
    try:
        found = queries.listing(db.session(), service_id)
    except (SQLAlchemyError, *DRIVER_ERRORS) as error:
        return _from_file(service_id, error)
    if found is None:
        abort(404)
    now = clock.now()
    key = (found, state_now(found, now), now.date())
    return kept("listing", key, lambda: render_template("directory/listing.html", **presented(found, now))), 200


def _from_file(service_id: UUID, error: Exception) -> tuple[str, int]:
    service = service_by_uuid(str(service_id))
    if service is None:
        raise error
    log.error("database failed", exc_info=error, extra={"route": "listing"})
    return render_template("directory/from_file.html", service=service, tile=tile(service, reading())), 503


@directory.get("/<uuid:service_id>.vcf")
@anyone
def card(service_id: UUID) -> Response:
    """The contacts as a vCard (RFC 6350), under a neutral file name."""
    found = queries.listing(db.session(), service_id)
    if found is None:
        abort(404)
    disposition = {"Content-Disposition": 'attachment; filename="contact.vcf"'}
    return Response(vcard(found), mimetype="text/vcard", headers=disposition)


def _page_number(text: str | None) -> int:
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 6) or int(text) < 1:
        raise NoSuchPage
    return int(text)


def _lists(form: MultiDict[str, str]) -> dict[str, list[str]]:
    return {name: form.getlist(name) for name in form}
