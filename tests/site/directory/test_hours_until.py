"""What `until` promises: the state stays as it is up to that moment, and is another one from then on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from support.site.directory.hours import Hours, Opening, SpecialDays, next_opening, state

ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"]
ZONES += ["Africa/Casablanca", "Pacific/Apia", "Atlantic/Azores"]

clocks = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02d}:{quarter % 4 * 15:02d}")
openings = st.lists(
    st.builds(Opening, st.frozensets(st.integers(0, 6), min_size=1), clocks, clocks | st.just("24:00")), max_size=4
).map(tuple)
special = st.builds(
    lambda first, length, rules: SpecialDays(first, first + timedelta(days=length), rules),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 9),
    openings,
)
all_hours = st.builds(
    lambda zone, weekly, one: Hours(True, timezone=zone, openings=weekly, exceptions=one),
    st.sampled_from(ZONES),
    openings,
    st.lists(special, max_size=1).map(tuple),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))


@settings(max_examples=300, deadline=None)
@given(hours=all_hours, at=moments, share=st.floats(0, 1))
def test_nothing_changes_before_until(hours: Hours, at: datetime, share: float) -> None:
    now = state(hours, at)
    if now.until is None:
        assert state(hours, at + timedelta(days=14) * share) == now
        return
    assert now.until > at
    last = max(at, now.until - timedelta(microseconds=1))
    for moment in (at + (last - at) * share, last):
        assert state(hours, moment) == now
    assert state(hours, now.until).kind != now.kind


@settings(max_examples=150, deadline=None)
@given(hours=all_hours, at=moments)
def test_the_next_opening_is_open_and_nothing_before_it(hours: Hours, at: datetime) -> None:
    found = next_opening(hours, at)
    if found is None:
        assert state(hours, at).kind == "closed"
        return
    assert at <= found <= at + timedelta(days=15)
    assert state(hours, found).kind == "open"
    assert found == at or state(hours, found - timedelta(microseconds=1)).kind == "closed"
