"""The table of moderation.md 2.3 as a pure function: what it allows, refuses, and never lets happen."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.space.cases.models import APPROVING, CLOSED, HELD, QUEUED, SECOND_NEEDED, WITH_LEAD
from support.space.cases.states import (
    APPROVE,
    APPROVE_WITH_NOTE,
    APPROVING_OUTCOMES,
    CARE,
    EFFECTIVE,
    HOLD,
    OUTCOMES,
    PENDING,
    READ_IN,
    REJECT,
    REQUEST_CHANGES,
    UNDONE,
    WAITING,
    Applied,
    Decided,
    Event,
    NotAllowed,
    Sent,
    Stand,
    Step,
    Undone,
    Withdrawn,
    after,
    open_to,
)

EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Decided, st.sampled_from(OUTCOMES), st.booleans()),
    st.builds(Sent, st.sampled_from((1, 2))),
    st.just(Withdrawn()),
    st.just(Undone()),
    st.just(Applied()),
)
STARTS = st.builds(Stand, need=st.sampled_from((1, 2)))


def walk(start: Stand, events: list[Event]) -> list[tuple[Stand, Event, Step]]:
    """The steps that the table allows, one after the other; what it refuses leaves everything as it was."""
    stand, steps = start, []
    for event in events:
        try:
            step = after(stand, event)
        except NotAllowed:
            continue
        steps.append((stand, event, step))
        stand = step.to
    return steps


@given(STARTS, st.lists(EVENTS, max_size=14))
def test_only_a_pending_approval_is_published_and_that_closes_the_case(start: Stand, events: list[Event]) -> None:
    for stand, event, step in walk(start, events):
        if step.publish:
            assert event == Applied() and stand.state == APPROVING and stand.pending in APPROVING_OUTCOMES
            assert (step.to.state, step.revision, step.decision) == (CLOSED, "approved", EFFECTIVE)


@given(STARTS, st.lists(EVENTS, max_size=14))
def test_two_person_classes_are_never_published_on_one_decision(start: Stand, events: list[Event]) -> None:
    read = 0  # verdicts about the text that stands now
    for _stand, event, step in walk(start, events):
        if isinstance(event, Sent):
            read = 0
        elif isinstance(event, Decided) and event.outcome != CARE:
            read += 1
        elif isinstance(event, Undone):
            read -= 1
        if step.publish:
            assert read >= step.to.need


@given(STARTS, st.lists(EVENTS, max_size=14))
def test_what_waits_pends_and_is_read_belongs_together(start: Stand, events: list[Event]) -> None:
    for _stand, _event, step in walk(start, events):
        to = step.to
        assert bool(to.pending) == (to.state == APPROVING) == (step.decision == PENDING)
        if to.state in READ_IN:
            assert len(to.waiting) == READ_IN.index(to.state)
        if to.state in (CLOSED, HELD):
            assert not to.waiting and step.over


@given(STARTS, st.lists(EVENTS, max_size=14))
def test_nothing_happens_to_what_is_closed_or_held(start: Stand, events: list[Event]) -> None:
    steps = walk(start, events)
    assert all(step.to.state not in (CLOSED, HELD) for _stand, _event, step in steps[:-1])


@given(STARTS, st.lists(EVENTS, max_size=14), st.sampled_from((1, 2)))
def test_another_version_begins_anew_from_wherever_the_case_stands(
    start: Stand, events: list[Event], need: int
) -> None:
    steps = walk(start, events)
    stand = steps[-1][2].to if steps else start
    if stand.state in (CLOSED, HELD):
        with pytest.raises(NotAllowed):
            after(stand, Sent(need))
    else:
        step = after(stand, Sent(need))
        assert step.to == Stand(QUEUED, need) and step.over and step.revision == "superseded"


@given(STARTS, st.lists(EVENTS, max_size=14))
def test_the_writer_is_told_of_whatever_ends_or_escalates(start: Stand, events: list[Event]) -> None:
    for _stand, event, step in walk(start, events):
        ended = step.to.state in (CLOSED, HELD) and not isinstance(event, Withdrawn)
        cared = isinstance(event, Decided) and event.outcome == CARE
        assert step.tell == (ended or cared)


@given(STARTS, st.lists(EVENTS, max_size=14))
def test_undoing_leads_back_to_where_it_was_read(start: Stand, events: list[Event]) -> None:
    steps = walk(start, events)
    for (before, event, _step), (_stand, undoing, back) in itertools.pairwise(steps):
        if undoing == Undone():
            assert isinstance(event, Decided)
            assert back.to == before and back.decision == UNDONE and not back.publish


@pytest.mark.parametrize(
    ("start", "event", "state", "standing"),
    [
        (Stand(QUEUED, 1), Decided(APPROVE), APPROVING, PENDING),
        (Stand(QUEUED, 1), Decided(APPROVE_WITH_NOTE), APPROVING, PENDING),
        (Stand(QUEUED, 2), Decided(APPROVE), SECOND_NEEDED, WAITING),
        (Stand(QUEUED, 2), Decided(REQUEST_CHANGES), CLOSED, EFFECTIVE),
        (Stand(QUEUED, 2), Decided(REJECT), CLOSED, EFFECTIVE),
        (Stand(QUEUED, 1), Decided(REJECT, two=True), SECOND_NEEDED, WAITING),
        (Stand(QUEUED, 1), Decided(REQUEST_CHANGES, two=True), CLOSED, EFFECTIVE),
        (Stand(SECOND_NEEDED, 2, (APPROVE,)), Decided(APPROVE_WITH_NOTE), APPROVING, PENDING),
        (Stand(SECOND_NEEDED, 2, (APPROVE,)), Decided(REJECT), WITH_LEAD, WAITING),
        (Stand(SECOND_NEEDED, 2, (APPROVE,)), Decided(REQUEST_CHANGES), WITH_LEAD, WAITING),
        (Stand(SECOND_NEEDED, 1, (REJECT,)), Decided(REJECT, two=True), CLOSED, EFFECTIVE),
        (Stand(SECOND_NEEDED, 1, (REJECT,)), Decided(APPROVE), WITH_LEAD, WAITING),
        (Stand(WITH_LEAD, 2, (APPROVE, REJECT)), Decided(APPROVE), APPROVING, PENDING),
        (Stand(WITH_LEAD, 2, (APPROVE, REJECT)), Decided(REJECT, two=True), CLOSED, EFFECTIVE),
        (Stand(SECOND_NEEDED, 2, (APPROVE,)), Decided(CARE), SECOND_NEEDED, EFFECTIVE),
        (Stand(SECOND_NEEDED, 2, (APPROVE,)), Decided(HOLD), HELD, EFFECTIVE),
    ],
)
def test_a_decision_leads_where_the_table_says(start: Stand, event: Decided, state: str, standing: str) -> None:
    step = after(start, event)
    assert (step.to.state, step.decision) == (state, standing)


def test_care_brings_to_the_front_and_nothing_else_does() -> None:
    fronts = {outcome for outcome in OUTCOMES if after(Stand(), Decided(outcome)).front}
    assert fronts == {CARE}


def test_a_hold_takes_back_what_was_shown_and_nothing_else_does() -> None:
    taken = {outcome for outcome in OUTCOMES if after(Stand(), Decided(outcome)).take_back}
    assert taken == {HOLD}


def test_what_two_differed_about_is_for_a_lead_only() -> None:
    assert set(open_to(lead=True)) - set(open_to(lead=False)) == {WITH_LEAD}
    assert not {APPROVING, HELD, CLOSED} & set(open_to(lead=True))


@pytest.mark.parametrize("state", [QUEUED, SECOND_NEEDED, WITH_LEAD])
def test_what_is_not_approved_has_nothing_to_undo_or_to_apply(state: str) -> None:
    stand = Stand(state, 2, (APPROVE, REJECT)[: READ_IN.index(state)])
    for event in (Undone(), Applied()):
        with pytest.raises(NotAllowed):
            after(stand, event)


def test_an_approval_is_not_decided_about_again() -> None:
    with pytest.raises(NotAllowed):
        after(Stand(APPROVING, 1, (), APPROVE), Decided(REJECT))


def test_an_outcome_that_is_none_is_refused() -> None:
    with pytest.raises(NotAllowed):
        after(Stand(), Decided("publish"))
