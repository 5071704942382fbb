"""Promise 6 and S87: what a person sends is in no log and in no file, however the request goes wrong."""

from __future__ import annotations

import io
import json
import logging
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from support.common.audit import housekeeper
from support.common.kernel.access import anyone
from support.common.kernel.db import db
from support.common.kernel.logs import ALLOWED, Lines
from tests.conftest import Make, browser
from tests.rules.breaking import copied, forget_connections
from tests.rules.server import CLIENT, Server, running
from tests.rules.source import listed
from tests.rules.tour import HOME

CANARY = b"qzcanary"
LIFECYCLE = re.compile(r"Listening at: http://127\.0\.0\.1:\d+ \(\d+\)")


def word(place: str) -> bytes:
    """A canary that says where it was put: ``qzcanarypathqz``."""
    return CANARY + place.encode() + b"qz"


HEADERS = b"".join(
    name + b": " + word(name.decode().replace("-", "").lower()) + b"\r\n"
    for name in (
        b"User-Agent",
        b"Referer",
        b"X-Forwarded-For",
        b"X-Real-IP",
        b"Cookie",
        b"Authorization",
        b"Accept-Language",
    )
)
FORM = b"q=" + word("form") + b"&near=" + word("near") + b"&kind=" + word("kind") + b"&stamp=" + word("stamp")
LENGTH = b"Content-Length: %d\r\nContent-Type: application/x-www-form-urlencoded\r\n" % len(FORM)


def request(line: bytes, more: bytes = b"", body: bytes = b"", host: bytes = b"localhost") -> bytes:
    return line + b"\r\nHost: " + host + b"\r\n" + HEADERS + more + b"Connection: close\r\n\r\n" + body


REQUESTS: dict[str, bytes] = {
    "a page": request(b"GET /en-GB/?" + word("query") + b"=" + word("query") + b" HTTP/1.1"),
    "no such page": request(b"GET /" + word("path") + b" HTTP/1.1"),
    "no such listing": request(b"GET /en/directory/" + word("listing") + b" HTTP/1.1"),
    "a strange host": request(b"GET /en/ HTTP/1.1", host=word("host") + b".example"),
    "a host that is none": request(b"GET /en/ HTTP/1.1", host=b"[" + word("badhost")),
    "a changed search": request(b"GET /en/directory?s=" + word("token") + b" HTTP/1.1"),
    "a form of ours": request(b"POST /en-GB/directory HTTP/1.1", b"Sec-Fetch-Site: same-origin\r\n" + LENGTH, FORM),
    "a form from elsewhere": request(b"POST /en-GB/directory HTTP/1.1", b"Origin: https://" + word("origin") + b"\r\n" + LENGTH, FORM),
    "an origin that is no address": request(b"POST /en-GB/directory HTTP/1.1", b"Origin: https://[" + word("origin") + b"\r\n" + LENGTH, FORM),
    "a form that is too large": request(
        b"POST /en-GB/directory HTTP/1.1", b"Sec-Fetch-Site: same-origin\r\nContent-Length: 90000\r\n", word("large") * 5000
    ),
    "a form cut short": request(b"POST /en-GB/directory HTTP/1.1", b"Content-Length: 500\r\n", word("short")),
    "a form of another kind": request(
        b"POST /en-GB/directory HTTP/1.1", b"Content-Type: multipart/form-data; boundary=" + word("boundary") + b"\r\nContent-Length: 20\r\n", b"a" * 20
    ),
    "no method": b"/" + word("nomethod") + b"\r\n\r\n",
    "no sense at all": word("nonsense") + b"\r\n" + word("nonsense") + b"\r\n\r\n",
    "a strange method": request(word("method").upper() + b" /en/ HTTP/1.1"),
    "a strange version": request(b"GET /" + word("version") + b" HTTP/9.9"),
    "a strange protocol": request(b"GET /" + word("protocol") + b" " + word("protocol").upper() + b"/1.1"),
    "an address that is too long": request(b"GET /" + word("long") * 600 + b" HTTP/1.1"),
    "a header that is too long": request(b"GET /en/ HTTP/1.1", b"X-Long: " + word("giant") * 2000 + b"\r\n"),
    "too many headers": request(b"GET /en/ HTTP/1.1", b"".join(b"X-%d: %s\r\n" % (n, word("many")) for n in range(90))),
    "a header without a colon": request(b"GET /en/ HTTP/1.1", word("nocolon") + b"\r\n"),
    "a header with a strange name": request(b"GET /en/ HTTP/1.1", b"X " + word("strange") + b": a\r\n"),
    "two lengths": request(b"POST /en/directory HTTP/1.1", b"Content-Length: 3\r\nContent-Length: 4\r\nX: " + word("two") + b"\r\n", b"abc"),
    "a length that is none": request(b"POST /en/directory HTTP/1.1", b"Content-Length: " + word("length") + b"\r\n"),
    "a chunk that is none": request(b"POST /en/directory HTTP/1.1", b"Transfer-Encoding: chunked\r\n", word("chunk") + b"\r\n"),
    "an encoding that is none": request(b"POST /en/directory HTTP/1.1", b"Transfer-Encoding: " + word("encoding") + b"\r\n"),
    "an expectation": request(b"GET /en/ HTTP/1.1", b"Expect: " + word("expect") + b"\r\n"),
    "a proxy's line": b"PROXY TCP4 203.0.113.9 127.0.0.1 1 1\r\n" + request(b"GET /" + word("proxy") + b" HTTP/1.1"),
    "half a request": b"GET /" + word("half") + b" HTTP/1.1\r\nHost: " + word("half"),
    "another address inside": request(b"GET http://" + word("absolute") + b".example/ HTTP/1.1"),
    "strange bytes": request(b"GET /%ff%00" + word("bytes") + b"\xff HTTP/1.1"),
}  # fmt: skip


@pytest.fixture(scope="module")
def after_all(
    sqlite_site: Flask, tmp_path_factory: pytest.TempPathFactory, make_app: Make
) -> tuple[Server, dict[str, bytes], Path]:
    """A server that was asked everything, well and then without its tables, and has stopped."""
    folder, instance = tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("instance")
    forget_connections(copied(sqlite_site, instance, make_app))
    answers = {}
    with running(instance, folder) as server:
        for name, raw in REQUESTS.items():
            answers[name] = server.send(raw)
        with closing(sqlite3.connect(instance / "site" / "database.sqlite")) as connection:
            connection.execute("ALTER TABLE listing RENAME TO gone")
        for name in ("a form of ours", "no such page"):
            answers[f"{name}, without tables"] = server.send(REQUESTS[name])
        listing = request(b"GET /en-GB/directory/00000000-0000-4000-8000-00000000abcd HTTP/1.1")
        answers["database failed"] = server.send(listing)
        shutil.rmtree(instance / "site" / "index" / "directory")
        answers["a form of ours, without an index"] = server.send(REQUESTS["a form of ours"])
    return server, answers, instance


Told = tuple[Server, dict[str, bytes], Path]


def test_the_requests_went_where_they_were_meant_to(after_all: Told) -> None:
    _server, answers, _instance = after_all
    met = {name: answer.split(b"\r\n")[0].decode("latin-1") for name, answer in answers.items()}
    assert "200" in met["a page"], met
    assert "404" in met["no such page"], met
    assert "303" in met["a form of ours"], met
    assert "403" in met["a form from elsewhere"], met
    assert met["a form that is too large"] == "" or "413" in met["a form that is too large"], met  # or it hung up on us
    assert "503" in met["database failed"], met
    assert sum("400" in line for line in met.values()) > 5, met


def test_nothing_that_was_sent_is_said(after_all: Told) -> None:
    server, _answers, _instance = after_all
    said = server.said()
    faults = sorted(set(re.findall(rf"{CANARY.decode()}\w+", said, re.IGNORECASE)))
    lines = [line[:300] for line in said.splitlines() if CANARY.decode() in line.lower()]
    assert not faults, listed(lines, f"The logs repeat what a person sent: {faults}")


def test_no_address_of_a_machine_is_said(after_all: Told) -> None:
    server, _answers, _instance = after_all
    rest = LIFECYCLE.sub("", server.said())
    assert CLIENT not in rest, "the reader's address is in the log"
    faults = [line[:200] for line in rest.splitlines() if re.search(r"\b\d{1,3}(?:\.\d{1,3}){3}\b", line)]
    assert not faults, listed(faults, "A network address is in the log.")


def test_nothing_that_was_sent_is_kept(after_all: Told) -> None:
    _server, _answers, instance = after_all
    faults = []
    for file in instance.rglob("*"):
        if file.is_file() and not file.is_symlink() and "places" not in file.parts:
            held = file.read_bytes()
            faults += [str(file.relative_to(instance)) for sign in (CANARY, CLIENT.encode()) if sign in held.lower()]
    assert not faults, listed(faults, "A file of the instance holds what a person sent.")


def test_every_line_is_one_of_ours(after_all: Told) -> None:
    """Each line is a JSON object with known fields: a text line would be somebody else's words."""
    server, _answers, _instance = after_all
    known = {"time", "level", "logger", "error", "where", *ALLOWED}
    lines = server.said().splitlines()
    assert lines
    strange = []
    for line in lines:
        try:
            strange += [line[:200]] if json.loads(line).keys() - known else []
        except ValueError:
            strange.append(line[:200])
    assert not strange, listed(
        strange, "Everything goes through kernel/logs.py: one JSON object a line, known fields only."
    )


def test_failures_are_reported_all_the_same(after_all: Told) -> None:
    """Saying nothing of the reader does not mean saying nothing: what failed, and where, is there."""
    server, _answers, _instance = after_all
    events = [json.loads(line) for line in server.said().splitlines()]
    failed = [event for event in events if event["event"] == "database failed"]
    assert failed and all(event["error"] and event["where"] and event["route"] for event in failed)


@contextmanager
def listening() -> Iterator[io.StringIO]:
    """Everything that anybody logs meanwhile, as our formatter writes it."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG)
    yield heard
    root.handlers[:] = before
    root.setLevel(level)


def _raises(error: Exception) -> None:
    raise error


def _chained() -> None:
    try:
        _raises(KeyError(word("first").decode()))
    except KeyError as error:
        raise RuntimeError(word("second").decode()) from error


FAILURES = {
    "an exception with words": lambda: _raises(ValueError(word("message").decode())),
    "an exception from an exception": _chained,
    "a statement that fails": lambda: db.session.execute(
        sa.text("SELECT nothing FROM nowhere WHERE a = :b"), {"b": word("parameter").decode()}
    ),
    "a statement with words in it": lambda: db.session.execute(
        sa.text(f"SELECT '{word('statement').decode()}' FROM nowhere")
    ),
    "a warning of a library": lambda: logging.getLogger("some.library").warning("words %s", word("library").decode()),
    "an error of a library": lambda: logging.getLogger("werkzeug").error(f"GET /{word('werkzeug').decode()}"),
    "Flask's own logger": lambda: current_app.logger.error("it was %s", word("flask").decode()),
    "a warning of Python": lambda: logging.getLogger("py.warnings").warning("%s", word("warning").decode()),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_an_exception_is_told_without_its_words(own_site: Flask, failure: str) -> None:
    @anyone
    def view(**_values: object) -> str:
        FAILURES[failure]()
        return "fine"

    own_site.view_functions["pages.about"] = view
    with listening() as heard:
        answer = browser(own_site).get(f"/en/about?{word('query').decode()}", base_url=HOME)
    assert CANARY not in answer.data
    assert heard.getvalue().strip(), "it was not reported at all"
    assert CANARY.decode() not in heard.getvalue().lower(), heard.getvalue()


def test_a_failing_job_is_told_without_its_words(own_site: Flask) -> None:
    def job() -> None:
        raise RuntimeError(word("job").decode())

    housekeeper.employ(own_site, job)
    with listening() as heard:
        assert housekeeper.work(own_site) is False
    assert "job failed" in heard.getvalue()
    assert CANARY.decode() not in heard.getvalue()
