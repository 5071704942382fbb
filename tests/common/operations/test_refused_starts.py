"""What stands in the way of a start is said whole: every problem, each a sentence on a line of its own (S88)."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from support.common.operations.starting import StartRefused, keys_fit, only_if, refuse_unready
from tests.conftest import Make


def test_each_problem_is_a_sentence_on_its_own_line(own_space: Flask) -> None:
    only_if(own_space, lambda _app: ["the file is old", "Something is missing. Put it there."], lambda _app: ["wrong!"])
    with pytest.raises(StartRefused) as refused:
        refuse_unready(own_space)
    lines = str(refused.value).splitlines()
    assert lines[0] == f"{own_space.config['PART']} does not start."
    assert [line.strip() for line in lines[1:]] == ["The file is old.", "Something is missing. Put it there.", "Wrong!"]


def test_every_application_that_is_served_is_looked_at(tmp_path: Path, make_app: Make) -> None:
    parts = ("site", "survivors")
    apps = [make_app(tmp_path, part=part) for part in parts]
    apps[0].extensions["mounted"] = tuple(apps)
    for one in apps:
        only_if(one, lambda _app: ["it rains"])
    with pytest.raises(StartRefused) as refused:
        refuse_unready(apps[0])
    assert str(refused.value).count("It rains.") == 2
    assert all(f"{part} does not start." in str(refused.value) for part in parts)


def test_a_missing_duties_file_is_named_with_its_whole_path(tmp_path: Path, make_app: Make) -> None:
    app = make_app(tmp_path, part="survivors", settings={"duties": str(tmp_path / "away" / "ours.toml")})
    assert f"{tmp_path}/away/ours.toml is missing" in app.extensions["duties_problem"]


def test_a_data_key_that_does_not_fit_is_said_in_one_language(own_space: Flask, tmp_path: Path, make_app: Make) -> None:
    part = own_space.config["PART"]
    other = make_app(tmp_path, part=part, settings={f"{part}_data_key": "quite another secret, long enough to be one"})
    (said,) = keys_fit(other)
    assert "is not the one of the key store" in said
    own_space.extensions["keystore"].close()
    (Path(own_space.config["INSTANCE"]) / "keys.sqlite").unlink()
    (said,) = keys_fit(own_space)
    assert said.startswith("The key store ")
