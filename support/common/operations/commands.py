"""``flask --app app … prepare-database | backup … | doctor | unavailable-pages DIR``."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.operations import backup, doctor, static_page
from support.common.operations.copying import CopyError
from support.common.operations.migrating import migrate_safely, newest_revision
from support.common.sealing.vault import keystore

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MARKS = {doctor.GOOD: "ok ", doctor.WARNING: "!  ", doctor.BAD: "BAD"}

backup_commands = AppGroup("backup", help="Encrypted copies of the database, made while it is used.")


@click.command("prepare-database")
@with_appcontext
def prepare_database() -> None:
    """Bring each database that is served here to the newest schema, after a copy of it, and make the key stores."""
    for app in current_app.extensions.get("mounted", (current_app,)):
        with app.app_context():
            keystore().prepare()
            click.echo(f"{app.config['PART']}: {migrate_safely()}")
            db.engine.dispose()


@click.command("doctor")
@with_appcontext
def doctor_command() -> None:
    """Say what is wrong and what to do. Ends with 1 where something must be done."""
    findings = doctor.examine()
    for finding in findings:
        click.echo(f"{MARKS[finding.level]} {finding.what}" + (f"\n      {finding.advice}" if finding.advice else ""))
    if any(finding.level == doctor.BAD for finding in findings):
        raise SystemExit(1)


@click.command("unavailable-pages")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def unavailable_pages(folder: Path) -> None:
    """Write into FOLDER the pages that the proxy shows while the site does not answer."""
    written = static_page.write(current_app._get_current_object(), folder)  # type: ignore[attr-defined]
    click.echo(f"{len(written)} pages for the proxy are in {folder}.")


@backup_commands.command("new-key")
@click.argument("file", type=click.Path(path_type=Path))
def new_key_command(file: Path) -> None:
    """Make a key pair on a computer that is NOT the server: FILE gets the private half."""
    click.echo(f"Private key: {file}. Keep it away from the server, and a copy in another place.")
    click.echo(f"SUPPORT_BACKUP_KEY={backup.new_key(file)}")


@backup_commands.command("create")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Default: instance/…/backups")
def create_command(folder: Path | None) -> None:
    """Make a backup, and forget those that are too old."""
    config = current_app.config
    if not config["BACKUP_KEY"]:
        raise click.ClickException("SUPPORT_BACKUP_KEY is not set. Make a key elsewhere: backup new-key FILE.")
    place = folder or Path(config["INSTANCE"]) / "backups"
    try:
        made = backup.create(config["PART"], str(newest_revision()), _url(), place, config["BACKUP_KEY"], clock.now())
    except (backup.BackupError, CopyError, OSError) as error:
        raise click.ClickException(f"No backup was made. {error}") from error
    click.echo(f"Backup: {made}")


@backup_commands.command("verify")
@click.argument("file", type=FILE)
@click.option("--identity", type=FILE, required=True, help="The file with the private key.")
def verify_command(file: Path, identity: Path) -> None:
    """Open a backup and check everything in it."""
    try:
        manifest = backup.verify(file, identity)
    except backup.BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Whole. {manifest.part}, {manifest.database}, made {manifest.made}, schema {manifest.schema}.")


@backup_commands.command("restore")
@click.argument("file", type=FILE)
@click.option("--identity", type=FILE, required=True, help="The file with the private key.")
@click.confirmation_option(prompt="The database of now is replaced. Is the site stopped, and do you want that?")
def restore_command(file: Path, identity: Path) -> None:
    """Put a backup in the place of the database; what a SQLite file held before is kept beside it."""
    db.engine.dispose()
    try:
        manifest = backup.restore(file, identity, current_app.config["PART"], _url())
    except backup.BackupError as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error
    click.echo(f"Restored what was backed up at {manifest.made}.")
    click.echo(migrate_safely())


def _url() -> str:
    return db.engine.url.render_as_string(hide_password=False)
