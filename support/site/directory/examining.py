"""What the doctor looks at in the directory."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from support.common.index.engine import IndexUnavailable
from support.common.kernel.db import db
from support.common.operations.doctor import BAD, GOOD, WARNING, Finding
from support.site.directory import queries
from support.site.directory.engine import engine


def examined() -> Iterator[Finding]:
    """Whether searches work, and whether the index has read the newest changes."""
    try:
        behind = queries.position(db.session()) - engine().index.position()
        listed = engine().index.searcher().num_docs
    except (IndexUnavailable, SQLAlchemyError):
        yield Finding(BAD, "The directory cannot be searched.", "flask --app app directory reindex")
        return
    if behind > 0:
        yield Finding(WARNING, f"The index has {behind} changes to read.", "It does by itself while the site runs.")
    else:
        yield Finding(GOOD, f"{listed} listings can be searched.")
    if not engine().gazetteer.ready():
        yield Finding(WARNING, "Places cannot be looked up.", "flask --app app directory load")
