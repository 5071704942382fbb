"""``flask --app app:… staff invite | revoke | list``: the first people, and the way out when no desk can be used (S50).

What is done here is written into the log without an actor: whoever has the server has no account.
"""

from __future__ import annotations

import os

import click
from flask import current_app
from flask.cli import AppGroup

from support.common.accounts.entering import DESK
from support.common.accounts.staff.people import invitations, queries, service
from support.common.accounts.staff.people.service import NotPossible, NotThere
from support.common.kernel import clock
from support.common.kernel.db import db

LOCAL_PORT = "8000"
PROBLEMS = {
    "no_such_role": "There is no such role here. See staff invite --help.",
    "use_the_desk": "Two people are there: use the desk.",
    "too_many_links": f"{invitations.MOST_OPEN_LINKS} links are open already. Use one of them, or wait until one ends.",
}

staff_commands = AppGroup("staff", help="Who belongs to the staff.")


@staff_commands.command("invite")
@click.option("--role", help="On the site: editor, administrator. In a space: moderator, lead.")
@click.option("--first", is_flag=True, help="A link for the very first person; says nothing where there is anybody.")
def invite_command(role: str | None, first: bool) -> None:
    """Print a link that makes one member of the staff, once. Only until two people lead; then they invite."""
    if bool(role) == first:
        raise click.UsageError("Say either --role ROLE or --first.")
    config, session, now = current_app.config, db.session(), clock.now()
    if role:
        try:
            token: str | None = invitations.by_command(session, role, config["PART"], config["TIMES"], now)
        except NotPossible as error:
            raise click.ClickException(PROBLEMS[error.reason]) from error
    else:
        token = invitations.first(session, config["PART"], config["TIMES"], now)
    if token:
        hours = config["TIMES"].invitation_hours
        click.echo(f"Whoever opens this link first can join the staff. It works once, for {hours} hours at most:")
        click.echo(address_of(f"/{DESK[config['PART']]}/invited?i={token}"))


@staff_commands.command("revoke")
@click.argument("name")
def revoke_command(name: str) -> None:
    """Suspend NAME at once and end all sign-ins. Two people can end the suspension at the desk."""
    try:
        written = service.revoke(db.session(), name, clock.now())
    except NotThere as error:
        raise click.ClickException("Nobody on the staff is called so. See staff list.") from error
    click.echo(f"{written} is suspended, and signed out everywhere.")


@staff_commands.command("list")
def list_command() -> None:
    """Who belongs to the staff, with roles, state and whether they have a second factor."""
    found = queries.colleagues(db.session())
    for one in found:
        factor = "second factor" if one.secured else "no second factor yet"
        click.echo(f"{one.name}: {', '.join(one.roles) or 'no role'}; {one.state}; {factor}")
    if not found:
        click.echo("There is nobody yet. Begin with: staff invite --first")


def address_of(path: str) -> str:
    """The whole address of a page, to be opened elsewhere: at the address of this application, or at this machine where
    it has none. ``path`` stands behind the language."""
    config = current_app.config
    own: str = config["OWN_URL"].rstrip("/")
    base = own if config["PRODUCTION"] else f"http://127.0.0.1:{os.environ.get('PORT', LOCAL_PORT)}{own}"
    return f"{base}/{config['LANGUAGES'][0]}{path}"
