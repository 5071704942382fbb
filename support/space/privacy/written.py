"""What somebody wrote: posts, each version of them, what is published, drafts."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.kernel.i18n import gettext as _
from support.common.privacy.sections import Fact
from support.common.sealing.wrapping import KeyGone, Unreadable
from support.space.forum import content_notes
from support.space.forum.content import Content, unseal
from support.space.forum.models import HELD, UNPUBLISHED, Post, Publication, Revision
from support.space.forum.writing import drafts as keeping
from support.space.forum.writing.models import Draft, TakenForm


def posts(session: Session, account_id: UUID) -> list[list[Fact]]:
    """Each post, in the order in which they were sent."""
    wanted = sa.select(Post.sent_on).where(Post.author_id == account_id).order_by(Post.sent_on, Post.id)
    return [[Fact("post.sent_on", _("Sent on"), day)] for day in session.scalars(wanted)]


def versions(session: Session, account_id: UUID) -> list[list[Fact]]:
    """Each version of each post, whatever became of it."""
    wanted = sa.select(Revision).join(Post).where(Post.author_id == account_id)
    return [
        _version(account_id, one)
        for one in session.scalars(wanted.order_by(Post.sent_on, Post.id, Revision.number))
    ]  # fmt: skip


def published(session: Session, account_id: UUID) -> list[list[Fact]]:
    """What readers see of somebody now."""
    wanted = sa.select(Publication).join(Post, Post.id == Publication.post_id).where(Post.author_id == account_id)
    return [
        [
            Fact("publication.published_on", _("Published on"), one.published_on),
            Fact("publication.place", _("Which one in its thread"), one.place),
            Fact("publication.title", _("Title"), one.title),
            Fact("publication.body", _("The text"), one.body),
            Fact("publication.language", _("Language"), one.language),
            Fact("publication.notes", _("Content notes"), one.notes, _notes(one.notes)),
            Fact("publication.edited", _("Not the first version"), one.edited),
        ]
        for one in session.scalars(wanted.order_by(Publication.published_on, Publication.number))
    ]


def drafts(session: Session, account_id: UUID) -> list[list[Fact]]:
    """What was begun and not sent."""
    wanted = sa.select(Draft).where(Draft.author_id == account_id).order_by(Draft.saved_on, Draft.id)
    return [
        [
            Fact("draft.saved_on", _("Last saved on"), one.saved_on),
            Fact("draft.version", _("How often it was saved"), one.version),
            Fact("draft.sealed", _("The text"), _drafted(session, account_id, one.id)),
        ]
        for one in session.scalars(wanted)
    ]


def taken(session: Session, account_id: UUID) -> list[list[Fact]]:
    """When something was sent, as long as sending it twice must have one effect only."""
    wanted = sa.select(TakenForm.taken_at).where(TakenForm.account_id == account_id).order_by(TakenForm.taken_at)
    return [[Fact("taken_form.taken_at", _("Sent at"), moment)] for moment in session.scalars(wanted)]


def state_in_words(state: str) -> str:
    """What became of a version. One that is held is, to its writer, one that is not published."""
    return {
        "queued": _("waits to be read"),
        "approved": _("published"),
        "changes_requested": _("we asked you for changes"),
        "rejected": _("turned down"),
        "withdrawn": _("you took it back"),
        "superseded": _("a newer version took its place"),
        "lapsed": _("the time for changes is over"),
        "unpublished": _("not published"),
    }.get(state, state)


def _version(account_id: UUID, one: Revision) -> list[Fact]:
    state = UNPUBLISHED if one.state == HELD else one.state
    return [
        Fact("revision.number", _("Version"), one.number),
        Fact("revision.sent_on", _("Sent on"), one.sent_on),
        Fact("revision.state", _("What became of it"), state, state_in_words(state)),
        Fact("revision.lapses_on", _("Changes are possible until"), one.lapses_on),
        Fact("revision.over_on", _("Over since"), one.over_on),
        Fact("revision.sealed", _("The text"), _words(account_id, one)),
    ]


def _words(account_id: UUID, one: Revision) -> str:
    try:
        return in_full(unseal(account_id, one.id, one.sealed))
    except (KeyGone, Unreadable):
        return _("It cannot be read any more.")


def _drafted(session: Session, account_id: UUID, draft_id: UUID) -> str:
    try:
        kept = keeping.opened(session, account_id, draft_id).kept
    except (KeyGone, Unreadable):
        return _("It cannot be read any more.")
    beside = [f"{_('From another window:')}\n\n{in_full(one)}" for one in kept.beside]
    return "\n\n".join((in_full(kept.content), *beside))


def in_full(content: Content) -> str:
    """All that a writer decided about a post, as one text."""
    parts = [content.title, content.body]
    if content.notes:
        parts.append(_("Content notes: %(notes)s", notes=_notes(",".join(content.notes))))
    if content.language:
        parts.append(_("Language: %(code)s", code=content.language))
    return "\n\n".join(filter(None, parts))


def _notes(codes: str) -> str:
    return ", ".join(content_notes.labels(content_notes.coded(codes)))
