"""The lock under which change numbers are drawn."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Any fixed number will do, as long as nothing else in the database takes the same lock.
LOCK_KEY = 7_461_235_991


@contextmanager
def writing() -> Iterator[None]:
    """Open a transaction that writes to the catalogue; one at a time, until it ends.

    A sequence gives out numbers before transactions commit, and they may commit in another
    order: a reader who saw number 8 would never look for a 7 that comes later. So the lock is
    taken before a number is drawn and falls when the transaction ends, whether well or not.
    PostgreSQL has a lock for this (nobody who only reads waits for it). On SQLite transactions
    start as IMMEDIATE by setting, which is the same lock by itself.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        yield
