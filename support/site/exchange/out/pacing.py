"""How much is handed out in which time (safety.md S46, S69): counted from one place under the key of the day, without
an address; and few readings of everything at once in one process. Generous: whoever builds on our data is welcome.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Literal

from support.common.accounts.means import counters, source
from support.common.accounts.throttling.counting import Limit
from support.common.kernel import clock
from support.common.kernel.errors import DomainError

Amount = Literal["little", "some", "whole"]
LIMITS: dict[Amount, Limit] = {
    "little": Limit(600, 0.25),  # one answer of the API: four a second for ever, and a good start
    "some": Limit(60, 5),  # a download of a search or of one listing
    "whole": Limit(12, 300),  # everything: nobody needs it more often than each five minutes
}
EVERYBODY: dict[Amount, Limit] = {
    "little": Limit(6000, 0.02),
    "some": Limit(600, 1),
    "whole": Limit(120, 30),
}
ALL_TOGETHER = "everybody"
RETRY_SECONDS: dict[Amount, int] = {"little": 5, "some": 15, "whole": 300}
MOST_WHOLE = 2  # of the threads of a process: the others stay for people
BUSY_SECONDS = 30

_readers = threading.BoundedSemaphore(MOST_WHOLE)


class TooMuch(DomainError):
    """Too much was asked for from there in a short time. ``retry_after`` in seconds."""

    status = 429
    title_key = "too_many"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


def paced(amount: Amount) -> None:
    """Count one wish. Raises :class:`TooMuch`. Where counting fails it passes."""
    here = source()
    limit = LIMITS[amount] if here else EVERYBODY[amount]
    if not counters().take(f"data {amount}", here or ALL_TOGETHER, limit, clock.now()):
        raise TooMuch(RETRY_SECONDS[amount])


class Place:
    """A place among those who read everything, to be given back: after the last piece, or when the answer is closed."""

    def __init__(self) -> None:
        self._held = True

    def until_read(self, pieces: Iterator[bytes]) -> Generator[bytes]:
        """The pieces; after the last one, or where nobody reads on, the place is given back."""
        try:
            yield from pieces
        finally:
            self.leave()

    @contextmanager
    def unless_answered(self) -> Iterator[None]:
        """Give the place back where no answer could be begun."""
        try:
            yield
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        """Give the place back. Once is enough, more often does no harm."""
        if self._held:
            self._held = False
            _readers.release()


def whole() -> Place:
    """A place for reading everything. Raises :class:`TooMuch` where all are taken."""
    if not _readers.acquire(blocking=False):
        raise TooMuch(BUSY_SECONDS)
    return Place()
