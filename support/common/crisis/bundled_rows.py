"""What a row of the bundled files may say. A row that cannot be true is refused with file, line and reason."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from support.common.crisis.dialling import DIALLED
from support.common.kernel.i18n import country_codes

KINDS = frozenset(
    [
        "chat",
        "hotline",
        "image_removal",
        "legal_help",
        "peer_support",
        "prevention_service",
        "reporting",
        "self_help",
        "shelter_finder",
        "text_line",
        "therapist_finder",
        "victim_advocacy",
    ]
)
AUDIENCES = frozenset(
    [
        "adult",
        "anyone_in_crisis",
        "child",
        "family",
        "lgbtq",
        "men",
        "military",
        "native",
        "person_with_unwanted_attractions",
        "professional",
        "survivor",
        "teen",
        "women",
    ]
)
ROLES = ("general", "sexual_violence", "child")
CONFIDENCES = ("high", "medium", "low")
SOURCE_KINDS = frozenset(
    [
        "official_page",
        "network_directory",
        "published_check",
        "third_party_page",
        "public_lists",
        "public_list",
        "not_verified",
    ]
)
REACHES = frozenset(("all", "police", "ambulance", "fire"))
BEYOND_COUNTRIES = frozenset(("ZZ", "EU", "XK"))


class BrokenRow(Exception):
    """A bundled file holds a row that cannot be true. The message names file, line and reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")


@dataclass(frozen=True)
class Service:
    """One row of ``services.csv``: a service as the sources describe it. Lists are tuples; unknown is empty."""

    uuid: uuid.UUID
    id: str
    name: str
    organization: str
    kind: str
    audience: tuple[str, ...]
    country: str
    region: str
    phone: str
    phone_note: str
    sms: str
    chat_url: str
    url: str
    hours: str
    languages: tuple[str, ...]
    cost: str
    anonymous: str
    on_phone_bill: str
    confidentiality_note: str
    min_age: int | None
    description: str
    source_kind: str
    source_url: str
    source_note: str
    confidence: str
    band: str
    editor_note: str
    held_because: str

    @property
    def shown(self) -> bool:
        """Rows of low confidence, and rows held back, are for the editors only."""
        return self.confidence != "low" and not self.held_because


@dataclass(frozen=True)
class Emergency:
    """One row of ``emergency.csv``: a number and what it reaches in a country."""

    country: str
    number: str
    reaches: tuple[str, ...]
    text_or_deaf: str
    note: str
    source_url: str
    source_date: str
    confidence: str


@dataclass(frozen=True)
class Refusal:
    """Where a row stands, for saying why it is refused."""

    file: str
    line: int

    def unless(self, fine: object, reason: str) -> None:
        """Raise :class:`BrokenRow` with the reason, unless all is fine."""
        if not fine:
            raise BrokenRow(self.file, self.line, reason)


def read_service(row: Mapping[str, str], refuse: Refusal) -> Service:
    """The service that a row of text describes. Raises :class:`BrokenRow`."""
    audience = _list(row["audience"])
    try:
        own_id = uuid.UUID(row["uuid"])
    except ValueError:
        refuse.unless(False, f"the uuid {row['uuid']!r} is not one")
        raise
    refuse.unless(own_id.version == 4, "the uuid must be a random one (version 4)")
    refuse.unless(row["id"] and row["name"] and row["organization"], "id, name and organization must be filled in")
    refuse.unless(row["kind"] in KINDS, f"the kind {row['kind']!r} is not known")
    refuse.unless(audience and set(audience) <= AUDIENCES, f"the audience {row['audience']!r} is not known")
    refuse.unless(_country(row["country"]), f"the country {row['country']!r} is not known")
    refuse.unless(
        not row["region"] or row["region"].startswith(row["country"] + "-"), "the region is not in the country"
    )
    refuse.unless(not row["phone"] or DIALLED.fullmatch(row["phone"]), f"the number {row['phone']!r} cannot be dialled")
    refuse.unless(
        row["phone"] or row["sms"] or row["chat_url"] or row["url"] or row["source_url"],
        "there is neither a way to make contact nor a page that tells of it",
    )
    for name in ("chat_url", "url", "source_url"):
        refuse.unless(not row[name] or web_address(row[name]), f"the {name} {row[name]!r} is not a web address")
    for name in ("anonymous", "on_phone_bill"):
        refuse.unless(row[name] in ("yes", "no", "unknown"), f"{name} must be yes, no or unknown")
    refuse.unless(row["min_age"].isdigit() or not row["min_age"], f"the age {row['min_age']!r} is not a whole number")
    refuse.unless(row["source_kind"] in SOURCE_KINDS, f"the source kind {row['source_kind']!r} is not known")
    refuse.unless(row["confidence"] in CONFIDENCES, f"the confidence {row['confidence']!r} is not known")
    refuse.unless(row["band"] in ("", *ROLES), f"the role {row['band']!r} is not known")
    refuse.unless(
        not row["band"] or (row["confidence"] != "low" and not row["held_because"]),
        "a row of low confidence, or one held back, cannot stand in the band",
    )
    return Service(
        **{
            **row,
            "uuid": own_id,
            "audience": audience,
            "languages": _list(row["languages"]),
            "min_age": int(row["min_age"]) if row["min_age"] else None,
        }  # type: ignore[arg-type]  # a row of text, with four fields read
    )


def read_emergency(row: Mapping[str, str], refuse: Refusal) -> Emergency:
    """The emergency number that a row of text describes. Raises :class:`BrokenRow`."""
    reaches = _list(row["reaches"])
    refuse.unless(_country(row["country"]), f"the country {row['country']!r} is not known")
    refuse.unless(DIALLED.fullmatch(row["number"]), f"the number {row['number']!r} cannot be dialled")
    refuse.unless(reaches and set(reaches) <= REACHES, f"what it reaches ({row['reaches']!r}) is not known")
    refuse.unless(web_address(row["source_url"]), f"the source {row['source_url']!r} is not a web address")
    refuse.unless(row["confidence"] in CONFIDENCES, f"the confidence {row['confidence']!r} is not known")
    return Emergency(**{**row, "reaches": reaches})  # type: ignore[arg-type]  # a row of text, with one field read


def _list(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(";") if item.strip())


def _country(code: str) -> bool:
    return code in country_codes() or code in BEYOND_COUNTRIES


def web_address(text: str) -> bool:
    """Whether a link may be made of it: http or https, a host, no name or password inside (safety.md S76)."""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username and text.isprintable()
