"""What is refused and how; ETags, pages of other origins, limits; and that nothing of a question is logged."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from flask import Flask

from support.common.kernel.logs import Lines
from support.site.exchange.api.asking import PARAMETERS, Unclear, asked
from support.site.exchange.out import pacing
from tests.conftest import Make, browser
from tests.rules import breaking
from tests.site.exchange.given import CLINIC, REFUGE

LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
REFUSED = [
    "page=0", "page=-1", "page=x", "page=", "page=1&page=2", "page=1000001", "page=１", "per_page=0", "per_page=501",
    "format=xml", "format=", "serch=a", "search=" + "a" * 201, "PAGE=1", "unknown", "search=a&nonsense=1",
]  # fmt: skip
REFUSED_SERVICES = [
    "full=yes", "full=1", "minimal=", "taxonomy_id=1", "taxonomy_term_id=%7B00000000-0000-4000-8000-000000000001%7D",
    "organization_id=urn:uuid:00000000-0000-4000-8000-000000000001", "modified_after=yesterday", "modified_after=",
    "modified_after=2026-13-01T00:00:00Z", "concern=survivors", "concern=", "postcode=LS1",
]  # fmt: skip


@pytest.fixture
def own_site(sqlite_site: Flask, tmp_path: Path, make_app: Make) -> Flask:
    return breaking.copied(sqlite_site, tmp_path, make_app)


@pytest.mark.parametrize(("path", "query"), [("/services", query) for query in REFUSED + REFUSED_SERVICES]
                         + [(f"/{name}", "nonsense=1") for name in LISTS] + [("/", "page=1"), ("/openapi.json", "a=b"),
                         (f"/services/{CLINIC}", "full=true"), ("/service_at_locations", "country=gb"),
                         ("/service_at_locations", "proximity=-5"), ("/service_at_locations", "postcode=")])  # fmt: skip
def test_what_cannot_be_used_is_refused_and_says_why(small_site: Flask, path: str, query: str) -> None:
    answer = browser(small_site).get(f"/api/v3{path}?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), query
    assert answer.json.keys() == {"type", "title", "status", "detail", "documentation", "help"}
    assert answer.json["status"] == 400
    assert answer.json["help"].endswith("/en/now")
    assert len(answer.json["detail"]) > 10
    assert "nonsense" not in answer.text, "what was sent is not sent back"


@pytest.mark.parametrize(
    "path",
    ["/services/00000000-0000-4000-8000-00000000dead", "/services/1", "/nothing", "/services/", "/taxonomies/x/y",
     "/organizations/00000000-0000-4000-8000-00000000dead", "/taxonomy_terms/00000000-0000-4000-8000-00000000dead",
     "/service_at_locations/00000000-0000-4000-8000-00000000dead", "/taxonomies/00000000-0000-4000-8000-00000000dead"],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_and_no_page(small_site: Flask, path: str) -> None:
    answer = browser(small_site).get(f"/api/v3{path}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_it_is_read_only(small_site: Flask) -> None:
    client = browser(small_site)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.open("/api/v3/services", method=method, data="{}", headers={"Sec-Fetch-Site": "cross-site"})
        assert (answer.status_code, answer.mimetype) == (405, "application/problem+json"), method
        assert "GET" in answer.headers["Allow"]
        assert "POST" not in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/", "/services", f"/services/{REFUGE}", "/openapi.json", "/taxonomy_terms"])
def test_whoever_has_it_already_gets_nothing_again(small_site: Flask, path: str) -> None:
    client = browser(small_site)
    first = client.get(f"/api/v3{path}")
    tag = first.headers["ETag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(f"/api/v3{path}", headers={"If-None-Match": sent})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag), sent
        assert again.headers["Access-Control-Allow-Origin"] == "*"
    other = client.get(f"/api/v3{path}", headers={"If-None-Match": '"another"'})
    assert (other.status_code, other.data) == (200, first.data)
    if path.startswith("/services"):
        assert first.headers["Last-Modified"] == "Tue, 24 Nov 2026 12:00:00 GMT"


def test_a_change_changes_the_tag(small_site: Flask) -> None:
    client = browser(small_site)
    tags = {client.get(f"/api/v3/services?per_page={n}").headers["ETag"] for n in (1, 2, 3)}
    assert len(tags) == 3


def test_pages_of_other_origins_may_read_it_and_nothing_else(small_site: Flask) -> None:
    client, origin = browser(small_site), {"Origin": "https://elsewhere.example"}
    for path in ("/api/v3/services", "/api/v3/services?page=x", "/api/v3/nothing", "/api/v3/services?format=ndjson"):
        answer = client.get(path, headers=origin, buffered=True)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers
    before = client.options("/api/v3/services", headers=origin | {"Access-Control-Request-Method": "GET"})
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for path in ("/en/", "/en/data", "/en/data/all.json", "/en/nothing", "/healthz"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers=origin, buffered=True).headers, path


def test_an_answer_is_the_same_in_every_language(small_site: Flask) -> None:
    client = browser(small_site)
    for path in ("/api/v3/services?full=true", "/api/v3/taxonomy_terms", "/en/data/all.json"):
        said = {client.get(path, headers={"Accept-Language": one}, buffered=True).data for one in ("en", "es-MX", "")}
        assert len(said) == 1, path
    assert client.get("/es/data/all.json", buffered=True).data == client.get("/en/data/all.json", buffered=True).data


def test_who_asks_too_often_is_told_how_long_to_wait(own_site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pacing.LIMITS, "little", pacing.Limit(3, 600))
    client = browser(own_site)
    here, there = ({"REMOTE_ADDR": f"198.51.100.{n}"} for n in (1, 2))
    got = [client.get("/api/v3/", environ_overrides=here) for _n in range(4)]
    assert [one.status_code for one in got] == [200, 200, 200, 429]
    assert got[-1].mimetype == "application/problem+json"
    assert int(got[-1].headers["Retry-After"]) > 0
    assert client.get("/api/v3/", environ_overrides=there).status_code == 200


def test_a_stream_that_cannot_begin_gives_its_place_back(own_site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(own_site)
    with breaking.without_index(own_site):
        for _n in range(pacing.MOST_WHOLE + 2):
            answer = client.get("/api/v3/services?format=ndjson&search=help")
            assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
            assert int(answer.headers["Retry-After"]) > 0
        assert client.get("/api/v3/services").status_code == 200, "without words no index is needed"


def test_a_failing_database_is_a_problem_and_no_trace(own_site: Flask) -> None:
    with breaking.emptied(own_site):
        for path in ("services", f"services/{CLINIC}", "services?format=ndjson", "organizations", "taxonomy_terms"):
            answer = browser(own_site).get(f"/api/v3/{path}")
            assert (answer.status_code, answer.mimetype) == (503, "application/problem+json"), path
            assert "sqlite" not in answer.text.lower()


def test_words_are_in_no_log(small_site: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = browser(small_site)
    for query in ("search=qzcanary", "search=qzcanary&format=ndjson", "qzcanary=1", "page=qzcanary"):
        client.get(f"/api/v3/services?{query}", buffered=True)
    client.get("/api/v3/service_at_locations?postcode=qzcanary")
    assert "qzcanary" not in "\n".join(Lines().format(record) for record in caplog.records)


def test_every_parameter_that_is_described_can_be_read() -> None:
    examples = {"boolean": "true", "integer": "1", "uuid": str(CLINIC), "date-time": "2026-11-24T00:00:00Z"}
    for name, one in PARAMETERS.items():
        schema = one.schema
        sample = schema.get("enum", [examples.get(schema.get("format", schema["type"]), "GB")])[0]
        assert getattr(asked({name: [sample]}, (name,)), name), name
        with pytest.raises(Unclear):
            asked({name: [sample]}, ())
    assert len(json.dumps([one.description for one in PARAMETERS.values()])) > 500
