"""B11: the memory of a worker, and how long the application takes to import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.generate import SECRET
from bench.report import Figure, Row, Table
from bench.serving import ROOT, Server, ask

REQUESTS_OF_A_KIND = 200
BUDGET = 4.0
FIELDS = ("Pss", "Pss_Anon", "Private_Clean", "Private_Dirty")
IMPORT = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def memory(server: Server) -> dict[str, float]:
    """Megabytes of a worker, the mean of all: its share of everything, its own anonymous part, and what only it has."""
    totals = dict.fromkeys(FIELDS, 0)
    for worker in server.workers:
        for line in Path(f"/proc/{worker}/smaps_rollup").read_text("ascii").splitlines()[1:]:
            name, size = line.split(":")
            if name in totals:
                totals[name] += int(size.split()[0])
    mean = {name: size / 1024 / len(server.workers) for name, size in totals.items()}
    return {"PSS": mean["Pss"], "anonymous": mean["Pss_Anon"], "USS": mean["Private_Clean"] + mean["Private_Dirty"]}


def measure(site: Server, hello: Server, paths: dict[str, list[str]], instance: Path, rounds: int) -> Row:
    """Memory after 200 requests of each kind of page a worker; imports in fresh processes, one after the other."""
    for kind, addresses in paths.items():
        ask(hello if kind == "hello" else site, addresses, REQUESTS_OF_A_KIND * 2)
    ask(hello, paths["hello"], REQUESTS_OF_A_KIND * 2 * (len(paths) - 2))
    ours, its = memory(site), memory(hello)
    pairs = [
        (_imported("import app; app.site", instance), _imported("import bench.hello", instance))
        for _ in range(rounds + 1)
    ][1:]
    slower = median(a / b for a, b in pairs)
    rows = [(name, f"{ours[name]:.1f}", f"{its[name]:.1f}", f"{ours[name] / its[name]:.2f}") for name in ours]
    a, b = (median(values) * 1000 for values in zip(*pairs, strict=True))
    rows.append(("import, ms", f"{a:.0f}", f"{b:.0f}", f"{slower:.2f}"))
    return Row(
        "B11", "Memory of a worker, and import",
        f"Mean of two gunicorn workers after {REQUESTS_OF_A_KIND} requests each of every kind of page. PSS counts the "
        "index's and the database's files as far as they are mapped; anonymous is what the program itself holds. "
        f"Import: {rounds} pairs of fresh processes.",
        [
            Figure("memory (PSS)", ours["PSS"] / its["PSS"], BUDGET, unit="×"),
            Figure("import", slower, BUDGET, unit="×"),
        ],
        [Table(("MB", "ours", "hello", "ratio"), rows)],
    )  # fmt: skip


def _imported(statement: str, instance: Path) -> float:
    env = {"PATH": "", "SUPPORT_INSTANCE": str(instance.resolve()), "SUPPORT_SECRET_KEY": SECRET}
    command = [sys.executable, "-c", IMPORT.format(statement)]
    return float(subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout)
