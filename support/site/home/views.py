"""The first page: doors to what exists."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template

from support.common.kernel.access import anyone
from support.common.kernel.i18n import reading

home = Blueprint("home", __name__)


@home.get("/<tag:tag>/")
@anyone
def first_page() -> str:
    return render_template("home/first_page.html", talking=bool(current_app.config["SPACES"]))


@home.get("/<tag:tag>/talk")
@anyone
def talk() -> str:
    """The spaces that are switched on, in equal and calm words; neither is told of the other inside it (S37)."""
    spaces: dict[str, str] = current_app.config["SPACES"]
    if not spaces:
        abort(404)
    doors = {part: f"{url.rstrip('/')}/{reading().tag}/" for part, url in spaces.items()}
    return render_template("home/talk.html", doors=doors)
