"""What a file is by its first bytes, whatever it is called (safety.md S75: no spreadsheets)."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _
from support.site.exchange.reading.limits import Unreadable

FIRST_BYTES = 4_096
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"), (b"%PDF", "pdf"), (b"\x1f\x8b", "packed"), (b"BZh", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"), (b"\xfd7zXZ\x00", "packed"), (b"Rar!", "packed"), (b"{\\rtf", "office"),
    (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"SQLite format 3\x00", "database"),
    (b"PAR1", "database"),
)  # fmt: skip
_PAGES = (b"<!doctype html", b"<html", b"<?xml", b"<svg", b"<rss")
SHEET_MEMBERS = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml", "xl/workbook.xml", "word/document.xml")


def refuse_other_formats(name: str, first: bytes) -> None:
    """Raises Unreadable, with what to do, where the first bytes are of something that is neither text nor a zip."""
    for mark, kind in _MARKS:
        if first.startswith(mark):
            raise Unreadable(what_to_do(name, kind))
    if first.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        raise Unreadable(what_to_do(name, "page"))


def what_to_do(name: str, kind: str) -> str:
    """One sentence on a file of that kind."""
    if kind == "sheet":
        return _(
            "%(file)s is a spreadsheet. Open it, save each sheet as CSV (UTF-8), and bring those files.", file=name
        )
    if kind == "office":
        return _(
            "%(file)s is a document of an office program. Save its table as CSV (UTF-8) and bring that.", file=name
        )
    if kind == "pdf":
        return _("%(file)s is a PDF. Ask whoever made it for the table behind it, as CSV or JSON.", file=name)
    if kind == "packed":
        return _("%(file)s is packed in a way that is not read here. Unpack it, or pack it as zip.", file=name)
    if kind == "page":
        return _("%(file)s is a web page or XML, not a table. It may be an error page that was saved.", file=name)
    if kind == "database":
        return _("%(file)s is a database file. Export its tables as CSV and bring those.", file=name)
    return _("%(file)s is a picture, not a table.", file=name)
