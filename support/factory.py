"""Builds the applications. Read it like a table of contents."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from support import commands
from support.common.audit import housekeeper
from support.common.crisis import band, lines
from support.common.crisis.views import crisis
from support.common.kernel import access, db, errors, forms, headers, i18n, logs, static_files, templates
from support.common.leaving import views as leaving_views
from support.common.leaving.views import leaving
from support.common.operations import doctor
from support.common.operations.views import health
from support.common.pages.views import pages, root
from support.config import ROOT, Config
from support.site.directory import engine
from support.site.directory.examining import examined
from support.site.directory.views import directory
from support.site.home.views import home

EVERYWHERE = (root, pages, crisis, leaving, health)
FEATURES = {"site": (*EVERYWHERE, home, directory)}
LARGEST_BODY_BYTES = 64 * 1024
MOST_FORM_PARTS = 100


def mounted() -> Flask:
    """What one server runs: the site, with the spaces mounted below it once they exist."""
    return create_app("site")


def create_app(part: str, config: Config | None = None, **changes: Any) -> Flask:
    """One application. ``changes`` are laid over its Flask settings, for tests."""
    logs.start()
    config = config or Config.from_env(part)
    app = Flask("support", root_path=str(ROOT), static_folder=None, template_folder="templates")
    app.config.update(_settings(config), **changes)
    app.url_map.merge_slashes = False  # a redirect to the merged address would be made from the Host header
    lines.warm()
    access.guard(app)
    forms.refuse_unmeasured(app)
    logs.report_errors(app)
    errors.handle(app, band.last_resort)
    i18n.speak(app, ROOT / "translations")
    headers.protect(app)
    leaving_views.guard(app)
    static_files.serve(app, ROOT / "static")
    templates.furnish(app, ROOT / "static")
    band.show(app)
    db.connect(app, ROOT / "migrations")
    engine.attach(app, config.instance / "index")
    if config.proxy_hops:  # only how the reader came is taken over, never from where (safety.md S62)
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=config.proxy_hops)  # type: ignore[method-assign]
    for blueprint in FEATURES[part]:
        app.register_blueprint(blueprint)
    housekeeper.employ(app, engine.keep_index)
    doctor.teach(app, examined)
    commands.add(app)
    return app


def _settings(config: Config) -> dict[str, Any]:
    """The operator's settings under Flask's names, and the limits that nobody needs to set (safety.md S62, S69)."""
    return {name.upper(): value for name, value in asdict(config).items()} | {
        "PRODUCTION": config.production,
        "TRUSTED_HOSTS": list(config.trusted_hosts),
        "MAX_CONTENT_LENGTH": LARGEST_BODY_BYTES,
        "MAX_FORM_MEMORY_SIZE": LARGEST_BODY_BYTES,
        "MAX_FORM_PARTS": MOST_FORM_PARTS,
        "WTF_CSRF_ENABLED": False,
    }
