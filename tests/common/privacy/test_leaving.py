"""Leaving through the pages: said beforehand, asked once more, done at once (promise 10; safety.md S48, S96)."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts.means import name_hash
from support.common.accounts.models import STAFF, SUSPENDED, Account, RetiredName, SignIn
from support.common.accounts.naming.checking import check
from support.common.accounts.queries import in_use
from support.common.audit import chain
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.privacy import erasing
from support.common.sealing.vault import keystore
from support.times import Times
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.common.privacy.conftest import private
from tests.common.privacy.test_exporting import hashes
from tests.conftest import Make
from tests.people import Person, member, signed_in, staff

LEAVE = "/account/leave"


def at_the_form(person: Person) -> Walker:
    return Walker(person.app, signed_in(person)).open(LEAVE)


def there(person: Person) -> bool:
    with person.app.app_context():
        return db.session.get(Account, person.id) is not None or keystore().has(person.id)


def test_who_leaves_is_gone_at_once(place: Flask) -> None:
    person = member(place)
    elsewhere, walker = signed_in(person), at_the_form(person)
    walker.fill(passphrase=person.passphrase, sure=["yes"])
    assert (walker.status, walker.path) == (200, "/done")
    assert walker.cookies() == {}
    assert not there(person)
    answer = elsewhere.get(f"{TAG}{LEAVE}", base_url=HOME, headers=OWN)
    assert "/sign-in" in answer.headers["Location"]
    with place.app_context():
        newest = chain.entries(db.session(), 1)[0]
        assert (newest.event, newest.actor, newest.subject, newest.codes) == ("member_left", None, None, "{}")


def test_the_last_page_is_the_same_for_everybody(place: Flask) -> None:
    person = member(place)
    walker = at_the_form(person).fill(passphrase=person.passphrase, sure=["yes"])
    assert walker.text == Walker(place).open("/done").text
    assert person.name not in walker.answer.text


def test_the_page_says_what_happens_and_what_stays(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = Times(name_kept_days=1231, content_backup_days=1232, key_backup_days=1233)
    monkeypatch.setitem(place.config, "TIMES", dataclasses.replace(place.config["TIMES"], **{
        name: getattr(numbers, name) for name in ("name_kept_days", "content_backup_days", "key_backup_days")
    }))  # fmt: skip
    walker = at_the_form(member(place))
    said = {one.attrib["data-says"] for one in walker.page.all("li") if "data-says" in one.attrib}
    assert said == {"at-once", "signed-out", "key", "rows", "name", "copies", "log", "law"}
    for number in ("1231", "1232", "1233"):
        assert number in walker.text
    assert "alone" not in {one.attrib.get("data-says") for one in walker.page.all("p")}


def test_a_wrong_passphrase_deletes_nothing(place: Flask) -> None:
    person = member(place)
    walker, before = at_the_form(person), hashes(place)
    walker.fill(passphrase="grey stones by the sea", sure=["yes"])
    assert walker.path == LEAVE
    assert walker.problems == ["This is not the passphrase of your account. Please check it and try again."]
    assert "grey stones" not in walker.answer.text
    assert hashes(place) == before + 1
    assert walker.form().find(".//input[@name='sure']").attrib.get("checked") is not None  # type: ignore[union-attr]
    assert there(person)


def test_without_the_tick_nothing_is_deleted_or_hashed(place: Flask) -> None:
    person = member(place)
    walker, before = at_the_form(person), hashes(place)
    walker.fill(passphrase=person.passphrase)
    assert walker.problems == ["Tick the box if you want to delete your account."]
    walker.fill()
    assert len(walker.problems) == 2
    assert hashes(place) == before
    assert there(person)


def test_the_passphrase_of_somebody_else_does_not_count(place: Flask) -> None:
    person, other = member(place), member(place)
    walker = at_the_form(person).fill(passphrase=other.passphrase, sure=["yes"])
    assert walker.path == LEAVE
    assert there(person)
    assert there(other)


def test_a_form_from_elsewhere_deletes_nothing(place: Flask) -> None:
    person, other = member(place), member(place)
    walker = at_the_form(person)
    sent = walker.sent(walker.form()) | {"passphrase": [person.passphrase], "sure": ["yes"]}
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert walker.client.post(TAG + LEAVE, data=sent, base_url=HOME, headers=foreign).status_code == 403
    stamp_of_another = at_the_form(other)
    stamp = stamp_of_another.sent(stamp_of_another.form())["stamp"]
    for wrong in ([""], stamp):
        assert walker.post(LEAVE, sent | {"stamp": wrong}).status == 403
    assert there(person)


def test_pressing_twice_deletes_once(place: Flask) -> None:
    person = member(place)
    first, second = at_the_form(person), at_the_form(person)
    sent = second.sent(second.form()) | {"passphrase": [person.passphrase], "sure": ["yes"]}
    first.fill(passphrase=person.passphrase, sure=["yes"])
    answer = second.client.post(TAG + LEAVE, data=sent, base_url=HOME, headers=OWN)
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]
    with place.app_context():
        before = chain.entries(db.session(), 1)[0].number
        assert erasing.leave(db.session(), keystore(), person.id, place.config["TIMES"], clock.now()) is False
        erasing.finish(db.session(), keystore(), person.id, clock.now())
        assert chain.entries(db.session(), 1)[0].number == before, "who left is recorded once"


def test_the_name_is_free_on_its_day_and_not_before(place: Flask) -> None:
    person = member(place)
    at_the_form(person).fill(passphrase=person.passphrase, sure=["yes"])
    key = check(person.name).key
    with place.app_context():
        now = clock.now()
        free = now + timedelta(days=place.config["TIMES"].name_kept_days)
        kept = db.session.get_one(RetiredName, name_hash(key))
        assert kept.free_on == free.date()
        assert in_use(db.session(), [key], free - timedelta(days=1)) == {key}
        assert in_use(db.session(), [key], free) == set()


def test_a_name_that_was_kept_before_is_kept_anew(place: Flask) -> None:
    person = member(place)
    with place.app_context():
        hashed = name_hash(check(person.name).key)
        db.session.add(RetiredName(name_hash=hashed, free_on=date(2020, 1, 1)))
        db.session.commit()
    at_the_form(person).fill(passphrase=person.passphrase, sure=["yes"])
    with place.app_context():
        assert db.session.get_one(RetiredName, hashed).free_on > clock.now().date()


def test_too_many_guesses_are_hurried(place: Flask) -> None:
    """One lane with the sign-ins: a stolen sign-in is no way around the throttle (S46)."""
    person, lanes = member(place), list[bool]()
    with place.app_context():
        hasher = place.extensions["means"].hasher()
    matches = hasher.matches

    def counted(stored: str | None, secret: str, *, hurried: bool = False) -> bool:
        lanes.append(hurried)
        return False

    hasher.matches = counted
    walker = at_the_form(person)
    walker.client.environ_base["REMOTE_ADDR"] = "198.51.100.77"
    try:
        for _try in range(12):
            walker.fill(passphrase="grey stones by the sea", sure=["yes"])
    finally:
        hasher.matches = matches
    assert lanes == [False] * 10 + [True] * 2
    assert there(person)


def test_what_fails_after_the_first_step_is_no_error_for_the_person(
    place: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = member(place)
    walker = at_the_form(person)

    def broken(*_given: object) -> None:
        raise sa.exc.OperationalError("no", None, Exception())

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "_delete", broken)
        walker.fill(passphrase=person.passphrase, sure=["yes"])
    assert (walker.status, walker.path) == (200, "/done")
    with place.app_context():
        assert erasing.unfinished(db.session(), keystore(), clock.now()) == 1
    assert not there(person)


def test_the_last_one_who_leads_is_told_and_may_leave(desk: Flask) -> None:
    lead, editor = staff(desk, "administrator"), staff(desk, "editor")
    assert "alone" not in told(at_the_form(editor))
    other = staff(desk, "administrator")
    assert "alone" not in told(at_the_form(lead))
    with desk.app_context():
        db.session.execute(sa.update(Account).where(Account.id == other.id).values(state=SUSPENDED))
        db.session.commit()
    walker = at_the_form(lead)
    assert "alone" in told(walker)
    walker.fill(passphrase=lead.passphrase, sure=["yes"])
    assert walker.path == "/done"
    assert not there(lead)
    with desk.app_context():
        newest = chain.entries(db.session(), 1)[0]
        assert newest.event == "staff_left"
        assert newest.actor is not None


def told(walker: Walker) -> set[str]:
    return {one.attrib["data-says"] for one in walker.page.all("p") if "data-says" in one.attrib}


def test_on_a_device_of_ones_own_the_browser_may_fill_it_in(tmp_path: Path, make_app: Make) -> None:
    app = private(make_app(tmp_path, part="survivors"))
    person = member(app)
    for own, kind, token in ((False, "text", "off"), (True, "password", "current-password")):
        walker = Walker(app, signed_in(person))
        with app.app_context():
            db.session.execute(sa.update(SignIn).values(own_device=own))
            db.session.commit()
        for path in (LEAVE, "/account/export"):
            field = walker.open(path).form().find(".//input[@name='passphrase']")
            assert field is not None
            assert (field.attrib["type"], field.attrib["autocomplete"]) == (kind, token)


def test_staff_who_left_are_no_staff(desk: Flask) -> None:
    person = staff(desk, "editor")
    at_the_form(person).fill(passphrase=person.passphrase, sure=["yes"])
    with desk.app_context():
        assert db.session.scalars(sa.select(Account.id).where(Account.kind == STAFF)).all() == []
