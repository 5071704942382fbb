"""The first page: doors to what exists."""

from __future__ import annotations

from flask import Blueprint, render_template

from support.common.kernel.access import anyone

home = Blueprint("home", __name__)


@home.get("/<tag:tag>/")
@anyone
def first_page() -> str:
    return render_template("home/first_page.html")
