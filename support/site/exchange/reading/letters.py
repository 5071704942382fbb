"""How the letters of a file are written: decided for the whole file before the first row is read, and said.

UTF-8 (with or without a mark), UTF-16 with a mark, otherwise Windows-1252; Mac Roman where its marks are plain. Bytes
that do not fit are kept as the letter that Windows-1252 has for them, and their rows are told of (DIRTY.md 1 to 7).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from support.common.kernel.i18n import gettext as _
from support.site.exchange.reading.limits import Unreadable

OFFERED = ("utf-8", "utf-16", "cp1252", "mac_roman", "iso8859-15", "cp437", "cp850")
NAMES = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16",
    "cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp437": "DOS (437)",
    "cp850": "DOS (850)", "iso8859-15": "ISO-8859-15",
}  # fmt: skip
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_UTF32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_UTF7_MARK = re.compile(rb"\+/v[89+/]")
_UTF7 = re.compile(rb"\+A[A-P][AEIMQUYcgkosw048]-")
_HIGH = re.compile(rb"[\x80-\xff]")
_LEAD = re.compile(rb"[\xc2-\xf4]")
# What is a quote, a dash or a small accented letter between letters, in the one and in the other.
_MAC = re.compile(rb"(?<=[a-z])[\xd5\xd0\xd1\x8e\x8f\x87](?=[a-z ])|(?<= )[\xd2\xd4](?=[A-Za-z])|\xa5(?= )")
_WINDOWS = re.compile(rb"(?<=[A-Za-z])[\x92\xe0-\xf6\xf8-\xff]|[\x91\x93\x94\x96\x97\xa0\xad]")
ODD = re.compile("‰Û|[\x80-\x9f�]|[ÂÃÌâ][\x80-¿ŒœŠšŸŽžƒ€™“”„…‰‹›†‡•–—˜]")


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    """The letters that Windows-1252 has for bytes that are no UTF-8; its five gaps stay the control characters."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    return "".join(_windows_letter(byte) for byte in odd), error.end


def _windows_letter(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error("windows", _one_byte)


@dataclass(frozen=True)
class Letters:
    """The encoding for ``codecs``, how it is called, and whether some of the bytes did not fit it."""

    encoding: str
    odd: bool = False
    chosen: bool = False

    def said(self, name: str) -> str:
        """The sentence about it."""
        shown = NAMES.get(self.encoding.removesuffix("-sig"), self.encoding)
        if self.chosen:
            return _("%(file)s: read as %(encoding)s, as you said.", file=name, encoding=shown)
        if self.encoding == "mac_roman":
            return _(
                "%(file)s: the letters look like Mac Roman and were read so. Look at names with accents and at "
                "quotation marks; another encoding can be chosen.",
                file=name,
            )
        if self.odd:
            return _(
                "%(file)s: read as %(encoding)s, but some bytes do not fit it. Their rows are marked; another encoding "
                "can be chosen.",
                file=name,
                encoding=shown,
            )
        return _("%(file)s: the letters are %(encoding)s.", file=name, encoding=shown)


class _Counting:
    """What a pass over the bytes finds: how many letters are good UTF-8, how many bytes are not."""

    def __init__(self) -> None:
        self.good = self.bad = self.mac = self.windows = self.utf7 = 0
        self._rest = b""

    def take(self, chunk: bytes, last: bool) -> None:
        """Count in ``chunk``; a letter cut at its end waits for the next."""
        self.utf7 += len(_UTF7.findall(chunk))
        if not self._rest and not _HIGH.search(chunk):
            return
        data = self._rest + chunk
        self._rest = b""
        bad = self.bad
        self._count(data, last)
        if self.bad > bad:
            self.mac += len(_MAC.findall(chunk))
            self.windows += len(_WINDOWS.findall(chunk))

    def _count(self, data: bytes, last: bool) -> None:
        start = 0
        while start < len(data):
            try:
                data[start:].decode("utf-8")
            except UnicodeDecodeError as error:
                before = data[start : start + error.start]
                self.good += len(_LEAD.findall(before))
                if not last and start + error.end >= len(data) and error.reason == "unexpected end of data":
                    self._rest = data[start + error.start :]
                    return
                self.bad += 1
                start += error.end
                if self.bad > 1_000 and self.bad > self.good:
                    return
            else:
                self.good += len(_LEAD.findall(data, start))
                return


def recognise(name: str, chunks: Iterable[bytes], wanted: str = "") -> Letters:
    """How the letters of these bytes are written. Raises Unreadable for zero bytes, UTF-7 and UTF-32."""
    if wanted and wanted not in OFFERED:
        raise Unreadable(_("%(encoding)s is not one of the encodings that can be chosen.", encoding=wanted))
    counting, first = _Counting(), True
    pending: bytes | None = None
    for chunk in chunks:
        if first:
            wide = _by_mark(name, chunk)
            first = False
            if wide is not None:
                return wide
        if b"\x00" in chunk and wanted != "utf-16":
            raise Unreadable(_zero_bytes(name))
        if pending is not None:
            counting.take(pending, False)
        pending = chunk
    counting.take(pending or b"", True)
    if wanted:
        encoding = {"utf-8": "utf-8-sig", "utf-16": "utf-16-le"}.get(wanted, wanted)  # without a mark, little-endian
        return Letters(encoding, odd=counting.bad > 0, chosen=True)
    if counting.utf7 > 1 and not counting.good and not counting.bad:
        raise Unreadable(_utf7(name))
    return _decide(counting)


def _by_mark(name: str, chunk: bytes) -> Letters | None:
    if chunk.startswith(_UTF32):
        raise Unreadable(_("%(file)s is written in UTF-32. Save it as UTF-8.", file=name))
    if _UTF7_MARK.match(chunk):
        raise Unreadable(_utf7(name))
    return Letters("utf-16") if chunk.startswith(_WIDE) else None


def _decide(found: _Counting) -> Letters:
    if not found.bad:
        return Letters("utf-8-sig")
    if found.good > found.bad * 3:
        return Letters("utf-8-sig", odd=True)
    if found.mac > found.windows:
        return Letters("mac_roman")
    return Letters("cp1252", odd=found.good > 0)


def _zero_bytes(name: str) -> str:
    return _(
        "%(file)s holds zero bytes: it is no text, or UTF-16 without its mark at the start. Save it as UTF-8.",
        file=name,
    )


def _utf7(name: str) -> str:
    return _("%(file)s is written in UTF-7, which is not read: it can hide what it says. Save it as UTF-8.", file=name)
