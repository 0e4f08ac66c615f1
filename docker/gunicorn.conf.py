"""How gunicorn runs the service, in the container and on a desk. PORT and host come from `matching-service serve`."""

import os
import threading

from matching_service import request_context

# Workers share the index, but each has its own taxonomy and reader: a few, with threads, as ranking lets go of the GIL.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))

# Database connections must not be shared between processes: each worker builds the application after the fork.
preload_app = False

timeout = 60
graceful_timeout = 20
keepalive = 5
# A worker is replaced now and then, which bounds the growth of its memory; not all at the same moment.
max_requests = 5000
max_requests_jitter = 500

# The heartbeat file belongs in memory: on a slow disk gunicorn takes a waiting worker for a dead one.
SHARED_MEMORY = "/dev/shm"  # nosec B108 # gunicorn makes a file of its own there, with a name nobody can guess
worker_tmp_dir = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None
# No second way in, and nothing written under a home folder that may not be writable.
control_socket_disable = True

# The service logs its requests itself: route, status and time, no addresses, no query strings, no user agents.
accesslog = None
loglevel = "warning"


def post_worker_init(worker):
    """Build the reader and the index before the first visitor asks for a ranked list; other pages need not wait."""
    threading.Thread(target=request_context.warm_up, args=[worker.app.callable], daemon=True).start()


def when_ready(server):
    address = str(server.LISTENERS[0]).replace("0.0.0.0", "127.0.0.1")  # nosec B104 # only shown
    print(f"The matching service is at {address} (Ctrl-C stops it)", flush=True)
