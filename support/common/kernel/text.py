"""What people type and what others publish, made fit to store, compare and show as plain text (safety.md S72, S73)."""

from __future__ import annotations

import re
import unicodedata

import bleach

NEVER_SHOWN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
MARKS_IN_A_ROW = 4


def clean(text: str) -> str:
    """Plain text in NFC: line breaks kept; controls, lone surrogates and marks that reorder the text taken out."""
    text = NEVER_SHOWN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return _few_marks(unicodedata.normalize("NFC", text)).strip()


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


def _few_marks(text: str) -> str:
    kept, run = [], 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(sign)
    return "".join(kept)
