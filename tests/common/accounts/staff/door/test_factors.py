"""Adding the first factor, which nobody can skip, adding more, and removing all but one (S45, S49)."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor

import segno
from sqlalchemy import delete, select

from support.common.accounts import shown_once
from support.common.accounts.models import ENROL, FULL, ShownOnce
from support.common.accounts.staff.door import totp
from support.common.kernel.db import db
from tests.common.accounts.staff.door.device import Device
from tests.common.accounts.staff.door.steps import (
    at_stage,
    desk,
    factors_of,
    key_on,
    laid_ready,
    later,
    open_at,
    options,
    role,
    sent,
    shows,
    sign_in_of,
    token,
    without_factor,
)
from tests.common.accounts.walking import HOME, TAG, Walker
from tests.people import Person, staff


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


def test_a_key_that_another_sign_in_made_is_not_shown(new: Person) -> None:
    """Somebody else who has the passphrase must not get a key of theirs into the person's app."""
    walker, stranger = open_at(at_stage(new, ENROL), "/enrol"), laid_ready(new)
    assert open_at(walker, "/enrol/app").path == desk(new.app, "/enrol")
    picture = TAG + desk(new.app, "/enrol/app.png")
    assert walker.client.get(picture, base_url=HOME).status_code == 404
    assert stranger.client.get(picture, base_url=HOME).status_code == 200


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


def test_the_pages_are_complete_without_script(new: Person) -> None:
    """What needs script stays out of sight until a script shows it (S92)."""
    walker = open_at(at_stage(new, ENROL), "/enrol")
    forms = {one.attrib["action"]: one.attrib for one in walker.page.all("main")[0].iter("form")}
    assert "hidden" in forms[TAG + desk(new.app, "/passkey/enrol")]
    assert "hidden" not in forms[TAG + desk(new.app, "/enrol")]
