"""An answer of a passkey counts once: for its sign-in, for its purpose, for five minutes (S49)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from support.common.accounts.models import SecondFactor
from support.common.kernel.db import db
from tests.common.accounts.staff.door.device import PRESENT, Device
from tests.common.accounts.staff.door.steps import (
    PROBLEM,
    at_stage,
    factors_of,
    later,
    open_at,
    options,
    refused,
    sent,
    show,
    waiting,
)
from tests.common.accounts.walking import Walker
from tests.people import Person


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
