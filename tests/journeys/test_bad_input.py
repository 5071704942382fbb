"""Whatever is sent: a page in plain words, the right status, the band, nothing lost. On both databases."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from support.common.crisis.bundled import services
from support.site.directory.sealed import seal_terms
from support.site.directory.terms import Terms

SAME = {"Sec-Fetch-Site": "same-origin"}


def ask(client: FlaskClient, **fields: object) -> TestResponse:
    """Send the form as a browser does, and follow to the results."""
    answer = client.post("/en-GB/directory", data=fields, headers=SAME)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert answer.data == b""
    assert len(answer.headers["Location"]) < 1600
    return client.get(answer.headers["Location"])


def kind(answer: TestResponse) -> str:
    """The page's words; whatever it is, it carries the band and the way out."""
    page = answer.get_data(as_text=True)
    assert 'id="band-title"' in page
    assert 'href="tel:' in page
    assert page.count('href="/leave"') == 2
    return page


def value_of(page: str, name: str) -> str:
    found = re.search(rf'id="{name}"[^>]*? value="([^"]*)"', page)
    return found[1] if found else ""


@pytest.mark.parametrize(
    "words",
    ['"', "*", "NEAR(", "field:", "title:abuse", '"unbalanced', "a AND", "((((", "\\", "%_", "^", "~1", "[a TO b]", "+-!", "/.*/",
     "😀" * 60, "\u202e\u2066", "a\x00b", "\u0301" * 300, "' OR 1=1 --", "<script>alert(1)</script>", "&lt;", "{{7*7}}"],
)  # fmt: skip
def test_strange_words_are_words(client: FlaskClient, words: str) -> None:
    answer = ask(client, q=words)
    assert answer.status_code == 200
    page = kind(answer)
    assert "<script>" not in page
    assert page.count("<script") == 1
    assert ("found" in page) or ("Nothing found" in page)


def test_ten_thousand_signs_are_cut_and_said(client: FlaskClient) -> None:
    answer = ask(client, q="river " * 1700)
    assert answer.status_code == 422
    page = kind(answer)
    assert "longer than 200" in page
    assert value_of(page, "q").startswith("river river")


def test_text_that_does_not_shrink_still_travels(client: FlaskClient) -> None:
    words = "".join(chr(0x4E00 + n * 37 % 20000) for n in range(200))
    page = kind(ask(client, q=words, near="".join(chr(0xAC00 + n * 41 % 11000) for n in range(120))))
    assert words[:60] in page


@pytest.mark.parametrize("lone", [b"q=%ED%A0%80", b"q=%ff%fe", b"q=%C0%AF"])
def test_bytes_that_are_no_text(client: FlaskClient, lone: bytes) -> None:
    answer = client.post("/en-GB/directory", data=lone, headers=SAME, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("near", "Xyzzyvill"), ("kind", "magic"), ("country", "XX"), ("country", "gb"), ("language", "tlh"), ("sort", "price"),
     ("within", "0"), ("within", "-5"), ("within", "1000000"), ("within", "far"), ("audience", "everyone"), ("who", "robots"),
     ("cost", "1"), ("channel", "smoke"), ("anonymous", "2"), ("open_now", "maybe"), ("region", "US-ZZ")],
)  # fmt: skip
def test_unknown_values_are_said_at_their_field(client: FlaskClient, field: str, value: str) -> None:
    answer = ask(client, **{field: value, "q": "river"})
    assert answer.status_code == 422
    page = kind(answer)
    assert 'class="error-summary"' in page
    assert f'href="#{field}"' in page
    assert value_of(page, "q") == "river"


def test_a_misspelt_place_is_guessed_and_kept(client: FlaskClient) -> None:
    page = kind(ask(client, near="Leads"))
    assert value_of(page, "near") == "Leads"
    assert "Leeds, England, United Kingdom" in page


def test_an_ambiguous_place_says_which_one_it_took(client: FlaskClient) -> None:
    page = kind(ask(client, near="Newport", country="GB"))
    assert "Near Newport" in page
    assert "Another place of that name" in page


def test_nothing_found_gives_ways_on(client: FlaskClient) -> None:
    answer = ask(client, q="xylophone", kind="compensation", open_now="yes", country="GB")
    page = kind(answer)
    assert answer.status_code == 200
    assert "Also what is closed now" in page
    assert "Any kind of help" in page
    assert "Everything, from the start" in page


@pytest.mark.parametrize("page", ["-1", "0", "1000000000", "two", "1.5", "", "٣", "51", "1e3", "00000001"])
def test_pages_that_do_not_exist(site: Flask, client: FlaskClient, page: str) -> None:
    with site.test_request_context("/en/"):
        token = seal_terms(Terms(audience="both"))
    answer = client.get(f"/en/directory?s={token}&page={page}")
    assert answer.status_code == 404
    assert "There is no such page of results" in kind(answer)


@pytest.mark.parametrize("token", ["", "x", "A" * 5000, "%00", "é", "AA84", "....", "-" * 200])
def test_tokens_that_are_none(client: FlaskClient, token: str) -> None:
    answer = client.get("/en/directory", query_string={"s": token})
    assert answer.status_code in (400, 410)
    kind(answer)


def test_a_token_that_ran_out(site: Flask, client: FlaskClient) -> None:
    site.config["CLOCK"] = datetime.now(UTC) - timedelta(hours=3)
    try:
        with site.test_request_context("/en/"):
            token = seal_terms(Terms(q="river"))
    finally:
        site.config["CLOCK"] = None
    answer = client.get(f"/en/directory?s={token}")
    assert answer.status_code == 410
    page = kind(answer)
    assert "This search has run out" in page
    assert "river" not in page


NOBODYS = "0b5a2f0c-3d7e-4f4e-9a46-5c1d8e2f7a90"  # random, and of no listing


@pytest.mark.parametrize("path", ["/en/directory/1", "/en/directory/abc", f"/en/directory/{NOBODYS}", f"/en/directory/{NOBODYS}.vcf",
                                  "/en/now/XX", "/en/now/gb", "/xx/", "/EN/", "/en-XX/now", "/en//now", "/en/directory/"])  # fmt: skip
def test_addresses_that_lead_nowhere(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    kind(answer)


def test_weak_and_held_listings_do_not_exist(client: FlaskClient) -> None:
    hidden = [service for service in services() if not service.shown]
    unknown = client.get(f"/en/directory/{uuid.uuid4()}")
    assert len(hidden) == 26
    for service in hidden:
        answer = client.get(f"/en/directory/{service.uuid}")
        assert (answer.status_code, answer.data) == (404, unknown.data)
        assert client.get(f"/en/directory/{service.uuid}.vcf").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_wrong_methods(client: FlaskClient, method: str) -> None:
    answer = client.open("/en/directory", method=method)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    kind(answer)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "a@b", "[::1", " "])
def test_unknown_hosts(client: FlaskClient, host: str) -> None:
    answer = client.get("/en-GB/", headers={"Host": host})
    assert answer.status_code == 400
    page = kind(answer)
    assert "evil" not in page
    assert "999" in page


def test_forwarded_headers_change_nothing(client: FlaskClient) -> None:
    plain = client.get("/en-GB/now").data
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http",
              "Forwarded": "for=203.0.113.9;host=evil.example", "X-Original-URL": "/x", "X-Real-IP": "203.0.113.9"}  # fmt: skip
    assert client.get("/en-GB/now", headers=forged).data == plain


def test_bodies_that_are_too_large(client: FlaskClient) -> None:
    answer = client.post("/en/directory", data={"q": "a" * 100_000}, headers=SAME)
    assert answer.status_code == 413
    kind(answer)


def test_thousands_of_form_parts(client: FlaskClient) -> None:
    fields = {f"f{n}": "1" for n in range(3000)}
    answer = client.post("/en/directory", data=fields, headers=SAME, content_type="multipart/form-data")
    assert answer.status_code == 413
    kind(answer)


def test_a_broken_multipart_body(client: FlaskClient) -> None:
    answer = client.post(
        "/en/directory", data=b"--x\r\nnonsense", headers=SAME, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code in (303, 400)


def test_a_form_from_elsewhere(client: FlaskClient) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        answer = client.post("/en/directory", data={"q": "river"}, headers=headers)
        assert answer.status_code == 403
        assert "Please send the form from this site" in kind(answer)


def test_an_old_browser_that_says_nothing_is_believed_by_its_stamp(client: FlaskClient) -> None:
    page = client.get("/en/directory").get_data(as_text=True)
    found = re.search(r'name="stamp" value="([^"]+)"', page)
    assert found
    assert client.post("/en/directory", data={"q": "river", "stamp": found[1]}).status_code == 303
    assert client.post("/en/directory", data={"q": "river", "stamp": found[1] + "x"}).status_code == 403


def test_a_form_in_pieces_of_unknown_length_is_refused(client: FlaskClient) -> None:
    """It would be cut at the limit without a word, and what was typed would be lost."""
    headers = SAME | {"Transfer-Encoding": "chunked"}
    answer = client.post("/en/directory", headers=headers, environ_overrides={"wsgi.input_terminated": True})
    assert answer.status_code == 411
    kind(answer)


@pytest.mark.parametrize("name", ["a" * 300, "site.css/", "../app.py", "%2e%2e/app.py", ".hidden", "site.css.br"])
def test_static_names_that_are_none(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
