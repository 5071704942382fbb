"""Adding more factors after a fresh proof, and removing all but one (S45, S49)."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

from support.common.audit import chain
from support.common.kernel.db import db
from tests.common.accounts.staff.door.device import Device
from tests.common.accounts.staff.door.steps import (
    at_stage,
    desk,
    factors_of,
    give_passkey,
    key_on,
    later,
    open_at,
    options,
    role,
    sent,
    shows,
    token,
)
from tests.common.accounts.walking import TAG
from tests.people import Person, staff


def test_another_one_needs_a_fresh_proof(one: Person) -> None:
    walker = at_stage(one)
    later(one.app, minutes=10)
    for path in ("/another", "/another/app", "/another/app.png", "/factors"):
        assert open_at(walker, path).path == desk(one.app, "/prove"), path
    stamped = open_at(walker, "/prove")
    for path in ("/another", "/passkey/another/options", "/passkey/another", "/factors"):
        answer = sent(stamped, path)
        assert answer.headers["Location"] == TAG + desk(one.app, "/prove"), path


def test_another_app_and_another_passkey_are_added(one: Person) -> None:
    walker = open_at(at_stage(one), "/factors")
    before = token(walker.client, one.app)
    open_at(walker, "/another").fill(desk(one.app, "/another"))
    walker.fill("/another/app", code=shows(walker, key_on(walker)))
    assert walker.path == desk(one.app, "/factors")
    open_at(walker, "/another")
    answer = sent(walker, "/passkey/another", credential=Device().make(options(walker, "/another")))
    assert answer.get_json() == {"to": TAG + desk(one.app, "/factors")}
    assert sorted(factor.kind for factor in factors_of(one)) == ["passkey", "totp", "totp"]
    assert token(walker.client, one.app) == before
    assert open_at(walker, "/factors").text.count("24 November 2026") == 3


def test_there_is_an_end_to_it(one: Person) -> None:
    for _number in range(7):
        give_passkey(one, Device())
    walker = open_at(at_stage(one), "/factors")
    assert "as many as" in walker.text
    open_at(walker, "/another")
    sent(walker, "/passkey/another", credential=Device().make(options(walker, "/another")))
    assert len(factors_of(one)) == 8


def test_one_is_removed_while_another_is_left(one: Person) -> None:
    give_passkey(one, Device())
    walker, elsewhere = at_stage(one), at_stage(one)
    passkey = next(factor for factor in factors_of(one) if factor.kind == "passkey")
    open_at(walker, "/factors")
    answer = sent(walker, "/factors", factor=str(passkey.id))
    assert answer.status_code == 303
    assert [factor.kind for factor in factors_of(one)] == ["totp"]
    assert open_at(walker, "/factors").path == desk(one.app, "/factors")
    assert not list(walker.page.all("main")[0].iter("form")), "the last one has no button"
    assert open_at(elsewhere, "/").path.endswith("/sign-in"), "other devices are signed out"


def test_the_last_one_stays(one: Person) -> None:
    walker = open_at(at_stage(one), "/factors")
    last = factors_of(one)[0]
    answer = sent(walker, "/factors", factor=str(last.id))
    assert "only one" in walker.open(answer.headers["Location"].removeprefix(TAG)).problems[0]
    assert len(factors_of(one)) == 1


def test_of_two_that_go_at_once_one_stays(one: Person) -> None:
    give_passkey(one, Device())
    walkers = [open_at(at_stage(one), "/factors") for _factor in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(
            pool.map(
                lambda pair: sent(pair[0], "/factors", factor=str(pair[1].id)),
                zip(walkers, factors_of(one), strict=True),
            )
        )
    assert len(factors_of(one)) == 1


def test_nobody_removes_what_is_somebody_elses(one: Person) -> None:
    other = staff(one.app, role(one.app))
    give_passkey(one, Device())
    walker = open_at(at_stage(one), "/factors")
    for chosen in (str(factors_of(other)[0].id), str(uuid.uuid4()), "", "words"):
        sent(walker, "/factors", factor=chosen)
    assert len(factors_of(other)) == 1
    assert len(factors_of(one)) == 2


def test_the_log_tells_of_factors_by_kind(one: Person) -> None:
    give_passkey(one, Device())
    walker = open_at(at_stage(one), "/factors")
    sent(walker, "/factors", factor=str(factors_of(one)[0].id))
    open_at(walker, "/another").fill(desk(one.app, "/another"))
    walker.fill("/another/app", code=shows(walker, key_on(walker)))
    with one.app.app_context():
        newest = chain.entries(db.session(), 2)
    assert [entry.event for entry in newest] == ["factor_added", "factor_removed"]
    assert newest[0].codes == '{"kind":"totp"}'
