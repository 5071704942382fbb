"""The pages that the proxy shows when the site does not answer (safety.md S24): plain files, no style, no script.

They carry the crisis lines and a way out, and ask nothing of the site, the database or the network.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, render_template

from support.common.crisis.band import emergency_numbers, finders, tile
from support.common.crisis.dialling import Number
from support.common.crisis.lines import countries, lines_of
from support.common.kernel.i18n import country_codes, country_name, reading
from support.common.kernel.text import fold
from support.common.kernel.words import words

WORDS_OF_PAGE = {"unavailable": "failed", "too-large": "too_large"}
Numbers = tuple[tuple[str, Number, str], ...]


def write(app: Flask, folder: Path) -> list[Path]:
    """Write ``NAME.LANGUAGE.html`` for each language, and ``NAME.html`` in the first one, into ``folder``.

    Others may read them: the proxy is another user. A page that is served meanwhile is replaced whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, key in WORDS_OF_PAGE.items():
        pages = {language: rendered(app, language, key) for language in app.config["LANGUAGES"]}
        files = {f"{name}.{language}.html": page for language, page in pages.items()}
        files[f"{name}.html"] = next(iter(pages.values()))
        written += [_replaced(folder / file, page) for file, page in files.items()]
    return written


def rendered(app: Flask, language: str, key: str) -> str:
    """The page in a language, for the operator's own country where one is set; ``key`` names its words."""
    country = app.config["DEFAULT_COUNTRY"]
    tag = f"{language}-{country}" if country in country_codes() else language
    # a context of its own for each: what is kept for a request must not go on to the next language
    with app.app_context(), app.test_request_context(f"/{tag}/"):
        title, advice = words(key)
        return render_template(
            "operations/unavailable.html",
            title=title,
            advice=advice,
            finders=[tile(service, reading()) for service in finders()],
            everywhere=_everywhere(language),
        )


def _everywhere(language: str) -> list[tuple[str, Numbers]]:
    """The emergency numbers of every country that has some, as dialled there, by the country's name."""
    found = [(country_name(code, language), emergency_numbers(lines_of(code), code)) for code in countries()]
    return sorted(((name, numbers) for name, numbers in found if numbers), key=lambda pair: fold(pair[0]))


def _replaced(path: Path, page: str) -> Path:
    draft = path.with_name(f".{path.name}")
    draft.write_text(page, "utf-8")
    draft.chmod(0o644)
    return draft.replace(path)
