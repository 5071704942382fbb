"""Records of the years before HSDS (``locs``, ``address_attributes``, ``urls``) under the names of HSDS."""

from __future__ import annotations

from typing import Any

Body = dict[str, Any]
_RENAMED = {
    "locs": "locations", "address": "addresses", "address_attributes": "addresses", "physical_address": "addresses",
    "addresses_attributes": "addresses", "street": "address_1", "zip": "postal_code", "state": "state_province",
    "phones_attributes": "phones", "services_attributes": "services", "servs": "services", "how_to_apply":
    "application_process", "contacts_attributes": "contacts", "faxes": "fax", "long_description": "description",
}  # fmt: skip


def early(value: Any) -> Any:
    """A record of the years before HSDS under its names; one object where a list belongs becomes a list of one."""
    if isinstance(value, list):
        return [early(one) for one in value]
    if not isinstance(value, dict):
        return value
    found: Body = {}
    for field, inner in value.items():
        found[_RENAMED.get(str(field), str(field))] = early(inner)
    for listed in ("locations", "addresses", "services", "phones", "contacts"):
        if isinstance(found.get(listed), dict):
            found[listed] = [found[listed]]
    if isinstance(found.get("addresses"), str):
        found["address_1"] = found.pop("addresses")
    return _lists(found)


def _lists(found: Body) -> Body:
    if isinstance(found.get("phone"), str) and "phones" not in found:
        found["phones"] = [{"number": found.pop("phone")}]
    fax = found.pop("fax", None)
    if isinstance(fax, list):
        numbers = [{"type": "fax"} | one for one in fax if isinstance(one, dict)]
        found["phones"] = [*found.get("phones", []), *numbers]
    elif fax is not None:
        found["fax"] = fax
    urls = found.pop("urls", None)
    if isinstance(urls, list) and urls and all(isinstance(one, str) for one in urls):
        found["website"] = urls[0]
        if urls[1:]:
            found["additional_websites"] = [{"url": one} for one in urls[1:]]
    elif urls:
        found["urls"] = urls
    inner = found.get("organization")
    if isinstance(inner, dict) and "locations" in found:
        found = {**found.pop("organization"), **found}
    if "eligibility" in found and isinstance(found["eligibility"], str) and "eligibility_description" not in found:
        found["eligibility_description"] = found.pop("eligibility")
    if (
        "fees" in found
        and isinstance(found["fees"], str)
        and "fees_description" not in found
        and "application_process" in found
    ):
        found["fees_description"] = found.pop("fees")
    return found
