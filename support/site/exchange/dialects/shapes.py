"""What a file of rows is by its columns: a table of HSDS or Ohana, of WellSky, an iCarol or VisionLink export, our own
template, or a flat list of somebody's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from support.site.exchange.dialects import mapping as mappings
from support.site.exchange.dialects import names
from support.site.exchange.dialects.mapping import Mapping

DATA = Path(__file__).parent / "data"
BUILT_IN = ("icarol", "visionlink_agencies", "visionlink_services", "template")
# A built-in mapping is meant where the file has all of these columns.
_MARKS = {
    "icarol": {"ResourceAgencyNum", "PublicName", "TaxonomyLevelName"},
    "visionlink_agencies": {"Agency_Id", "AgencySystem_Name"},
    "visionlink_services": {"Agency_Id", "Service_Id", "ServiceSystem_Name"},
    "template": {"service_id", "service_name", "organization_name", "phone", "street", "hours"},
}
_PART_COLUMNS = {
    "phones": "number extension type description department language number_type vanity_number country_prefix",
    "contacts": "name title department email", "addresses": "attention address_1 address_2 address_3 address_4 city "
    "region state_province postal_code country address_type",
    "schedules": "weekday opens_at closes_at valid_from valid_to dtstart timezone until count wkst freq interval byday "
    "byweekno bymonthday byyearday description schedule_link attending_type notes closed start_date end_date",
    "funding": "source", "service_areas": "service_area name description extent extent_type uri",
    "required_documents": "document uri", "languages": "language name code note",
    "accessibility": "accessibility description details url", "attributes": "link_id link_entity link_type value label "
    "taxonomy_term_id taxonomy_id taxonomy_detail",
    "cost_options": "valid_from valid_to option currency amount amount_description",
    "organization_identifiers": "identifier_scheme identifier_type identifier", "eligibility": "eligibility",
    "payments_accepted": "payment", "service_capacity": "unit_id available maximum description updated",
    "urls": "label url", "units": "name scheme identifier uri",
    "metadata": "resource_id resource_type last_action_date last_action_type field_name previous_value "
    "replacement_value updated_by", "meta_table_descriptions": "name language character_set",
    "taxonomy_terms": "code name description parent_id parent_name taxonomy taxonomy_detail language taxonomy_id "
    "term_uri vocabulary term", "taxonomies": "name description uri version",
    "programs": "name alternate_name description",
    "service_at_location": "description",
}  # fmt: skip
# By columns alone, for files under names of their own: the table, columns it must have, columns of which it has one.
_BY_COLUMNS: tuple[tuple[str, set[str], set[str]], ...] = (
    ("phones", {"number"}, set(names.LINKS)),
    ("addresses", {"location_id", "address_1"}, {"city", "postal_code"}),
    ("schedules", {"opens_at", "closes_at"}, {"service_id", "location_id"}),
    ("service_at_location", {"service_id", "location_id", "id"}, {"description"}),
    ("contacts", {"name", "title"}, set(names.LINKS)),
    ("services", {"id", "name"}, {"location_id", "application_process", "fees_description"}),
    ("organizations", {"id", "name"}, {"tax_id", "legal_status", "date_incorporated", "year_incorporated"}),
    ("locations", {"id", "organization_id", "name"}, {"latitude", "transportation", "admin_emails"}),
)
_WELLSKY: tuple[tuple[str, set[str]], ...] = (
    ("services", {"provider_service_code_id", "organization_id"}),
    ("locations", {"organization_id", "airs_designation_id"}),
    ("organizations", {"airs_designation_id", "provider_maintaining_id"}),
    ("phones", {"location_id", "number", "isprimary"}),
    ("addresses", {"location_id", "address_1", "isprimary"}),
    ("contacts", {"location_id", "name", "isprimary"}),
)
_TEMPLATE_CELL = re.compile(
    r"(?i)text|unchangeable|export only|\*required\*.*|999-999-9999|yyyy[/-]mm[/-]dd|name@domain\.com|"
    r"https?://some\.domain\.com"
)


@cache
def built_in(name: str) -> Mapping:
    """A mapping that ships with the product."""
    return mappings.from_text((DATA / f"{name}.toml").read_text("utf-8"))


def known_mapping(header: Collection[str]) -> Mapping | None:
    """The built-in mapping that these columns are made for."""
    for name in reversed(BUILT_IN):
        if _MARKS[name] <= set(header):
            return built_in(name)
    return None


def wellsky_table(header: Sequence[str]) -> str:
    """The table of a WellSky export (Community Services) that these columns are; empty where they are none."""
    if not all(column == column.upper() for column in header):
        return ""
    lower = {column.lower() for column in header}
    return next((table for table, marks in _WELLSKY if marks <= lower), "")


def hsds_table(stem: str, header: Collection[str]) -> str:
    """The table of HSDS or Ohana that a file is by its name and columns; empty where it is none."""
    columns = {column.lower() for column in header}
    table = names.table_of(stem)
    if table == "taxonomy_terms" and {"uri", "version"} <= columns:
        table = "taxonomies"
    if table:
        alike = columns & columns_of(table)
        own = columns & {"id", "taxonomy_id", *names.LINKS}
        if own and len(alike) * 3 >= len(columns) and (len(alike) > 1 or len(columns) < 3):
            return table
    for name, all_of, one_of in _BY_COLUMNS:
        if all_of <= columns and one_of & columns:
            return name
    return ""


@cache
def columns_of(table: str) -> frozenset[str]:
    """The columns that a table has in any version."""
    known = set(_PART_COLUMNS.get(table, "").split()) | {"id", *names.LINKS} | set(names.KNOWN.get(table, ()))
    return frozenset(known | set(names.COLUMNS.get(table, ())) | set(names.IN_ONE_CELL.get(table, ())))


def is_template_row(cells: Collection[str]) -> bool:
    """Whether a first row tells what to write instead of being data (DIRTY.md 20)."""
    said = [cell.strip() for cell in cells if cell.strip()]
    return sum(_TEMPLATE_CELL.fullmatch(cell) is not None for cell in said) * 4 > max(8, len(said))
