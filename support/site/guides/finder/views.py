"""``/find``: a few questions, one a page, that end in a short list. No cookie, and nothing stored."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from msgspec.structs import replace
from werkzeug.wrappers import Response

from support.common.crisis.band import emergency_numbers, finders, tile
from support.common.crisis.lines import countries, lines_of
from support.common.kernel.access import anyone
from support.common.kernel.i18n import country_name, page, reading
from support.common.kernel.i18n import gettext as _
from support.common.kernel.text import fold
from support.site.directory.sealed import SearchExpired, SearchTampered
from support.site.guides.articles.reading import shelf
from support.site.guides.finder import words
from support.site.guides.finder.answers import seal, taken, unseal
from support.site.guides.finder.questions import DANGER, STEPS, TALK, WHAT, WHERE, YOUNG, Answers, before, question
from support.site.guides.finder.results import country_of, result

finder = Blueprint("finder", __name__, url_prefix="/<tag:tag>/find")

NOT_OURS = "x"  # no token: the page that says so is the one for every state that cannot be opened


@finder.get("")
@anyone
def find() -> tuple[str, int]:
    """The question that comes next, or what the answers lead to."""
    token = request.args.get("s")
    try:
        answers = unseal(token) if token is not None else Answers()
    except (SearchTampered, SearchExpired) as error:
        return render_template("guides/finder/again.html", too_old=error.status == 410), error.status
    step = question(answers)
    if step:
        return _question(step, answers), 422 if answers.missing else 200
    return (_numbers(answers) if answers.what == DANGER else _list(answers)), 200


@finder.post("")
@anyone
def answer() -> Response:
    """Take one answer and go on, so that none of it is left in the history (safety.md S11, S12)."""
    token = request.form.get("s", "")
    try:
        answers = unseal(token) if token else Answers()
    except (SearchTampered, SearchExpired):
        return redirect(page(f"/find?s={NOT_OURS}"), 303)
    return redirect(page(f"/find?s={seal(taken(answers, request.form))}"), 303)


def _question(step: str, answers: Answers) -> str:
    where = step == WHERE
    return render_template(
        "guides/finder/question.html",
        step=step,
        number=STEPS.index(step) + 1,
        most=len(STEPS),
        heading=words.heading(step),
        hint=words.hint(step),
        options=[] if where else words.options(step, answers),
        chosen=getattr(answers, step),
        countries=_countries(answers.country) if where else [],
        country=answers.country if answers.where else reading().country,
        near=answers.near,
        problems=[("country" if where else step, words.missing(step))] if answers.missing else [],
        token=seal(replace(answers, at="", missing=False)),
        back=_back(answers, before(step)),
    )


def _numbers(answers: Answers) -> str:
    """Danger now: whom to call. Nothing more is asked, and nothing is looked up in the database."""
    country, how = country_of(answers), reading()
    lines = lines_of(country)
    services = sorted(lines.banded, key=lambda one: one.band != "child") if answers.who == YOUNG else lines.banded
    return render_template(
        "guides/finder/numbers.html",
        country=country,
        name=country_name(country, how.language) if country else "",
        emergencies=emergency_numbers(lines, how.country) if country else (),
        services=[(one, tile(one, how)) for one in services or finders()],
        back=_back(answers, WHAT),
    )


def _list(answers: Answers) -> str:
    found = result(answers)
    guide = found.need.guide
    return render_template(
        "guides/finder/list.html",
        found=found,
        says=words.says(found.need.says),
        guide=(guide, shelf().heading(guide, reading().language) if guide else ""),
        back=_back(answers, TALK),
    )


def _back(answers: Answers, step: str) -> str:
    """The address of an earlier question, with everything answered so far; empty before the first."""
    return page(f"/find?s={seal(replace(answers, at=step, missing=False))}") if step else ""


def _countries(chosen: str) -> list[tuple[str, str]]:
    codes = {*countries(), reading().country, chosen} - {""}
    named = ((code, country_name(code, reading().language)) for code in codes)
    return [("", _("No country")), *sorted(named, key=lambda pair: fold(pair[1]))]
