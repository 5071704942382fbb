"""The desk's deeds through the bare driver: the statements that the services said, with the values of another case."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

import sqlalchemy as sa

from bench.forum.recording import Bare, Said, changed, swapped
from support.common.audit.models import AuditEntry, AuditHead
from support.common.kernel.db import db
from support.space.cases.models import Case, Decision

OLDEST, AMONG, TAKING = "SELECT anon_1.id", "review_case.id IN (", "UPDATE review_case"
END_OF_CHAIN, ENTRY, HEAD = "UPDATE audit_head SET number=audit_head", "INSERT INTO audit_entry", "UPDATE audit_head"


@dataclass(frozen=True)
class Script:
    """What the services say for each deed, and the case and the random values of the decision that was recorded."""

    queue: Sequence[Said]
    claim: Sequence[Said]
    decision: Sequence[Said]
    case: Case
    decided: Decision
    subject: uuid.UUID


def claim(bare: Bare, script: Script) -> Any:
    """Take the next case. What is found among the oldest goes into the next statement, the first of it into the last.
    Returns the id as the database has it."""
    among: list[Any] = []
    for statement, parameters in script.claim:
        if AMONG in statement:
            values = _filled(statement, parameters, among)
        elif statement.startswith(TAKING):
            values = swapped(parameters, {_stored(script.case.id): among[0]})
        else:
            values = parameters
        rows = bare.rows(statement, values)
        if statement.startswith(OLDEST) or AMONG in statement:
            among = [row[0] for row in rows]
    if len(rows) != 1:
        raise RuntimeError("nothing was taken")
    bare.commit()
    return among[0]


def decide(bare: Bare, script: Script, other: Mapping[Any, Any]) -> None:
    """Approve. Its entry goes to the end of the chain; only the seals are not worth anything."""
    number = 0
    for statement, parameters in script.decision:
        values = swapped(parameters, other)
        if statement.startswith(ENTRY) or (statement.startswith(HEAD) and not statement.startswith(END_OF_CHAIN)):
            values = changed(values, 0, "number", number)
        rows = bare.rows(statement, values)
        if statement.startswith(END_OF_CHAIN):
            number = rows[0][0] + 1
    bare.commit()


def values(script: Script, case_id: Any) -> dict[Any, Any]:
    """What stands in place of the recorded values where another case is decided."""
    session, was, decided = db.session(), script.case, script.decided
    case = session.get_one(Case, case_id if isinstance(case_id, uuid.UUID) else uuid.UUID(case_id))
    ids = {was.id: case.id, was.post_id: case.post_id, was.head_id: case.head_id, decided.id: uuid.uuid4(),
           script.subject: uuid.uuid4()}  # fmt: skip
    words = {was.head_digest: case.head_digest, decided.idempotency_hash: secrets.token_hex(32),
             decided.request_hash: secrets.token_hex(32)}  # fmt: skip
    db.session.remove()
    return {_stored(old): _stored(new) for old, new in ids.items()} | words


def chain_end() -> tuple[int, str]:
    """Where the chain of the log ends."""
    number, seal = db.session.execute(sa.select(AuditHead.number, AuditHead.seal)).tuples().one()
    db.session.remove()
    return number, seal


def put_chain_back(end: tuple[int, str]) -> None:
    """Let the chain end there again: it is whole for ours."""
    number, seal = end
    db.session.execute(sa.delete(AuditEntry).where(AuditEntry.number > number))
    db.session.execute(sa.update(AuditHead).values(number=number, seal=seal))
    db.session.commit()
    db.session.remove()


def _filled(statement: str, parameters: Any, among: Sequence[Any]) -> Any:
    """The statement has as many places as there were cases when it was recorded."""
    if isinstance(parameters, Mapping):
        names = [name for name in parameters if name.startswith("id_1_")]
        return {**parameters, **dict(zip(names, cycle(among), strict=False))}
    places = statement.partition(AMONG)[2].partition(")")[0].count("?")
    return (*islice(cycle(among), places), *parameters[places:])


def _stored(value: uuid.UUID) -> Any:
    return value.hex if db.engine.dialect.name == "sqlite" else value
