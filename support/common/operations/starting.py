"""What must hold before an application answers anybody; what does not hold refuses the start (safety.md S88).

Commands still run without it, so that ``prepare-database`` and ``doctor`` can mend what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask

from support.common.sealing.vault import verify_start
from support.common.sealing.wrapping import KeyStoreError

Condition = Callable[[Flask], Sequence[str]]


class StartRefused(SystemExit):
    """The message says what is missing and what to do; a server that sees it ends."""


def only_if(app: Flask, *conditions: Condition) -> None:
    """Give the application the conditions of its start: each returns the sentences of what stands in the way."""
    app.extensions["starting"] = conditions


def keys_fit(app: Flask) -> Sequence[str]:
    """Whether the key store is there, is this application's, and opens with its DATA_KEY."""
    try:
        verify_start(app)
    except KeyStoreError as error:
        return [str(error)]
    return []


def refuse_unready(app: Flask) -> None:
    """Check every application that is served here. Raises :class:`StartRefused`, which names everything at once."""
    lines = []
    for one in app.extensions.get("mounted", (app,)):
        with one.app_context():
            problems = [problem for condition in one.extensions.get("starting", ()) for problem in condition(one)]
        if problems:
            lines += [f"{one.config['PART']} does not start.", *(f"  {sentence(problem)}" for problem in problems)]
    if lines:
        raise StartRefused("\n".join(lines))


def sentence(text: str) -> str:
    """The words with a capital letter and an end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
