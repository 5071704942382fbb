"""nginx and Caddy as shipped: the page arrives, nobody's address goes on or stays, and a page is there without a site."""

from __future__ import annotations

import contextlib
import re
import ssl
from collections import Counter

import pytest

from support.common.kernel.headers import ALWAYS, ONE_YEAR
from tests.deploy.proxies import CLIENT, HOST, ONION, Answer, Front
from tests.deploy.recorder import POLICY, Recorder
from tests.deploy.units import HOSTS, Place

CANARY = "qzcanaryqz"
BAND = 'id="band-title"'
CARRIERS = (
    "X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix",
    "X-Client-IP", "True-Client-IP", "CF-Connecting-IP",
)  # fmt: skip


def protected(answer: Answer, *, https: bool = True) -> None:
    """Each header of the site is there, once and word for word (safety.md S59 to S61)."""
    wrong = {name: answer.all(name) for name, value in ALWAYS.items() if answer.all(name) != [value]}
    assert not wrong
    assert answer.all("Cache-Control") == ["no-store"]
    assert answer.all("Strict-Transport-Security") == ([ONE_YEAR] if https else [])
    twice = [name for name, times in Counter(name for name, _value in answer.headers).items() if times > 1]
    assert not twice
    assert not re.search(r"\d", "".join(answer.all("Server"))), "the server names its version"


def test_a_page_arrives(proxy: Front) -> None:
    answer = proxy.ask("/en-GB/")
    assert answer.status == 200 and BAND in answer.text
    protected(answer)
    assert answer.all("Onion-Location") == [f"http://{ONION}/en-GB/"]


def test_a_form_arrives(proxy: Front) -> None:
    body = b"q=legal&near=&kind="
    answer = proxy.ask(
        "/en-GB/directory",
        "POST",
        body=body,
        Sec_Fetch_Site="same-origin",
        Content_Type="application/x-www-form-urlencoded",
    )
    assert answer.status == 303 and answer.all("Location")[0].startswith("/en-GB/directory?s=")


def test_plain_http_leads_to_https(proxy: Front) -> None:
    answer = proxy.ask("/en/about?x=1", by="http")
    assert answer.status in (301, 308)
    assert re.fullmatch(rf"https://{re.escape(HOST)}(:\d+)?/en/about\?x=1", answer.all("Location")[0])


def test_another_host_gets_nothing(proxy: Front) -> None:
    with pytest.raises((ssl.SSLError, OSError)):
        proxy.connected(proxy.https, tls=True, name="elsewhere.example")
    with contextlib.suppress(OSError):
        answer = proxy.ask("/en/", host="elsewhere.example")
        assert answer.status in (400, 421) and BAND not in answer.text


@pytest.mark.parametrize("path", ["/readyz", "/readyz?", "//readyz", "/%72eadyz", "/./readyz"])
def test_ready_is_for_the_machine_itself(proxy: Front, started: Place, path: str) -> None:
    for by in ("https", "onion"):
        answer = proxy.ask(path, by=by)
        assert answer.status == 404 and BAND in answer.text
    assert started.health("/readyz") == 200


def test_the_onion_service_speaks_plain_http(proxy: Front) -> None:
    answer = proxy.ask("/en-GB/", by="onion")
    assert answer.status == 200 and BAND in answer.text
    protected(answer, https=False)
    assert not answer.all("Onion-Location")


@pytest.mark.parametrize("by", ["https", "onion"])
def test_no_address_goes_on_to_the_site(overheard: tuple[Front, Recorder], by: str) -> None:
    proxy, recorder = overheard
    proxy.ask("/en/", by=by, **{name.replace("-", "_"): "203.0.113.9" for name in CARRIERS}, X_Forwarded_Proto="gopher")
    ((path, headers),) = recorder.asked
    assert path == "/en/"
    assert headers["x-forwarded-proto"] == ("http" if by == "onion" else "https")
    assert headers["via"] == "1.1 proxy"
    assert not {name.lower() for name in CARRIERS} & headers.keys()
    assert not [value for value in headers.values() if CLIENT in value or "203.0.113.9" in value]


CLAIMED = {name.replace("-", "_"): "203.0.113.9, 198.51.100.7" for name in CARRIERS}


@pytest.mark.parametrize("host", [HOSTS["survivors"], HOSTS["prevention"]])
def test_a_space_learns_the_neighbours_address_and_no_other(overheard: tuple[Front, Recorder], host: str) -> None:
    """What its throttle hashes under the key of the day (S46): one entry, whatever a browser claims."""
    proxy, recorder = overheard
    proxy.ask("/en/", host=host, **CLAIMED)
    ((_path, headers),) = recorder.asked
    assert (headers["host"], headers["x-forwarded-for"], headers["via"]) == (host, CLIENT, "1.1 proxy")
    assert headers["x-forwarded-proto"] == "https"
    assert not {name.lower() for name in CARRIERS if name != "X-Forwarded-For"} & headers.keys()


@pytest.mark.parametrize("path", ["/harbour/en/sign-in", "/orchard", "/en/edit/sign-in", "/harbours", "/en/harbour/"])
def test_below_the_site_only_the_spaces_learn_it(overheard: tuple[Front, Recorder], path: str) -> None:
    proxy, recorder = overheard
    proxy.ask(path, **CLAIMED)
    ((_path, headers),) = recorder.asked
    wanted = [CLIENT] if path in ("/harbour/en/sign-in", "/orchard") else []
    assert [value for name, value in headers.items() if name == "x-forwarded-for"] == wanted


@pytest.mark.parametrize("host", HOSTS.values())
@pytest.mark.parametrize("path", ["/readyz", "/harbour/readyz", "/orchard/readyz"])
def test_nobody_is_asked_whether_they_are_ready(overheard: tuple[Front, Recorder], host: str, path: str) -> None:
    proxy, recorder = overheard
    if host != HOST and path != "/readyz":
        return
    proxy.ask(path, host=host)
    ((asked, _headers),) = recorder.asked
    assert asked == "/no-such-page"


@pytest.mark.parametrize("host", HOSTS.values())
def test_a_page_keeps_its_own_policy(overheard: tuple[Front, Recorder], host: str) -> None:
    """The staff's door allows passkeys; a second header of the proxy's would forbid them again (S61)."""
    proxy, _recorder = overheard
    assert proxy.ask("/en/", host=host).all("Permissions-Policy") == [POLICY]


@pytest.mark.parametrize("host", [HOSTS["survivors"], HOSTS["prevention"]])
def test_without_a_space_there_is_a_page(alone: Front, host: str) -> None:
    answer = alone.ask("/es/boards", host=host)
    assert answer.status in (502, 503) and BAND in answer.text and 'lang="es"' in answer.text
    protected(answer)


@pytest.mark.parametrize("by", ["https", "onion"])
def test_a_body_that_is_too_large_is_refused_with_a_page(proxy: Front, by: str) -> None:
    answer = proxy.ask("/es/directory", "POST", by=by, body=b"q=" + b"a" * 70_000)
    assert answer.status == 413 and BAND in answer.text and 'lang="es"' in answer.text
    protected(answer, https=by == "https")


def test_a_header_that_is_too_large_is_refused(proxy: Front) -> None:
    assert proxy.ask("/en/", X_Long="a" * 40_000).status in (400, 431, 494)
    assert proxy.ask("/en/").status == 200


@pytest.mark.parametrize("by", ["https", "onion"])
@pytest.mark.parametrize(
    ("path", "accepts", "language"),
    [
        ("/en-GB/now", "es", "en"),
        ("/es", "en", "es"),
        ("/es-MX/directory?s=x", "en", "es"),
        ("/", "es-MX,es;q=0.9", "es"),
        ("/fr/", "fr", "en"),
        ("/", "../../etc/passwd", "en"),
        ("/static/site.css", "", "en"),
    ],
)
def test_without_the_site_there_is_a_page(alone: Front, by: str, path: str, accepts: str, language: str) -> None:
    answer = alone.ask(path, by=by, Accept_Language=accepts)
    assert answer.status in (502, 503)
    assert f'lang="{language}"' in answer.text and BAND in answer.text and "tel:999" in answer.text
    assert answer.all("Content-Type") == ["text/html; charset=utf-8"]
    protected(answer, https=by == "https")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_without_the_site_a_form_gets_the_page_too(alone: Front, method: str) -> None:
    answer = alone.ask("/en/directory", method, body=b"q=a")
    assert answer.status in (502, 503) and BAND in answer.text
    protected(answer)


def test_the_page_is_not_an_address(proxy: Front) -> None:
    for path in ("/unavailable", "/unavailable.en.html", "/too-large", "/.."):
        assert proxy.ask(path).status in (400, 404)


def test_nothing_of_a_reader_is_written(proxy: Front, started: Place) -> None:
    _asked_in_every_way(proxy)
    _said_nothing(proxy.written() + (started.folder / "site.log").read_text("utf-8"))


def test_nothing_of_a_reader_is_written_without_the_site(alone: Front) -> None:
    _asked_in_every_way(alone)
    _said_nothing(alone.written())


def _said_nothing(said: str) -> None:
    faults = [line[:300] for line in said.splitlines() if CLIENT in line or CANARY in line]
    assert not faults, faults


def _asked_in_every_way(front: Front) -> None:
    """Well, badly, and not at all in the way that was meant."""
    raw = {"https": f"{CANARY}\r\n\r\n", "onion": f"GET /{CANARY} HTTP/9.9\r\n\r\n", "http": f"GET /{CANARY}"}
    for by in ("https", "http", "onion"):
        front.ask(
            f"/{CANARY}?q={CANARY}", by=by, User_Agent=CANARY, Referer=f"https://{CANARY}.example/", Cookie=CANARY
        )
        with contextlib.suppress(OSError):  # hanging up on so large a body is an answer, too
            front.ask(f"/en/{CANARY}", "POST", by=by, body=CANARY.encode() * 60_000)
        with contextlib.suppress(OSError), front.connected(getattr(front, by), tls=by == "https") as connection:
            connection.sendall(raw[by].encode())
            connection.settimeout(0.3)
            connection.recv(100)
    with contextlib.suppress(OSError), front.connected(front.https, tls=False) as connection:
        connection.sendall(f"GET /{CANARY} HTTP/1.1\r\nHost: {CANARY}\r\n\r\n".encode())
        connection.settimeout(0.3)
        connection.recv(100)
    with contextlib.suppress(OSError):
        front.connected(front.https, tls=True, name=f"{CANARY}.example")
