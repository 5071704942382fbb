"""Languages and countries in the path: ``/en/…``, ``/es-MX/…``. Nothing is stored, nothing is read from an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, get_locale, get_translations
from flask_babel.speaklater import LazyString
from werkzeug.routing import BaseConverter

NOT_YET_READ = ("es",)  # no native professional of the field has read these words yet; their pages say so
PATH_TAG = re.compile(r"^/([a-z]{2,3})(?:-([A-Z]{2}))?(?:/|$)")
HEADER_REGION = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z]{4})?-([A-Za-z]{2})(?:-|$)")


@dataclass(frozen=True)
class Reading:
    """How somebody reads: the language of the page, the country they chose, and the one guessed where they did not."""

    language: str
    chosen_country: str
    guessed_country: str

    @property
    def tag(self) -> str:
        """The first piece of every path: ``en`` or ``en-GB``."""
        return f"{self.language}-{self.chosen_country}" if self.chosen_country else self.language

    @property
    def country(self) -> str:
        """ISO 3166 code of the country whose lines are shown; empty for worldwide."""
        return self.chosen_country or self.guessed_country

    @property
    def babel(self) -> Locale:
        """The locale that dates, numbers and names follow, the reader's country included where it is known."""
        return _babel_locale(self.language, self.country)

    @property
    def direction(self) -> str:
        return self.babel.text_direction

    @property
    def not_yet_read(self) -> bool:
        """Whether these words wait for somebody native in the language and the field to read them."""
        return self.language in NOT_YET_READ


@lru_cache(maxsize=512)
def _babel_locale(language: str, country: str) -> Locale:
    try:
        return Locale.parse(f"{language}_{country}" if country else language)
    except UnknownLocaleError:
        return Locale.parse(language)


@cache
def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes of the countries that a reader can choose (from Unicode CLDR, through Babel)."""
    codes = {str(code) for code in Locale("en").territories}
    codes = {code for code in codes if len(code) == 2 and code.isalpha()}
    return frozenset(codes - {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})


@lru_cache(maxsize=2048)
def country_name(code: str, language: str) -> str:
    """A country's name in the reader's language; the code itself where nobody knows a name."""
    return str(Locale.parse(language).territories.get(code, code))


@lru_cache(maxsize=4096)
def language_name(code: str, language: str) -> str:
    """A language's name in the reader's language."""
    return str(Locale.parse(language).languages.get(code, code))


def reading() -> Reading:
    """How the present request is read; on the command line, the first language.

    Needs no matched route, so that it holds on error pages as well.
    """
    if not has_request_context():
        return Reading(current_app.config["LANGUAGES"][0], "", "")
    if "reading" not in g:
        g.reading = _reading_of(request.path, tuple(current_app.config["LANGUAGES"]))
    return g.reading


def _reading_of(path: str, languages: tuple[str, ...]) -> Reading:
    found = PATH_TAG.match(path)
    language = found[1] if found and found[1] in languages else _asked_language(languages)
    chosen = found[2] if found and found[2] in country_codes() else ""
    return Reading(language, chosen or "", "" if chosen else _guessed_country())


def _asked_language(languages: tuple[str, ...]) -> str:
    for tag, _quality in request.accept_languages:
        language = tag.split("-")[0].lower()
        if language in languages:
            return language
    return languages[0]


def _guessed_country() -> str:
    for tag, _quality in request.accept_languages:
        found = HEADER_REGION.match(tag)
        if found and found[1].upper() in country_codes():
            return found[1].upper()
    return str(current_app.config["DEFAULT_COUNTRY"])


def page(path: str = "/", tag: str = "") -> str:
    """The address of a page of this application in the reader's language and country.

    Made from the mount alone, so that it also works where no route matched and the host is not ours
    (three-applications.md, trap 3).
    """
    return f"{request.script_root}/{tag or reading().tag}{path}"


def site_page(path: str = "/") -> str:
    """The address of a page of the directory in the reader's language, from wherever it is asked for."""
    if current_app.config["PART"] == "site":
        return page(path)
    return f"{current_app.config['SITE_URL'].rstrip('/')}/{reading().tag}{path}"


def gettext(message: str, **values: object) -> str:
    """The message in the language of the request: what ``flask_babel.gettext`` gives, at a tenth of its cost."""
    said = _catalogue().gettext(message)
    return said % values if values else said


def ngettext(one: str, many: str, number: int) -> str:
    """The message for a number of things, with ``%(num)s`` filled in."""
    return _catalogue().ngettext(one, many, number) % {"num": number}


def lazy_gettext(message: str, **values: object) -> LazyString:
    """A message that is looked up when it is shown."""
    return LazyString(gettext, message, **values)


def _catalogue() -> NullTranslations:
    """The catalogue of the locale that Flask-Babel holds now (``force_locale`` included), found once a request."""
    try:
        held = g._flask_babel.__dict__
        locale, catalogue = held["own_catalogue"]
        if held["babel_locale"] is locale:
            return catalogue
    except (RuntimeError, AttributeError, KeyError):
        pass
    catalogue = get_translations()
    if get_locale() is not None:
        held = g._flask_babel.__dict__
        held["own_catalogue"] = held["babel_locale"], catalogue
    return catalogue


def _converter(languages: tuple[str, ...]) -> type[BaseConverter]:
    class TagConverter(BaseConverter):
        """Only the languages that are shipped, each alone or with a country (three-applications.md, trap 2)."""

        regex = rf"(?:{'|'.join(languages)})(?:-(?:{'|'.join(sorted(country_codes()))}))?"

    return TagConverter


class CountryConverter(BaseConverter):
    """Only the countries that a reader can choose."""

    regex = "|".join(sorted(country_codes()))


def speak(app: Flask, translations: Path) -> None:
    """Wire the languages of ``app.config["LANGUAGES"]`` and their catalogues into the application."""
    app.url_map.converters["tag"] = _converter(tuple(app.config["LANGUAGES"]))
    app.url_map.converters["country"] = CountryConverter
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(translations)
    Babel(app, locale_selector=lambda: reading().babel)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
        gettext=lambda message: _catalogue().gettext(message),
        ngettext=lambda one, many, number: _catalogue().ngettext(one, many, number),
        newstyle=True,
    )

    @app.url_value_preprocessor
    def take_tag(_endpoint: str | None, values: dict[str, object] | None) -> None:
        if values:
            values.pop("tag", None)

    @app.url_defaults
    def keep_tag(endpoint: str, values: dict[str, object]) -> None:
        if "tag" not in values and app.url_map.is_endpoint_expecting(endpoint, "tag"):
            values["tag"] = reading().tag
