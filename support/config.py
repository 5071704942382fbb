"""The settings of one application, read from the environment once and then frozen."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "SUPPORT_"
SHORTEST_SECRET = 32
MOST_PROXY_HOPS = 5
SHIPPED_LANGUAGES = ("en", "es")
WEATHER = "https://www.bbc.com/weather"
LOCAL_HOSTS = ("127.0.0.1", "localhost")  # Werkzeug cannot match an IPv6 address, and gunicorn binds to this one


class SettingsError(Exception):
    """The settings do not allow a start; the message says which one, and what to do."""


@dataclass(frozen=True)
class Config:
    """What an operator sets. Field ``x`` is the environment variable ``SUPPORT_X``; see docs/operating.md."""

    part: str
    secret_key: str
    database_url: str
    instance: Path
    site_url: str
    site_name: str
    operator_name: str
    operator_contact: str
    default_country: str
    exit_urls: Mapping[str, str]
    languages: tuple[str, ...]
    trusted_hosts: tuple[str, ...]
    proxy_hops: int
    onion_location: str
    backup_key: str

    @property
    def production(self) -> bool:
        """A real address makes it production: no default secret is then accepted."""
        return self.site_url.startswith("https://")

    @classmethod
    def from_env(cls, part: str, env: Mapping[str, str] | None = None) -> Config:
        """Read ``SUPPORT_…``. Raises :class:`SettingsError` for a setting that is missing or makes no sense."""
        values = _Settings(os.environ if env is None else env)
        instance = Path(values.text("INSTANCE", str(ROOT / "instance"))).resolve()
        site_url = values.text("SITE_URL", "/")
        production = site_url.startswith("https://")
        return cls(
            part=part,
            secret_key=_secret_key(values, instance / part, production),
            database_url=values.text("DATABASE_URL", f"sqlite:///{instance / part / 'database.sqlite'}"),
            instance=instance / part,
            site_url=site_url,
            site_name=values.text("SITE_NAME", "Stillwater"),
            operator_name=values.text("OPERATOR_NAME", "", required=production),
            operator_contact=values.text("OPERATOR_CONTACT", "", required=production),
            default_country=values.text("DEFAULT_COUNTRY", "").upper(),
            exit_urls=_exit_urls(values.text("EXIT_URLS", WEATHER)),
            languages=_languages(values.text("LANGUAGES", ",".join(SHIPPED_LANGUAGES))),
            trusted_hosts=_trusted_hosts(values.text("TRUSTED_HOSTS", ""), site_url),
            proxy_hops=values.number("PROXY_HOPS", 1 if production else 0),
            onion_location=_onion(values.text("ONION_LOCATION", "")),
            backup_key=values.text("BACKUP_KEY", ""),
        )


@dataclass(frozen=True)
class _Settings:
    env: Mapping[str, str]

    def text(self, name: str, default: str, *, required: bool = False) -> str:
        value = self.env.get(PREFIX + name, "").strip()
        if not value and required:
            raise SettingsError(f"{PREFIX}{name} is not set. A production start needs it; see docs/operating.md.")
        return value or default

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()) or int(value) > MOST_PROXY_HOPS:
            raise SettingsError(f"{PREFIX}{name} must be a number from 0 to {MOST_PROXY_HOPS}.")
        return int(value)


def _secret_key(values: _Settings, folder: Path, production: bool) -> str:
    given = values.text("SECRET_KEY", "", required=production)
    if given and len(given) < SHORTEST_SECRET:
        raise SettingsError(f"{PREFIX}SECRET_KEY is shorter than {SHORTEST_SECRET} characters. Make a longer one.")
    return given or _own_secret(folder)


def _own_secret(folder: Path) -> str:
    """A secret for a machine that nobody else uses, made once and readable by its owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / "secret_key"
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text("ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return place.read_text("ascii").strip()


def _exit_urls(text: str) -> dict[str, str]:
    """``https://a`` for every language, or ``en=https://a es=https://b`` with ``*`` for the others."""
    urls = {}
    for item in text.split():
        language, separator, url = item.partition("=")
        language, url = (language, url) if separator and "/" not in language else ("*", item)
        if not _may_be_left_for(url):
            raise SettingsError(f"{PREFIX}EXIT_URLS must hold https addresses; this is not one: {item}")
        urls[language] = url
    if "*" not in urls:
        urls["*"] = next(iter(urls.values()))
    return urls


def _may_be_left_for(url: str) -> bool:
    """An https address; or one of this machine itself, to try leaving without a network."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme, parts.hostname) == ("http", "127.0.0.1"))


def _languages(text: str) -> tuple[str, ...]:
    languages = tuple(item.strip() for item in text.split(",") if item.strip())
    if not languages or not all(item.isascii() and item.isalpha() and len(item) in (2, 3) for item in languages):
        raise SettingsError(f"{PREFIX}LANGUAGES must be language codes with commas between, such as: en,es")
    return languages


def _trusted_hosts(text: str, site_url: str) -> tuple[str, ...]:
    hosts = [item.strip() for item in text.split(",") if item.strip()]
    own = urlsplit(site_url).hostname
    if own:
        return (own, *hosts)
    return (*LOCAL_HOSTS, *hosts)


def _onion(text: str) -> str:
    """The address of the onion service, without a path."""
    if text and not re.fullmatch(r"http://[a-z2-7]{56}\.onion", text):
        raise SettingsError(f"{PREFIX}ONION_LOCATION must be http:// and a version 3 onion name, without a path.")
    return text
