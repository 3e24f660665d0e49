"""import_articles: newspaper pages from files and folders into the register."""

import contextlib
import datetime
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from desk.batches import files_skipped, make_batch, stop
from desk.import_processes import ProcessesDied, processors, work_in_processes
from desk.import_report import progress_of, report_of, write_report
from desk.models import ImportBatch
from desk.tasks import QueueUnreachable, enqueue
from desk.working import work_on
from people.models import District

GOES_ON = "再次运行同一命令会从中断处继续。"
STOPPED = 130  # exit status of what Ctrl-C has stopped


class Command(BaseCommand):
    help = (
        "导入报纸版面:逐篇识别,等待审核;加 --record 则直接入库(标为批量入库)。"
        "同一版面导入两次不会重复;中断后再次运行同一命令,从中断处继续。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "paths",
            nargs="+",
            type=Path,
            metavar="PATH",
            help="文件或文件夹:.txt、.md、.docx、.pdf(须有文字层)一个文件一个版面,.html、.htm、.shtml 一页一篇;"
            ".jsonl 每行一篇,字段 text、title、published、source、page、url。"
            "文本和网页可用 UTF-8、GB18030(GBK)或 UTF-16 编码",
        )
        parser.add_argument("--published", metavar="DATE", help="出版日期,版面上没有印明时必填,如 2024-05-13")
        parser.add_argument("--district", metavar="CODE", help="行政区划代码;只有一个县区时可省略")
        parser.add_argument("--record", action="store_true", help="识别后直接入库")
        parser.add_argument("--by", metavar="USER", help="以哪个用户的名义入库(与 --record 同用)")
        parser.add_argument("--processes", metavar="N", type=int, help="用几个进程;默认与处理器个数相同")
        parser.add_argument("--report", metavar="FILE.csv", type=Path, help="把每篇的结果和说明写入 CSV 文件")
        parser.add_argument(
            "--background", action="store_true", help="只装入版面,由后台进程(./dev worker)识别和入库;可在多台主机上"
        )

    def handle(self, *, paths, published, district, record, by, processes, report, background, **options):
        published = self._date(published)
        district = self._district(district)
        recorder = self._user(by, record)
        processes = processors() if processes is None else processes
        if processes < 1:
            raise CommandError("--processes 至少为 1。")
        self._refuse_report(report, background)
        batch, is_begun = make_batch(paths, district=district, published=published, record_by=recorder)
        if background:
            self._leave_to_workers(batch)
            return
        if is_begun:
            self.stdout.write(f"继续上次没有完成的导入({batch})。")
        told_to_stop = self._work(batch, processes)
        done = report_of(batch, files_skipped(paths))
        for line in done.errors:
            self.stderr.write(line)
        if report:
            self._write_report(batch, report)
        self.stdout.write(str(done))
        if told_to_stop:
            raise CommandError(f"已停止。{GOES_ON}", returncode=STOPPED)
        if done.errors:
            raise CommandError(f"有 {len(done.errors)} 处未能导入,见上。", returncode=1)

    def _work(self, batch: ImportBatch, processes: int) -> bool:
        """Work on the batch to its end; says whether we were told to stop before it."""
        with _asked_to_stop() as asked, _progress(batch) as show:

            def may_go_on() -> bool:
                show()
                return not asked

            try:
                if processes == 1:
                    work_on(batch, may_go_on)
                else:
                    work_in_processes(batch, processes, may_go_on)
            except ProcessesDied as error:
                raise CommandError(f"{error}原因见上。{GOES_ON}") from error
        if asked:
            stop(batch)
            batch.refresh_from_db(fields=["state"])
        return bool(asked) and batch.finished_at is None

    def _leave_to_workers(self, batch: ImportBatch) -> None:
        try:
            enqueue(batch)
        except QueueUnreachable as error:
            raise CommandError(f"{error}\n版面已装入({batch});队列恢复后启动 ./dev worker,就会接着做。") from error
        self.stdout.write(
            f"已装入 {batch.pages.count()} 个版面({batch}),交给后台。\n"
            "后台进程用 ./dev worker 启动,可在任意多台主机上各启动若干个;"
            f"进度和报告见 后台管理 → 审读台 → 导入批次({batch})。"
        )

    def _refuse_report(self, report: Path | None, background: bool) -> None:
        """Before hours of work, not after them."""
        if report and background:
            raise CommandError("--report 不能与 --background 同用:后台导入的报告在后台管理的“导入批次”里下载。")
        if report and (report.is_dir() or not os.access(report.absolute().parent, os.W_OK)):
            raise CommandError(f"不能写入 {report}:请指明可写的文件夹里的一个文件。")

    def _write_report(self, batch: ImportBatch, report: Path) -> None:
        try:
            write_report(batch, report)
        except OSError as error:
            self.stderr.write(f"{report}:报告没有写成({error.strerror})。")
        else:
            self.stdout.write(f"逐篇结果见 {report}。")

    def _date(self, published: str | None) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(published) if published else None
        except ValueError as error:
            raise CommandError(f"--published 应形如 2024-05-13,现为 {published}。") from error

    def _district(self, code: str | None) -> District:
        if code:
            district = District.objects.filter(code=code).first()
            if district is None:
                raise CommandError(f"没有代码为 {code} 的行政区。")
            return district
        districts = list(District.objects.filter(level="county")[:2])
        if len(districts) != 1:
            raise CommandError("请用 --district 指明行政区划代码。")
        return districts[0]

    def _user(self, username: str | None, record: bool):
        if not record:
            if username:
                raise CommandError("--by 须与 --record 同用。")
            return None
        if not username:
            raise CommandError("--record 须用 --by 指明入库人。")
        user = get_user_model().objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有名为 {username} 的在用账号。")
        if not user.has_perm("meetings.add_meeting"):
            raise CommandError(f"{username} 没有录入的权限,不能以他的名义入库。")
        return user


@contextlib.contextmanager
def _asked_to_stop() -> Iterator[list[int]]:
    """The signals by which a person has asked us to stop, as they come; the next Ctrl-C after the first stops at once."""
    asked: list[int] = []
    if threading.current_thread() is not threading.main_thread():  # which alone gets signals
        yield asked
        return

    def hear(received: int, frame) -> None:
        asked.append(received)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _progress(batch: ImportBatch):
    """A bar on a terminal, and what to call for it to be brought up to date."""
    with tqdm(desc="导入", unit="篇", disable=None) as bar:
        next_look = cost = 0.0

        def show(now: bool = False) -> None:
            nonlocal next_look, cost
            if bar.disable or (not now and time.monotonic() < next_look):
                return
            begun = time.monotonic()
            progress = progress_of(batch)
            bar.total = progress.expected
            bar.n = progress.settled
            bar.set_postfix_str(f"版面 {progress.pages_read}/{progress.pages}", refresh=False)
            bar.refresh()
            cost = time.monotonic() - begun
            next_look = begun + max(0.5, 20 * cost)  # looking takes a twentieth of the time at most

        yield show
        show(now=True)
