"""A recovery code: new words, once, and whatever goes wrong on the way, one passphrase works (S41, S42, S45)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from support.common.accounts import sessions, shown_once
from support.common.accounts.cookies import COOKIES
from support.common.accounts.entering import DESK
from support.common.accounts.models import (
    ENROL,
    MEMBER,
    RECOVER,
    SECOND,
    STAFF,
    SUSPENDED,
    TOTP,
    Account,
    RecoveryCode,
    SecondFactor,
    ShownOnce,
    SignIn,
)
from support.common.accounts.passphrases.hashing import Hasher
from support.common.accounts.returning import recovering
from support.common.kernel.db import db
from tests.common.accounts.returning.conftest import NOON, Person, comes_in, from_here, person, signed_in
from tests.common.accounts.walking import Walker
from tests.rules.page import words

THREADS = 8
PATIENCE_SECONDS = 30


class Killed(BaseException):
    """The process ends here."""


def recovered(app: Flask, who: Person) -> Walker:
    """A browser that has used a code and sees the new words."""
    walker = Walker(app).open("/recover").fill(name=who.name, code=who.codes[0].lower().replace("-", " "))
    assert (walker.status, walker.path) == (200, "/recover/words")
    return walker


def secrets_of(walker: Walker) -> list[str]:
    """The words and the digits that the page shows."""
    return [words(one) for one in walker.page.all("p") if "secret" in one.attrib.get("class", "").split()]


def stages(app: Flask, who: Person) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(SignIn.stage).where(SignIn.account_id == who.id)))


def codes_left(app: Flask, who: Person) -> int:
    with app.app_context():
        return len(db.session.scalars(sa.select(RecoveryCode).where(RecoveryCode.account_id == who.id)).all())


def test_a_code_leads_to_new_words_and_in(place: Flask) -> None:
    who = person(place, codes=2)
    elsewhere = signed_in(place, who)
    walker = recovered(place, who)
    new = secrets_of(walker)[0]
    assert new != who.passphrase
    assert "You have 1 recovery code left." in walker.text
    token = next(iter(walker.cookies().values()))
    walker.open("/recover/check").fill(passphrase=new.title())
    assert walker.path == "/account"
    assert next(iter(walker.cookies().values())) != token
    assert stages(place, who) == ["full"]
    assert elsewhere.open("/agreements").path == "/sign-in"
    assert walker.open("/agreements").status == 200
    assert comes_in(place, who, new)
    assert not comes_in(place, who)


def test_until_the_new_words_are_typed_the_old_ones_count(place: Flask) -> None:
    who = person(place)
    elsewhere, walker = signed_in(place, who), recovered(place, who)
    new = secrets_of(walker)[0]
    walker.open("/recover/check").fill(passphrase="these are not the right words at all")
    assert walker.path == "/recover/check"
    assert walker.problems == ["This is not your new passphrase. Look at it once more, then type it here."]
    assert comes_in(place, who)
    assert not comes_in(place, who, new)
    assert elsewhere.open("/agreements").status == 200
    assert secrets_of(walker.open("/recover/words"))[0] == new


def test_the_digits_are_taken_for_the_words(place: Flask) -> None:
    who = person(place)
    walker = recovered(place, who)
    new, digits = secrets_of(walker)
    walker.open("/recover/check").fill(passphrase=digits)
    assert walker.path == "/account"
    assert comes_in(place, who, new)


def test_a_code_works_once(place: Flask) -> None:
    who = person(place)
    recovered(place, who)
    walker = Walker(place).open("/recover").fill(name=who.name, code=who.codes[0])
    assert (walker.path, walker.cookies(), len(walker.problems)) == ("/recover", {}, 1)
    assert codes_left(place, who) == 0


def test_of_many_who_use_a_code_at_the_same_moment_one_gets_in(place: Flask) -> None:
    who = person(place)
    gate, seen = threading.Barrier(THREADS), list[tuple[str, bool]]()

    def use() -> None:
        walker = Walker(place).open("/recover")
        gate.wait(PATIENCE_SECONDS)
        walker.fill(name=who.name, code=who.codes[0])
        seen.append((walker.path, bool(walker.cookies())))

    threads = [threading.Thread(target=use) for _number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert sorted(seen) == [("/recover", False)] * (THREADS - 1) + [("/recover/words", True)]
    assert (stages(place, who), codes_left(place, who)) == ([RECOVER], 0)


def test_a_code_ends_what_the_browser_was_signed_in_to(place: Flask) -> None:
    stranger, who = person(place), person(place)
    browser = signed_in(place, stranger)
    browser.open("/recover").fill(name=who.name, code=who.codes[0])
    assert (stages(place, stranger), stages(place, who)) == ([], [RECOVER])


def test_half_way_nothing_else_opens(place: Flask) -> None:
    who = person(place)
    walker = recovered(place, who)
    for path in ("/agreements", "/account", "/recover/check", "/recover/words"):
        assert walker.open(path).path in ("/recover/words", "/recover/check", "/account")
    assert walker.open("/agreements").path == "/recover/words"


@pytest.mark.parametrize("path", ["/recover/words", "/recover/check"])
def test_who_has_used_no_code_sees_no_words(place: Flask, path: str) -> None:
    assert Walker(place).open(path).path == "/sign-in"
    assert signed_in(place, person(place)).open(path).status == 404


def test_the_words_wait_no_longer_than_the_settings_say(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = person(place)
    walker = recovered(place, who)
    minutes = place.config["TIMES"].joining_minutes
    for late in range(0, minutes, 20):
        monkeypatch.setitem(place.config, "CLOCK", NOON + timedelta(minutes=late))
        assert walker.open("/recover/words").path == "/recover/words"
    monkeypatch.setitem(place.config, "CLOCK", NOON + timedelta(minutes=minutes))
    assert walker.open("/recover/words").path == "/sign-in"
    assert comes_in(place, who)


def test_where_nothing_waits_any_more_the_person_is_told_what_to_do(place: Flask) -> None:
    who = person(place)
    walker = recovered(place, who)
    new = secrets_of(walker)[0]
    form = walker.open("/recover/check")
    fields = form.sent(form.form()) | {"passphrase": [new]}
    with place.app_context():
        shown_once.done(db.session(), who.id, shown_once.PASSPHRASE)
        db.session.commit()
    for answer in (form.post("/recover/check", fields), walker.open("/recover/words")):
        assert answer.path == "/recover"
        assert "This passphrase waits no longer." in answer.problems[0]
    assert comes_in(place, who)


def test_a_suspended_person_keeps_the_code(place: Flask) -> None:
    who = person(place, state=SUSPENDED)
    walker = Walker(place).open("/recover").fill(name=who.name, code=who.codes[0])
    assert (walker.page.headings(), walker.cookies()) == (["This account is paused"], {})
    assert codes_left(place, who) == 1


def test_somebody_suspended_half_way_gets_no_further(place: Flask) -> None:
    who = person(place)
    walker = recovered(place, who)
    new = secrets_of(walker)[0]
    form = walker.open("/recover/check")
    with place.app_context():
        db.session.get_one(Account, who.id).state = SUSPENDED
        db.session.commit()
        with pytest.raises(recovering.NothingWaits):
            half_way = db.session.scalars(sa.select(SignIn).where(SignIn.account_id == who.id)).one()
            recovering.confirm(db.session(), half_way, new, place.config["TIMES"], NOON)
    assert form.fill(passphrase=new).path == "/sign-in"


@pytest.mark.parametrize(("factors", "stage", "step"), [(1, SECOND, "second"), (0, ENROL, "enrol")])
def test_staff_still_show_the_second_factor(place: Flask, factors: int, stage: str, step: str) -> None:
    who = person(place, STAFF)
    with place.app_context():
        for _number in range(factors):
            db.session.add(SecondFactor(account_id=who.id, kind=TOTP, sealed="", public_key="", added_on=NOON.date()))
        db.session.commit()
    walker = recovered(place, who)
    names = COOKIES[place.config["PART"]]
    assert list(walker.cookies()) == [names[STAFF]]
    new = secrets_of(walker)[0]
    walker.open("/recover/check").fill(passphrase=new, follow=False)
    assert walker.answer.headers["Location"] == f"/en-GB/{DESK[place.config['PART']]}/{step}"
    assert (list(walker.cookies()), stages(place, who)) == ([names[STAFF]], [stage])
    assert names[MEMBER] not in walker.cookies()


def failing(real: Callable[..., Any], when: str) -> Callable[..., Any]:
    """The process ends just before, or just after, the step is done."""

    def step(*given: Any, **named: Any) -> Any:
        if when == "after":
            real(*given, **named)
        raise Killed

    return step


STEPS = {
    "hash": ("support.common.accounts.passphrases.hashing.Hasher", "hash"),
    "put": ("support.common.accounts.shown_once", "put"),
    "begin": ("support.common.accounts.sessions", "begin"),
    "end_all": ("support.common.accounts.sessions", "end_all"),
    "commit": ("sqlalchemy.orm.Session", "commit"),
}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["hash", "put", "begin", "commit"])
def test_a_process_that_ends_while_a_code_is_used_costs_nothing_or_a_code(
    place: Flask, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    who = person(place)
    target = ".".join(STEPS[step])
    with monkeypatch.context() as dying:
        dying.setattr(target, failing(_real(step), when))
        with pytest.raises(Killed):
            Walker(place).open("/recover").fill(name=who.name, code=who.codes[0])
    assert codes_left(place, who) == (0 if (step, when) == ("commit", "after") else 1)
    assert comes_in(place, who)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["end_all", "begin", "commit"])
def test_a_process_that_ends_at_the_check_leaves_one_passphrase_that_works(
    place: Flask, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    who = person(place)
    walker = recovered(place, who)
    new = secrets_of(walker)[0]
    walker.open("/recover/check")
    with monkeypatch.context() as dying:
        dying.setattr(".".join(STEPS[step]), failing(_real(step), when))
        with pytest.raises(Killed):
            walker.fill(passphrase=new)
    done = (step, when) == ("commit", "after")
    assert (comes_in(place, who), comes_in(place, who, new)) == (not done, done)
    if not done:  # and the person can go on where they were
        assert walker.open("/recover/check").fill(passphrase=new).path == "/account"


def _real(step: str) -> Callable[..., Any]:
    reals: dict[str, Callable[..., Any]] = {
        "hash": Hasher.hash,
        "put": shown_once.put,
        "begin": sessions.begin,
        "end_all": sessions.end_all,
        "commit": Session.commit,
    }
    return reals[step]


def test_nothing_of_the_words_is_stored_in_clear(place: Flask) -> None:
    who = person(place)
    new = secrets_of(recovered(place, who))[0]
    with place.app_context():
        (row,) = db.session.execute(sa.select(ShownOnce.__table__).where(ShownOnce.account_id == who.id)).all()
        assert new not in str(row)


def test_other_words_are_given_for_the_asking(place: Flask) -> None:
    who = person(place)
    walker = recovered(place, who)
    first = secrets_of(walker)[0]
    second = secrets_of(walker.fill())[0]
    assert (walker.path, second == first) == ("/recover/words", False)
    assert walker.open("/recover/check").fill(passphrase=first).path == "/recover/check", "they open nothing any more"
    assert comes_in(place, who), "the old passphrase still works"
    assert walker.fill(passphrase=second).path == "/account"
    assert comes_in(place, who, second)


def test_other_words_are_counted_like_names(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from_here(monkeypatch, lambda: f"one place {place.config['PART']} {place.config['DATABASE_URL']}")
    walker = recovered(place, person(place))
    statuses = [walker.open("/recover/words").fill(follow=False).status for _press in range(21)]
    assert statuses == [303] * 20 + [429]


@pytest.mark.parametrize("path", ["/recover/words", "/recover/check"])
def test_somebody_half_way_can_stop(place: Flask, path: str) -> None:
    who = person(place)
    walker = recovered(place, who).open(path)
    walker.fill("/sign-out")
    assert (walker.path, walker.cookies(), stages(place, who)) == ("/", {}, [])
    assert comes_in(place, who)


def test_whoever_owes_an_agreement_is_led_to_it_after_recovering(place: Flask) -> None:
    walker = recovered(place, person(place, agreed=False))
    new = secrets_of(walker)[0]
    assert walker.open("/recover/check").fill(passphrase=new).path == "/agreements"
