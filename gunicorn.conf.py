"""How gunicorn runs Stillwater. Addresses and numbers come from the environment; what is logged comes from us."""

import gc
import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "support.common.kernel.serving.PatientWorker"
threads = 4
timeout = 30
preload_app = True  # workers share what was read at the start; nothing is opened before they part
keepalive = 5
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
accesslog = None
forwarder_headers = ""  # nobody tells us by a header where we are mounted (SCRIPT_NAME, PATH_INFO)
secure_scheme_headers = {}  # the application decides by SUPPORT_PROXY_HOPS
logger_class = "support.common.kernel.logs.QuietGunicorn"


def on_starting(server):
    """Refuse a start whose keys or duties do not fit, before anybody is answered."""
    from support.common.operations.starting import refuse_unready

    if server.app.cfg.preload_app:
        refuse_unready(server.app.wsgi())


def pre_fork(server, worker):
    """Leave what is shared where it is: collecting garbage would copy it into each worker."""
    gc.freeze()


def post_worker_init(worker):
    """Each worker offers to keep house; one of them does (support/common/audit/housekeeper.py)."""
    from support.common.audit.housekeeper import start

    start(worker.app.callable)
