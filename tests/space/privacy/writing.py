"""Posts for tests, made of the tables themselves in whatever state is asked for. Call it in an application context."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from itertools import count

from support.common.kernel import clock
from support.common.kernel.db import db
from support.space.cases import opening
from support.space.cases.models import Case, Decision, DecisionCount
from support.space.forum import content, publishing
from support.space.forum.content import Content, Quote
from support.space.forum.models import QUEUED, Board, Post, Publication, Revision, Thread
from support.space.forum.notices.telling import tell
from support.space.forum.reading.models import Follow, MutedPerson, MutedThread, NoteChoice, Reaction
from support.space.forum.writing import drafts
from support.space.forum.writing.models import Fingerprint, TakenForm
from support.space.forum.writing.targets import Target
from tests.people import Person

_numbers = count(1)


def board() -> Board:
    """A board for threads."""
    made = Board(code=f"own-{next(_numbers)}", title="Evenings", about="", language="en")
    db.session.add(made)
    db.session.flush()
    return made


def sent(person: Person, words: str, *, answers: Post | None = None, quote: Quote | None = None) -> Post:
    """A post that waits to be read: a new thread, or an answer."""
    thread = db.session.get_one(Thread, answers.thread_id) if answers else Thread(board_id=board().id)
    db.session.add(thread)
    db.session.flush()
    made = Post(
        thread_id=thread.id, author_id=person.id, parent_id=answers.id if answers else None, sent_on=clock.now().date()
    )
    db.session.add(made)
    db.session.flush()
    another_version(made, words, quote=quote)
    return made


def another_version(post: Post, words: str, *, quote: Quote | None = None) -> Revision:
    """A version of a post that waits to be read, and its case."""
    now, number = clock.now(), next(_numbers)
    written = Content(body=words, title="" if post.parent_id else f"Of {words}", notes=("sleep",), quote=quote)
    assert post.author_id
    key = uuid.uuid4()
    made = Revision(
        id=key, post_id=post.id, number=number, state=QUEUED, sealed=content.seal(post.author_id, key, written),
        digest=content.digest(written), sent_on=now.date(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    db.session.add(Fingerprint(revision_id=key, part=0, value=f"{number:016x}", made_on=now.date()))
    form = TakenForm(form_hash=f"form-{number}", request_hash=f"request-{number}", post_id=post.id, taken_at=now)
    form.account_id = post.author_id
    db.session.add(form)
    sent_now = opening.Sent(post.id, key, made.digest, hints=("contact.mail",), newcomer=True)
    opening.open_or_move(db.session(), sent_now, now)
    return made


def case_of(post: Post) -> Case:
    """The open case of a post."""
    return db.session.query(Case).filter(Case.post_id == post.id, Case.state != "closed").one()


def decided(post: Post, reader: Person, outcome: str = "approve", *, standing: str = "effective") -> Decision:
    """What a reader decides about what waits of a post; with no effect but that the case is over."""
    case, now = case_of(post), clock.now()
    made = Decision(
        case_id=case.id, revision_id=case.head_id, digest=case.head_digest, outcome=outcome, codes="sleepless",
        notes="", by_id=reader.id, idempotency_hash=f"decision-{next(_numbers)}", request_hash="x", standing=standing,
        made_on=now.date(),
    )  # fmt: skip
    db.session.add(made)
    if standing == "effective":
        opening.close(case, now)
    db.session.flush()
    return made


def published(person: Person, words: str, reader: Person, **more: object) -> Post:
    """A post that everybody can read."""
    made = sent(person, words, **more)  # type: ignore[arg-type]
    show(made, reader)
    return made


def show(post: Post, reader: Person) -> Publication:
    """What waits of a post is approved and published."""
    publishing.publish(db.session(), decided(post, reader), on=clock.now().date())
    db.session.flush()
    return db.session.get_one(Publication, post.id)


def ended(post: Post, reader: Person, outcome: str, state: str) -> None:
    """What waits of a post is decided, and its version gets that state."""
    decision = decided(post, reader, outcome)
    db.session.get_one(Revision, decision.revision_id).state = state
    db.session.flush()


def drafted(person: Person, words: str, *, answers: Post | None = None) -> uuid.UUID:
    """A draft that was begun. Commits."""
    db.session.flush()
    target = Target(answers_id=answers.id) if answers else Target(board_id=board().id)
    db.session.commit()
    return drafts.begin(db.session(), person.id, target, Content(body=words), clock.now())


def held_by(post: Post, reader: Person, until: datetime | None = None) -> Case:
    """The open case of a post, in a reader's hands."""
    case = case_of(post)
    case.holder_id, case.lease_hash = reader.id, uuid.uuid4().hex
    case.lease_until = until or clock.now() + timedelta(minutes=10)
    db.session.flush()
    return case


def chosen(person: Person, post: Post, other: Person) -> None:
    """Everything that a reader can choose: a sign, what they follow and mute, a content note, and a notice."""
    db.session.add_all([
        Reaction(post_id=post.id, account_id=person.id, kind="heard"),
        Follow(account_id=person.id, thread_id=post.thread_id),
        MutedThread(account_id=person.id, thread_id=post.thread_id),
        MutedPerson(account_id=person.id, muted_id=other.id),
        NoteChoice(account_id=person.id, note="sleep", choice="hide"),
    ])  # fmt: skip
    db.session.flush()
    key = f"told-{next(_numbers)}"
    tell(db.session(), person.id, key=key, kind="approved", post_id=post.id, codes=("x",), message="a kind word")


def counted(person: Person) -> None:
    """That somebody of the staff decided something in this hour."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    db.session.add(DecisionCount(account_id=person.id, hour=hour, decisions=3))
    db.session.flush()
