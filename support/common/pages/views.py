"""The bare root, the plain pages, ``robots.txt``, ``security.txt`` and the icon."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app, redirect, render_template, send_from_directory
from werkzeug.wrappers import Response as BaseResponse

from support.common.kernel import clock
from support.common.kernel.access import anyone
from support.common.kernel.i18n import page, reading

pages = Blueprint("pages", __name__)
root = Blueprint("root", __name__)

SECURITY_TXT_DAYS = 300


@root.get("/")
@anyone
def bare_root() -> BaseResponse:
    """To the first page in the reader's language; nothing is stored."""
    return redirect(page("/"), 303)


@root.get("/robots.txt")
@anyone
def robots() -> Response:
    """The directory may be found, a search in it may not be kept; nothing of a space is found (S35)."""
    closed = "/*?s=" if current_app.config["PART"] == "site" else "/"
    return Response(f"User-agent: *\nDisallow: {closed}\n", mimetype="text/plain")


@root.get("/.well-known/security.txt")
@anyone
def security_txt() -> Response:
    """Whom to tell about a hole (RFC 9116). Without an operator's contact there is nobody to name."""
    contact = current_app.config["OPERATOR_CONTACT"]
    if not contact:
        return Response("No contact has been set by the operator yet.\n", status=404, mimetype="text/plain")
    expires = (clock.now() + timedelta(days=SECURITY_TXT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    address = contact if ":" in contact else f"mailto:{contact}"
    return Response(f"Contact: {address}\nExpires: {expires}\nPreferred-Languages: en\n", mimetype="text/plain")


@root.get("/favicon.ico")
@anyone
def icon() -> Response:
    """The icon at the address where browsers look by themselves."""
    return send_from_directory(current_app.static_folder or "static", "icon.ico", max_age=3600)


@pages.get("/<tag:tag>/about")
@anyone
def about() -> str:
    return render_template("pages/about.html" if current_app.config["PART"] == "site" else "pages/about_space.html")


@pages.get("/<tag:tag>/safety")
@anyone
def safety() -> str:
    return render_template("pages/safety.html")


@pages.get("/<tag:tag>/privacy")
@anyone
def privacy() -> str:
    return render_template("pages/privacy.html")


@pages.get("/<tag:tag>/accessibility")
@anyone
def accessibility() -> str:
    return render_template("pages/accessibility.html")


@pages.get("/<tag:tag>/language")
@anyone
def language() -> str:
    """Which language to read in."""
    return render_template("pages/language.html", languages=current_app.config["LANGUAGES"], how=reading())
