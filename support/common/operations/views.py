"""``/healthz`` for whoever watches the server, ``/readyz`` for the machine itself (safety.md S89)."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Blueprint, Response, abort, request

from support.common.kernel.access import anyone
from support.common.operations import doctor

health = Blueprint("health", __name__)

PASSED_ON = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


@health.get("/healthz")
@anyone
def healthz() -> Response:
    """The process answers. Nothing is said of what it holds."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
@anyone
def readyz() -> Response:
    """Whether the database answers, asked from this machine itself. For everybody else there is no such page."""
    if not _from_this_machine():
        abort(404)
    ready = all(finding.level != doctor.BAD for finding in doctor.database())
    return Response("ready\n" if ready else "not ready\n", 200 if ready else 503, mimetype="text/plain")


def _from_this_machine() -> bool:
    """A proxy on the same machine also comes from the loopback, but it passes an address on."""
    if any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
