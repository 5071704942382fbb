"""Pieces of pages that are the same for every reader of a language and country, kept in this process.

Only what is made from public text may be kept; never what somebody typed. ``{% kept "name", key… %} … {% endkept %}``
in a template keeps the block; ``kept`` does the same in a view. A full drawer is emptied: simple, and never stale,
because everything that a piece depends on is part of its key.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from flask import current_app, g, request
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

from support.common.kernel.i18n import reading

MOST_KEPT = {"card": 2048, "listing": 256, "page": 64}
MOST_OTHERS = 512


def kept(name: str, key: Hashable, make: Callable[[], Any]) -> Any:
    """What ``make`` gives for this key, this reading and this mount: made once, then handed out again.

    Nothing is kept, and nothing kept is shown, to whoever is signed in: their pages hold a stamp of their own.
    """
    if g.get("form_owner"):
        return make()
    drawer = current_app.extensions.setdefault("fragments", {}).setdefault(name, {})
    full_key = (reading(), request.script_root, key)
    found = drawer.get(full_key)
    if found is None:
        found = make()
        if len(drawer) >= MOST_KEPT.get(name, MOST_OTHERS):
            drawer.clear()
        drawer[full_key] = found
    return found


class KeptBlock(Extension):
    """The tag ``kept``."""

    tags = {"kept"}  # noqa: RUF012  # as Jinja wants it

    def parse(self, parser: Parser) -> nodes.Node:
        """Read the name, the key and the block."""
        line = next(parser.stream).lineno
        name = parser.parse_expression()
        key = nodes.List([])
        while parser.stream.skip_if("comma"):
            key.items.append(parser.parse_expression())
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        return nodes.CallBlock(self.call_method("_kept", [name, key]), [], [], body).set_lineno(line)

    def _kept(self, name: str, key: list[Any], caller: Callable[[], str]) -> str:
        return kept(name, tuple(key), lambda: Markup(caller()))  # noqa: S704  # what a template has escaped
