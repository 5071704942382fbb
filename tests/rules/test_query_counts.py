"""How often a page asks the database, whatever the number of listings (budgets.md B8): counts, never wall time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.kernel.db import db
from support.site.directory import changes
from support.site.directory.engine import engine, refresh
from support.site.directory.models import Language, ListingRow, Organization, Phone, Schedule, Service, ServiceArea
from tests.conftest import browser
from tests.rules.tour import HOME, SEARCHES, real_id, token

MORE = 500
RESULTS, LISTING = 4, 4


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that go to the database meanwhile; beginning and ending a transaction is not asking."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "ROLLBACK", "COMMIT", "SAVEPOINT")):
            asked.append(statement)

    with app.app_context():
        bound = db.engine
    sa.event.listen(bound, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        sa.event.remove(bound, "before_cursor_execute", hear)


def asked_for(app: Flask, path: str, status: int = 200) -> list[str]:
    with counted(app) as asked:
        assert browser(app).get(path, base_url=HOME).status_code == status, path
    return asked


@pytest.mark.parametrize(
    "path",
    ["/en-GB/", "/en-GB/now", "/en-GB/now/MX", "/en-GB/directory", "/en-GB/safety", "/nothing", "/leave", "/healthz"],
)
def test_pages_that_need_no_database_ask_nothing(site: Flask, path: str) -> None:
    with counted(site) as asked:
        browser(site).get(path, base_url=HOME)
    assert not asked, f"{path} must stand when the database does not (promise 1): {asked}"


@pytest.mark.parametrize("search", SEARCHES)
def test_results_ask_little(site: Flask, search: str) -> None:
    asked = asked_for(
        site,
        f"/en-GB/directory?s={sealed_search(site, search)}",
        422 if search in ("a wrong field", "an unclear place") else 200,
    )
    assert len(asked) <= RESULTS, asked


def test_a_listing_asks_little(site: Flask) -> None:
    for ending in ("", ".vcf"):
        asked = asked_for(site, f"/en-GB/directory/{real_id(site)}{ending}")
        assert 0 < len(asked) <= LISTING, asked


def test_more_listings_ask_no_more(own_site: Flask) -> None:
    """Five hundred further listings with all their parts: not one further question."""
    paths = [
        f"/en-GB/directory?s={sealed_search(own_site, search)}"
        for search in ("results", "both sides", "open now", "results near a town")
    ]
    paths.append(f"/en-GB/directory/{real_id(own_site)}")
    for path in paths:  # what a process learns once, such as the patterns of hours, is learnt before counting
        browser(own_site).get(path, base_url=HOME)
    before = [len(asked_for(own_site, path)) for path in paths]
    shown = add(own_site, MORE)
    after = [len(asked_for(own_site, path)) for path in paths]
    with own_site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ListingRow)) >= shown
        assert engine().index.searcher().num_docs >= MORE
    assert after == before, dict(zip(paths, zip(before, after, strict=True), strict=True))
    assert max(after) <= RESULTS


def sealed_search(app: Flask, search: str) -> str:
    return token(app, **SEARCHES[search])


def add(app: Flask, count: int) -> int:
    """Write ``count`` invented British services through the one way in which listings change, and index them."""
    with app.app_context():
        house = Organization(name="Invented House")
        services = [_service(house, number) for number in range(count)]
        db.session.add_all([house, *services])
        changes.publish(db.session(), services, engine().locate, datetime.now(UTC))
        db.session.commit()
        return refresh(db.session())


def _service(house: Organization, number: int) -> Service:
    return Service(
        id=uuid.uuid4(), organization=house, name=f"Invented service {number}", kind="hotline", country="GB", url="",
        hours_known="always", last_modified=datetime.now(UTC), rank=40,
        phones=[Phone(number=f"+441632960{number % 1000:03}")], languages=[Language(code="en")],
        service_areas=[ServiceArea(extent_type="country", extent="GB")],
        schedules=[Schedule(timezone="Europe/London", byday="MO", opens_at="09:00", closes_at="17:00")],
    )  # fmt: skip
