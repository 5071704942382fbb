"""Where services are offered.

A withheld place cannot be stored: the checks below let neither coordinates nor an address exist beside
``visibility = withheld`` (safety.md S77).
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from support.common.kernel.db import SITE, Code, Key, SiteModel, Words

if TYPE_CHECKING:
    from support.site.directory.models.services import Service


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
