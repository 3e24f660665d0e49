"""Spreadsheets that wait to be confirmed: handed in, kept as read, shown, written, forgotten after a while."""

import datetime

from django.utils import timezone

from desk.models import SheetImport
from desk.sheets.columns import KINDS, Kind
from desk.sheets.files import read_workbook, shown_name
from desk.sheets.planning import Choices, Plan, plan_import
from desk.sheets.workbook import packed, unpacked
from desk.sheets.writing import ChangedMeanwhile, write_import
from people.models import District

_GONE = "这份表格已经导入或已放弃,没有再写入。"
KEPT_DAYS = 7  # for those nobody confirms


def kinds_for(user) -> list[Kind]:
    """The kinds of ledger whose rows `user` may add and change."""
    return [kind for kind in KINDS.values() if user.has_perms(kind.permissions)]


def may_make_new(user) -> bool:
    """Whether `user` may also make the units, enterprises and officials that a ledger names."""
    return user.has_perms(
        ["people.add_organization", "people.add_enterprise", "people.add_official", "people.add_post"]
    )


def hand_in(name: str, raw: bytes, *, district: District, by, **chosen) -> SheetImport:
    """Read a file and keep it for confirmation; `chosen` are fields of SheetImport. Raises SheetFileError."""
    workbook = read_workbook(name, raw)
    forget_old()
    return SheetImport.objects.create(
        district=district, file_name=shown_name(name), content=packed(workbook), uploaded_by=by, **chosen
    )


def forget_old() -> None:
    """Delete what was handed in and not confirmed for a week."""
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    SheetImport.objects.filter(written_at=None, uploaded_at__lt=before).delete()


def plan_of(handed_in: SheetImport, *, by) -> Plan:
    """What confirming a spreadsheet would do now, in the name of the user `by`. Raises NoTable."""
    choices = Choices(
        as_of=handed_in.as_of_date,
        kind=handed_in.kind,
        unit=handed_in.unit,
        year=handed_in.year,
        make_new=handed_in.makes_new and may_make_new(by),
        ignored=frozenset(handed_in.ignored_columns),
    )
    return plan_import(
        unpacked(handed_in.content),
        handed_in.district,
        choices,
        kinds=kinds_for(by),
        file_name=handed_in.file_name,
        today=timezone.localdate(),
    )


def confirm(handed_in: SheetImport, shown: str, *, by, skip_refused: bool) -> SheetImport:
    """Write what was shown of a spreadsheet; `shown` is the plan's fingerprint.

    Raises ChangedMeanwhile when the register or what was chosen has changed since, when it is written already, and when
    rows are refused that were not agreed to be left out.
    """

    def make_plan() -> Plan:
        now = SheetImport.objects.select_related("district").filter(pk=handed_in.pk, written_at=None).first()
        if now is None:
            raise ChangedMeanwhile(_GONE)
        plan = plan_of(now, by=by)
        if plan.refused and not skip_refused:
            raise ChangedMeanwhile(f"有 {len(plan.refused)} 行不能导入,没有写入;请改正,或勾选跳过它们。")
        return plan

    def note(counts: dict[str, int]) -> None:
        counted = {f"{state}_count": count for state, count in counts.items()}
        waiting = SheetImport.objects.filter(pk=handed_in.pk, written_at=None)
        if not waiting.update(written_at=timezone.now(), content=None, **counted):
            raise ChangedMeanwhile(_GONE)

    write_import(make_plan, shown, by=by, file_name=handed_in.file_name, beside=note)
    handed_in.refresh_from_db()
    return handed_in
