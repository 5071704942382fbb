"""``/confidentiality``: what a professional must report, by place; one place; two side by side."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from support.common.kernel.access import anyone
from support.common.kernel.i18n import country_name, page, reading
from support.site.directory.listing import Listing
from support.site.directory.sealed import SearchExpired, SearchTampered
from support.site.guides.confidentiality import sources, words
from support.site.guides.confidentiality.comparing import Pair, seal, typed, unseal
from support.site.guides.confidentiality.linking import link_for, region_of
from support.site.guides.confidentiality.presenting import groups, options, place
from support.site.guides.confidentiality.rows import rows

confidentiality = Blueprint("confidentiality", __name__, url_prefix="/<tag:tag>/confidentiality")


class JurisdictionConverter(BaseConverter):
    """Only the jurisdictions that there are rows for: free text in an address stays in histories."""

    regex = "|".join(sorted(rows()))


@confidentiality.record_once
def _teach(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]  # Flask's BlueprintSetupState
    app.url_map.converters["jurisdiction"] = JurisdictionConverter
    app.jinja_env.globals |= {"rules_page": rules_page, "names_of_sources": sources.NAMES}


def rules_page(listing: Listing) -> str:
    """The page on what professionals must report where a listing is: its own place's, or the list of places."""
    return page(link_for(listing.country, region_of(listing)) or "/confidentiality")


@confidentiality.get("")
@anyone
def places() -> tuple[str, int]:
    """The places by country; with ``s``, two of them side by side."""
    token = request.args.get("s")
    if token is None:
        return _list(), 200
    try:
        pair = unseal(token)
    except (SearchTampered, SearchExpired) as error:
        return _list(lost=True), error.status
    if not pair.complete:
        return _list(pair, problems=[("first", words.no_pair())]), 422
    two = [place(rows()[code]) for code in (pair.first, pair.second)]
    body = render_template(
        "guides/confidentiality/compared.html",
        two=two,
        pair=pair,
        options=options(groups(reading().country)),
        problems=[],
    )
    return body, 200


@confidentiality.post("")
@anyone
def compare() -> Response:
    """Take two places and go to them, so that the choice is not left in the history (safety.md S11, S12)."""
    pair = typed(request.form.get("first", "")[:10], request.form.get("second", "")[:10])
    return redirect(page(f"/confidentiality?s={seal(pair)}"), 303)


@confidentiality.get("/<jurisdiction:jurisdiction>")
@anyone
def one(jurisdiction: str) -> str:
    """One place."""
    return render_template("guides/confidentiality/place.html", place=place(rows()[jurisdiction]))


def _list(pair: Pair | None = None, problems: list[tuple[str, str]] | None = None, lost: bool = False) -> str:
    how = reading()
    found = groups(how.country)
    own = next((group.places[0].code for group in found if group.own), "")
    return render_template(
        "guides/confidentiality/list.html",
        groups=found,
        pair=pair or Pair(own),
        options=options(found),
        problems=problems or [],
        lost=lost,
        missing=country_name(how.country, how.language) if how.country and not own else "",
    )
