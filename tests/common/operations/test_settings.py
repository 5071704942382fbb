"""Settings of several applications: what may not be alike, what is missing, what nothing reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from support.apart import meaning, refuse_alike
from support.config import Config
from support.environment import SettingsError, unknown
from tests.common.operations.conftest import run
from tests.conftest import Make

SECRETS = {
    "SECRET_KEY": "a long secret for what is signed, number {}",
    "DATA_KEY": "a long secret for what is kept, number {}",
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("postgresql://one@db.example/all", "postgresql+psycopg://other:secret@DB.example:5432/all?sslmode=require"),
        ("postgresql:///all", "postgresql+psycopg://someone@localhost/all"),
        ("postgresql:///all?host=/run/postgresql", "postgresql://me@/all?host=/run/postgresql"),
        ("sqlite:////srv/data/all.sqlite", "sqlite:////srv/data/../data/./all.sqlite"),
        ("sqlite:////srv/data/all.sqlite", "sqlite+pysqlite:////srv//data/all.sqlite"),
    ],
)
def test_one_database_written_in_two_ways_is_one(one: str, other: str) -> None:
    assert meaning(one) == meaning(other)
    with pytest.raises(SettingsError, match=r"SUPPORT_\w+_URL and SUPPORT_\w+_URL hold the same value"):
        refuse_alike({"SUPPORT_SURVIVORS_DATABASE_URL": one, "SUPPORT_PREVENTION_DATABASE_URL": other})
    with pytest.raises(SettingsError, match="same value"):
        refuse_alike({"SUPPORT_DATABASE_URL": one, "SUPPORT_KEYS_URL": other})


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").symlink_to(tmp_path / "here")
    env = {"SUPPORT_DATABASE_URL": f"sqlite:///{tmp_path}/here/a", "SUPPORT_KEYS_URL": f"sqlite:///{tmp_path}/there/a"}
    with pytest.raises(SettingsError, match="same value"):
        refuse_alike(env)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("postgresql://db.example/one", "postgresql://db.example/two"),
        ("postgresql://db.example/one", "postgresql://other.example/one"),
        ("postgresql://db.example:5432/one", "postgresql://db.example:5433/one"),
        ("sqlite:////srv/one.sqlite", "sqlite:////srv/two.sqlite"),
        ("no address", "no address either"),
    ],
)
def test_two_databases_are_two(one: str, other: str) -> None:
    refuse_alike({"SUPPORT_DATABASE_URL": one, "SUPPORT_SURVIVORS_DATABASE_URL": other})


@pytest.mark.parametrize(("part", "own"), [("site", ""), ("survivors", "SURVIVORS_")])
def test_everything_that_a_production_start_lacks_is_said_at_once(tmp_path: Path, part: str, own: str) -> None:
    env = {"SUPPORT_INSTANCE": str(tmp_path), "SUPPORT_SITE_URL": "https://help.example.org"}
    wanted = [f"SUPPORT_{own}SECRET_KEY", f"SUPPORT_{own}DATA_KEY", "SUPPORT_OPERATOR_NAME", "SUPPORT_OPERATOR_CONTACT"]
    wanted += ["SUPPORT_JURISDICTION"] if own else []
    with pytest.raises(SettingsError) as refused:
        Config.from_env(part, env)
    assert re.findall(r"SUPPORT_\w+", str(refused.value)) == wanted
    assert not list(tmp_path.rglob("*")), "and nothing was made"


@pytest.mark.parametrize(("part", "own"), [("site", ""), ("survivors", "SURVIVORS_"), ("prevention", "PREVENTION_")])
@pytest.mark.parametrize("name", ["SECRET_KEY", "DATA_KEY", "SECRET_KEY_FALLBACKS", "DATA_KEY_FALLBACKS"])
def test_a_short_secret_is_called_by_its_whole_name(tmp_path: Path, part: str, own: str, name: str) -> None:
    env = {f"SUPPORT_{own}{key}": text.format(part) for key, text in SECRETS.items()}
    env |= {"SUPPORT_INSTANCE": str(tmp_path), f"SUPPORT_{own}{name}": "short"}
    with pytest.raises(SettingsError, match=f"^SUPPORT_{own}{name} is shorter than 32 characters"):
        Config.from_env(part, env)


class Asked(Mapping[str, str]):
    """An environment that remembers what was looked up in it."""

    def __init__(self, folder: Path) -> None:
        self.names, self._given = set[str](), {"SUPPORT_INSTANCE": str(folder)}

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return self._given[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)


@pytest.mark.parametrize("part", ["site", "survivors", "prevention"])
def test_every_name_that_is_read_is_known_and_a_misspelt_one_is_not(tmp_path: Path, part: str) -> None:
    asked = Asked(tmp_path)
    Config.from_env(part, asked)
    assert len(asked.names) > 30
    assert unknown(dict.fromkeys(asked.names, "")) == []
    wrong = ["SUPPORT_OPERATOR_MAIL", "SUPPORT_SURVIVORS_SECRETKEY"]
    assert unknown(dict.fromkeys([*wrong, *asked.names, "HOME", "XSUPPORT_Y"], "")) == wrong


def test_the_doctor_names_a_misspelt_setting(tmp_path: Path, make_app: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORT_OPERATOR_MAIL", "help@example.org")
    assert "Nothing reads the setting SUPPORT_OPERATOR_MAIL." in run(make_app(tmp_path), "doctor")[1]


@pytest.mark.parametrize(
    ("part", "name"),
    [("site", "SUPPORT_SITE_URL"), ("survivors", "SUPPORT_SURVIVORS_URL"), ("prevention", "SUPPORT_PREVENTION_URL")],
)
def test_the_doctor_says_which_address_is_not_set(tmp_path: Path, make_app: Make, part: str, name: str) -> None:
    said = run(make_app(tmp_path, part=part), "doctor")[1]
    assert f"Set {name} to the https address." in said
    assert "Set SUPPORT_OPERATOR_NAME and SUPPORT_OPERATOR_CONTACT." in said
