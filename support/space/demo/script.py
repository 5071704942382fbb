"""What the made-up people say: ``data/<part>.toml``, read into values."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "data"


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One post. ``by``: the writer's name; ``days``: how many days ago it was sent. ``to``: the number of the answer
    that it answers, counted from one; none for an answer to the opening post."""

    by: str
    days: int
    text: str
    title: str = ""
    language: str = "en"
    notes: tuple[str, ...] = ()
    to: int = 0


class Talk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A published thread: the opening post, and the published answers in the order in which they came."""

    board: str
    opening: Said
    answers: tuple[Said, ...] = ()


class Waits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A post that waits to be read. ``thread``: the number of the thread that it answers, counted from one; else a
    new thread in ``board``. Without ``by`` it is by whoever has the most room."""

    text: str
    board: str = ""
    title: str = ""
    thread: int = 0
    by: str = ""
    language: str = "en"
    notes: tuple[str, ...] = ()


class Returned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A post that was read and not published. ``outcome`` and ``codes`` are the reader's, ``message`` their words."""

    by: str
    days: int
    board: str
    title: str
    text: str
    outcome: str
    codes: tuple[str, ...]
    message: str = ""
    language: str = "en"


class Edit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another version of a published opening post, which waits to be read."""

    thread: int
    text: str


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is said in one space. ``regulars`` and ``newcomers``: who writes beside the sample people."""

    regulars: tuple[str, ...]
    newcomers: tuple[str, ...]
    talks: tuple[Talk, ...]
    waits: tuple[Waits, ...]
    returned: tuple[Returned, ...]
    edits: tuple[Edit, ...]


@cache
def script(part: str) -> Script:
    """What is said in that space."""
    return msgspec.toml.decode((FOLDER / f"{part}.toml").read_bytes(), type=Script)
