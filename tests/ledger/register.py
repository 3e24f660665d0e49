"""A small register of one district, and every ledger by name: what the tests of the ledgers share."""

import csv
import datetime
import io
from html.parser import HTMLParser

from django.urls import reverse

from meetings.models import Counted, Role
from projects.stages import change_stage
from tests.factories import (
    AnnualPlanFactory,
    ArticleFactory,
    AttendanceFactory,
    DemandFactory,
    DiscussionFactory,
    DistrictFactory,
    EnterpriseAliasFactory,
    EnterpriseFactory,
    FigureFactory,
    HeadcountFactory,
    MeetingArticleFactory,
    MeetingFactory,
    OfficialFactory,
    OrganizationAliasFactory,
    OrganizationFactory,
    PostFactory,
    ProjectAliasFactory,
    ProjectFactory,
    ReadingFactory,
    RequirementFactory,
    TagFactory,
    quoted,
)

LEDGERS = [
    "meetings:meeting",
    "meetings:requirement",
    "meetings:demand",
    "projects:project",
    "projects:figure",
    "people:official",
    "people:organization",
    "people:enterprise",
    "articles:article",
]
SUGGESTIONS = [
    "people:official-suggest",
    "people:organization-suggest",
    "people:enterprise-suggest",
    "people:township-suggest",
    "projects:project-suggest",
    "projects:tag-suggest",
]


def furnish(district, rows: int = 1) -> None:
    """At least `rows` rows in every ledger of `district`, each with something in every cell."""
    for n in range(rows):
        town = DistrictFactory(township=True, parent=district)
        official = OfficialFactory(district=district, note="原交通局")
        unit = OrganizationFactory(district=district, parent=OrganizationFactory(district=district))
        firm = EnterpriseFactory(district=district)
        OrganizationAliasFactory(organization=unit)
        EnterpriseAliasFactory(enterprise=firm)
        PostFactory(official=official, organization=unit)
        PostFactory(official=official, title="原职务", end_date=datetime.date(2023, 12, 31))
        project = ProjectFactory(
            district=district,
            township=town,
            responsible_leader=official,
            responsible_unit=unit,
            owner_enterprise=firm,
            total_investment="1234567.80",
        )
        project.tags.set([TagFactory(district=district), TagFactory(district=district)])
        ProjectAliasFactory(project=project)
        AnnualPlanFactory(project=project)
        change_stage(project, "signed", datetime.date(2024, 5, 1))
        article = ArticleFactory(district=district)
        ReadingFactory(article=article, recorded=True, recorded_in_bulk=bool(n % 2))
        meeting = MeetingFactory(
            district=district,
            township=town,
            day_part="afternoon",
            places="金水湾、马寨",
            end_date=datetime.date(2024, 5, 7),
        )
        MeetingArticleFactory(meeting=meeting, article=article)
        AttendanceFactory(meeting=meeting, official=official, role=Role.CHAIR)
        AttendanceFactory(meeting=meeting, official=OfficialFactory(district=district))
        AttendanceFactory(meeting=meeting, official=None, organization=unit, printed_name=unit.name, printed_title="")
        AttendanceFactory(meeting=meeting, official=None, enterprise=firm, printed_name=firm.name, printed_title="")
        HeadcountFactory(meeting=meeting, counted=Counted.UNITS, number=9)
        DiscussionFactory(meeting=meeting, project=project)
        cited = quoted(article, "要求各单位倒排工期")
        whole = RequirementFactory(
            meeting=meeting, number=1, issued_by=official, printed_speaker=official.name, **cited
        )
        whole.projects.add(project)
        RequirementFactory(meeting=meeting, parent=whole, number=1)
        DemandFactory(meeting=meeting, enterprise=firm, demand_type="traffic", handling="现场办公", **cited)
        FigureFactory(district=district, project=project, bound="about", **cited)


class Table(HTMLParser):
    """The table of a page as rows of text; `headers` its head."""

    def __init__(self, html: str):
        super().__init__()
        self.headers: list[str] = []
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = []
        self._hidden = ("class", "lg-arrow") in attrs

    def handle_endtag(self, tag):
        if tag == "td":
            self.rows[-1].append("".join(self._cell))
            self._cell = None
        elif tag == "th":
            self.headers.append("".join(self._cell))
            self._cell = None
        elif tag == "thead":
            self.rows.clear()
        elif tag == "span":
            self._hidden = False

    def handle_data(self, data):
        if self._cell is not None and not self._hidden:
            self._cell.append(data)


def screen(client, ledger: str, **parameters) -> Table:
    response = client.get(reverse(f"{ledger}-list"), parameters)
    assert response.status_code == 200, response.status_code
    return Table(response.content.decode())


def column(client, ledger: str, header: str, **parameters) -> list[str]:
    """The cells of one column of the page."""
    table = screen(client, ledger, **parameters)
    return [row[table.headers.index(header)] for row in table.rows]


def file_of(client, ledger: str, **parameters) -> list[list[str]]:
    """The rows of the file, its head first."""
    response = client.get(reverse(f"{ledger}-csv"), parameters)
    assert response.status_code == 200, response.content
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))
