"""Does what waits for a time. Each web worker offers to; on a machine one of them does, under a lock on a file.

A job is a function that is called inside an application context. One that fails is reported and tried again.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from support.common.kernel.db import db
from support.common.kernel.logs import log

EVERY_SECONDS = 2.0
SLOWEST_SECONDS = 300.0
Job = Callable[[], object]


def employ(app: Flask, *jobs: Job) -> None:
    """Give the application its jobs, in the order in which they are done."""
    app.extensions["housekeeper"] = jobs


def start(app: Flask) -> list[threading.Thread]:
    """Keep house in a thread of this process for as long as it lives: one for each application that it serves."""
    threads = [
        threading.Thread(target=keep_house, args=(one, threading.Event()), name="housekeeper", daemon=True)
        for one in app.extensions.get("mounted", (app,))
    ]
    for thread in threads:
        thread.start()
    return threads


def keep_house(app: Flask, stop: threading.Event) -> None:
    """Wait for the lock, then do the jobs again and again; after a failure wait longer each time."""
    place = Path(app.config["INSTANCE"]) / "housekeeper.lock"
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w") as lock:
        while not stop.is_set() and not _taken(lock.fileno()):
            stop.wait(EVERY_SECONDS)
        pause = EVERY_SECONDS
        while not stop.is_set():
            pause = EVERY_SECONDS if work(app) else min(pause * 2, SLOWEST_SECONDS)
            stop.wait(pause)


def work(app: Flask) -> bool:
    """Do every job once. Returns whether all went well."""
    well = True
    for job in app.extensions["housekeeper"]:
        with app.app_context():
            try:
                job()
            except Exception:
                log.error("job failed", exc_info=True, extra={"job": getattr(job, "__name__", "job")})
                well = False
            finally:
                db.session.remove()
    return well


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    os.set_inheritable(handle, False)
    return True
