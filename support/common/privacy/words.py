"""What the register says about people, in the reader's language: what is held, how long, and why a copy lacks it.

``KEPT`` has a sentence for each length of time that the register gives for people, made from the settings themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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


def held(times: Times) -> list[Held]:
    """What is held of people, a line for each table of the register."""
    kept: dict[str, dict[str, None]] = {}
    for column in register():
        if column.of_people:
            kept.setdefault(column.table, {})[KEPT[column.kept](times)] = None
    return [Held(table, what(table), tuple(sentences)) for table, sentences in kept.items()]


def left_out() -> list[tuple[list[str], str]]:
    """What a person's copy does not hold: names of columns, with the reason that they share."""
    reasons: dict[str, list[str]] = {}
    for column in register():
        if column.of_people and column.export != EXPORTED:
            reasons.setdefault(column.export, []).append(column.name)
    return [(names, why(reason)) for reason, names in reasons.items()]


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
    "until no copy can hold the account any more: a week longer than {content_backup_days} days, or {key_backup_days} where that is more": lambda times: _("%(days)s days, a week longer than any copy.", days=ledger_days(times)),
    "{throttle_hours} hours at most": lambda times: ngettext("%(num)s hour at most.", "%(num)s hours at most.", times.throttle_hours),
}  # fmt: skip
