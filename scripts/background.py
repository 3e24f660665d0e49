"""./dev worker, inside the virtual environment: one process that does background work until it is told to stop."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from scripts import installation
from scripts.console import say, stop


def main() -> None:
    installation.start_django()
    refuse_unprepared()
    from desk.tasks import QueueUnreachable, enqueue_unfinished, refuse_unreachable_queue

    try:
        refuse_unreachable_queue()
        batches = enqueue_unfinished()
    except QueueUnreachable as error:
        stop(str(error))
    if batches:
        say(f"未完成的导入:{'、'.join(map(str, batches))},继续。")
    say(f"后台进程已启动,任务队列在{'Redis' if settings.REDIS_URL else '数据库'}里。按 Ctrl-C 停止。")
    connections.close_all()
    if settings.REDIS_URL:
        call_command("rqworker", "default", job_class="django_tasks_rq.Job", verbosity=0)
    else:
        call_command("prune_db_task_results", verbosity=0)  # of the last fortnight they are kept
        call_command("db_worker", interval=1.0, reload=False, verbosity=0)


def refuse_unprepared() -> None:
    """A worker migrates nothing: several may start at once, on several hosts."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        stop(f"连接数据库失败(DATABASE_URL):{error}")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        stop("数据库还没有准备好:请先运行 ./dev setup。")


if __name__ == "__main__":
    sys.exit(main())
