"""What the directory keeps beside the database, each disposable: its index, the gazetteer, the patterns of hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy.orm import Session

from support.common.index.engine import IndexUnavailable, LocalIndex
from support.common.kernel.db import db
from support.site.directory import queries
from support.site.directory.index import design, document, labels_in
from support.site.directory.listing import decode
from support.site.directory.open_now import Patterns
from support.site.places.gazetteer import Gazetteer
from support.site.places.place import Place

BATCH = 5_000


@dataclass
class Engine:
    """The directory's tools in one process."""

    index: LocalIndex
    gazetteer: Gazetteer
    patterns: Patterns = field(default_factory=Patterns)
    languages: tuple[int, frozenset[str]] = (-1, frozenset())

    def locate(self, place_id: str) -> Place | None:
        """A place of the gazetteer by its id."""
        return self.gazetteer.by_id(place_id)


def attach(app: Flask, folder: Path) -> None:
    """Give the application its tools, with their files below ``folder``."""
    app.extensions["directory"] = Engine(LocalIndex(folder / "directory", design()), Gazetteer(folder / "places"))


def engine() -> Engine:
    """The tools of the present application."""
    tools: Engine = current_app.extensions["directory"]
    return tools


def rebuild(session: Session) -> int:
    """Build the index anew from the database. Returns how many listings it holds."""
    start, labels = queries.position(session), _labels()
    return engine().index.rebuild(
        lambda: (document(number, decode(body), labels) for number, body in queries.all_shown(session)), start
    )


def catch_up(session: Session) -> int:
    """Take in what changed since the index last looked. Returns how many changes it read."""
    index, read, labels = engine().index, 0, _labels()
    while True:
        changes = queries.changed_since(session, index.position(), BATCH)
        if not changes:
            return read
        documents = [document(number, decode(body), labels) for _sequence, number, shown, body in changes if shown]
        index.apply(documents, [number for _sequence, number, _shown, _body in changes], changes[-1][0])
        read += len(changes)


def _labels() -> dict[str, str]:
    return labels_in(current_app.config["LANGUAGES"])


def refresh(session: Session) -> int:
    """What the housekeeper does: catch up, or build anew where there is no usable index."""
    try:
        return catch_up(session)
    except IndexUnavailable:
        return rebuild(session)


def keep_index() -> None:
    """The housekeeper's job: the gazetteer is there, and the index has read every change."""
    if not engine().gazetteer.ready():
        engine().gazetteer.build()
    refresh(db.session())
