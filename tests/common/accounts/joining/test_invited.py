"""From a link to an account of the staff, on the site and in the spaces."""

from __future__ import annotations

import json

from flask import Flask

from support.common.accounts import queries
from support.common.accounts.models import (
    Acceptance,
    Account,
    Invitation,
    Joining,
    RecoveryCode,
    RoleGrant,
    SignIn,
)
from support.common.audit.models import AuditEntry
from tests.common.accounts.joining.steps import (
    ROLE,
    desk_of,
    inside,
    invite,
    offered,
    rows,
    shown_words,
    take_name,
)
from tests.common.accounts.walking import TAG, Walker


def test_an_invited_person_joins_the_staff(desk: Flask) -> None:
    link = invite(desk)
    walker = Walker(desk).open(f"{desk_of(desk)}/invited?i={link}")
    assert len(offered(walker)) == 5
    phrase = shown_words(take_name(walker, "Careful Heron"))[0]
    assert len(rows(desk, Invitation)) == 1, "the link still works until there is an account"
    walker.fill().fill(passphrase=phrase)
    assert walker.hops[0] == f"{TAG}{desk_of(desk)}/enrol"
    (account,), (sign_in,), (grant,) = rows(desk, Account), rows(desk, SignIn), rows(desk, RoleGrant)
    assert (account.kind, account.name) == ("staff", "Careful Heron")
    assert (grant.account_id, grant.role) == (account.id, ROLE[desk.config["PART"]])
    assert (sign_in.stage, sign_in.proven_until) == ("enrol", None), "nothing is open before a second factor"
    assert rows(desk, Invitation) == rows(desk, Joining) == rows(desk, Acceptance) == []
    assert len(rows(desk, RecoveryCode)) == 10
    (entry,) = rows(desk, AuditEntry)
    assert (entry.event, json.loads(entry.codes)) == ("staff_joined", {"role": grant.role})
    assert entry.actor is not None
    again = Walker(desk).open(f"{desk_of(desk)}/invited?i={link}")
    assert again.status == 404


def test_a_new_member_of_the_staff_is_found_by_name(desk: Flask) -> None:
    walker = Walker(desk).open(f"{desk_of(desk)}/invited?i={invite(desk)}")
    phrase = shown_words(take_name(walker, "Careful Heron"))[0]
    walker.fill().fill(passphrase=phrase)

    def found(typed: str, kind: str | None) -> bool:
        return inside(desk, lambda session: queries.by_name(session, typed, kind)) is not None

    assert found("careful  HERON", None)
    assert found("Careful Heron", "staff")
    assert not found("Careful Heron", "member")
    assert not found("Careful Herons", None)
    assert not found("", None)
    assert not found("moderator", None)
    assert not found("x" * 5_000, None)
