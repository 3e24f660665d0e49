"""A small register about one invented meeting, visit and tour: what the pages are looked at and tested with."""

import datetime
from dataclasses import dataclass

from accounts.models import User
from articles.models import Article
from meetings.models import Counted, DayPart, DemandType, Manner, Meeting, MeetingKind, MeetingType, Role
from people.models import District, Enterprise, Official, Organization
from projects.models import Project, ProjectCategory, ProjectStage
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
    OrganizationFactory,
    PostFactory,
    ProjectAliasFactory,
    ProjectFactory,
    ReadingFactory,
    RequirementFactory,
    member_of,
    quoted,
)

PROMOTION_TEXT = """清河区召开北岸智造谷项目推进会

本报讯 4月9日下午,清河区委书记程砚秋在区委二楼会议室主持召开北岸智造谷项目推进会。区领导陆远、沈一帆参会。

会议听取了区工信局等6家单位和清河城投对北岸智造谷项目进展的汇报。

程砚秋强调,要压实责任,建立周调度机制。要明确专人跟进北岸智造谷用地报批,每周五通报一次。要把问题清单交到牵头单位手中。

要优化服务,主动上门对接企业。对企业反映的事项限时答复。

记者 丁宁"""

VISIT_TEXT = """沈一帆到槐荫镇走访食品企业

本报讯 4月10日上午,区委常委、副区长沈一帆到槐荫镇走访食品企业,先后来到麦香坊、青禾乳业,对青禾乳业提出的厂区门前道路夜间照明问题进行了现场办公。

记者 丁宁"""

TOUR_TEXT = """清河区组织季度重点项目观摩

本报讯 近日,清河区组织季度重点项目观摩,先后来到北岸智造谷、南湾冷链物流园等12个项目。

据了解,2025年全区省市重点项目年度计划投资80.5亿元,截至3月底已完成投资20.1亿元,占年度计划投资25%。

记者 丁宁"""


@dataclass
class Register:
    """The rows a test asks for by name."""

    district: District
    user: User
    promotion: Meeting
    visit: Meeting
    tour: Meeting
    promotion_article: Article
    visit_article: Article
    tour_article: Article
    secretary: Official
    vice_mayor: Official
    bureau: Organization
    builder: Enterprise
    dairy: Enterprise
    valley: Project


def make_register() -> Register:
    """One district with a promotion meeting, a visit and a tour, each with its article."""
    district = DistrictFactory(name="清河区")
    user = member_of(district, username="reader", full_name="读者")
    clerk = member_of(district, username="clerk", full_name="录入员甲")
    township = DistrictFactory(township=True, name="槐荫镇", parent=district)
    secretary = OfficialFactory(district=district, name="程砚秋")
    mayor = OfficialFactory(district=district, name="陆远")
    vice_mayor = OfficialFactory(district=district, name="沈一帆")
    bureau = OrganizationFactory(district=district, name="区工信局")
    committee = OrganizationFactory(district=district, name="清河区委", kind="party")
    builder = EnterpriseFactory(district=district, name="清河城市建设投资有限公司", kind="platform", industry="")
    EnterpriseAliasFactory(enterprise=builder, name="清河城投")
    bakery = EnterpriseFactory(district=district, name="麦香坊")
    dairy = EnterpriseFactory(district=district, name="青禾乳业")
    PostFactory(
        official=secretary,
        organization=committee,
        title="区委书记",
        first_seen_date=datetime.date(2024, 11, 2),
        last_seen_date=datetime.date(2025, 4, 9),
    )
    PostFactory(
        official=vice_mayor,
        organization=None,
        title="区委常委、副区长",
        start_date=None,
        first_seen_date=datetime.date(2025, 4, 10),
        last_seen_date=datetime.date(2025, 4, 10),
    )
    valley = ProjectFactory(
        district=district,
        name="北岸智造谷",
        category=ProjectCategory.INDUSTRY,
        township=township,
        total_investment=356000,
        responsible_leader=secretary,
        responsible_unit=bureau,
        owner_enterprise=builder,
    )
    ProjectAliasFactory(project=valley, name="智造谷")
    AnnualPlanFactory(project=valley, year=2025, annual_planned_investment=9000)
    cold_chain = ProjectFactory(district=district, name="南湾冷链物流园", category="", total_investment=None)
    source = {"district": district, "outlet": "清河日报", "issue_date": datetime.date(2025, 4, 14)}
    promotion_article = ArticleFactory(title="清河区召开北岸智造谷项目推进会", text=PROMOTION_TEXT, **source)
    visit_article = ArticleFactory(title="沈一帆到槐荫镇走访食品企业", text=VISIT_TEXT, **source)
    tour_article = ArticleFactory(title="清河区组织季度重点项目观摩", text=TOUR_TEXT, **source)
    for article in (promotion_article, visit_article, tour_article):
        ReadingFactory(article=article, recorded=True, state="recorded", recorded_by=clerk, recorded_in_bulk=True)
    waiting = ArticleFactory(title="清河区开展消防演练", **source)
    ReadingFactory(article=waiting, state="waiting")
    change_stage(valley, ProjectStage.SIGNED, datetime.date(2025, 4, 9))

    promotion = MeetingFactory(
        district=district,
        name="北岸智造谷项目推进会",
        meeting_type=MeetingType.PROMOTION,
        held_date=datetime.date(2025, 4, 9),
        day_part=DayPart.AFTERNOON,
        venue="区委二楼会议室",
        entered_by=clerk,
    )
    _source(promotion, promotion_article, "4月9日下午")
    for order, (role, name, title, official) in enumerate(
        [
            (Role.CHAIR, "程砚秋", "清河区委书记", secretary),
            (Role.ATTEND, "陆远", "区领导", mayor),
            (Role.ATTEND, "沈一帆", "区领导", vice_mayor),
        ]
    ):
        AttendanceFactory(
            meeting=promotion,
            role=role,
            order=order,
            official=official,
            printed_name=name,
            printed_title=title,
            **quoted(promotion_article, name),
        )
    body = {"official": None, "printed_title": "", "role": Role.REPORT}
    AttendanceFactory(
        meeting=promotion,
        organization=bureau,
        printed_name="区工信局",
        **body,
        **quoted(promotion_article, "区工信局"),
    )
    AttendanceFactory(
        meeting=promotion,
        enterprise=builder,
        printed_name="清河城投",
        **body,
        **quoted(promotion_article, "清河城投"),
    )
    HeadcountFactory(meeting=promotion, counted=Counted.UNITS, number=6, **quoted(promotion_article, "等6家单位"))
    DiscussionFactory(
        meeting=promotion, project=valley, printed_name="北岸智造谷", **quoted(promotion_article, "北岸智造谷")
    )
    first = "要压实责任,建立周调度机制。要明确专人跟进北岸智造谷用地报批,每周五通报一次。要把问题清单交到牵头单位手中。"
    whole = RequirementFactory(
        meeting=promotion,
        number=1,
        heading="要压实责任,建立周调度机制",
        text=first,
        issued_by=secretary,
        printed_speaker="程砚秋",
        **quoted(promotion_article, first),
    )
    whole.projects.add(valley)
    for number, text in enumerate(
        ["要明确专人跟进北岸智造谷用地报批,每周五通报一次。", "要把问题清单交到牵头单位手中。"], 1
    ):
        RequirementFactory(
            meeting=promotion,
            parent=whole,
            number=number,
            heading="",
            text=text,
            issued_by=secretary,
            printed_speaker="程砚秋",
            **quoted(promotion_article, text),
        )
    second = "要优化服务,主动上门对接企业。对企业反映的事项限时答复。"
    RequirementFactory(
        meeting=promotion,
        number=2,
        heading="要优化服务,主动上门对接企业",
        text=second,
        printed_speaker="会议",
        **quoted(promotion_article, second),
    )

    visit = MeetingFactory(
        district=district,
        kind=MeetingKind.VISIT,
        meeting_type="",
        name="",
        held_date=datetime.date(2025, 4, 10),
        day_part=DayPart.MORNING,
        venue="",
        places="槐荫镇、麦香坊、青禾乳业",
        township=township,
        entered_by=clerk,
    )
    _source(visit, visit_article, "4月10日上午")
    AttendanceFactory(
        meeting=visit,
        role=Role.LEAD,
        official=vice_mayor,
        printed_name="沈一帆",
        printed_title="区委常委、副区长",
        **quoted(visit_article, "沈一帆"),
    )
    for enterprise in (bakery, dairy):
        AttendanceFactory(
            meeting=visit,
            role=Role.HOST,
            official=None,
            enterprise=enterprise,
            printed_name=enterprise.name,
            printed_title="",
            **quoted(visit_article, enterprise.name),
        )
    DemandFactory(
        meeting=visit,
        enterprise=dairy,
        printed_enterprise="青禾乳业",
        text="厂区门前道路夜间照明",
        demand_type=DemandType.TRAFFIC,
        handling="现场办公",
        **quoted(visit_article, "青禾乳业提出的厂区门前道路夜间照明问题"),
    )

    tour = MeetingFactory(
        district=district,
        kind=MeetingKind.TOUR,
        meeting_type="",
        name="季度重点项目观摩",
        held_date=None,
        date_note="近日",
        earliest_date=datetime.date(2025, 4, 1),
        latest_date=datetime.date(2025, 4, 14),
        venue="",
        entered_by=clerk,
    )
    _source(tour, tour_article, "近日")
    HeadcountFactory(meeting=tour, counted=Counted.PROJECTS, number=12, **quoted(tour_article, "等12个项目"))
    for order, project in enumerate((valley, cold_chain)):
        DiscussionFactory(
            meeting=tour,
            project=project,
            printed_name=project.name,
            manner=Manner.VISITED,
            order=order,
            **quoted(tour_article, project.name),
        )
    figure = {"district": district, "scope": "省市重点项目", "year": 2025}
    FigureFactory(label="年度计划投资", value="80.5", **figure, **quoted(tour_article, "年度计划投资80.5亿元"))
    FigureFactory(
        label="完成投资",
        value="20.1",
        as_of_date=datetime.date(2025, 3, 31),
        **figure,
        **quoted(tour_article, "截至3月底已完成投资20.1亿元"),
    )
    FigureFactory(
        label="占年度计划投资",
        value="25",
        **{**figure, "as_of_date": datetime.date(2025, 3, 31)},
        unit="%",
        **quoted(tour_article, "占年度计划投资25%"),
    )
    return Register(
        district=district,
        user=user,
        promotion=promotion,
        visit=visit,
        tour=tour,
        promotion_article=promotion_article,
        visit_article=visit_article,
        tour_article=tour_article,
        secretary=secretary,
        vice_mayor=vice_mayor,
        bureau=bureau,
        builder=builder,
        dairy=dairy,
        valley=valley,
    )


def _source(meeting: Meeting, article: Article, words: str) -> None:
    cited = quoted(article, words)
    cited.pop("article")
    MeetingArticleFactory(meeting=meeting, article=article, **cited)
