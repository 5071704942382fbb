"""What must be so, said a second time from moderation.md 2.3 alone. No line of it is shared with the product.

Times are datetimes, people are their account ids. Nothing here knows a database.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

UNDO, LEASE = timedelta(seconds=20), timedelta(minutes=10)
CHANGES, UNREAD = timedelta(days=30), timedelta(hours=48)
QUEUED, SECOND, LEAD, APPROVING, HELD = "queued", "second_needed", "with_lead", "approving", "held"
KINDS = {"approve": "yes", "approve_with_note": "yes", "reject": "no", "request_changes": "changes"}


@dataclass(eq=False)
class Version:
    """One version of a post: its words, and what it quotes (a post's version that was shown, second paragraph)."""

    id: uuid.UUID
    title: str
    body: str
    quotes: tuple[Post, Version] | None = None
    state: str = "queued"
    lapses_on: date | None = None


@dataclass(eq=False)
class Lease:
    """That somebody reads a case: the same object for as long as it is the same hold."""

    who: uuid.UUID
    until: datetime


@dataclass(eq=False)
class Case:
    """The open review of a post. ``readings``: who said yes, no or changes and waits for another reader."""

    id: uuid.UUID
    post: Post
    head: Version
    need: int
    opened_at: datetime
    stage: str = QUEUED
    readings: list[tuple[uuid.UUID, str]] = field(default_factory=list)
    pending: uuid.UUID | None = None
    apply_at: datetime | None = None
    lease: Lease | None = None
    passed: set[uuid.UUID] = field(default_factory=set)

    @property
    def readable(self) -> bool:
        return self.stage in (QUEUED, SECOND, LEAD)


@dataclass(eq=False)
class Post:
    """One contribution. ``shown`` is what readers may see of it; ``ever``: whether it was published once."""

    id: uuid.UUID
    thread_id: uuid.UUID
    parent: Post | None
    author: uuid.UUID | None
    versions: list[Version] = field(default_factory=list)
    shown: Version | None = None
    case: Case | None = None
    ever: bool = False

    @property
    def visible(self) -> bool:
        """Published, and so is everything that it answers (invariant 14)."""
        return self.shown is not None and (self.parent is None or self.parent.visible)

    @property
    def editable(self) -> bool:
        if not self.versions or any(one.state == "held" for one in self.versions):
            return False
        return self.shown is not None or self.versions[-1].state in ("queued", "changes_requested")

    @property
    def depth(self) -> int:
        return 0 if self.parent is None else 1 + self.parent.depth


@dataclass
class Forum:
    """Everything: posts, who reads, what was written into the log, and what people were told."""

    part: str
    moderators: set[uuid.UUID]
    leads: set[uuid.UUID]
    away: set[uuid.UUID] = field(default_factory=set)
    posts: list[Post] = field(default_factory=list)
    frozen: bool = False
    decided_at: datetime | None = None
    log: list[tuple[str, Post | None]] = field(default_factory=list)
    told: list[tuple[uuid.UUID, str, uuid.UUID]] = field(default_factory=list)

    # who may

    def reads(self, who: uuid.UUID) -> bool:
        return who in self.moderators | self.leads and who not in self.away

    def may_read(self, who: uuid.UUID, case: Case) -> bool:
        """No stranger to the staff, no writer in the thread, nobody who has read it already (invariant 10)."""
        wrote = any(one.thread_id == case.post.thread_id and one.author == who for one in self.posts)
        before = any(reader == who for reader, _kind in case.readings)
        right = case.stage in (QUEUED, SECOND) or (case.stage == LEAD and who in self.leads)
        return self.reads(who) and right and not wrote and not before

    def holds(self, who: uuid.UUID, case: Case, lease: Lease | None, now: datetime) -> bool:
        """Whether that very hold is theirs, live, and nothing bars them (invariant 7)."""
        live = lease is not None and case.lease is lease and lease.who == who and now < lease.until
        return live and self.may_read(who, case)

    def open(self, now: datetime) -> bool:
        """Enough people, and nothing unread for two days without anybody deciding anything."""
        if len(self.moderators - self.away) < 3 or len(self.leads - self.away) < 2:
            return False
        unread = any(one.readable and one.opened_at <= now - UNREAD for one in self.cases())
        return not (unread and (self.decided_at is None or self.decided_at <= now - UNREAD))

    def readers_needed(self, author: uuid.UUID) -> int:
        ever = sum(one.ever for one in self.posts if one.author == author)
        return 2 if self.part == "prevention" and ever < 5 else 1

    def cases(self) -> list[Case]:
        return [one.case for one in self.posts if one.case]

    # writers

    def sent(self, post: Post, version: Version, case_id: uuid.UUID, now: datetime) -> None:
        """Another version waits; what waited before, or was given back, never counts any more."""
        for old in post.versions:
            if old.state in ("queued", "changes_requested"):
                old.state, old.lapses_on = "superseded", None
        post.versions.append(version)
        if post not in self.posts:
            self.posts.append(post)
        assert post.author
        need = self.readers_needed(post.author)
        if post.case is None:
            post.case = Case(case_id, post, version, need, now)
        else:
            case = post.case
            case.stage, case.head, case.need, case.lease = QUEUED, version, need, None
            case.readings, case.pending, case.apply_at = [], None, None
        self.log.append(("post_sent", post))

    def withdrawn(self, post: Post) -> bool:
        """Taken back, whatever it was; done twice it is done once. Returns whether something changed."""
        open_states = ("queued", "changes_requested", "rejected", "lapsed", "unpublished")
        mine = [one for one in post.versions if one.state in open_states or one is post.shown]
        if not mine and post.case is None:
            return False
        for one in mine:
            one.state, one.lapses_on = "withdrawn", None
        post.shown = post.case = None
        self.log.append(("post_withdrawn", post))
        return True

    def left(self, who: uuid.UUID) -> None:
        """All that somebody wrote is gone; what others wrote stays and stands on its own (invariant 22)."""
        for post in self.posts:
            if post.author == who:
                post.author = post.shown = post.case = None
                post.versions = []
        self.told = [one for one in self.told if one[0] != who]
        self.log.append(("member_left", None))

    # readers

    def decided(self, case: Case, who: uuid.UUID, outcome: str, two: bool, now: datetime) -> None:
        """What one reader's word makes of a case that they hold."""
        case.lease, self.decided_at, post = None, now, case.post
        if outcome == "care":
            self._note("care", post, tell=True)
            return
        if outcome == "hold":
            if post.shown:
                post.shown.state = "unpublished"
            post.shown, case.head.state, case.stage = None, "held", HELD
            case.readings = []
            self._note("held", post, tell=True)
            return
        kind = KINDS[outcome]
        if case.stage == SECOND and case.readings[0][1] != kind:
            case.readings.append((who, kind))
            case.stage = LEAD
            self._note("with_lead", post)
        elif case.stage == QUEUED and ((kind == "yes" and case.need == 2) or (kind == "no" and two)):
            case.readings.append((who, kind))
            case.stage = SECOND
            self._note("second_needed", post)
        elif kind == "yes":
            case.stage, case.pending, case.apply_at = APPROVING, who, now + UNDO
            self._note("approved", post)
        else:
            self._refused(case, kind, now)

    def _refused(self, case: Case, kind: str, now: datetime) -> None:
        case.head.state = {"no": "rejected", "changes": "changes_requested"}[kind]
        case.head.lapses_on = now.date() + CHANGES if kind == "changes" else None
        case.post.case = None
        self._note(case.head.state, case.post, tell=True)

    def undone(self, case: Case) -> None:
        """Back to where it was read, without a trace for readers (invariant 11)."""
        case.stage = (QUEUED, SECOND, LEAD)[len(case.readings)]
        case.pending = case.apply_at = None
        self._note("undone", case.post)

    def due(self, now: datetime) -> list[Case]:
        waits = [one for one in self.cases() if one.stage == APPROVING and one.apply_at and one.apply_at <= now]
        return [] if self.frozen else sorted(waits, key=lambda one: one.apply_at or now)

    def applied(self, case: Case) -> None:
        """The time of an approval has come; that of somebody who may not read any more has no effect."""
        post = case.post
        if case.pending is None or not self.reads(case.pending):
            self.undone(case)
            return
        if post.shown:
            post.shown.state = "superseded"
        post.shown, post.case, post.ever = case.head, None, True
        case.head.state = "approved"
        self._note("published", post, tell=True)

    def lapsed(self, now: datetime) -> None:
        for post in self.posts:
            for one in post.versions:
                if one.state == "changes_requested" and one.lapses_on and one.lapses_on <= now.date():
                    one.state, one.lapses_on = "lapsed", None
                    self._note("lapsed", post, tell=True)

    def _note(self, event: str, post: Post, *, tell: bool = False) -> None:
        self.log.append((f"post_{event}", post))
        if tell and post.author:
            self.told.append((post.author, event, post.id))
