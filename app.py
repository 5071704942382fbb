"""The applications, each built only when its name is asked for: ``gunicorn app:app``, ``flask --app app …``.

``app`` is what one server runs; ``site`` is the directory alone.
"""

from typing import Any

from support.factory import create_app, mounted


def __getattr__(name: str) -> Any:
    if name not in ("app", "site"):
        raise AttributeError(name)
    globals()[name] = mounted() if name == "app" else create_app(name)
    return globals()[name]
