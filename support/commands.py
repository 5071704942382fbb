"""The command groups of each application; every command calls one function of a feature."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext

from support.common.operations.migrating import migrate_safely
from support.site.directory.commands import directory_commands


def add(app: Flask) -> None:
    """Give ``flask --app app …`` its groups."""
    app.cli.add_command(directory_commands)
    app.cli.add_command(upgrade_command)


@click.command("prepare-database")
@with_appcontext
def upgrade_command() -> None:
    """Bring the database to the newest schema, after a copy of it where it lives in one file."""
    click.echo(migrate_safely())
