"""The settings of one application, read from the environment once and then frozen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from support.apart import refuse_alike
from support.environment import (
    SHIPPED_LANGUAGES,
    SPACES,
    WEATHER,
    Settings,
    SettingsError,
    exit_urls,
    in_memory,
    is_address,
    languages,
    older,
    onion,
    secret,
    spaces,
    trusted_hosts,
    whole_address,
)
from support.times import TimeError, Times, times_from

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Config:
    """What an operator sets. Field ``x`` is the environment variable ``SUPPORT_X``; see docs/operating.md.

    A space reads ``SUPPORT_SURVIVORS_X`` or ``SUPPORT_PREVENTION_X`` first. Its secrets and databases stand under
    its own name only.
    """

    part: str
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    data_keys: tuple[str, ...]
    database_url: str
    keys_url: str
    instance: Path
    runtime_dir: Path
    site_url: str
    own_url: str
    spaces: Mapping[str, str]
    site_name: str
    operator_name: str
    operator_contact: str
    jurisdiction: str
    duties: Path
    default_country: str
    exit_urls: Mapping[str, str]
    languages: tuple[str, ...]
    trusted_hosts: tuple[str, ...]
    proxy_hops: int
    onion_location: str
    backup_key: str
    keys_backup_key: str
    times: Times

    @property
    def production(self) -> bool:
        """A real address makes it production: no default secret is then accepted."""
        return is_address(self.own_url)

    @classmethod
    def from_env(cls, part: str, env: Mapping[str, str] | None = None) -> Config:
        """Read ``SUPPORT_…``. Raises :class:`SettingsError` for a setting that is missing or makes no sense."""
        environment = os.environ if env is None else env
        refuse_alike(environment)
        values = Settings(environment, part)
        folder = Path(values.text("INSTANCE", str(ROOT / "instance"))).resolve() / part
        site_url = values.text("SITE_URL", "/")
        own_url = whole_address(values, part)
        production = is_address(own_url)
        if production:
            binding = ("JURISDICTION",) if part in SPACES else ()
            values.must_be_set(("SECRET_KEY", "DATA_KEY"), ("OPERATOR_NAME", "OPERATOR_CONTACT", *binding))
        return cls(
            part=part,
            secret_key=secret(values, "SECRET_KEY", folder),
            secret_key_fallbacks=older(values, "SECRET_KEY_FALLBACKS"),
            data_keys=(
                secret(values, "DATA_KEY", folder),
                *older(values, "DATA_KEY_FALLBACKS"),
            ),
            database_url=values.own("DATABASE_URL", f"sqlite:///{folder / 'database.sqlite'}"),
            keys_url=values.own("KEYS_URL", f"sqlite:///{folder / 'keys.sqlite'}"),
            instance=folder,
            runtime_dir=Path(values.text("RUNTIME_DIR", str(in_memory(folder)))) / part,
            site_url=site_url,
            own_url=own_url,
            spaces=spaces(values, part),
            site_name=values.text("SITE_NAME", "Stillwater"),
            operator_name=values.text("OPERATOR_NAME", ""),
            operator_contact=values.text("OPERATOR_CONTACT", ""),
            jurisdiction=values.text("JURISDICTION", "").upper(),
            duties=Path(values.text("DUTIES", str(folder.parent / "duties.toml"))),
            default_country=values.text("DEFAULT_COUNTRY", "").upper(),
            exit_urls=exit_urls(values.text("EXIT_URLS", WEATHER)),
            languages=languages(values.text("LANGUAGES", ",".join(SHIPPED_LANGUAGES))),
            trusted_hosts=trusted_hosts(values.text("TRUSTED_HOSTS", ""), own_url),
            proxy_hops=values.number("PROXY_HOPS", 1 if production else 0),
            onion_location=onion(values.text("ONION_LOCATION", "")),
            backup_key=values.text("BACKUP_KEY", ""),
            keys_backup_key=values.text("KEYS_BACKUP_KEY", ""),
            times=_times(values),
        )


def _times(values: Settings) -> Times:
    try:
        return times_from({field.name: values.text(field.name.upper(), "") for field in fields(Times)})
    except TimeError as error:
        raise SettingsError(str(error)) from error
