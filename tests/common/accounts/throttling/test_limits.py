"""The limits: who goes over one is hurried, never locked out; only what makes something new is refused."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from support.common.accounts.throttling.counting import Counters
from support.common.accounts.throttling.limits import (
    EVERYBODY,
    LIMITS,
    SUCCESSES,
    SUCCESSES_TOGETHER,
    Action,
    Pace,
    TooMany,
    must_not_exceed,
    pace,
    succeeded,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HERE, THERE = "203.0.113.7", "198.51.100.1"


@pytest.fixture
def counters(tmp_path: Path) -> Counters:
    return Counters(tmp_path / "run", "survivors")


def paces(counters: Counters, action: Action, source: str | None, times: int) -> list[Pace]:
    return [pace(counters, action, source, NOW) for _time in range(times)]


def test_every_action_has_both_limits_and_all_together_may_do_more() -> None:
    assert set(LIMITS) == set(EVERYBODY) == set(get_args(Action))
    for action, limit in LIMITS.items():
        assert EVERYBODY[action].burst >= 5 * limit.burst
        assert EVERYBODY[action].every_seconds * 5 <= limit.every_seconds


@pytest.mark.parametrize("action", LIMITS)
def test_over_the_limit_of_an_address_an_attempt_is_hurried(counters: Counters, action: Action) -> None:
    burst = LIMITS[action].burst
    assert paces(counters, action, HERE, burst + 2) == [Pace.FREE] * burst + [Pace.HURRIED] * 2
    assert pace(counters, action, THERE, NOW) is Pace.FREE
    assert pace(counters, action, None, NOW) is Pace.FREE


def test_each_action_has_a_counter_of_its_own(counters: Counters) -> None:
    paces(counters, "sign-in", HERE, 50)
    assert pace(counters, "recover", HERE, NOW) is Pace.FREE


def test_who_shares_an_address_with_all_is_hurried_only_after_very_many(counters: Counters) -> None:
    burst = EVERYBODY["recover"].burst
    assert paces(counters, "recover", None, burst + 1) == [Pace.FREE] * burst + [Pace.HURRIED]
    assert pace(counters, "recover", HERE, NOW) is Pace.FREE


@pytest.mark.parametrize("source", [HERE, None])
def test_what_makes_something_new_is_refused_for_a_while(counters: Counters, source: str | None) -> None:
    limit = LIMITS["join"] if source else EVERYBODY["join"]
    for _time in range(limit.burst):
        must_not_exceed(counters, "join", source, NOW)
    with pytest.raises(TooMany) as refused:
        must_not_exceed(counters, "join", source, NOW)
    assert (refused.value.status, refused.value.title_key) == (429, "too_many")
    must_not_exceed(counters, "join", source, NOW + timedelta(seconds=limit.every_seconds))


@pytest.mark.parametrize("source", [HERE, None])
def test_a_try_that_succeeded_does_not_count(counters: Counters, source: str | None) -> None:
    tries = EVERYBODY["second-factor"].burst + 5 if source is None else SUCCESSES.burst
    for _time in range(tries):
        assert pace(counters, "second-factor", source, NOW) is Pace.FREE
        succeeded(counters, "second-factor", source, NOW)


@pytest.mark.parametrize("source", [HERE, None])
def test_successes_without_end_count_like_any_try(counters: Counters, source: str | None) -> None:
    """Whoever has one account must not keep the lanes busy by signing in to it again and again."""
    limit, room = (LIMITS["sign-in"], SUCCESSES) if source else (EVERYBODY["sign-in"], SUCCESSES_TOGETHER)
    found = []
    for _time in range(room.burst + limit.burst + 3):
        found.append(pace(counters, "sign-in", source, NOW))
        succeeded(counters, "sign-in", source, NOW)
    assert found == [Pace.FREE] * (room.burst + limit.burst) + [Pace.HURRIED] * 3
    later = NOW + timedelta(seconds=room.every_seconds * 2 + limit.every_seconds)
    assert pace(counters, "sign-in", source, later) is Pace.FREE


def test_without_its_counters_a_code_of_few_digits_is_not_looked_at(
    counters: Counters, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_counters: Counters) -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Counters, "_connected", failing)
    assert {action: pace(counters, action, HERE, NOW) for action in LIMITS} == {
        action: Pace.HURRIED if action == "second-factor" else Pace.FREE for action in LIMITS
    }
