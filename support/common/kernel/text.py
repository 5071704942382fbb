"""What people type and what others publish, made fit to store, compare and show as plain text (safety.md S72, S73)."""

from __future__ import annotations

import re
import unicodedata

import bleach

NEVER_SHOWN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
MARKS_IN_A_ROW = 4
JOINERS = "\u200c\u200d"  # they shape Persian and Indic words, and join the parts of some emoji
JOINED = ("Lo", "Mn", "Mc", "So", "Sk")  # the kinds of signs after which they do so; elsewhere they only disguise


def clean(text: str) -> str:
    """Plain text in NFC: line breaks kept; controls, lone surrogates and marks that reorder the text taken out.

    Joiners stay where a script or an emoji needs them (S73): after a letter without case, a sign or a mark.
    """
    text = NEVER_SHOWN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return _joiners_where_needed(_few_marks(unicodedata.normalize("NFC", text))).strip()


def one_line(text: str) -> str:
    """Like :func:`clean`, in one line with single spaces: names, places, search words."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """For comparing: case, accents and width are ignored; what is left are words with single spaces between."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(mark if not unicodedata.combining(mark) else "" for mark in decomposed)
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def plain(html: str) -> str:
    """The words of an HTML fragment, for directory text from elsewhere. Jinja still escapes what comes out."""
    return clean(bleach.clean(html, tags=set(), strip=True, strip_comments=True))


def _joiners_where_needed(text: str) -> str:
    if not any(joiner in text for joiner in JOINERS):
        return text
    kept: list[str] = []
    for sign in text:
        if sign not in JOINERS or (kept and unicodedata.category(kept[-1]) in JOINED):
            kept.append(sign)
    return "".join(kept)


def _few_marks(text: str) -> str:
    kept, run = [], 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(sign)
    return "".join(kept)
