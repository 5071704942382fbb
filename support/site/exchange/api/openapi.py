"""The API's description (OpenAPI 3.1), made from the tables of what can be asked and of what goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from support.site.exchange.api import asking
from support.site.exchange.api.addresses import address, of_api
from support.site.exchange.out.columns import OF_ENTITY, Column
from support.site.exchange.out.licence import LICENCE
from support.site.exchange.profile.terms import PROFILE_VERSION

NESTED: dict[str, dict[str, str | list[str]]] = {
    "service": {
        "organization": "organization", "additional_urls": ["url"], "phones": ["phone"], "schedules": ["schedule"],
        "service_areas": ["service_area"], "service_at_locations": ["service_at_location"], "languages": ["language"],
        "cost_options": ["cost_option"], "attributes": ["attribute"],
    },
    "organization": {"services": ["service"]},
    "service_at_location": {"location": "location", "service": "service"},
    "location": {"addresses": ["address"], "accessibility": ["accessibility"], "attributes": ["attribute"]},
    "phone": {"attributes": ["attribute"]}, "schedule": {"attributes": ["attribute"]},
    "language": {"attributes": ["attribute"]}, "attribute": {"taxonomy_term": "taxonomy_term"},
    "taxonomy_term": {"taxonomy_detail": "taxonomy"},
}  # fmt: skip
ONLY_IN_TABLES = {"link_id", "link_entity", "taxonomy_term_id"}
JSON_FORMATS = {"date": "date", "datetime": "date-time"}
LISTS = {
    "/services": ("service", asking.SERVICES, "Services"),
    "/organizations": ("organization", asking.ORGANIZATIONS, "Organisations that offer something"),
    "/service_at_locations": ("service_at_location", asking.AT_LOCATIONS, "Services at places"),
    "/taxonomies": ("taxonomy", asking.TAXONOMIES, "Vocabularies"),
    "/taxonomy_terms": ("taxonomy_term", asking.TERMS, "Terms of the vocabularies"),
}
OTHERS = {"/": "What this is", "/openapi.json": "This description", "/profile.json": "Our profile of HSDS"}


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "A directory of help, HSDS 3.1",
            "version": f"3.1-{PROFILE_VERSION}",
            "description": "Read only, without a key or a cookie. What changes, and how long beforehand it is said: "
            f"{address('/en/data')}",
            "license": {"name": LICENCE["name"], "url": LICENCE["path"]},
        },
        "servers": [{"url": of_api("")}],
        "paths": {path: {"get": one} for path, one in _paths()},
        "components": {"schemas": _schemas()},
    }


def _paths() -> list[tuple[str, dict[str, Any]]]:
    found = [(path, _operation(path, {"type": "object"}, (), said)) for path, said in OTHERS.items()]
    for path, (entity, allowed, said) in LISTS.items():
        single = ("full_service",) if entity == "organization" else ()
        found.append((path, _operation(path, _page(entity), allowed, said, _item(entity))))
        found.append((f"{path}/{{id}}", _operation(f"{path}/one", _ref(entity), single, f"One of: {said}")))
    return found


def _operation(
    path: str, schema: dict[str, Any], allowed: Sequence[str], said: str, line: dict[str, Any] | None = None
) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if line is not None:
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    single = path.endswith("/one")
    parameters = [_parameter(name) for name in allowed]
    if single:
        named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        parameters.insert(0, named)
    answers: dict[str, Any] = {
        "200": {"description": said, "content": content, "headers": _headers()} | _link(path, line),
        "304": {"description": "As you have it"},
    }
    refusals = {
        "400": "Not as it was asked",
        "404": "Not there",
        "405": "Read only",
        "429": "Too much at once",
        "503": "Not at the moment",
    }
    return {
        "summary": said,
        "operationId": _name(path),
        "parameters": parameters,
        "responses": answers | {status: _problem(text) for status, text in refusals.items()},
    }


def _link(path: str, line: dict[str, Any] | None) -> dict[str, Any]:
    """From a list to one of its items."""
    if line is None:
        return {}
    first = {"operationId": _name(f"{path}/one"), "parameters": {"id": "$response.body#/contents/0/id"}}
    return {"links": {"first": first}}


def _name(path: str) -> str:
    return "get" + path.replace(".json", "").title().replace("/", "").replace("_", "")


def _headers() -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    return {"ETag": text, "Last-Modified": text, "Access-Control-Allow-Origin": text}


def _problem(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/problem+json": {"schema": _ref("problem")}}}


def _parameter(name: str) -> dict[str, Any]:
    one = asking.PARAMETERS[name]
    return {"name": name, "in": "query", "required": False, "description": one.description, "schema": dict(one.schema)}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _item(entity: str) -> dict[str, Any]:
    return {"anyOf": [_ref(entity), _ref("minimal")]} if entity == "service" else _ref(entity)


def _page(entity: str) -> dict[str, Any]:
    contents = {"type": "array", "items": _item(entity)}
    return {"allOf": [_ref("page"), {"type": "object", "required": ["contents"], "properties": {"contents": contents}}]}


def _schemas() -> dict[str, Any]:
    whole: dict[str, Any] = {"type": "integer", "minimum": 0}
    text: dict[str, Any] = {"type": "string"}
    flag: dict[str, Any] = {"type": "boolean"}
    page: dict[str, Any] = dict.fromkeys(("total_items", "total_pages", "page_number", "size"), whole)
    page |= dict.fromkeys(("first_page", "last_page", "empty"), flag)
    problem = {"type": text, "title": text, "status": whole, "detail": text, "documentation": text, "help": text}
    minimal = {"id": {"type": "string", "format": "uuid"}, "last_modified": text, "modified_date": text}
    made: dict[str, dict[str, Any]] = {"page": page, "problem": problem, "minimal": minimal}
    others: dict[str, dict[str, Any]] = {
        name: {"type": "object", "required": list(properties), "properties": properties}
        for name, properties in made.items()
    }
    others["minimal"]["additionalProperties"] = False
    return {entity: _record(entity) for entity in OF_ENTITY} | others


def _record(entity: str) -> dict[str, Any]:
    """What we fill of an entity of HSDS; nothing else is ever there."""
    table = OF_ENTITY[entity]
    columns = [column for column in table.columns if column.name not in ONLY_IN_TABLES]
    properties = {column.name: _column(column) for column in columns}
    for name, other in NESTED.get(entity, {}).items():
        properties[name] = {"type": "array", "items": _ref(other[0])} if isinstance(other, list) else _ref(str(other))
    required = [column.name for column in columns if column.required]
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def _column(column: Column) -> dict[str, Any]:
    if column.type == "number":
        return {"type": "number"}
    wanted = column.format or JSON_FORMATS.get(column.type, "")
    return {"type": "string"} | ({"format": wanted} if wanted else {})
