"""One's own posts, in every state: the only place beside the reader's desk that opens what is sealed. Read only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.cases.models import CLOSED, QUEUED, Case, Decision
from support.space.forum.content import Content, unseal
from support.space.forum.models import APPROVED, HELD, Post, Publication, Revision
from support.space.forum.notices.models import Notice
from support.space.forum.notices.telling import message_of
from support.space.forum.visibility import visible
from support.space.forum.writing import drafts, progress
from support.space.forum.writing.targets import NotThere, Target, editable

ON_A_PAGE = 20
FIRST_WORDS = 80


@dataclass(frozen=True)
class Listed:
    """One line of the list: the post, where it stands, and by what its writer knows it again."""

    id: uuid.UUID
    standing: str
    sent_on: date
    opening: bool
    words: str = field(repr=False)
    language: str


@dataclass(frozen=True)
class Version:
    """One version. ``content`` is none where it is held. ``codes``: the reasons; ``message``: what a reader wrote."""

    id: uuid.UUID
    number: int
    state: str
    content: Content | None = field(repr=False)
    codes: tuple[str, ...]
    message: str = field(repr=False)
    lapses_on: date | None


@dataclass(frozen=True)
class OwnPost:
    """One post of one's own, the newest version first. ``published``: the one that readers see, if any.

    ``cared``: the reasons for which somebody was concerned about the writer of the newest one. ``seen``: whether
    readers can get to it, for what it answers may be gone.
    """

    id: uuid.UUID
    thread_id: uuid.UUID
    opening: bool
    standing: str
    steps: tuple[progress.Step, ...]
    versions: tuple[Version, ...]
    published: Version | None
    seen: bool
    editable: bool
    cared: tuple[str, ...]
    draft_id: uuid.UUID | None

    @property
    def newest(self) -> Version:
        """The version that was sent last."""
        return self.versions[0]


def listed(session: Session, by: uuid.UUID, page: int) -> tuple[list[Listed], bool]:
    """The posts of one page, the newest first, and whether there are more."""
    wanted = sa.select(Post).where(Post.author_id == by).order_by(Post.sent_on.desc(), Post.id)
    posts = list(session.scalars(wanted.offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE + 1)))
    versions = _revisions(session, [post.id for post in posts[:ON_A_PAGE]])
    lines = [_line(by, post, versions[post.id]) for post in posts[:ON_A_PAGE] if versions.get(post.id)]
    return lines, len(posts) > ON_A_PAGE


def own(session: Session, by: uuid.UUID, post_id: uuid.UUID, now: datetime) -> OwnPost:
    """One post of one's own. Raises :class:`NotThere`."""
    post = session.scalar(sa.select(Post).where(Post.id == post_id, Post.author_id == by))
    revisions = _revisions(session, [post_id]).get(post_id, []) if post else []
    if post is None or not revisions:
        raise NotThere
    decided, messages = _decided(session, post_id), _messages(session, by, post_id)
    versions = tuple(_version(by, one, decided, messages) for one in revisions)
    shown = session.get(Publication, post_id)
    went = [_went(one, decided) for one in reversed(revisions)]
    return OwnPost(
        id=post.id, thread_id=post.thread_id, opening=post.parent_id is None,
        standing=progress.standing([one.state for one in revisions], shown=shown is not None),
        steps=tuple(progress.steps(went, being_read=_being_read(session, post_id, now))), versions=versions,
        published=next((one for one in versions if shown and one.id == shown.revision_id), None),
        seen=session.scalar(visible().where(Post.id == post_id)) is not None, editable=editable(session, post_id),
        cared=_cared(session, revisions[0].id),
        draft_id=drafts.of_target(session, by, Target(post_id=post_id)),
    )  # fmt: skip


def sent_last(session: Session, by: uuid.UUID, post_id: uuid.UUID) -> Content:
    """The text with which another version begins: what waits or was given back, else what is published.

    Raises :class:`NotThere` for what is not one's own or can get no other version.
    """
    post = session.scalar(sa.select(Post).where(Post.id == post_id, Post.author_id == by))
    if post is None or not editable(session, post_id):
        raise NotThere
    revisions = _revisions(session, [post_id])[post_id]
    last = next(one for one in revisions if one.state in ("queued", "changes_requested", APPROVED))
    return unseal(by, last.id, last.sealed)


def _revisions(session: Session, posts: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Revision]]:
    """The versions of these posts, the newest first."""
    found: dict[uuid.UUID, list[Revision]] = {}
    wanted = sa.select(Revision).where(Revision.post_id.in_(posts)).order_by(Revision.number.desc())
    for one in session.scalars(wanted):
        found.setdefault(one.post_id, []).append(one)
    return found


def _line(by: uuid.UUID, post: Post, revisions: list[Revision]) -> Listed:
    states = [one.state for one in revisions]
    where = progress.standing(states, shown=APPROVED in states)
    content = Content("") if HELD in states else unseal(by, revisions[0].id, revisions[0].sealed)
    words = content.title or " ".join(content.body.split())
    cut = words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS].rsplit(" ", 1)[0] + " …"
    return Listed(post.id, where, revisions[0].sent_on, post.parent_id is None, cut, content.language)


def _version(
    by: uuid.UUID, one: Revision, decided: dict[uuid.UUID, Decision], messages: dict[uuid.UUID, str]
) -> Version:  # fmt: skip
    content = None if one.state == HELD else unseal(by, one.id, one.sealed)
    decision = decided.get(one.id)
    codes = tuple(filter(None, decision.codes.split(","))) if decision and one.state != HELD else ()
    return Version(one.id, one.number, one.state, content, codes, messages.get(one.id, ""), one.lapses_on)


def _decided(session: Session, post_id: uuid.UUID) -> dict[uuid.UUID, Decision]:
    """What took effect of what readers decided, by version; the last one counts."""
    wanted = (
        sa.select(Decision).join(Revision, Revision.id == Decision.revision_id)
        .where(Revision.post_id == post_id, Decision.standing == "effective", Decision.outcome != "care")
        .order_by(Decision.made_on)
    )  # fmt: skip
    return {one.revision_id: one for one in session.scalars(wanted)}


def _cared(session: Session, revision_id: uuid.UUID) -> tuple[str, ...]:
    wanted = sa.select(Decision.codes).where(Decision.revision_id == revision_id, Decision.outcome == "care")
    codes = ",".join(session.scalars(wanted.where(Decision.standing == "effective").order_by(Decision.made_on)))
    return tuple(dict.fromkeys(filter(None, codes.split(","))))


def _messages(session: Session, by: uuid.UUID, post_id: uuid.UUID) -> dict[uuid.UUID, str]:
    wanted = sa.select(Notice).where(Notice.account_id == by, Notice.post_id == post_id, Notice.sealed != "")
    return {one.revision_id: message_of(one) for one in session.scalars(wanted) if one.revision_id}


def _went(one: Revision, decided: dict[uuid.UUID, Decision]) -> progress.Went:
    decision = decided.get(one.id)
    if decision is None:
        return progress.Went(one.state, one.sent_on)
    return progress.Went(one.state, one.sent_on, decision.outcome, decision.made_on)


def _being_read(session: Session, post_id: uuid.UUID, now: datetime) -> bool:
    """Whether somebody has it open, or has read it and another one follows. Never who."""
    case = session.scalar(sa.select(Case).where(Case.post_id == post_id, Case.state != CLOSED))
    return case is not None and (case.state != QUEUED or bool(case.lease_until and case.lease_until > now))
