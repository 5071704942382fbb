"""Who is here: the cookie, the sign-in behind it, and what its holder may do (S43 to S45).

Nothing here may make a page fail that needs no account: with the database gone, the crisis lines still stand for a
browser that holds a cookie.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import abort, g, request
from sqlalchemy.exc import SQLAlchemyError

from support.common.accounts import cookies, roles, sessions
from support.common.accounts.models import FULL, MEMBER, STAFF, SignIn
from support.common.kernel import clock
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.kernel.logs import log

STAGE_PERMISSIONS = ("second", "enrol", "recover")  # each is good for its own pages and nothing else


@dataclass(frozen=True)
class Visitor:
    """Whoever is here, as Flask-Login's ``current_user``."""

    sign_in: SignIn | None

    @property
    def is_authenticated(self) -> bool:
        return self.sign_in is not None and self.sign_in.stage == FULL

    @property
    def is_active(self) -> bool:
        return self.is_authenticated

    @property
    def is_anonymous(self) -> bool:
        return not self.is_authenticated

    def get_id(self) -> str | None:
        """The id of the account, as Flask-Login asks for it."""
        return str(self.sign_in.account_id) if self.sign_in else None

    def may(self, permission: str) -> bool:
        """Whether this visitor holds a permission of accounts/roles.py."""
        if self.sign_in is None:
            return False
        if permission in STAGE_PERMISSIONS:
            return self.sign_in.stage == permission
        if self.sign_in.stage != FULL:
            return False
        held = [grant.role for grant in self.sign_in.account.roles]
        return permission in roles.OF_EVERYBODY or roles.allowed(held, permission)

    def proven(self, now: datetime) -> bool:
        """Whether the second factor was shown in the last minutes (S45, S56)."""
        return bool(self.sign_in and self.sign_in.proven_until and now < self.sign_in.proven_until)


NOBODY = Visitor(None)


def present() -> Visitor:
    """Who is here. Found once a request; where the database is gone, nobody, unless the view needs an account.

    What was read is let go of at once: a view that writes begins a transaction of its own.
    """
    if "visitor" not in g:
        g.visitor = NOBODY
        try:
            g.visitor = Visitor(_found())
            db.session.expunge_all()
            db.session.rollback()
        except (SQLAlchemyError, *DRIVER_ERRORS):
            db.session.rollback()
            log.error("sign-in not read", exc_info=True)
            g.database_gone = True
    return g.visitor


def signed_in() -> SignIn:
    """The present sign-in, for views that only let in who has one."""
    found = present().sign_in
    if found is None:
        abort(404)
    return found


def not_for_members() -> None:
    """To a member, in any stage of a sign-in, what is the staff's does not exist (S50)."""
    found = present().sign_in
    if found and found.account.kind == MEMBER:
        abort(404)


def _found() -> SignIn | None:
    """The staff's cookie counts first: its holder is the same person in the forum."""
    for kind in (STAFF, MEMBER):
        token = request.cookies.get(cookies.name_of(kind))
        found = sessions.find(db.session(), token, clock.now()) if token else None
        if found and found.account.kind == kind:
            return found
    return None
