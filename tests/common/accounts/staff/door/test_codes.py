"""Codes of an app: once each, with a little drift, and too few tries to guess one (S46, S49)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.common.accounts.models import FULL, SECOND
from support.common.accounts.staff.door import totp
from support.common.accounts.staff.door.views import proving
from support.common.kernel.db import db
from tests.common.accounts.staff.door.conftest import NOON
from tests.common.accounts.staff.door.steps import (
    at_stage,
    code,
    desk,
    factors_of,
    later,
    open_at,
    role,
    sign_in_of,
    token,
)
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.people import Person, staff

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B: "12345678901234567890"


def tried(person: Person, digits: str) -> Walker:
    """A new sign-in, and these digits."""
    return open_at(at_stage(person, SECOND), "/second").fill("/second", code=digits)


def is_in(walker: Walker) -> bool:
    """Whether the desk is open."""
    return walker.path == desk(walker.app, "/")


def wrong(person: Person) -> str:
    """Six digits that fit in none of the steps that are near."""
    near = {person.code_of_app(person.app.config["CLOCK"] + timedelta(seconds=30 * step)) for step in range(-3, 4)}
    return next(f"{number:06d}" for number in range(10) if f"{number:06d}" not in near)


@pytest.mark.parametrize(
    ("seconds", "digits"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(seconds: int, digits: str) -> None:
    assert totp.fitting_step(SECRET, digits, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


def test_secrets_are_long_and_new() -> None:
    secrets = {totp.new_secret() for _number in range(50)}
    assert len(secrets) == 50
    assert all(len(pyotp.TOTP(secret).byte_secret()) == 20 for secret in secrets)


@given(st.integers(-200, 200))
def test_one_step_of_drift_each_way_and_no_more(seconds: int) -> None:
    shown = NOON + timedelta(seconds=seconds)
    steps = int(shown.timestamp()) // 30 - int(NOON.timestamp()) // 30
    fits = totp.fitting_step(SECRET, pyotp.TOTP(SECRET).at(shown), NOON)
    assert (fits is not None) == (-1 <= steps <= 1)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_no_error(typed: str) -> None:
    assert totp.fitting_step(SECRET, typed, NOON) in (None, *range(totp.step_at(NOON) - 1, totp.step_at(NOON) + 2))


@pytest.mark.parametrize("spelling", ["{0} {1}", "{0}-{1}", " {0}{1}\n", "{0} {1}"])
def test_codes_may_be_typed_in_groups(spelling: str) -> None:
    digits = pyotp.TOTP(SECRET).at(NOON)
    assert totp.fitting_step(SECRET, spelling.format(digits[:3], digits[3:]), NOON) == totp.step_at(NOON)
    arabic = "".join(chr(0x0660 + int(digit)) for digit in digits)
    assert totp.fitting_step(SECRET, arabic, NOON) == totp.step_at(NOON)
    for other in (digits[:5], digits + "0", f"+{digits}", f"{digits}a", ""):
        assert totp.fitting_step(SECRET, other, NOON) is None


def test_a_code_opens_once(one: Person) -> None:
    assert is_in(tried(one, code(one)))
    again = tried(one, code(one))
    assert not is_in(again)
    assert again.problems
    later(one.app, seconds=30)
    assert is_in(tried(one, code(one)))


def test_after_a_later_code_an_earlier_one_is_refused(one: Person) -> None:
    now = one.app.config["CLOCK"]
    early, ahead = code(one), one.code_of_app(now + timedelta(seconds=30))
    assert is_in(tried(one, ahead))
    assert not is_in(tried(one, early))
    later(one.app, seconds=30)
    assert not is_in(tried(one, ahead)), "it was used when it was ahead of the time"


@pytest.mark.parametrize(("seconds", "opens"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_drift(one: Person, seconds: int, opens: bool) -> None:
    digits = one.code_of_app(one.app.config["CLOCK"] + timedelta(seconds=seconds))
    assert is_in(tried(one, digits)) is opens


def test_eight_at_once_with_one_code_open_once(one: Person) -> None:
    walkers = [open_at(at_stage(one, SECOND), "/second") for _number in range(8)]
    digits = code(one)
    posts = [_post(walker, digits) for walker in walkers]
    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(lambda post: post(), posts))
    assert places.count(TAG + desk(one.app, "/")) == 1, places


def test_one_sign_in_used_eight_times_at_once_gives_one_desk(one: Person) -> None:
    walker = open_at(at_stage(one, SECOND), "/second")
    steps = [one.code_of_app(one.app.config["CLOCK"] + timedelta(seconds=step)) for step in (-30, 0, 30)]
    posts = [_post(Walker(one.app, _same(walker)), digits, walker) for digits in steps]
    with ThreadPoolExecutor(3) as pool:
        places = list(pool.map(lambda post: post(), posts))
    assert places.count(TAG + desk(one.app, "/")) == 1, places


def _same(walker: Walker):  # type: ignore[no-untyped-def]
    client = Walker(walker.app).client
    held = walker.cookies()
    for name, value in held.items():
        client.set_cookie(name, value, domain="localhost", secure=True)
    return client


def _post(walker: Walker, digits: str, read: Walker | None = None) -> Callable[[], str]:
    form = (read or walker).form("/second")
    data = (read or walker).sent(form) | {"code": [digits]}
    address = TAG + desk(walker.app, "/second")
    return lambda: walker.client.post(address, data=data, base_url=HOME, headers=OWN).headers["Location"]


def test_the_secret_is_stored_sealed(one: Person) -> None:
    kept = factors_of(one)[0]
    assert one.totp not in kept.sealed
    assert tried(one, code(one)).client
    assert factors_of(one)[0].last_step == totp.step_at(one.app.config["CLOCK"])


def test_somebody_elses_code_opens_nothing(one: Person) -> None:
    other = staff(one.app, role(one.app))
    assert not is_in(tried(one, code(other)))


def test_after_ten_wrong_codes_the_sign_in_ends(one: Person) -> None:
    walker = open_at(at_stage(one, SECOND), "/second")
    for number in range(1, 11):
        assert walker.path == desk(one.app, "/second"), number
        walker.fill("/second", code=wrong(one))
    assert walker.path == desk(one.app, "/sign-in")
    assert "begin again" in walker.problems[0]
    assert not token(walker.client, one.app)
    walker.fill("/sign-in", name=one.name, passphrase=one.passphrase).fill("/second", code=code(one))
    assert is_in(walker), "nobody is locked out"


def test_codes_that_come_after_the_tenth_are_not_looked_at(one: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    walker = open_at(at_stage(one, SECOND), "/second")
    looked = []
    monkeypatch.setattr(totp, "find", lambda *given: looked.append(1))
    with monkeypatch.context() as kept:
        kept.setattr("support.common.accounts.sessions.end", lambda *given: True)  # as for many that come at once
        for _number in range(14):
            _post(walker, "123456")()
    assert len(looked) == 10


def test_few_tries_from_one_place(one: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "source", lambda: f"one place for {one.id}")
    for _number in range(5):
        tried(one, wrong(one))
    assert "two minutes" in tried(one, code(one)).problems[0]
    monkeypatch.setattr(proving, "source", lambda: f"another place for {one.id}")
    assert is_in(tried(one, code(one))), "who guesses shuts nobody else out"
    monkeypatch.setattr(proving, "source", lambda: f"one place for {one.id}")
    later(one.app, minutes=2)
    assert is_in(tried(one, code(one)))


def test_wrong_codes_of_one_person_do_not_hold_up_a_colleague(one: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "source", lambda: f"the office of {one.id}")
    for _number in range(5):
        tried(one, wrong(one))
    colleague = staff(one.app, role(one.app))
    assert is_in(tried(colleague, code(colleague)))


def test_few_tries_at_one_account_from_everywhere(one: Person) -> None:
    for _number in range(30):
        tried(one, wrong(one))
    assert "two minutes" in tried(one, code(one)).problems[0]
    later(one.app, minutes=2)
    assert is_in(tried(one, code(one)))


def test_right_codes_are_not_counted(one: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "source", lambda: f"one place for {one.id}")
    for _number in range(8):
        assert is_in(tried(one, code(one)))
        later(one.app, seconds=30)


def test_proving_anew_changes_the_token_and_not_the_end(one: Person) -> None:
    walker = at_stage(one)
    before, old = sign_in_of(one.app, walker.client), token(walker.client, one.app)
    later(one.app, minutes=12)
    open_at(walker, "/factors")
    assert walker.path == desk(one.app, "/prove"), "the proof is too old"
    walker.fill("/prove", code=code(one))
    assert walker.path == desk(one.app, "/factors"), "the way back"
    after = sign_in_of(one.app, walker.client)
    assert before and after and after.stage == FULL
    assert token(walker.client, one.app) != old
    assert (after.id, after.ends_at) == (before.id, before.ends_at)
    assert after.proven_until == one.app.config["CLOCK"] + timedelta(minutes=10)
    other = Walker(one.app)
    other.client.set_cookie(next(iter(walker.cookies())), old, domain="localhost", secure=True)
    assert open_at(other, "/").path.endswith("/sign-in"), "the old token is worth nothing"


def test_ten_wrong_proofs_end_a_sign_in_too(one: Person) -> None:
    walker = open_at(at_stage(one), "/prove")
    for _number in range(10):
        walker.fill("/prove", code=wrong(one))
    assert walker.path == desk(one.app, "/sign-in")
    assert open_at(walker, "/").path.endswith("/sign-in")


def test_digits_are_not_sent_back(one: Person) -> None:
    walker = tried(one, wrong(one))
    field = next(one for one in walker.page.all("input") if one.attrib.get("name") == "code")
    assert not field.attrib.get("value")
    with one.app.app_context():
        db.session.rollback()
