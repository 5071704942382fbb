"""A listing's contacts for a phone book (vCard 4.0, RFC 6350). Only what dials; a note says where it is from."""

from __future__ import annotations

from support.site.directory.listing import Listing

LINE_BYTES = 75


def vcard(listing: Listing) -> str:
    """The card as text with CRLF line ends, long lines folded."""
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{_text(listing.name)}", f"ORG:{_text(listing.organization)}"]
    lines += [f"TEL;TYPE={_type(c.type)}:{_text(c.number)}" for c in listing.contacts if c.number[:1] not in "*#"]
    lines += [f"URL:{address}" for address in (listing.url, listing.chat_url) if address]
    lines += [f"NOTE:{_text(listing.source.url)}"] if listing.source.url else []
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCARD"] for folded in _folded(line))


def _type(contact: str) -> str:
    return {"text": "text", "whatsapp": "text", "tty": "textphone", "fax": "fax"}.get(contact, "voice")


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> list[str]:
    """RFC 6350 3.2: at most 75 bytes a line, going on after a space; no character is cut in two."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > LINE_BYTES:
            parts.append(part)
            part = " "
        part += sign
    return [*parts, part]
