"""What the made-up people say: gentle, everyday, and nothing of one space in the other (promise 5)."""

from __future__ import annotations

import re

import pytest

from support.common.accounts.naming.checking import check
from support.common.operations.sample import PEOPLE
from support.space.cases.reasons import fitting
from support.space.demo.script import Script, script
from support.space.forum.content_notes import topics
from support.space.forum.seeding import BOARDS
from support.space.forum.writing.limits import MOST_WAITING, MOST_WAITING_OF_NEWCOMERS
from tests.conftest import SPACES
from tests.space.door.test_texts import OF_ANY_OTHER, OF_THE_OTHER

NUMBER = re.compile(r"\+?\d[\d ]{7,}\d")
OF_NOBODY = ("01632 960 ", "020 7946 0")


def texts(said: Script) -> list[str]:
    """Everything that is said in a space."""
    found = [one for talk in said.talks for post in (talk.opening, *talk.answers) for one in (post.title, post.text)]
    found += [one for post in said.waits for one in (post.title, post.text)]
    found += [one for post in said.returned for one in (post.title, post.text)]
    return [one for one in (*found, *(edit.text for edit in said.edits)) if one]


def everybody(said: Script, part: str) -> set[str]:
    return {*said.regulars, *said.newcomers, *(name for name, role in PEOPLE[part] if not role)}


@pytest.mark.parametrize("part", SPACES)
def test_there_is_as_much_as_a_demo_needs(part: str) -> None:
    said = script(part)
    assert 6 <= len(said.talks) <= 10
    assert sum(2 <= len(talk.answers) <= 6 for talk in said.talks) >= 6
    assert [talk for talk in said.talks if not talk.answers], "some are not answered"
    assert len(said.waits) + len(said.edits) == 50
    assert {one.language for one in said.waits} == {"en", "es"}
    room = len(said.regulars) * MOST_WAITING + len(said.newcomers) * MOST_WAITING_OF_NEWCOMERS
    assert room > 40


@pytest.mark.parametrize("part", SPACES)
def test_everything_fits_the_space(part: str) -> None:
    said = script(part)
    people = everybody(said, part)
    for name in people:
        assert check(name).shown == name
    posts = [post for talk in said.talks for post in (talk.opening, *talk.answers)]
    assert {one.by for one in posts} | {one.by for one in said.returned} <= people
    assert {one.by for one in said.waits if one.by} <= people
    boards = {one.board for one in said.talks} | {one.board for one in said.waits if one.board}
    assert boards | {one.board for one in said.returned} <= set(BOARDS[part])
    notes = {note for one in posts for note in one.notes} | {note for one in said.waits for note in one.notes}
    assert notes <= set(topics(part))
    for one in said.returned:
        assert fitting(part, one.outcome, one.codes) == one.codes
    for waits in said.waits:
        assert bool(waits.thread) != bool(waits.board and waits.title)
        assert waits.thread <= len(said.talks)


@pytest.mark.parametrize("part", SPACES)
def test_each_regular_has_had_enough_published_to_be_no_newcomer(part: str) -> None:
    said = script(part)
    written = [post.by for talk in said.talks for post in (talk.opening, *talk.answers)]
    assert all(written.count(name) >= 3 for name in said.regulars)
    assert not set(written) & set(said.newcomers)


@pytest.mark.parametrize("part", SPACES)
def test_no_space_speaks_of_the_other(part: str) -> None:
    text = " ".join(texts(script(part))).lower()
    assert not [word for word in (*OF_THE_OTHER[part], *OF_ANY_OTHER) if word in text]


def test_no_text_and_no_name_is_in_both() -> None:
    one, other = script("survivors"), script("prevention")
    assert not {text.lower() for text in texts(one)} & {text.lower() for text in texts(other)}
    assert not everybody(one, "survivors") & everybody(other, "prevention")
    assert len(set(texts(one))) == len(texts(one))


@pytest.mark.parametrize("part", SPACES)
def test_numbers_and_addresses_belong_to_nobody(part: str) -> None:
    text = " ".join(texts(script(part)))
    assert all(found.startswith(OF_NOBODY) for found in NUMBER.findall(text))
    hosts = re.findall(r"(?:@|www\.)([\w.-]+)", text)
    assert hosts
    assert all(host.startswith("example.") for host in hosts)
