"""The PostgreSQL of a test run is its own and leaves nothing behind."""

import re
from pathlib import Path

import psycopg2
import pytest

from scripts import machine
from scripts.throwaway_postgresql import CannotStartError, throwaway_postgresql

pytestmark = pytest.mark.skipif(machine.postgresql_programs() is None, reason="没有 PostgreSQL")


def test_it_is_a_server_of_its_own_and_is_gone_afterwards():
    with throwaway_postgresql(machine.postgresql_programs()) as url:
        connection = psycopg2.connect(url.rsplit("/", 1)[0] + "/postgres")
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('data_directory'), current_setting('listen_addresses')")
            data, listens = cursor.fetchone()
            cursor.execute("select current_setting('server_encoding'), current_setting('fsync')")
            assert cursor.fetchone() == ("UTF8", "off")
        connection.close()
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(re.sub(r":\w+@", ":wrong@", url))
    assert listens == "127.0.0.1"
    assert not Path(data).parent.exists()


def test_a_server_that_cannot_start_says_why(tmp_path):
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\necho 磁盘已满 >&2\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)  # the one without rights must reach it
    with pytest.raises(CannotStartError, match="磁盘已满"), throwaway_postgresql(tmp_path):
        pass
