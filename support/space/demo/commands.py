"""``flask --app app sample-posts``: lets the sample people of each space talk, on a machine of one's own only."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from support.common.kernel import clock
from support.common.kernel.db import db
from support.space.demo.filling import fill
from support.space.demo.people import NoSamplePeople


@click.command("sample-posts")
@with_appcontext
def sample_posts() -> None:
    """Fill each space that is served here with threads of its sample people, and fifty posts that wait to be read.

    Not in production. A second call changes nothing.
    """
    apps = current_app.extensions.get("mounted", (current_app,))
    if any(app.config["PRODUCTION"] for app in apps):
        raise click.ClickException("Sample posts are nobody's words. They are not made in production.")
    for app in apps:
        if app.config["PART"] != "site":
            with app.app_context():
                _fill(app)
                db.engine.dispose()


def _fill(app: Flask) -> None:
    try:
        filled = fill(app, db.session(), clock.now())
    except NoSamplePeople as error:
        raise click.ClickException(str(error)) from error
    part = app.config["PART"]
    if filled is None:
        click.echo(f"The sample people of {part} have talked before; nothing was added.")
    else:
        click.echo(f"{part}: {filled.published} published posts of sample people, and {filled.waiting} that wait.")
