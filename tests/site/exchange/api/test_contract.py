"""The API keeps what its description promises: Schemathesis asks whatever the description allows, and what it forbids."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from jsonschema import Draft202012Validator

from tests.conftest import Make, browser, readied
from tests.site.exchange import given

_app: dict[str, Any] = {}


def _wsgi(environ: dict[str, Any], start: Any) -> Any:
    """The site on whose behalf the tests ask, made when the first of them runs."""
    environ["HTTP_HOST"], environ["wsgi.url_scheme"] = "localhost", "https"
    return _app["site"](environ, start)


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Any:
    site = readied(make_app(tmp_path_factory.mktemp("contract")))
    given.add(site)
    _app["site"] = site
    return schemathesis.openapi.from_wsgi("/api/v3/openapi.json", _wsgi)


schema = schemathesis.pytest.from_fixture("contract")


@schema.parametrize()
@settings(
    max_examples=int(os.environ.get("CONTRACT_EXAMPLES", "15")),
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate()


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
