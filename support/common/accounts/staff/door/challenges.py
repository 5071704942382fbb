"""What a passkey is asked to sign: random, for one sign-in and one purpose, for five minutes, once (safety.md S49)."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, generate_challenge

from support.common.accounts.models import SignIn
from support.common.kernel.db import begin_writing
from support.common.kernel.errors import DomainError

CREATE, GET = "create", "get"  # purposes
LASTS = timedelta(minutes=5)


class NotShown(DomainError):
    """What came is no passkey of this person, made for this sign-in. Why is not told."""

    status = 403
    title_key = "forbidden"


def new(session: Session, by: SignIn, purpose: str, now: datetime) -> bytes:
    """A new challenge in place of an older one. It lasts for five minutes."""
    challenge = generate_challenge()
    until = int((now + LASTS).timestamp())
    line = f"{purpose} {until} {bytes_to_base64url(challenge)}"
    begin_writing(session)
    wanted = sa.update(SignIn).where(SignIn.id == by.id).values(challenge=line)
    if session.scalar(wanted.returning(SignIn.id)) is None:
        session.rollback()
        raise NotShown
    session.commit()
    return challenge


def take(session: Session, by: SignIn, purpose: str, now: datetime) -> bytes:
    """The challenge of a sign-in, once: of several answers to it, one is looked at."""
    begin_writing(session)
    line = session.scalar(sa.select(SignIn.challenge).where(SignIn.id == by.id))
    wanted = sa.update(SignIn).where(SignIn.id == by.id, SignIn.challenge == line).values(challenge="")
    taken = session.scalar(wanted.returning(SignIn.id)) if line else None
    session.commit()
    if not line or taken is None:
        raise NotShown
    kind, until, challenge = line.split(" ")
    if kind != purpose or now.timestamp() >= int(until):
        raise NotShown
    return base64url_to_bytes(challenge)
