"""The catalogues: they hold every message of the source, whole, and compiled as written (S99)."""

from __future__ import annotations

import gettext
import re
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from support.config import SHIPPED_LANGUAGES
from tests.rules.source import ROOT, listed
from tests.rules.test_words_everywhere import KEYWORDS

OPTIONS = {"silent": "false", "extensions": "support.common.kernel.fragments.KeptBlock"}  # read by jinja2 only


def extracted() -> set[str]:
    """Every message of the source: what pybabel finds with our keywords."""
    found: set[str] = set()
    for folder, method in (("support", "python"), ("templates", "jinja2.ext:babel_extract")):
        pattern = "**.py" if method == "python" else "**.html"
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, method_map=[(pattern, method)], keywords=KEYWORDS, options_map={pattern: OPTIONS}
        ):
            found.add(message[0] if isinstance(message, tuple) else message)
    return found - {""}


def catalogue(language: str) -> Catalog:
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    assert path.exists(), f"{path.relative_to(ROOT)} is missing: run pybabel extract, then pybabel init for {language}"
    with path.open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
def test_the_catalogue_has_every_message(language: str) -> None:
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue(language)}
    missing = sorted(extracted() - known)
    assert not missing, listed(
        missing, f"The catalogue of {language} is older than the source: run pybabel extract and update."
    )
    left = sorted(known - extracted() - {""})
    assert not left, listed(left, f"Nothing says these any more; take them out of the catalogue of {language}.")


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
def test_a_shipped_language_is_whole(language: str) -> None:
    """No half-translated safety (S99): nothing empty, nothing guessed, the same names to fill in."""
    faults = []
    for message in catalogue(language):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or (language != "en" and not all(said)):
            faults.append(str(message.id)[:80])
        filled = set(re.findall(r"%\(\w+\)[sd]", " ".join(source)))
        faults += [
            f"{text[:60]} fills in other names"
            for text in said
            if text and set(re.findall(r"%\(\w+\)[sd]", text)) - filled
        ]
        # templates fill in names in every message, so that a lone % breaks the whole page
        faults += [f"{text[:60]} has a lone %" for text in said if text and re.search(r"%(?!\(\w+\)[sd])", text)]
    assert not faults, listed(faults, f"A shipped language is whole: {language}")


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    compiled = ROOT / "translations" / language / "LC_MESSAGES" / "messages.mo"
    assert compiled.exists(), f"run pybabel compile -d translations: {compiled.relative_to(ROOT)} is missing"
    with compiled.open("rb") as file:
        held: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    for message in catalogue(language):
        if message.id and message.string and not isinstance(message.id, tuple):
            assert held.get(message.id) == message.string, f"run pybabel compile -d translations: {message.id[:60]}"
