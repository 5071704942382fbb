"""The answers as a form sends them, and as they travel: sealed, never words in an address (safety.md S11)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from flask import current_app

from support.common.kernel import clock
from support.common.kernel.i18n import country_codes
from support.common.kernel.text import one_line
from support.common.sealing.tokens import Sealer, TokenExpired, TokenInvalid, TokenTooLong
from support.site.directory.sealed import HALF_AN_HOUR, SearchExpired, SearchTampered
from support.site.guides.finder.questions import (
    ANSWERED,
    LONGEST_PLACE,
    SKIPPED,
    STEPS,
    WHERE,
    Answers,
    options,
    settled,
    without,
)

LONGEST_CODE = 20


def seal(answers: Answers) -> str:
    """A token for the answers. A place that compresses badly is left out where it does not fit."""
    try:
        return _sealer().seal(msgspec.json.encode(answers), clock.now())
    except TokenTooLong:
        return _sealer().seal(msgspec.json.encode(msgspec.structs.replace(answers, near="")), clock.now())


def unseal(token: str) -> Answers:
    """What a token holds, without what does not fit. Raises ``SearchTampered`` or ``SearchExpired``."""
    try:
        return settled(msgspec.json.decode(_sealer().open(token, clock.now()), type=Answers))
    except TokenExpired as error:
        raise SearchExpired from error
    except (TokenInvalid, msgspec.DecodeError) as error:
        raise SearchTampered from error


def taken(answers: Answers, form: Mapping[str, str]) -> Answers:
    """The answers with what a form adds: one question answered, skipped, or sent without an answer (``missing``)."""
    step = form.get("step", "")
    if step not in STEPS:
        return answers
    answers = msgspec.structs.replace(without(answers, step), at="", missing=False)
    if form.get("skip"):
        return settled(msgspec.structs.replace(answers, **{step: SKIPPED}))
    if step == WHERE:
        return _place(answers, form)
    value = form.get(step, "")[:LONGEST_CODE]
    if value not in options(step, answers):
        return msgspec.structs.replace(answers, at=step, missing=True)
    return settled(msgspec.structs.replace(answers, **{step: value}))


def _place(answers: Answers, form: Mapping[str, str]) -> Answers:
    country, near = form.get("country", "")[:LONGEST_CODE], one_line(form.get("near", "")[: LONGEST_PLACE * 4])
    if country and country not in country_codes():
        return msgspec.structs.replace(answers, at=WHERE, missing=True)
    return msgspec.structs.replace(answers, where=ANSWERED, country=country, near=near[:LONGEST_PLACE])


def _sealer() -> Sealer:
    config = current_app.config
    return Sealer(config["SECRET_KEY"], f"find:{config['PART']}", HALF_AN_HOUR, config["SECRET_KEY_FALLBACKS"])
