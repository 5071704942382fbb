"""``flask --app app directory …``: load the bundled services, build the index."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from support.common.crisis import bundled
from support.common.kernel import clock
from support.common.kernel.db import db
from support.site.directory import loaded, loading
from support.site.directory.engine import engine, rebuild, refresh

directory_commands = AppGroup("directory", help="The directory: bundled services and the search index.")


@directory_commands.command("load")
@click.option(
    "--services", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=bundled.DATA / "services.csv"
)
@click.option("--again", is_flag=True, help="Load even if the file has not changed.")
def load_command(services: Path, again: bool) -> None:
    """Load the gazetteer and the bundled services. A broken row stops it, and nothing is changed."""
    gazetteer = engine().gazetteer
    if not gazetteer.ready():
        click.echo(f"Places: {gazetteer.build():,}.")
    if not again and loaded.already(db.session(), services):
        click.echo("Services: no change.")
    else:
        try:
            rows = bundled.services(services)
        except bundled.BrokenRow as error:
            raise click.ClickException(f"{error}. Nothing was changed.") from error
        done = loading.load(db.session(), rows, engine().locate, clock.now())
        loaded.remember(db.session(), services)
        db.session.commit()
        click.echo(f"Services: {done.read} read, {done.changed} changed, {done.gone} gone.")
    click.echo(f"Index: {refresh(db.session())} taken in.")


@directory_commands.command("reindex")
def reindex_command() -> None:
    """Build the search index anew from the database."""
    click.echo(f"Index: {rebuild(db.session())} listings.")
