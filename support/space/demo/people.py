"""Who is there: the sample people of the space, and more made-up members who only write."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import Account
from support.common.operations.sample import PEOPLE, make_person
from support.space.demo.script import Script
from support.space.forum.models import Post


class NoSamplePeople(Exception):
    """The sample people are not there; the message says how to make them."""


def staff(session: Session, part: str) -> dict[str, list[UUID]]:
    """The sample staff by their role. Raises :class:`NoSamplePeople`."""
    found: dict[str, list[UUID]] = {}
    for name, role in PEOPLE[part]:
        if role:
            found.setdefault(role, []).append(_known(session, name))
    return found


def writers(session: Session, part: str, script: Script, now: datetime) -> dict[str, UUID]:
    """Everybody who writes, by name; those who are missing are made. Raises :class:`NoSamplePeople`. Commits."""
    names = {name: _known(session, name) for name, role in PEOPLE[part] if not role}
    for name in (*script.regulars, *script.newcomers):
        found = session.scalar(sa.select(Account.id).where(Account.name == name))
        if found is None:
            make_person(session, name, "", now)
            found = session.scalars(sa.select(Account.id).where(Account.name == name)).one()
        names[name] = found
    session.rollback()
    return names


def has_written(session: Session, script: Script) -> bool:
    """Whether these made-up people have been here before."""
    names = (*script.regulars, *script.newcomers)
    wanted = sa.select(sa.exists().where(Post.author_id == Account.id, Account.name.in_(names)))
    found = bool(session.scalar(wanted))
    session.rollback()
    return found


def _known(session: Session, name: str) -> UUID:
    found = session.scalar(sa.select(Account.id).where(Account.name == name))
    session.rollback()
    if found is None:
        raise NoSamplePeople(f"{name} is not here. Make the sample people first: flask --app app sample")
    return found
