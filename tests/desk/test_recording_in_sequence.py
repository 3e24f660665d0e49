"""Articles recorded one after another: every row, link and history row that they make, written out.

The register knows some names already. The articles use short forms, namesakes, ambiguous names, the district's name
before a unit's, marks around a project's, and days before and after those that a post was seen on; one article has
three events, each of which matches what the one before it made.
"""

import datetime
from collections import Counter

import pytest
from django.apps import apps

from articles.models import Reading, ReadingState
from articles.texts import text_sha256
from desk.recording import record
from meetings.models import Attendance, Demand, Discussion, Headcount, Meeting, MeetingArticle, Requirement
from people.models import (
    DistrictLevel,
    Enterprise,
    EnterpriseAlias,
    Official,
    Organization,
    OrganizationAlias,
    Post,
)
from projects.models import Figure, Project, ProjectAlias
from tests.factories import (
    ArticleFactory,
    DistrictFactory,
    EnterpriseAliasFactory,
    EnterpriseFactory,
    OfficialFactory,
    OrganizationAliasFactory,
    OrganizationFactory,
    PostFactory,
    ProjectAliasFactory,
    ProjectFactory,
    ReadingFactory,
    UserFactory,
)

ROOMS = ("people", "projects", "meetings")


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2024, month, number)


def person(name: str, position: str = "", role: str = "attend") -> dict:
    return {"name": name, "position": position, "role": role, "evidence": None}


def named(*names: str, **more) -> list[dict]:
    return [{"name": name, "evidence": None, **more} for name in names]


def directive(by: str, text: str, *parts: str) -> dict:
    return {"by": by, "text": text, "evidence": None, "parts": [{"text": part, "evidence": None} for part in parts]}


def event(name: str, date: str | None, kind: str = "meeting", **more) -> dict:
    return {"kind": kind, "name": name, "date": date, "evidence": None, **more}


@pytest.fixture
def district(db):
    """青禾区 with a town, and the names its register knows."""
    district = DistrictFactory(name="青禾区", parent=DistrictFactory(name="云州市", level=DistrictLevel.CITY))
    DistrictFactory(township=True, name="禾木镇", parent=district)
    DistrictFactory(township=True, name="禾木镇")  # of another district
    bureau = OrganizationFactory(district=district, name="区商务局")
    OrganizationAliasFactory(organization=bureau, name="区招商局")
    OrganizationFactory(district=district, name="区发改委")
    EnterpriseFactory(district=district, name="云州云帆投资控股集团有限公司")
    EnterpriseAliasFactory(enterprise=EnterpriseFactory(district=district, name="云州正源置业有限公司"), name="老正源")
    EnterpriseFactory(district=district, name="云州海澜食品有限公司")
    EnterpriseFactory(district=district, name="云州市海澜绿色食品有限公司")
    ProjectAliasFactory(project=ProjectFactory(district=district, name="云帆数谷"), name="数谷一期")
    first, second = OfficialFactory.create_batch(2, district=district, name="苏见山")
    PostFactory(official=first, organization=None, title="副区长", first_seen_date=day(6, 4), last_seen_date=day(6, 4))
    PostFactory(official=second, organization=None, title="区商务局局长", first_seen_date=None, last_seen_date=None)
    OfficialFactory(name="林知远")  # of another district
    return district


FIRST = [
    event(
        "云帆数谷项目推进会",
        "2024-06-03",
        day_part="上午",
        places=["禾木镇", "青溪镇"],
        people=[
            person("林知远", "青禾区委书记", "chair"),
            person("苏见山", "区领导"),
            person("苏见山", "副区长"),
            person("沈听澜"),
            person("叶怀瑾", "云帆投控董事长", "report"),
        ],
        organizations=named("青禾区商务局", "区招商局", "区发展研究中心", role="report"),
        enterprises=named("云帆投控", "老正源"),
        projects=named("“云帆数谷”项目", "数谷一期", "云岭产业园"),
        counts=[{"of": "units", "number": 9, "evidence": None}, {"of": "things", "number": 1, "evidence": None}],
        directives=[
            directive("林知远", "要加快云岭产业园建设。", "要每月一会。", "要挂图作战。"),
            directive("会议", "要倒排工期。"),
            directive("苏见山", "数谷一期和“云帆数谷”项目要提速。"),
        ],
        demands=[{"enterprise": "海澜食品", "text": "办证慢", "handling": "现场办公", "evidence": None}],
        figures=[{"label": "总投资", "value": 12.5, "unit": "亿元", "scope": "云岭产业园", "evidence": None}],
    )
]

SECOND = [
    event(
        "教育工作会议",
        "2024-06-05",
        people=[person("苏见川", "区教育局局长"), person("苏见川", "区水利局局长"), person("林知远", "区委书记")],
        organizations=named("区教育局"),
        enterprises=named("云州澜启新材料有限公司", "云州青禾装备科技有限公司"),
        projects=named("澜启研发中心项目"),
        directives=[directive("苏见川", "要办好教育。")],
    ),
    event(
        "走访企业",
        "2024-06-06",
        "visit",
        people=[person("苏见川", "区水利局局长"), person("苏见川"), person("秦望舒", "区领导")],
        organizations=named("青禾区教育局"),
        enterprises=named("澜启新材", "青禾装备"),
        projects=named("澜启研发中心"),
        directives=[directive("秦望舒", "澜启研发中心要早开工。")],
    ),
    event(
        "水利专题会",
        "2024-06-07",
        people=[person("苏见川", "区教育局局长"), person("秦望舒", "副区长"), person("林知远", "区委书记", "lead")],
        organizations=named("青禾区教育局"),
        enterprises=named("澜启新材"),
        projects=named("“澜启研发中心”"),
    ),
]

THIRD = [
    event(
        "",
        None,
        "visit",
        date_note="近日",
        places=["云帆投控"],
        people=[
            person("林知远", "区委书记", "lead"),
            person("苏见山", "区商务局局长"),
            person("秦望舒", "区卫健委主任"),
        ],
        enterprises=named("云帆投控"),
        demands=[{"enterprise": "", "text": "用工短缺", "evidence": None}],
    )
]


@pytest.fixture
def recorded(district):
    """The three articles recorded in turn by one user: (user, the readings)."""
    user = UserFactory(username="reviewer")
    readings = []
    for number, (issued, events, figures) in enumerate(
        [
            (day(6, 4), FIRST, [{"label": "完成投资", "value": "30", "unit": "亿元", "evidence": None}]),
            (day(6, 8), SECOND, []),
            (day(6, 2), THIRD, [{"label": "增速", "value": "较快", "evidence": None}]),
        ]
    ):
        text = f"第{number}篇"
        article = ArticleFactory(district=district, text=text, text_sha256=text_sha256(text), issue_date=issued)
        reading = ReadingFactory(
            article=article, content={"events": events, "figures": figures}, state=ReadingState.WAITING
        )
        record(reading, by=user, in_bulk=True)
        readings.append(Reading.objects.get(pk=reading.pk))
    return user, readings


def test_names_become_the_rows_they_should(recorded, district):
    local = {"district": district}
    assert sorted(Official.objects.filter(**local).values_list("name", flat=True)) == sorted(
        ["苏见山", "苏见山", "林知远", "苏见川", "秦望舒"]
    )
    assert sorted(Organization.objects.filter(**local).values_list("name", flat=True)) == sorted(
        ["区商务局", "区发改委", "区发展研究中心", "区教育局"]
    )
    assert sorted(OrganizationAlias.objects.values_list("organization__name", "name")) == [
        ("区商务局", "区招商局"),
        ("区商务局", "青禾区商务局"),
        ("区教育局", "青禾区教育局"),
    ]
    assert sorted(Enterprise.objects.values_list("name", flat=True)) == [
        "云州云帆投资控股集团有限公司",
        "云州市海澜绿色食品有限公司",
        "云州正源置业有限公司",
        "云州海澜食品有限公司",
        "云州澜启新材料有限公司",
        "云州青禾装备科技有限公司",
    ]
    assert sorted(EnterpriseAlias.objects.values_list("enterprise__name", "name")) == [
        ("云州云帆投资控股集团有限公司", "云帆投控"),
        ("云州正源置业有限公司", "老正源"),
        ("云州澜启新材料有限公司", "澜启新材"),
        ("云州青禾装备科技有限公司", "青禾装备"),
    ]
    assert sorted(Project.objects.values_list("name", flat=True)) == ["云岭产业园", "云帆数谷", "澜启研发中心项目"]
    assert sorted(ProjectAlias.objects.values_list("project__name", "name")) == [
        ("云帆数谷", "“云帆数谷”项目"),
        ("云帆数谷", "数谷一期"),
        ("澜启研发中心项目", "澜启研发中心"),
    ]


def test_posts_are_made_and_widened(recorded):
    posts = Post.objects.values_list("official__name", "title", "first_seen_date", "last_seen_date")
    assert sorted(posts, key=lambda post: post[:2]) == [
        ("林知远", "区委书记", day(6, 2), day(6, 7)),
        ("秦望舒", "副区长", day(6, 7), day(6, 7)),
        ("秦望舒", "区卫健委主任", day(6, 2), day(6, 2)),
        ("苏见山", "副区长", day(6, 3), day(6, 4)),
        ("苏见山", "区商务局局长", day(6, 2), day(6, 2)),
        ("苏见川", "区教育局局长", day(6, 5), day(6, 7)),
    ]
    assert set(Post.objects.values_list("end_date", flat=True)) == {None}


def test_meetings_and_their_facts_are_these(recorded):
    assert list(
        Meeting.objects.order_by("pk").values_list(
            "name", "kind", "meeting_type", "held_date", "latest_date", "day_part", "township__name"
        )
    ) == [
        ("云帆数谷项目推进会", "meeting", "promotion", day(6, 3), None, "morning", "禾木镇"),
        ("教育工作会议", "meeting", "", day(6, 5), None, "", None),
        ("走访企业", "visit", "", day(6, 6), None, "", None),
        ("水利专题会", "meeting", "special", day(6, 7), None, "", None),
        ("", "visit", "", None, day(6, 2), "", None),
    ]
    attendances = Attendance.objects.order_by("meeting_id", "order").values_list(
        "meeting__name",
        "order",
        "role",
        "printed_name",
        "printed_title",
        "official__name",
        "organization__name",
        "enterprise__name",
    )
    assert list(attendances) == [
        ("云帆数谷项目推进会", 1, "chair", "林知远", "青禾区委书记", "林知远", None, None),
        ("云帆数谷项目推进会", 2, "attend", "苏见山", "区领导", None, None, None),
        ("云帆数谷项目推进会", 3, "attend", "苏见山", "副区长", "苏见山", None, None),
        ("云帆数谷项目推进会", 4, "attend", "沈听澜", "", None, None, None),
        ("云帆数谷项目推进会", 5, "report", "叶怀瑾", "云帆投控董事长", None, None, "云州云帆投资控股集团有限公司"),
        ("云帆数谷项目推进会", 6, "report", "青禾区商务局", "", None, "区商务局", None),
        ("云帆数谷项目推进会", 7, "report", "区招商局", "", None, "区商务局", None),
        ("云帆数谷项目推进会", 8, "report", "区发展研究中心", "", None, "区发展研究中心", None),
        ("云帆数谷项目推进会", 9, "attend", "云帆投控", "", None, None, "云州云帆投资控股集团有限公司"),
        ("云帆数谷项目推进会", 10, "attend", "老正源", "", None, None, "云州正源置业有限公司"),
        ("教育工作会议", 1, "attend", "苏见川", "区教育局局长", "苏见川", None, None),
        ("教育工作会议", 2, "attend", "苏见川", "区水利局局长", None, None, None),
        ("教育工作会议", 3, "attend", "林知远", "区委书记", "林知远", None, None),
        ("教育工作会议", 4, "attend", "区教育局", "", None, "区教育局", None),
        ("教育工作会议", 5, "attend", "云州澜启新材料有限公司", "", None, None, "云州澜启新材料有限公司"),
        ("教育工作会议", 6, "attend", "云州青禾装备科技有限公司", "", None, None, "云州青禾装备科技有限公司"),
        ("走访企业", 1, "attend", "苏见川", "区水利局局长", None, None, None),
        ("走访企业", 2, "attend", "苏见川", "", "苏见川", None, None),
        ("走访企业", 3, "attend", "秦望舒", "区领导", "秦望舒", None, None),
        ("走访企业", 4, "attend", "青禾区教育局", "", None, "区教育局", None),
        ("走访企业", 5, "host", "澜启新材", "", None, None, "云州澜启新材料有限公司"),
        ("走访企业", 6, "host", "青禾装备", "", None, None, "云州青禾装备科技有限公司"),
        ("水利专题会", 1, "attend", "苏见川", "区教育局局长", "苏见川", None, None),
        ("水利专题会", 2, "attend", "秦望舒", "副区长", "秦望舒", None, None),
        ("水利专题会", 3, "lead", "林知远", "区委书记", "林知远", None, None),
        ("水利专题会", 4, "attend", "青禾区教育局", "", None, "区教育局", None),
        ("水利专题会", 5, "attend", "澜启新材", "", None, None, "云州澜启新材料有限公司"),
        ("", 1, "lead", "林知远", "区委书记", "林知远", None, None),
        ("", 2, "attend", "苏见山", "区商务局局长", "苏见山", None, None),
        ("", 3, "attend", "秦望舒", "区卫健委主任", "秦望舒", None, None),
        ("", 4, "host", "云帆投控", "", None, None, "云州云帆投资控股集团有限公司"),
    ]
    # Of the two 苏见山 the title tells: each attendance is of him who holds it.
    assert set(
        Attendance.objects.filter(official__name="苏见山").values_list("printed_title", "official__posts__title")
    ) == {("副区长", "副区长"), ("区商务局局长", "区商务局局长")}
    assert list(Headcount.objects.values_list("meeting__name", "counted", "number")) == [
        ("云帆数谷项目推进会", "units", 9)
    ]
    assert list(
        Discussion.objects.order_by("meeting_id", "order").values_list(
            "meeting__name", "order", "printed_name", "project__name"
        )
    ) == [
        ("云帆数谷项目推进会", 1, "“云帆数谷”项目", "云帆数谷"),
        ("云帆数谷项目推进会", 2, "数谷一期", "云帆数谷"),
        ("云帆数谷项目推进会", 3, "云岭产业园", "云岭产业园"),
        ("教育工作会议", 1, "澜启研发中心项目", "澜启研发中心项目"),
        ("走访企业", 1, "澜启研发中心", "澜启研发中心项目"),
        ("水利专题会", 1, "“澜启研发中心”", "澜启研发中心项目"),
    ]
    assert MeetingArticle.objects.count() == 5


def test_requirements_demands_and_figures_are_these(recorded):
    requirements = [
        (
            row.meeting.name,
            row.parent and row.parent.number,
            row.number,
            row.text,
            row.printed_speaker,
            row.issued_by and row.issued_by.name,
            sorted(project.name for project in row.projects.all()),
        )
        for row in Requirement.objects.order_by("pk")
    ]
    assert sorted(requirements, key=str) == sorted(
        [
            ("云帆数谷项目推进会", None, 1, "要加快云岭产业园建设。", "林知远", "林知远", ["云岭产业园"]),
            ("云帆数谷项目推进会", 1, 1, "要每月一会。", "林知远", "林知远", []),
            ("云帆数谷项目推进会", 1, 2, "要挂图作战。", "林知远", "林知远", []),
            ("云帆数谷项目推进会", None, 2, "要倒排工期。", "会议", None, []),
            # Two people of that name were there.
            ("云帆数谷项目推进会", None, 3, "数谷一期和“云帆数谷”项目要提速。", "苏见山", None, ["云帆数谷"]),
            ("教育工作会议", None, 1, "要办好教育。", "苏见川", None, []),
            ("走访企业", None, 1, "澜启研发中心要早开工。", "秦望舒", "秦望舒", ["澜启研发中心项目"]),
        ],
        key=str,
    )
    assert list(
        Demand.objects.order_by("pk").values_list("meeting__name", "enterprise__name", "printed_enterprise")
    ) == [
        ("云帆数谷项目推进会", None, "海澜食品"),  # two companies are called so in short
        ("", None, ""),
    ]
    assert list(Figure.objects.order_by("pk").values_list("label", "project__name", "scope")) == [
        ("总投资", "云岭产业园", "云岭产业园"),
        ("完成投资", None, ""),
    ]


def test_made_lists_every_new_row_and_nothing_else(recorded):
    _, readings = recorded
    assert [{label: len(pks) for label, pks in reading.made.items()} for reading in readings] == [
        {
            "people.official": 1,
            "people.post": 1,
            "people.organization": 1,
            "people.organizationalias": 1,
            "people.enterprisealias": 1,
            "projects.project": 1,
            "projects.projectalias": 1,
            "meetings.meeting": 1,
            "meetings.meetingarticle": 1,
            "meetings.attendance": 10,
            "meetings.headcount": 1,
            "meetings.discussion": 3,
            "meetings.requirement": 5,
            "meetings.demand": 1,
            "projects.figure": 2,
        },
        {
            "people.official": 2,
            "people.post": 2,
            "people.organization": 1,
            "people.organizationalias": 1,
            "people.enterprise": 2,
            "people.enterprisealias": 2,
            "projects.project": 1,
            "projects.projectalias": 1,
            "meetings.meeting": 3,
            "meetings.meetingarticle": 3,
            "meetings.attendance": 17,
            "meetings.discussion": 3,
            "meetings.requirement": 2,
        },
        {
            "people.post": 1,
            "meetings.meeting": 1,
            "meetings.meetingarticle": 1,
            "meetings.attendance": 4,
            "meetings.demand": 1,
        },
    ]
    for reading in readings:
        for label, pks in reading.made.items():
            assert apps.get_model(label).objects.filter(pk__in=pks).count() == len(set(pks)) == len(pks)


def test_the_newest_history_row_of_every_row_is_the_row(recorded):
    user, readings = recorded
    made = Counter()
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if not hasattr(model._meta, "simple_history_manager_attribute"):
                continue
            for row in model.objects.all():
                newest = row.history.first()
                for field in newest.tracked_fields:
                    assert getattr(newest, field.attname) == getattr(row, field.attname), (row, field.name)
                made[model._meta.label_lower] += row.history.filter(history_type="+", history_user=user).count()
    listed = Counter()
    for reading in readings:
        listed.update({label: len(pks) for label, pks in reading.made.items()})
    assert +made == listed
    for reading in readings:
        newest = reading.history.first()
        assert (newest.history_type, newest.state, newest.made, newest.version) == (
            "~",
            ReadingState.RECORDED,
            reading.made,
            reading.version,
        )


def test_each_widening_of_a_post_is_a_row_of_its_history(recorded):
    history = {
        (post.official.name, post.title): [
            (row.history_type, row.first_seen_date, row.last_seen_date) for row in post.history.order_by("history_id")
        ]
        for post in Post.objects.all()
    }
    assert history == {
        ("林知远", "区委书记"): [
            ("+", day(6, 3), day(6, 3)),
            ("~", day(6, 3), day(6, 5)),
            ("~", day(6, 3), day(6, 7)),
            ("~", day(6, 2), day(6, 7)),
        ],
        ("秦望舒", "副区长"): [("+", day(6, 7), day(6, 7))],
        ("秦望舒", "区卫健委主任"): [("+", day(6, 2), day(6, 2))],
        ("苏见山", "副区长"): [("+", day(6, 4), day(6, 4)), ("~", day(6, 3), day(6, 4))],
        ("苏见山", "区商务局局长"): [("+", None, None), ("~", day(6, 2), day(6, 2))],
        ("苏见川", "区教育局局长"): [("+", day(6, 5), day(6, 5)), ("~", day(6, 5), day(6, 7))],
    }
    for post in Post.objects.all():
        versions = list(post.history.order_by("history_id").values_list("version", flat=True))
        assert versions == sorted(set(versions))  # each one newer than the one before


def test_the_projects_of_a_requirement_are_in_its_history(recorded):
    user, _ = recorded
    for requirement in Requirement.objects.all():
        rows = list(requirement.history.order_by("history_id"))
        concerned = {project.pk for project in requirement.projects.all()}
        assert [row.history_type for row in rows] == (["+", "~"] if concerned else ["+"])
        assert {row.history_user for row in rows} == {user}
        assert {link.project_id for link in rows[-1].projects.all()} == concerned
        assert {link.requirement_id for link in rows[-1].projects.all()} <= {requirement.pk}
