"""The command groups of each application; every command calls one function of a feature."""

from __future__ import annotations

from flask import Flask

from support.common.operations.commands import backup_commands, doctor_command, prepare_database, unavailable_pages
from support.site.directory.commands import directory_commands


def add(app: Flask) -> None:
    """Give ``flask --app app …`` its commands."""
    for command in (directory_commands, backup_commands, prepare_database, doctor_command, unavailable_pages):
        app.cli.add_command(command)
