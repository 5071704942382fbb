"""``/leave``: one hop to a page that the operator chose, whatever the request says (safety.md S3)."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from support.common.kernel.access import anyone
from support.common.kernel.i18n import reading

leaving = Blueprint("leaving", __name__)


@leaving.get("/leave", endpoint="leave")
@anyone
def leave() -> Response:
    """303 to the operator's page for the reader's language. Nothing in the request can change where."""
    urls = current_app.config["EXIT_URLS"]
    destination = urls.get(reading().language, urls["*"])
    response = Response(status=303, headers={"Location": destination, "Clear-Site-Data": '"cache", "storage"'})
    response.autocorrect_location_header = False
    return response
