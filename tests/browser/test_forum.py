"""A text from the box to its readers and back: on a wide screen with script, on a small phone without (issue 5)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.browser.accounts import SITTINGS, Guest, comes_from, fills_in_the_door, guest, space_of
from tests.browser.accounts import presses as presses_to
from tests.browser.conftest import OpenReader
from tests.browser.forum import (
    CHECK,
    ID,
    LOOK_BEFORE_SENDING,
    MINE,
    UNDO_SECONDS,
    WRITE,
    Team,
    begins_a_thread,
    comes_in,
    comes_to,
    decides,
    follows,
    is_published,
    is_signed_out_meanwhile,
    presses,
    says,
    sends,
    takes_the_next,
    team,
    ticks,
    waits_until,
)  # fmt: skip
from tests.browser.serving import Server, served
from tests.people import Person, member

NARROWLY = "narrow, without script"
TITLE, BODY = "The hours before morning", "The kettle sings at four.\n\nWrite to me: quiet@example.org"
MENDED = "The kettle sings at four.\n\nI listen to the rain then."
MESSAGE = "Please leave the address out. The rest is good to read."


@pytest.fixture(scope="module")
def written_in(filled_folder: Path) -> Iterator[Server]:
    """The site, with the shortest time in which an approval can be taken back."""
    with served(filled_folder, undo_seconds=str(UNDO_SECONDS)) as running:
        yield running


@pytest.fixture(scope="module")
def space(written_in: Server) -> Flask:
    """The space, to make people in it."""
    return space_of(written_in)


@pytest.fixture(scope="module")
def readers(space: Flask) -> Team:
    return team(space)


@pytest.fixture(params=SITTINGS)
def sitting(request: pytest.FixtureRequest) -> str:
    """How the writer sits there."""
    return str(request.param)


def signs_in_beside(writer: Guest, person: Person) -> None:
    """Sign in in a window beside the page that holds the text: by its link with script, by hand without."""
    link = writer.page.locator("[data-says=carried]").get_by_role("link", name="Sign in", exact=True)
    if writer.page.evaluate("() => matchMedia('(scripting: enabled)').matches"):
        with writer.context.expect_page() as opened:
            link.click()
        page = opened.value
    else:
        page = writer.context.new_page()
        page.goto(f"{writer.server.url}{link.get_attribute('href')}")
    beside = Guest(writer.server, writer.context, page, part=writer.part)
    fills_in_the_door(beside, comes_from(person))
    presses_to(beside, "Sign in", "/account")
    page.close()


def loses_the_sign_in_and_no_word(writer: Guest, person: Person) -> None:
    """Between the first letter and the button the sign-in ends; the text comes back, and is saved in the end."""
    is_signed_out_meanwhile(person)
    writer.page.get_by_role("button", name=LOOK_BEFORE_SENDING).click()
    writer.page.get_by_role("heading", name="you are signed out").wait_for()
    writer.checked()
    box = writer.page.get_by_label("Your text", exact=True)
    assert box.input_value() == BODY
    signs_in_beside(writer, person)
    writer.page.get_by_role("button", name="Save", exact=True).click()
    writer.page.locator(".banner", has_text="Saved").or_(
        writer.page.get_by_role("heading", name="once more")
    ).wait_for()
    if writer.page.get_by_role("heading", name="once more").is_visible():
        assert box.input_value() == BODY
        writer.page.get_by_role("button", name="Save", exact=True).click()
    writer.page.locator(".banner", has_text="Saved").wait_for()
    comes_to(writer, WRITE)
    assert box.input_value() == BODY


def asks_for_changes(reader: Guest, title: str) -> None:
    """On a small phone, without script."""
    takes_the_next(reader)
    assert reader.page.get_by_role("heading", name=title).count() == 1
    reader.page.locator("#whole > summary").click()
    ticks(reader, "C02")
    reader.page.get_by_label("Your own words to the writer").fill(MESSAGE)
    decides(reader, "request_changes")
    assert "The writer has the text back" in reader.page.locator(".banner").inner_text()


def changes_it_as_asked(writer: Guest) -> None:
    """From the notice to the reason, and from there back into the box."""
    writer.go("/notices")
    follows(writer, "Go to your post", MINE)
    assert MESSAGE in says(writer, "changes")
    presses(writer, "Change it", WRITE)
    writer.page.get_by_label("Your text", exact=True).fill(MENDED)
    sends(writer)


def test_a_text_goes_all_its_way_and_back(
    open_reader: OpenReader, written_in: Server, space: Flask, readers: Team, sitting: str
) -> None:
    somebody, other = member(space), member(space)
    title = f"{TITLE}, {sitting}"
    writer = comes_in(guest(open_reader, sitting, on=written_in), somebody)
    begins_a_thread(writer, title, BODY)
    loses_the_sign_in_and_no_word(writer, somebody)
    presses(writer, LOOK_BEFORE_SENDING, CHECK)
    assert "quiet@example.org" in says(writer, "hints")
    mine = presses(writer, "Send it as it is", MINE)
    assert "Nobody else can see it yet." in says(writer, "waiting")

    first, second = (comes_in(guest(open_reader, NARROWLY, on=written_in), one) for one in readers.moderators[:2])
    asks_for_changes(first, title)
    changes_it_as_asked(writer)
    takes_the_next(second)
    decides(second, "approve")
    assert second.page.get_by_role("button", name="Take it back").is_visible()
    waits_until(writer, mine, lambda: writer.page.locator("h1").inner_text() == "Published")

    thread = follows(writer, "See it among the others", f"/threads/{ID}")
    answered = comes_in(guest(open_reader, sitting, on=written_in), other)
    answers(answered, thread, readers)
    waits_until(writer, "/notices", lambda: writer.page.get_by_role("link", name="Read it", exact=True).count() > 0)
    changes_and_takes_back(writer, answered, mine, thread)


def answers(reader: Guest, thread: str, readers: Team) -> None:
    """Quote, answer, give a sign, follow."""
    reader.go(thread)
    sign = reader.page.locator("button.sign").first
    sign.click()
    reader.page.locator("button.sign[aria-pressed=true]").first.wait_for()
    comes_to(reader, f"/threads/{ID}")
    presses(reader, "Follow this thread", f"/threads/{ID}")
    assert "You follow this thread now." in reader.page.locator(".banner").inner_text()
    follows(reader, "Quote a paragraph", f"/posts/{ID}/quote")
    reader.page.get_by_label("I listen to the rain then.").check()
    presses(reader, "Quote this and answer", WRITE)
    reader.page.get_by_label("Your text", exact=True).fill("So do I. It is company.")
    is_published(readers, sends(reader))
    page = reader.go(thread)
    assert page.locator("figure blockquote").inner_text() == "I listen to the rain then."


def changes_and_takes_back(writer: Guest, reader: Guest, mine: str, thread: str) -> None:
    """The version that was read stays while the new one waits; taken back, nobody finds either."""
    writer.go(mine)
    presses(writer, "Change it", WRITE)
    writer.page.get_by_label("Your text", exact=True).fill(MENDED + "\n\nAnd to the birds.")
    sends(writer)
    assert "Others still read the one before it." in says(writer, "waiting")
    assert "birds" in writer.page.locator("[data-says=difference] ins").inner_text()
    shown = reader.go(thread).locator("main").inner_text()
    assert "I listen to the rain then." in shown and "birds" not in shown
    follows(writer, "Take it back", f"{MINE}/take-back")
    presses(writer, "Take it back", MINE)
    assert writer.page.locator("h1").inner_text() == "You took it back"
    reader.page.goto(reader.page.url)
    assert reader.last_status == 404
