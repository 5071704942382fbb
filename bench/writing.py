"""Writes what was measured as ``docs/benchmarks.md``, with its plots beside it."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from bench.plot import svg
from bench.report import Figure, Row, Table

NAMED = ("flask", "werkzeug", "jinja2", "flask-babel", "gunicorn", "sqlalchemy", "tantivy", "msgspec", "phonenumbers")
RED = '<strong style="color:#b4231f">{}</strong>'
HEAD = """# Benchmarks

Written by `make bench`; do not edit. Ratios were taken in one run on one machine, paired and interleaved, and are
medians of the rounds named. Absolute times stand beside them and prove nothing on another machine. A budget that was missed is
shown in red with the reason.
"""
NO_REASON = "no reason was found yet"


def write(rows: Sequence[Row], out: Path, reasons: dict[str, str], wanted: str) -> None:
    """Write the page to ``out``, its plots into a folder of the same name. ``reasons``: row's code to why it missed."""
    folder = out.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(_page(rows, folder, reasons, wanted)), "utf-8")


def _page(rows: Sequence[Row], folder: Path, reasons: dict[str, str], wanted: str) -> Iterator[str]:
    yield HEAD
    yield f"Measured with: {wanted}.\n"
    yield f"On: {_versions()}.\n"
    yield "| row | what | measured | budget | |\n|---|---|---|---|---|"
    for row in rows:
        for figure in row.figures:
            yield f"| {row.code} | {figure.what} | {_value(figure)} | {_budget(figure)} | {_verdict(figure)} |"
    for row in rows:
        yield f"\n## {row.code}: {row.title}\n"
        yield f"{row.method}\n"
        if missed := [figure.what for figure in row.figures if not figure.met]:
            yield RED.format(f"Missed: {', '.join(missed)}.") + f" Why: {reasons.get(row.code, NO_REASON)}\n"
        for plot in row.plots:
            (folder / f"{plot.name}.svg").write_text(svg(plot), "utf-8")
            yield f"![{plot.title}]({folder.name}/{plot.name}.svg)\n"
        for table in row.tables:
            yield from _table(table)
        yield from (f"\n{note}" for note in row.notes)
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.head)} |\n|{'---|' * len(table.head)}"
    for cells in table.rows:
        yield f"| {' | '.join(str(cell) for cell in cells)} |"


def _value(figure: Figure) -> str:
    return f"{figure.value:.3g}{figure.unit}"


def _budget(figure: Figure) -> str:
    return f"{'≥' if figure.at_least else '≤'} {figure.budget:g}{figure.unit}"


def _verdict(figure: Figure) -> str:
    return "met" if figure.met else RED.format("missed")


def _versions() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in NAMED)
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    machine = f"{os.cpu_count()} processors ({platform.machine()}), load averages at the end {busy}"
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}; {machine}"
