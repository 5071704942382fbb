"""axe-core finds nothing on the pages of reading, writing and the desk: 320 and 1280 wide, light and dark (WCAG 2.2, AA)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.browser.accounts import Guest, guest, space_of
from tests.browser.conftest import OpenReader
from tests.browser.forum import (
    CASE,
    CHECK,
    LOOK_BEFORE_SENDING,
    MINE,
    begins_a_thread,
    comes_in,
    decides,
    is_signed_out_meanwhile,
    presses,
    takes_the_next,
    team,
    ticks,
)  # fmt: skip
from tests.browser.looking import Look
from tests.browser.serving import Server
from tests.people import member

WITH_SCRIPT = "wide, with script"  # axe is a script
WORRYING = "I do not want to live any more. Write to me: quiet@example.org"


@pytest.fixture
def look() -> Iterator[Look]:
    """At the end of a walk nothing may have been found."""
    looking = Look()
    yield looking
    assert looking.found == {}


@pytest.fixture(scope="module")
def space(server: Server) -> Flask:
    """The space, to make people in it."""
    return space_of(server)


def test_reading_writing_and_the_desk_are_accessible(open_reader: OpenReader, look: Look, space: Flask) -> None:
    readers, somebody = team(space), member(space)
    writer = comes_in(guest(open_reader, WITH_SCRIPT), somebody)
    for path in ("/boards", "/unanswered", "/following", "/search", "/reading", "/notices", "/my-posts"):
        writer.go(path)
        look.at(writer, path)
    begins_a_thread(writer, "Four in the morning", WORRYING)
    look.at(writer, "the box")
    presses(writer, LOOK_BEFORE_SENDING, CHECK)
    look.at(writer, "check, with hints and help")
    mine = presses(writer, "Send it as it is", MINE)
    look.at(writer, "waiting")
    at_the_desk(comes_in(guest(open_reader, WITH_SCRIPT), readers.moderators[0]), look)
    for path in (mine, f"{mine}/take-back", "/notices"):
        writer.go(path)
        look.at(writer, f"{path}, changes asked for")
    begins_a_thread(writer, "The rain", "It sings on the roof.")
    is_signed_out_meanwhile(somebody)
    writer.page.get_by_role("button", name=LOOK_BEFORE_SENDING).click()
    writer.page.locator("[data-says=carried]").wait_for()
    look.at(writer, "a text on its way back")


def at_the_desk(reader: Guest, look: Look) -> None:
    """From what waits to a decision, and to a pause."""
    for path in ("/moderate/queue", "/moderate/decided", "/moderate/rest"):
        reader.go(path)
        look.at(reader, path)
    takes_the_next(reader)
    look.at(reader, "one post")
    ticks(reader, "C02")
    decides(reader, "reject", f"{CASE}/check")
    look.at(reader, "check of a decision")
    presses(reader, "Back, and change it", CASE)
    decides(reader, "request_changes")
    look.at(reader, "what waits, after a decision")
