"""From a path to ``Incoming``: look at it, recognise each file, gather the rows, put them together, count them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from support.common.kernel.i18n import gettext as _
from support.site.exchange.dialects import guessing
from support.site.exchange.dialects.assembling import Assembling
from support.site.exchange.dialects.descriptor import described
from support.site.exchange.dialects.document_input import DocumentInput
from support.site.exchange.dialects.feeding import OWNERS, Feeding
from support.site.exchange.dialects.inputs import Input, opened
from support.site.exchange.dialects.mapping import Mapping
from support.site.exchange.incoming import Finding, Incoming, Tally
from support.site.exchange.reading.limits import Options, Unreadable
from support.site.exchange.reading.sources import Source, look_at
from support.site.exchange.reading.store import Store

GUESSED = "guessed"
_NAMES = {
    "hsds": "HSDS", "icarol": "iCarol", "wellsky": "WellSky", "visionlink_agencies": "VisionLink",
    "visionlink_services": "VisionLink",
}  # fmt: skip


class Reading:
    """What is read from a path. Iterate once: it yields each ``Incoming``, and each ``Finding`` about a row that is in
    none of them. ``said`` are sentences on how it was read; ``tallies`` are complete after the last item, and for each
    of them rows = used + refused + repeated. Raises Unreadable while iterating, too: then nothing of it counts."""

    def __init__(self, source: Source, inputs: list[Input], said: list[str]) -> None:
        self.said = said
        self._source, self._inputs = source, inputs
        self._store: Store | None = None
        self._finished = False
        self._feeding: Feeding | None = None
        self._done, self._done_inputs, self._assembled, self._gathered = 0, 0, 0, 0

    @property
    def dialects(self) -> tuple[str, ...]:
        """What the files were recognised as: ``hsds``, ``icarol``, ``wellsky``, … or the name of a mapping."""
        return tuple(sorted({one.dialect for one in self._inputs if one.dialect}))

    @property
    def mappings(self) -> dict[str, Mapping]:
        """The mapping that each flat file is read by: given, built in, or guessed."""
        return {one.member.name: one.mapping for one in self._inputs if one.mapping is not None}

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """For each file where its rows went."""
        return tuple(self._feeding.tallies.values()) if self._feeding else ()

    def progress(self) -> float:
        """How far it is, 0 to 1: the first half is gathering, by bytes, the second putting together, by rows."""
        if self._finished:
            return 1.0
        whole = sum(one.member.size for one in self._inputs) or 1
        if self._gathered:
            return 0.5 + 0.5 * min(1.0, self._assembled / self._gathered)
        try:
            here = self._inputs[self._done_inputs].source.position() if self._done_inputs < len(self._inputs) else 0
        except ValueError:
            here = 0
        return 0.5 * min(1.0, (self._done + here) / whole)

    def __iter__(self) -> Iterator[Incoming | Finding]:
        self._store = Store()
        self._feeding = Feeding(self._store)
        try:
            yield from self._gather(self._feeding)
            self._store.ready()
            yield from self._assemble(Assembling(self._store))
            self._feeding.finish()
            self._finished = True
        finally:
            self.close()

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was kept on disk meanwhile."""
        if self._store is not None:
            self._store.close()

    def _gather(self, feeding: Feeding) -> Iterator[Finding]:
        for one in self._inputs:
            before = len(one.said)
            yield from one.feed(feeding)
            self.said += one.said[before:]
            self._done += one.member.size
            self._done_inputs += 1

    def _assemble(self, assembling: Assembling) -> Iterator[Incoming | Finding]:
        self._gathered = assembling.store.size or 1
        for incoming in assembling.services():
            self._assembled += 1
            yield incoming
        for incoming in assembling.alone():
            self._assembled += 1
            yield incoming
        yield from assembling.left()


def read(path: Path, *, mapping: Mapping | None = None, options: Options | None = None) -> Reading:
    """What lies at ``path``: a file, a folder, a zip. ``mapping`` is for a flat file; without one it is recognised or
    guessed, and said. Raises Unreadable with a sentence on what is wrong and what to do."""
    options = options or Options()
    source = look_at(path)
    options, said = described(source, options)
    inputs = [opened(member, options, mapping) for member in source.members]
    said = [*source.said, *said, *(sentence for one in inputs for sentence in one.said)]
    inputs = _decided(inputs, said)
    return Reading(source, inputs, said)


def guess(path: Path, *, options: Options | None = None) -> dict[str, Mapping]:
    """For each flat file at ``path`` that is not recognised, the mapping that is proposed, complete or not."""
    source = look_at(path)
    options, _said = described(source, options or Options())
    inputs = [opened(member, options, None) for member in source.members]
    return {one.member.name: one.guess() for one in inputs if not one.dialect and not getattr(one, "empty", False)}


def _decided(inputs: list[Input], said: list[str]) -> list[Input]:
    """The inputs that are read, each with a dialect. Raises Unreadable where what is there makes no service."""
    kept: list[Input] = []
    left: list[Input] = []
    for one in inputs:
        known = bool(one.dialect) or (isinstance(one, DocumentInput) and one.empty)
        (kept if known else left).append(one)
    tables = any(one.table for one in kept)
    for one in left:
        if not tables and guessing.is_enough(one.guess()):
            _guessed(one, said)
            kept.append(one)
        elif len(inputs) == 1:
            raise Unreadable(_which_column(one))
        else:
            said.append(_("%(file)s is no table that is known here. It is not read.", file=one.member.name))
    if not kept:
        raise Unreadable(_which_column(left[0]))
    if not any(one.table in OWNERS or (one.dialect and not one.table) for one in kept):
        _refuse(kept)
    present = {one.table for one in kept}
    for one in kept:
        if not isinstance(one, DocumentInput) and one.dialect == "wellsky":
            one.alone = not {"phones", "addresses"} & present
    for name in sorted({one.dialect for one in kept if one.dialect in _NAMES}):
        said.append(_("Recognised as %(dialect)s.", dialect=_NAMES[name]))
    return kept


def _refuse(kept: list[Input]) -> None:
    if all(isinstance(one, DocumentInput) and one.empty for one in kept):
        raise Unreadable(_("There is no record in %(files)s.", files=_names(kept)))
    raise Unreadable(
        _("%(files)s holds only parts: phones, addresses, hours. Bring it together with the services it belongs to.",
          files=_names(kept))
    )  # fmt: skip


def _guessed(one: Input, said: list[str]) -> None:
    mapping = one.guess()
    one.mapping, one.dialect = mapping, GUESSED
    taken = "; ".join(f"{column} → {path}" for column, path in mapping.columns.items())
    said.append(_("%(file)s: the columns were guessed: %(columns)s.", file=one.member.name, columns=taken))


def _which_column(one: Input) -> str:
    return _(
        "%(file)s: it cannot be seen which column holds the name of the service. Its columns are: %(columns)s. Say in "
        "a mapping what they are.",
        file=one.member.name,
        columns=", ".join(list(one.header)[:40]),
    )


def _names(inputs: list[Input]) -> str:
    return ", ".join(one.member.name for one in inputs[:6])
