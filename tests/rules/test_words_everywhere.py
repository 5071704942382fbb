"""Every word that a reader sees goes through the catalogues, and no catalogue lacks one (S98, S99)."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import flask_babel
import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import Environment, nodes

from support.config import SHIPPED_LANGUAGES
from support.site.directory import presenting
from tests.conftest import browser
from tests.rules.page import parsed, words
from tests.rules.source import ROOT, Module, listed, modules, templates
from tests.rules.tour import HOME, real_id, token

SHOWN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title", "label", "aria-description", "aria-valuetext"}
NO_WORDS = {"WhatsApp", "vCard"}  # names of things, the same in every language
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
LETTERS = re.compile(r"[^\W\d_]{2,}")
MARK = "⟦"
REGIONS = ("England", "Northern Ireland", "Scotland", "Wales")

# Python that speaks to operators and programmers, or holds data: not shown to readers as it stands.
NOT_FOR_READERS = re.compile(
    r"(?:^support\.(?:config|commands|factory)$|\.commands$|\.models$|^support\.common\.(?:operations|kernel\.(?!errors))|_zones$)"
)


class _Texts(HTMLParser):
    """Collects what a reader sees: text between tags, and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            f'{name}="{value}"' for name, value in attrs if name in SHOWN_ATTRIBUTES and value and LETTERS.search(value)
        ]

    def handle_data(self, data: str) -> None:
        if LETTERS.search(data) and not re.fullmatch(r'\s*[a-z-]+="0"\s*', data):  # an attribute that a macro writes
            self.found.append(" ".join(data.split()))


def bare_texts(source: str) -> list[str]:
    """Words of a template that stand outside of every expression."""
    without_comments = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    marked = re.sub(r"\{\{.*?\}\}", "0", without_comments, flags=re.DOTALL)
    reader = _Texts()
    reader.feed(re.sub(r"\{%.*?%\}", "", marked, flags=re.DOTALL))
    reader.close()
    return reader.found


def spoken_constants(source: str) -> list[str]:
    """Strings with words that an expression prints itself, outside of every call."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    found = []
    for output in tree.find_all(nodes.Output):
        for part in output.nodes:
            if not isinstance(part, nodes.TemplateData):
                found += [value for value in _printed(part) if LETTERS.search(value)]
    return found


def _printed(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from _printed(node.expr1)
        yield from _printed(node.expr2) if node.expr2 else ()
    elif isinstance(node, nodes.Concat):
        for one in node.nodes:
            yield from _printed(one)
    elif isinstance(node, nodes.Or | nodes.And | nodes.Add):
        yield from _printed(node.left)
        yield from _printed(node.right)


def in_a_tag(text: str) -> bool:
    """Classes and attributes that a macro prints are not read by people."""
    return bool(re.fullmatch(r'\s*(?:(?:[a-z]+-?)+(?:--?|__)[a-z_-]*|[a-z-]+=".*"|[a-z]+\.[a-z.]+|[a-z-]+)\s*', text))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{{ _("Hello") }}</p>', []),
        ('<img alt="A picture">', ['alt="A picture"']),
        ('<p{% if a == "b" %} class="c"{% endif %}>{# Words #}</p>', []),
        ('<a title="{{ _("x") }}">1</a>', []),
    ],
)
def test_bare_words_are_found(source: str, found: list[str]) -> None:
    assert bare_texts(source) == found


def test_templates_hold_no_bare_words() -> None:
    faults = []
    for path in templates():
        source = path.read_text("utf-8")
        faults += [f"{path.relative_to(ROOT)}: {text}" for text in bare_texts(source) if text not in NO_WORDS]
        faults += [
            f"{path.relative_to(ROOT)}: {text!r} in an expression" for text in spoken_constants(source)
            if text.strip() not in NO_WORDS and not in_a_tag(text)
        ]  # fmt: skip
    assert not faults, listed(
        faults, 'Write {{ _("…") }} around words: a reader of another language sees English otherwise.'
    )


def bare_strings(module: Module) -> list[str]:
    """Sentences in Python that do not go through gettext: more than one word, beginning with a capital letter."""
    excused: set[ast.AST] = set()
    for node in ast.walk(module.tree):
        if (isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {
            *KEYWORDS,
            "compile",
            "error",
            "warning",
            "ClickException",
        }) or isinstance(node, ast.Raise | ast.JoinedStr):
            excused |= set(ast.walk(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            excused.add(node.value)
    return [
        f"{module.file}:{node.lineno} {node.value[:60]!r}" for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in excused
        and re.match(r"[A-Z“][a-z’]['\w-]*,? [\w’'-]+", node.value)
    ]  # fmt: skip


SAID_OUTSIDE = {
    "support.common.crisis.band",  # the last page of all: plain English without catalogue or template
    "support.common.pages.views",  # robots.txt and security.txt are for machines
}


def test_python_holds_no_bare_sentences() -> None:
    faults = [
        text for module in modules().values()
        if not NOT_FOR_READERS.search(module.name) and module.name not in SAID_OUTSIDE
        for text in bare_strings(module)
    ]  # fmt: skip
    assert not faults, listed(faults, 'Write _("…") around a sentence that a reader sees.')


# the catalogues


def extracted() -> set[str]:
    """Every message of the source: what pybabel finds with our keywords."""
    found: set[str] = set()
    for folder, method in (("support", "python"), ("templates", "jinja2.ext:babel_extract")):
        pattern = "**.py" if method == "python" else "**.html"
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, method_map=[(pattern, method)], keywords=KEYWORDS, options_map={pattern: {}}
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


# the whole way: a language in which every message is marked


class Marked(gettext.NullTranslations):
    """Puts a mark around every message, so that what has none did not come from a catalogue."""

    def gettext(self, message: str) -> str:
        return f"{MARK}{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"{MARK}{msgid1 if n == 1 else msgid2}⟧"

    ugettext, ungettext = gettext, ngettext


PAGES = ("/en-GB/", "/en-GB/now", "/en-GB/directory", "/en-GB/about", "/en-GB/safety", "/en-GB/privacy", "/en-GB/accessibility",
         "/en-GB/language", "/en-GB/nothing-here", "/en-GB/directory?s=x")  # fmt: skip


def unmarked(page: Any) -> list[str]:
    """Text of a page that no catalogue gave: names, and texts in a language of their own, excepted."""
    found: list[str] = []

    def walk(element: Any, excused: bool) -> None:
        own = (
            excused
            or element.tag in ("bdi", "script", "style", "address")
            or ("lang" in element.attrib and element.tag != "html")
        )
        own = own or (element.tag == "select" and element.attrib.get("id") in ("country", "language"))
        own = own or "header__name" in element.attrib.get("class", "") or element.attrib.get("class") == "columns"
        pieces = [] if own else [element.text or "", *(element.attrib.get(name, "") for name in SHOWN_ATTRIBUTES)]
        for piece in pieces:
            found.extend([piece.strip()] if _speaks(piece) else [])
        for child in element:
            walk(child, own)
            found.extend([child.tail.strip()] if not own and child.tail and _speaks(child.tail) else [])

    walk(page.root, False)
    return found


@cache
def _names() -> re.Pattern[str]:
    """Names of countries and languages come from CLDR, those of regions from the gazetteer: not from our catalogue."""
    english = Locale("en")
    names = {*map(str, english.territories.values()), *map(str, english.languages.values()), *REGIONS, "Stillwater"}
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


def _speaks(text: str) -> bool:
    return MARK not in text and bool(LETTERS.search(_names().sub("", text)))


def forget_sentences() -> None:
    """Sentences about hours are kept for a minute in each language: neither side may see the other's."""
    for kept in vars(presenting).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


def test_pages_say_nothing_past_the_catalogue(
    sqlite_site: Flask, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Every text of the page is marked, or stands in an element that says which language it is in."""
    forget_sentences()
    request.addfinalizer(forget_sentences)
    monkeypatch.setattr(flask_babel.Domain, "get_translations", lambda _self: Marked())
    client = browser(sqlite_site)
    paths = [
        *PAGES,
        f"/en-GB/directory/{real_id(sqlite_site)}",
        f"/en-GB/directory?s={token(sqlite_site, country='GB')}",
    ]
    faults = []
    for path in paths:
        page = parsed(client.get(path, base_url=HOME).data)
        assert MARK in words(page.all("h1")[0]) or "/directory/" in path, f"{path}: the marks do not arrive"
        faults += [f"{path[:30]}: {text[:80]}" for text in unmarked(page)]
    assert not faults, listed(
        sorted(set(faults))[:40], "These words came past the catalogue, and say no language of their own."
    )
