"""``python -m bench``: makes listings and posts, measures every row that there is a measure for, writes the report."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from flask import Flask

from bench import building, counting, pages, searching, weight, wire, writing
from bench.forum import crowd, desk, threads
from bench.forum.spaces import Space, filled_spaces
from bench.generate import application, generate
from bench.report import Row
from bench.serving import ROOT, Server, serving

SERVED = 100_000
OF_LISTINGS, OF_FORUM = ("B1", "B2", "B3", "B7", "B8", "B10", "B11"), ("B4", "B5", "B6", "B8")
REASONS = Path(__file__).parent / "reasons.json"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="how many listings, with commas between")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--build-rounds", type=int, help="of the index at the largest size; as --rounds if left out")
    parser.add_argument("--rows", default="B1,B2,B3,B4,B5,B6,B7,B8,B10,B11", help="which rows")
    parser.add_argument("--posts", type=int, default=1_000_000, help="how many posts the forum has")
    parser.add_argument("--waiting", type=int, default=10_000, help="how many wait to be read")
    parser.add_argument(
        "--instance", type=Path, default=ROOT / "bench" / "out", help="where the listings are made and kept"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md")
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers it started end with it
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    builds = dict.fromkeys(sizes, asked.rounds) | ({sizes[-1]: asked.build_rounds} if asked.build_rounds else {})
    wanted = f"{', '.join(f'{size:,}' for size in sizes)} invented listings; {asked.posts:,} invented posts, and "
    wanted += f"{asked.waiting:,} that wait; {asked.rounds} rounds"
    reasons, rows = json.loads(REASONS.read_text("utf-8")), list[Row]()
    for row in _asked_for(asked, sizes, builds):
        rows = sorted([*rows, row], key=lambda one: int(one.code[1:]))
        writing.write(rows, asked.out, reasons, wanted)  # after each, so that a run that is stopped leaves what it has
        for figure in row.figures:
            verdict = "met" if figure.met else "MISSED"
            print(f"         {figure.what}: {figure.value:.3g}{figure.unit} ({verdict}: {figure.budget:g})", flush=True)


def _asked_for(asked: argparse.Namespace, sizes: Sequence[int], builds: dict[int, int]) -> Iterator[Row]:
    """The rows of the forum and those of the listings. What a kind of row needs is made only if one is asked for."""
    codes = asked.rows.split(",")
    if of_listings := [code for code in codes if code in OF_LISTINGS]:
        apps = {size: _made(asked.instance, size) for size in sizes}
        yield from _measured(of_listings, apps, asked.instance, asked.rounds, builds)
    if of_forum := [code for code in OF_FORUM if code in codes]:
        _say(f"{asked.posts:,} posts, and {asked.waiting:,} that wait")
        with filled_spaces(asked.instance / "forum", asked.posts, asked.waiting) as spaces:
            yield from _of_forum(of_forum, spaces, asked.rounds)


def _of_forum(codes: Sequence[str], spaces: Sequence[Space], rounds: int) -> Iterator[Row]:
    """The crowd last: it works off what waits."""
    rows: dict[str, Callable[[], Row]] = {
        "B8": lambda: threads.count(spaces),
        "B4": lambda: threads.measure(spaces, rounds),
        "B5": lambda: desk.measure(spaces, rounds),
        "B6": lambda: crowd.measure(spaces),
    }
    for code, measure in rows.items():
        if code in codes:
            _say(f"{code} of the forum")
            yield measure()


def _made(instance: Path, size: int) -> Flask:
    _say(f"{size:,} listings")
    generate(instance / str(size), size, instance / "places")
    return application(instance / str(size))


def _measured(
    codes: list[str], apps: dict[int, Flask], instance: Path, rounds: int, builds: dict[int, int]
) -> Iterator[Row]:
    """The rows that were asked for, in their order."""
    at = SERVED if SERVED in apps else max(apps)
    place, app = instance / str(at), apps[at]
    alone: dict[str, Callable[[], Row]] = {
        "B1": lambda: searching.measure_search(apps, rounds),
        "B2": lambda: searching.measure_growth(apps, rounds),
        "B8": lambda: counting.measure(apps),
        "B10": lambda: building.measure(apps, builds),
    }
    served: dict[str, Callable[[Server, Server], Row]] = {
        "B3": lambda site, hello: pages.measure(app, site, hello, rounds),
        "B7": lambda site, _hello: wire.measure(site, pages.paths(app)),
        "B11": lambda site, hello: weight.measure(site, hello, pages.paths(app), place, rounds),
    }
    for code in codes:
        _say(code)
        if code in alone:
            yield alone[code]()
        else:
            with serving("bench.hello:app") as hello, serving("app:site", place) as site:
                yield served[code](site, hello)


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


if __name__ == "__main__":
    main()
