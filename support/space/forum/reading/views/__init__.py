"""The pages of reading: blueprint ``reading``. The modules add their pages to it."""

from __future__ import annotations

from support.space.forum.reading.views import deeds, lists, settings, threads
from support.space.forum.reading.views.place import reading

PAGES = (deeds, lists, settings, threads)  # each puts its own on the blueprint

__all__ = ["PAGES", "reading"]
