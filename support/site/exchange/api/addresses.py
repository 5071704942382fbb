"""Addresses of the API in its own answers: whole ones where the operator has set one, else paths. Never made from the
host that a request names (safety.md S62)."""

from __future__ import annotations

from flask import current_app, has_request_context, request

ROOT = "/api/v3"


def address(path: str) -> str:
    """``path`` below the site, whole where ``SITE_URL`` is a whole address."""
    site = str(current_app.config["OWN_URL"])
    if "://" in site:
        return site.rstrip("/") + path
    return (request.script_root if has_request_context() else "") + path


def of_api(path: str) -> str:
    """``path`` below the API."""
    return address(ROOT + path)
