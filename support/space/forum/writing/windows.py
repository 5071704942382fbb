"""Two windows with one draft: what is kept when each brings a text. Pure; no text of another window is ever lost."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from support.space.forum.content import Content

MOST_BESIDE = 5


class Kept(msgspec.Struct, frozen=True):
    """The text, what came from another window and is not part of it, and which window saved last, at which change."""

    content: Content
    beside: tuple[Content, ...] = ()
    window: str = ""
    change: int = 0


@dataclass(frozen=True)
class Window:
    """From which window a text comes: the ``version`` that it has, its own random ``name``, and how many changes were
    typed in it. What a slow connection brings late, or does not confirm, is no other window's (moderation.md row 3)."""

    version: int
    name: str = ""
    change: int = 0


def settled(kept: Kept, version: int, content: Content, window: Window) -> tuple[Kept, bool]:
    """What is kept when a window brings a text, and whether it came too late. Pure: no text is ever lost by it, but
    one that the same window has changed since."""
    own = bool(window.name) and window.name == kept.window
    if content == kept.content or (own and window.change < kept.change):
        return kept, False  # nothing new, or what this window sent before and a slow connection brought after
    if own or window.version == version:
        return Kept(content, kept.beside, window.name, window.change), False
    if content in kept.beside:
        return kept, True
    return msgspec.structs.replace(kept, beside=(*kept.beside, content)[-MOST_BESIDE:]), True
