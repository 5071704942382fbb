"""The log in which tampering shows (promise 8, safety.md S55): each entry is sealed together with the one before it.

A seal is an HMAC under a root secret of the key store. Who can write to the database alone can break the chain, but
cannot mend it: :mod:`verifying` finds the place. Nothing here commits; an entry stands or falls with what it tells of.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from support.common.audit.models import AuditEntry, AuditHead, AuditSubject

CODE = re.compile(r"[a-z0-9_.:-]{1,64}")
MOST_CODES = 16
MOST_MINUTES = 2**31 - 1
SHORTEST_KEY_BYTES = 32
BROKEN = "audit.broken"  # the event of the entry that is written when the chain is found broken
START = "0" * 64  # stands for the seal before the first entry
EMPTY: Mapping[str, str] = {}


def record(
    session: Session,
    event: str,
    *,
    on: date,
    actor: UUID | None = None,
    about: UUID | None = None,
    post: UUID | None = None,
    codes: Mapping[str, str] = EMPTY,
    wait_minutes: int | None = None,
    key: bytes,
) -> None:
    """Add one entry to the chain in the caller's transaction; the caller commits.

    ``actor`` is the account that acts. ``about`` is the account, or ``post`` the post, to which it happens. The entry
    gets their random ids, never themselves. ``wait_minutes`` is how long somebody waited, in whole minutes. Everybody
    else who records waits from here to the caller's commit: call it last. Raises :class:`ValueError` before anything
    is written where something is not a code, a day or a count. On SQLite a transaction that has read, and was
    overtaken by another writer, is refused at its first write ("database is locked"): roll back and do it all again.
    """
    text = _checked(event, on, codes, wait_minutes, key)
    if about is not None and post is not None:
        raise ValueError("an entry is about an account or about a post")
    number, previous = _take_turn(session, on, key)
    doer = subject_of(session, account=actor) if actor else None
    subject = subject_of(session, account=about, post=post) if about or post else None
    entry = AuditEntry(number=number, day=on, event=event, codes=text, wait_minutes=wait_minutes, actor=doer,
                       subject=subject, previous=previous)  # fmt: skip
    _append(session, entry, key)


def subject_of(session: Session, *, account: UUID | None = None, post: UUID | None = None) -> UUID:
    """The random id that stands in the chain for an account or a post; made when first asked for."""
    owner = _owner(account, post)
    found = session.scalar(select(AuditSubject.id).filter_by(**owner))
    if found is None:
        session.execute(_unless_there(session, AuditSubject, {"id": uuid4(), **owner}))
        found = session.scalars(select(AuditSubject.id).filter_by(**owner)).one()
    return found


def forget(session: Session, *, account: UUID | None = None, post: UUID | None = None) -> None:
    """Cut the link from the chain to an account or a post, for good. The chain stays whole (promise 10)."""
    session.execute(delete(AuditSubject).filter_by(**_owner(account, post)))


def entries(session: Session, newest: int) -> list[AuditEntry]:
    """The last ``newest`` entries, the newest first."""
    return list(session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(max(newest, 0))))


def seal_of_entry(key: bytes, fields: Sequence[str | None]) -> str:
    """The seal over an entry's fields as text, in the order of the table, the seal before it last."""
    return _seal(key, "entry", fields)


def seal_of_head(key: bytes, number: int, last: str) -> str:
    """The seal of the head: nobody without the key can make the chain end earlier than it does."""
    return _seal(key, "head", (str(number), last))


def plain_head(number: object, seal: object) -> tuple[int, str]:
    """The head as it was found: SQLite keeps whatever was put into a column, and gives it back."""
    return number if isinstance(number, int) else -1, str(seal)


def _seal(key: bytes, kind: str, fields: Sequence[str | None]) -> str:
    content = json.dumps(["stillwater audit 1", kind, *fields], separators=(",", ":")).encode("ascii")
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def _checked(event: str, on: date, codes: Mapping[str, str], wait_minutes: int | None, key: bytes) -> str:
    """The codes as canonical JSON, when everything may stand in the chain."""
    if len(key) < SHORTEST_KEY_BYTES:
        raise ValueError("the key of the audit log is too short")
    if isinstance(on, datetime) or not isinstance(on, date):
        raise ValueError("an entry tells the day, not the time")
    if len(codes) > MOST_CODES or not all(_is_code(word) for word in (event, *codes, *codes.values())):
        raise ValueError("an entry holds codes only")
    if wait_minutes is not None and not (type(wait_minutes) is int and 0 <= wait_minutes <= MOST_MINUTES):
        raise ValueError("a wait is a count of whole minutes")
    return json.dumps(dict(codes), sort_keys=True, separators=(",", ":"))


def _is_code(word: object) -> bool:
    return isinstance(word, str) and CODE.fullmatch(word) is not None


def _owner(account: UUID | None, post: UUID | None) -> dict[str, UUID]:
    if account is not None and post is None:
        return {"account": account}
    if post is not None and account is None:
        return {"post": post}
    raise ValueError("one account or one post")


def _take_turn(session: Session, on: date, key: bytes) -> tuple[int, str]:
    """Wait for whoever is recording. Returns the next entry's number and the seal that it follows.

    A chain that does not end where the head says is not refused, for then nobody could decide or leave any more: an
    entry says what was found, and :mod:`verifying` finds that entry for ever.
    """
    head = _locked(session)
    if head is None:
        first = {"one": 1, "number": 0, "seal": seal_of_head(key, 0, START)}
        session.execute(_unless_there(session, AuditHead, first))
        head = _locked(session)
    said, seal = head or (0, "")
    newest = select(AuditEntry.number, AuditEntry.seal).order_by(AuditEntry.number.desc()).limit(1)
    number, last = session.execute(newest).one_or_none() or (0, START)
    if said == number and hmac.compare_digest(seal.encode(), seal_of_head(key, number, last).encode()):
        return number + 1, last
    codes = json.dumps({"found": str(number), "head": str(said)}, separators=(",", ":"))
    found = AuditEntry(number=number + 1, day=on, event=BROKEN, codes=codes, previous=last)
    return number + 2, _append(session, found, key)


def _locked(session: Session) -> tuple[int, str] | None:
    """The head, locked until the transaction ends: on SQLite an UPDATE takes the one write lock, on PostgreSQL the
    row's."""
    lock = update(AuditHead).values(number=AuditHead.number).returning(AuditHead.number, AuditHead.seal)
    row = session.execute(lock, execution_options={"synchronize_session": False}).first()
    return plain_head(row[0], row[1]) if row else None


def _append(session: Session, entry: AuditEntry, key: bytes) -> str:
    """Seal the entry, write it and move the head. Returns its seal."""
    ids = [value.hex if value else None for value in (entry.actor, entry.subject)]
    wait = None if entry.wait_minutes is None else str(entry.wait_minutes)
    fields = (str(entry.number), entry.day.isoformat(), entry.event, entry.codes, wait, *ids, entry.previous)
    entry.seal = seal_of_entry(key, fields)
    row = {column.name: getattr(entry, column.name) for column in AuditEntry.__table__.columns}
    session.execute(insert(AuditEntry).values(row))
    head = update(AuditHead).values(number=entry.number, seal=seal_of_head(key, entry.number, entry.seal))
    session.execute(head, execution_options={"synchronize_session": False})
    return entry.seal


def _unless_there(
    session: Session, table: type[AuditHead | AuditSubject], row: dict[str, object]
) -> sqlite.Insert | postgresql.Insert:
    """An insertion that another transaction may have made already."""
    dialect = sqlite if session.get_bind(mapper=table.__mapper__).dialect.name == "sqlite" else postgresql
    return dialect.insert(table).values(row).on_conflict_do_nothing()
