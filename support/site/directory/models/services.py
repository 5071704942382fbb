"""Who offers what, how to reach them, when, in which language, at what cost, and where it reaches."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from support.common.kernel.db import SITE, Code, Key, SiteModel, Words

if TYPE_CHECKING:
    from support.site.directory.models.places import ServiceAtLocation
    from support.site.directory.models.terms import Attribute


class Organization(SiteModel):
    """Whoever runs services."""

    __tablename__ = "organization"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(Text)
    alternate_name: Mapped[Words]
    description: Mapped[Words]
    website: Mapped[Words]
    email: Mapped[Words]
    source_key: Mapped[str | None] = mapped_column(String(200), unique=True)

    services: Mapped[list[Service]] = relationship(back_populates="organization")


class Service(SiteModel):
    """What is offered, with its source and what is known of its age. ``status`` as in HSDS."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'inactive', 'defunct', 'temporarily closed')", name="status"),
        CheckConstraint("confidence IN ('high', 'medium', 'low')", name="confidence"),
        CheckConstraint("hours_known IN ('unknown', 'always', 'weekly')", name="hours_known"),
        CheckConstraint("public_holidays IN ('usual', 'closed', 'unknown')", name="public_holidays"),
        SITE,
    )

    id: Mapped[Key]
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    source_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(Text)
    alternate_name: Mapped[Words]
    description: Mapped[Words]
    description_language: Mapped[Code] = mapped_column(default="en")
    kind: Mapped[Code] = mapped_column(index=True)
    status: Mapped[Code] = mapped_column(default="active")
    country: Mapped[str] = mapped_column(String(2))
    url: Mapped[Words]
    email: Mapped[Words]
    application_process: Mapped[Words]
    eligibility_description: Mapped[Words]
    minimum_age: Mapped[float | None]
    maximum_age: Mapped[float | None]
    alert: Mapped[Words]
    hours_known: Mapped[Code] = mapped_column(default="unknown")
    hours_note: Mapped[Words]
    public_holidays: Mapped[Code] = mapped_column(default="unknown")
    rank: Mapped[int] = mapped_column(default=0)
    confidence: Mapped[Code] = mapped_column(default="medium")
    held_because: Mapped[Words]
    source_kind: Mapped[Code] = mapped_column(default="")
    source_url: Mapped[Words]
    source_note: Mapped[Words]
    assured_date: Mapped[date | None]
    assured_how: Mapped[Words]
    next_check: Mapped[date | None]
    last_modified: Mapped[datetime]

    organization: Mapped[Organization] = relationship(back_populates="services")
    phones: Mapped[list[Phone]] = relationship(
        back_populates="service", order_by="Phone.position", cascade="all, delete-orphan"
    )
    urls: Mapped[list[Url]] = relationship(back_populates="service", cascade="all, delete-orphan")
    schedules: Mapped[list[Schedule]] = relationship(
        back_populates="service", order_by="Schedule.position", cascade="all, delete-orphan"
    )
    languages: Mapped[list[Language]] = relationship(
        back_populates="service", order_by="Language.position", cascade="all, delete-orphan"
    )
    cost_options: Mapped[list[CostOption]] = relationship(back_populates="service", cascade="all, delete-orphan")
    service_areas: Mapped[list[ServiceArea]] = relationship(back_populates="service", cascade="all, delete-orphan")
    attributes: Mapped[list[Attribute]] = relationship(back_populates="service", cascade="all, delete-orphan")
    at_locations: Mapped[list[ServiceAtLocation]] = relationship(back_populates="service", cascade="all, delete-orphan")


class Phone(SiteModel):
    """A number: E.164, or a short code as dialled. ``type`` is voice, text, whatsapp, tty or fax."""

    __tablename__ = "phone"
    __table_args__ = (CheckConstraint("type IN ('voice', 'text', 'whatsapp', 'tty', 'fax')", name="type"), SITE)

    id: Mapped[Key]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    extension: Mapped[str] = mapped_column(String(20), default="")
    type: Mapped[Code] = mapped_column(default="voice")
    keyword: Mapped[str] = mapped_column(String(20), default="")
    description: Mapped[Words]
    written: Mapped[str] = mapped_column(String(60), default="")
    position: Mapped[int] = mapped_column(default=0)

    service: Mapped[Service] = relationship(back_populates="phones")


class Url(SiteModel):
    """A further address on the web (HSDS 3.1 ``url``). ``label`` is ``chat`` for a chat."""

    __tablename__ = "url"

    id: Mapped[Key]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    label: Mapped[Code]
    url: Mapped[str] = mapped_column(Text)

    service: Mapped[Service] = relationship(back_populates="urls")


class Schedule(SiteModel):
    """When a service is open: a weekly rule, or with ``valid_from`` one for those days only. Wall-clock times."""

    __tablename__ = "schedule"
    __table_args__ = (CheckConstraint("channel IN ('any', 'phone', 'chat', 'text')", name="channel"), SITE)

    id: Mapped[Key]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    channel: Mapped[Code] = mapped_column(default="any")
    timezone: Mapped[Code] = mapped_column(default="")
    byday: Mapped[str] = mapped_column(String(30), default="")
    opens_at: Mapped[str] = mapped_column(String(5), default="")
    closes_at: Mapped[str] = mapped_column(String(5), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)

    service: Mapped[Service] = relationship(back_populates="schedules")


class Language(SiteModel):
    """A language that is spoken or written; ``channel`` says by which way, where that is known."""

    __tablename__ = "language"

    id: Mapped[Key]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    code: Mapped[Code]
    channel: Mapped[Code] = mapped_column(default="any")
    note: Mapped[Words]
    position: Mapped[int] = mapped_column(default=0)

    service: Mapped[Service] = relationship(back_populates="languages")


class CostOption(SiteModel):
    """What it costs: a code of the vocabulary, and the words of the source in ``amount_description``."""

    __tablename__ = "cost_option"

    id: Mapped[Key]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    option: Mapped[Code]
    amount: Mapped[float | None]
    currency: Mapped[str] = mapped_column(String(3), default="")
    amount_description: Mapped[Words]

    service: Mapped[Service] = relationship(back_populates="cost_options")


class ServiceArea(SiteModel):
    """Where a service reaches: ``ZZ``, ``EU``, a country, an ISO 3166-2 region, or a place of the gazetteer."""

    __tablename__ = "service_area"
    __table_args__ = (
        CheckConstraint("extent_type IN ('worldwide', 'union', 'country', 'region', 'place')", name="extent_type"),
        SITE,
    )

    id: Mapped[Key]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    name: Mapped[Words]
    description: Mapped[Words]
    extent_type: Mapped[Code]
    extent: Mapped[Code]

    service: Mapped[Service] = relationship(back_populates="service_areas")
