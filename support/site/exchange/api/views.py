"""The paths of ``/api/v3``. Each loads, asks and answers; what can be asked stands in ``asking.py``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, request

from support.common.kernel.access import anyone
from support.common.kernel.db import db
from support.site.directory.engine import engine
from support.site.directory.models import Organization, ServiceAtLocation
from support.site.exchange.api import asking, lists, near, openapi, profile, refusing, selecting
from support.site.exchange.api.addresses import ROOT, of_api
from support.site.exchange.api.answering import LINES, answered, envelope, lines, streamed
from support.site.exchange.api.asking import Asked, asked
from support.site.exchange.out import gathering, vocabulary
from support.site.exchange.out.attributes import term_of
from support.site.exchange.out.nesting import nested
from support.site.exchange.out.pacing import paced, whole
from support.site.exchange.out.parts import Named
from support.site.exchange.profile.terms import Taxonomy, Term

api = Blueprint("api", __name__, url_prefix=ROOT)
refusing.teach(api)


@api.get("/")
@anyone
def root() -> Response:
    """What this is, and where its description lies."""
    _question(())
    return answered({"version": "3.1", "profile": of_api("/profile.json"), "openapi_url": of_api("/openapi.json")})


@api.get("/openapi.json")
@anyone
def description() -> Response:
    """The API described for machines (OpenAPI 3.1)."""
    _question(())
    return answered(openapi.document())


@api.get("/profile.json")
@anyone
def own_profile() -> Response:
    """Our profile of HSDS: the terms that we add, and what stands in which field."""
    _question(())
    return answered(profile.document())


@api.get("/services")
@anyone
def services() -> Response:
    """A list of services."""
    question = _question(asking.SERVICES)
    if question.streams:
        return _stream(lists.every_service(db.session(), question, _named()))
    numbers, total = selecting.page(db.session(), question, question.per_page)
    items = lists.services(db.session(), numbers, question, _named())
    newest = (item["last_modified"] for item in items)
    return answered(envelope(items, total, question, question.per_page), newest)


@api.get("/services/<uuid:service_id>")
@anyone
def service(service_id: UUID) -> Response:
    """One service, fully nested."""
    _question(())
    found = gathering.one(db.session(), service_id) or abort(404)
    item = nested(found, _named())
    return answered(item, [item["last_modified"]])


@api.get("/organizations")
@anyone
def organizations() -> Response:
    """A list of organisations that offer something."""
    question = _question(asking.ORGANIZATIONS)
    if question.streams:
        return _stream(lists.every_organization(db.session(), question, _named()))
    full = question.full or question.full_service
    per_page = min(question.per_page, lists.MOST_FULL_ORGANIZATIONS) if full else question.per_page
    query = selecting.organizations(db.session(), question)
    some = query.order_by(Organization.id).offset((question.page - 1) * per_page).limit(per_page)
    items = lists.organizations(db.session(), list(db.session.scalars(some)), question, _named())
    return answered(envelope(items, selecting.count(db.session(), query), question, per_page))


@api.get("/organizations/<uuid:organization_id>")
@anyone
def organization(organization_id: UUID) -> Response:
    """One organisation with its services: their own fields, or everything with ``full_service``."""
    question = _question(("full_service",))
    query = selecting.organizations(db.session(), Asked()).where(Organization.id == organization_id)
    found = db.session.scalar(query) or abort(404)
    wanted = Asked(full=True, full_service=question.full_service)
    return answered(lists.organizations(db.session(), [found], wanted, _named())[0])


@api.get("/service_at_locations")
@anyone
def service_at_locations() -> Response:
    """A list of services at places; with a postcode, those near it or for it."""
    question = _question(asking.AT_LOCATIONS)
    session, more = db.session(), []
    if question.postcode:
        place = near.place_of(question.postcode, question.country, current_app.config["DEFAULT_COUNTRY"])
        if question.proximity is not None:
            return _measured(question, near.within(session, question, place, question.proximity))
        more = [near.covers(place)]
    if question.streams:
        return _stream(lists.every_place(session, question, more, _named()))
    query = selecting.places(session, question, more)
    start = (question.page - 1) * question.per_page
    ids = list(session.scalars(query.order_by(ServiceAtLocation.id).offset(start).limit(question.per_page)))
    return _places(question, ids, selecting.count(session, query))


@api.get("/service_at_locations/<uuid:at_id>")
@anyone
def service_at_location(at_id: UUID) -> Response:
    """One service at a place, fully nested."""
    _question(())
    found = lists.places(db.session(), [at_id], Asked(full=True), _named()) or abort(404)
    return answered(found[0], [found[0]["service"]["last_modified"]])


@api.get("/taxonomies")
@anyone
def taxonomies() -> Response:
    """The vocabularies."""
    question = _question(asking.TAXONOMIES)
    return _known([one for one in vocabulary.taxonomies(db.session()) if _says(one, question)], question)


@api.get("/taxonomies/<uuid:taxonomy_id>")
@anyone
def taxonomy(taxonomy_id: UUID) -> Response:
    """One vocabulary."""
    _question(())
    found = [one for one in vocabulary.taxonomies(db.session()) if one.id == taxonomy_id] or abort(404)
    return answered(vocabulary.taxonomy_of(found[0]))


@api.get("/taxonomy_terms")
@anyone
def taxonomy_terms() -> Response:
    """The terms of the vocabularies."""
    question = _question(asking.TERMS)
    every = [] if question.parent_id else vocabulary.terms(db.session())
    inside = [one for one in every if question.taxonomy_id in (None, one.taxonomy.id)]
    return _known([one for one in inside if _says(one, question)], question)


@api.get("/taxonomy_terms/<uuid:term_id>")
@anyone
def taxonomy_term(term_id: UUID) -> Response:
    """One term."""
    _question(())
    found = [one for one in vocabulary.terms(db.session()) if one.id == term_id] or abort(404)
    return answered(_detailed(found[0]))


def _question(allowed: Sequence[str]) -> Asked:
    paced("little")
    return asked({name: request.args.getlist(name) for name in request.args}, allowed)


def _named() -> Named:
    return gathering.naming(engine().locate)


def _stream(items: Iterator[dict[str, Any]]) -> Response:
    """All results. Few of these run at once in a process."""
    paced("whole")
    if request.method == "HEAD":
        return Response(b"", mimetype=LINES)
    place = whole()
    with place.unless_answered():
        response = streamed(place.until_read(lines(items)))
    response.call_on_close(place.leave)
    return response


def _measured(question: Asked, ids: list[UUID]) -> Response:
    if question.streams:
        steps = (ids[start : start + lists.STEP] for start in range(0, len(ids), lists.STEP))
        return _stream(item for some in steps for item in lists.places(db.session(), some, question, _named()))
    start = (question.page - 1) * question.per_page
    return _places(question, ids[start : start + question.per_page], len(ids))


def _places(question: Asked, ids: list[UUID], total: int) -> Response:
    items = lists.places(db.session(), ids, question, _named())
    newest = (item["service"]["last_modified"] for item in items)
    return answered(envelope(items, total, question, question.per_page), newest)


def _says(one: Taxonomy | Term, question: Asked) -> bool:
    return question.search.casefold() in f"{one.code} {one.name} {one.description}".casefold()


def _known(found: Sequence[Taxonomy | Term], question: Asked) -> Response:
    items = [_detailed(one) if isinstance(one, Term) else vocabulary.taxonomy_of(one) for one in found]
    if question.streams:
        return streamed(lines(items))
    start = (question.page - 1) * question.per_page
    return answered(envelope(items[start : start + question.per_page], len(items), question, question.per_page))


def _detailed(one: Term) -> dict[str, Any]:
    return term_of(one) | {"taxonomy_detail": vocabulary.taxonomy_of(one.taxonomy)}
