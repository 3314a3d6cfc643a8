"""The wire from the database to the worker: who leaves work does `NOTIFY xuncha_work`, and this rings.

It rings once for many notices, and every half minute on its own. A broker that does not answer costs a ring,
never any work: what there is to do stands in the database, and the next ring finds it.
"""

import logging
import select
import signal
import time

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from casework.tasks import look

CHANNEL = "xuncha_work"
logger = logging.getLogger("xuncha.listen")


class Command(BaseCommand):
    help = "Rings for the worker whenever work was left in the database."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=float, default=30, help="ring after so many quiet seconds too")

    def handle(self, *, every, **options):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        wait = 1
        try:
            while True:
                try:
                    for _ in rings(every):
                        ring()
                        wait = 1
                except (OperationalError, InterfaceError) as error:
                    logger.warning("the database went away, again in %s s: %s", wait, error)
                    connection.close()
                    time.sleep(wait)
                    wait = min(wait * 2, 30)
        except KeyboardInterrupt:
            connection.close()


def rings(every):
    """Yields whenever it is time to ring: at once, after a notice, and after `every` quiet seconds."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    wire = connection.connection
    while True:
        yield
        ready, _, _ = select.select([wire], [], [], every)
        if ready:
            time.sleep(0.05)  # what is committed in the same moment shares one ring
        with connection.wrap_database_errors:
            wire.poll()
        wire.notifies.clear()


def ring():
    try:
        look.apply_async(kwargs={"rung_at": timezone.now().isoformat()}, expires=55, retry=False)
    except (BrokerError, OSError) as error:
        logger.warning("the broker does not answer: %s", error)
