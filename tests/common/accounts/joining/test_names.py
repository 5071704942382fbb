"""The choice of a name: what is offered, asked and refused, and how often somebody may try (safety.md S33, S46, S74)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from support.common.accounts.means import name_hash
from support.common.accounts.models import Account, Joining, RetiredName
from support.common.accounts.naming.checking import check
from support.common.accounts.throttling import limits
from support.common.kernel import clock
from tests.common.accounts.joining.conftest import NARROW, NOON
from tests.common.accounts.joining.steps import (
    inside,
    join,
    offered,
    reach_names,
    reach_words,
    rows,
)
from tests.common.accounts.walking import TAG, Walker
from tests.rules.page_rules import (
    crisis_band,
)


def test_other_names_are_other_names_and_a_reload_shows_the_same(one_door: Flask) -> None:
    walker = reach_names(one_door)
    first = offered(walker)
    walker.fill(press="other", name="Half typed")
    second = offered(walker)
    assert len(second) == 5
    assert set(first) != set(second)
    assert ("name", "Half typed") in [(one.attrib["name"], one.attrib.get("value")) for one in walker.page.fields()]
    walker.open(walker.hops[-1].removeprefix(TAG))
    assert offered(walker) == second


def test_names_on_offer_that_somebody_put_into_the_form_are_looked_at(one_door: Flask) -> None:
    walker = reach_names(one_door)
    planted = "Call 020 7946 0123|moderator|Quiet Otter|<b>Bold</b>|Brave Finch"
    walker.fill(offered=planted, name="?")
    assert offered(walker) == ["Quiet Otter", "Brave Finch"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "No name is chosen yet. Choose one of the names in the list, or write one"),
        ("ab", "This name is very short"),
        ("moderator", "This name sounds as if"),
        ("otter@example.org", "This name looks like a way"),
        ("Quiet Оtter", "Names here use one kind of letters"),  # a Cyrillic O
        ("a" + "\u0301" * 500, "Names here begin"),
        ("x" * 60_000, "This name is long"),
        ("-quiet-otter", "Names here begin"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_a_reason(own_door: Flask, typed: str, sentence: str) -> None:
    walker = reach_names(own_door).fill(name=typed)
    assert walker.path == "/join/name"
    assert len(walker.problems) == 1
    assert walker.problems[0].startswith(sentence)
    assert rows(own_door, Joining) == []


@pytest.mark.parametrize(
    "typed", ["\u202eretto teiuq", "Quiet\u200b Otter", "\u2067Quiet Otter\u2069", "\x00Quiet Otter\r\n"]
)
def test_signs_that_turn_the_text_around_are_never_stored(own_door: Flask, typed: str) -> None:
    walker = reach_names(own_door).fill(name=typed)
    for row in rows(own_door, Joining):
        assert row.name.replace(" ", "").isalpha()
    assert walker.status == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=80))
def test_whatever_is_typed_as_a_name_is_answered(door: Flask, typed: str) -> None:
    sent = {"adult": "yes", "agreed": "guidelines.1 commitment.1", "name": typed.replace("\ud800", "")}
    if door.config["PART"] == "survivors":
        sent["agreed"] = "guidelines.1"
    walker = Walker(door).post("/join/name", sent)
    assert (walker.status, walker.path) in ((200, "/join/name"), (200, "/join/words"))


def test_a_doubt_is_asked_once_and_the_name_can_be_kept(own_door: Flask) -> None:
    walker = reach_names(own_door).fill(name="Anna Miller")
    assert walker.path == "/join/name"
    assert walker.problems[0].startswith("This looks like a real name.")
    walker.fill(press="keep")
    assert walker.path == "/join/words"
    assert [row.name for row in rows(own_door, Joining)] == ["Anna Miller"]


def test_keeping_one_name_does_not_keep_another(one_door: Flask) -> None:
    walker = reach_names(one_door).fill(name="Anna Miller").fill(press="keep", name="Peter Miller")
    assert walker.path == "/join/name"
    assert walker.problems[0].startswith("This looks like a real name.")
    walker.fill(press="keep")
    assert walker.path == "/join/words"


def test_an_offered_name_can_be_taken_instead_of_a_doubted_one(one_door: Flask) -> None:
    walker = reach_names(one_door).fill(name="Anna Miller")
    chosen = offered(walker)[1]
    walker.fill(choice=chosen)
    assert walker.path == "/join/words"
    assert [row.name for row in rows(one_door, Joining)] == [chosen]


def test_a_written_name_counts_more_than_a_chosen_one(one_door: Flask) -> None:
    walker = reach_names(one_door)
    walker.fill(choice=offered(walker)[0], name="Quiet Otter")
    assert [row.name for row in rows(one_door, Joining)] == ["Quiet Otter"]


@pytest.mark.parametrize("typed", ["Quiet Otter", "QUIET OTTER", "Qu1et 0tter"])
def test_taken_is_a_name_of_an_account_a_joining_or_kept_and_all_sound_alike(own_door: Flask, typed: str) -> None:
    def refused() -> list[str]:
        walker = reach_names(own_door).fill(name=typed)
        assert walker.path == "/join/name"
        return walker.problems

    begun = reach_words(own_door, "Quiet Otter")
    by_joining = refused()
    begun.fill(press="own")
    begun.fill(passphrase="Seven grey teapots on a lawn!").fill(passphrase="Seven grey teapots on a lawn!")
    by_account = refused()
    key = check("Quiet Otter").key
    with own_door.app_context():
        own_door.config["CLOCK"] = clock.now()
    today = own_door.config["CLOCK"].date()

    def retire(session: Session) -> None:
        session.execute(sa.delete(Joining))
        session.execute(sa.delete(Account))
        session.add(RetiredName(name_hash=name_hash(key), free_on=today + timedelta(days=1)))
        session.commit()

    inside(own_door, retire)
    by_kept = refused()
    assert by_joining == by_account == by_kept
    assert by_kept[0].startswith("This name is in use here, or looks like one that is.")
    own_door.config["CLOCK"] += timedelta(days=1)
    assert reach_names(own_door).fill(name=typed).path == "/join/words", "free again on its day"


def test_names_are_not_offered_that_are_in_use(one_door: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    join(one_door, "Quiet Otter")
    monkeypatch.setattr(
        "support.common.accounts.naming.suggesting._drawn",
        lambda _words, _how_many, with_number: {n.key: n for n in map(check, ("Quiet Otter", "Brave Finch"))},
    )
    assert offered(reach_names(one_door)) == ["Brave Finch"]


# limits


def test_only_some_may_join_in_an_hour_and_taken_names_do_not_count(
    one_door: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_door.config["CLOCK"] = NOON
    monkeypatch.setitem(limits.EVERYBODY, "join", NARROW["one"]["join"])
    for number in range(limits.EVERYBODY["join"].burst):
        assert reach_names(one_door).fill(name=f"Otter {number}").path == "/join/words"
        assert reach_names(one_door).fill(name=f"Otter {number}").path == "/join/name", "taken"
    walker = reach_names(one_door).fill(name="Brave Finch")
    assert walker.status == 429
    assert not crisis_band(walker.page)
    assert walker.cookies() == {}
    one_door.config["CLOCK"] += timedelta(hours=1)
    assert reach_names(one_door).fill(name="Brave Finch").path == "/join/words"


def test_the_names_in_use_cannot_be_read_out(one_door: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    one_door.config["CLOCK"] = NOON
    reach_words(one_door, "Quiet Otter")
    walker = reach_names(one_door)
    monkeypatch.setitem(limits.EVERYBODY, "name", NARROW["one"]["name"])
    fields = walker.sent(walker.form()) | {"name": ["Quiet Otter"]}
    burst = limits.EVERYBODY["name"].burst
    statuses = [walker.post("/join/name", fields, follow=False).status for _number in range(burst + 1)]
    assert statuses[: burst - 1] == [303] * (burst - 1)
    assert statuses[-1] == 429
    assert walker.post("/join/name", fields | {"other": ["1"]}, follow=False).status == 429
