"""Adding the first factor, which nobody can skip, adding more, and removing all but one (S45, S49)."""

from __future__ import annotations

import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from flask import Flask
from sqlalchemy import delete, select

from support.common.accounts import shown_once
from support.common.accounts.models import ENROL, FULL, ShownOnce
from support.common.accounts.staff.door import totp
from support.common.audit import chain
from support.common.kernel.db import db
from tests.common.accounts.staff.door.device import Device
from tests.common.accounts.staff.door.steps import (
    at_stage,
    desk,
    factors_of,
    give_passkey,
    later,
    open_at,
    options,
    role,
    sent,
    sign_in_of,
    token,
    without_factor,
)
from tests.common.accounts.walking import HOME, TAG, Walker
from tests.people import Person, staff


@pytest.fixture
def new(place: Flask) -> Person:
    """Somebody of the staff who has no factor yet."""
    return without_factor(staff(place, role(place)))


def key_on(walker: Walker) -> str:
    """The key that the page shows, as text."""
    shown = next(one for one in walker.page.all("p") if one.attrib.get("class") == "secret")
    return "".join("".join(shown.itertext()).split())


def shows(walker: Walker, key: str) -> str:
    """What an app with that key shows now."""
    return pyotp.TOTP(key).at(walker.app.config["CLOCK"])


def laid_ready(person: Person) -> Walker:
    """On the page with the key of the first app."""
    walker = open_at(at_stage(person, ENROL), "/enrol").fill(desk(person.app, "/enrol"))
    assert walker.path == desk(person.app, "/enrol/app")
    return walker


def test_an_app_is_added_by_its_first_code(new: Person) -> None:
    walker = laid_ready(new)
    before, key = token(walker.client, new.app), key_on(walker)
    assert len(key) == 32
    walker.fill("/enrol/app", code=shows(walker, key))
    assert walker.path == desk(new.app, "/")
    assert token(walker.client, new.app) != before
    found = sign_in_of(new.app, walker.client)
    assert found and found.stage == FULL
    assert key not in factors_of(new)[0].sealed
    with new.app.app_context():
        assert not db.session.scalars(select(ShownOnce).where(ShownOnce.account_id == new.id)).all()


def test_the_first_code_of_an_app_is_used_up(new: Person) -> None:
    walker = laid_ready(new)
    digits = shows(walker, key_on(walker))
    walker.fill("/enrol/app", code=digits)
    half = open_at(at_stage(new, "second"), "/second").fill("/second", code=digits)
    assert half.problems
    later(new.app, seconds=30)


def test_a_wrong_first_code_adds_nothing_and_the_key_stays(new: Person) -> None:
    walker = laid_ready(new)
    key = key_on(walker)
    walker.fill("/enrol/app", code="12345")
    assert walker.problems and key_on(walker) == key
    assert not factors_of(new)


def test_text_and_picture_say_the_same(new: Person) -> None:
    walker = laid_ready(new)
    key = key_on(walker)
    spoken = next(one for one in walker.page.all("p") if one.attrib.get("class") == "secret")
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", "".join(spoken.itertext()).strip())
    image = next(one for one in walker.page.all("main")[0].iter("img"))
    assert image.attrib["alt"]
    answer = walker.client.get(image.attrib["src"], base_url=HOME)
    assert answer.data.startswith(b"\x89PNG")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/png", "no-store")
    assert answer.data == drawn(totp.address(key, "Stillwater desk", "Stillwater"))


def drawn(address: str) -> bytes:
    import io

    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, "png", scale=6)
    return out.getvalue()


def test_the_picture_names_nobody() -> None:
    address = totp.address("A" * 32, "Stillwater desk", "Stillwater")
    assert address == f"otpauth://totp/Stillwater:Stillwater%20desk?secret={'A' * 32}&issuer=Stillwater"


def test_a_key_that_is_made_again_is_another_one(new: Person) -> None:
    walker = laid_ready(new)
    old = key_on(walker)
    open_at(walker, "/enrol").fill(desk(new.app, "/enrol"))
    assert key_on(walker) != old
    walker.fill("/enrol/app", code=shows(walker, old))
    assert not factors_of(new)


def test_a_key_lies_ready_for_an_hour_and_is_no_ones_elses(new: Person) -> None:
    walker = laid_ready(new)
    other = open_at(at_stage(without_factor(staff(new.app, role(new.app))), ENROL), "/enrol/app")
    assert other.path == desk(new.app, "/enrol")
    with new.app.app_context():
        db.session.execute(delete(ShownOnce).where(ShownOnce.account_id == new.id))
        db.session.commit()
    assert open_at(walker, "/enrol/app").path == desk(new.app, "/enrol")
    assert walker.client.get(TAG + desk(new.app, "/enrol/app.png"), base_url=HOME).status_code == 404


def test_looking_makes_no_key(new: Person) -> None:
    assert open_at(at_stage(new, ENROL), "/enrol/app").path == desk(new.app, "/enrol")


def test_after_the_first_factor_the_recovery_codes_come_while_they_wait(new: Person) -> None:
    with new.app.app_context():
        times, now = new.app.config["TIMES"], new.app.config["CLOCK"]
        shown_once.put(db.session(), new.id, shown_once.CODES, '["a"]', times=times, now=now)
        db.session.commit()
    walker = laid_ready(new)
    walker.fill("/enrol/app", follow=False, code=shows(walker, key_on(walker)))
    assert walker.answer.headers["Location"] == TAG + "/account/codes"


def test_a_sign_in_without_a_factor_cannot_add_a_second_one(new: Person) -> None:
    """Somebody who has the passphrase only must not get in beside a person who has added a factor."""
    stranger, walker = laid_ready(new), laid_ready(new)
    copy = Walker(new.app)
    for name, value in stranger.cookies().items():
        copy.client.set_cookie(name, value, domain="localhost", secure=True)
    walker.fill("/enrol/app", code=shows(walker, key_on(walker)))
    assert open_at(copy, "/enrol").path.endswith("/sign-in"), "its sign-in ended with the first factor"
    late = open_at(at_stage(new, ENROL), "/enrol")
    answer = sent(late, "/passkey/enrol", credential=Device().make(options(late, "/enrol")))
    assert answer.get_json()["to"].partition("?")[0] == TAG + desk(new.app, "/sign-in")
    assert not token(late.client, new.app)
    late = laid_ready(new)
    late.fill("/enrol/app", code=shows(late, key_on(late)))
    assert late.path == desk(new.app, "/sign-in") and late.problems
    assert len(factors_of(new)) == 1


def test_of_two_first_factors_at_once_one_is_added(new: Person) -> None:
    walkers = [open_at(at_stage(new, ENROL), "/enrol") for _number in range(4)]
    credentials = [Device().make(options(walker, "/enrol")) for walker in walkers]
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda pair: sent(pair[0], "/passkey/enrol", credential=pair[1]),
                zip(walkers, credentials, strict=True),
            )
        )
    assert len(factors_of(new)) == 1
    assert sum(sign_in_of(new.app, walker.client) is not None for walker in walkers) == 1


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


def test_the_pages_are_complete_without_script(new: Person) -> None:
    """What needs script stays out of sight until a script shows it (S92)."""
    walker = open_at(at_stage(new, ENROL), "/enrol")
    forms = {one.attrib["action"]: one.attrib for one in walker.page.all("main")[0].iter("form")}
    assert "hidden" in forms[TAG + desk(new.app, "/passkey/enrol")]
    assert "hidden" not in forms[TAG + desk(new.app, "/enrol")]
