"""What a row of the budgets came to, ready to be written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """One measured ratio or count against its budget. ``at_least``: the budget is a floor, else a ceiling."""

    what: str
    value: float
    budget: float
    at_least: bool = False
    unit: str = ""
    reason: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure keeps its budget."""
        return self.value >= self.budget if self.at_least else self.value <= self.budget


@dataclass(frozen=True)
class Table:
    """Absolute figures beside a row: they prove nothing on another machine."""

    head: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Plot:
    """Bars in groups. ``lines`` are budgets drawn across, each with its words."""

    name: str
    title: str
    groups: Sequence[str]
    series: dict[str, Sequence[float]]
    lines: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One row of the budgets: how it was measured, its figures, the absolute times, a picture."""

    code: str
    title: str
    method: str
    figures: Sequence[Figure]
    tables: Sequence[Table] = ()
    plots: Sequence[Plot] = ()
    notes: Sequence[str] = ()
