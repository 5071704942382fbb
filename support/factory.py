"""Builds the applications. Read it like a table of contents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from flask import Blueprint, Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from support import commands
from support.common.accounts import agreements, entering, means
from support.common.accounts.joining.views import finishing, invited, joining
from support.common.accounts.own.views import own
from support.common.accounts.returning.views import recovering, signing_in
from support.common.accounts.staff.door.views import staff_door
from support.common.accounts.staff.people.views import people
from support.common.audit import housekeeper
from support.common.crisis import band, lines
from support.common.crisis.views import crisis
from support.common.kernel import db, errors, forms, headers, i18n, logs, static_files, templates
from support.common.leaving import views as leaving_views
from support.common.leaving.views import leaving
from support.common.operations import doctor, forgetting, restoring, sample, starting
from support.common.operations.views import health
from support.common.pages.views import pages, root
from support.common.privacy import holdings, retention
from support.common.privacy.views import privacy
from support.common.sealing import vault
from support.config import ROOT, Config
from support.environment import SPACES, mount_of
from support.site.directory import engine
from support.site.directory.examining import examined
from support.site.directory.views import directory
from support.site.exchange.api.views import api
from support.site.exchange.out.views import data
from support.site.guides.articles.examining import examined as guides_examined
from support.site.guides.articles.views import guides
from support.site.guides.confidentiality.views import confidentiality
from support.site.guides.figures.views import figures
from support.site.guides.finder.views import finder
from support.site.guides.telling.views import telling
from support.site.home.views import home
from support.space.door import texts
from support.space.door.views import door
from support.space.duties import examining
from support.space.duties import loading as duties
from support.space.forum import seeding
from support.space.forum.notices.views import notices
from support.space.forum.reading.views import reading
from support.space.forum.searching import index as forum_index
from support.space.forum.searching import keeping as forum_search
from support.space.forum.searching.views import searching
from support.space.forum.writing.views import writing
from support.space.moderation import answering, keeping
from support.space.moderation.boards.views import boards
from support.space.moderation.desk.views import review
from support.space.privacy import holding
from support.space.privacy import retention as of_forum

EVERYWHERE = (root, pages, crisis, leaving, health, finishing, recovering, own, privacy)
BEHIND_THE_DESK = (invited, people, staff_door)  # what stands under /edit on the site, and under /moderate in a space
ALWAYS_ASKED = (starting.keys_fit, restoring.finished, sample.none_in_production)
LARGEST_BODY_BYTES = 64 * 1024
MOST_FORM_PARTS = 100


def mounted(configs: Mapping[str, Config] | None = None) -> Flask:
    """What one server runs: the site, with the spaces below it that are switched on and stand at a path.

    It stays a Flask object, so that ``flask --app app`` is the site. ``configs`` replace the environment, for tests.
    """
    given = configs or {}
    site = create_app("site", given.get("site"))
    spaces: dict[str, Any] = {mount_of(part): create_app(part, given.get(part)) for part in SPACES if mount_of(part)}
    site.wsgi_app = DispatcherMiddleware(site.wsgi_app, spaces)  # type: ignore[method-assign]  # as Flask documents it
    site.extensions["mounted"] = (site, *spaces.values())
    return site


def create_app(part: str, config: Config | None = None, **changes: Any) -> Flask:
    """One application: ``site``, ``survivors`` or ``prevention``. ``changes`` go over its Flask settings, for tests."""
    logs.start()
    config = config or Config.from_env(part)
    app = Flask("support", root_path=str(ROOT), static_folder=None, template_folder="templates")
    app.config.update(_settings(config), **changes)
    app.url_map.merge_slashes = False  # a redirect to the merged address would be made from the Host header
    lines.warm()
    forms.refuse_unmeasured(app)
    logs.report_errors(app)
    errors.handle(app, band.last_resort)
    i18n.speak(app, ROOT / "translations")
    headers.protect(app)
    leaving_views.guard(app)
    entering.receive(app)
    static_files.serve(app, ROOT / "static")
    templates.furnish(app, ROOT / "static")
    band.show(app)
    db.connect(app, ROOT / "migrations")
    vault.open_store(app)
    means.furnish(app)
    if config.proxy_hops:  # only how the reader came is taken over, never from where (safety.md S62)
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=config.proxy_hops)  # type: ignore[method-assign]
    _build(app, config)
    commands.add(app)
    return app


def _build(app: Flask, config: Config) -> None:
    """What only the directory has, and what only a space has."""
    copies = retention.Paced(forgetting.forget_plain_copies, retention.SELDOM)
    schema = db.schema_of(config.part)
    for blueprint in (*EVERYWHERE, *FEATURES[schema]):
        app.register_blueprint(blueprint)
    for blueprint in (*BEHIND_THE_DESK, *AT_THE_DESK[schema]):
        app.register_blueprint(blueprint, url_prefix=f"/<tag:tag>/{entering.DESK[config.part]}")
    if config.part == "site":
        engine.attach(app, config.instance / "index")
        starting.only_if(app, *ALWAYS_ASKED)
        housekeeper.employ(app, engine.keep_index, *retention.keep(app), copies)
        doctor.teach(app, examined, guides_examined)
    else:
        agreements.require(app, texts.agreements(config.part, config.times))
        duties.load(app)
        starting.only_if(app, *ALWAYS_ASKED, duties.stands_in_the_way)
        doctor.teach(app, examining.examined)
        holdings.hold(app, holding.FORUM)
        forum_index.attach(app, config.instance / "index")
        kept = (seeding.keep_boards, forum_search.keep_index)
        answering.answer(app)
        housekeeper.employ(app, *kept, *retention.keep(app), *of_forum.keep(app), *keeping.keep(app), copies)


FEATURES: dict[str, tuple[Blueprint, ...]] = {
    "site": (home, directory, guides, confidentiality, finder, figures, telling, data, api),
    "space": (door, joining, signing_in, reading, writing, notices, searching),
}
AT_THE_DESK: dict[str, tuple[Blueprint, ...]] = {"site": (), "space": (review, boards)}


def _settings(config: Config) -> dict[str, Any]:
    """The operator's settings under Flask's names, and the limits that nobody needs to set (safety.md S62, S69)."""
    return {field.name.upper(): getattr(config, field.name) for field in fields(config)} | {
        "PRODUCTION": config.production,
        "SECRET_KEY_FALLBACKS": list(config.secret_key_fallbacks),
        "TRUSTED_HOSTS": list(config.trusted_hosts),
        "MAX_CONTENT_LENGTH": LARGEST_BODY_BYTES,
        "MAX_FORM_MEMORY_SIZE": LARGEST_BODY_BYTES,
        "MAX_FORM_PARTS": MOST_FORM_PARTS,
        "WTF_CSRF_ENABLED": False,
    }
