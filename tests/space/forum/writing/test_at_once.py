"""Several presses at the same moment, on both databases: one post, one case, no limit passed (invariants 6 and 21)."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask

from support.common.kernel.db import db
from support.space.cases.models import Case
from support.space.forum.models import Post, Revision
from support.space.forum.writing import limits
from support.space.forum.writing.sending import Refused
from tests.people import member
from tests.space.forum import published
from tests.space.forum.writing.authors import begun, cases, form_of, press_send, sent, states, withdrawn


def together(*deeds: Callable[[], object]) -> list[object]:
    """Do these at the same moment; what each gave back, or raised."""
    gate, results = threading.Barrier(len(deeds)), list[object]()

    def one(deed: Callable[[], object]) -> None:
        gate.wait()
        try:
            results.append(deed())
        except Exception as error:  # given to the test
            results.append(error)

    threads = [threading.Thread(target=one, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_the_same_form_pressed_at_once_is_one_post(space: Flask) -> None:
    person = member(space)
    form = form_of(person, begun(person))
    results = together(*[lambda: press_send(person, form)] * 6)
    assert len(set(results)) == 1
    assert isinstance(results[0], uuid.UUID)
    with space.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Post).where(Post.author_id == person.id)) == 1
    assert len(cases(person, results[0])) == 1


def test_no_limit_is_passed_by_sending_at_once(space: Flask) -> None:
    person = member(space)
    opening = [sent(person, "One"), sent(person, "Two")]
    places = [published.thread(member(space)) for _number in range(4)]
    forms = [form_of(person, begun(person, "An answer", answers_id=place.id)) for place in places]
    results = together(*[lambda form=form: press_send(person, form) for form in forms])
    assert sum(isinstance(one, uuid.UUID) for one in results) == limits.MOST_WAITING_OF_NEWCOMERS - len(opening)
    assert all(isinstance(one, uuid.UUID | Refused) for one in results), results


def test_taking_back_and_another_version_at_once_end_in_one_legal_state(space: Flask) -> None:
    for _round in range(4):
        person = member(space)
        post_id = sent(person)
        form = form_of(person, begun(person, "Another", post_id=post_id))
        results = together(lambda: press_send(person, form), lambda: withdrawn(person, post_id))  # noqa: B023
        assert not [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)], results
        with space.app_context():
            waiting = (
                sa.select(sa.func.count()).select_from(Case).where(Case.post_id == post_id, Case.state != "closed")
            )
            assert not db.session.scalar(waiting)
            assert set(db.session.scalars(sa.select(Revision.state).where(Revision.post_id == post_id))) <= {
                "withdrawn", "superseded",
            }  # fmt: skip
        assert states(person, post_id)[-1] == "withdrawn"
