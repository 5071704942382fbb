"""The pages of the desk."""

from __future__ import annotations

from flask import Blueprint

review = Blueprint("review", __name__)
