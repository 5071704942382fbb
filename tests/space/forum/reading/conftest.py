"""Readers in a space, for the tests of what they see."""

from __future__ import annotations

import re

from tests.common.accounts.walking import HOME, TAG, Walker
from tests.people import Person, signed_in

STAMPS = re.compile(rb'name="stamp" value="[^"]*"')


def reads(who: Person) -> Walker:
    """A browser in which that person has just signed in."""
    return Walker(who.app, signed_in(who))


def source(walker: Walker, path: str) -> str:
    """The bytes of a page as text, without the stamps that differ each time."""
    answer = walker.client.get(TAG + path, base_url=HOME)
    return STAMPS.sub(b"", answer.data).decode()
