"""``flask --app app directory export``: everything, or some kinds, into a file, a folder or a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

import click
from flask.cli import with_appcontext

from support.common.kernel.db import db
from support.site.directory.engine import engine
from support.site.directory.vocabulary import KINDS
from support.site.exchange.out.taking import Taking, Wish

FORMATS = ("hsds-json", "hsds-csv", "csv")


@click.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), required=True)
@click.option("--output", type=click.Path(path_type=Path), help="File; for hsds-csv a new folder, or a name in .zip.")
@click.option("--kind", "kinds", type=click.Choice(sorted(KINDS)), multiple=True, help="Only these kinds.")
@with_appcontext
def export_command(form: str, output: Path | None, kinds: tuple[str, ...]) -> None:
    """Write what the public may see: HSDS 3.1 JSON, a CSV data package, or a flat CSV for a spreadsheet."""
    taking = Taking(db.session(), engine().locate, Wish(kinds=kinds))
    if form == "hsds-csv":
        if output is None:
            raise click.UsageError("hsds-csv needs --output: a new folder, or a name in .zip.")
        click.echo(f"{_package(taking, output):,} services in {output}.")
        return
    pieces = taking.json() if form == "hsds-json" else taking.csv()
    if output is None:
        _pour(pieces, sys.stdout.buffer)
        return
    _kept(output, lambda file: _pour(pieces, file))
    click.echo(f"Written: {output}.")


def _package(taking: Taking, output: Path) -> int:
    if output.suffix == ".zip":
        counts: list[int] = []
        _kept(output, lambda file: counts.append(taking.zip(file)))
        return counts[0]
    try:
        output.mkdir()
    except FileExistsError as error:
        raise click.ClickException(f"{output} is there already. Name a new folder.") from error
    return taking.folder(output)


def _kept(path: Path, write: Callable[[IO[bytes]], Any]) -> None:
    """Write beside the file and put it in place when it is whole, so that a broken export leaves the old one."""
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _pour(pieces: Iterable[bytes], file: IO[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
