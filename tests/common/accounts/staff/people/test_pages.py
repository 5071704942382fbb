"""The pages about the staff in a browser: proposing, confirming, passing a link on, reading the log."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from support.common.accounts.models import SUSPENDED, Invitation, Proposal
from support.common.accounts.staff.people import caps, deeds, queries
from support.common.accounts.staff.people.service import record
from support.common.kernel.db import db
from tests.common.accounts.staff.people.seen import LINK, link_in, stamp_of
from tests.common.accounts.staff.people.team import NOON, Team
from tests.common.accounts.walking import TAG, Walker
from tests.people import Person
from tests.rules.page import words


def test_an_invitation_from_the_proposal_to_the_link(team: Team) -> None:
    person = team.lead()
    first, second = team.walker(person), team.walker(team.lead())
    first.post(f"{team.people}/propose", {"stamp": stamp_of(first), "what": f"invite:{team.plain}"})
    assert first.path == team.people
    assert "Somebody else has to confirm it" in first.text
    (proposal,) = team.ask(sa.select(Proposal.id).where(Proposal.proposed_by == person.id))
    second.open(team.people).post(f"{team.people}/confirm", {"stamp": stamp_of(second), "proposal": str(proposal)})
    assert "can now see the link" in second.text
    assert not link_in(second), "who confirms must not see it"
    link = link_in(first.open(team.people))
    guest = Walker(team.app).open(link.removeprefix(TAG))
    assert (guest.status, guest.path) == (200, f"{team.desk}/invited")
    first.fill("passed-on")
    assert "not shown any more" in first.text
    assert not link_in(first.open(team.people))
    assert guest.open(link.removeprefix(TAG)).status == 200


def test_the_forms_of_the_page_say_what_the_services_take(own_team: Team) -> None:
    """Everything that can be chosen is proposed by the page's own forms, and confirmed by the page's own button."""
    first, second = own_team.lead(), own_team.lead()
    mine, theirs = own_team.walker(first), own_team.walker(second)
    options = [one.attrib["value"] for one in mine.page.all("select")[1].iter("option") if one.attrib["value"]]
    ids = [one.attrib["id"] for one in mine.page.all("select")]
    assert ids == ["role", "about", "what", "whom"]
    acts = [one.attrib["value"] for one in mine.page.all("select")[2].iter("option")]
    assert options == [str(one.id) for one in own_team.do(queries.colleagues)]
    assert {act.partition(":")[0] for act in acts} == set(deeds.EVENTS) - {deeds.INVITE}
    for act in acts:
        about = own_team.person(own_team.leading, own_team.plain)
        if act.startswith("grant"):
            about = own_team.person()
        if act == deeds.LIFT_SUSPENSION:
            theirs.open(own_team.people).fill("suspend", whom=str(about.id))
            assert own_team.account(about).state == SUSPENDED
        form = {"stamp": stamp_of(mine), "what": act, "about": str(about.id)}
        assert "Somebody else" in mine.post(f"{own_team.people}/propose", form).text, act
        theirs.open(own_team.people).fill("confirm")
        assert "confirmed and done" in theirs.text, act
        assert not own_team.ask(sa.select(Proposal.id))


def test_what_is_wrong_is_said_beside_the_form_and_what_was_chosen_is_kept(team: Team) -> None:
    lead, about = team.lead(), team.other()
    walker = team.walker(lead)
    chosen = {"stamp": stamp_of(walker), "what": deeds.LIFT_SUSPENSION, "about": str(about.id)}
    walker.post(f"{team.people}/propose", chosen)
    assert len(walker.problems) == 1
    assert "There is nothing to do" in walker.problems[0]
    kept = [
        one.attrib["value"] for one in walker.page.all("option") if "selected" in one.attrib and one.attrib["value"]
    ]
    assert kept == [str(about.id), deeds.LIFT_SUSPENSION]
    walker.post(f"{team.people}/suspend", {"stamp": stamp_of(walker), "whom": str(lead.id)})
    assert "You cannot suspend yourself" in walker.problems[0]


def test_the_page_says_when_one_may_go_on(team: Team) -> None:
    lead = team.lead()
    walker = team.walker(lead)
    for _ in range(caps.MOST_GRAVE_ACTS):
        team.propose(lead, deeds.INVITE, team.plain)
    team.at(NOON + timedelta(minutes=8, seconds=30))
    walker.post(f"{team.people}/suspend", {"stamp": stamp_of(walker), "whom": str(team.other().id)})
    assert "You can go on in 52 minutes." in walker.problems[0]


def test_the_page_leads_to_a_new_proof_and_shows_no_link_before_it(team: Team) -> None:
    lead = team.lead()
    team.confirm(team.propose(lead, deeds.INVITE, team.plain), team.lead())
    walker = team.walker(lead)
    assert link_in(walker)
    assert "second factor once more" not in walker.text
    team.at(NOON + timedelta(minutes=team.times.proof_minutes))
    walker.open(team.people)
    assert walker.status == 200
    assert not LINK.search(walker.answer.text)
    assert "A link waits for you here" in walker.text
    leads = [one.attrib["href"] for one in walker.page.all("a") if f"{team.desk}/prove?w=" in one.attrib["href"]]
    assert len(leads) == 1


def test_the_page_shows_who_is_there_and_what_waits(own_team: Team) -> None:
    first, second, plain = own_team.lead(), own_team.lead(), own_team.other()
    removed = own_team.other()
    own_team.confirm(own_team.propose(first, deeds.REMOVE, "", removed), second)
    own_team.confirm(own_team.propose(first, deeds.NEW_FACTOR, "", plain), second)
    own_team.propose(first, deeds.GRANT, own_team.leading, plain)
    seen = own_team.walker(second)
    assert removed.name not in seen.text
    (line,) = [words(one) for one in seen.page.all("li") if plain.name in words(one)]
    assert line.endswith("active, has no second factor yet")
    assert f"Give a role: {'administrator' if own_team.part == 'site' else 'safety lead'}" in seen.text
    assert [words(one) for one in seen.page.all("button") if words(one) in ("Confirm", "Take it back")] == ["Confirm"]
    mine = own_team.walker(first)
    assert [words(one) for one in mine.page.all("button") if words(one) in ("Confirm", "Take it back")] == [
        "Take it back"
    ]
    own_team.confirm(own_team.propose(second, deeds.WITHDRAW_ROLE, own_team.leading, first), own_team.lead())
    assert "Nothing is waiting" in seen.open(own_team.people).text, "what can no longer be confirmed is not shown"


def test_the_log_speaks_in_words_and_names_the_staff_alone(own_team: Team) -> None:
    first, second, about, member = own_team.lead(), own_team.lead(), own_team.other(), own_team.member()
    own_team.confirm(own_team.propose(first, deeds.GRANT, own_team.leading, about), second)
    note(own_team.app, "case_decided", member)
    seen = own_team.walker(first).open(f"{own_team.desk}/log")
    assert seen.status == 200
    role = "administrator" if own_team.part == "site" else "safety lead"
    lines = [words(one) for one in seen.page.all("main")[0].iter("li")]
    assert [line.split(". ", 1)[1] for line in lines] == [
        "case_decided.",
        f"Gave a role: {role}. About: {about.name}. Done by: {first.name}.",
        f"Confirmed: Give a role: {role}. About: {about.name}. Done by: {second.name}.",
        f"Proposed: Give a role: {role}. About: {about.name}. Done by: {first.name}.",
    ]
    assert "audit verify" in seen.text


def test_the_log_shows_the_newest_hundred(own_team: Team) -> None:
    lead = own_team.lead()
    for number in range(103):
        note(own_team.app, f"entry_{number}", lead)
    lines = [words(one) for one in own_team.walker(lead).open(f"{own_team.desk}/log").page.all("main")[0].iter("li")]
    assert len(lines) == 100
    assert "entry_102" in lines[0]
    assert "entry_3" in lines[-1]


def test_the_log_leaves_out_that_members_come_and_go(own_team: Team) -> None:
    lead, member = own_team.lead(), own_team.member()
    note(own_team.app, "entry_first", lead)
    for _time in range(101):
        note(own_team.app, "member_joined", member)
        note(own_team.app, "member_left", member)
    lines = [words(one) for one in own_team.walker(lead).open(f"{own_team.desk}/log").page.all("main")[0].iter("li")]
    assert len(lines) == 1
    assert "entry_first" in lines[0]


def note(app: Flask, event: str, about: Person) -> None:
    with app.app_context():
        record(db.session(), event, NOON, by=None, about=about.id)
        db.session.commit()


def test_more_people_cost_no_more_questions(own_team: Team) -> None:
    lead = own_team.lead()
    walker = own_team.walker(lead)

    def asked() -> int:
        found: list[str] = []
        with own_team.app.app_context():
            engine = db.engine
        listener = lambda *given: found.append(given[2])  # noqa: E731
        sa.event.listen(engine, "before_cursor_execute", listener)
        walker.open(own_team.people)
        sa.event.remove(engine, "before_cursor_execute", listener)
        return len(found)

    own_team.propose(own_team.lead(), deeds.GRANT, own_team.leading, own_team.other())
    few = asked()
    for _ in range(5):
        own_team.propose(own_team.lead(), deeds.GRANT, own_team.leading, own_team.other())
    assert asked() == few


def test_an_invitation_that_was_confirmed_exists_once(team: Team) -> None:
    """Pressing the button twice: the second time there is nothing to confirm."""
    team.write(sa.delete(Invitation))
    proposal = team.propose(team.lead(), deeds.INVITE, team.plain)
    walker = team.walker(team.lead())
    sent = {"stamp": stamp_of(walker), "proposal": str(proposal)}
    assert walker.post(f"{team.people}/confirm", sent, follow=False).status == 303
    assert walker.post(f"{team.people}/confirm", sent, follow=False).status == 404
    assert len(team.ask(sa.select(Invitation.id))) == 1
