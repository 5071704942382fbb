"""What was typed as a passphrase, brought into the one spelling that is hashed (safety.md S39).

A generated secret is forgiven what hands, keyboards and clipboards do to it: case, commas, hyphens, spaces and line
breaks (missing ones too), width, numbering, digits instead of words. A passphrase of somebody's own choice is taken
exactly as it is, but for Unicode's compatibility spellings (NFKC) and space around it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from support.common.accounts.passphrases.making import DIGITS_OF_A_WORD, PLACES, WORDS_IN_A_PASSPHRASE, word_at

LONGEST_TYPED = 300
BETWEEN = re.compile(r"[\s,;.:()*•·\"'“”‘’\-‐‑‒–—―−]+")
LENGTHS = sorted(set(map(len, PLACES)))
NUMBERING = [str(number) for number in range(1, WORDS_IN_A_PASSPHRASE + 1)]


def canonical(typed: str) -> str:
    """The spelling to hash. Any text is taken, nothing is raised; what is equal here is the same secret.

    What is longer than 300 characters becomes its SHA-256, so that two long texts never count as equal by their
    beginnings. No account has one (``strength.weakness`` refuses it), so it opens nothing.
    """
    stripped = typed.strip()
    if len(stripped) > LONGEST_TYPED:
        return "sha256:" + hashlib.sha256(stripped.encode("utf-8", "surrogatepass")).hexdigest()
    own = unicodedata.normalize("NFKC", stripped).strip()
    return _generated(own) or own


def is_generated_form(spelling: str) -> bool:
    """Whether a canonical spelling is seven words of the list, as the generator makes them."""
    words = spelling.split(" ")
    return len(words) == WORDS_IN_A_PASSPHRASE and all(word in PLACES for word in words)


def _generated(text: str) -> str | None:
    """The seven words that ``text`` means, in canonical form; None where it is no generated secret."""
    pieces = _unnumbered([piece for piece in BETWEEN.split(_plain(text)) if piece])
    if all(piece.isdecimal() for piece in pieces):
        return _from_digits("".join(pieces))
    return _from_letters("".join(pieces))


def _plain(text: str) -> str:
    """Lower case, digits of every script as 0 to 9, invisible marks of clipboards taken out."""
    visible = (sign for sign in text.casefold() if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in visible)


def _unnumbered(pieces: list[str]) -> list[str]:
    """Without the numbers of a list ("1. first 2. second …"), where every piece has its own and they count up."""
    return pieces[1::2] if pieces[0::2] == NUMBERING and len(pieces) == 2 * len(NUMBERING) else pieces


def _from_letters(letters: str) -> str | None:
    """Read from the left: no word of the list begins another, so there is one reading at most."""
    words: list[str] = []
    while letters and len(words) < WORDS_IN_A_PASSPHRASE:
        word = next((letters[:length] for length in LENGTHS if letters[:length] in PLACES), None)
        if not word:
            return None
        words.append(word)
        letters = letters[len(word) :]
    return " ".join(words) if len(words) == WORDS_IN_A_PASSPHRASE and not letters else None


def _from_digits(digits: str) -> str | None:
    if len(digits) != WORDS_IN_A_PASSPHRASE * DIGITS_OF_A_WORD:
        return None
    groups = (digits[start : start + DIGITS_OF_A_WORD] for start in range(0, len(digits), DIGITS_OF_A_WORD))
    words = [word for word in map(word_at, map(int, groups)) if word]
    return " ".join(words) if len(words) == WORDS_IN_A_PASSPHRASE else None
