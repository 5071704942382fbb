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
    """What the old DATA_KEY wrapped is wrapped by the new one, while the site runs.

    Before: restart the site with both, the new one first. After: when this says 0, take the old one out.
    """
    try:
        count = keystore().rewrap()
    except KeyStoreError as error:
        raise click.ClickException(str(error)) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise click.ClickException("The key store does not answer. Run keys check; rewrapping can go on.") from error
    click.echo(f"{count} keys were wrapped anew.")
    if count:
        click.echo("Run this again. When it says 0, and the site runs with the new DATA_KEY, take the old one out.")


@keys_commands.command("check")
def check_command() -> None:
    """Whether the key store is there, belongs to this application, and opens with the DATA_KEY."""
    try:
        keystore().check()
    except KeyStoreError as error:
        raise click.ClickException(str(error)) from error
    click.echo("The key store opens.")
