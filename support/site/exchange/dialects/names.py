"""What tables and columns are called in HSDS 1.0 to 3.2, Open Referral UK and Ohana, and what that is in HSDS 3.1.

From the data packages of openreferral/specification (CC BY-SA 4.0), OpenReferralUK/uk-profile (CC BY-SA 4.0) and the
documentation of codeforamerica/ohana-api (BSD-3-Clause). The meaning is kept: a value is moved, never rewritten.
"""

from __future__ import annotations

# Name of a file → table. Both numbers are known of each: uk-profile has address.csv beside addresses.csv.
TABLES = {
    "organizations": "organizations", "programs": "programs", "services": "services", "attributes": "attributes",
    "service_at_location": "service_at_location", "service_at_locations": "service_at_location",
    "services_at_location": "service_at_location", "services_at_locations": "service_at_location",
    "locations": "locations", "phones": "phones", "contacts": "contacts", "addresses": "addresses",
    "physical_addresses": "addresses", "postal_addresses": "addresses", "mail_addresses": "addresses",
    "schedules": "schedules", "regular_schedules": "schedules", "holiday_schedules": "schedules", "funding": "funding",
    "service_areas": "service_areas", "required_documents": "required_documents", "languages": "languages",
    "accessibility": "accessibility", "accessibility_for_disabilities": "accessibility",
    "taxonomy_terms": "taxonomy_terms", "taxonomies": "taxonomies", "taxonomy": "taxonomy_terms",
    "services_taxonomy": "attributes", "other_attributes": "attributes", "link_taxonomy": "attributes",
    "cost_options": "cost_options", "organization_identifiers": "organization_identifiers",
    "eligibility": "eligibility", "payments_accepted": "payments_accepted", "metadata": "metadata",
    "meta_table_descriptions": "meta_table_descriptions", "service_capacity": "service_capacity",
    "service_capacities": "service_capacity", "units": "units", "url": "urls", "urls": "urls",
}  # fmt: skip
_SINGULAR = {
    "organization": "organizations", "organisation": "organizations", "organisations": "organizations",
    "program": "programs", "service": "services", "attribute": "attributes", "location": "locations",
    "phone": "phones", "contact": "contacts", "address": "addresses", "physical_address": "addresses",
    "postal_address": "addresses", "schedule": "schedules", "regular_schedule": "schedules",
    "holiday_schedule": "schedules", "service_area": "service_areas", "required_document": "required_documents",
    "language": "languages", "taxonomy_term": "taxonomy_terms", "cost_option": "cost_options",
    "organization_identifier": "organization_identifiers", "unit": "units", "service_taxonomy": "attributes",
}  # fmt: skip
TABLES |= _SINGULAR
# Tables whose rows stand for themselves; nothing hangs on them that a listing shows.
ASIDE = frozenset({"metadata", "meta_table_descriptions", "taxonomy_terms", "taxonomies", "units", "programs"})
ADDRESS_TYPE = {
    "physical_addresses": "physical", "postal_addresses": "postal", "mail_addresses": "postal",
    "physical_address": "physical", "postal_address": "postal",
}  # fmt: skip
# Table → old column → column of HSDS 3.1. Empty cells and cells that are there already are left.
COLUMNS: dict[str, dict[str, str]] = {
    "organizations": {"url": "website", "date_incorporated": "year_incorporated"},
    "services": {
        "website": "url", "eligibility": "eligibility_description", "fees": "fees_description", "audience": "audience",
    },
    "locations": {"website": "url", "short_desc": "short_description"},
    "phones": {"number_type": "type", "department": "description"},
    "schedules": {"weekday": "byday", "start_date": "valid_from", "end_date": "valid_to"},
    "service_areas": {"service_area": "name"},
    "languages": {"language": "name"},
    "accessibility": {"accessibility": "description"},
    "taxonomy_terms": {"vocabulary": "taxonomy", "term": "name"},
    "attributes": {"taxonomy_id": "taxonomy_term_id"},
}  # fmt: skip
# Column that points somewhere → the table it points to.
LINKS = {
    "organization_id": "organizations", "service_id": "services", "location_id": "locations",
    "service_at_location_id": "service_at_location", "contact_id": "contacts", "phone_id": "phones",
}  # fmt: skip
NEAREST = (
    "contact_id", "phone_id", "service_at_location_id", "service_id", "location_id", "organization_id",
)  # fmt: skip
# Tables whose rows hang on another row, and under which name there.
HANGS = {
    "phones": "phones", "contacts": "contacts", "addresses": "addresses", "schedules": "schedules",
    "funding": "funding", "service_areas": "service_areas", "required_documents": "required_documents",
    "languages": "languages", "accessibility": "accessibility", "attributes": "attributes",
    "cost_options": "cost_options", "organization_identifiers": "organization_identifiers",
    "eligibility": "eligibility", "payments_accepted": "payments_accepted", "service_capacity": "capacities",
    "urls": "additional_urls",
}  # fmt: skip
LINK_ENTITY = {
    "service": "services", "organization": "organizations", "location": "locations", "phone": "phones",
    "service_at_location": "service_at_location", "contact": "contacts",
}  # fmt: skip
# Lists that the Ohana dialect writes into one cell, separated by commas: table → column → (list, name inside).
IN_ONE_CELL: dict[str, dict[str, tuple[str, str]]] = {
    "services": {
        "languages": ("languages", "name"), "service_areas": ("service_areas", "name"),
        "required_documents": ("required_documents", "document"), "accepted_payments": ("payments_accepted", "payment"),
        "funding_sources": ("funding", "source"), "taxonomy_ids": ("attributes", "taxonomy_term_id"),
    },
    "locations": {"languages": ("languages", "name"), "accessibility": ("accessibility", "description")},
    "organizations": {"funding_sources": ("funding", "source")},
}  # fmt: skip
# What marks a record, a place, an address or a number as not for the public, and the name it has here. The value stays
# as the source wrote it (Yes, TRUE, 1); ``show_on_website`` says the opposite of the others.
FLAGS = {
    "private": "is_private", "confidential": "is_private", "is_confidential": "is_private", "redacted": "is_private",
    "is_redacted": "is_private", "hidden": "is_private", "is_hidden": "is_private", "isconfidential": "is_private",
    "not_public": "exclude_from_website", "do_not_publish": "exclude_from_website", "unlisted": "exclude_from_website",
    "show_on_public_site": "show_on_website", "public": "show_on_website",
}  # fmt: skip
_MARKED = "is_private exclude_from_website exclude_from_directory show_on_website"
_COMMON = f"id name alternate_name description email url {_MARKED}"
KNOWN: dict[str, frozenset[str]] = {
    "services": frozenset(
        f"{_COMMON} organization_id program_id status interpretation_services application_process fees_description "
        "wait_time fees accreditations eligibility_description minimum_age maximum_age assured_date assurer_email "
        "licenses alert last_modified organization program phones schedules service_areas service_at_locations "
        "languages funding cost_options required_documents contacts capacities attributes metadata additional_urls "
        "location_id eligibility payments_accepted".split()
    ),
    "organizations": frozenset(
        f"{_COMMON} website additional_websites tax_status tax_id year_incorporated legal_status logo uri "
        "parent_organization_id funding contacts phones locations programs organization_identifiers attributes "
        "metadata services".split()
    ),
    "locations": frozenset(
        f"{_COMMON} location_type organization_id transportation latitude longitude external_identifier "
        "external_identifier_type languages addresses contacts accessibility phones schedules attributes "
        "metadata".split()
    ),
}  # fmt: skip


def table_of(stem: str) -> str:
    """The table that a file of that name holds; empty where the name says nothing."""
    stem = stem.lower().strip().replace("-", "_").replace(" ", "_")
    return TABLES.get(stem.removesuffix(".csv").removesuffix(".json"), "")
