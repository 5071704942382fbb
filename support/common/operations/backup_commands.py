"""``flask --app app … backup new-key | create | verify | restore``: of one application, content and keys apart."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from support.common.kernel import clock
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.operations import backup, copying, key_copies, restoring
from support.common.operations.backup import CONTENT, KEYS, BackupError, Manifest, Order
from support.common.operations.copying import CopyError
from support.common.operations.forgetting import forget_plain_copies
from support.common.operations.migrating import migrate_safely, newest_revision
from support.common.sealing.vault import keystore
from support.common.sealing.wrapping import KeyStoreError
from support.times import Times

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
KEYS_SCHEMA = "1"
NO_KEYS_BACKUP = "The keys were not backed up: SUPPORT_KEYS_BACKUP_KEY is not set. Nobody gets in without them."
AS_IT_WAS = (
    "What people changed since then is as it was: passphrases, used recovery codes, the staff's roles and suspensions. "
    "Look through the list of the staff before you open the doors."
)

backup_commands = AppGroup("backup", help="Encrypted copies of content and keys, made while they are used.")


@backup_commands.command("new-key")
@click.argument("file", type=click.Path(path_type=Path))
def new_key_command(file: Path) -> None:
    """Make a key pair on a computer that is NOT the server: FILE gets the private half.

    Make two, one for content and one for keys.
    """
    click.echo(f"Private key: {file}. Keep it away from the server, and a copy in another place.")
    public = backup.new_key(file)
    click.echo("Public key, for one of these two settings of the server; it stands in the file, too:")
    click.echo(f"SUPPORT_BACKUP_KEY={public}           (the first pair: opens the content)")
    click.echo(f"SUPPORT_KEYS_BACKUP_KEY={public}      (the second pair: opens the keys)")


@backup_commands.command("create")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Default: instance/…/backups")
@click.option("--only", type=click.Choice(backup.KINDS), help="One of the two; else both.")
def create_command(folder: Path | None, only: str | None) -> None:
    """Make a backup of the content and one of the keys, and forget those that are too old.

    The content comes first: somebody who joins in between is then in neither, or has a key too many, never too few.
    """
    config, now = current_app.config, clock.now()
    place = folder or Path(config["INSTANCE"]) / "backups"
    try:
        for said, order in _orders(only):  # all are made before the first copy is: what is refused leaves nothing
            click.echo(f"{said}: {backup.create(order, place, now)}")
        if only is None and not config["KEYS_BACKUP_KEY"]:
            click.echo(NO_KEYS_BACKUP, err=True)
    except (BackupError, CopyError, OSError, *DRIVER_ERRORS, SQLAlchemyError) as error:
        raise click.ClickException(f"No backup was made. {error}") from error
    finally:
        with suppress(OSError):
            forget_plain_copies(now)


@backup_commands.command("verify")
@click.argument("file", type=FILE)
@click.option("--identity", type=FILE, required=True, help="The file with the private key.")
def verify_command(file: Path, identity: Path) -> None:
    """Open a backup and check everything in it."""
    click.echo(f"Whole. {_said(_verified(file, identity))}")


@backup_commands.command("restore")
@click.argument("file", type=FILE)
@click.option("--identity", type=FILE, required=True, help="The file with the private key.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--even-if-old", is_flag=True, help="Also a backup that should have been deleted by now.")
def restore_command(file: Path, identity: Path, yes: bool, even_if_old: bool) -> None:
    """Put a backup in the place of what is there, content or keys, as the backup says of itself.

    Where both are lost: keys first, then content.
    """
    manifest = _verified(file, identity)
    click.echo(_said(manifest))
    if not yes:
        click.confirm("The one of now is replaced. Is the site stopped, and do you want that?", abort=True)
    db.engine.dispose()
    if manifest.kind == KEYS:
        _restore_keys(file, identity)
    else:
        _restore_content(file, identity, even_if_old)


def _restore_keys(file: Path, identity: Path) -> None:
    store = keystore()
    store.close()
    config = current_app.config
    _done(partial(restoring.restore_keys, file, identity, config["PART"], store.url, config["DATA_KEYS"]))
    try:
        store.check()
    except KeyStoreError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The keys are there again, and open; {len(store.erased())} people who left are still gone.")


def _restore_content(file: Path, identity: Path, even_if_old: bool) -> None:
    config, store, now = current_app.config, keystore(), clock.now()
    try:
        store.check()
    except KeyStoreError as error:
        raise click.ClickException(f"{error} Restore the keys first. Nothing was changed.") from error
    put_back = partial(
        restoring.restore_content, file, identity, config["PART"], _url(), days=_times().content_backup_days, now=now,
        even_if_old=even_if_old,
    )  # fmt: skip
    with restoring.marked(Path(config["INSTANCE"])):
        manifest = _done(put_back)
        click.echo(f"Restored what was backed up at {manifest.made}.")
        click.echo(migrate_safely())
        replayed = restoring.replay(db.session(), store, _times(), now)
    click.echo(f"{replayed.erased} people who left since then were deleted again; {replayed.ended} sign-ins and "
               "half-made things were ended.")  # fmt: skip
    if replayed.without_key:
        click.echo(f"{replayed.without_key} accounts have no key: what of theirs was sealed cannot be read.", err=True)
    click.echo(AS_IT_WAS)


def _done(restore: Callable[[], Manifest]) -> Manifest:
    try:
        return restore()
    except BackupError as error:
        raise Unchanged(f"{error} Nothing was changed.") from error


class Unchanged(click.ClickException, BackupError):
    """A restore was refused before anything was replaced."""


def _orders(only: str | None) -> list[tuple[str, Order]]:
    """What is to be copied, and how it is called."""
    orders = [] if only == KEYS else [("Backup", _content())]
    if only == KEYS or (only is None and current_app.config["KEYS_BACKUP_KEY"]):
        orders.append(("Backup of the keys", _keys()))
    return orders


def _content() -> Order:
    config = current_app.config
    recipient = _recipient("BACKUP_KEY")
    copy = partial(copying.copy_out, _url())
    schema, days = str(newest_revision()), _times().content_backup_days
    return Order(config["PART"], CONTENT, schema, copy, recipient, "SUPPORT_BACKUP_KEY", days)


def _keys() -> Order:
    config = current_app.config
    recipient = _recipient("KEYS_BACKUP_KEY")
    if config["PRODUCTION"] and recipient == config["BACKUP_KEY"]:
        raise BackupError("SUPPORT_KEYS_BACKUP_KEY is the key of the content. Whoever finds it must not open both.")
    copy = partial(key_copies.copy_out, keystore().url)
    days = _times().key_backup_days
    return Order(config["PART"], KEYS, KEYS_SCHEMA, copy, recipient, "SUPPORT_KEYS_BACKUP_KEY", days)


def _recipient(name: str) -> str:
    found: str = current_app.config[name]
    if not found:
        raise BackupError(f"SUPPORT_{name} is not set. Make a key elsewhere: backup new-key FILE.")
    return found


def _verified(file: Path, identity: Path) -> Manifest:
    try:
        return backup.verify(file, identity)
    except BackupError as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error


def _said(manifest: Manifest) -> str:
    return (
        f"The {manifest.kind} of {manifest.part} ({manifest.database}), made {manifest.made}, schema {manifest.schema}."
    )


def _times() -> Times:
    found: Times = current_app.config["TIMES"]
    return found


def _url() -> str:
    return db.engine.url.render_as_string(hide_password=False)
