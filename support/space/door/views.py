"""The pages at the door of a space: first page, promise, house rules, commitment, and the page for the young."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.blueprints import BlueprintSetupState

from support.common.accounts.agreements import Agreement
from support.common.crisis.band import tile
from support.common.kernel import clock
from support.common.kernel.access import anyone
from support.common.kernel.i18n import reading
from support.space.door.texts import COMMITTED, PROMISE_VERSION, agreements
from support.space.door.young import services_for_young
from support.space.duties import words
from support.space.duties.stated import Duties

door = Blueprint("door", __name__)


@door.get("/<tag:tag>/")
@anyone
def first_page() -> str:
    return _shown(f"{_part()}/first_page", **_said())


@door.get("/<tag:tag>/promise")
@anyone
def promise() -> str:
    return _shown("promise", version=PROMISE_VERSION, **_said())


@door.get("/<tag:tag>/guidelines")
@anyone
def guidelines() -> str:
    return _shown("guidelines", agreement=_agreement("guidelines"))


@anyone
def commitment() -> str:
    return _shown(f"{_part()}/commitment", agreement=_agreement("commitment"))


@door.get("/<tag:tag>/join/young")
@anyone
def young() -> str:
    """Somebody said that they are under 18. Nothing is recorded, not even that the page was shown."""
    how = reading()
    services = [(service, tile(service, how)) for service in services_for_young(_part(), how.country)]
    return _shown(f"{_part()}/young", services=services)


@door.record
def only_where_there_is_one(state: BlueprintSetupState) -> None:
    """A space without a commitment has no such page: its address answers like any that does not exist."""
    if state.app.config["PART"] == COMMITTED:
        state.add_url_rule("/<tag:tag>/commitment", "commitment", commitment)


def _part() -> str:
    return str(current_app.config["PART"])


def _shown(name: str, **values: object) -> str:
    return render_template(f"door/{name}.html", part=_part(), times=current_app.config["TIMES"], **values)


def _agreement(key: str) -> Agreement:
    return {one.key: one for one in agreements(_part(), current_app.config["TIMES"])}[key]


def _said() -> dict[str, object]:
    """What the operator has stated for this place. A file for another place states nothing here."""
    duties: Duties | None = current_app.extensions.get("duties")
    if duties and duties.for_another_place() and not duties.sample:
        duties = None
    overdue = duties.overdue(clock.now().date()) if duties else False
    return {"duties": duties, "overdue": overdue, "duty_words": words}
