"""Many real processes that do something in the same moment, each with its own connection to the database."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from support.common.kernel.db import db
from support.common.kernel.errors import DomainError
from support.space.forum.writing.sending import Refused

PATIENCE_SECONDS = 60
Deed = Callable[[Session], Any]
Told = tuple[str, Any]  # "done" and what came of it, or the name of the exception and why


def at_once(app: Flask, deeds: Sequence[Deed], spread: float = 0.0) -> list[Told]:
    """What came of each deed. ``spread``: seconds within which the processes begin, by chance; 0 for all at once."""
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(len(deeds)), context.SimpleQueue()

    def do(number: int, deed: Deed) -> None:
        told: Told
        with app.app_context():
            db.engine.dispose(close=False)  # the parent's connections are not ours
            start.wait()
            time.sleep(random.uniform(0, spread))
            try:
                told = ("done", deed(db.session()))
            except (DomainError, Refused) as error:
                told = (type(error).__name__, getattr(error, "what", getattr(error, "codes", "")))
            except BaseException:
                told = ("broken", traceback.format_exc())
            answers.put((number, told))
        os._exit(0)  # nothing of the test runner is ended here

    with app.app_context():
        db.session.remove()
    processes = [context.Process(target=do, args=pair) for pair in enumerate(deeds)]
    for process in processes:
        process.start()
    came = dict(answers.get() for _ in processes)
    for process in processes:
        process.join(PATIENCE_SECONDS)
    return [came[number] for number in range(len(deeds))]
