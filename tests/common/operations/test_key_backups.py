"""Keys are copied apart from the content, and put back so that no key of somebody who left comes with them (S84)."""

from __future__ import annotations

import os
import shutil
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.operations import backup, restoring
from support.common.sealing.keystore_tables import address
from support.common.sealing.vault import keystore
from support.factory import create_app
from tests.common.operations.conftest import Pairs, backed_up, put_back, run
from tests.conftest import Make, configured, readied

DAY = date(2026, 11, 25)


def made(app: Flask, count: int) -> list[uuid.UUID]:
    owners = [uuid.uuid4() for _ in range(count)]
    with app.app_context():
        for owner in owners:
            keystore().new(owner)
        keystore().close()
    return owners


def destroyed(app: Flask, owner: uuid.UUID) -> None:
    with app.app_context():
        keystore().destroy(owner, DAY)
        keystore().close()


def holding(app: Flask) -> tuple[dict[uuid.UUID, bytes], dict[uuid.UUID, date], bytes]:
    """What the store holds: keys, erasures, one root."""
    with app.app_context():
        store = keystore()
        found = {owner: store.key(owner) for owner in store.owners()}, store.erased(), store.root("pepper")
        store.close()
        return found


def test_content_and_keys_are_in_files_of_their_own(kept_space: Flask, pairs: Pairs) -> None:
    made(kept_space, 1)
    content, keys = backed_up(kept_space)
    assert (content.parent.name, keys.parent.name) == ("content", "keys")
    for file, pair, kind in ((content, pairs.content, "content"), (keys, pairs.keys, "keys")):
        code, output = run(kept_space, "backup", "verify", file, "--identity", pair.private)
        assert code == 0 and f"The {kind} of {kept_space.config['PART']}" in output
    with pytest.raises(backup.BackupError), backup.opened(keys, pairs.content.private):
        pass
    with backup.opened(content, pairs.content.private) as (place, _manifest):
        assert not [path for path in place.iterdir() if b"wrapped" in path.read_bytes()]


def test_one_of_the_two_alone(kept_sqlite: Flask) -> None:
    for only in backup.KINDS:
        assert run(kept_sqlite, "backup", "create", "--only", only)[0] == 0
        assert {path.parent.name for path in folder_of(kept_sqlite).rglob("*.age")} == set(
            backup.KINDS[: backup.KINDS.index(only) + 1]
        )


def test_put_back_whole(kept_space: Flask, pairs: Pairs) -> None:
    """Keys that were made since stay, keys destroyed since stay destroyed, the roots are those of the copy."""
    early, leaves = made(kept_space, 2)
    before = holding(kept_space)
    _content, keys = backed_up(kept_space)
    (late,) = made(kept_space, 1)
    destroyed(kept_space, leaves)
    late_key = holding(kept_space)[0][late]
    put_back(kept_space, keys, pairs.keys)
    assert holding(kept_space) == ({early: before[0][early], late: late_key}, {leaves: DAY}, before[2])


def test_no_copy_stays_beside_the_store(kept_sqlite: Flask, pairs: Pairs) -> None:
    """It would keep the keys of everybody who leaves from now on."""
    made(kept_sqlite, 1)
    _content, keys = backed_up(kept_sqlite)
    put_back(kept_sqlite, keys, pairs.keys)
    beside = {path.name for path in Path(kept_sqlite.config["INSTANCE"]).iterdir() if "keys" in path.name}
    assert beside <= {"keys.sqlite", "keys.sqlite-wal", "keys.sqlite-shm"}
    assert (Path(kept_sqlite.config["INSTANCE"]) / "keys.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_damaged_store_is_replaced_and_kept_for_whoever_looks_at_it(kept_sqlite: Flask, pairs: Pairs) -> None:
    made(kept_sqlite, 1)
    before = holding(kept_sqlite)
    _content, keys = backed_up(kept_sqlite)
    store = Path(kept_sqlite.config["INSTANCE"]) / "keys.sqlite"
    store.write_bytes(b"no database any more" * 500)
    put_back(kept_sqlite, keys, pairs.keys)
    assert holding(kept_sqlite) == before
    assert len(list(store.parent.glob("keys.sqlite.before-*"))) == 1


def test_keys_of_another_part_or_another_data_key_change_nothing(
    kept_space: Flask, pairs: Pairs, tmp_path: Path
) -> None:
    made(kept_space, 2)
    before = holding(kept_space)
    part = kept_space.config["PART"]
    other_part = "prevention" if part == "survivors" else "survivors"
    for folder, whose, secret in (
        ("a", other_part, ""),
        ("b", part, "quite another secret, and long enough to be one"),
    ):
        config = configured(tmp_path / folder, whose, **pairs.settings)
        config = replace(config, data_keys=(secret,)) if secret else config
        stranger = readied(create_app(whose, config))
        made(stranger, 1)
        _content, keys = backed_up(stranger)
        renamed = tmp_path / f"{part}-keys-{folder}.age"
        shutil.copy(keys, renamed)
        code, output = run(kept_space, "backup", "restore", renamed, "--identity", pairs.keys.private, "--yes")
        assert (code, "Nothing was changed" in output) == (1, True), output
        assert holding(kept_space) == before


def test_an_old_data_key_still_opens_the_backup(kept_sqlite: Flask, pairs: Pairs, tmp_path: Path) -> None:
    made(kept_sqlite, 1)
    before = holding(kept_sqlite)
    _content, keys = backed_up(kept_sqlite)
    config = configured(tmp_path / "new", "survivors", **pairs.settings)
    old, new = kept_sqlite.config["DATA_KEYS"][0], "the new data key, long enough to be one, too"
    fresh = create_app("survivors", replace(config, data_keys=(new, old)))
    put_back(fresh, keys, pairs.keys)
    assert holding(fresh)[0] == before[0]


def test_a_store_on_one_kind_of_database_goes_back_into_the_other(
    kept_sqlite: Flask, pairs: Pairs, tmp_path: Path, postgresql_if_asked: object
) -> None:
    made(kept_sqlite, 3)
    before = holding(kept_sqlite)
    _content, keys = backed_up(kept_sqlite)
    url = postgresql_if_asked("postgresql")  # type: ignore[operator]
    config = replace(configured(tmp_path / "moved", "survivors", **pairs.settings), keys_url=url)
    moved = create_app("survivors", replace(config, data_keys=tuple(kept_sqlite.config["DATA_KEYS"])))
    put_back(moved, keys, pairs.keys)
    assert holding(moved) == before
    with moved.app_context():
        assert address(url).get_backend_name() == "postgresql"


def test_keys_are_forgotten_sooner_than_content(kept_sqlite: Flask) -> None:
    content, keys = backed_up(kept_sqlite)
    for days, still_there in ((5, {content.name, keys.name}), (8, {content.name}), (31, set())):
        then = datetime.now(UTC) - timedelta(days=days)
        old = {
            path: path.with_name(f"survivors-{path.parent.name}-{then:%Y%m%dT%H%M%SZ}.age") for path in (content, keys)
        }
        for path, name in old.items():
            if path.exists():
                path.replace(name)
                os.utime(name, (then.timestamp(), then.timestamp()))
        backed_up(kept_sqlite)
        kept = {path.name for path in old if old[path].exists()}
        assert kept == still_there, days
        for path, name in old.items():
            if name.exists():
                name.replace(path)


def test_copies_beside_the_database_are_forgotten_too(kept_sqlite: Flask) -> None:
    instance = Path(kept_sqlite.config["INSTANCE"])
    (instance / "before-upgrade").mkdir()
    left = [instance / "before-upgrade" / "20200101-000000.sqlite", instance / "database.sqlite.before-20200101-000000"]
    for path in left:
        path.write_bytes(b"old")
    backed_up(kept_sqlite)
    assert not [path for path in left if path.exists()]


def test_without_a_key_of_its_own_the_store_is_not_copied(tmp_path: Path, make_app: Make, pairs: Pairs) -> None:
    app = readied(make_app(tmp_path, part="survivors", settings={"backup_key": pairs.content.public}))
    code, output = run(app, "backup", "create")
    assert (code, "The keys were not backed up" in output) == (0, True)
    assert {path.parent.name for path in folder_of(app).rglob("*.age")} == {"content"}
    assert run(app, "backup", "create", "--only", "keys")[0] == 1


def test_production_refuses_one_key_for_both(tmp_path: Path, make_app: Make, pairs: Pairs) -> None:
    app = readied(
        make_app(
            tmp_path,
            part="survivors",
            settings={"backup_key": pairs.content.public, "keys_backup_key": pairs.content.public},
        )
    )
    assert run(app, "backup", "create", "--only", "keys")[0] == 0
    app.config["PRODUCTION"] = True
    code, output = run(app, "backup", "create", "--only", "keys")
    assert (code, "must not open both" in output) == (1, True)


def test_what_should_have_been_deleted_is_not_put_back(kept_sqlite: Flask, pairs: Pairs) -> None:
    kept_sqlite.config["CLOCK"] = datetime.now(UTC) - timedelta(days=32)
    content, _keys = backed_up(kept_sqlite)
    kept_sqlite.config["CLOCK"] = None
    words = ("backup", "restore", content, "--identity", pairs.content.private, "--yes")
    code, output = run(kept_sqlite, *words)
    assert (code, "should have been deleted" in output) == (1, True), output
    assert not restoring.finished(kept_sqlite)
    assert run(kept_sqlite, *words, "--even-if-old")[0] == 0


def test_a_restore_that_was_broken_off_lets_nobody_in(
    kept_sqlite: Flask, pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, _keys = backed_up(kept_sqlite)

    def killed(*_all: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "replay", killed)
        assert run(kept_sqlite, "backup", "restore", content, "--identity", pairs.content.private, "--yes")[0] != 0
    assert restoring.finished(kept_sqlite)
    put_back(kept_sqlite, content, pairs.content)
    assert not restoring.finished(kept_sqlite)


def test_a_backup_from_before_kinds_is_content(kept_sqlite: Flask, pairs: Pairs) -> None:
    content, _keys = backed_up(kept_sqlite)
    with backup.opened(content, pairs.content.private) as (_place, manifest):
        values = {name: getattr(manifest, name) for name in ("part", "made", "schema", "database", "files")}
    assert backup.Manifest(**values).kind == backup.CONTENT


def test_a_store_in_use_is_not_replaced(kept_space: Flask, pairs: Pairs) -> None:
    made(kept_space, 1)
    _content, keys = backed_up(kept_space)
    with kept_space.app_context():
        holder = sa.create_engine(keystore().url)
    with holder.begin() as connection:
        connection.exec_driver_sql("UPDATE about SET value = value")
        code, output = run(kept_space, "backup", "restore", keys, "--identity", pairs.keys.private, "--yes")
    holder.dispose()
    assert (code, "Nothing was changed" in output) == (1, True), output


def folder_of(app: Flask) -> Path:
    return Path(app.config["INSTANCE"]) / "backups"
