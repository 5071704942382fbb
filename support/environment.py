"""The environment as an application sees it: which setting is its own, what it may hold, what may not be alike."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "SUPPORT_"
SPACES = ("survivors", "prevention")
PARTS = ("site", *SPACES)
URL_OF_PART = {"site": "/", "survivors": "/harbour", "prevention": "/orchard"}  # neutral names, and a setting
SHORTEST_SECRET = 32
MOST_PROXY_HOPS = 5
SHIPPED_LANGUAGES = ("en", "es")
WEATHER = "https://www.bbc.com/weather"
LOCAL_HOSTS = ("127.0.0.1", "localhost")  # Werkzeug cannot match an IPv6 address, and gunicorn binds to this one
MEMORY = Path("/dev/shm")  # noqa: S108  # a memory file system; the folder in it is ours alone, mode 0700
NEVER_ALIKE = ("SECRET_KEY", "DATA_KEY", "DATABASE_URL", "KEYS_URL")


class SettingsError(Exception):
    """The settings do not allow a start; the message says which one, and what to do."""


@dataclass(frozen=True)
class Settings:
    """The environment as one application sees it."""

    env: Mapping[str, str]
    part: str

    def own(self, name: str, default: str, *, required: bool = False) -> str:
        """A setting that no other application shares."""
        key = PREFIX + ("" if self.part == "site" else f"{self.part.upper()}_") + name
        value = self.env.get(key, "").strip()
        if not value and required:
            raise SettingsError(f"{key} is not set. A production start needs it; see docs/operating.md.")
        return value or default

    def text(self, name: str, default: str, *, required: bool = False) -> str:
        """A space's own setting, or the one that all applications share."""
        value = self.own(name, "") or self.env.get(PREFIX + name, "").strip()
        if not value and required:
            raise SettingsError(f"{PREFIX}{name} is not set. A production start needs it; see docs/operating.md.")
        return value or default

    def number(self, name: str, default: int) -> int:
        """A small number."""
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()) or int(value) > MOST_PROXY_HOPS:
            raise SettingsError(f"{PREFIX}{name} must be a number from 0 to {MOST_PROXY_HOPS}.")
        return int(value)

    def url_of(self, part: str) -> str:
        """Where an application stands: a path below the site, an https address, or empty for switched off."""
        key = f"{PREFIX}{part.upper()}_URL"
        value = self.env.get(key, URL_OF_PART[part]).strip().rstrip("/") or ("/" if part == "site" else "")
        good = is_address(value) or re.fullmatch(r"/(?:[a-z0-9-]+)?", value) or (part != "site" and not value)
        if not good or value[1:] in SHIPPED_LANGUAGES:
            raise SettingsError(f"{key} must be a path such as {URL_OF_PART[part]}, or an https address.")
        return value


def is_address(url: str) -> bool:
    """Whether it is a real address, not a path."""
    return url.startswith("https://")


def whole_address(values: Settings, part: str) -> str:
    """The address at which people reach an application; a path alone where there is no real address yet."""
    own, site = values.url_of(part), values.url_of("site")
    return site.rstrip("/") + own if part != "site" and not is_address(own) and is_address(site) else own


def mount_of(part: str, env: Mapping[str, str] | None = None) -> str:
    """The path below the site at which ``app`` mounts a space; empty where it stands alone or is switched off."""
    url = Settings(os.environ if env is None else env, part).url_of(part)
    return "" if is_address(url) else url


def refuse_alike(env: Mapping[str, str]) -> None:
    """Two equal secrets, or one database for two applications, are a mistake. Raises :class:`SettingsError`."""
    seen: dict[str, str] = {}
    for key in sorted(env):
        if key.startswith(PREFIX) and key.removesuffix("_FALLBACKS").endswith(NEVER_ALIKE):
            several = key.endswith("_FALLBACKS")
            for value in env[key].split() if several else filter(None, [env[key].strip()]):
                other = seen.setdefault(value, key)
                if other != key:
                    raise SettingsError(f"{other} and {key} hold the same value. Each needs one of its own.")


def secret(values: Settings, name: str, folder: Path, production: bool) -> str:
    """A secret of one application: the operator's, or one made here for a run on this machine only."""
    given = values.own(name, "", required=production)
    if given:
        _long_enough(name, given)
    return given or _own_secret(folder / name.lower())


def older(values: Settings, name: str) -> tuple[str, ...]:
    """Secrets that were in use before, with spaces between: what they made can still be read."""
    older = tuple(values.own(name, "").split())
    for one in older:
        _long_enough(name, one)
    return older


def _long_enough(name: str, secret: str) -> None:
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"{PREFIX}…{name} is shorter than {SHORTEST_SECRET} characters. Make a longer one.")


def _own_secret(place: Path) -> str:
    """A secret for a machine that nobody else uses, made once and readable by its owner only."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not place.exists():
        draft = place.with_name(f".{place.name}-{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # another process was first, with a whole file
            os.link(draft, place)
        draft.unlink()
    return place.read_text("ascii").strip()


def in_memory(folder: Path) -> Path:
    """A folder for what must be gone when the machine is switched off; one for each place of an installation."""
    if not MEMORY.is_dir():
        return folder.parent / "runtime"
    return MEMORY / f"stillwater-{os.getuid()}-{sha256(str(folder.parent).encode()).hexdigest()[:12]}"


def spaces(values: Settings, part: str) -> dict[str, str]:
    """The spaces that this application may name: the site all that are on, a space only itself (promise 5)."""
    named = [space for space in SPACES if values.url_of(space)] if part == "site" else [part]
    return {space: whole_address(values, space) for space in named if space in SPACES}


def exit_urls(text: str) -> dict[str, str]:
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


def languages(text: str) -> tuple[str, ...]:
    """Language codes with commas between."""
    codes = tuple(item.strip() for item in text.split(",") if item.strip())
    if not codes or not all(item.isascii() and item.isalpha() and len(item) in (2, 3) for item in codes):
        raise SettingsError(f"{PREFIX}LANGUAGES must be language codes with commas between, such as: en,es")
    return codes


def trusted_hosts(text: str, own_url: str) -> tuple[str, ...]:
    """The host names that are answered: that of the address, and those named beside it (safety.md S62)."""
    hosts = [item.strip() for item in text.split(",") if item.strip()]
    own = urlsplit(own_url).hostname
    if own:
        return (own, *hosts)
    return (*LOCAL_HOSTS, *hosts)


def onion(text: str) -> str:
    """The address of the onion service, without a path."""
    if text and not re.fullmatch(r"http://[a-z2-7]{56}\.onion", text):
        raise SettingsError(f"{PREFIX}ONION_LOCATION must be http:// and a version 3 onion name, without a path.")
    return text
