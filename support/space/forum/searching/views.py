"""The pages of searching."""

from __future__ import annotations

from flask import Blueprint

searching = Blueprint("searching", __name__)
