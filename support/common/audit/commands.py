"""``flask --app app:… audit verify``: whether the chained log is what was written (safety.md S55)."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from support.common.audit.models import SEAL_LETTERS
from support.common.audit.verifying import Noted, end_of_chain, verify
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.sealing.vault import keystore
from support.common.sealing.wrapping import KeyStoreError

MOST_SHOWN = 50
DATABASE_ERRORS = (SQLAlchemyError, *DRIVER_ERRORS)

audit_commands = AppGroup("audit", help="The log in which tampering shows.")


@audit_commands.command("verify")
@click.option("--noted", help="NUMBER:SEAL as an earlier run printed it, kept away from the server.")
def verify_command(noted: str | None) -> None:
    """Walk the log from its first entry to its last. Ends with 1 where something is wrong."""
    session = db.session()
    end = end_of_chain(session)
    faults = verify(session, _key(), _noted(noted))
    for fault in faults[:MOST_SHOWN]:
        click.echo(f"BAD {fault.number}: {fault.what}")
    if len(faults) > MOST_SHOWN:
        click.echo(f"BAD and {len(faults) - MOST_SHOWN} more. Is it the key of this database?")
    if faults:
        click.echo(
            "The log is not what was written. Keep a copy of the database as it is, and find out who could change it."
        )
        raise SystemExit(1)
    if end is None:
        click.echo("The log is empty. That is right only where nothing was ever recorded.")
    else:
        click.echo(f"Whole. To notice later if all of it is put back, keep this elsewhere: {end.number}:{end.seal}")


def _key() -> bytes:
    try:
        return keystore().root("audit")
    except KeyStoreError as error:
        raise click.ClickException(str(error)) from error
    except DATABASE_ERRORS as error:
        raise click.ClickException(
            "The key store does not answer, so nothing was looked at. Run keys check."
        ) from error


def _noted(text: str | None) -> Noted | None:
    if text is None:
        return None
    number, _, seal = text.strip().partition(":")
    if not number.isascii() or not number.isdecimal() or len(seal) != SEAL_LETTERS:
        raise click.BadParameter("write NUMBER:SEAL as an earlier run printed it", param_hint="--noted")
    return Noted(int(number), seal)
