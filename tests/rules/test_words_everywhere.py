"""Every word that a reader sees goes through the catalogues, and no catalogue lacks one (S98, S99)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from jinja2 import Environment, nodes

from support.common.kernel.fragments import KeptBlock
from tests.rules.source import ROOT, Module, listed, modules, templates

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

# Python that speaks to operators and programmers, or holds data: not shown to readers as it stands.
NOT_FOR_READERS = re.compile(
    r"(?:^support\.(?:config|environment|commands|factory)$|\.commands$|\.models$|^support\.common\.(?:operations|kernel\.(?!errors))|_zones$|^support\.space\.duties\.(?:examining|loading|reading|stated|table)$"
    r"|^support\.site\.exchange\.(?:api|out|profile)\.|^support\.site\.guides\.articles\.(?:checking|crossing|examining|front_matter|markdown|reading|references)$|^support\.site\.guides\.confidentiality\.sources$)"
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
    tree = Environment(extensions=["jinja2.ext.i18n", KeptBlock], autoescape=True).parse(source)
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
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).split(".")[-1]
            in {
                *KEYWORDS,
                "compile",
                "error",
                "warning",
                "ClickException",
            }
        ) or isinstance(node, ast.Raise | ast.JoinedStr):
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
    "support.site.directory.examining",  # for operators, on the command line
    "support.common.pages.views",  # robots.txt and security.txt are for machines
    "support.site.exchange.reading.held_text",  # how Python's JSON reader says that a text is not whole
    "support.site.exchange.reading.letters",  # names of encodings, alike in every language
}


def test_python_holds_no_bare_sentences() -> None:
    faults = [
        text for module in modules().values()
        if not NOT_FOR_READERS.search(module.name) and module.name not in SAID_OUTSIDE
        for text in bare_strings(module)
    ]  # fmt: skip
    assert not faults, listed(faults, 'Write _("…") around a sentence that a reader sees.')
