"""What the doctor finds: how something is, in a sentence, and what to do where it is not good."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

GOOD, WARNING, BAD = "good", "warning", "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, in a sentence, and what to do where it is not good."""

    level: str
    what: str
    advice: str = ""


def grave() -> str:
    """The level of what must not be so where others use the application, and is only said on a machine of one's own."""
    return BAD if current_app.config["PRODUCTION"] else WARNING


def command(words: str) -> str:
    """How a command of the present application is called."""
    part = current_app.config["PART"]
    return f"flask --app {'app' if part == 'site' else f'app:{part}'} {words}"


def setting(name: str) -> str:
    """How a setting is called that is the present application's own."""
    part = current_app.config["PART"]
    return "SUPPORT_" + ("" if part == "site" else f"{part.upper()}_") + name
