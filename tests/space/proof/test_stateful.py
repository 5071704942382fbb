"""Invariants of moderation.md 2.4 in any order of deeds: a second account of the rules agrees with the real services.

How many runs: ``SUPPORT_PROOF_RUNS`` (each of about a hundred deeds); the same ones each time unless it is set.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from support.common.kernel.db import db
from tests.conftest import SPACES, Make, readied
from tests.space.proof.machine import Evenings, Reviewed
from tests.space.proof.world import House

RUNS = os.environ.get("SUPPORT_PROOF_RUNS", "")


def settled(runs: int, steps: int) -> settings:
    """So many runs of so many steps; what fails is not made shorter, for that takes minutes."""
    return settings(
        max_examples=int(RUNS or runs), stateful_step_count=steps, deadline=None, derandomize=not RUNS, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate], print_blob=False,
    )  # fmt: skip


@pytest.fixture(scope="module", params=SPACES)
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Iterator[House]:
    app = readied(make_app(tmp_path_factory.mktemp("proof"), part=request.param))
    with app.app_context():  # nothing is lost here by a power cut, and every deed is a commit
        sa.event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
    yield House(app).fill()


def test_invariants_1_to_14_16_17_21_22_24_hold_in_any_order_of_deeds(house: House) -> None:
    run_state_machine_as_test(type("Here", (Reviewed,), {"house": house}), settings=settled(3, 20))


def test_invariants_1_to_14_16_17_21_22_24_hold_on_many_evenings(house: House) -> None:
    run_state_machine_as_test(type("Here", (Evenings,), {"house": house}), settings=settled(6, 10))
