"""The environment as an application sees it: which setting is its own, and what it may hold."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from support.times import LIMITS

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


# of each application alone; and those that a space reads under its own name first, then under the shared one
OWN_SETTINGS = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATA_KEY", "DATA_KEY_FALLBACKS", "DATABASE_URL", "KEYS_URL")
SETTINGS = (
    "INSTANCE", "RUNTIME_DIR", "SITE_URL", "SITE_NAME", "OPERATOR_NAME", "OPERATOR_CONTACT", "JURISDICTION", "DUTIES",
    "DEFAULT_COUNTRY", "EXIT_URLS", "LANGUAGES", "TRUSTED_HOSTS", "PROXY_HOPS", "ONION_LOCATION", "BACKUP_KEY",
    "KEYS_BACKUP_KEY", *(name.upper() for name in LIMITS),
)  # fmt: skip


class SettingsError(Exception):
    """The settings do not allow a start; the message says which one, and what to do."""


@dataclass(frozen=True)
class Settings:
    """The environment as one application sees it."""

    env: Mapping[str, str]
    part: str

    def key(self, name: str) -> str:
        """How a setting is called that no other application shares."""
        return PREFIX + ("" if self.part == "site" else f"{self.part.upper()}_") + name

    def own(self, name: str, default: str) -> str:
        """A setting that no other application shares."""
        return self.env.get(self.key(name), "").strip() or default

    def text(self, name: str, default: str) -> str:
        """A space's own setting, or the one that all applications share."""
        return self.own(name, "") or self.env.get(PREFIX + name, "").strip() or default

    def must_be_set(self, own: Iterable[str], shared: Iterable[str]) -> None:
        """Raises :class:`SettingsError`, which names everything that a production start lacks, at once."""
        missing = [self.key(name) for name in own if not self.own(name, "")]
        missing += [PREFIX + name for name in shared if not self.text(name, "")]
        if missing:
            verb, pronoun = ("is", "it") if len(missing) == 1 else ("are", "them")
            raise SettingsError(
                f"{' and '.join(missing)} {verb} not set. A production start needs {pronoun}; see docs/operating.md."
            )

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


def unknown(env: Mapping[str, str]) -> list[str]:
    """The names in ``env`` that begin like settings and that nothing reads: most of them are misspelt."""
    known = {PREFIX + name for name in (*OWN_SETTINGS, *SETTINGS)}
    for space in SPACES:
        known |= {f"{PREFIX}{space.upper()}_{name}" for name in (*OWN_SETTINGS, *SETTINGS, "URL")}
    return sorted(name for name in env if name.startswith(PREFIX) and name not in known)


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


def secret(values: Settings, name: str, folder: Path) -> str:
    """A secret of one application: the operator's, or one made here for a run on this machine only."""
    given = values.own(name, "")
    if given:
        _long_enough(values.key(name), given)
    return given or _own_secret(folder / name.lower())


def older(values: Settings, name: str) -> tuple[str, ...]:
    """Secrets that were in use before, with spaces between: what they made can still be read."""
    older = tuple(values.own(name, "").split())
    for one in older:
        _long_enough(values.key(name), one)
    return older


def _long_enough(key: str, secret: str) -> None:
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"{key} is shorter than {SHORTEST_SECRET} characters. Make a longer one.")


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
