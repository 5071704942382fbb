"""``flask --app app … keys rewrap | check``."""

from __future__ import annotations

import sqlite3

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from support.common.sealing.vault import keystore
from support.common.sealing.wrapping import KeyStoreError

keys_commands = AppGroup("keys", help="The key store: what makes deleted words unreadable.")


@keys_commands.command("rewrap")
def rewrap_command() -> None:
    """What the old DATA_KEY wrapped is wrapped by the new one, while the site runs."""
    try:
        count = keystore().rewrap()
    except KeyStoreError as error:
        raise click.ClickException(str(error)) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise click.ClickException("The key store does not answer. Run keys check; rewrapping can go on.") from error
    click.echo(f"{count} keys were wrapped anew.")
    if count:
        click.echo("Restart the site with the new DATA_KEY first, run this until it says 0, then take the old one out.")


@keys_commands.command("check")
def check_command() -> None:
    """Whether the key store is there, belongs to this application, and opens with the DATA_KEY."""
    try:
        keystore().check()
    except KeyStoreError as error:
        raise click.ClickException(str(error)) from error
    click.echo("The key store opens.")
