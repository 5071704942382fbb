"""The privacy page: true for each application, with the operator's own numbers (safety.md S86, promise 10)."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from flask import Flask

from support.common.privacy.register import register, settings_in
from support.common.privacy.words import ledger_days, there
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


NOT_OF_DATA = {"undo_seconds", "changes_days", "waiting_hours", "decision_count_hours"}  # how a post is read


def asked_of(part: str) -> set[str]:
    """The settings whose numbers stand on the page: what only a space keeps is told in a space only."""
    named = {name for column in register() if column.of_people for name in settings_in(column.kept)}
    here = {
        name for column in register() if column.of_people and there(column.table, part)
        for name in settings_in(column.kept)
    }  # fmt: skip
    of_one = set() if part == "prevention" else {"commitment_days"}  # only one space has a commitment
    return LIMITS.keys() - (named - here) - of_one - NOT_OF_DATA


@pytest.mark.parametrize("name", LIMITS)
def test_every_number_is_a_setting(application: Flask, name: str) -> None:
    asked = name in asked_of(application.config["PART"])
    assert "4321" not in text_with(application, Times())
    assert ("4321" in text_with(application, dataclasses.replace(Times(), **{name: 4321}))) is asked


def test_a_longer_backup_lengthens_the_list_of_erasures(application: Flask) -> None:
    times = dataclasses.replace(Times(), content_backup_days=3, key_backup_days=5)
    assert ledger_days(times) == 12
    assert "12 days, a week longer" in text_with(application, times)


def test_each_table_about_people_has_its_line(application: Flask) -> None:
    page = Walker(application).open("/privacy").page
    shown = {one.attrib["data-held"] for one in page.all("dt") if "data-held" in one.attrib}
    part = application.config["PART"]
    assert shown == {column.table for column in register() if column.of_people and there(column.table, part)}
    assert ("draft" in shown) is (part != "site")


def test_each_number_of_the_forum_is_told_in_a_space(application: Flask) -> None:
    of_posts = {"draft_days", "rejected_days", "withdrawn_days", "superseded_days", "fingerprint_days", "notice_days",
                "case_days", "lease_minutes"}  # fmt: skip
    told = asked_of(application.config["PART"])
    assert of_posts & told == (set() if application.config["PART"] == "site" else of_posts)


def test_no_name_of_a_column_is_shown(application: Flask) -> None:
    text = Walker(application).open("/privacy").text
    assert not [column.column for column in register() if "_" in column.column and column.column in text]


def test_a_space_points_to_what_may_be_passed_on(application: Flask) -> None:
    page = Walker(application).open("/privacy").page
    links = {one.attrib.get("href", "").rpartition("/")[2] for one in page.all("main")[0].iter("a")}
    in_a_space = application.config["PART"] != "site"
    assert ("promise" in links, "leave" in links, "export" in links) == (in_a_space,) * 3
