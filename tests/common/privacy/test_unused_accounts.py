"""When an account counts as unused, of which only the month of the last sign-in is known (S32, S86)."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from support.common.privacy.retention import unused_before
from support.times import Times


@given(last=st.dates(date(2024, 1, 1), date(2030, 1, 1)), days=st.integers(180, 1100))
def test_nobody_loses_an_account_before_the_days_that_are_promised(last: date, days: int) -> None:
    times, month = dataclasses.replace(Times(), inactive_days=days), last.replace(day=1)
    assert not month < unused_before(last + timedelta(days=days), times), "the last day that is promised"
    assert month < unused_before(last + timedelta(days=days + 31), times), "a month later at the latest"
