"""Writers meet a space that takes posts, however many people read in it."""

from __future__ import annotations

import pytest

from support.space.forum.openness import OPEN, Openness
from support.space.forum.writing.views import checking, drafting, own_posts


def says(monkeypatch: pytest.MonkeyPatch, answer: Openness) -> None:
    """Let every page of writing get that answer."""
    for pages in (checking, drafting, own_posts):
        monkeypatch.setattr(pages, "sending_is_open", lambda: answer)


@pytest.fixture(autouse=True)
def taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The space is open."""
    says(monkeypatch, OPEN)
