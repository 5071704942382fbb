"""``flask --app app … prepare-database | doctor | unavailable-pages DIR``."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from support.common.kernel.db import db
from support.common.operations import doctor, static_page
from support.common.operations.migrating import migrate_safely
from support.common.sealing.vault import keystore

MARKS = {doctor.GOOD: "ok ", doctor.WARNING: "!  ", doctor.BAD: "BAD"}


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
