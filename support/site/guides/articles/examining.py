"""What the doctor looks at in the guides."""

from __future__ import annotations

from collections.abc import Iterator

from support.common.kernel import clock
from support.common.operations.doctor import BAD, GOOD, WARNING, Finding
from support.site.guides.articles.checking import overdue
from support.site.guides.articles.reading import FIRST_LANGUAGE, shelf


def examined() -> Iterator[Finding]:
    """Which guides are not shown, and which reviews are overdue."""
    found = shelf()
    for fault in found.faults:
        yield Finding(BAD, f"A guide is not shown. {fault.file}, line {fault.line}: {fault.what}", fault.advice)
    today = clock.now().date()
    for guide in found.guides.values():
        for fault in overdue(guide, today):
            yield Finding(WARNING, f"{fault.file}: {fault.what}", fault.advice)
    shown = sum(language == FIRST_LANGUAGE for language, _id in found.guides)
    yield Finding(
        GOOD if not found.faults else WARNING, f"{shown} guides are shown.", "" if not found.faults else "See above."
    )
