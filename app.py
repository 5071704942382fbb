"""The applications, each built only when its name is asked for: ``gunicorn app:app``, ``flask --app app:survivors …``.

``app`` is what one server runs: the directory with the spaces that are switched on. ``site``, ``survivors`` and
``prevention`` are one application alone, which then needs its own settings only.
"""

import sys
from typing import Any

from support.environment import SettingsError
from support.factory import create_app, mounted

NAMES = ("app", "site", "survivors", "prevention")


def __getattr__(name: str) -> Any:
    if name not in NAMES:
        raise AttributeError(name)
    try:
        globals()[name] = mounted() if name == "app" else create_app(name)
    except SettingsError as wrong:  # for whoever runs it: the sentence says what to do, a traceback does not
        sys.exit(f"Stillwater does not start. {wrong}")
    return globals()[name]
