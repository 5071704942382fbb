"""The applications, each built only when its name is asked for: ``gunicorn app:app``, ``flask --app app:survivors …``.

``app`` is what one server runs: the directory with the spaces that are switched on. ``site``, ``survivors`` and
``prevention`` are one application alone, which then needs its own settings only.
"""

from typing import Any

from support.factory import create_app, mounted

NAMES = ("app", "site", "survivors", "prevention")


def __getattr__(name: str) -> Any:
    if name not in NAMES:
        raise AttributeError(name)
    globals()[name] = mounted() if name == "app" else create_app(name)
    return globals()[name]
