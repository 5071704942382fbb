"""Gives a space what its operator has stated; a production start without it is refused (DESIGN section 6)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask

from support.common.kernel import clock
from support.space.duties.reading import read
from support.space.duties.table import DutiesError


def load(app: Flask) -> None:
    """Read the operator's file, if there is one. What is wrong with it is said at the start and by the doctor."""
    path, problem, duties = app.config["DUTIES"], "", None
    if path.exists():
        try:
            duties = read(path, app.config["JURISDICTION"])
        except DutiesError as error:
            problem = str(error)
    else:
        problem = f"{path} is missing: SUPPORT_DUTIES names where it is, docs/duties.md says how to write it."
    app.extensions["duties"] = duties
    app.extensions["duties_problem"] = problem


def stands_in_the_way(app: Flask) -> Sequence[str]:
    """What forbids a production start; nothing for a run on this machine only."""
    return problems(app) if app.config["PRODUCTION"] else []


def problems(app: Flask) -> list[str]:
    """What is wrong with the duties as they are stated now."""
    if app.extensions["duties_problem"]:
        return [app.extensions["duties_problem"]]
    with app.app_context():
        return list(app.extensions["duties"].usable(clock.now().date()))
