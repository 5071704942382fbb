"""``/healthz`` for whoever watches the server. It says only ok (safety.md S89)."""

from __future__ import annotations

from flask import Blueprint, Response

from support.common.kernel.access import anyone

health = Blueprint("health", __name__)


@health.get("/healthz")
@anyone
def healthz() -> Response:
    """The process answers. Nothing is said of what it holds."""
    return Response("ok\n", mimetype="text/plain")
