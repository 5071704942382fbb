"""Two codes of one account at a time: each sees its own new words, and who writes takes the account first (S42)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask

from support.common.accounts.models import Account
from support.common.accounts.passphrases.typed import canonical
from support.common.kernel.db import db
from tests.common.accounts.returning.conftest import Person, comes_in, person
from tests.common.accounts.returning.test_recovering import secrets_of
from tests.common.accounts.walking import Walker


def used(app: Flask, who: Person, number: int) -> Walker:
    """A browser in which that code was used a moment ago."""
    return Walker(app).open("/recover").fill(name=who.name, code=who.codes[number])


@contextmanager
def written(app: Flask) -> Iterator[list[str]]:
    """The statements that write, in their order, with the table of each."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        first = statement.split()[:3]
        if first[0] in ("UPDATE", "DELETE"):
            found.append(first[1] if first[0] == "UPDATE" else first[2])

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_a_recovery_does_not_see_the_words_of_another(place: Flask) -> None:
    who = person(place, codes=2)
    first, second = used(place, who, 0), used(place, who, 1)
    words, digits = secrets_of(second)
    first.open("/recover/words")
    assert first.path == "/recover", "what waited for it gave way"
    assert words not in first.answer.text
    assert digits not in first.answer.text
    first.open("/recover/check").fill("/recover/check", passphrase=words)
    assert first.path == "/recover"
    assert comes_in(place, who), "the old passphrase still counts"
    second.open("/recover/check").fill("/recover/check", passphrase=canonical(words))
    assert second.path == "/account"
    assert comes_in(place, who, words)


def test_the_account_is_taken_before_anything_of_it_is_written(place: Flask) -> None:
    """Who makes new codes takes the account and then its codes: in another order the two would wait for each other."""
    who = person(place, codes=2)
    with written(place) as tables:
        walker = used(place, who, 0)
    assert walker.path == "/recover/words"
    assert tables[:2] == [Account.__tablename__, "recovery_code"]
    words = secrets_of(walker)[0]
    walker.open("/recover/check")
    with written(place) as tables:
        walker.fill("/recover/check", passphrase=words)
    assert walker.path == "/account"
    assert tables[0] == Account.__tablename__
