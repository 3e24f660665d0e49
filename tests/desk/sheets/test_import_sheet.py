"""The command that imports a spreadsheet."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.roles import ANALYST, DATA_ENTRY
from desk.models import SheetImport
from projects.models import Project
from tests.desk.sheets.made_sheets import xlsx
from tests.factories import DistrictFactory, member_of

pytestmark = pytest.mark.django_db
LEDGER = [["项目名称", "总投资(万元)", "年度进展"], ["河湾水厂", 500, "快"], ["合计", 500, ""]]


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区", code="410199")


@pytest.fixture(autouse=True)
def clerk(district):
    return member_of(district, DATA_ENTRY, username="luru")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "项目台账.xlsx"
    path.write_bytes(xlsx(LEDGER))
    return path


def run(file, *options, district="410199", by="luru") -> tuple[str, str]:
    """What the command says, on standard output and on standard error."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_sheet", str(file), *options, f"--district={district}", f"--by={by}", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_without_write_it_only_tells(file):
    said, _ = run(file)
    assert "新增 河湾水厂(项目台账!2) 总投资(万元):500" in said
    assert "没有导入 C 列“年度进展”:月度进展目前不能从表格导入" in said
    assert "跳过第 3 行,合计行" in said
    assert "不能导入 0 行,新增 1 行,修改 0 行,不变 0 行" in said
    assert "没有写入" in said
    assert (Project.objects.count(), SheetImport.objects.count()) == (0, 0)


def test_with_write_it_writes_and_the_second_time_nothing(file, clerk):
    assert "已写入" in run(file, "--write", "--kind", "projects")[0]
    history = Project.objects.get().history.get()
    assert (history.history_user, history.history_change_reason) == (clerk, "电子表格导入:项目台账.xlsx")
    assert "没有要写入的" in run(file, "--write")[0]
    assert Project.history.count() == 1
    assert SheetImport.objects.get().new_count == 1


def test_refused_rows_are_told_with_their_cells_and_hold_all_back(file):
    file.write_bytes(xlsx([*LEDGER, ["麦田数谷", "约5", ""]]))
    err = io.StringIO()
    with pytest.raises(CommandError, match="没有写入") as caught:
        call_command("import_sheet", str(file), "--write", "--district=410199", "--by=luru", stderr=err)
    assert "项目台账!B4(总投资(万元)):读到“约5”" in err.getvalue()
    assert caught.value.returncode == 1
    assert not Project.objects.exists()


def test_refused_rows_may_be_left_out(file):
    file.write_bytes(xlsx([*LEDGER, ["麦田数谷", "约5", ""]]))
    with pytest.raises(CommandError, match="有 1 行不能导入"):
        run(file, "--write", "--skip-refused")
    assert Project.objects.get().name == "河湾水厂"


@pytest.mark.parametrize(
    ("options", "named", "why"),
    [
        ([], {"by": "nobody"}, "没有名为 nobody"),
        ([], {"by": "fenxi"}, "没有录入的权限"),
        ([], {"district": "999999"}, "没有代码为 999999"),
        ([], {"district": "410198"}, "不属于它"),
        (["--as-of", "5月"], {}, "--as-of 应形如"),
        (["--kind", "officials"], {}, "领导干部须有姓名"),
    ],
)
def test_what_is_asked_wrongly_is_told(file, district, options, named, why):
    member_of(district, ANALYST, username="fenxi")
    DistrictFactory(code="410198")
    with pytest.raises(CommandError, match=why):
        run(file, *options, **named)
    assert SheetImport.objects.count() == 0


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="文件打不开"):
        run(tmp_path / "没有.xlsx")
