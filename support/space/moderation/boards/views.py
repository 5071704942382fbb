"""The pages on which a lead tends the boards."""

from __future__ import annotations

from flask import Blueprint

boards = Blueprint("boards", __name__)
