"""What an address asks for behind its question mark: a page of a list, an id."""

from __future__ import annotations

import re
import uuid

from flask import abort, request

PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


def page_number() -> int:
    """The number behind ``p`` in the address, from 1. What is no number is no page."""
    text = request.args.get("p", "1")
    return int(text) if PAGE_NUMBER.fullmatch(text) else abort(404)


def as_uuid(text: str) -> uuid.UUID | None:
    """The id that a text is, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
