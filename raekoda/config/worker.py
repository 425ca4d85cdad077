"""The worker process: runs the jobs of all apps (procrastinate, in the same database)."""

from __future__ import annotations

import os

HEARTBEAT_SECONDS = 10
SILENT_SECONDS = 45
"""Without a heartbeat for so long a worker counts as dead: its jobs are tried again, health reports it."""


def run_worker() -> None:
    """Work until SIGTERM or Ctrl-C; jobs under way get some seconds to end, later ones are tried again by the next worker."""
    half_the_cores = max(1, (os.cpu_count() or 2) // 2)
    os.environ.setdefault("OMP_NUM_THREADS", str(half_the_cores))  # the vectors of texts leave room for pages
    from raekoda.config.loading import load

    load()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from raekoda.platform.deliveries.crashed_jobs import count_start

    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(
            name=f"raekoda-{os.getpid()}",
            concurrency=int(os.environ.get("RAEKODA_WORKER_CONCURRENCY", "4")),
            delete_jobs="never",
            shutdown_graceful_timeout=5,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=SILENT_SECONDS,
            worker_middleware=[count_start],
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
    run_worker()
