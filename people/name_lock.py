"""New names are made under a lock, so that two recorders at once make one row of one name."""

import hashlib
from collections.abc import Iterable

from django.db import connection, transaction


def lock_names(district_id: int, printed_names: Iterable[str]) -> None:
    """Hold, until the surrounding transaction ends, a lock per (district, printed name), taken in sorted order.

    On PostgreSQL these are advisory locks, on any number of hosts; sorted, so that two recorders never wait for
    each other. On SQLite the transaction is IMMEDIATE and already the only writer.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock_names() needs a transaction to hold the locks")
    if connection.vendor != "postgresql":
        return
    keys = sorted({_key(district_id, name) for name in printed_names})
    if keys:
        with connection.cursor() as cursor:
            # One trip, but one statement each: within a statement the order of evaluation is the planner's.
            cursor.execute("; ".join(["SELECT pg_advisory_xact_lock(%s)"] * len(keys)), keys)


def _key(district_id: int, name: str) -> int:
    digest = hashlib.blake2b(f"{district_id}\0{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
