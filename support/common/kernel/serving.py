"""gunicorn's threaded worker with an end to its patience: a sender who falls silent gives the thread back (S69)."""

from __future__ import annotations

from typing import Any

from gunicorn.workers.gthread import ThreadWorker

SILENCE_SECONDS = 10


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Waits ten seconds for the next bytes of a request, not for ever."""

    def handle(self, conn: Any) -> Any:
        """Serve one connection whose socket waits no longer than that, from its first byte to its last."""
        begin = conn.init

        def init() -> None:
            begin()
            conn.sock.settimeout(SILENCE_SECONDS)

        conn.init = init
        try:
            return super().handle(conn)
        finally:
            conn.init = begin
