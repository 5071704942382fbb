"""One decision about exactly what was shown, at the desk in a browser (moderation.md rows 25 to 28, 40, 41, 47)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from support.space.forum.notices.telling import message_of
from support.space.moderation import pace
from support.space.moderation.desk.typed import LONGEST_MESSAGE
from tests.space.forum import published
from tests.space.moderation.desk.scene import NOON, QUEUE, Desk, decided, fields_of, random_id, stamp_of

LATER = NOON + timedelta(seconds=30)


def test_an_approval_is_published_after_the_time_for_undoing(desk: Desk) -> None:
    written = desk.first()
    walker = decided(desk.open(desk.reader(), written), "approve")
    assert (walker.path, walker.status) == (QUEUE, 200)
    assert "Approved. Readers see it in a moment." in walker.text
    assert not desk.shown(written)
    desk.at(LATER)
    assert desk.shown(written)


def test_an_approval_is_taken_back_by_one_press(desk: Desk) -> None:
    written = desk.first()
    walker = decided(desk.open(desk.reader(), written), "approve").fill("/undo")
    assert (walker.path, "taken back" in walker.text) == ("/moderate/decided", True)
    desk.at(LATER)
    assert not desk.shown(written)
    assert desk.case(written).state == "queued"


def test_it_is_too_late_for_undoing_after_its_time(desk: Desk) -> None:
    written = desk.first()
    walker = decided(desk.open(desk.reader(), written), "approve")
    form = walker.form("/undo").attrib["action"].removeprefix("/en-GB")
    desk.at(LATER)
    assert desk.shown(written)
    assert "too late" in walker.post(form, {"stamp": stamp_of(walker)}).text
    assert "Take it back" not in walker.open(QUEUE).text
    assert desk.shown(written)


def test_the_next_post_opens_by_itself_and_says_what_was_decided(own_desk: Desk) -> None:
    first, second = own_desk.waits(urgent=2), own_desk.waits()
    walker = own_desk.open(own_desk.reader(), first).fill("/decide", outcome="approve", keys=None)
    assert walker.path == f"/moderate/cases/{own_desk.case(second).id}"
    assert "Approved." in walker.text
    assert "keys" not in walker.sent(walker.form("/decide")), "what was switched off stays so"
    assert walker.fill("/undo").path == "/moderate/decided"
    assert own_desk.case(first).state == "queued"


def test_changes_are_asked_for_with_a_reason_and_own_words(desk: Desk) -> None:
    written = desk.first()
    walker = decided(desk.open(desk.reader(), written), "request_changes", "C01", message="Please leave the town out.")
    assert "The writer has the text back" in walker.text
    assert desk.state(written) == "changes_requested"
    (notice,) = desk.notices(written)
    with desk.app.app_context():
        assert message_of(notice) == "Please leave the town out."
    assert notice.codes == "C01"


@pytest.mark.parametrize("outcome", ["request_changes", "reject", "care", "hold"])
def test_what_is_no_approval_needs_a_reason(desk: Desk, outcome: str) -> None:
    written = desk.first()
    walker = decided(desk.open(desk.reader(), written), outcome, message="These are my own words.")
    assert "Choose at least one reason" in walker.problems[0]
    sent = walker.sent(walker.form("/decide"))
    assert (sent["outcome"], sent["message"], "more" in sent) == ([outcome], ["These are my own words."], False)
    assert not desk.decisions(written)


def test_a_blocking_reason_and_an_approval_exclude_each_other(desk: Desk) -> None:
    written = desk.first()
    walker = decided(desk.open(desk.reader(), written), "approve", desk.blocking)
    assert "cannot be approved" in walker.problems[0]
    assert walker.sent(walker.form("/decide"))["codes"] == [desk.blocking]
    assert not desk.decisions(written)


def test_a_code_of_the_other_space_or_of_nobody_is_refused(desk: Desk) -> None:
    written = desk.first()
    other = "PV02" if desk.blocking == "SV04" else "SV04"
    walker = desk.open(desk.reader(), written)
    assert other not in walker.answer.text
    for code in (other, "C99", "c01", "C01;"):
        walker.post(walker.path + "/decide", fields_of(walker, outcome="request_changes", codes=code))
        assert "does not belong" in walker.problems[0]
    assert not desk.decisions(written)


def test_a_content_note_is_added_with_the_approval(desk: Desk) -> None:
    written = desk.first()
    walker = decided(desk.open(desk.reader(), written), "approve_with_note")
    assert "Choose the content note" in walker.problems[0]
    decided(walker, "approve_with_note", notes=["grief"])
    assert [one.notes for one in desk.decisions(written)] == ["grief"]


@pytest.mark.parametrize("outcome", ["reject", "hold"])
def test_what_weighs_is_asked_for_once_more(desk: Desk, outcome: str) -> None:
    written = desk.first()
    code = {"reject": desk.blocking, "hold": "X05"}[outcome]
    message = "Kind words." if outcome == "reject" else ""
    walker = decided(desk.open(desk.reader(), written), outcome, code, message=message)
    assert walker.path.endswith("/check")
    assert message in walker.text
    assert not desk.decisions(written)
    walker.fill("/back")
    sent = walker.sent(walker.form("/decide"))
    assert (sent["outcome"], sent["codes"], sent["message"]) == ([outcome], [code], [message])
    walker.fill("/decide").fill("/decide")
    assert (walker.path, walker.status) == (QUEUE, 200), walker.text[:400]
    assert [one.outcome for one in desk.decisions(written)] == [outcome]
    assert desk.state(written) == {"reject": "rejected", "hold": "held"}[outcome]


def test_what_is_held_is_not_answered_by_a_reader(desk: Desk) -> None:
    written = desk.first()
    walker = decided(desk.open(desk.reader(), written), "hold", "X05", message="Kind words.")
    assert "take your words away" in walker.problems[0]
    assert not desk.decisions(written)


def test_care_leaves_the_post_to_be_decided(desk: Desk) -> None:
    written = desk.first()
    walker = decided(desk.open(desk.reader(), written), "care", "X01")
    assert "A duty person is told" in walker.text
    case = desk.case(written)
    assert (case.state, case.cared_for, case.urgent) == ("queued", True, 2)
    assert len(desk.notices(written)) == 1
    again = desk.open(desk.reader(), written)
    assert "A duty person was told already." in again.text
    assert "(X01)" not in again.text, "what was decided in this very case is no earlier decision"


def test_the_longest_message_comes_back_whole(desk: Desk) -> None:
    """Whatever it is written in: it travels in an address, which has little room."""
    walker = desk.open(desk.reader(), desk.first())
    for sign in ("a", "ñ", "я", "字", "🌱"):
        whole = (sign + "b" * 2) * (LONGEST_MESSAGE // 3)
        walker.post(walker.path + "/decide", fields_of(walker, outcome="reject", message=whole))
        assert walker.sent(walker.form("/decide"))["message"] == [whole]
    walker.post(walker.path + "/decide", fields_of(walker, outcome="approve", message=whole + "b"))
    assert "600 characters" in walker.problems[0]


def test_the_same_form_twice_gets_the_same_answer_and_counts_once(desk: Desk) -> None:
    written = desk.first()
    walker = desk.open(desk.reader(), written)
    path, fields = walker.path + "/decide", fields_of(walker, outcome="request_changes", codes="C01")
    fields.pop("more")
    answers = [walker.post(path, fields).answer.text for _time in range(2)]
    assert ["The writer has the text back" in one for one in answers] == [True, True]
    assert len(desk.decisions(written)) == 1
    walker.post(path, fields | {"outcome": "approve", "codes": ""})
    assert walker.status == 409
    assert "You decided here already" in walker.text
    assert len(desk.decisions(written)) == 1


def test_who_comes_second_is_told(desk: Desk) -> None:
    """The lease ran out, somebody else decided: 409, and how to go on (safety.md S53)."""
    written = desk.first()
    slow = desk.open(desk.reader(), written)
    path, fields = slow.path + "/decide", fields_of(slow, outcome="approve")
    desk.at(NOON + timedelta(minutes=11))
    decided(desk.open(desk.reader(), written), "request_changes", "C01")
    assert slow.post(path, fields).status == 409
    assert "Somebody else has decided already" in slow.text
    assert slow.form("/queue/next") is not None
    assert [one.outcome for one in desk.decisions(written)] == ["request_changes"]


def test_an_edit_meanwhile_is_told(desk: Desk) -> None:
    written = desk.first()
    walker = desk.open(desk.reader(), written)
    path, fields = walker.path + "/decide", fields_of(walker, outcome="approve")
    published.change(written, "Quite another text.", title="A quiet week", waits=True)
    assert walker.post(path, fields).status == 409
    assert "changed the text meanwhile" in walker.text
    assert "Quite another text." not in walker.answer.text
    assert not desk.decisions(written)
    assert walker.fill("/take").status == 200
    assert "Quite another text." in walker.text


def test_a_lost_lease_keeps_what_was_typed(desk: Desk) -> None:
    written = desk.first()
    walker = desk.open(desk.reader(), written)
    fields = fields_of(walker, outcome="request_changes", codes="C01", message="Please leave the town out.")
    path = walker.path
    desk.at(NOON + timedelta(minutes=11))
    walker.post(path + "/decide", fields)
    assert (walker.status, "You do not hold the post any more" in walker.text) == (409, True)
    walker.fill("/take")
    assert (walker.status, walker.path) == (200, path)
    sent = walker.sent(walker.form("/decide"))
    assert (sent["outcome"], sent["codes"], sent["message"]) == (
        ["request_changes"], ["C01"], ["Please leave the town out."],
    )  # fmt: skip
    walker.fill("/decide")
    assert [one.outcome for one in desk.decisions(written)] == ["request_changes"]


def test_who_decided_very_much_is_told_when_to_go_on_and_loses_no_word(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cap of decisions in an hour (S56)."""
    monkeypatch.setattr(pace, "MOST_DECISIONS", 1)
    walker = decided(desk.open(desk.reader(), desk.first()), "approve")
    written = desk.first()
    decided(desk.open(walker, written), "request_changes", "C01", message="Please leave the town out.")
    assert "You can go on in 60 minutes." in walker.problems[0]
    assert walker.sent(walker.form("/decide"))["message"] == ["Please leave the town out."]
    assert not desk.decisions(written)


FORGED = {
    "token": "a" * 64, "digest": "b" * 64, "version": "99", "revision": random_id(), "key": "short",
}  # fmt: skip


@pytest.mark.parametrize("field", FORGED)
def test_a_forged_field_decides_nothing(desk: Desk, field: str) -> None:
    written = desk.first()
    walker = desk.open(desk.reader(), written)
    for value in (FORGED[field], "", "é\ud800" if field != "revision" else "x"):
        sent = fields_of(walker, outcome="approve") | {field: value.encode("utf-8", "surrogatepass")}
        answer = walker.client.post(
            "/en-GB" + walker.path + "/decide",
            data=sent,
            base_url="https://localhost",
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.status_code in (400, 404, 409), (field, value)
    assert not desk.decisions(written)
    assert not desk.shown(written)


def test_somebody_elses_case_is_not_decided_with_their_form(desk: Desk) -> None:
    written = desk.first()
    walker, other = desk.open(desk.reader(), written), desk.reader().open(QUEUE)
    fields = fields_of(walker, outcome="approve") | {"stamp": stamp_of(other)}
    assert other.post(walker.path + "/decide", fields).status == 409
    assert not desk.decisions(written)


def test_a_second_reader_is_told_nothing_of_the_first(desk: Desk) -> None:
    written = desk.first(need=2)
    walker = decided(desk.open(desk.reader(), written), "approve", message="First words.")
    assert "A second reader decides" in walker.text
    second = desk.open(desk.reader(), written)
    assert "First words." not in second.answer.text
    assert "Approved" not in second.text
    decided(second, "approve")
    desk.at(LATER)
    assert desk.shown(written)
