"""What lies at a path: one file, the files of a folder, or those of a zip that was looked at before it is unpacked.

No links, no paths that climb out, no more files, bytes or packing than ``limits`` says; nothing is unpacked to disk.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO

from support.common.kernel.i18n import gettext as _
from support.site.exchange.reading import limits
from support.site.exchange.reading.limits import Unreadable
from support.site.exchange.reading.member import Member
from support.site.exchange.reading.signatures import (
    EMPTY_ZIP,
    FIRST_BYTES,
    SHEET_MEMBERS,
    ZIP,
    refuse_other_formats,
    what_to_do,
)

READ = (".csv", ".tsv", ".tab", ".txt", ".psv", ".json", ".ndjson", ".jsonl", ".geojson")
SHEETS = (".xlsx", ".xls", ".ods", ".numbers", ".xlsm")
NO_DATA = ("readme", "license", "licence", "notice", "changelog")
_ZIP_END_BYTES = 65_557  # the end record of a zip and the longest comment after it
DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Source:
    """The files to read, in the order of their names, with what has to be said about those that are not read."""

    members: tuple[Member, ...]
    said: tuple[str, ...] = ()
    descriptor: Member | None = None


def look_at(path: Path) -> Source:
    """What is to be read at ``path``. Raises Unreadable where there is nothing, or something that must not be read."""
    if path.name.lower() == DESCRIPTOR and path.is_file():
        path = path.absolute().parent
    try:
        if path.is_dir():
            return _chosen(list(_of_folder(path)), path.name)
        if not path.is_file():
            raise Unreadable(_("There is no file %(file)s.", file=path.name))
        size = path.stat().st_size
        with path.open("rb") as stream:
            first = stream.read(FIRST_BYTES)
    except OSError as error:
        raise Unreadable(_("%(file)s cannot be opened.", file=path.name)) from error
    if first.startswith((ZIP, EMPTY_ZIP)):
        return _chosen(list(_of_zip(path)), path.name)
    member = Member(path.name, size, lambda: path.open("rb"))
    _check_size(member)
    if not first.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable(_("%(file)s is empty.", file=path.name))
    refuse_other_formats(path.name, first)
    return Source((member,))


def _check_size(member: Member) -> None:
    if member.size > limits.FILE_BYTES:
        raise Unreadable(
            _("%(file)s is larger than %(number)s MB.", file=member.name, number=limits.FILE_BYTES // 1_000_000)
        )


def _of_folder(path: Path) -> Iterator[Member]:
    found = 0
    for place in sorted(islice(path.rglob("*"), limits.FILES * 10)):
        parts = place.relative_to(path).parts
        if len(parts) > limits.FOLDER_LEVELS or any(part.startswith((".", "__")) for part in parts):
            continue
        if any(parent.is_symlink() for parent in (place, *place.parents[: len(parts) - 1])):
            raise Unreadable(_("%(file)s is a link. Bring the file itself.", file="/".join(parts)))
        if not place.is_file():
            continue
        found += 1
        if found > limits.FILES:
            raise Unreadable(_("There are more than %(number)s files in the folder.", number=limits.FILES))
        yield Member("/".join(parts), place.stat().st_size, lambda place=place: place.open("rb"))  # type: ignore[misc]


def _of_zip(path: Path) -> Iterator[Member]:
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as packed:
            infos = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(
            _("%(file)s is a zip that cannot be opened: it is broken or cut short.", file=path.name)
        ) from error
    if any(info.filename in SHEET_MEMBERS for info in infos):
        raise Unreadable(what_to_do(path.name, "sheet"))
    _check_zip(infos, path.name)
    for info in sorted(infos, key=lambda one: one.filename):
        parts = PurePosixPath(info.filename).parts
        if info.is_dir() or any(part.startswith((".", "__")) for part in parts):
            continue
        if len(parts) <= limits.FOLDER_LEVELS:
            yield Member("/".join(parts), info.file_size, lambda info=info: _packed(path, info))  # type: ignore[misc]


def _check_directory(path: Path) -> None:
    """Look at the size of the list of members before it is read into memory. Zip64 is refused with it."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _ZIP_END_BYTES))
        end = stream.read()
    at = end.rfind(EMPTY_ZIP)
    if at >= 0 and int.from_bytes(end[at + 12 : at + 16], "little") > limits.ZIP_DIRECTORY_BYTES:
        raise Unreadable(_("There are more than %(number)s files in the zip.", number=limits.FILES))


def _packed(path: Path, info: zipfile.ZipInfo) -> IO[bytes]:
    return zipfile.ZipFile(path).open(info)


def _check_zip(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > limits.FILES:
        raise Unreadable(_("There are more than %(number)s files in the zip.", number=limits.FILES))
    if sum(info.file_size for info in infos) > limits.ZIP_BYTES:
        raise Unreadable(_("%(file)s would unpack to more than can be taken in.", file=name))
    for info in infos:
        inside = info.filename.replace("\\", "/")
        parts = PurePosixPath(inside).parts
        if inside.startswith("/") or ".." in parts or (parts and ":" in parts[0]):
            raise Unreadable(_("%(file)s holds a file whose path leads out of it. It is not read.", file=name))
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Unreadable(_("%(file)s holds a link. Pack the file itself.", file=name))
        if info.flag_bits & 1:
            raise Unreadable(_("%(file)s is locked with a password. Unpack it first.", file=name))
        if info.file_size > limits.ZIP_RATIO_FROM and info.file_size > limits.ZIP_RATIO * max(1, info.compress_size):
            raise Unreadable(_("%(file)s is packed more tightly than a table can be. It is not unpacked.", file=name))


def _chosen(found: list[Member], name: str) -> Source:
    """The files of the highest folder that has any, the descriptor apart, and a sentence on what was left."""
    readable = [one for one in found if _is_read(one)]
    descriptor = min((one for one in readable if _is_descriptor(one)), key=_depth, default=None)
    readable = [one for one in readable if not _is_descriptor(one) and one.size]
    if not readable:
        sheet = next((one for one in found if one.name.lower().endswith(SHEETS)), None)
        if sheet is not None:
            raise Unreadable(what_to_do(sheet.name, "sheet"))
        raise Unreadable(_("There is no CSV or JSON file in %(file)s.", file=name))
    highest = min(map(_depth, readable))
    folders = {one.folder for one in readable if _depth(one) == highest}
    if len(folders) > 1:
        raise Unreadable(
            _("There are several folders of files in %(file)s (%(names)s). Choose one.", file=name,
              names=", ".join(sorted(folders)[:8]))
        )  # fmt: skip
    members = tuple(one for one in readable if one.folder in folders)
    for one in members:
        _look_inside(one)
    return Source(members, tuple(_left(found, members, descriptor)), descriptor)


def _look_inside(member: Member) -> None:
    _check_size(member)
    with member.opened() as stream:
        first = stream.read(FIRST_BYTES)
    if first.startswith((ZIP, EMPTY_ZIP)):
        raise Unreadable(what_to_do(member.name, "packed"))
    refuse_other_formats(member.name, first)


def _left(found: list[Member], members: tuple[Member, ...], descriptor: Member | None) -> Iterator[str]:
    left = [one.name for one in found if one not in members and one is not descriptor and one.size]
    if left:
        yield _("Not read: %(names)s.", names=", ".join(left[:12]) + (" …" if len(left) > 12 else ""))


def _depth(member: Member) -> int:
    return member.name.count("/")


def _is_descriptor(member: Member) -> bool:
    return PurePosixPath(member.name).name.lower() == DESCRIPTOR


def _is_read(member: Member) -> bool:
    return member.name.lower().endswith(READ) and not member.stem.startswith(NO_DATA)
