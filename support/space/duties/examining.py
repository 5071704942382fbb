"""What the doctor looks at in the duties: whether they are stated, for this place, and read by somebody in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import current_app

from support.common.kernel import clock
from support.common.operations.findings import GOOD, WARNING, Finding, grave
from support.space.duties.loading import problems

SOON = timedelta(days=60)


def examined() -> Iterator[Finding]:
    """Whether the operator's duties can be relied on, and whether their review is due soon."""
    found = problems(current_app)
    for problem in found:
        yield Finding(grave(), f"The duties cannot be relied on: {problem.rstrip('.')}.", "See docs/duties.md.")
    if found:
        return
    duties = current_app.extensions["duties"]
    if duties.review_due - clock.now().date() <= SOON:
        yield Finding(WARNING, f"The duties have to be read again by {duties.review_due}.", "Ask the lawyer now.")
    else:
        yield Finding(GOOD, f"The duties are stated for {duties.jurisdiction}, reviewed on {duties.reviewed_on}.")
