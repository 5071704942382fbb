"""No answer tells whether a name exists: same status, same headers, same bytes, one hash (S41; promise 5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from support.common.accounts.models import LEAVING, STAFF, SUSPENDED
from support.common.accounts.passphrases.recovery import SLOTS, make_codes
from tests.common.accounts.returning.conftest import a_name, counted, person
from tests.common.accounts.walking import HOME, OWN, Walker

SEALED = re.compile(r"([?&](?:s|amp;s)=)[A-Za-z0-9_-]+")
STAMP = re.compile(rb'(name="stamp" value=")[^"]*')


@dataclass(frozen=True)
class Told:
    """Everything that an answer and the page after it tell, without stamps, seals and the name that was typed."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    page_status: int
    page_headers: list[tuple[str, str]]
    page: bytes


def told(app: Flask, path: str, **fields: str) -> Told:
    walker = Walker(app).open(path).fill(follow=False, **fields)
    first = walker.answer
    second = walker.client.get(first.headers["Location"], base_url=HOME, headers=OWN)
    headers = [(name, SEALED.sub(r"\1", value)) for name, value in first.headers]
    page = STAMP.sub(rb"\1", second.data).replace(fields["name"].encode(), b"NAME")
    assert page.count(b"NAME") == 1, "the name is still in its field"
    lengths = [(name, value) for name, value in second.headers if name != "Content-Length"]  # of the name
    return Told(first.status_code, headers, first.data, second.status_code, lengths, page)


def test_refused_sign_ins_look_alike(place: Flask) -> None:
    member, staff = person(place), person(place, STAFF)
    suspended, leaving = person(place, state=SUSPENDED), person(place, state=LEAVING)
    wrong = make_codes()[0].text
    tries = {
        "unknown": (a_name(), wrong),
        "wrong": (member.name, wrong),
        "empty": (member.name, ""),
        "endless": (member.name, "a b" * 5_000),
        "no name": ("!!", wrong),
        "a long name": ("e" * 200, wrong),
        "staff": (staff.name, staff.passphrase),
        "suspended": (suspended.name, wrong),
        "leaving": (leaving.name, leaving.passphrase),
    }
    answers = {}
    for case, (name, passphrase) in tries.items():
        with counted(place) as hashes:
            answers[case] = told(place, "/sign-in", name=name, passphrase=passphrase)
        assert hashes == [1], case
    for case, answer in answers.items():
        assert answer == answers["unknown"], case
    assert answers["unknown"].status == 303


def test_refused_codes_look_alike(place: Flask) -> None:
    member, spent = person(place), person(place, codes=1)
    suspended = person(place, state=SUSPENDED)
    assert Walker(place).open("/recover").fill(name=spent.name, code=spent.codes[0]).path == "/recover/words"
    wrong, other_slot = make_codes()[0].text, make_codes()[3].text
    tries = {
        "unknown": (a_name(), wrong),
        "wrong": (member.name, wrong),
        "no such slot any more": (member.name, other_slot),
        "used before": (spent.name, spent.codes[0]),
        "somebody else's": (member.name, person(place).codes[0]),
        "no code": (member.name, "not a code at all"),
        "empty": (member.name, ""),
        "no name": ("!!", wrong),
        "suspended": (suspended.name, wrong),
    }
    answers = {}
    for case, (name, code) in tries.items():
        with counted(place) as hashes:
            answers[case] = told(place, "/recover", name=name, code=code)
        assert hashes == [1], case
    for case, answer in answers.items():
        assert answer == answers["unknown"], case


@pytest.mark.parametrize(("path", "secret"), [("/sign-in", "passphrase"), ("/recover", "code")])
def test_a_suspended_owner_is_told_so_after_one_hash_as_well(place: Flask, path: str, secret: str) -> None:
    who = person(place, state=SUSPENDED)
    typed: dict[str, Any] = {"name": who.name, secret: who.passphrase if secret == "passphrase" else who.codes[0]}
    with counted(place) as hashes:
        walker = Walker(place).open(path).fill(**typed)
    assert (hashes, walker.page.headings()) == ([1], ["This account is paused"])


def test_slots_are_ten() -> None:
    """The tries above use slot 0 for the code that is there and slot 3 for one that is not."""
    assert len(SLOTS) == 10
