"""One post at the desk: who sees it, what of it, and the ways to let it go (S51, S53, S57, S107; rows 36 to 38, 61, 94)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from support.common.audit.models import AuditEntry
from support.common.screening.explaining import Explained
from support.common.screening.findings import Finding, Screened
from support.space.cases.models import Case, Skipped
from support.space.forum.models import Revision
from support.space.moderation.desk import hints
from tests.common.accounts.walking import Sent, Walker
from tests.people import member, signed_in, staff
from tests.rules.page import STAMP, words
from tests.rules.test_pages import RULES
from tests.rules.test_query_counts import counted
from tests.space.forum import published
from tests.space.moderation.desk.scene import NOON, QUEUE, TEXT, Desk, decided, fields_of, random_id, stamp_of

QUERIES = 16  # of one case, whatever stands around it


def folds(walker: Walker) -> dict[str, str]:
    """The folded parts of the page: their summaries, and the words in them."""
    found = {}
    for one in walker.page.all("details"):
        assert "open" not in one.attrib
        summary = one.find("summary")
        assert summary is not None
        found[words(summary)] = words(one)
    return found


def test_without_a_lease_there_is_no_such_page(desk: Desk) -> None:
    """Also for a lead, for whoever held it before, and after the time is over: the same bytes as unknown (S57)."""
    written = desk.first()
    path = f"/moderate/cases/{desk.case(written).id}"
    walker, lead = desk.reader(), desk.reader("lead")
    nothing = bare(walker.open(f"/moderate/cases/{random_id()}").answer.data)
    assert bare(walker.open(path).answer.data) == nothing
    desk.open(walker, written)
    assert walker.open(path).status == 200
    assert lead.open(path).status == 404
    assert TEXT[:40] not in lead.answer.text
    desk.at(NOON + timedelta(minutes=11))
    assert (walker.open(path).status, bare(walker.answer.data)) == (404, nothing)
    assert walker.open(f"{path}/check").status == 404


def bare(page: bytes) -> bytes:
    return STAMP.sub(rb"\1", page)


def test_the_text_is_folded_after_its_first_lines(desk: Desk) -> None:
    written = desk.first(body=TEXT + "And then the end of it.")
    walker = desk.open(desk.reader(), written)
    assert "And then the end of it." in folds(walker)["Read all of it w"]
    outside = words(walker.page.all("main")[0]).replace(folds(walker)["Read all of it w"], "")
    assert TEXT[:100].strip() in outside
    assert "And then the end of it." not in outside


def test_it_shows_who_wrote_it_as_the_thread_does_and_nothing_more_of_them(desk: Desk) -> None:
    """The allow-list of S51: text, thread, board, pseudonym, days; the outcomes of earlier posts as codes only."""
    author = member(desk.app)
    before = desk.first(author, body="An earlier text, about soup.")
    decided(desk.open(desk.reader(), before), "request_changes", "C01", message="Words to the writer.")
    written = desk.first(author)
    walker = desk.open(desk.reader(), written)
    assert author.name in walker.text
    assert "Changes asked for (C01): 1" in walker.text
    for secret in (str(author.id), author.id.hex, "about soup", "Words to the writer", str(before.id), str(written.id)):
        assert secret not in walker.answer.text
    sent = walker.sent(walker.form("/decide"))
    assert sent.keys() == {"stamp", "token", "key", "version", "revision", "digest", "message", "more", "keys"}
    ids = set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", walker.answer.text))
    assert ids == {str(desk.case(written).id), sent["revision"][0]}
    assert not re.search(r"\d\d:\d\d", walker.text), "days, no times (S32)"


def test_hints_come_first_with_their_reasons_and_their_places(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "Hello. " + TEXT + "Meet me at the old mill."
    found = Finding(body.index("the old mill"), len(body) - 1, "place", "meeting", "fix")
    monkeypatch.setattr(hints, "screen", lambda text, **_more: Screened((found,) if text == body else ()))
    monkeypatch.setattr(hints, "explain", lambda rule: Explained(f"Name of {rule}", "Why it is.", "What to do."))
    written = desk.first(body=body, hints="older")
    walker = desk.open(desk.reader(), written)
    assert walker.text.index("Name of place") < walker.text.index("Hello.")
    assert "Name of older: Why it is. What to do." in walker.text
    (mark,) = walker.page.all("mark")
    assert (mark.attrib["id"], words(mark)) == ("hint-2", "(hint 2: the old mill)")
    assert [one.attrib["href"] for one in walker.page.links() if "hint-" in one.attrib["href"]] == ["#hint-2"]


def test_a_screening_that_fails_hides_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object, **_more: object) -> Screened:
        raise RuntimeError

    monkeypatch.setattr(hints, "screen", fails)
    walker = desk.open(desk.reader(), desk.first())
    assert TEXT[:100].strip() in walker.text


def test_what_is_published_around_it_is_there_folded_and_nothing_else(desk: Desk) -> None:
    opener, other = member(desk.app), member(desk.app)
    thread = published.thread(opener, title="A long night", body="The clock was loud.\n\nThen it rained.")
    middle = published.answer(other, thread, "I know these nights.")
    published.answer(opener, thread, "Nobody has read this yet.", waits=True)
    gone = published.answer(opener, thread, "This was taken back.")
    published.answer(other, gone, "Below what was taken back.", on=published.TODAY + timedelta(days=1))
    published.gone(gone)
    for number in range(7):
        published.answer(other, thread, f"Another evening {number}.")
    written = published.answer(member(desk.app), middle, TEXT, waits=True, quote=published.quote(thread, 1))
    walker = desk.open(desk.reader(), written)
    parts = folds(walker)
    assert "The clock was loud." in parts["How the thread begins"]
    assert "I know these nights." in parts["What it answers"]
    assert sum("Another evening" in text for text in parts.values()) == 5
    assert "Then it rained." in words(walker.page.all("blockquote")[0])
    assert "In the thread: A long night" in walker.text
    for hidden in ("Nobody has read this yet.", "This was taken back.", "Below what was taken back."):
        assert hidden not in walker.answer.text


def test_what_changed_since_it_was_last_decided(desk: Desk) -> None:
    author = member(desk.app)
    thread = published.thread(author, title="A quiet week", body="The kettle sings in the morning.")
    published.change(thread, "The kettle sings in the evening.", title="A quiet week", waits=True)
    walker = desk.open(desk.reader(), thread)
    (fold,) = [text for summary, text in folds(walker).items() if summary.startswith("What changed since")]
    assert "(taken out: morning.)" in fold
    assert "(new: evening.)" in fold
    assert [words(one) for one in walker.page.all("ins")] == ["(new: evening.)"]


def test_skipped_it_is_not_offered_again(own_desk: Desk) -> None:
    first, second = own_desk.waits(urgent=2), own_desk.waits()
    walker = own_desk.open(own_desk.reader(), first).fill("/skip", why="too_hard")
    assert (walker.path, "You passed it on" in walker.text) == (QUEUE, True)
    assert own_desk.ask(sa.select(Skipped.case_id)) == [own_desk.case(first).id]
    assert own_desk.case(first).holder_id is None
    assert walker.fill("/queue/next").path == f"/moderate/cases/{own_desk.case(second).id}"
    assert "Nothing waits for you" in walker.fill("/skip").fill("/queue/next").text


def test_of_why_it_was_passed_on_only_what_is_about_the_text_is_kept(own_desk: Desk) -> None:
    for why in ("too_hard", "know_them", "", "x" * 90, "language", "unsure"):
        own_desk.open(own_desk.reader(), own_desk.waits()).fill("/skip", why=why)
    wanted = sa.select(AuditEntry).where(AuditEntry.event == "post_skipped").order_by(AuditEntry.number)
    kept = [one.pairs for one in own_desk.ask(wanted)]
    assert kept == [{}, {}, {}, {}, {"why": "language"}, {"why": "unsure"}]


@pytest.mark.parametrize(("ending", "leads_to"), [("/release", QUEUE), ("/stop", "/moderate/rest")])
def test_given_back_it_waits_again(desk: Desk, ending: str, leads_to: str) -> None:
    written = desk.first()
    walker = desk.open(desk.reader(), written).fill(ending)
    assert (walker.status, walker.path) == (200, leads_to)
    assert desk.case(written).holder_id is None
    desk.write(sa.update(Case).where(Case.id == desk.case(written).id).values(opened_at=NOON - timedelta(days=500)))
    assert walker.open(QUEUE).fill("/queue/next").path == f"/moderate/cases/{desk.case(written).id}"


def test_after_stopping_there_is_nothing_to_do_and_help_for_helpers(desk: Desk) -> None:
    walker = desk.reader().open("/moderate/rest")
    assert "nobody asks you why" in walker.text
    assert any(one.attrib["href"].endswith("/now") for one in walker.page.all("main")[0].iter("a"))
    assert walker.page.all("form") == [walker.form("/sign-out")]


def test_a_sign_of_life_keeps_it_and_a_foreign_one_does_not(desk: Desk) -> None:
    written = desk.first()
    walker = desk.open(desk.reader(), written)
    form, path = walker.form("/release"), walker.path
    assert form.attrib["data-renew"].endswith("/renew")
    sent = {name: values[0] for name, values in walker.sent(form).items()}
    desk.at(NOON + timedelta(minutes=8))
    assert walker.post(f"{path}/renew", sent, follow=False).status == 204
    desk.at(NOON + timedelta(minutes=17))
    assert walker.open(path).status == 200
    assert walker.post(f"{path}/renew", sent | {"token": "a" * 64}, follow=False).status == 409
    desk.at(NOON + timedelta(minutes=29))
    assert walker.post(f"{path}/renew", sent, follow=False).status == 409
    assert walker.post(f"{path}/release", sent).status == 200


def test_left_by_the_page_itself_it_can_be_taken_again(desk: Desk) -> None:
    """A page that is left gives its post back; whoever only loaded it again is told, and is one press away."""
    written = desk.first()
    walker = desk.reader().open(QUEUE)
    desk.open(walker, written)
    sealed = walker.hops[-1]
    sent = {name: values[0] for name, values in walker.sent(walker.form("/release")).items()}
    walker.post(walker.path + "/release", sent, follow=False)
    walker.open(sealed.removeprefix("/en-GB"))
    assert (walker.path, "You do not hold that post any more" in walker.text) == (QUEUE, True)
    case_id = desk.case(written).id
    assert "Take it again" in walker.text
    again = walker.page.all("form")[1].attrib["action"].removeprefix("/en-GB")
    assert again == f"/moderate/cases/{case_id}/take"
    assert walker.post(again, {"stamp": stamp_of(walker)}).path == f"/moderate/cases/{case_id}"


def test_ones_own_post_and_thread_are_not_for_oneself(desk: Desk) -> None:
    """Neither offered nor taken by its address (moderation.md, invariant 10)."""
    person = staff(desk.app, "lead")
    own, thread = desk.first(person), published.thread(person)
    answered = published.answer(member(desk.app), thread, TEXT, waits=True)
    walker = Walker(desk.app, signed_in(person)).open(QUEUE)
    for written in (own, answered):
        case_id = desk.case(written).id
        assert f"/cases/{case_id}/" not in walker.answer.text
        assert walker.post(f"/moderate/cases/{case_id}/take", {"stamp": stamp_of(walker.open(QUEUE))}).status == 404
        assert desk.case(written).holder_id is None


def test_its_pages_keep_the_rules_of_every_page(desk: Desk) -> None:
    """One heading, labels, unique ids, the band, the exit (promises 1 and 2), in every state."""
    written = desk.first(hints="newcomer", newcomer=True)
    desk.first()
    walker = desk.reader()
    seen = [walker.open(QUEUE).page]
    desk.open(walker, written)
    path, fields = walker.path, fields_of(walker, outcome="reject")
    seen.append(walker.page)
    seen.append(walker.post(path + "/decide", fields).page)
    assert walker.problems
    seen.append(walker.post(path + "/decide", fields_of(walker, outcome="reject", codes=desk.blocking)).page)
    assert walker.path.endswith("/check")
    seen.append(walker.post(path + "/decide", fields_of_check(walker) | {"token": ["x"]}).page)
    assert walker.status == 409
    seen += [walker.open("/moderate/decided").page, walker.open("/moderate/rest").page]
    faults = [fault for page in seen for rule in RULES for fault in rule(page)]
    assert not faults


def fields_of_check(walker: Walker) -> Sent:
    return dict(walker.sent(walker.form("/decide")))


def test_more_around_it_asks_no_more(desk: Desk) -> None:
    opener, other = member(desk.app), member(desk.app)
    thread = published.thread(opener)
    written = published.answer(member(desk.app), thread, TEXT, waits=True)
    walker = desk.open(desk.reader(), written)
    asked = []
    for more in (1, 12):
        for number in range(more):
            published.answer(other, thread, f"Another evening {number}.")
        with counted(desk.app) as heard:
            walker.open(walker.path)
        asked.append(len(heard))
    assert asked[0] == asked[1] <= QUERIES, heard


def test_a_text_that_does_not_open_can_still_be_passed_on(desk: Desk) -> None:
    written = desk.first()
    desk.write(sa.update(Revision).where(Revision.id == written.revision_id).values(sealed="1.AAAA"))
    walker = desk.open(desk.reader(), written)
    assert "cannot be opened" in walker.text
    walker.fill("/skip")
    assert walker.path == QUEUE and desk.case(written).skips == 1
