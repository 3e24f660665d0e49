"""What a ledger would do to the register, for tests that need no page."""

import datetime

from desk.sheets.columns import KINDS
from desk.sheets.planning import Choices, Plan, plan_import
from desk.sheets.writing import write_import
from tests.desk.sheets.made_sheets import workbook
from tests.factories import UserFactory

TODAY = datetime.date(2024, 6, 1)
AS_OF = datetime.date(2024, 5, 31)


def plan(district, rows, *, file_name="台账.xlsx", **chosen) -> Plan:
    """The plan for a ledger of these rows."""
    choices = Choices(**{"as_of": AS_OF, **chosen})
    return plan_import(workbook(rows), district, choices, kinds=KINDS.values(), file_name=file_name, today=TODAY)


def states(made: Plan) -> list[str]:
    return [str(row.state) for row in made.rows]


def problems(made: Plan) -> list[str]:
    return [str(problem) for row in made.rows for problem in row.problems]


def changes(made: Plan) -> list[tuple[str, str, str]]:
    return [(change.label, change.old, change.new) for row in made.rows for change in row.changes]


def write(district, rows, **chosen) -> dict[str, int]:
    """Plan a ledger, confirm what was shown, and say the counts."""
    shown = plan(district, rows, **chosen).fingerprint()
    return write_import(lambda: plan(district, rows, **chosen), shown, by=UserFactory(), file_name="台账.xlsx")
