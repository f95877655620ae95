"""The web processes: gunicorn on a socket that ``sandan serve`` has opened."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from gunicorn.app.base import BaseApplication

from sandan.web.commands.common import end_with_parent, prepare

__all__ = ["main", "options"]

THREADS = 4
TIMEOUT, GRACE = 60, 15
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- the heartbeat of gunicorn must not wait for a disk


def options(*, socket: int, workers: int, https: bool) -> dict[str, Any]:
    """Return the settings of gunicorn.

    The application is loaded before the processes are forked: they share its memory. No connection
    to a database is open then; each process opens its own.
    """
    return {
        "bind": f"fd://{socket}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": TIMEOUT,
        "graceful_timeout": GRACE,
        "preload_app": True,
        "pre_fork": _close_connections,
        "accesslog": None,
        "loglevel": "warning",
        "proc_name": "sandan",
        "control_socket_disable": True,
        "secure_scheme_headers": {"X-FORWARDED-PROTO": "https"} if https else {},
        "forwarded_allow_ips": "127.0.0.1,::1" if https else "",
        "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
    }


def _close_connections(_server: Any, _worker: Any) -> None:
    connections.close_all()


class Office(BaseApplication):
    """The office to gunicorn."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        application = import_module("sandan.web.wsgi").application
        # What pages need is loaded here, once for all processes, and not by the first page of each.
        import_module(settings.ROOT_URLCONF)
        import_module("sandan.web.jobs.registry").kinds()
        return application


def main(workspace: Path, *, socket: int, workers: int) -> None:
    end_with_parent()
    prepare(workspace)
    Office(options(socket=socket, workers=workers, https=settings.CONFIG.https)).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), socket=int(sys.argv[2]), workers=int(sys.argv[3]))
