"""Published figures as rows of a page: number, scope, time as printed, sentence, and the check of printed rates."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format

from pages.amounts import plain
from pages.citing import Citations, Sentence
from pages.links import Link, Links
from projects.arithmetic import rate_checks
from projects.models import Figure, FigureBound

BEFORE = {FigureBound.ABOUT, FigureBound.NEARLY, FigureBound.OVER}


@dataclass(frozen=True)
class FigureRow:
    pk: int
    label: str
    number: str
    scope: str
    time: str
    project: Link
    sentence: Sentence | None
    check: str
    check_agrees: bool


def figure_rows(figures: Iterable[Figure], links: Links, citations: Citations) -> list[FigureRow]:
    """The rows of `_partials/figures.html`; `figures` come with their project selected."""
    figures = list(figures)
    checks = {check.rate.pk: check for check in rate_checks(figures)}
    return [
        FigureRow(
            pk=figure.pk,
            label=figure.label,
            number=number_of(figure),
            scope=figure.scope,
            time=time_of(figure),
            project=links.to(figure.project),
            sentence=citations.of(figure),
            check=checks[figure.pk].in_words if figure.pk in checks else "",
            check_agrees=figure.pk in checks and checks[figure.pk].agrees,
        )
        for figure in figures
    ]


def number_of(figure: Figure) -> str:
    """Value and unit with the bound as printed: 约 30 亿元, 1,000 万元以上."""
    number = f"{plain(figure.value)} {figure.unit}".strip()
    if not figure.bound:
        return number
    word = figure.get_bound_display()
    return f"{word} {number}" if figure.bound in BEFORE else f"{number}{word}"


def time_of(figure: Figure) -> str:
    """The time a figure speaks of, as far as it is printed; nothing is inferred."""
    if figure.as_of_date:
        return f"截至{date_format(figure.as_of_date, 'Y年n月j日')}"
    if figure.period_start:
        return f"{date_format(figure.period_start, 'Y年n月j日')}至{date_format(figure.period_end, 'Y年n月j日')}"
    return f"{figure.year}年" if figure.year else "未载时间"
