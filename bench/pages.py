"""B3: how many pages a second, as a share of what a bare Flask application answers on the same server."""

from __future__ import annotations

from random import Random
from statistics import median

from flask import Flask

from bench.questions import questions
from bench.report import Figure, Plot, Row, Table
from bench.serving import Run, Server, ask
from support.common.kernel.db import db
from support.site.directory import sealed
from support.site.directory.engine import engine
from support.site.directory.models import ListingRow
from support.site.directory.search import PAGE_SIZE, search
from support.site.directory.terms import Terms

COUNTRY, SMALL_COUNTRY = "/en-GB/now", "/en/now/VU"
COUNTS = {"hello": 3000, "results": 500, "listing": 800, "now": 800, "small": 1200}
TITLES = {
    "results": "results page, 20 listings", "listing": "one listing", "now": f"crisis page of a country ({COUNTRY})",
    "small": f"crisis page of a small country ({SMALL_COUNTRY})",
}  # fmt: skip
BUDGETS = {"results": 0.20, "listing": 0.30, "now": 0.5, "small": 0.5}
ENCODING = "gzip, deflate, br"


def full_questions() -> list[Terms]:
    """The searches that fill a page of twenty."""
    tools, found = engine(), []
    for terms in questions():
        place = tools.gazetteer.find(terms.near, country=terms.country).place if terms.near else None
        if (place or not terms.near) and search(tools.index, terms, place, None).total >= PAGE_SIZE:
            found.append(terms)
    return found


def paths(app: Flask) -> dict[str, list[str]]:
    """The addresses of each kind of page; the searches are sealed anew, because a sealed one is short-lived."""
    with app.app_context():
        results = [f"/en-GB/directory?s={sealed.seal_terms(terms)}" for terms in full_questions()]
        last = db.session.query(ListingRow.number).count()
        numbers = Random(3).sample(range(1, last + 1), 200)
        ids = db.session.query(ListingRow.service_id).filter(ListingRow.number.in_(numbers))
        listings = [f"/en-GB/directory/{row[0]}" for row in ids]
    return {"hello": ["/"], "results": results, "listing": listings, "now": [COUNTRY], "small": [SMALL_COUNTRY]}


def measure(app: Flask, site: Server, hello: Server, rounds: int) -> Row:
    """Interleaved rounds: hello, a page, hello, the next page … each share against the two hellos beside it."""
    shares: dict[tuple[str, str], list[float]] = {}
    work: dict[tuple[str, str], list[float]] = {}
    runs: dict[tuple[str, str], list[Run]] = {}
    for number in range(rounds + 1):  # the first one only warms up
        asked = paths(app)
        for encoding in (ENCODING, ""):
            before = ask(hello, asked["hello"], COUNTS["hello"], encoding)
            for page in BUDGETS:
                seen = ask(site, asked[page], COUNTS[page], encoding)
                after = ask(hello, asked["hello"], COUNTS["hello"], encoding)
                if number:
                    key = page, encoding
                    shares.setdefault(key, []).append(seen.rate / ((before.rate + after.rate) / 2))
                    work.setdefault(key, []).append((before.cpu_ms + after.cpu_ms) / 2 / seen.cpu_ms)
                    runs.setdefault(key, []).append(seen)
                    runs.setdefault(("hello", encoding), []).append(after)
                before = after
    return _row(shares, work, runs, rounds)


def _row(
    shares: dict[tuple[str, str], list[float]], work: dict[tuple[str, str], list[float]],
    runs: dict[tuple[str, str], list[Run]], rounds: int,
) -> Row:  # fmt: skip
    share = {key: median(values) for key, values in shares.items()}
    figures = [Figure(TITLES[page], share[page, ENCODING], BUDGETS[page], at_least=True) for page in BUDGETS]
    rows = []
    for key, seen in sorted(runs.items(), key=lambda item: (item[0][1] == "", item[0][0] != "hello")):
        page, encoding = key
        spread = f"{min(shares[key]):.3f} to {max(shares[key]):.3f}" if key in shares else ""
        rows.append((
            TITLES.get(page, page), "compressed" if encoding else "plain", f"{median(r.rate for r in seen):.0f}",
            f"{median(r.cpu_ms for r in seen):.2f}", f"{median(r.bytes for r in seen):.0f}",
            f"{share.get(key, 1):.3f}", spread, f"{median(work[key]):.3f}" if key in work else "1.000",
        ))  # fmt: skip
    head = (
        "page",
        "answers",
        "requests a second",
        "CPU ms of a request",
        "bytes",
        "share",
        "least and most",
        "share by CPU time",
    )
    plot = Plot(
        "pages", "Requests a second as a share of hello", [TITLES[page] for page in BUDGETS],
        {name: [share[page, code] for page in BUDGETS] for name, code in (("compressed", ENCODING), ("plain", ""))},
        {"budget of the results page": 0.20, "its aim, and one listing": 0.30, "crisis pages": 0.5},
    )  # fmt: skip
    return Row(
        "B3", "Pages, as a share of hello",
        f"gunicorn.conf.py for both (2 workers, gthread, 4 threads), {rounds} rounds, each run of a page between two of "
        "hello. The budget is judged with answers compressed as a browser asks for them; hello is too small to be compressed.",
        figures, [Table(head, rows)], [plot],
    )  # fmt: skip
