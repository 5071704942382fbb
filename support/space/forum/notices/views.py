"""The pages of notices."""

from __future__ import annotations

from flask import Blueprint

notices = Blueprint("notices", __name__)
