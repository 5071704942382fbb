"""The doctor says what is wrong, in words to act on; health answers say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from support.common.kernel.db import db
from support.config import Config, SettingsError
from tests.common.operations.conftest import with_keys
from tests.conftest import DATA_SECRET, SECRET, Make, browser, configured, filled


@pytest.fixture
def own(tmp_path: Path, make_app: Make) -> Flask:
    return with_keys(filled(make_app(tmp_path)))


def said(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["doctor"])
    return result.exit_code, result.output


def test_a_fresh_run_is_good_enough_for_one_machine(own: Flask) -> None:
    code, output = said(own)
    assert code == 0, output
    assert "627 listings can be searched" in output
    assert "for this machine only" in output


def test_it_finds_a_missing_index(own: Flask) -> None:
    for path in (Path(own.config["INSTANCE"]) / "index" / "directory").iterdir():
        if path.is_file():
            path.unlink()
    code, output = said(own)
    assert (code, "directory reindex" in output) == (1, True)


def test_it_finds_a_damaged_database(own: Flask) -> None:
    path = Path(own.config["INSTANCE"]) / "database.sqlite"
    with own.app_context():
        db.engine.dispose()
    path.write_bytes(b"not a database, just some words " * 200)
    code, output = said(own)
    assert (code, "does not answer" in output) == (1, True), output


def test_it_finds_an_old_schema(tmp_path: Path, make_app: Make) -> None:
    code, output = said(make_app(tmp_path))
    assert (code, "prepare-database" in output) == (1, True)


def test_health_says_only_ok(own: Flask) -> None:
    assert browser(own).get("/healthz").data == b"ok\n"


def test_readiness_is_for_this_machine_only(own: Flask) -> None:
    client = browser(own)
    assert client.get("/readyz", environ_base={"REMOTE_ADDR": "127.0.0.1"}).data == b"ready\n"
    assert client.get("/readyz", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 404
    passed_on = {"X-Forwarded-For": "203.0.113.9"}
    assert client.get("/readyz", environ_base={"REMOTE_ADDR": "127.0.0.1"}, headers=passed_on).status_code == 404


PRODUCTION = {
    "SUPPORT_SITE_URL": "https://stillwater.example", "SUPPORT_SECRET_KEY": SECRET, "SUPPORT_DATA_KEY": DATA_SECRET,
    "SUPPORT_OPERATOR_NAME": "A charity",
    "SUPPORT_OPERATOR_CONTACT": "help@stillwater.example",
}  # fmt: skip


def test_production_starts_with_its_settings(tmp_path: Path) -> None:
    config = Config.from_env("site", PRODUCTION | {"SUPPORT_INSTANCE": str(tmp_path)})
    assert config.production
    assert config.trusted_hosts == ("stillwater.example",)


@pytest.mark.parametrize(
    "missing", ["SUPPORT_SECRET_KEY", "SUPPORT_DATA_KEY", "SUPPORT_OPERATOR_NAME", "SUPPORT_OPERATOR_CONTACT"]
)
def test_production_is_refused_without_its_settings(tmp_path: Path, missing: str) -> None:
    env = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(SettingsError, match=missing):
        Config.from_env("site", env | {"SUPPORT_INSTANCE": str(tmp_path)})


@pytest.mark.parametrize(
    ("name", "value"),
    [("secret_key", "short"), ("exit_urls", "http://plain.example"), ("exit_urls", "javascript:x"), ("languages", "en,../x"),
     ("proxy_hops", "many"), ("onion_location", "http://example.onion/path")],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name.upper()):
        configured(tmp_path, **{name: value})


def test_an_own_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = Config.from_env("site", {"SUPPORT_INSTANCE": str(tmp_path)})
    second = Config.from_env("site", {"SUPPORT_INSTANCE": str(tmp_path)})
    assert first.secret_key == second.secret_key
    assert (tmp_path / "site" / "secret_key").stat().st_mode & 0o077 == 0
