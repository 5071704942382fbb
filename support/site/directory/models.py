"""The directory's tables, in the names and meanings of HSDS 3 (docs.openreferral.org), so that exchange is a mapping.

A withheld place cannot be stored: the checks below let neither coordinates nor an address exist beside
``visibility = withheld`` (safety.md S77).
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from support.common.kernel.db import Code, Key, SiteModel, Words

SITE: dict[str, Any] = {"info": {"schema": "site"}}


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


class Location(SiteModel):
    """A place. ``visibility`` is ``public`` or ``withheld``; a withheld one has neither coordinates nor address."""

    __tablename__ = "location"
    __table_args__ = (
        CheckConstraint("location_type IN ('physical', 'postal', 'virtual')", name="location_type"),
        CheckConstraint("visibility IN ('public', 'withheld')", name="visibility"),
        CheckConstraint(
            "visibility = 'public' OR (latitude IS NULL AND longitude IS NULL AND transportation = '')", name="withheld"
        ),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="both_coordinates"),
        CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="on_earth"),
        UniqueConstraint("id", "visibility"),
        SITE,
    )

    id: Mapped[Key]
    name: Mapped[Words]
    description: Mapped[Words]
    location_type: Mapped[Code] = mapped_column(default="physical")
    visibility: Mapped[Code] = mapped_column(default="public")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    transportation: Mapped[Words]

    addresses: Mapped[list[Address]] = relationship(back_populates="location", cascade="all, delete-orphan")
    accessibility: Mapped[list[Accessibility]] = relationship(back_populates="location", cascade="all, delete-orphan")
    services: Mapped[list[ServiceAtLocation]] = relationship(back_populates="location", cascade="all, delete-orphan")


class Address(SiteModel):
    """Where a public place is. It points at the place *and its visibility*, so that a withheld place has none."""

    __tablename__ = "address"
    __table_args__ = (
        ForeignKeyConstraint(["location_id", "location_visibility"], ["location.id", "location.visibility"]),
        CheckConstraint("location_visibility = 'public'", name="public"),
        Index("ix_address_location_id", "location_id"),
        SITE,
    )

    id: Mapped[Key]
    location_id: Mapped[uuid.UUID]
    location_visibility: Mapped[Code] = mapped_column(default="public")
    address_1: Mapped[str] = mapped_column(Text)
    address_2: Mapped[Words]
    city: Mapped[Words]
    state_province: Mapped[Words]
    postal_code: Mapped[Words]
    country: Mapped[str] = mapped_column(String(2))

    location: Mapped[Location] = relationship(back_populates="addresses")


class ServiceAtLocation(SiteModel):
    """A service offered at a place."""

    __tablename__ = "service_at_location"
    __table_args__ = (UniqueConstraint("service_id", "location_id"), SITE)

    id: Mapped[Key]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("location.id"), index=True)
    description: Mapped[Words]

    service: Mapped[Service] = relationship(back_populates="at_locations")
    location: Mapped[Location] = relationship(back_populates="services")


class Accessibility(SiteModel):
    """How a place can be entered and used."""

    __tablename__ = "accessibility"

    id: Mapped[Key]
    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("location.id"), index=True)
    description: Mapped[str] = mapped_column(Text)
    details: Mapped[Words]

    location: Mapped[Location] = relationship(back_populates="accessibility")


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
