"""Markdown as guides use it: headings, paragraphs, lists, emphasis, quotes, tables and ``[[references]]``.

Everything else is switched off: no HTML, image, link or code can come out of a file (markdown-it-py does the rest).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

REFERENCE = re.compile(r"\[\[([a-z]+)(?::([A-Za-z0-9-]+))?(?:\|([^\[\]|]+))?\]\]")
# What a guide may not hold, and what is said of it. Looked for before parsing, so that nothing depends on a parser.
FORBIDDEN: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"<[A-Za-z/!?]"), "There is HTML in the text.", "Write Markdown; a sign < has a space after it."),
    (re.compile(r"!\["), "There is an image in the text.", "Guides have no pictures."),
    (
        re.compile(r"\](?:\(|\[)|^\s*\[[^\]]+\]:"),
        "There is a link in the text.",
        "Write a reference, or a page under official.",
    ),
    (re.compile(r"(?i)\b(?:https?://|www\.)"), "There is an address in the text.", "Put it under official."),
    (re.compile(r"`|~~~"), "There is code in the text.", "Take out the signs ` and ~~~."),
    (
        re.compile(r"\[\[|\]\]"),
        "A reference cannot be read.",
        "Write [[kind:id]] or [[kind:id|words]]: see docs/guides.md.",
    ),
    (re.compile(r"&#|&[a-z]+;"), "There is a coded sign in the text.", "Write the sign itself."),
)
CLASSES = {
    "table_open": "govuk-table figure__table",  # its heading cells keep their words whole on the narrowest phone
    "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
    "blockquote_open": "govuk-inset-text",
}
Render = Callable[[str, str, str], str]


def _made() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False})
    parser.enable(["heading", "list", "blockquote", "table", "emphasis", "newline", "escape"])
    parser.inline.ruler.before("escape", "reference", _reference)
    parser.core.ruler.push("exit_block", _lift_exit)
    parser.add_render_rule("reference", _shown)
    return parser


def parse(text: str) -> tuple[Token, ...]:
    """The text as tokens, the same for every reader."""
    tokens = PARSER.parse(text)
    for token in tokens:
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
        if token.type == "th_open":
            token.attrSet("scope", "col")
    return tuple(tokens)


def forbidden(text: str) -> Iterator[tuple[int, str, str]]:
    """Line (from 0), what and advice for everything in the text that no guide may hold."""
    for number, line in enumerate(REFERENCE.sub(" ", text.replace("\\|", "|")).split("\n")):
        for pattern, what, advice in FORBIDDEN:
            if pattern.search(line):
                yield number, what, advice


def render(tokens: Sequence[Token], shown: Render) -> str:
    """HTML of the tokens; ``shown`` gives the HTML of a reference from its kind, target and own words."""
    return str(PARSER.renderer.render(tokens, PARSER.options, {"shown": shown}))


def references(tokens: Sequence[Token]) -> Iterator[tuple[str, str, str, int]]:
    """Kind, target, own words and line (from 0) of each reference."""
    for token in tokens:
        line = token.map[0] if token.map else 0
        for one in (token, *(token.children or ())):
            if one.type == "reference":
                yield one.meta["kind"], one.meta["target"], one.meta["words"], line


def _reference(state: StateInline, silent: bool) -> bool:
    found = REFERENCE.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.meta = {"kind": found[1], "target": found[2] or "", "words": (found[3] or "").strip()}
    state.pos = found.end()
    return True


def _lift_exit(state: StateCore) -> None:
    """An exit alone in its paragraph is a block of its own: no paragraph around it."""
    tokens, found = state.tokens, []
    position = 0
    while position < len(tokens):
        children = tokens[position + 1].children if tokens[position].type == "paragraph_open" else None
        if children and len(children) == 1 and children[0].type == "reference" and children[0].meta["kind"] == "exit":
            children[0].map = tokens[position].map
            children[0].block = True
            found.append(children[0])
            position += 3
        else:
            found.append(tokens[position])
            position += 1
    state.tokens = found


def _shown(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, env: MutableMapping[str, Any]) -> str:
    meta = tokens[index].meta
    return str(env["shown"](meta["kind"], meta["target"], meta["words"]))


PARSER = _made()
