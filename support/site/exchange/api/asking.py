"""What can be asked of the API, and how a question is read. One table: the API's own description is made from it.

What the table does not know is refused with 400, never ignored: a filter with a slip in its name would otherwise hand
out everything, and mix what a reader wanted apart.
"""

# ruff: noqa: E501  -- a table: one thing a line

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from support.common.kernel.text import one_line
from support.site.directory.vocabulary import CONCERNS

MOST_PER_PAGE, PER_PAGE, LAST_PAGE = 500, 50, 1_000_000
LONGEST_SEARCH, FARTHEST_METRES = 200, 200_000
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+ -][0-9]{2}:[0-9]{2})?)?",
    re.ASCII,
)


class Unclear(Exception):
    """A question that cannot be answered as it is asked. The text says which parameter, and what is allowed."""


@dataclass(frozen=True)
class Parameter:
    """A query parameter: its JSON Schema, and what it does."""

    name: str
    schema: Mapping[str, Any]
    description: str


def _parameters(*rows: tuple[str, Mapping[str, Any], str]) -> dict[str, Parameter]:
    return {name: Parameter(name, schema, description) for name, schema, description in rows}


_FLAG = {"type": "boolean", "default": False}
_ID = {"type": "string", "format": "uuid"}
# fmt: off
PARAMETERS = _parameters(
    ("search", {"type": "string", "maxLength": LONGEST_SEARCH}, "Words to look for, with stems, synonyms, beginnings and small slips. At most 1,000 services are found, best first."),
    ("page", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}, "Which page."),
    ("per_page", {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE}, "Items a page. With full or full_service on /organizations at most 50 are given; size and total_pages say so."),
    ("format", {"type": "string", "enum": ["json", "ndjson"], "default": "json"}, "ndjson streams all results, one a line, without pages."),
    ("taxonomy_term_id", _ID, "Only what carries this term of the taxonomies kinds, concerns, who or facts, or of one that came with an import."),
    ("taxonomy_id", _ID, "Only what carries any term of this taxonomy."),
    ("organization_id", _ID, "Only services of this organisation."),
    ("modified_after", {"type": "string", "format": "date-time"}, "Only what changed at this moment or later. What is no longer published leaves without a trace: compare the ids of minimal=true."),
    ("minimal", _FLAG, "Only id and last_modified (also as modified_date) of each."),
    ("full", _FLAG, "Fully nested items."),
    ("full_service", _FLAG, "Organisations with their services, fully nested."),
    ("postcode", {"type": "string", "minLength": 1, "maxLength": 12}, "A postcode that the bundled gazetteer knows (US ZIP, first three signs in Canada, letters of the area in the UK, France). Alone: services whose area covers it. Unknown: 404."),
    ("proximity", {"type": "integer", "minimum": 1, "maximum": FARTHEST_METRES}, "Metres from the middle of the postcode; counts only together with postcode. Places whose address is withheld have no position and are never among these results."),
    ("country", {"type": "string", "pattern": "^[A-Z]{2}$"}, "Which country the postcode is of (ISO 3166-1); counts only together with postcode."),
    ("concern", {"type": "string", "enum": sorted(CONCERNS)}, "Only services for this concern. Without it services of every concern come in one list: keep survivor and own_thoughts apart in what you show, unless your reader asks for both."),
    ("top_only", _FLAG, "Only terms without a parent: all of ours."),
    ("parent_id", _ID, "Only terms below this one: ours have none."),
)
# fmt: on
SEARCHED = ("search", "page", "per_page", "format")
SERVICES = (
    *SEARCHED, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal", "full", "concern",
)  # fmt: skip
AT_LOCATIONS = (*(name for name in SERVICES if name != "minimal"), "postcode", "proximity", "country")
ORGANIZATIONS = (*SEARCHED, "taxonomy_term_id", "taxonomy_id", "full", "full_service")
TAXONOMIES = SEARCHED
TERMS = (*SEARCHED, "taxonomy_id", "top_only", "parent_id")


@dataclass(frozen=True)
class Asked:
    """A question, read. What was not asked for is empty, None or False."""

    search: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    format: str = "json"
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    postcode: str = ""
    proximity: int | None = None
    country: str = ""
    concern: str = ""
    top_only: bool = False
    parent_id: UUID | None = None

    @property
    def streams(self) -> bool:
        """Whether all results are wanted, one a line."""
        return self.format == "ndjson"


def asked(given: Mapping[str, Sequence[str]], allowed: Sequence[str]) -> Asked:
    """Read the query of an address. Raises :class:`Unclear`."""
    strange = sorted(name for name in given if name not in allowed)
    if strange:
        raise Unclear(f"Unknown parameters. Allowed here: {', '.join(allowed) or 'none'}.")
    values: dict[str, Any] = {}
    for name, texts in given.items():
        if len(texts) > 1:
            raise Unclear(f"{name} stands there more than once.")
        values[name] = _read(PARAMETERS[name], texts[0])
    return Asked(**values)


def _read(parameter: Parameter, text: str) -> Any:
    schema = parameter.schema
    try:
        if schema["type"] == "integer":
            return _number(text, schema)
        if schema["type"] == "boolean":
            return {"true": True, "false": False}[text]
        if schema.get("format") == "uuid":
            return _id(text)
        if schema.get("format") == "date-time":
            return _moment(text)
        return _text(text, schema)
    except (ValueError, KeyError) as error:
        raise Unclear(f"{parameter.name} cannot be used as it is. {_allowed(schema)}") from error


def _number(text: str, schema: Mapping[str, Any]) -> int:
    if not _WHOLE.fullmatch(text) or not schema["minimum"] <= int(text) <= schema["maximum"]:
        raise ValueError
    return int(text)


def _id(text: str) -> UUID:
    if not _UUID.fullmatch(text):
        raise ValueError
    return UUID(text)


def _moment(text: str) -> datetime:
    """A moment in RFC 3339, or a day. A plus that became a blank on its way in an address is taken for a plus."""
    if not _MOMENT.fullmatch(text):
        raise ValueError
    written = text[:11].upper().replace(" ", "T") + text[11:].upper().replace(" ", "+").replace("-00:00", "+00:00")
    written = written.replace(":60", ":59")  # a leap second
    moment = datetime.fromisoformat(written)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def _text(text: str, schema: Mapping[str, Any]) -> str:
    if "enum" in schema and text not in schema["enum"]:
        raise ValueError
    if "pattern" in schema and not re.fullmatch(str(schema["pattern"]).strip("^$"), text):
        raise ValueError
    if not schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", len(text)):
        raise ValueError
    return one_line(text)


def _allowed(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f"One of: {', '.join(schema['enum'])}."
    if schema["type"] == "integer":
        return f"A whole number from {schema['minimum']} to {schema['maximum']}."
    if schema["type"] == "boolean":
        return "true or false."
    known = {"uuid": "A UUID.", "date-time": "A moment in RFC 3339, such as 2026-11-25T00:00:00Z."}
    if schema.get("format") in known:
        return known[schema["format"]]
    return f"A text of at most {schema.get('maxLength', 2)} signs."
