"""The pages of writing; the modules add their pages to one blueprint."""

from __future__ import annotations

from support.space.forum.writing.views import beginning, checking, drafting, own_posts, taking_back
from support.space.forum.writing.views.place import writing

__all__ = ["beginning", "checking", "drafting", "own_posts", "taking_back", "writing"]
