"""``python -m bench``: makes the listings, measures every row that there is a measure for, writes the report."""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from bench import building, counting, pages, searching, weight, wire, writing
from bench.generate import application, generate
from bench.report import Row
from bench.serving import ROOT, serving

SERVED = 100_000
REASONS = Path(__file__).parent / "reasons.json"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="how many listings, with commas between")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--build-rounds", type=int, help="of the index at the largest size; as --rounds if left out")
    parser.add_argument("--rows", default="B1,B2,B3,B7,B8,B10,B11", help="which rows")
    parser.add_argument(
        "--instance", type=Path, default=ROOT / "bench" / "out", help="where the listings are made and kept"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md")
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    apps = {size: _made(asked.instance, size) for size in sizes}
    builds = dict.fromkeys(sizes, asked.rounds) | ({sizes[-1]: asked.build_rounds} if asked.build_rounds else {})
    rows = _measured(asked.rows.split(","), apps, asked.instance, asked.rounds, builds)
    wanted = f"{', '.join(f'{size:,}' for size in sizes)} invented listings; {asked.rounds} rounds"
    writing.write(rows, asked.out, json.loads(REASONS.read_text("utf-8")), wanted)
    for row in rows:
        for figure in row.figures:
            print(
                f"{row.code:4} {figure.what}: {figure.value:.3g}{figure.unit} ({'met' if figure.met else 'MISSED'}: {figure.budget:g})"
            )


def _made(instance: Path, size: int) -> Flask:
    _say(f"{size:,} listings")
    generate(instance / str(size), size, instance / "places")
    return application(instance / str(size))


def _measured(
    codes: list[str], apps: dict[int, Flask], instance: Path, rounds: int, builds: dict[int, int]
) -> list[Row]:
    """The rows that were asked for, in their order."""
    at = SERVED if SERVED in apps else max(apps)
    place, app = instance / str(at), apps[at]
    rows: list[Row] = []

    def take(code: str, measure: Callable[[], Row]) -> None:
        if code in codes:
            _say(code)
            rows.append(measure())

    take("B1", lambda: searching.measure_search(apps, rounds))
    take("B2", lambda: searching.measure_growth(apps, rounds))
    if {"B3", "B7"} & set(codes):
        with serving("bench.hello:app") as hello, serving("app:site", place) as site:
            take("B3", lambda: pages.measure(app, site, hello, rounds))
            take("B7", lambda: wire.measure(site, pages.paths(app)))
    take("B8", lambda: counting.measure(apps))
    take("B10", lambda: building.measure(apps, builds))
    if "B11" in codes:
        with serving("bench.hello:app") as hello, serving("app:site", place) as site:
            take("B11", lambda: weight.measure(site, hello, pages.paths(app), place, rounds))
    return rows


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


if __name__ == "__main__":
    main()
