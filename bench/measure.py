"""Figures: medians and percentiles of times, and the clock they are taken with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from statistics import median

__all__ = ["median", "milliseconds", "percentile", "timed"]


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which ``part`` (0 to 1) of the values lie, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def milliseconds(job: Callable[[], object]) -> float:
    """How long the job takes once, in ms."""
    started = time.perf_counter()
    job()
    return (time.perf_counter() - started) * 1000


def timed(jobs: Iterable[Callable[[], object]]) -> list[float]:
    """How long each job takes, in ms."""
    return [milliseconds(job) for job in jobs]
