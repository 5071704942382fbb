"""B1 and B2: a search and its results page, as the directory grows."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from statistics import median

from flask import Flask

from bench.measure import milliseconds, percentile
from bench.questions import questions
from bench.raw import Listened, Raw, listening
from bench.report import Figure, Plot, Row, Table
from support.common.kernel.db import db
from support.site.directory import queries, sealed
from support.site.directory.engine import engine
from support.site.directory.search import search
from support.site.directory.terms import Terms
from support.site.places.place import Place

Asked = tuple[Terms, Place | None]


def asked(app: Flask) -> list[Asked]:
    """The searches with the places that the gazetteer finds for them."""
    with app.app_context():
        find = engine().gazetteer.find
        placed = [
            (terms, find(terms.near, country=terms.country).place if terms.near else None) for terms in questions()
        ]
    return [(terms, place) for terms, place in placed if place or not terms.near]


def product(one: Asked) -> int:
    """A search with its rows, as the page asks for it. Returns how many there are in all."""
    found = search(engine().index, *one, None)
    queries.listings(db.session(), found.keys)
    return found.total


def measure_search(apps: dict[int, Flask], rounds: int) -> Row:
    """Each search of each size in turn: the site's way, then the raw way, or the other way round in every second round."""
    rows, shares = [], {}
    points: dict[str, list[float]] = {name: [] for name in ("ours p50", "raw p50", "ours p95", "raw p95")}
    for size, app in apps.items():
        ours, raw, parts = _rounds(app, rounds)
        per_round = [
            [(percentile(o, part) / percentile(r, part)) for o, r in zip(ours, raw, strict=True)]
            for part in (0.5, 0.95)
        ]
        shares[size] = [median(values) for values in per_round]
        for name, of, part in (
            ("ours p50", ours, 0.5),
            ("raw p50", raw, 0.5),
            ("ours p95", ours, 0.95),
            ("raw p95", raw, 0.95),
        ):
            points[name].append(median(percentile(values, part) for values in of))
        rows.append(
            (f"{size:,}", *(f"{points[name][-1]:.2f}" for name in points), *(f"{s:.2f}" for s in shares[size]), parts)
        )
    size = max(apps)
    head = (
        "listings",
        *(f"{name}, ms" for name in points),
        "p50 ratio",
        "p95 ratio",
        "found: mean, more than 20, by some words only",
    )
    return Row(
        "B1", f"A search at {size:,} listings",
        f"{len(asked(apps[size]))} mixed searches, {rounds} rounds, in one process: `directory.search` with its rows "
        "decoded, against the very same tantivy queries put to the same index by hand and a read by primary key through "
        "`sqlite3` for each of the first twenty.",
        [Figure("p50", shares[size][0], 2.0, unit="×"), Figure("p95", shares[size][1], 1.5, unit="×")],
        [Table(head, rows)],
        [Plot("search", "A search with its rows, milliseconds", [f"{n:,}" for n in apps], dict(points))],
    )  # fmt: skip


def _rounds(app: Flask, rounds: int) -> tuple[list[list[float]], list[list[float]], str]:
    searches = asked(app)
    with app.app_context():
        heard, totals = [], []
        for one in searches:
            with listening(engine().index) as noted:
                totals.append(product(one))
            heard.append(noted)
        reference = Raw(engine().index, Path(str(db.engine.url.database)))
        ours, raw = [], []
        for number in range(rounds + 1):
            mine, its = _round(searches, heard, reference, raw_first=bool(number % 2))
            if number:
                ours.append(mine)
                raw.append(its)
    loosened = sum(len(noted.asked) > 1 for noted in heard)
    return ours, raw, f"{sum(totals) / len(totals):,.0f}, {sum(n > 20 for n in totals)}, {loosened}"


def _round(
    searches: list[Asked], heard: list[Listened], raw: Raw, *, raw_first: bool
) -> tuple[list[float], list[float]]:
    mine, its = [], []
    for one, noted in zip(searches, heard, strict=True):
        if raw_first:
            its.append(milliseconds(partial(raw.ask, noted)))
        mine.append(milliseconds(partial(product, one)))
        db.session.remove()  # as at the end of a request
        if not raw_first:
            its.append(milliseconds(partial(raw.ask, noted)))
    return mine, its


def measure_growth(apps: dict[int, Flask], rounds: int) -> Row:
    """The whole results page through WSGI, the sizes in turn for each search."""
    clients = {size: app.test_client() for size, app in apps.items()}
    times: dict[int, list[list[float]]] = {size: [] for size in apps}
    least, most = min(apps), max(apps)
    for number in range(rounds + 1):
        tokens = {}
        for size, app in apps.items():
            with app.app_context():
                tokens[size] = [sealed.seal_terms(terms) for terms, _place in asked(app)]
            if number:
                times[size].append([])
        for n in range(len(tokens[least])):
            for size, client in clients.items():
                get = partial(client.get, f"/en-GB/directory?s={tokens[size][n]}", headers={"Accept-Encoding": "gzip"})
                took = milliseconds(get)
                if number:
                    times[size][-1].append(took)
    growth = median(percentile(b, 0.95) / percentile(a, 0.95) for a, b in zip(times[least], times[most], strict=True))
    p50 = [median(percentile(one, 0.5) for one in times[size]) for size in apps]
    p95 = [median(percentile(one, 0.95) for one in times[size]) for size in apps]
    rows = [(f"{size:,}", f"{a:.2f}", f"{b:.2f}") for size, a, b in zip(apps, p50, p95, strict=True)]
    return Row(
        "B2", f"Growth of the results page from {least:,} to {most:,} listings",
        f"The whole page through WSGI, compressed, same searches, {rounds} rounds, the sizes in turn for each search.",
        [Figure("p95", growth, 2.5, unit="×")],
        [Table(("listings", "p50, ms", "p95, ms"), rows)],
        [Plot("growth", "The results page, milliseconds", [f"{n:,}" for n in apps], {"p50": p50, "p95": p95})],
    )  # fmt: skip
