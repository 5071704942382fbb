"""The command groups of each application; every command calls one function of a feature."""

from __future__ import annotations

from flask import Flask

from support.common.accounts.commands import staff_commands
from support.common.audit.commands import audit_commands
from support.common.operations.backup_commands import backup_commands
from support.common.operations.commands import doctor_command, prepare_database, unavailable_pages
from support.common.operations.sample import sample_command
from support.common.sealing.commands import keys_commands
from support.site.directory.commands import directory_commands
from support.site.exchange.out.commands import export_command
from support.space.demo.commands import sample_posts
from support.space.moderation.commands import moderation_commands

EVERYWHERE = (
    backup_commands,
    prepare_database,
    doctor_command,
    unavailable_pages,
    keys_commands,
    audit_commands,
    staff_commands,
    sample_command,
    sample_posts,
)
directory_commands.add_command(export_command)


def add(app: Flask) -> None:
    """Give ``flask --app app …`` and ``flask --app app:survivors …`` their commands."""
    only_here = (directory_commands,) if app.config["PART"] == "site" else (moderation_commands,)
    for command in (*EVERYWHERE, *only_here):
        app.cli.add_command(command)
