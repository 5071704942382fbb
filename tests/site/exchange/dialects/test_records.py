"""HSDS and Open Referral UK as JSON, and the shapes of the years before (DIRTY.md 11, 29, 113 to 120)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.site.exchange.dialects import Unreadable
from tests.site.exchange.dialects.reads import as_json, folder, whole
from tests.site.exchange.reading.files import written

SERVICE: dict[str, Any] = {
    "id": "s1", "name": "Talk", "status": "active", "minimum_age": 16, "organization": {"id": "o1", "name": "Centre",
    "description": "x"}, "phones": [{"id": "p1", "number": "01632 960001", "extension": 12}],
    "service_at_locations": [{"id": "sal1", "location": {"id": "l1", "location_type": "physical", "latitude": 51.50}}],
    "alternate_name": None,
}  # fmt: skip
OTHER = SERVICE | {"id": "s2", "name": "Group"}


def page(*contents: Any, **more: Any) -> dict[str, Any]:
    return {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "contents": contents,
    } | more


@pytest.mark.parametrize("wrapped", [[SERVICE, OTHER], page(SERVICE, OTHER), {"services": [SERVICE, OTHER]}])
def test_a_list_a_page_and_lists_by_name(tmp_path: Path, wrapped: Any) -> None:
    found = whole(as_json(tmp_path, wrapped))
    assert set(found.services) == {"s1", "s2"} and not found.findings
    service = found.services["s1"].service
    assert service["minimum_age"] == "16" and service["phones"][0]["extension"] == "12"
    assert service["service_at_locations"][0]["location"]["latitude"] == "51.5"
    assert "alternate_name" not in service and service["organization"]["name"] == "Centre"
    assert found.tally("a.json").used == 2


def test_one_service_alone_and_json_lines(tmp_path: Path) -> None:
    assert set(whole(as_json(tmp_path, SERVICE)).services) == {"s1"}
    lines = "\n".join(map(json.dumps, (SERVICE, OTHER)))
    found = whole(written(tmp_path, "b.json", lines))
    assert [one.line for one in found.services.values()] == [1, 2]
    assert any("JSON Lines" in sentence for sentence in found.reading.said)


def test_an_organisation_with_services_a_service_at_a_place_and_a_place(tmp_path: Path) -> None:
    organization = {"id": "o1", "name": "Centre", "description": "x", "services": [SERVICE, {"name": "No id"}]}
    found = whole(as_json(tmp_path, organization))
    assert len(found.services) == 2 and found.tally("a.json").rows == 1
    assert all(one.service["organization"]["name"] == "Centre" for one in found.services.values())
    at_place = {
        "id": "sal9",
        "service": SERVICE,
        "location": {"id": "l9", "location_type": "physical", "name": "House"},
    }
    found = whole(as_json(tmp_path, [at_place], "b.json"))
    assert {one["location"]["id"] for one in found.services["s1"].service["service_at_locations"]} == {"l1", "l9"}
    place = {"id": "l7", "location_type": "physical", "name": "House"}
    assert set(whole(as_json(tmp_path, place, "c.json")).services) == {"location:l7"}


def test_a_folder_of_lists_is_put_together(tmp_path: Path) -> None:
    flat = {"id": "s1", "organization_id": "o1", "name": "Talk", "status": "active", "description": "y"}
    files = {
        "service_list.json": json.dumps(page(flat)), "organization_list.json": json.dumps(
            page({"id": "o1", "name": "Centre", "description": "x", "legal_status": "y"})), "base.json": json.dumps(
            {"version": "3.1", "profile": "x", "openapi_url": "y"}), "zz_service_full.json": json.dumps(SERVICE),
    }  # fmt: skip
    found = whole(folder(tmp_path, files))
    service = found.services["s1"].service
    assert service["organization"]["legal_status"] == "y" and service["description"] == "y"
    assert service["phones"][0]["number"] == "01632 960001"
    assert any("only describes an interface" in sentence for sentence in found.reading.said)


def test_tables_as_json_lists_of_rows(tmp_path: Path) -> None:
    tables = {
        "services.csv": [{"id": 1, "organization_id": 7, "name": "Talk", "status": "active"}],
        "organizations.csv": [{"id": 7, "name": "Centre", "description": "x", "tax_id": 1}],
        "phones.csv": [{"id": 3, "service_id": 1, "number": "01632 960001"}],
    }
    found = whole(as_json(tmp_path, tables))
    assert found.services["1"].service["organization"]["id"] == "7"
    assert found.services["1"].service["phones"][0]["number"] == "01632 960001"
    assert found.tally("a.json").rows == 3


def test_a_key_that_stands_twice_holds_the_record(tmp_path: Path) -> None:
    text = json.dumps([SERVICE])[:-2] + ', "name": "Elsewhere"}]'
    (incoming,) = whole(written(tmp_path, "a.json", text)).services.values()
    assert incoming.service["name"] == "Talk"
    assert [(one.reason, one.column, one.severity) for one in incoming.findings] == [("key_twice", "name", "held")]


def test_dirt_113_a_page_that_does_not_add_up_is_read_and_told(tmp_path: Path) -> None:
    found = whole(as_json(tmp_path, page(SERVICE, OTHER, size=1, total_pages=4)))
    assert len(found.services) == 2
    assert any("has 2" in sentence for sentence in found.reading.said)
    assert any("one page of 4" in sentence for sentence in found.reading.said)


def test_dirt_114_and_115_any_id_and_numbers_where_text_belongs(tmp_path: Path) -> None:
    odd = SERVICE | {
        "id": "reg-12345",
        "url": 5,
        "service_at_locations": [{"location": {"id": 7, "external_identifier": 10092008082}}],
    }
    service = whole(as_json(tmp_path, [odd])).services["reg-12345"].service
    assert service["service_at_locations"][0]["location"]["external_identifier"] == "10092008082"


def test_dirt_116_117_and_120_missing_fields_old_names_and_empty_lists_cost_nothing(tmp_path: Path) -> None:
    odd = {
        "id": "s1", "name": "Talk", "status": [], "service_areas": [{"id": "v", "service_area": "Countyshire"}],
        "attributes": [{"id": "a", "taxonomy_term": {"id": "t", "term": "Old"}}],
    }  # fmt: skip
    service = whole(as_json(tmp_path, [odd])).services["s1"].service
    assert service["service_areas"][0]["service_area"] == "Countyshire"
    assert service["attributes"][0]["taxonomy_term"]["term"] == "Old"


def test_dirt_118_one_object_where_a_list_belongs(tmp_path: Path) -> None:
    early = [
        {"organization": {"name": "Centre", "urls": ["https://example.org"]}, "locs": {"name": "House", "address":
            {"street": "1 Example Street", "zip": "94111\u00a0"}, "phones": [{"number": "555-0100"}],
            "fax": [{"number": "555-0101"}]}},
        {"name": "Other", "locs": [{"name": "North", "services_attributes": [{"name": "Talk", "how_to_apply": "Call"}]}]},
    ]  # fmt: skip
    found = whole(as_json(tmp_path, early))
    alone, talk = sorted(found.services.values(), key=lambda one: one.line or 0)[:2]
    by_name = {one.service["name"]: one.service for one in (alone, talk)}
    place = by_name["Centre"]["service_at_locations"][0]["location"]
    assert place["addresses"] == [{"address_1": "1 Example Street", "postal_code": "94111\u00a0"}]
    assert [phone.get("type") for phone in place["phones"]] == [None, "fax"]
    assert by_name["Centre"]["organization"]["website"] == "https://example.org"
    assert by_name["Talk"]["application_process"] == "Call"


@pytest.mark.parametrize(
    "value",
    [
        {"countries": ["A", "B"], "helplines": [["A", {"name": "x"}]]}, [["A", {"name": "x"}, {"name": "y"}]], {}, [],
        {"$schema": "x", "properties": {}}, [1, 2], "text",
    ],
)  # fmt: skip
def test_dirt_119_lists_of_different_things_and_what_is_no_record_are_refused(tmp_path: Path, value: Any) -> None:
    with pytest.raises(Unreadable):
        whole(as_json(tmp_path, value))


def test_records_by_their_ids(tmp_path: Path) -> None:
    found = whole(as_json(tmp_path, {"s1": {k: v for k, v in SERVICE.items() if k != "id"}, "s2": OTHER}))
    assert set(found.services) == {"s1", "s2"}


def test_something_else_in_a_list_of_services_is_told(tmp_path: Path) -> None:
    found = whole(as_json(tmp_path, [SERVICE, "text", {"colour": "red"}]))
    assert set(found.services) == {"s1"} and found.reasons() == ["no_record", "no_record"]
    assert found.tally("a.json").refused == 2
