"""Logs that hold no address, no query, no text and no name (promise 6, safety.md S87).

A line is made from what our own code passes by name from a short list, never from a message that somebody else put
together: gunicorn writes "Invalid request from ip=…", Flask the whole path, the database its parameters.
"""

from __future__ import annotations

import json
import logging
import logging.config
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from flask import Flask, request
from gunicorn.glogging import Logger as GunicornLogger

OWN = "stillwater"
ALLOWED = ("event", "route", "method", "status", "part", "count", "job", "file", "line", "reason", "seconds")
LIFECYCLE = (
    "Starting gunicorn",
    "Listening at",
    "Using worker",
    "Booting worker",
    "Connection in use",
    "Can't connect to",
    "WORKER TIMEOUT",
    "Shutting down",
    "Worker exiting",
)
log = logging.getLogger(OWN)


class Lines(logging.Formatter):
    """One JSON object a line: time, level, logger, and allowed fields only."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name == OWN:
            line["event"] = record.msg
            line |= {name: getattr(record, name) for name in ALLOWED if hasattr(record, name)}
        else:
            line["event"] = _others_words(record)
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _frames(record.exc_info[2])
        return json.dumps(line, ensure_ascii=True)


def _others_words(record: logging.LogRecord) -> str:
    """What a library says, if it is one of a few known sentences about starting and stopping; else where it spoke."""
    template = str(record.msg)
    if record.name.startswith("gunicorn") and template.startswith(LIFECYCLE):
        return record.getMessage()
    return f"{Path(record.pathname).name}:{record.lineno}"


def _frames(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-12:]


def start(stream: Any = None) -> None:
    """Send everything that any library logs through :class:`Lines`."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    log.setLevel(logging.INFO)
    logging.captureWarnings(True)


def report_errors(app: Flask) -> None:
    """Make Flask log an exception by route and place, without its message or path."""

    def log_exception(exc_info: Any) -> None:
        rule = request.url_rule.rule if request.url_rule else "none"
        log.error("request failed", exc_info=exc_info, extra={"route": rule, "method": request.method})

    app.log_exception = log_exception  # type: ignore[method-assign]


class QuietGunicorn(GunicornLogger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's own logger without an access log and without the words it composes."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Lines())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Nothing: who asked for what, and when, is not kept."""
