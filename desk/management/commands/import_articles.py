"""import_articles: newspaper pages from files and folders into the register."""

import datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from desk.importing import import_pages
from people.models import District


class Command(BaseCommand):
    help = "导入报纸版面:逐篇识别,等待审核;加 --record 则直接入库(标为批量入库)。同一版面导入两次不会重复。"

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

    def handle(self, *, paths, published, district, record, by, **options):
        published = self._date(published)
        district = self._district(district)
        recorder = self._user(by, record)
        with tqdm(desc="导入", unit="个文件", disable=None) as bar:

            def progress(path: str) -> None:
                bar.set_postfix_str(Path(path).name, refresh=False)
                bar.update()

            report = import_pages(paths, district=district, published=published, record_by=recorder, progress=progress)
        for line in report.errors:
            self.stderr.write(line)
        self.stdout.write(str(report))
        if report.errors:
            raise CommandError(f"有 {len(report.errors)} 处未能导入,见上。", returncode=1)

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
