"""Who finds nothing on the pages about the staff: without the permission, a fresh proof, or a form of their own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from support.common.accounts.staff.people import deeds
from support.common.kernel.access import declared
from tests.common.accounts.staff.people.seen import HOME, bare, stamp_of
from tests.common.accounts.staff.people.team import NOON, Team
from tests.common.accounts.walking import OWN, SHOWN_STAMP, TAG, Walker
from tests.conftest import Make, browser, readied
from tests.people import signed_in

POSTS = ("propose", "confirm", "withdraw", "suspend", "passed-on", "end-link")
FIELDS = {"what": "invite:lead", "about": "", "proposal": str(uuid.uuid4()), "whom": "", "invitation": ""}


def visits(client: FlaskClient, team: Team, stamp: str) -> Iterator[tuple[str, int, bytes]]:
    """Every address here, asked for and sent to, as the holder of a sign-in would."""
    for path in (team.people, f"{team.desk}/log"):
        answer = client.get(TAG + path, base_url=HOME, headers=OWN)
        yield path, answer.status_code, SHOWN_STAMP.sub(b"", answer.data)
    for path in POSTS:
        sent = FIELDS | {"stamp": stamp}
        answer = client.post(f"{TAG}{team.people}/{path}", base_url=HOME, headers=OWN, data=sent)
        yield path, answer.status_code, SHOWN_STAMP.sub(b"", answer.data)


def test_for_members_and_those_who_lead_nobody_nothing_is_here(team: Team) -> None:
    for person in (team.member(), team.other(), team.person()):
        walker = Walker(team.app, signed_in(person)).open(f"{team.desk}/nothing-here")
        unknown = bare(walker)
        assert walker.status == 404
        before = team.log()
        for path, status, content in visits(walker.client, team, stamp_of(walker)):
            assert (status, content) == (404, unknown), path
        assert team.log() == before


def test_without_a_sign_in_everything_leads_to_the_door(team: Team) -> None:
    client = browser(team.app)
    for path, status, _content in visits(client, team, ""):
        assert status == 303, path


@pytest.mark.parametrize("stage", ["second", "enrol", "recover"])
def test_who_is_half_way_gets_no_further_here(team: Team, stage: str) -> None:
    for path, status, content in visits(signed_in(team.lead(), stage=stage), team, ""):
        assert status in (303, 403), path
        assert b"Propose" not in content


def test_every_form_here_asks_for_a_fresh_proof(team: Team) -> None:
    rules = [rule for rule in team.app.url_map.iter_rules() if rule.endpoint.startswith("people.")]
    posts = [rule for rule in rules if "POST" in (rule.methods or ())]
    assert len(posts) == len(POSTS)
    needs = {rule.endpoint: declared(team.app, rule.endpoint) for rule in posts}
    assert all(need and need.fresh for need in needs.values())


def test_an_old_proof_is_led_to_a_new_one_and_nothing_is_done(team: Team) -> None:
    lead, about = team.lead(), team.other()
    proposal = team.propose(team.lead(), deeds.GRANT, team.leading, about)
    walker = team.walker(lead)
    stamp = stamp_of(walker)
    team.at(NOON + timedelta(minutes=team.times.proof_minutes))
    given = {"stamp": stamp, "what": "invite:" + team.plain, "proposal": str(proposal), "whom": str(about.id)}
    before = team.log()
    for path in POSTS:
        walker.post(f"{team.people}/{path}", given, follow=False)
        assert walker.status == 303, path
        assert walker.answer.headers["Location"].startswith(f"{TAG}{team.desk}/prove"), path
    assert team.log() == before
    assert team.waits(proposal)


def test_ids_that_are_not_for_you_are_answered_alike(team: Team) -> None:
    lead, member = team.lead(), team.member()
    walker = team.walker(lead)
    stamp = stamp_of(walker)
    own = team.propose(lead, deeds.INVITE, team.plain)
    about_me = team.propose(team.lead(), deeds.GRANT, team.plain, lead)
    theirs = team.propose(team.lead(), deeds.INVITE, team.plain)
    unknown = bare(walker.open(f"{team.desk}/nothing-here"))
    for path, field, value in (
        ("confirm", "proposal", own), ("confirm", "proposal", about_me), ("confirm", "proposal", uuid.uuid4()),
        ("confirm", "proposal", ""), ("confirm", "proposal", "1 OR 1=1"), ("confirm", "nothing", "x"),
        ("withdraw", "proposal", theirs), ("withdraw", "proposal", about_me), ("withdraw", "proposal", uuid.uuid4()),
        ("suspend", "whom", member.id), ("suspend", "whom", uuid.uuid4()), ("suspend", "whom", "x" * 4000),
        ("passed-on", "invitation", uuid.uuid4()),
        ("end-link", "invitation", uuid.uuid4()),
    ):  # fmt: skip
        walker.post(f"{team.people}/{path}", {"stamp": stamp, field: str(value)}, follow=False)
        assert (walker.status, bare(walker)) == (404, unknown), (path, value)
    for value in (member.id, uuid.uuid4(), "x"):
        walker.post(f"{team.people}/propose", {"stamp": stamp, "what": "remove", "about": str(value)}, follow=False)
        assert (walker.status, bare(walker)) == (404, unknown), value
    assert all(team.waits(one) for one in (own, about_me, theirs))


def test_forms_that_others_made_are_refused(team: Team) -> None:
    lead, about = team.lead(), team.other()
    client, other = signed_in(lead), team.walker(team.lead())
    for headers, stamp in (
        (OWN, ""), (OWN, stamp_of(other)), (OWN, "x" * 300),
        ({"Sec-Fetch-Site": "cross-site"}, stamp_of(Walker(team.app, client).open(team.people))),
        ({"Origin": "https://elsewhere.example"}, stamp_of(Walker(team.app, client).open(team.people))),
    ):  # fmt: skip
        sent = {"stamp": stamp, "whom": str(about.id)}
        answer = client.post(f"{TAG}{team.people}/suspend", base_url=HOME, headers=headers, data=sent)
        assert answer.status_code == 403
    assert team.account(about).state == "active"


def test_neither_a_form_nor_a_cookie_of_the_other_space_counts(tmp_path: Path, make_app: Make) -> None:
    teams = [Team(readied(make_app(tmp_path / part, part=part))) for part in ("survivors", "prevention")]
    for team in teams:
        team.at(NOON)
    here, there = teams
    lead, about = here.lead(), here.other()
    theirs = there.walker(there.lead())
    client = signed_in(lead)
    sent = {"stamp": stamp_of(theirs), "whom": str(about.id)}
    assert client.post(f"{TAG}{here.people}/suspend", base_url=HOME, headers=OWN, data=sent).status_code == 403
    stranger = browser(here.app)
    for name, value in theirs.cookies().items():
        stranger.set_cookie(name, value, domain="localhost", secure=True)
    assert stranger.get(f"{TAG}{here.people}", base_url=HOME).status_code == 303
    assert here.account(about).state == "active"
