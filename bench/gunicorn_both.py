"""The product's own gunicorn settings, for it and for the reference alike. Neither restarts its workers meanwhile."""

import os
from pathlib import Path

exec((Path(__file__).resolve().parent.parent / "gunicorn.conf.py").read_text("utf-8"))
max_requests = 0
max_requests_jitter = 0
if os.environ.get("BENCH_HELLO"):
    del globals()["post_worker_init"]  # the reference has no house to keep
