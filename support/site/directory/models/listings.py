"""What is made from the other tables, and the bookkeeping of changes and loads."""

from __future__ import annotations

import uuid

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from support.common.kernel.db import Code, SiteModel


class ListingRow(SiteModel):
    """What a person finds, ready to be read in one go: written by ``changes.py`` in the same commit as its parts.

    ``sequence`` orders all changes, so that an index knows what it has not read. ``number`` never leaves the server.
    """

    __tablename__ = "listing"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    service_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(unique=True)
    shown: Mapped[bool] = mapped_column(default=True)
    hours_signature: Mapped[Code]
    body: Mapped[str] = mapped_column(Text)


class HoursPattern(SiteModel):
    """Each distinct set of hours once, so that *open now* asks some hundred patterns, not every listing."""

    __tablename__ = "hours_pattern"

    signature: Mapped[Code] = mapped_column(primary_key=True)
    hours: Mapped[str] = mapped_column(Text)


class ChangeCounter(SiteModel):
    """The last number given to a change. Its one row is locked by whoever writes, so that numbers commit in order."""

    __tablename__ = "change_counter"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


class LoadedFile(SiteModel):
    """Which bundled file was loaded last, by its fingerprint."""

    __tablename__ = "loaded_file"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
