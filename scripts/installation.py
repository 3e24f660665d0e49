"""./dev setup, inside the virtual environment: database, static files, roles. One Django start for all of it."""

import hashlib
import io
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from scripts import environment
from scripts.console import say, stop


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


def prepare() -> None:
    """Everything but the sample and the demonstration accounts; changes nothing the second time."""
    from accounts.roles import ensure_roles

    migrate()
    collect_static()
    ensure_roles()


def prepare_with_register() -> str:
    """What `prepare_register` says it made; empty when there was nothing left to make. It ensures the roles too."""
    migrate()
    collect_static()
    output = io.StringIO()
    call_command("prepare_register", stdout=output)
    return output.getvalue().strip()


def migrate() -> None:
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        stop(f"连接数据库失败(DATABASE_URL):{error}")
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        say(f"数据库:执行 {len(waiting)} 个迁移…")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    fingerprint = static_fingerprint()
    stamp = settings.VAR_DIR / "static.sha256"
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("静态文件:收集并压缩…")
    stamp.unlink(missing_ok=True)
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    except ValueError as error:  # the manifest storage: a style sheet names a file that is not there
        stop(f"收集静态文件失败:{error}")
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """Changes with any static file of ours and with the lock, which stands for the static files of packages."""
    digest = hashlib.sha256((environment.ROOT / "requirements.txt").read_bytes())
    digest.update((environment.ROOT / "config" / "settings.py").read_bytes())
    for folder in sorted({environment.ROOT / "static", *environment.ROOT.glob("*/static")}):
        if folder == settings.STATIC_ROOT:
            continue
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(environment.ROOT)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


if __name__ == "__main__":
    with environment.one_at_a_time():
        start_django()
        prepare()
        connections.close_all()
    say("环境已就绪。启动网站:./dev run")
