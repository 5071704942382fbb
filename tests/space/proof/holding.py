"""What the database says is compared with what the model says, after every deed; each check names its invariant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from support.common.audit import verifying
from support.common.audit.models import AuditEntry, AuditSubject, OutboxItem
from support.common.kernel.db import db
from support.common.sealing.vault import keystore
from support.space.cases.models import CLOSED, Case, Decision
from support.space.forum import content as contents
from support.space.forum.content import Content, Quote
from support.space.forum.models import Post, Publication, Revision, Thread
from support.space.forum.notices.models import Notice
from support.space.forum.quotes import resolve
from support.space.forum.visibility import visible
from tests.space.proof import model
from tests.space.proof.world import SECOND, World

CODES = {
    "survivors": {f"C{n:02}" for n in range(1, 14)} | {f"X0{n}" for n in range(1, 7)} | {f"SV{n:02}" for n in range(1, 12)},
    "prevention": {f"C{n:02}" for n in range(1, 14)} | {f"X0{n}" for n in range(1, 7)} | {f"PV{n:02}" for n in range(1, 12)},
}  # fmt: skip
REFUSING, APPROVING = ("reject", "request_changes"), ("approve", "approve_with_note")
# what the log says became of a case, for whoever reads nothing but the log
REPLAYED = {
    "post_sent": "queued", "post_second_needed": "second_needed", "post_with_lead": "with_lead",
    "post_approved": "approving", "post_held": "held", "post_published": CLOSED, "post_rejected": CLOSED,
    "post_changes_requested": CLOSED, "post_withdrawn": CLOSED,
}  # fmt: skip


def readers_see_exactly_what_the_model_says(world: World) -> None:
    """Invariants 1, 3, 14 and 21: the approved words, all of them and no others, whatever else waits."""
    rows = db.session.execute(visible().with_only_columns(Post.id, Publication.title, Publication.body))
    shown = {row.id: (row.title, row.body) for row in rows}
    right = {
        one.id: (one.shown.title, one.shown.body) for one in world.forum.posts if one.visible and one.shown is not None
    }
    assert shown == right
    stored = {row.post_id: row.body for row in db.session.execute(sa.select(Publication.post_id, Publication.body))}
    assert stored == {one.id: one.shown.body for one in world.forum.posts if one.shown}


def nothing_hidden_is_counted(world: World) -> None:
    """Invariants 1 and 2: what lists say of a thread is of visible posts alone."""
    rows = db.session.execute(sa.select(Thread.id, Thread.shown, Thread.answers))
    said = {row.id: (row.shown, row.answers) for row in rows if row.shown or row.answers}
    right: dict[Any, tuple[bool, int]] = {}
    for post in world.forum.posts:
        if post.visible:
            opening, answers = right.get(post.thread_id, (False, 0))
            right[post.thread_id] = (opening or post.parent is None, answers + (post.parent is not None))
    assert said == right


def what_is_published_was_approved(world: World) -> None:
    """Invariant 4: the digest of what is published is that of the words, and stands in an approval in effect."""
    digests = {one.id: one.digest for one in db.session.scalars(sa.select(Decision).where(
        Decision.standing == "effective", Decision.outcome.in_(APPROVING)))}  # fmt: skip
    for row in db.session.scalars(sa.select(Publication)):
        post = next(one for one in world.forum.posts if one.id == row.post_id)
        assert post.shown is not None
        quoted = Quote(post.shown.quotes[0].id, post.shown.quotes[1].id, 1) if post.shown.quotes else None
        content = Content(row.body, title=row.title, quote=quoted)
        assert digests[row.decision_id] == row.digest == contents.digest(content)


def one_decision_counts_in_each_round(world: World) -> None:
    """Invariants 5 and 11: of a version and round one decision is in effect or pending; two readers where two are
    asked for."""
    rows = db.session.execute(sa.select(Decision.case_id, Decision.revision_id, Decision.standing, Decision.outcome))
    counted: dict[Any, int] = {}
    for row in rows:
        if row.outcome != "care" and row.standing in ("effective", "pending"):
            counted[row.case_id, row.revision_id] = counted.get((row.case_id, row.revision_id), 0) + 1
    assert not [one for one, count in counted.items() if count > 1]


def cases_stand_where_the_model_says(world: World) -> None:
    """Invariants 7, 8, 21: each open case with its head, its hold and its time; each version with its state."""
    wanted = sa.select(Case).where(Case.state != CLOSED).execution_options(populate_existing=True)
    rows = {one.post_id: one for one in db.session.scalars(wanted)}
    assert set(rows) == {one.post.id for one in world.forum.cases()}
    for case in world.forum.cases():
        row = rows[case.post.id]
        assert (row.state, row.head_id, row.need, row.apply_at) == (case.stage, case.head.id, case.need, case.apply_at)
        assert (row.holder_id, row.lease_until) == ((case.lease.who, case.lease.until) if case.lease else (None, None))
    states = {row.id: row.state for row in db.session.execute(sa.select(Revision.id, Revision.state))}
    assert states == {one.id: one.state for post in world.forum.posts for one in post.versions}


def nobody_decides_about_themselves(world: World) -> None:
    """Invariant 10: a decision is never by whoever wrote the post; two readers are two people."""
    wanted = sa.select(Decision.case_id, Decision.by_id, Decision.standing, Post.author_id, Decision.outcome)
    rows = db.session.execute(wanted.join(Case, Case.id == Decision.case_id).join(Post, Post.id == Case.post_id)).all()
    assert not [row for row in rows if row.by_id == row.author_id]
    for case in world.forum.cases():
        readers = [reader for reader, _kind in case.readings]
        assert len(readers) == len(set(readers)) and case.pending not in readers


def each_refusal_has_its_reason_and_its_notice(world: World) -> None:
    """Invariants 12 and 13, and nothing lost or doubled (8): a reason of this space, and one notice to the writer."""
    told = sorted((str(a), kind, str(post)) for a, kind, post in world.forum.told)
    kinds = ("published", "changes_requested", "rejected", "care", "held", "lapsed")
    rows = db.session.execute(sa.select(Notice.account_id, Notice.kind, Notice.post_id).where(Notice.kind.in_(kinds)))
    assert sorted((str(row.account_id), row.kind, str(row.post_id)) for row in rows) == told
    keys = set(db.session.scalars(sa.select(Notice.key)))
    for one in db.session.scalars(sa.select(Decision)):
        codes = set(filter(None, one.codes.split(",")))
        assert codes <= CODES[world.forum.part], "a code of another space"
        assert codes or one.outcome == "approve"
        if one.standing == "effective" and one.outcome in REFUSING:
            assert f"decision:{one.id}" in keys


def each_step_stands_in_the_log_once(world: World) -> None:
    """Invariant 9: the log has exactly these steps, those of a post in this order; read alone it leads to
    where the cases stand."""
    wanted = sa.select(AuditEntry.event, AuditSubject.post).outerjoin(
        AuditSubject, AuditSubject.id == AuditEntry.subject
    )
    rows = db.session.execute(wanted.where(AuditEntry.number > world.logged_before).order_by(AuditEntry.number)).all()
    mine = [(row.event, row.post) for row in rows if not row.event.startswith("publishing_")]
    assert Counter(event for event, _post in mine) == Counter(event for event, _post in world.forum.log)
    for known in world.forum.posts:
        if known.author is not None:
            of_post = [event for event, post in mine if post == known.id]
            assert of_post == [event for event, post in world.forum.log if post is known]
    where: dict[Any, tuple[str, int]] = {}
    for event, post in mine:
        stage, readings = where.get(post, (CLOSED, 0))
        if event in ("post_second_needed", "post_with_lead"):
            readings += 1
        elif event == "post_sent":
            readings = 0
        stage = (
            ("queued", "second_needed", "with_lead")[readings] if event == "post_undone" else REPLAYED.get(event, stage)
        )
        where[post] = (stage, readings)
    for known in world.forum.posts:
        if known.author is not None:
            assert where[known.id][0] == (known.case.stage if known.case else CLOSED)


def the_chain_is_whole(world: World) -> None:
    """Invariant 9: nothing in the log was changed."""
    assert not verifying.verify(db.session(), keystore().root("audit"))


def quotes_show_what_is_published_now(world: World) -> None:
    """Invariant 14: a quote has words only while exactly that version is published and can be seen."""
    rows = {row.post_id: row for row in db.session.scalars(sa.select(Publication))}
    said = resolve(db.session(), rows.values())
    for post in world.forum.posts:
        if post.shown is None or post.shown.quotes is None:
            continue
        of, version = post.shown.quotes
        right = version.body.split("\n\n")[1] if of.visible and of.shown is version else None
        assert said[post.id] == right
        assert right is None or SECOND in right


def nothing_is_left_of_who_left(world: World) -> None:
    """Invariant 22: no post, version, case or publication of somebody who left."""
    for table in (Post,):
        assert not db.session.scalar(
            sa.select(sa.func.count()).select_from(table).where(Post.author_id.in_(world.gone))
        )
    bare = sa.select(Post.id).where(Post.author_id.is_(None))
    for table in (Publication, Revision, Case):
        assert not db.session.scalar(sa.select(sa.func.count()).select_from(table).where(table.post_id.in_(bare)))


def what_follows_is_only_of_what_was_published(world: World) -> None:
    """Invariants 1 and 11: what is to be told to others is about posts that were published."""
    ever = {one.id for one in world.forum.posts if one.ever}
    assert set(db.session.scalars(sa.select(OutboxItem.about).where(OutboxItem.kind == "published"))) <= ever


ALWAYS: tuple[Callable[[World], None], ...] = (
    readers_see_exactly_what_the_model_says, nothing_hidden_is_counted, what_is_published_was_approved,
    one_decision_counts_in_each_round, cases_stand_where_the_model_says, nobody_decides_about_themselves,
    each_refusal_has_its_reason_and_its_notice, each_step_stands_in_the_log_once, quotes_show_what_is_published_now,
    nothing_is_left_of_who_left, what_follows_is_only_of_what_was_published,
)  # fmt: skip


def reviewed(post: model.Post) -> bool:
    """Whether a post is still somebody's."""
    return post.author is not None
