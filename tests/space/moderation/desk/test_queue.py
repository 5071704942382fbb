"""What waits: counted by class, the list folded and without a word of any text, one button for the next (S107, B8)."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from support.space.cases.models import Case
from support.space.moderation.desk.queries import PAGE_LENGTH
from tests.common.accounts.walking import Walker
from tests.people import member, signed_in
from tests.rules.page import words
from tests.rules.test_query_counts import counted
from tests.space.moderation.desk.scene import NOON, QUEUE, TEXT, Desk, stamp_of

QUERIES = 6


def test_it_says_how_much_waits_and_since_when(own_desk: Desk) -> None:
    walker = own_desk.reader().open(QUEUE)
    assert "Nothing waits." in walker.text
    own_desk.waits(urgent=2, newcomer=True)
    own_desk.waits(urgent=1, opened_at=NOON - timedelta(hours=5, minutes=10))
    own_desk.waits(state="second_needed", need=2)
    own_desk.waits(state="with_lead", need=2)
    said = walker.open(QUEUE).text
    assert "4 posts wait. The longest has waited for 5 hours." in said
    for line in (
        "At once: 1",
        "Soon: 1",
        "Ordinary: 2",
        "new: 1",
        "second reader: 1",
        "safety lead: 1",
        "Being read now: 0",
    ):
        assert line in said
    assert TEXT[:30] not in walker.answer.text
    assert "A quiet week" not in walker.answer.text


def test_the_list_is_folded_and_says_hints_in_words(own_desk: Desk) -> None:
    own_desk.waits(hints="newcomer", newcomer=True)
    walker = own_desk.reader().open(QUEUE)
    (fold,) = [one for one in walker.page.all("details") if "desk-lines" in str([e.attrib for e in one.iter("ol")])]
    assert "open" not in fold.attrib
    assert "Arriving" in words(fold)
    assert "Hints:" in words(fold)


def test_it_says_which_rule_lacks_people(own_desk: Desk) -> None:
    said = own_desk.reader().open(QUEUE).text
    assert "Moderators are missing" in said
    assert "Safety leads are missing" in said
    for _number in range(2):
        own_desk.reader()
        own_desk.reader("lead")
    said = own_desk.reader().open(QUEUE).text
    assert "are missing" not in said
    own_desk.waits(opened_at=NOON - timedelta(hours=49))
    assert "Nobody has decided anything for 48 hours" in own_desk.reader().open(QUEUE).text


def test_the_next_one_is_the_most_urgent_then_the_oldest(own_desk: Desk) -> None:
    own_desk.waits(opened_at=NOON - timedelta(hours=3))
    older, urgent = own_desk.waits(opened_at=NOON - timedelta(hours=4)), own_desk.waits(urgent=2)
    for expected in (urgent, older):
        walker = own_desk.reader().open(QUEUE).fill("/queue/next")
        assert walker.path == f"/moderate/cases/{own_desk.case(expected).id}"
        assert walker.status == 200
    walker.open(QUEUE)
    assert "Go on with the post that you hold" in walker.text
    assert walker.fill("/queue/next").path == f"/moderate/cases/{own_desk.case(older).id}"


def test_where_nothing_waits_for_this_reader_it_says_so(own_desk: Desk) -> None:
    walker = own_desk.reader().open(QUEUE).fill("/queue/next")
    assert (walker.path, walker.status) == (QUEUE, 200)
    assert "Nothing waits for you at this moment" in walker.text


def test_ten_times_as_much_asks_no_more_and_is_shown_in_pages(own_desk: Desk) -> None:
    walker = own_desk.reader()
    author = member(own_desk.app)
    written = own_desk.waits(author, hints="newcomer")
    walker.open(QUEUE)
    asked = []
    for more in (2, PAGE_LENGTH * 2):
        for _number in range(more):
            own_desk.waits(author)
        with counted(own_desk.app) as heard:
            walker.open(QUEUE)
        asked.append(len(heard))
        assert walker.status == 200
    assert asked[0] == asked[1] <= QUERIES, [one[:60] for one in heard]
    assert len(walker.page.all("ol")[0].findall("li")) == PAGE_LENGTH
    assert len(walker.open(f"{QUEUE}?page=3").page.all("ol")[0].findall("li")) == 3
    for strange in ("0", "-1", "x", "99999999999", "²"):
        assert walker.open(f"{QUEUE}?page={strange}").status == 200
    assert own_desk.case(written).hints


def test_a_member_has_no_desk(desk: Desk) -> None:
    """The same bytes as for what is not there (S57)."""
    written = desk.waits()
    walker = Walker(desk.app, signed_in(member(desk.app))).open("/account")
    case = f"/moderate/cases/{desk.case(written).id}"
    nothing = walker.open("/moderate/nothing-there").page
    for path in (QUEUE, case, f"{case}/check", "/moderate/decided", "/moderate/rest"):
        assert (walker.open(path).status, walker.page) == (404, nothing)
    fields = {"stamp": stamp_of(walker.open("/account"))}
    for ending in ("/take", "/renew", "/release", "/skip", "/stop", "/decide", "/back"):
        assert walker.post(case + ending, fields).status == 404
    assert walker.post(f"{QUEUE}/next", fields).status == 404
    assert desk.ask(sa.select(Case.holder_id).where(Case.post_id == written.id)) == [None]
