"""How a number is shown and dialled by somebody in a certain country.

Many free and shared-cost numbers do not work with a country code, and none of them from abroad: in the country they
are shown and dialled as that country writes them. Numbers with ``*`` or ``#`` are shown as text, never as a link,
because a phone may take them for a command (safety.md S76).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

DIALLED = re.compile(r"\+\d{4,15}|[*#]?\d[\d-]{0,14}")
WRITTEN_SO = re.compile(r"Dial (\+?[\d][\d -]*\d) in ([A-Z]{2})\.?")
TEXTED = re.compile(r"(\+?\d+)(?: \((?:text )?(\w+)\))?")
LOCAL_TYPES = (
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.UAN,
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
)


@dataclass(frozen=True)
class Number:
    """A number to call: ``text`` as people write it, ``href`` to tap (empty where none may be made).

    ``inside_only`` is the country outside of which it will probably not work, or empty.
    """

    text: str
    href: str
    inside_only: str = ""


@dataclass(frozen=True)
class TextLine:
    """A number to write to: ``text`` as shown, ``href`` to tap, a word to send, whether it is WhatsApp."""

    text: str
    href: str
    word: str
    whatsapp: bool


@lru_cache(maxsize=4096)
def number(phone: str, country: str, reader_country: str, note: str = "") -> Number:
    """How ``phone`` (E.164, or a short code as dialled) of ``country`` is shown to a reader in ``reader_country``."""
    if phone[:1] in "*#":
        return Number(phone, "", country)
    if not phone.startswith("+"):  # elsewhere the same digits reach somebody else: 113 is the police in Norway
        href = "" if _abroad(country, reader_country) else f"tel:{phone.replace('-', '')}"
        return Number(_grouped(phone), href, country)
    parsed = _parsed(phone)
    local_only = parsed is not None and phonenumbers.number_type(parsed) in LOCAL_TYPES
    if reader_country == country or (local_only and country):
        written = _as_written(phone, country, note, parsed)
        dialled = phone if _abroad(country, reader_country) else re.sub(r"[^\d+]", "", written)
        return Number(written, f"tel:{dialled}", country if local_only else "")
    if parsed is None:
        return Number(phone, f"tel:{phone}")
    return Number(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL), f"tel:{phone}")


@lru_cache(maxsize=512)
def text_line(sms: str, country: str, reader_country: str) -> TextLine | None:
    """The column ``sms``: ``85258``, ``741741 (text HOME)``, ``+549… (WhatsApp)``. None where it is not clear."""
    found = TEXTED.fullmatch(sms.strip())
    if not found:
        return None
    digits, word = found[1], found[2] or ""
    if word == "WhatsApp":
        shown = number(digits, country, "" if digits.startswith("+") else reader_country)
        return TextLine(shown.text, f"https://wa.me/{digits.lstrip('+')}", "", True)
    shown = number(digits, country, reader_country)
    return TextLine(shown.text, f"sms:{shown.href.removeprefix('tel:')}" if shown.href else "", word, False)


def _abroad(country: str, reader_country: str) -> bool:
    """Whether the reader is known to be in another country than the number."""
    return bool(reader_country) and country not in ("", "EU", "ZZ", reader_country)


def plain_note(note: str) -> str:
    """The note about a number without the part that only says how it is written."""
    return WRITTEN_SO.sub("", note).strip(" .;") if WRITTEN_SO.search(note) else note


def _grouped(code: str) -> str:
    """The harmonised numbers of Europe (116 and three more, Decision 2007/116/EC) as people say them."""
    return f"{code[:3]} {code[3:]}" if len(code) == 6 and code.startswith("116") else code


def _parsed(phone: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return None


def _as_written(phone: str, country: str, note: str, parsed: phonenumbers.PhoneNumber | None) -> str:
    said = WRITTEN_SO.search(note)
    if said and said[2] == country:
        return said[1]
    if parsed is None:
        return phone
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL))
