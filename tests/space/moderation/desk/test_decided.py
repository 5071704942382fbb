"""One's own decisions and the first page of the desk."""

from __future__ import annotations

from datetime import timedelta

from support.space.moderation.desk import keyboard, words
from tests.rules.page import words as words_in
from tests.space.moderation.desk.scene import NOON, QUEUE, Desk, decided, random_id, stamp_of


def test_the_list_has_ones_own_decisions_only_and_takes_back_what_still_goes(desk: Desk) -> None:
    first, second = desk.first(), desk.first()
    walker, other = desk.reader(), desk.reader()
    decided(desk.open(walker, first), "request_changes", "C01")
    decided(desk.open(walker, second), "approve")
    walker.open("/moderate/decided")
    assert "Changes asked for (C01), 24 November 2026: done." in walker.text
    assert len(walker.page.all("main")[0].findall(".//li")) == 2
    assert "Nothing yet." in other.open("/moderate/decided").text
    walker.fill("/undo")
    assert "Your decision is taken back." in walker.text
    assert desk.case(second).state == "queued"
    assert "Take it back" not in walker.text


def test_somebody_elses_decision_is_not_taken_back(desk: Desk) -> None:
    written = desk.first()
    walker, other = decided(desk.open(desk.reader(), written), "approve"), desk.reader().open(QUEUE)
    path = walker.form("/undo").attrib["action"].removeprefix("/en-GB")
    for one in (path, f"/moderate/decided/{random_id()}/undo"):
        assert other.post(one, {"stamp": stamp_of(other.open(QUEUE))}).status == 404
    desk.at(NOON + timedelta(seconds=30))
    assert desk.shown(written)


def test_the_first_page_leads_to_everything_a_reader_does(own_desk: Desk) -> None:
    written = own_desk.waits()
    reader, lead = own_desk.reader().open("/moderate/"), own_desk.reader("lead").open("/moderate/")
    paths = [one.attrib["href"].removeprefix("/en-GB/moderate") for one in reader.page.all("main")[0].iter("a")]
    assert paths[:3] == ["/queue", "/decided", "/rest"]
    assert "/boards" not in paths
    assert "Boards" in lead.text
    assert "Moderators are missing" in reader.text
    assert reader.fill("/queue/next").path == f"/moderate/cases/{own_desk.case(written).id}"


def test_no_letter_presses_two_buttons(desk: Desk) -> None:
    letters = [letter for letter, _label in keyboard_of(desk)]
    assert len(letters) == len(set(letters))
    walker = desk.open(desk.reader(), desk.first())
    there = [one.attrib["data-key"] for one in walker.page.root.iter() if "data-key" in one.attrib]
    assert len(there) == len(set(there))
    assert set(there) - {"v", "u"} <= set(letters)
    shown = [words_in(one) for one in walker.page.all("kbd")]
    assert set(there) <= set(shown), "each letter stands beside its button"


def keyboard_of(desk: Desk) -> list[tuple[str, str]]:
    with desk.app.test_request_context("/en/moderate/queue"):
        assert words.choice("hold")[0] == "Hold"
        return keyboard.case()
