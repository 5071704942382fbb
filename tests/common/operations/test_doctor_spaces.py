"""What the doctor says of the spaces: their walls, secrets, backups, people and duties, each with what to do."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from support.common.kernel.db import db
from support.common.operations import copies_seen, people_seen, restoring, secrets_seen, walls_seen
from support.common.operations.findings import BAD, GOOD, WARNING, Finding
from support.common.sealing.vault import keystore
from support.factory import create_app
from support.space.duties import examining, reading
from tests.common.operations.conftest import Pairs, backed_up, run
from tests.conftest import Make, configured, readied
from tests.people import staff
from tests.space.duties.written import GOOD as DUTIES


def look(app: Flask, check) -> dict[str, Finding]:  # type: ignore[no-untyped-def]
    """What a check finds, by its sentence."""
    with app.app_context():
        found = {finding.what: finding for finding in check()}
        db.session.remove()
        db.engine.dispose()
        keystore().close()
        return found


def levels(app: Flask, check) -> set[str]:  # type: ignore[no-untyped-def]
    return {finding.level for finding in look(app, check).values()}


def test_the_doctor_of_a_fresh_space_names_what_is_missing(own_space: Flask) -> None:
    code, output = run(own_space, "doctor")
    assert code == 0, output
    for words in (
        "no backup key of the content", "no backup key of the keys", "Nobody belongs to the staff", "opens with the DATA_KEY",
        "whose law binds", "duties.toml is missing", "cannot be seen from here",
    ):  # fmt: skip
        assert words in output, words


URLS = [
    ("/harbour", "/orchard", {"site and survivors", "site and prevention", "survivors and prevention"}),
    ("https://a.example.net", "/orchard", {"site and prevention"}),
    ("https://a.example.net", "https://a.example.net/more", {"survivors and prevention"}),
    ("https://a.example.net", "https://b.example.com", set[str]()),
    ("https://a.example.net", "", set[str]()),
]


@pytest.mark.parametrize(("one", "other", "pairs"), URLS)
def test_one_host_name_for_two_is_said(tmp_path: Path, make_app: Make, one: str, other: str, pairs: set[str]) -> None:
    config = configured(tmp_path)
    spaces = {"survivors": one, "prevention": other}
    whole = {
        part: f"https://help.example.org{url}" if url.startswith("/") else url for part, url in spaces.items() if url
    }
    app = make_app(tmp_path)
    app.config.update(SITE_URL="https://help.example.org", SPACES=whole, OWN_URL=config.own_url)
    found = look(app, walls_seen.own_origin)
    shared = {what for what, finding in found.items() if finding.level == WARNING}
    assert shared == {f"{pair} share one host name." for pair in pairs}
    assert all("host name of its own" in found[what].advice for what in shared)


@pytest.mark.parametrize("part", ["survivors", "prevention"])
def test_a_space_alone_names_nobody_else(tmp_path: Path, part: str) -> None:
    url = {f"{part}_url": "https://a.example.net", "site_url": "https://help.example.org", "jurisdiction": "US-CA"}
    app = create_app(part, configured(tmp_path, part, operator_name="A", operator_contact="a@example.org", **url))
    said = " ".join(look(readied(app), walls_seen.own_origin))
    other = {"survivors": "prevention", "prevention": "survivors"}[part]
    assert "cannot be seen from here" in said and other not in said and "share" not in said


def test_too_few_people_and_which_rule_they_are_missing_for(own_space: Flask) -> None:
    assert levels(own_space, people_seen.enough_people) == {WARNING}
    staff(own_space, "lead")
    staff(own_space, "moderator")
    said = " ".join(look(own_space, people_seen.enough_people))
    assert "1 of 2 people with the role lead" in said and "has to confirm" in said
    assert "1 of 3 people with the role moderator" in said and "their own post" in said
    for role in ("lead", "moderator", "moderator"):
        staff(own_space, role)
    assert levels(own_space, people_seen.enough_people) == {GOOD}


def test_nobody_at_all_is_grave_in_production(own_space: Flask) -> None:
    own_space.config["PRODUCTION"] = True
    assert levels(own_space, people_seen.enough_people) == {BAD}


def test_a_key_store_that_does_not_fit(own_space: Flask) -> None:
    assert look(own_space, secrets_seen.keys)["The key store opens with the DATA_KEY."].level == GOOD
    (Path(own_space.config["INSTANCE"]) / "keys.sqlite").unlink()
    assert levels(own_space, secrets_seen.keys) == {BAD}


def test_an_unfinished_restore(own_space: Flask) -> None:
    (Path(own_space.config["INSTANCE"]) / restoring.MARK).touch()
    assert levels(own_space, secrets_seen.keys) == {BAD}


def test_an_unfinished_rotation(tmp_path: Path) -> None:
    config = configured(tmp_path, "survivors")
    old = "an older secret, long enough to be one"
    later = replace(config, secret_key_fallbacks=(old,), data_keys=(*config.data_keys, old))
    found = look(readied(create_app("survivors", later)), secrets_seen.keys)
    assert found["An old SECRET_KEY still counts."].advice.endswith("SUPPORT_SURVIVORS_SECRET_KEY_FALLBACKS.")
    assert "flask --app app:survivors keys rewrap" in found["An old DATA_KEY is still given."].advice


def test_what_others_can_read(own_space: Flask) -> None:
    assert not look(own_space, secrets_seen.private_files)
    for name in ("database.sqlite", "keys.sqlite"):
        (Path(own_space.config["INSTANCE"]) / name).chmod(0o640)
    found = look(own_space, secrets_seen.private_files)
    assert set(found) == {f"Others on this machine can read {name}." for name in ("database.sqlite", "keys.sqlite")}


def test_the_key_of_the_day_lies_in_memory(own_space: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(own_space.config["RUNTIME_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for here, level in ((True, GOOD), (False, WARNING)):
        monkeypatch.setattr(secrets_seen, "on_memory", lambda _folder, here=here: here)
        assert levels(own_space, secrets_seen.runtime) == {level}
    own_space.config["PRODUCTION"] = True
    assert levels(own_space, secrets_seen.runtime) == {BAD}
    folder.chmod(0o755)
    assert "Others on this machine can read the key of the day." in look(own_space, secrets_seen.runtime)


def test_backups_of_both_kinds_are_looked_at(kept_sqlite: Flask) -> None:
    assert levels(kept_sqlite, copies_seen.backups) == {BAD}
    content, keys = backed_up(kept_sqlite)
    assert levels(kept_sqlite, copies_seen.backups) == {GOOD}
    for path, days, words in ((keys, 2, "keys is 48 hours old"), (keys, 8, "older than the promised 7 days"),
                              (content, 31, "older than the promised 30 days")):  # fmt: skip
        then = (datetime.now(UTC) - timedelta(days=days)).timestamp()
        os.utime(path, (then, then))
        assert words in " ".join(look(kept_sqlite, copies_seen.backups))


def test_one_backup_key_for_both(kept_sqlite: Flask, pairs: Pairs) -> None:
    backed_up(kept_sqlite)
    kept_sqlite.config["KEYS_BACKUP_KEY"] = pairs.content.public
    assert levels(kept_sqlite, copies_seen.backups) == {GOOD, WARNING}
    kept_sqlite.config |= {"PRODUCTION": True}
    assert levels(kept_sqlite, copies_seen.backups) == {GOOD, BAD}
    kept_sqlite.config["KEYS_BACKUP_KEY"] = ""
    assert levels(kept_sqlite, copies_seen.backups) == {GOOD, BAD}


def test_an_old_plain_copy(own_space: Flask) -> None:
    copy = Path(own_space.config["INSTANCE"]) / "database.sqlite.before-20200101-000000"
    copy.touch()
    (finding,) = look(own_space, copies_seen.plain_copies).values()
    assert finding.level == BAD and str(copy) in finding.advice


def test_duties(own_space: Flask, tmp_path: Path) -> None:
    assert levels(own_space, examining.examined) == {WARNING}
    file, today = tmp_path / "duties.toml", datetime.now(UTC).date()
    for due, level in ((300, GOOD), (30, WARNING)):
        text = DUTIES.replace("2026-03-31", str(today)).replace("2027-03-31", str(today + timedelta(days=due)))
        file.write_text(text, "utf-8")
        own_space.extensions |= {"duties": reading.read(file, "US-CA"), "duties_problem": ""}
        assert levels(own_space, examining.examined) == {level}
    own_space.config["PRODUCTION"] = True
    own_space.extensions["duties"] = reading.read(file, "GB")
    (finding,) = look(own_space, examining.examined).values()
    assert finding.level == BAD and "JURISDICTION" in finding.what
