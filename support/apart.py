"""What no two applications may have alike: their secrets, their databases (DESIGN section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from support.environment import LOCAL_HOSTS, PREFIX, SettingsError

SAME_MACHINE = ("", *LOCAL_HOSTS, "::1")
USUAL_PORTS = {"postgresql": 5432}
NEVER_ALIKE = ("SECRET_KEY", "DATA_KEY", "DATABASE_URL", "KEYS_URL")


def refuse_alike(env: Mapping[str, str]) -> None:
    """Two equal secrets, or one database for two applications, are a mistake. Raises :class:`SettingsError`."""
    seen: dict[str, str] = {}
    for key in sorted(env):
        if key.startswith(PREFIX) and key.removesuffix("_FALLBACKS").endswith(NEVER_ALIKE):
            several = key.endswith("_FALLBACKS")
            for value in env[key].split() if several else filter(None, [env[key].strip()]):
                other = seen.setdefault(meaning(value) if key.endswith("_URL") else value, key)
                if other != key:
                    raise SettingsError(f"{other} and {key} hold the same value. Each needs one of its own.")


def meaning(url: str) -> str:
    """One text for every way to write the address of one database: without driver, user and options, a file's path with
    nothing left to resolve. What is no address is itself."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return url
    kind = parsed.get_backend_name()
    if kind == "sqlite":
        return f"sqlite:{Path(parsed.database or '').resolve()}"
    host = parsed.host or str(parsed.query.get("host", ""))
    host = "localhost" if host.lower() in SAME_MACHINE else host.lower()
    port = parsed.port or parsed.query.get("port", USUAL_PORTS.get(kind, ""))
    return f"{kind}:{host}:{port}/{parsed.database}"
