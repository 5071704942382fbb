"""B10: building the index anew, against tantivy fed by hand with the same rows."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import median

from flask import Flask

from bench import raw
from bench.measure import milliseconds
from bench.report import Figure, Plot, Row, Table
from support.common.kernel.db import db
from support.site.directory.engine import rebuild
from support.site.directory.index import document
from support.site.directory.listing import decode
from support.site.directory.queries import all_shown

BUDGET = 2.0
SAMPLE = 500


def measure(apps: dict[int, Flask], rounds: dict[int, int]) -> Row:
    """``rounds``: how often at each size; a round builds both ways, in turn first."""
    rows, ratios = [], {}
    ours_s, raw_s = [], []
    for size, app in apps.items():
        ours, its = _rounds(app, rounds[size])
        ratios[size] = median(a / b for a, b in zip(ours, its, strict=True))
        ours_s.append(median(ours) / 1000)
        raw_s.append(median(its) / 1000)
        rows.append((f"{size:,}", rounds[size], f"{ours_s[-1]:.1f}", f"{raw_s[-1]:.1f}", f"{ratios[size]:.2f}"))
    size = max(apps)
    return Row(
        "B10", f"Building the index of {size:,} listings anew",
        "`directory reindex` against a loop that reads number and body through `sqlite3`, decodes the JSON, makes the "
        "same fields and writes them with the same settings. "
        f"That the two make the same documents is checked on {SAMPLE} listings.",
        [Figure("rebuild", ratios[size], BUDGET, unit="×")],
        [Table(("listings", "rounds", "ours, s", "raw, s", "ratio"), rows)],
        [Plot("building", "Building the index anew, seconds", [f"{n:,}" for n in apps], {"ours": ours_s, "raw": raw_s})],
    )  # fmt: skip


def _rounds(app: Flask, rounds: int) -> tuple[list[float], list[float]]:
    ours, its = [], []
    with app.app_context():
        _check_same()
        database, folder = Path(str(db.engine.url.database)), Path(app.config["INSTANCE"]) / "raw-index"
        for number in range(rounds):
            if number % 2:
                its.append(_raw(database, folder))
            ours.append(milliseconds(lambda: rebuild(db.session())))
            db.session.remove()
            if not number % 2:
                its.append(_raw(database, folder))
    return ours, its


def _raw(database: Path, folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        return milliseconds(lambda: raw.build(database, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_same() -> None:
    labels = raw.labels()
    for (number, body), _n in zip(all_shown(db.session()), range(SAMPLE), strict=False):
        ours, its = document(number, decode(body), labels), raw.fields(number, raw.parse(body), labels)
        for name in ("tag", "cell"):
            ours[name], its[name] = sorted(ours[name]), sorted(its[name])
        if ours != its:
            raise RuntimeError(f"the raw build makes another document of listing {number}")
    db.session.remove()
