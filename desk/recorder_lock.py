"""One recorder of a district at a time, on whatever host: who holds the lock enters what is imported, in its order.

PostgreSQL: an advisory lock of the session, so that it is free as soon as the connection of its holder is gone; the
pair of keys is (`_CLASS`, the district's primary key). It needs connections of its own to the server: behind a pool
that hands one session to many clients it holds for nobody. SQLite: a lock on a file beside the database.
"""

import contextlib
import fcntl
from pathlib import Path
from typing import IO, Any

from django.db import DatabaseError, connection

_CLASS = int.from_bytes(b"HXrc")  # 1213756003: no other use of advisory locks has it
_MOST_DISTRICTS = 2**31  # the second key has four bytes
# A host that vanished closes no connection; the server asks after it, and gives up after about a minute.
_ASK_AFTER_A_VANISHED_HOST = (
    "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
)


class RecorderLock:
    """The lock of one district, held by this process or not; given up by `release`, and by the end of the process."""

    def __init__(self, district_id: int):
        self._district_id = district_id
        self._session: Any = None  # the connection whose session holds the lock
        self._file: IO | None = None

    def acquire(self) -> bool:
        """Take the lock if nobody has it; says whether it is ours now. Not to be called while it is held."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"{_ASK_AFTER_A_VANISHED_HOST}; SELECT pg_try_advisory_lock(%s, %s)", self._keys)
                if cursor.fetchone()[0]:
                    self._session = connection.connection
            return self._session is not None
        file = self._path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    @property
    def is_held(self) -> bool:
        """Whether what is written now is written under the lock: a new connection does not have the old one's."""
        return self._file is not None or (self._session is not None and self._session is connection.connection)

    def release(self) -> None:
        """Give the lock up, if it is held."""
        if self._file is not None:
            self._file.close()
        elif self.is_held and not self._session.closed:
            with contextlib.suppress(DatabaseError), connection.cursor() as cursor:  # a lost session has lost it anyway
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", self._keys)
        self._file = self._session = None

    @property
    def _keys(self) -> list[int]:
        return [_CLASS, self._district_id % _MOST_DISTRICTS]

    @property
    def _path(self) -> Path:
        database = Path(connection.settings_dict["NAME"])
        return database.with_name(f"{database.name}.recorder-{self._district_id}.lock")
