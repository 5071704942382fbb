"""``flask --app app:… moderation``: the log proven whole, and publishing stopped and started by one command (S56)."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from support.common.audit.commands import verify_command
from support.common.kernel.clock import database_now
from support.common.kernel.db import db
from support.space.moderation import pulse

moderation_commands = AppGroup("moderation", help="How what people write is read and published.")
moderation_commands.add_command(verify_command, "verify-audit")


@moderation_commands.command("freeze")
def freeze_command() -> None:
    """Let no approval take effect from now on. What is published stays, and readers may go on deciding."""
    session = db.session()
    if pulse.freeze(session, database_now(session)):
        click.echo("Publishing stands still. Approved posts wait until it goes on: moderation thaw.")
    else:
        click.echo("Publishing stood still already.")


@moderation_commands.command("thaw")
def thaw_command() -> None:
    """Let approvals take effect again, also those that came meanwhile."""
    session = db.session()
    if pulse.thaw(session, database_now(session)):
        click.echo("Publishing goes on. What was approved meanwhile is published now.")
    else:
        click.echo("Publishing was going on already.")
