"""Passkeys: made for this origin, shown with the person verified, each answer once (S49)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from support.common.accounts.models import FULL, SECOND
from support.common.accounts.staff.door.views.place import party
from tests.common.accounts.staff.door.device import HOST, PRESENT, Device, text
from tests.common.accounts.staff.door.steps import (
    at_stage,
    change,
    desk,
    enrolling,
    factors_of,
    later,
    open_at,
    options,
    refused,
    role,
    sent,
    show,
    sign_in_of,
    token,
    waiting,
)
from tests.common.accounts.walking import TAG, Walker
from tests.conftest import Make, readied
from tests.people import Person, staff


def test_a_passkey_opens_the_desk(one: Person, device: Device) -> None:
    walker = waiting(one)
    before = token(walker.client, one.app)
    answer = show(walker, device)
    assert answer.get_json() == {"to": TAG + desk(one.app, "/")}
    assert token(walker.client, one.app) not in ("", before)
    found = sign_in_of(one.app, walker.client)
    assert found and found.stage == FULL
    assert next(factor for factor in factors_of(one) if factor.credential).sign_count == 8


def test_a_passkey_leads_the_way_back(one: Person, device: Device) -> None:
    walker = Walker(one.app).open("/account")
    ticket = walker.hops[-1].partition("?w=")[2]
    half = waiting(one)
    credential = device.show(options(half, "/second"))
    assert sent(half, "/passkey/second", credential=credential, w=ticket).get_json() == {"to": TAG + "/account"}


def test_what_is_asked_for(one: Person, device: Device) -> None:
    asked = options(waiting(one), "/second")
    assert asked["rpId"] == HOST
    assert asked["userVerification"] == "required"
    assert [known["id"] for known in asked["allowCredentials"]] == [device.id]
    assert len(asked["challenge"]) >= 43


def test_what_is_asked_for_when_one_is_made(one: Person) -> None:
    walker = enrolling(one)
    first, second = options(walker, "/enrol"), options(walker, "/enrol")
    assert first["rp"] == {"id": HOST, "name": "Stillwater"}
    assert first["user"]["name"] == first["user"]["displayName"] == "Stillwater desk"
    assert first["user"]["id"] != second["user"]["id"], "the handle leads to nobody"
    assert first["attestation"] == "none"
    assert first["authenticatorSelection"]["residentKey"] == "discouraged"
    assert first["authenticatorSelection"]["userVerification"] == "required"
    assert {one["alg"] for one in first["pubKeyCredParams"]} == {-7, -8, -257}
    assert first["challenge"] != second["challenge"]
    assert one.name not in json.dumps(first) and str(one.id) not in json.dumps(first)


def foreign_origin(device: Device) -> None:
    device.origin = "https://localhost.elsewhere.example"


def another_port(device: Device) -> None:
    device.origin = "https://localhost:8443"


def without_encryption(device: Device) -> None:
    device.origin = "http://localhost"


def foreign_host(device: Device) -> None:
    device.host = "elsewhere.example"


def not_verified(device: Device) -> None:
    device.flags = PRESENT


def not_present(device: Device) -> None:
    device.flags = 0x04


def another_key(device: Device) -> None:
    device.key = Device().key


def unknown(device: Device) -> None:
    device.credential = Device().credential


def cloned(device: Device) -> None:
    device.count = 5


def counter_stands(device: Device) -> None:
    device.count = 6


def counter_gone(device: Device) -> None:
    device.count = None


FAULTS = (
    foreign_origin, another_port, without_encryption, foreign_host, not_verified, not_present, another_key, unknown,
    cloned, counter_stands, counter_gone,
)  # fmt: skip


def test_what_is_wrong_is_refused_alike(one: Person, device: Device) -> None:
    for fault in FAULTS:
        walker, faulty = waiting(one), replace(device)
        fault(faulty)
        assert refused(walker, show(walker, faulty)), fault.__name__
        assert next(factor for factor in factors_of(one) if factor.credential).sign_count == 7


def test_none_is_made_when_something_is_wrong(one: Person) -> None:
    walker = enrolling(one)
    for fault in (foreign_origin, another_port, foreign_host, not_verified, not_present):
        made = Device()
        fault(made)
        answer = sent(walker, "/passkey/enrol", credential=made.make(options(walker, "/enrol")))
        assert refused(walker, answer), fault.__name__
    assert not factors_of(one)


def test_rubbish_is_refused_like_everything_else(one: Person, device: Device) -> None:
    walker = waiting(one)
    for rubbish in ("", "{}", "[]", "null", "{" * 3000, '{"id": 7}', "words", "[" * 15_000):
        options(walker, "/second")
        assert refused(walker, sent(walker, "/passkey/second", credential=rubbish)), rubbish[:20]


def test_parts_that_are_changed_are_refused(one: Person, device: Device) -> None:
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        walker = waiting(one)
        answer = json.loads(device.show(options(walker, "/second")))
        answer["response"][part] = text(b"other") if part != "signature" else answer["response"][part][:-6] + "AAAAAA"
        assert refused(walker, sent(walker, "/passkey/second", credential=json.dumps(answer))), part


def test_somebody_elses_passkey_opens_nothing(one: Person, device: Device) -> None:
    other = staff(one.app, role(one.app))
    walker = waiting(other)
    assert refused(walker, show(walker, device))


def test_a_suspended_person_gets_in_with_no_passkey(one: Person, device: Device) -> None:
    walker = waiting(one)
    credential = device.show(options(walker, "/second"))
    change(one, state="suspended")
    answer = sent(walker, "/passkey/second", credential=credential)
    assert answer.status_code == 303


def test_the_first_passkey_opens_the_desk(one: Person) -> None:
    walker, made = enrolling(one), Device()
    before = token(walker.client, one.app)
    answer = sent(walker, "/passkey/enrol", credential=made.make(options(walker, "/enrol")))
    assert answer.get_json() == {"to": TAG + desk(one.app, "/")}
    assert token(walker.client, one.app) not in ("", before)
    assert open_at(walker, "/").path == desk(one.app, "/")
    assert show(waiting(one), made).status_code == 200


def test_one_passkey_belongs_to_one_person(one: Person, device: Device) -> None:
    other = staff(one.app, role(one.app))
    walker = enrolling(other)
    assert refused(walker, sent(walker, "/passkey/enrol", credential=device.make(options(walker, "/enrol"))))
    assert not factors_of(other)


def test_a_passkey_proves_anew(one: Person, device: Device) -> None:
    walker = at_stage(one)
    later(one.app, minutes=11)
    open_at(walker, "/factors")
    assert walker.path == desk(one.app, "/prove")
    before = token(walker.client, one.app)
    assert show(walker, device, "/prove").status_code == 200
    assert token(walker.client, one.app) != before
    assert open_at(walker, "/factors").path == desk(one.app, "/factors")


def test_only_pages_with_a_button_may_ask_for_a_passkey(one: Person, device: Device) -> None:
    for walker, path, may in (
        (at_stage(one, SECOND), "/second", True),
        (at_stage(one), "/prove", True),
        (at_stage(one), "/another", True),
        (at_stage(one), "/", False),
        (at_stage(one), "/factors", False),
        (Walker(one.app), "/sign-in", False),
    ):
        open_at(walker, path)
        policy = walker.answer.headers["Permissions-Policy"]
        assert ("publickey-credentials-get=(self)" in policy) is may, path
        assert ("publickey-credentials-create=()" in policy) is not may, path
        assert (b"passkey.js" in walker.answer.data) is may, path
    only_an_app = staff(one.app, role(one.app))
    assert b"passkey.js" not in waiting(only_an_app).answer.data


def test_the_configured_address_counts_and_not_the_host_that_was_asked(tmp_path: Any, make_app: Make) -> None:
    settings = {
        "site_url": "https://support.example", "survivors_url": "https://Quiet.example:8443/place",
        "operator_name": "Us", "operator_contact": "us", "jurisdiction": "GB", "trusted_hosts": "localhost",
    }  # fmt: skip
    app = readied(make_app(tmp_path, part="survivors", settings=settings))
    app.extensions["duties"] = None
    with app.test_request_context("/en-GB/", base_url="https://localhost"):
        here = party()
    assert (here.host, here.origin) == ("quiet.example", "https://quiet.example:8443")


def test_answers_are_not_kept(one: Person, device: Device) -> None:
    walker = waiting(one)
    answer = sent(walker, "/passkey/second/options")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/json"
    no_stamp = walker.client.post(TAG + desk(one.app, "/passkey/second/options"), base_url="https://localhost")
    assert no_stamp.status_code == 403
