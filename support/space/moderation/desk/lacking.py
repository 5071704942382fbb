"""What is missing so that the space takes posts, and what stands still, in sentences (DESIGN section 6)."""

from __future__ import annotations

from datetime import datetime, timedelta

from support.common.kernel.i18n import gettext as _
from support.common.operations.people_seen import NEEDED
from support.space.moderation.desk.queries import Counts
from support.times import Times


def sentences(count: Counts, times: Times, now: datetime) -> list[str]:
    """Which rules lack people, whether posts were left unread for too long, whether publishing is frozen."""
    needed = {role: number for role, number, _rule in NEEDED["space"]}
    found = [_role(role, needed.get(role, 0)) for role in count.lacking]
    if found:
        found.append(_("Until then people can read and write drafts here, but send nothing."))
    since = now - timedelta(hours=times.waiting_hours)
    unread = count.oldest is not None and count.oldest <= since
    if unread and (count.last_decided is None or count.last_decided <= since):
        text = _(
            "Nobody has decided anything for %(hours)s hours, and posts wait. Nothing new can be sent until somebody "
            "reads.",
            hours=times.waiting_hours,
        )
        found.append(text)
    if count.frozen:
        found.append(_("Publishing is frozen. What you approve is kept, and is shown when the freeze ends."))
    return found


def _role(role: str, needed: int) -> str:
    if role == "lead":
        return _(
            "Safety leads are missing: at least %(number)s are needed, so that what one decides alone in an emergency "
            "is looked at by another.",
            number=needed,
        )
    return _(
        "Moderators are missing: at least %(number)s are needed, so that nobody decides about their own post, and a "
        "second reading goes to somebody else.",
        number=needed,
    )
