"""What is seen in a browser on the pages about the staff."""

from __future__ import annotations

import re

from tests.common.accounts.walking import SHOWN_STAMP, Walker

HOME = "https://localhost"
LINK = re.compile(r"https://localhost(/\S+/invited\?i=[A-Za-z0-9_-]{43})")


def link_in(walker: Walker) -> str:
    found = LINK.search(walker.text)
    return found[1] if found else ""


def bare(walker: Walker) -> bytes:
    """What was answered, without what is new in each answer."""
    return SHOWN_STAMP.sub(b"", walker.answer.data)


def stamp_of(walker: Walker) -> str:
    found = SHOWN_STAMP.search(walker.answer.data)
    assert found
    return found[1].decode()
