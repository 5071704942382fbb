"""The lists of the API: their envelope, their filters, their items; valid by the official schemas."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from flask import Flask

from support.site.directory.vocabulary import CONCERNS, KINDS, WHO
from support.site.exchange.profile.terms import TAXONOMIES, foreign_taxonomy
from tests.conftest import browser
from tests.site.exchange import official
from tests.site.exchange.given import CLINIC, GUIDANCE, LINE, REFUGE

ENVELOPE = {
    "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents",
}  # fmt: skip
ALL = {str(one) for one in (REFUGE, CLINIC, LINE, GUIDANCE)}


def asked(app: Flask, path: str) -> Any:
    answer = browser(app).get(f"/api/v3{path}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/json"
    return answer.json


def found(app: Flask, query: str, path: str = "/services") -> set[str]:
    return {one["id"] for one in asked(app, f"{path}?{query}")["contents"]}


def lines(app: Flask, path: str) -> list[Any]:
    answer = browser(app).get(f"/api/v3{path}", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "application/x-ndjson")
    assert not answer.text or answer.text.endswith("\n")
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize("path", ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"])
def test_every_list_has_its_envelope_and_turns_its_pages(small_site: Flask, path: str) -> None:
    whole = asked(small_site, f"/{path}?per_page=500")
    assert whole.keys() == ENVELOPE
    total, every = whole["total_items"], whole["contents"]
    assert total == whole["size"] == len(every) > 1
    paged = [asked(small_site, f"/{path}?per_page=2&page={page}") for page in range(1, -(-total // 2) + 1)]
    assert [one for page in paged for one in page["contents"]] == every
    assert [page["first_page"] for page in paged] == [True] + [False] * (len(paged) - 1)
    assert [page["last_page"] for page in paged] == [False] * (len(paged) - 1) + [True]
    assert {page["total_pages"] for page in paged} == {len(paged)}
    beyond = asked(small_site, f"/{path}?page=1000")
    assert (beyond["empty"], beyond["size"], beyond["contents"], beyond["total_items"]) == (True, 0, [], total)
    assert lines(small_site, f"/{path}?format=ndjson") == every
    for one in every[:5]:
        assert asked(small_site, f"/{path}/{one['id']}")["id"] == one["id"]


def test_items_are_valid(small_site: Flask) -> None:
    for path, entity in (("services", "service"), ("organizations", "organization"),
                         ("service_at_locations", "service_at_location")):  # fmt: skip
        for query in ("", "full=true"):
            items = asked(small_site, f"/{path}?{query}")["contents"]
            faults = [fault for one in items for fault in official.faults(entity, one)]
            faults += [
                fault for one in items for fault in official.faults(entity, asked(small_site, f"/{path}/{one['id']}"))
            ]
            assert not faults, faults[:5]
    for path, entity in (("taxonomies", "taxonomy"), ("taxonomy_terms", "taxonomy_term")):
        items = asked(small_site, f"/{path}?per_page=500")["contents"]
        assert not [fault for one in items for fault in official.faults(entity, one)]
        assert len({one.get("code", one["id"]) for one in items}) == len(items)


def test_a_plain_item_holds_what_the_official_list_holds_and_whose_concern_it_is(small_site: Flask) -> None:
    for one in asked(small_site, "/services")["contents"]:
        links = {attribute["link_type"] for attribute in one.pop("attributes")}
        assert links == {"kind", "concern"}
        assert not official.faults("service_list", one)
    for one in asked(small_site, "/organizations")["contents"]:
        assert not official.faults("organization_list", one)


def test_a_single_service_is_fully_nested_and_full_gives_the_same(small_site: Flask) -> None:
    full = {one["id"]: one for one in asked(small_site, "/services?full=true")["contents"]}
    assert full.keys() == ALL
    for number in ALL:
        assert asked(small_site, f"/services/{number}") == full[number]
    assert full[str(CLINIC)]["service_at_locations"][0]["location"]["addresses"][0]["city"] == "Leeds"


def test_filters_narrow(small_site: Flask) -> None:
    clinic = asked(small_site, f"/services/{CLINIC}")
    kinds, local = TAXONOMIES["kinds"].id, foreign_taxonomy("local").id
    cases = {
        f"taxonomy_term_id={KINDS['shelter'].uuid}": {REFUGE},
        f"taxonomy_term_id={CONCERNS['survivor'].uuid}": {REFUGE, CLINIC},
        f"taxonomy_term_id={WHO['teen'].uuid}": {CLINIC},
        f"taxonomy_term_id={uuid.UUID(int=5)}": set(),
        f"taxonomy_id={TAXONOMIES['facts'].id}": {CLINIC},
        f"taxonomy_id={local}": {CLINIC},
        f"taxonomy_id={uuid.UUID(int=5)}": set(),
        f"organization_id={clinic['organization_id']}": {CLINIC},
        "concern=own_thoughts": {GUIDANCE},
        "concern=survivor": {REFUGE, CLINIC},
        "search=clinic": {CLINIC},
        "search=zzqqzz": set(),
        "search=house&concern=own_thoughts": set(),
        f"concern=survivor&taxonomy_term_id={KINDS['shelter'].uuid}": {REFUGE},
        "modified_after=2026-11-24T12:00:01Z": set(),
    }
    for query, expected in cases.items():
        assert found(small_site, query) == {str(one) for one in expected}, query
        assert len(lines(small_site, f"/services?{query}&format=ndjson")) == len(expected), query
    for query in ("", f"taxonomy_id={kinds}", "modified_after=2026-11-24T12:00:00Z", "modified_after=2026-11-24",
                  "modified_after=2026-11-24T13:00:00+01:00", "search="):  # fmt: skip
        assert found(small_site, query) == ALL, query
    assert len(found(small_site, f"taxonomy_term_id={CONCERNS['survivor'].uuid}", "/organizations")) == 2


def test_without_a_concern_every_one_comes_and_says_which(small_site: Flask) -> None:
    """A machine asks for all; the page of the API says to keep two of them apart. See docs/api.md."""
    concerns = {
        attribute["taxonomy_term"]["code"]
        for one in asked(small_site, "/services")["contents"]
        for attribute in one["attributes"]
    }
    assert {"concerns:survivor", "concerns:own_thoughts"} <= concerns


def test_minimal_is_little(small_site: Flask) -> None:
    items = asked(small_site, "/services?minimal=true")["contents"]
    assert {one["id"] for one in items} == ALL
    assert all(one.keys() == {"id", "last_modified", "modified_date"} for one in items)
    assert lines(small_site, "/services?minimal=true&format=ndjson") == items


def test_organizations_with_their_services(small_site: Flask) -> None:
    for query in ("full=true", "full_service=true"):
        for one in asked(small_site, f"/organizations?{query}")["contents"]:
            assert len(one["services"]) == 1
            assert not official.faults("organization", one)
            assert ("service_areas" in one["services"][0]) >= (query == "full_service=true")
    assert asked(small_site, "/organizations?full=true&per_page=400")["total_pages"] == 1


def test_a_search_puts_the_best_first(site: Flask) -> None:
    items = asked(site, "/services?search=samaritans&per_page=5")["contents"]
    assert "amaritans" in json.dumps(items[0])
    pages = [asked(site, f"/services?search=help&per_page=40&page={page}") for page in (1, 2)]
    assert pages[0]["total_items"] > 80
    assert not {one["id"] for one in pages[0]["contents"]} & {one["id"] for one in pages[1]["contents"]}


def test_terms_can_be_looked_through(small_site: Flask) -> None:
    kinds = asked(small_site, f"/taxonomy_terms?taxonomy_id={TAXONOMIES['kinds'].id}&per_page=500")["contents"]
    assert {one["code"] for one in kinds} == {f"kinds:{code}" for code in KINDS}
    assert all(one["taxonomy_detail"]["id"] == one["taxonomy_id"] for one in kinds)
    assert asked(small_site, "/taxonomy_terms?search=wordless")["empty"]
    assert found(small_site, "search=Local", "/taxonomy_terms")
    assert asked(small_site, f"/taxonomy_terms?parent_id={uuid.uuid4()}")["empty"]
    assert not asked(small_site, "/taxonomy_terms?top_only=true")["empty"]
