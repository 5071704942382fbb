"""What the housekeeper of a space does about the reading."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from support.common.audit.housekeeper import Job
from support.common.audit.outbox import deliver_due
from support.common.privacy.retention import SELDOM, Paced
from support.space.moderation.applying import apply_due, forget_paces, lapse_due

MINUTES = timedelta(minutes=5)


def keep(_app: Flask) -> tuple[Job, ...]:
    """The jobs, for :func:`housekeeper.employ`: approvals at once when their time comes, the rest now and then."""
    return (apply_due, deliver_due, Paced(lapse_due, MINUTES), Paced(forget_paces, SELDOM))
