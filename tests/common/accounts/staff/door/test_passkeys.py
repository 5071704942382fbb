"""Passkeys: made for this origin, shown with the person verified, each answer once (S49)."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from support.common.accounts.models import ENROL, FULL, SECOND
from tests.common.accounts.staff.door.device import HOST, PRESENT, Device, text
from tests.common.accounts.staff.door.steps import (
    at_stage,
    change,
    desk,
    factors_of,
    give_passkey,
    later,
    open_at,
    options,
    role,
    sent,
    show,
    sign_in_of,
    token,
    without_factor,
)
from tests.common.accounts.walking import TAG, Walker
from tests.conftest import Make, readied
from tests.people import Person, staff


@pytest.fixture
def device(one: Person) -> Device:
    """The device of that person, with a passkey made some time ago."""
    given = Device(count=7)
    give_passkey(one, given)
    return given


def waiting(person: Person) -> Walker:
    """A sign-in that waits for its second factor."""
    return open_at(at_stage(person, SECOND), "/second")


def enrolling(person: Person) -> Walker:
    """A sign-in that waits for its first factor to be added."""
    return open_at(at_stage(without_factor(person), ENROL), "/enrol")


def refused(walker: Walker, answer: Any) -> bool:
    """Whether it is the one refusal, and the sign-in stands where it stood."""
    found = sign_in_of(walker.app, walker.client)
    assert answer.get_json() == {"problem": PROBLEM}, answer.data
    return answer.status_code == 403 and found is not None and found.stage != FULL and not found.challenge


PROBLEM = "That did not work. Try again, or use a code of your app if you have one."


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


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_refused_alike(one: Person, device: Device, fault: Callable[[Device], None]) -> None:
    walker = waiting(one)
    fault(device)
    assert refused(walker, show(walker, device))
    assert next(factor for factor in factors_of(one) if factor.credential).sign_count == 7


@pytest.mark.parametrize("fault", [foreign_origin, another_port, foreign_host, not_verified, not_present])
def test_none_is_made_when_something_is_wrong(one: Person, fault: Callable[[Device], None]) -> None:
    walker, made = enrolling(one), Device()
    fault(made)
    assert refused(walker, sent(walker, "/passkey/enrol", credential=made.make(options(walker, "/enrol"))))
    assert not factors_of(one)


@pytest.mark.parametrize("rubbish", ["", "{}", "[]", "null", "{" * 3000, '{"id": 7}', "words", "[" * 15_000])
def test_rubbish_is_refused_like_everything_else(one: Person, device: Device, rubbish: str) -> None:
    walker = waiting(one)
    options(walker, "/second")
    assert refused(walker, sent(walker, "/passkey/second", credential=rubbish))


def test_parts_that_are_changed_are_refused(one: Person, device: Device) -> None:
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        walker = waiting(one)
        answer = json.loads(device.show(options(walker, "/second")))
        answer["response"][part] = text(b"other") if part != "signature" else answer["response"][part][:-6] + "AAAAAA"
        assert refused(walker, sent(walker, "/passkey/second", credential=json.dumps(answer))), part


def test_an_answer_counts_once(one: Person, device: Device) -> None:
    device.count = None  # so that nothing but the challenge stands in the way
    give_zero(one)
    first, second = waiting(one), waiting(one)
    credential = device.show(options(first, "/second"))
    assert sent(first, "/passkey/second", credential=credential).status_code == 200
    options(second, "/second")
    assert refused(second, sent(second, "/passkey/second", credential=credential)), "made for another sign-in"
    third = waiting(one)
    assert refused(third, sent(third, "/passkey/second", credential=credential)), "nothing was asked for"


def give_zero(person: Person) -> None:
    """A passkey that never counts, as those that are copied between devices."""
    import sqlalchemy as sa

    from support.common.accounts.models import SecondFactor
    from support.common.kernel.db import db

    with person.app.app_context():
        db.session.execute(sa.update(SecondFactor).where(SecondFactor.account_id == person.id).values(sign_count=0))
        db.session.commit()


def test_a_passkey_that_never_counts_opens_every_time(one: Person, device: Device) -> None:
    device.count = None
    give_zero(one)
    for _number in range(2):
        assert show(waiting(one), device).status_code == 200


def test_a_second_try_needs_a_new_challenge(one: Person, device: Device) -> None:
    walker = waiting(one)
    asked = options(walker, "/second")
    device.flags = PRESENT
    assert refused(walker, sent(walker, "/passkey/second", credential=device.show(asked)))
    device.flags = PRESENT | 0x04
    assert refused(walker, sent(walker, "/passkey/second", credential=device.show(asked))), "its challenge is used up"
    assert show(walker, device).status_code == 200


def test_a_challenge_lasts_five_minutes(one: Person, device: Device) -> None:
    walker = waiting(one)
    asked = options(walker, "/second")
    later(one.app, minutes=5)
    assert refused(walker, sent(walker, "/passkey/second", credential=device.show(asked)))


def test_a_newer_challenge_replaces_an_older_one(one: Person, device: Device) -> None:
    walker = waiting(one)
    old = options(walker, "/second")
    options(walker, "/second")
    assert refused(walker, sent(walker, "/passkey/second", credential=device.show(old)))


def test_a_challenge_to_show_one_does_not_make_one(one: Person, device: Device) -> None:
    walker = at_stage(one)
    open_at(walker, "/another")
    asked = options(walker, "/prove")
    answer = sent(walker, "/passkey/another", credential=Device().make(asked))
    assert answer.get_json() == {"problem": PROBLEM}
    assert len(factors_of(one)) == 2


def test_eight_answers_at_once_open_once(one: Person, device: Device) -> None:
    walker = waiting(one)
    credential = device.show(options(walker, "/second"))
    copies = [Walker(one.app) for _number in range(8)]
    for copy in copies:
        copy.answer = walker.answer
        for name, value in walker.cookies().items():
            copy.client.set_cookie(name, value, domain="localhost", secure=True)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda copy: sent(copy, "/passkey/second", credential=credential), copies))
    opened = [answer for answer in answers if answer.status_code == 200]
    assert len(opened) == 1, [answer.status for answer in answers]


def test_copies_that_are_shown_at_once_open_once(one: Person, device: Device) -> None:
    """Two devices with one key and the same count: the counter moves for one of them."""
    walkers = [waiting(one) for _number in range(4)]
    asked = [options(walker, "/second") for walker in walkers]
    credentials = []
    for ask in asked:
        device.count = 7
        credentials.append(device.show(ask))
    with ThreadPoolExecutor(4) as pool:
        sending = zip(walkers, credentials, strict=True)
        answers = list(pool.map(lambda pair: sent(pair[0], "/passkey/second", credential=pair[1]), sending))
    assert [answer.status_code for answer in answers].count(200) == 1


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
    from support.common.accounts.staff.door.views.place import party

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
