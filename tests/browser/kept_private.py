"""A shelter with an address that is kept private, made for the tests: the bundled directory has none."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from support.common.kernel import clock
from support.common.kernel.db import db
from support.factory import create_app
from support.site.directory import changes
from support.site.directory.engine import engine, refresh
from support.site.directory.models import (
    Attribute,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
)  # fmt: skip
from tests.conftest import configured

WITHHELD = UUID("0b7f5a52-6d0c-4a7e-9a39-7b1f0f3f7a11")
NAME = "House by the Water (made for tests)"


def add_withheld(folder: Path) -> None:
    """Put the shelter into the database and the index below ``folder``. Its number is one reserved for fiction."""
    app = create_app("site", configured(folder))
    with app.app_context():
        session = db.session()
        concern = session.scalars(
            select(TaxonomyTerm).where(TaxonomyTerm.taxonomy == "concerns", TaxonomyTerm.code == "survivor")
        ).one()
        shelter = Service(
            id=WITHHELD, name=NAME, organization=Organization(name="Waterside Trust (made for tests)"), kind="shelter_finder",
            country="GB", description="Rooms for people who need to leave home.", confidence="medium",
            application_process="Call first. Somebody tells you where to come.", source_kind="official_page",
            last_modified=clock.now(),
        )  # fmt: skip
        shelter.phones = [Phone(number="+441632960123")]
        shelter.languages = [Language(code="en")]
        shelter.cost_options = [CostOption(option="free", amount_description="free")]
        shelter.service_areas = [ServiceArea(extent_type="country", extent="GB")]
        shelter.attributes = [Attribute(term=concern)]
        shelter.at_locations = [
            ServiceAtLocation(location=Location(visibility="withheld", description="In West Yorkshire."))
        ]
        session.add(shelter)
        changes.publish(session, [shelter], engine().locate, clock.now())
        session.commit()
        refresh(session)
        session.close()
        db.engine.dispose()
