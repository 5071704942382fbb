"""The privacy page: true for each application, with the operator's own numbers (safety.md S86, promise 10)."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from flask import Flask

from support.common.privacy.register import register
from support.common.privacy.words import ledger_days
from support.times import LIMITS, Times
from tests.common.accounts.walking import Walker
from tests.common.privacy.conftest import private
from tests.conftest import SPACES, Make


@pytest.fixture(params=("site", *SPACES))
def application(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make) -> Flask:
    """Each of the three, without anything in it."""
    return private(make_app(tmp_path, part=request.param))


def text_with(app: Flask, times: Times) -> str:
    app.config["TIMES"] = times
    return Walker(app).open("/privacy").text


@pytest.mark.parametrize("name", LIMITS)
def test_every_number_is_a_setting(application: Flask, name: str) -> None:
    asked = name != "commitment_days" or application.config["PART"] == "prevention"  # only one space has a commitment
    assert "4321" not in text_with(application, Times())
    assert ("4321" in text_with(application, dataclasses.replace(Times(), **{name: 4321}))) is asked


def test_a_longer_backup_lengthens_the_list_of_erasures(application: Flask) -> None:
    times = dataclasses.replace(Times(), content_backup_days=3, key_backup_days=5)
    assert ledger_days(times) == 12
    assert "12 days, a week longer" in text_with(application, times)


def test_each_table_about_people_has_its_line(application: Flask) -> None:
    page = Walker(application).open("/privacy").page
    shown = {one.attrib["data-held"] for one in page.all("dt") if "data-held" in one.attrib}
    assert shown == {column.table for column in register() if column.of_people}


def test_no_name_of_a_column_is_shown(application: Flask) -> None:
    text = Walker(application).open("/privacy").text
    assert not [column.column for column in register() if "_" in column.column and column.column in text]


def test_a_space_points_to_what_may_be_passed_on(application: Flask) -> None:
    page = Walker(application).open("/privacy").page
    links = {one.attrib.get("href", "").rpartition("/")[2] for one in page.all("main")[0].iter("a")}
    in_a_space = application.config["PART"] != "site"
    assert ("promise" in links, "leave" in links, "export" in links) == (in_a_space,) * 3
