"""An application that has the guides, also where the factory does not name them."""

from __future__ import annotations

from flask import Flask

from support.site.guides.articles.views import guides
from support.site.guides.telling.views import telling


def with_guides(app: Flask) -> Flask:
    """The same application; nothing may have been asked of it yet."""
    for blueprint in (guides, telling):
        if blueprint.name not in app.blueprints:
            app.register_blueprint(blueprint)
    return app
