"""The words of the vocabulary, and which of them hold for a service."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from support.common.kernel.db import SITE, Code, Key, SiteModel, Words

if TYPE_CHECKING:
    from support.site.directory.models.services import Service


class TaxonomyTerm(SiteModel):
    """A word of a vocabulary: ours, or one that came with an import."""

    __tablename__ = "taxonomy_term"
    __table_args__ = (UniqueConstraint("taxonomy", "code"), SITE)

    id: Mapped[Key]
    taxonomy: Mapped[Code]
    code: Mapped[Code]
    name: Mapped[str] = mapped_column(Text)
    term_uri: Mapped[Words]

    attributes: Mapped[list[Attribute]] = relationship(back_populates="term")


class Attribute(SiteModel):
    """A term that holds for a service: a concern, who it is for, or a fact with its answer, place of law and date."""

    __tablename__ = "attribute"
    __table_args__ = (UniqueConstraint("service_id", "taxonomy_term_id"), SITE)

    id: Mapped[Key]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    taxonomy_term_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("taxonomy_term.id"), index=True)
    value: Mapped[Words]
    jurisdiction: Mapped[Code] = mapped_column(default="")
    as_of: Mapped[date | None]

    service: Mapped[Service] = relationship(back_populates="attributes")
    term: Mapped[TaxonomyTerm] = relationship(back_populates="attributes")
