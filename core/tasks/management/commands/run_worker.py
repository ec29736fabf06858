"""django-q2's cluster with a heartbeat.

The heart beats in the parent process while the cluster's guard lives, so a long job
does not look like a dead worker. There is no connection pool here (cms.settings.env):
the workers are forked, and a forked pool loses tasks.
"""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection

from core import clock
from core.tasks import heartbeats

BEAT_SECONDS = 10


class Command(BaseCommand):
    help = "Runs schedules and background jobs, until it is told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        from django_q.cluster import Cluster

        # A connection inherited by the forked processes would be shared by all of them.
        connection.close()
        cluster = Cluster()
        cluster.start()
        quiet = BEAT_SECONDS
        while cluster.sentinel is not None and cluster.sentinel.is_alive():
            if quiet >= BEAT_SECONDS:
                quiet = 0
                self._beat()
            time.sleep(1)
            quiet += 1
        connection.close()
        if not cluster.has_stopped:
            self.stderr.write("The guard of the worker died.")
            os._exit(1)

    def _beat(self) -> None:
        try:
            heartbeats.beat(heartbeats.WORKER, clock.now())
        except (OperationalError, InterfaceError) as trouble:
            connection.close()
            self.stderr.write(f"The database does not answer: {trouble}")
