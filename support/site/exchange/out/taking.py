"""What is taken (everything, some, one) and in which form, as pieces of text or bytes that are made while they go."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from support.site.directory import queries
from support.site.directory.composing import Locate
from support.site.directory.listing import Listing, decode
from support.site.directory.models import Service
from support.site.exchange.out import flat, gathering, package, vocabulary
from support.site.exchange.out.nesting import nested

AT_ONCE = 250


@dataclass(frozen=True)
class Wish:
    """What somebody wants: everything of some kinds (none: of all), or the listings with these numbers, or one."""

    kinds: tuple[str, ...] = ()
    numbers: Sequence[int] | None = None
    service_id: UUID | None = None


class Taking:
    """Reads what is wished for. ``locate`` finds a place of the gazetteer."""

    def __init__(self, session: Session, locate: Locate, wish: Wish) -> None:
        self.session, self.wish = session, wish
        self.named = gathering.naming(locate)

    def json(self) -> Generator[bytes]:
        """A list of fully nested HSDS services, or the one that was wished for by itself."""
        if self.wish.service_id is not None:
            yield b"".join(map(msgspec.json.encode, self.services())) + b"\n"
            return
        between = b"[\n"
        for service in self.services():
            yield between + msgspec.json.encode(service)
            between = b",\n"
        yield b"\n]\n" if between != b"[\n" else b"[]\n"

    def csv(self) -> Generator[bytes]:
        """The flat CSV."""
        for page in flat.lines(self._listings()):
            yield page.encode()

    def zip(self, target: IO[bytes]) -> int:
        """The data package as a zip into ``target``. Returns how many services it holds."""
        return package.write_zip(target, self.services(), self._vocabulary())

    def folder(self, path: Any) -> int:
        """The data package into a folder. Returns how many services it holds."""
        return package.write_folder(path, self.services(), self._vocabulary())

    def services(self) -> Iterator[dict[str, Any]]:
        """Nested services, one at a time."""
        for chunk in self._chunks():
            yield from [nested(service, self.named) for service in chunk]

    def _chunks(self) -> Iterable[list[Service]]:
        if self.wish.service_id is not None:
            one = gathering.one(self.session, self.wish.service_id)
            return [[one]] if one is not None else []
        if self.wish.numbers is not None:
            return gathering.numbered(self.session, self.wish.numbers)
        return gathering.every(self.session, self.wish.kinds)

    def _listings(self) -> Iterator[Listing]:
        if self.wish.service_id is not None:
            one = queries.listing(self.session, self.wish.service_id)
            yield from [one] if one is not None else []
        elif self.wish.numbers is not None:
            for start in range(0, len(self.wish.numbers), AT_ONCE):
                yield from queries.listings(self.session, self.wish.numbers[start : start + AT_ONCE])
        else:
            every = (decode(body) for _number, body in queries.all_shown(self.session))
            yield from (one for one in every if not self.wish.kinds or one.kind in self.wish.kinds)

    def _vocabulary(self) -> list[tuple[str, dict[str, Any]]]:
        return list(vocabulary.rows(self.session))
