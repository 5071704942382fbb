"""The cookies of a sign-in: one for members, one for the staff, another pair in each application (S30, S43, S50)."""

from __future__ import annotations

from flask import Response, current_app, request

from support.common.accounts.models import MEMBER, STAFF

COOKIES = {
    "site": {MEMBER: "__Host-a", STAFF: "__Host-b"},
    "survivors": {MEMBER: "__Host-c", STAFF: "__Host-d"},
    "prevention": {MEMBER: "__Host-e", STAFF: "__Host-f"},
}


def name_of(kind: str) -> str:
    """The cookie of members or staff in this application."""
    return COOKIES[current_app.config["PART"]][kind]


def give(response: Response, kind: str, token: str) -> Response:
    """Hand over a sign-in: no script can read it, no other site sends it, it goes with the browser (S43)."""
    response.set_cookie(name_of(kind), token, secure=True, httponly=True, samesite="Strict", path="/")
    return response


def take(response: Response, *kinds: str) -> Response:
    """Take the sign-in cookies of this application back: those of these kinds, or both."""
    for kind in kinds or (MEMBER, STAFF):
        if name_of(kind) in request.cookies:
            response.set_cookie(name_of(kind), "", max_age=0, secure=True, httponly=True, samesite="Strict")
    return response
