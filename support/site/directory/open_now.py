"""Which patterns of opening hours are open at a moment, and which open next.

A listing is tagged with the signature of its hours; a few hundred patterns stand for any number of listings. Each
pattern is asked again only when its state is due to change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from support.site.directory.hours import Hours, from_json, next_opening, state

STEPS_HOURS = (1, 2, 3, 4, 6, 8, 12, 18, 24, 48, 72, 168)


@dataclass(frozen=True)
class OpenNow:
    """The signatures that are open at a moment, and all known ones in groups by when they open, soonest first."""

    now: tuple[str, ...]
    in_order: tuple[tuple[str, ...], ...]


@dataclass
class _Watched:
    hours: Hours
    open: bool = False
    opens: datetime | None = None
    ask_again: datetime | None = None


@dataclass
class Patterns:
    """All patterns of an application, watched over time. Shared between threads."""

    _watched: dict[str, _Watched] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def missing(self, signatures: frozenset[str]) -> frozenset[str]:
        """Those that have not been learnt yet."""
        return signatures - self._watched.keys()

    def learn(self, patterns: dict[str, str]) -> None:
        """Take in patterns: signature to the hours' canonical text."""
        with self._lock:
            for signature, text in patterns.items():
                hours = from_json(text)
                if hours.known or hours.always:
                    self._watched.setdefault(signature, _Watched(hours))

    def at(self, now: datetime) -> OpenNow:
        """What is open at ``now``, and what opens when."""
        with self._lock:
            for watched in self._watched.values():
                if (
                    watched.ask_again is None
                    or now >= watched.ask_again
                    or now < watched.ask_again - timedelta(hours=2)
                ):
                    _ask(watched, now)
            opened = tuple(name for name, watched in self._watched.items() if watched.open)
            groups: list[list[str]] = [[] for _step in STEPS_HOURS]
            for name, watched in self._watched.items():
                if not watched.open and watched.opens is not None:
                    wait = (watched.opens - now) / timedelta(hours=1)
                    step = next((n for n, hours in enumerate(STEPS_HOURS) if wait <= hours), len(STEPS_HOURS) - 1)
                    groups[step].append(name)
        return OpenNow(opened, tuple(tuple(group) for group in (opened, *groups) if group))


def _ask(watched: _Watched, now: datetime) -> None:
    known = state(watched.hours, now, ask_holiday=False)
    watched.open = known.kind == "open"
    watched.opens = None if watched.open else next_opening(watched.hours, now)
    latest = now + timedelta(hours=1)
    watched.ask_again = min(known.until, latest) if known.until else latest
