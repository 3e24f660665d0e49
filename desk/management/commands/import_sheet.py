"""import_sheet: a ledger kept as a spreadsheet into the register, looked at first; the page for it is /desk/sheets/."""

import datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desk.models import SheetImport
from desk.sheets.columns import KINDS
from desk.sheets.files import LARGEST_XLSX, SheetFileError
from desk.sheets.handed_in import confirm, hand_in, kinds_for, plan_of
from desk.sheets.planned import STATE_LABELS
from desk.sheets.planning import NoTable, Plan
from desk.sheets.values import UNITS
from desk.sheets.writing import ChangedMeanwhile
from people.models import District


class Command(BaseCommand):
    help = (
        "导入电子表格台账(项目、企业、领导干部、年度计划):默认只核对,逐行说明新增、修改、不变、不能导入;"
        "加 --write 才写入,要么全部写入,要么一行也不写。同一份表导入两次,第二次没有变化。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx 或 .csv 文件")
        parser.add_argument("--kind", choices=list(KINDS), default="", help="台账类别;不写则由表头识别")
        parser.add_argument("--district", metavar="CODE", required=True, help="行政区划代码")
        parser.add_argument("--by", metavar="USER", required=True, help="以哪个用户的名义导入")
        parser.add_argument("--unit", choices=list(UNITS), default="", help="表中没有写明时的金额单位")
        parser.add_argument("--year", type=int, help="表中没有写明时的年度")
        parser.add_argument("--as-of", metavar="DATE", help="阶段截至日期,如 2024-05-31;默认今天")
        parser.add_argument("--make-new", action="store_true", help="新建台账里没有的单位、企业、领导")
        parser.add_argument("--skip-refused", action="store_true", help="跳过不能导入的行,只导入其余各行")
        parser.add_argument("--write", action="store_true", help="写入台账")

    def handle(self, *, file, kind, district, by, unit, year, as_of, make_new, skip_refused, write, **options):
        user = self._user(by)
        handed_in = self._hand_in(
            file,
            district=self._district(district, user),
            by=user,
            kind=kind,
            unit=unit,
            year=year,
            as_of_date=self._date(as_of),
            makes_new=make_new,
        )
        try:
            plan = plan_of(handed_in, by=user)
            self._tell(plan)
            if not write:
                self.stdout.write("没有写入;核对无误后加 --write 再运行。")
            elif plan.refused and not skip_refused:
                raise CommandError("没有写入:请改正不能导入的行,或加 --skip-refused 跳过它们。", returncode=1)
            elif plan.writes_anything:
                confirm(handed_in, plan.fingerprint(), by=user, skip_refused=skip_refused)
                self.stdout.write("已写入。")
            else:
                self.stdout.write("没有要写入的。")
        except (NoTable, ChangedMeanwhile) as error:
            raise CommandError(str(error)) from error
        finally:
            SheetImport.objects.filter(pk=handed_in.pk, written_at=None).delete()
        if plan.refused:
            raise CommandError(f"有 {len(plan.refused)} 行不能导入,见上。", returncode=1)

    def _tell(self, plan: Plan) -> None:
        for table in plan.tables:
            self.stdout.write(f"工作表“{table.sheet}”({table.kind.label}):{len(table.rows)} 行")
            for heading in table.left_out:
                self.stdout.write(f"  没有导入 {heading.letters} 列“{heading.printed}”:{heading.reason}")
            for row in table.skipped:
                self.stdout.write(f"  跳过第 {row.number} 行,{row.what}:{row.text}")
            for note in table.notes:
                self.stdout.write(f"  {note}")
        for name, why in plan.passed_over:
            self.stdout.write(f"工作表“{name}”:{why}")
        for row in plan.rows:
            for problem in row.problems:
                self.stderr.write(f"{row.sheet} 第 {row.number} 行 {row.label}:{problem}")
            for change in row.changes:
                old = f"{change.old} → " if change.old else ""
                self.stdout.write(f"{row.state_label} {row.label}({row.place}) {change.label}:{old}{change.new}")
            for note in row.notes:
                self.stdout.write(f"  {row.place}:{note}")
        counts = plan.counts
        self.stdout.write(",".join(f"{label} {counts[state.value]} 行" for state, label in STATE_LABELS.items()))

    def _hand_in(self, file: Path, **chosen) -> SheetImport:
        try:
            if file.stat().st_size > LARGEST_XLSX:
                raise CommandError(f"{file}:文件超过 {LARGEST_XLSX // 2**20} MB 上限,请拆分后再导入。")
            return hand_in(file.name, file.read_bytes(), **chosen)
        except OSError as error:
            raise CommandError(f"{file}:文件打不开({error.strerror})。") from error
        except SheetFileError as error:
            raise CommandError(str(error)) from error

    def _district(self, code: str, user) -> District:
        district = District.objects.visible_to(user).filter(code=code).first()
        if district is None:
            raise CommandError(f"没有代码为 {code} 的行政区,或 {user.username} 不属于它。")
        return district

    def _date(self, day: str | None) -> datetime.date:
        try:
            return datetime.date.fromisoformat(day) if day else timezone.localdate()
        except ValueError as error:
            raise CommandError(f"--as-of 应形如 2024-05-31,现为 {day}。") from error

    def _user(self, username: str):
        user = get_user_model().objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有名为 {username} 的在用账号。")
        if not kinds_for(user):
            raise CommandError(f"{username} 没有录入的权限,不能以他的名义导入。")
        return user
