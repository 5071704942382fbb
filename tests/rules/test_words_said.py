"""No people-labels, jargon, blame or false promises in what a reader sees (safety.md S106; docs/words.md).

The list is ``support/site/guides/articles/data/never_said.txt``. It is held against every message of the interface, each
catalogue and each guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from support.environment import SHIPPED_LANGUAGES
from support.site.guides.articles.checking import faults
from support.site.guides.articles.reading import shelf
from support.site.guides.articles.wording import FILE, never_said, unsaid_words
from tests.rules.source import ROOT, listed
from tests.rules.test_catalogues import catalogue, extracted
from tools.readability import table

Found = tuple[str, str, str]  # language, expression, message

_PROMISE_PAGE = (
    "the name of the page on which every sentence has a test; it says in the same breath what is not promised"
)
_KIND = "what such services and the laws behind them are called; whoever looks for one looks for this name"
# What may be said all the same: the message as the source has it, the expressions, and why.
ALLOWED: dict[str, tuple[tuple[str, ...], str]] = {
    "What we promise, and its limits": (("we promise", "prometemos"), _PROMISE_PAGE),
    "What we promise, and what we cannot": (("we promise", "prometemos"), _PROMISE_PAGE),
    "Support for victims of crime": (("victims", "victimas"), _KIND),
}
# Words of the glossary that stand alone in too many good sentences to be looked for.
TOO_COMMON = {
    "affair": "looked for as “affair with”",
    "admitted": "people are admitted to a hospital, too",
    "cases": "children's services have cases; what counts is that reports are not called so",
    "sextortion": "the term may follow once in brackets",
}


def said(source: str, translated: str, language: str) -> Iterator[Found]:
    """What must not be said in a message in one language, save what is allowed for that message."""
    allowed = ALLOWED.get(source, ((), ""))[0]
    for expression, _instead in unsaid_words(translated, language):
        if expression not in allowed:
            yield language, expression, translated


def in_the_source() -> list[Found]:
    return [found for message in sorted(extracted()) for found in said(message, message, "en")]


def in_catalogue(language: str) -> list[Found]:
    found: list[Found] = []
    for message in catalogue(language):
        sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        found += [one for source in sources for one in said(source, source, "en")]
        found += [one for text in texts for one in said(sources[0], text or "", language)]
    return found


def told(found: list[Found]) -> str:
    return listed(
        [f"[{language}] “{expression}” in: {text[:100]}" for language, expression, text in found],
        "Say it in other words: never_said.txt has them. A quoted law or a name of a service may be allowed, with a reason.",
    )


@pytest.mark.parametrize(
    ("language", "text", "expression"),
    [
        ("en", "Help for victims", "victims"),
        ("en", "You are completely  safe here.", "completely safe"),
        ("en", "Perpetrators", "perpetrat*"),
        ("en", "It is anonymous", "anonymous"),
        ("es", "Ayuda a la víctima", "victima"),
        ("es", "Es ANÓNIMO", "anonim*"),
        ("es", "Está garantizado", "garantiz*"),
    ],
)
def test_what_is_on_the_list_is_found(language: str, text: str, expression: str) -> None:
    assert [one[1] for one in said(text, text, language)] == [expression]


def test_parts_of_other_words_are_not_found() -> None:
    assert not list(said("", "A victimless game, and the offence that stands in the law", "en"))
    assert not list(said("", "Una invictimada palabra", "es"))


def test_every_shipped_language_has_a_list() -> None:
    assert set(SHIPPED_LANGUAGES) <= never_said().keys(), f"{FILE.name} has no words for a shipped language"
    assert all(len(never_said()[language]) >= 30 for language in SHIPPED_LANGUAGES)


def test_the_source_says_none_of_it() -> None:
    """Templates and Python, before anything is in a catalogue."""
    assert len(extracted()) > 300
    found = in_the_source()
    assert not found, told(found)


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
def test_no_catalogue_says_any_of_it(language: str) -> None:
    found = in_catalogue(language)
    assert not found, told(found)


def test_no_guide_says_any_of_it() -> None:
    guides = shelf().guides
    assert len(guides) >= 17
    found = [str(fault) for fault in faults(shelf(), date(2026, 11, 25)) if fault.what.startswith("It says “")]
    assert not found, listed(found, "Say it in other words: never_said.txt has them.")


def test_every_exception_has_a_reason_and_is_needed() -> None:
    """An exception that nothing needs any more would let the word back in."""
    for message, (expressions, reason) in ALLOWED.items():
        assert len(reason.split()) > 4, f"why is this allowed: {message}"
        translated = [one.string for one in catalogue("es") if one.id == message]
        heard = {one for one, _instead in unsaid_words(message, "en")}
        heard |= {one for text in translated for one, _instead in unsaid_words(str(text), "es")}
        unused = set(expressions) - heard
        assert not unused, f"“{message}” does not need {unused} any more: take the exception out"
        assert message in extracted(), f"nothing says “{message}” any more: take the exception out"


def test_what_the_glossary_leaves_out_is_on_the_list() -> None:
    """The second column of the table in the guide: what stands there in quotation marks is looked for everywhere."""
    text = (FILE.parent / "en" / "words-we-use.md").read_text("utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ") and "“" in line]
    quoted = [word for row in rows for word in re.findall(r"“([^”]+)”", row[2])]
    assert len(quoted) > 12
    missing = [word for word in quoted if word not in TOO_COMMON and not list(unsaid_words(word, "en"))]
    assert not missing, listed(missing, f"The glossary says that we do not say it; {FILE.name} does not look for it.")
    assert TOO_COMMON.keys() <= set(quoted)


def test_the_glossary_of_the_documents_is_that_of_the_guide() -> None:
    document = (ROOT / "docs" / "words.md").read_text("utf-8")
    guide = (FILE.parent / "en" / "words-we-use.md").read_text("utf-8")
    for line in guide.splitlines():
        if line.startswith("| ") and "“" in line:
            for cell in line.split("|")[1:3]:
                assert cell.strip() in document, f"docs/words.md lacks: {cell.strip()}"


def test_the_readability_table_is_that_of_the_guides() -> None:
    document = (ROOT / "docs" / "words.md").read_text("utf-8")
    assert table() in document, "Put what `python -m tools.readability` prints into docs/words.md."
