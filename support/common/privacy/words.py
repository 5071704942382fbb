"""What the register says about people, in the reader's language: what is held, how long, and why a copy lacks it.

``KEPT`` has a sentence for each length of time that the register gives for people, made from the settings themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from support.common.kernel.db import db, owned, schema_of
from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import ngettext
from support.common.privacy.register import EXPORTED, register
from support.times import Times

LEDGER_MARGIN_DAYS = 7  # a copy that is being made while the last one is forgotten


@dataclass(frozen=True)
class Held:
    """One line of the privacy page: what is held, and how long."""

    table: str
    what: str
    kept: tuple[str, ...]


def held(times: Times, part: str = "") -> list[Held]:
    """What is held of people, a line for each table of the register; with ``part``, of that application alone."""
    kept: dict[str, dict[str, None]] = {}
    for column in register():
        if column.of_people and there(column.table, part):
            kept.setdefault(column.table, {})[KEPT[column.kept](times)] = None
    return [Held(table, what(table), tuple(sentences)) for table, sentences in kept.items()]


def left_out(part: str = "") -> list[tuple[list[str], str]]:
    """What a person's copy does not hold: names of columns, with the reason that they share; ``part`` as above."""
    reasons: dict[str, list[str]] = {}
    for column in register():
        if column.of_people and column.export != EXPORTED and there(column.table, part):
            reasons.setdefault(column.export, []).append(column.name)
    return [(names, why(reason)) for reason, names in reasons.items()]


def there(table: str, part: str) -> bool:
    """Whether an application has that table; with no part, whether any has."""
    found = db.metadata.tables.get(table)  # what lies in no database is everywhere
    return not part or found is None or owned(found, schema_of(part))


def ledger_days(times: Times) -> int:
    """For how long it is remembered that an account was deleted: longer than any copy can hold it."""
    return max(times.content_backup_days, times.key_backup_days) + LEDGER_MARGIN_DAYS


def what(table: str) -> str:
    """What a table holds of people."""
    return {
        "account": _("Your account: your made-up name, a check value of your passphrase, and the month of your last sign-in. The month, not the day."),
        "recovery_code": _("Your recovery codes: their numbers, and check values. They cannot be read back."),
        "sign_in": _("Each sign-in: the day on which it began, when it ends, whether the device is yours alone, and a check value."),
        "second_factor": _("Of staff: the app or passkey that they sign in with, and since which day."),
        "acceptance": _("Which texts you agreed to, in which version, and on which day."),
        "role_grant": _("Of staff: their tasks here, and since which day."),
        "joining": _("While somebody joins: the name they choose, and their new passphrase, encrypted."),
        "shown_once": _("New recovery codes or a new passphrase, encrypted, until you have noted them down."),
        "invitation": _("That a new member of the staff was invited. Not who."),
        "proposal": _("Of staff: what one of them has proposed and another has to confirm."),
        "act_count": _("Of staff: how many grave steps somebody took in an hour."),
        "retired_name": _("After you have left: a code made from your name, so that nobody takes it too soon."),
        "audit_entry": _("What the staff did: the day, and fixed words for what it was. A random number stands for the person."),
        "audit_subject": _("Whom such a random number means."),
        "post": _("Your posts: on which day you sent them."),
        "revision": _("Each version of what you sent, encrypted under your own key, and what became of it."),
        "publication": _("What members can read of you: your text, the day, and content notes."),
        "draft": _("What you began and have not sent, encrypted under your own key."),
        "taken_form": _("That a form was taken, so that sending it twice has one effect only."),
        "fingerprint": _("Codes made from your words, to find the same text sent twice. They cannot be read back."),
        "review_case": _("How far the reading of a post is, how long it waited, and what our program pointed at. While somebody reads it: who."),
        "decision": _("What was decided about your posts: the day, and fixed words for why. Of staff: who decided."),
        "decision_count": _("Of staff: how many decisions somebody made in an hour."),
        "skipped": _("Of staff: which post they have passed on to others."),
        "notice": _("What we told you, and whether you have opened it. A reader's own words to you are encrypted under your key."),
        "reaction": _("Signs that you left under posts. Nobody is shown how many there are."),
        "follow": _("Threads of whose new answers you want to be told."),
        "muted_thread": _("Threads that you do not want to see."),
        "muted_person": _("People whose posts you do not want to see. Nobody else learns of it."),
        "note_choice": _("How you want posts with a content note to be shown."),
        "outbox_item": _("What has to follow from something that was done, until it is done."),
        "account_key": _("The key to what is encrypted for you. It lies apart from the rest."),
        "erasure": _("After you have left: the random number of your account and the day, so that no old copy brings it back."),
        "bucket": _("How often somebody tried to sign in or to join: counts under a code that is made from where they came from. Nobody can turn it back."),
    }[table]  # fmt: skip


def why(reason: str) -> str:
    """Why a person's copy does not hold something."""
    return {
        "ties": _("Random numbers that tie rows together. They say nothing about you."),
        "derived": _("Made from your name, to find names that look alike."),
        "check": _("Check values. They tell that something is right, and cannot be read back."),
        "sealed": _("Encrypted secrets that only you were shown. A copy of them could be used against you."),
        "key": _("The key to what is encrypted for you. What it opens is in this copy, the key is not."),
        "before": _("Exists only before there is an account. Nothing of it is left of you."),
        "after": _("Exists only after an account was deleted."),
        "nobody": _("Cannot be found from an account: it is counted under codes that change each day."),
        "sketch": _("Codes made from your words, to find the same text sent twice. They cannot be read back."),
        "reading": _("How far a reading is, and who has it in hand. What was decided in the end is in this copy."),
        "others": _(
            "Which threads and which people you follow or do not want to see: that would be about others. You find it on your own pages."
        ),
    }[reason]


def _account(times: Times) -> str:
    return _("Until you delete the account. It goes by itself when nobody has signed in for %(days)s days, counted from the end of that month.", days=times.inactive_days)  # fmt: skip


def _sign_in(times: Times) -> str:
    return " ".join((
        _("Members: %(minutes)s minutes after the last page, and %(hours)s hours at most.", minutes=times.member_idle_minutes, hours=times.member_session_hours),
        _("Staff: %(minutes)s minutes after the last page, and %(hours)s hours at most.", minutes=times.staff_idle_minutes, hours=times.staff_session_hours),
    ))  # fmt: skip


def _until_used(times: Times) -> str:
    return ngettext("Until it is used, and %(num)s hour at most.", "Until it is used, and %(num)s hours at most.", times.invitation_hours)  # fmt: skip


def _until_decided(times: Times) -> str:
    return ngettext("Until it is decided, and %(num)s hour at most.", "Until it is decided, and %(num)s hours at most.", times.invitation_hours)  # fmt: skip


def _post(times: Times) -> str:
    return " ".join((
        _("While it waits or is published: as long as you leave it there."),
        ngettext("What was turned down stays for you for %(num)s day.", "What was turned down stays for you for %(num)s days.", times.rejected_days),
        ngettext("What you took back goes after %(num)s day.", "What you took back goes after %(num)s days.", times.withdrawn_days),
        ngettext("An older version goes %(num)s day after the newer one took its place.", "An older version goes %(num)s days after the newer one took its place.", times.superseded_days),
    ))  # fmt: skip


def _key(times: Times) -> str:
    return ngettext("Until you delete the account. Copies of the keys are forgotten after %(num)s day.", "Until you delete the account. Copies of the keys are forgotten after %(num)s days.", times.key_backup_days)  # fmt: skip


# The same words as in the register: a test finds one that stands in one place only.
KEPT: Mapping[str, Callable[[Times], str]] = {
    "until the account is deleted, at the latest {inactive_days} days after the month of the last sign-in": _account,
    "until it is used or replaced, or the account is deleted": lambda _times: _("Until it is used or replaced, or you delete the account."),
    "{member_idle_minutes} minutes after the last page and {member_session_hours} hours at most; for staff {staff_idle_minutes} minutes and {staff_session_hours} hours": _sign_in,
    "as the sign-in; the proof counts for {proof_minutes} minutes": lambda times: _("That you have just proven who you are counts for %(minutes)s minutes.", minutes=times.proof_minutes),
    "until the second factor is removed or the account is deleted": lambda _times: _("Until it is removed, or the account is deleted."),
    "until it is agreed to anew or the account is deleted": lambda _times: _("Until you agree anew, or delete the account."),
    "until the role is taken back or the account is deleted": lambda _times: _("Until the task ends, or the account is deleted."),
    "{joining_minutes} minutes at most": lambda times: _("%(minutes)s minutes at most.", minutes=times.joining_minutes),
    "until it is used, {invitation_hours} hours at most": _until_used,
    "until it is decided, {invitation_hours} hours at most": _until_decided,
    "until the hour is over": lambda _times: _("Until the hour is over."),
    "{name_kept_days} days after the person has left": lambda times: _("%(days)s days after you have left.", days=times.name_kept_days),
    "as long as the log; it cannot be shortened without a trace": lambda _times: _("As long as the log is kept. After a person has left, nobody can tell whom a number meant."),
    "until the account or the post is deleted": lambda _times: _("Until you delete the account."),
    "until the account is deleted, and in copies of the keys {key_backup_days} days longer": _key,
    "until it is taken back or the account is deleted": lambda _times: _("Until you take it back, or delete the account."),
    "as long as a version of it; {rejected_days} days after it was turned down, {withdrawn_days} days after it was taken back, {superseded_days} days after a newer version took its place": _post,
    "as long as it is published": lambda _times: _("As long as it is published: until you take it back, or delete the account."),
    "as long as the post; {case_days} days after the reading, unless the post is published by it": lambda times: _("As long as the post is published; otherwise %(days)s days after the reading, and never longer than the post.", days=times.case_days),
    "{case_days} days after the reading": lambda times: _("Who decided is forgotten %(days)s days after the reading.", days=times.case_days),
    "until the post is read": lambda _times: _("Exact times stand there only until the post is read."),
    "{lease_minutes} minutes after the last sign of life": lambda times: _("Who has a post in hand: %(minutes)s minutes after their last sign of life.", minutes=times.lease_minutes),
    "{draft_days} days after it was last saved": lambda times: _("%(days)s days after you last saved it.", days=times.draft_days),
    "for a day": lambda _times: _("For a day."),
    "as long as the version, {fingerprint_days} days at most": lambda times: _("As long as the text, and %(days)s days at most.", days=times.fingerprint_days),
    "{notice_days} days once it was opened, else until the account is deleted": lambda times: _("What you have opened: %(days)s days from when you were told. What you have not opened stays.", days=times.notice_days),
    "until it is delivered": lambda _times: _("Until it is done, usually within a minute."),
    "until no copy can hold the account any more: a week longer than {content_backup_days} days, or {key_backup_days} where that is more": lambda times: _("%(days)s days, a week longer than any copy.", days=ledger_days(times)),
    "{throttle_hours} hours at most": lambda times: ngettext("%(num)s hour at most.", "%(num)s hours at most.", times.throttle_hours),
}  # fmt: skip
