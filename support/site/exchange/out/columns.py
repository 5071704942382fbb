"""The tables of our CSV data package: names, types and links after ``datapackage.json`` of HSDS 3.1 (Open Referral,
CC BY-SA 4.0), with the columns that we fill. The API's description is made from the same lists.

Two constraints are looser than in HSDS, because we invent nothing: an address may lack its town, region or postcode.
"""

from __future__ import annotations

from dataclasses import dataclass, field

REQUIRED_IN_HSDS = frozenset({("address", "city"), ("address", "state_province"), ("address", "postal_code")})


@dataclass(frozen=True)
class Column:
    """One column: ``kind`` is a type of Frictionless Table Schema, with a format behind a colon where it has one."""

    name: str
    kind: str = "string"
    required: bool = False

    @property
    def type(self) -> str:
        """The type without its format."""
        return self.kind.partition(":")[0]

    @property
    def format(self) -> str:
        """The format, empty where there is none."""
        return self.kind.partition(":")[2]


@dataclass(frozen=True)
class Table:
    """One file. ``links`` are columns that hold the id of a row of another table, by the entity of that one."""

    entity: str
    path: str
    columns: tuple[Column, ...]
    links: dict[str, str] = field(default_factory=dict)


def _table(entity: str, path: str, columns: str, **links: str) -> Table:
    """``columns``: names with a type behind a slash, a star for a required one."""
    made = []
    for one in columns.split():
        name, _slash, kind = one.rstrip("*").partition("/")
        short = {"": "string", "uuid": "string:uuid", "uri": "string:uri", "email": "string:email"}
        made.append(Column(name, short.get(kind, kind), one.endswith("*")))
    return Table(entity, path, tuple(made), links)


TABLES = (
    _table("organization", "organizations.csv",
           "id/uuid* name* alternate_name description* email/email website/uri"),
    _table("service", "services.csv",
           "id/uuid* organization_id/uuid* name* alternate_name description url/uri email/email status* "
           "application_process eligibility_description minimum_age/number maximum_age/number assured_date/date alert "
           "last_modified/datetime", organization_id="organization"),
    _table("location", "locations.csv",
           "id/uuid* location_type* name description transportation latitude/number longitude/number"),
    _table("service_at_location", "service_at_location.csv",
           "id/uuid* service_id/uuid* location_id/uuid* description", service_id="service", location_id="location"),
    _table("address", "addresses.csv",
           "id/uuid* location_id/uuid address_1* address_2 city state_province postal_code country* address_type*",
           location_id="location"),
    _table("phone", "phones.csv", "id/uuid* service_id/uuid number* extension/number type description",
           service_id="service"),
    _table("schedule", "schedules.csv",
           "id/uuid* service_id/uuid valid_from/date valid_to/date timezone/number freq byday description "
           "opens_at/time closes_at/time attending_type", service_id="service"),
    _table("service_area", "service_areas.csv",
           "id/uuid* service_id/uuid name description extent extent_type uri", service_id="service"),
    _table("language", "languages.csv", "id/uuid* service_id/uuid name code note", service_id="service"),
    _table("accessibility", "accessibility.csv", "id/uuid* location_id/uuid description details",
           location_id="location"),
    _table("cost_option", "cost_options.csv",
           "id/uuid* service_id/uuid* option currency amount/number amount_description", service_id="service"),
    _table("url", "url.csv", "id/uuid* label url/uri* service_id/uuid", service_id="service"),
    _table("taxonomy", "taxonomies.csv", "id/uuid* name* description* uri/uri version"),
    _table("taxonomy_term", "taxonomy_terms.csv",
           "id/uuid* code name* description* taxonomy language taxonomy_id/uuid term_uri/uri", taxonomy_id="taxonomy"),
    _table("attribute", "attributes.csv",
           "id/uuid* link_id/uuid* taxonomy_term_id/uuid* link_type link_entity* value label",
           taxonomy_term_id="taxonomy_term"),
)  # fmt: skip
OF_ENTITY = {table.entity: table for table in TABLES}
