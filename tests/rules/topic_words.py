"""Finds the words of ``topic_words.txt`` in an address, a title or a name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("topic_words.txt")
SEALED = re.compile(r"([?&]s=)[^&#]*")
RANDOM = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\?v=[0-9a-f]+")


@cache
def topic_words() -> dict[str, tuple[str, ...]]:
    """The words of each language, folded; a ``*`` at the end stays."""
    found: dict[str, list[str]] = {}
    language = ""
    for line in LIST.read_text("utf-8").splitlines():
        word = line.strip()
        if word.startswith("["):
            language = word.strip("[]")
        elif word and not word.startswith("#"):
            found.setdefault(language, []).append(_folded(word))
    return {language: tuple(words) for language, words in found.items()}


def topic_words_in(text: str) -> list[str]:
    """The entries of every language that ``text`` holds. What is sealed or random in an address says nothing."""
    said = RANDOM.sub("", SEALED.sub(r"\1", text))
    flat = f" {' '.join(re.sub(r'[^a-z0-9*]+', ' ', _folded(said)).split())} "
    return [entry for words in topic_words().values() for entry in words if _pattern(entry).search(flat)]


@cache
def _pattern(entry: str) -> re.Pattern[str]:
    body = re.escape(re.sub(r"[^a-z0-9]+", " ", entry.rstrip("*")).strip())
    return re.compile(f" {body}{'[a-z0-9]*' if entry.endswith('*') else ''} ")


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
