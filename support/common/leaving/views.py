"""``/leave``: out of here in one hop, and nothing to come back to (safety.md S1 to S9).

The hop sets a cookie that a script cannot read. It takes the page that was left out of the browser's back/forward
cache, and while it is there every address of the application answers with an empty page: *Back* shows nothing.
"""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from support.common.kernel.access import anyone
from support.common.kernel.errors import DomainError
from support.common.kernel.forms import checks_itself, require_own_origin
from support.common.kernel.i18n import reading
from support.common.leaving.endings import end_all

leaving = Blueprint("leaving", __name__)

MARKER = "__Host-p"
MARKER_SECONDS = 15 * 60
STILL_ANSWERED = (
    "leaving.leave",
    "leaving.leave_quietly",
    "leaving.come_back",
    "static",
    "root.icon",
    "health.healthz",
)


def destination() -> str:
    """The operator's page for the reader's language. Nothing in a request can change it."""
    urls = current_app.config["EXIT_URLS"]
    return str(urls.get(reading().language, urls["*"]))


def guard(app: Flask) -> None:
    """While the marker is there, show nothing of the application but the empty page."""
    app.jinja_env.globals["exit_destination"] = destination

    @app.before_request
    def nothing_here() -> Response | None:
        if MARKER not in request.cookies or request.endpoint in STILL_ANSWERED:
            return None
        return _empty(_status())


@leaving.get("/leave")
@anyone
def leave() -> Response:
    """The hop for a browser without script: 303 to somewhere else."""
    response = Response(status=303, headers={"Location": destination()})
    response.autocorrect_location_header = False
    return _marked(response)


@leaving.post("/leave")
@anyone
@checks_itself
def leave_quietly() -> Response:
    """The same told in the background, while a script has already blanked and replaced the page."""
    require_own_origin()
    return _marked(Response(status=204))


@leaving.post("/return")
@anyone
@checks_itself
def come_back() -> Response:
    """The one button of the empty page: take the marker away and begin at the first page."""
    try:
        require_own_origin()
    except DomainError as error:
        return _empty(error.status)
    response = Response(status=303, headers={"Location": f"{request.script_root}/"})
    response.autocorrect_location_header = False
    response.set_cookie(MARKER, "", max_age=0, secure=True, httponly=True, samesite="Strict")
    return response


def _marked(response: Response) -> Response:
    # "cookies" must not stand here: it would wipe the marker that this very answer sets (safety.md, finding 1)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    end_all(response)
    response.set_cookie(MARKER, "1", max_age=MARKER_SECONDS, secure=True, httponly=True, samesite="Strict")
    return response


def _empty(status: int) -> Response:
    return make_response(render_template("leaving/empty.html"), status)


def _status() -> int:
    """200 for what exists, the usual error for what does not: a status is not a text that somebody could read."""
    problem = request.routing_exception
    if isinstance(problem, HTTPException) and (problem.code or 0) >= 400:
        return problem.code or 404
    return 200
