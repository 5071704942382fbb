"""The pages of writing."""

from __future__ import annotations

from flask import Blueprint

writing = Blueprint("writing", __name__)
