"""What the commands for backups tell an operator, and what they refuse before they write anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from support.common.operations import backup
from support.factory import create_app
from tests.common.operations.conftest import Pairs, run
from tests.conftest import Make, configured, readied


@pytest.mark.parametrize("part", ["site", "survivors"])
def test_one_key_for_both_is_refused_before_anything_is_written(
    tmp_path: Path, pairs: Pairs, part: str, make_app: Make
) -> None:
    both = {"backup_key": pairs.content.public, "keys_backup_key": pairs.content.public}
    app: Flask = readied(make_app(tmp_path, part=part, settings=both))
    app.config["PRODUCTION"] = True
    code, output = run(app, "backup", "create", "--to", str(tmp_path / "copies"))
    assert (code, "SUPPORT_KEYS_BACKUP_KEY is the key of the content" in output) == (1, True)
    assert not list(tmp_path.rglob("*.age"))


def test_a_key_of_the_content_that_is_none_stops_the_keys_as_well(tmp_path: Path, pairs: Pairs) -> None:
    app = readied(create_app("survivors", configured(tmp_path, "survivors", keys_backup_key=pairs.keys.public)))
    code, output = run(app, "backup", "create", "--to", str(tmp_path / "copies"))
    assert (code, "SUPPORT_BACKUP_KEY is not set" in output) == (1, True)
    assert not list(tmp_path.rglob("*.age"))


def test_a_new_key_says_both_settings_and_keeps_its_public_half(tmp_path: Path, make_app: Make) -> None:
    file = tmp_path / "content.key"
    code, output = run(make_app(tmp_path), "backup", "new-key", str(file))
    assert code == 0
    first, second = file.read_text("ascii").splitlines()
    public = first.removeprefix("# public key: ")
    assert re.fullmatch("age1[a-z0-9]+", public)
    assert second.startswith("AGE-SECRET-KEY-")
    for name in ("SUPPORT_BACKUP_KEY", "SUPPORT_KEYS_BACKUP_KEY"):
        assert f"{name}={public}" in output
    assert str(backup._identity(file).to_public()) == public
    assert file.stat().st_mode & 0o077 == 0
