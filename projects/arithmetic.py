"""Arithmetic checks of published figures: a printed rate against the amounts it is made of, and against the year."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from projects.models import Figure

# A rate may be printed rounded to whole per cents: half a point either way still agrees.
HALF = Decimal("0.5")


@dataclass(frozen=True)
class RateCheck:
    """A printed completion rate beside the one its own amounts give."""

    rate: Figure
    completed: Figure
    planned: Figure
    computed: Decimal  # per cent, one decimal
    agrees: bool
    time_progress: Decimal | None  # per cent of the year gone by at the as-of date (时序进度 = month/12)
    ahead_points: Decimal | None  # computed minus time progress, percentage points; negative is behind

    @property
    def in_words(self) -> str:
        """The check as a sentence with its numbers, in Chinese."""
        words = (
            f"{self.completed.value.normalize():f}÷{self.planned.value.normalize():f}={self.computed}%,"
            f"见报 {self.rate.value.normalize():f}%,{'相符' if self.agrees else '不符'}"
        )
        if self.ahead_points is not None:
            word = "超" if self.ahead_points >= 0 else "欠"
            words += f";时序进度 {self.time_progress}%,{word}时序 {abs(self.ahead_points)} 个百分点"
        return words + "。"


def rate_checks(figures: Iterable[Figure]) -> list[RateCheck]:
    """Check every printed share of an annual plan (占年度计划投资39%) among figures of one article.

    The amount completed is the one with the rate's scope and as-of date in the same unit as a plan of that scope;
    时序进度 of month m is m/12 of the annual plan (vocabulary of the field). A rate whose amounts are not printed
    gives no check.
    """
    figures = list(figures)
    checks = []
    for rate in figures:
        if rate.unit != "%" or "计划" not in rate.label:
            continue
        near = [f for f in figures if f.article_id == rate.article_id and f.scope == rate.scope]
        completed = next(
            (
                f
                for f in near
                if "完成" in f.label
                and "计划" not in f.label
                and f.as_of_date == rate.as_of_date
                and f is not rate
                and f.unit != "%"
            ),
            None,
        )
        if completed is None:
            continue
        planned = next(
            (f for f in near if "计划" in f.label and f.unit == completed.unit and f.value > 0 and f is not rate), None
        )
        if planned is None:
            continue
        checks.append(_check(rate, completed, planned))
    return checks


def _check(rate: Figure, completed: Figure, planned: Figure) -> RateCheck:
    exact = completed.value / planned.value * 100
    computed = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    time_progress = ahead = None
    if rate.as_of_date:
        gone = Decimal(rate.as_of_date.month) / 12 * 100
        time_progress = gone.quantize(Decimal("0.1"), ROUND_HALF_UP)
        ahead = (exact - gone).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return RateCheck(rate, completed, planned, computed, abs(exact - rate.value) <= HALF, time_progress, ahead)
