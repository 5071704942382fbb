"""The API keeps what its description promises: Schemathesis asks whatever the description allows, and what it forbids."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode

from tests.conftest import Make, browser

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "8"))
BOUNDED = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def described(app: Flask) -> Any:
    """The API's description, with the site behind it. Asked over HTTPS under a host that the site answers to."""

    def asked(environ: dict[str, Any], start: Any) -> Any:
        return app(environ | {"HTTP_HOST": "localhost", "wsgi.url_scheme": "https"}, start)

    return schemathesis.openapi.from_wsgi("/api/v3/openapi.json", asked)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
def test_every_answer_is_as_described(lone_site: Flask, mode: GenerationMode) -> None:
    operations = [found.ok() for found in described(lone_site).get_all_operations()]
    assert len(operations) == 12  # all but that of the description itself
    for operation in operations:
        if mode == GenerationMode.NEGATIVE and not any(operation.iter_parameters()):
            continue

        @BOUNDED
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps_its_word(case: schemathesis.Case) -> None:
            case.call_and_validate()

        keeps_its_word()


def test_the_description_is_openapi_and_names_every_path(small_site: Flask) -> None:
    document = browser(small_site).get("/api/v3/openapi.json").json
    assert document["openapi"] == "3.1.0"
    routes = {
        rule.rule.removeprefix("/api/v3")
        for rule in small_site.url_map.iter_rules()
        if rule.rule.startswith("/api/v3/")
    }
    described = set(document["paths"])
    assert {path.partition("<")[0].rstrip("/") for path in routes} == {
        path.partition("{")[0].rstrip("/") for path in described
    }
    for one in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(one)
    names = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(set(names)) == len(names) == len(routes)


def test_the_root_leads_to_the_profile_and_the_description(tmp_path: Path, make_app: Make, small_site: Flask) -> None:
    client = browser(small_site)
    root = client.get("/api/v3/").json
    assert root == {"version": "3.1", "profile": "/api/v3/profile.json", "openapi_url": "/api/v3/openapi.json"}
    profile = client.get(root["profile"]).json
    codes = {term["code"] for one in profile["taxonomies"] for term in one["terms"]}
    assert {"record:address_withheld", "facts:must_report", "kinds:shelter", "concerns:own_thoughts"} <= codes
    assert client.get("/api/v3").headers["Location"] == "/api/v3/"
    public = make_app(tmp_path)
    public.config["OWN_URL"] = "https://help.example.org"
    told = browser(public).get("/api/v3/").json
    assert told["profile"] == "https://help.example.org/api/v3/profile.json"
    assert told["openapi_url"] == "https://help.example.org/api/v3/openapi.json"
