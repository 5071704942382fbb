"""Whose role was withdrawn still has an account, and proves it like everybody on the staff (S49, S57)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts.models import SECOND, RoleGrant
from support.common.kernel.db import db
from tests.common.accounts.staff.door.device import Device
from tests.common.accounts.staff.door.steps import at_stage, code, desk, later, open_at, show
from tests.common.accounts.walking import HOME, OWN, TAG
from tests.people import Person, member, signed_in
from tests.rules.page import parsed


@pytest.fixture
def without_role(one: Person) -> Person:
    with one.app.app_context():
        db.session.execute(sa.delete(RoleGrant).where(RoleGrant.account_id == one.id))
        db.session.commit()
    return one


def test_somebody_without_a_role_reaches_their_own_account(without_role: Person) -> None:
    walker = at_stage(without_role)
    later(without_role.app, minutes=12)
    walker.open("/account/passphrase")
    assert (walker.status, walker.path) == (200, desk(without_role.app, "/prove"))
    walker.fill("/prove", code=code(without_role))
    assert (walker.status, walker.path) == (200, "/account/passphrase"), "the way back"
    assert open_at(walker, "/").status == 404, "and no more than that"


def test_somebody_without_a_role_proves_it_with_a_passkey(without_role: Person, device: Device) -> None:
    walker = at_stage(without_role)
    later(without_role.app, minutes=12)
    open_at(walker, "/prove")
    answer = show(walker, device, "/prove")
    assert (answer.status_code, answer.get_json()) == (200, {"to": f"{TAG}/account"})
    assert walker.open("/account/passphrase").path == "/account/passphrase"


def test_after_the_second_step_they_come_to_their_own_account(without_role: Person) -> None:
    walker = open_at(at_stage(without_role, SECOND), "/second").fill("/second", code=code(without_role))
    assert (walker.status, walker.path) == (200, "/account")


def test_to_a_member_there_is_no_such_page(place: Flask) -> None:
    if place.config["PART"] == "site":
        pytest.skip("the site has no members")
    client = signed_in(member(place))
    unknown = parsed(client.get(f"{TAG}/nothing-here", base_url=HOME, headers=OWN).data)
    seen = [client.get(TAG + desk(place, "/prove"), base_url=HOME, headers=OWN)]
    for path in ("/prove", "/passkey/prove", "/passkey/prove/options"):
        seen += [
            client.post(TAG + desk(place, path), data=data, base_url=HOME, headers=OWN) for data in ({}, {"code": "1"})
        ]
    for answer in seen:
        assert answer.status_code == 404
        assert parsed(answer.data) == unknown
