"""No page asks more of the database because it has more rows."""

import datetime
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Counted
from tests.factories import (
    AnnualPlanFactory,
    ArticleFactory,
    AttendanceFactory,
    DemandFactory,
    DiscussionFactory,
    EnterpriseAliasFactory,
    EnterpriseFactory,
    FigureFactory,
    HeadcountFactory,
    MeetingArticleFactory,
    MeetingFactory,
    OfficialFactory,
    OrganizationFactory,
    PostFactory,
    ProjectFactory,
    ReadingFactory,
    RequirementFactory,
    StageChangeFactory,
    quoted,
)


def add_rows(register, numbers: Iterable[int]) -> None:
    """More of everything, about the rows whose pages are asked for."""
    district = register.district
    for number in numbers:
        article = ArticleFactory(district=district)
        ReadingFactory(article=article)
        words = quoted(article, "会议听取了")
        month = datetime.date(2025, 4, 1 + number)
        for meeting in (MeetingFactory(district=district, held_date=month), register.promotion):
            MeetingArticleFactory(meeting=meeting, article=article)
            AttendanceFactory(meeting=meeting, official=register.secretary, **words)
            AttendanceFactory(meeting=meeting, official=OfficialFactory(district=district), **words)
            body = {"meeting": meeting, "official": None, "printed_title": "", **words}
            AttendanceFactory(organization=register.bureau, printed_name="区工信局", **body)
            AttendanceFactory(organization=OrganizationFactory(district=district), printed_name="局", **body)
            AttendanceFactory(enterprise=register.dairy, printed_name="青禾乳业", **body)
            AttendanceFactory(enterprise=EnterpriseFactory(district=district), printed_name="企业", **body)
            HeadcountFactory(meeting=meeting, counted=Counted.PEOPLE, number=30, **words)
            DiscussionFactory(meeting=meeting, project=register.valley, **words)
            DiscussionFactory(meeting=meeting, **words)
            whole = RequirementFactory(meeting=meeting, number=100 + number, issued_by=register.secretary, **words)
            whole.projects.add(register.valley, ProjectFactory(district=district))
            RequirementFactory(meeting=meeting, parent=whole, number=1, issued_by=register.secretary, **words)
            DemandFactory(meeting=meeting, enterprise=register.dairy, **words)
            DemandFactory(meeting=meeting, **words)
        FigureFactory(district=district, project=register.valley, **words)
        PostFactory(official=register.secretary, organization=register.bureau, title=f"职务{number}")
        EnterpriseAliasFactory(enterprise=register.dairy)
        StageChangeFactory(project=register.valley, stage="started", **words)
        AnnualPlanFactory(project=register.valley, year=2030 + number)
        OrganizationFactory(district=district, parent=register.bureau)
        ProjectFactory(
            district=district,
            responsible_leader=register.secretary,
            responsible_unit=register.bureau,
            owner_enterprise=register.dairy,
        )


# Page and the number of queries it takes, session and user included.
PAGES = {
    "/": 20,
    "/meetings/{promotion.pk}/": 13,
    "/projects/{valley.pk}/": 22,
    "/officials/{secretary.pk}/": 12,
    "/organizations/{bureau.pk}/": 11,
    "/enterprises/{dairy.pk}/": 10,
    "/articles/{promotion_article.pk}/": 13,
}


@pytest.mark.parametrize("address", PAGES)
def test_number_of_queries_does_not_grow_with_the_rows(open_page, register, address):
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert open_page(address.format(**vars(register))).status_code == 200
        return [query["sql"] for query in captured]

    add_rows(register, [0])
    few = queries()
    add_rows(register, range(1, 7))
    many = queries()
    assert len(many) == len(few), "\n".join(sql[:200] for sql in many)
    assert len(many) == PAGES[address], "\n".join(sql[:200] for sql in many)
