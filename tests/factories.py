"""One factory per model, with made-up Chinese values. A row and its parents share one district unless told otherwise."""

import datetime
import functools

import factory
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.roles import ensure_roles, give_roles
from articles.models import Article, Reading, ReadingState
from articles.texts import text_sha256
from desk.models import Decision, ImportBatch, ImportedArticle, ImportPage, NameTable, Outcome, SheetImport, Verdict
from desk.sheets.workbook import Workbook, packed
from meetings.models import (
    Attendance,
    Counted,
    Demand,
    Discussion,
    Headcount,
    Meeting,
    MeetingArticle,
    MeetingKind,
    MeetingType,
    Requirement,
    Role,
)
from people.models import (
    District,
    DistrictLevel,
    Enterprise,
    EnterpriseAlias,
    EnterpriseKind,
    Membership,
    Official,
    Organization,
    OrganizationAlias,
    OrganizationKind,
    Post,
)
from projects.models import (
    AnnualPlan,
    Figure,
    Project,
    ProjectAlias,
    ProjectCategory,
    ProjectStage,
    StageChange,
    Tag,
)

PASSWORD = "zheng-zhou-2024"
GIVEN_NAMES = ["建国", "志远", "海燕", "晓梅", "立新", "文博", "春生", "玉兰", "永强", "思琪"]
FAMILY_NAMES = ["樊", "曾", "单", "虎", "邵", "任", "孟", "段", "葛", "邢"]
PLACES = ["金水湾", "航海路", "大学路", "嵩山路", "淮河路", "陇海路", "侯寨", "马寨", "樱桃沟", "福华街"]
NUMERALS = "零一二三四五六七八九"


def numeral(n: int) -> str:
    """A number in Chinese digits, so that names in a sequence differ without Latin letters: 12 → 一二."""
    return "".join(NUMERALS[int(d)] for d in str(n))


def pick(words: list[str], n: int) -> str:
    return words[n % len(words)]


@functools.cache
def hashed_password() -> str:
    """Hashing is slow on purpose: once a run is enough."""
    return make_password(PASSWORD)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    full_name = factory.Sequence(lambda n: pick(FAMILY_NAMES, n) + pick(GIVEN_NAMES, n // 10))
    password = factory.LazyFunction(hashed_password)


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District

    code = factory.Sequence(lambda n: f"{410000 + n}")
    name = factory.Sequence(lambda n: f"{pick(PLACES, n)}{numeral(n)}区")
    level = DistrictLevel.COUNTY

    class Params:
        township = factory.Trait(
            level=DistrictLevel.TOWNSHIP,
            code=factory.Sequence(lambda n: f"{410103000 + n}"),
            name=factory.Sequence(lambda n: f"{pick(PLACES, n)}{numeral(n)}街道"),
        )


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: f"区{pick(['商务', '交通', '住建', '科技', '文旅'], n)}{numeral(n)}局")
    kind = OrganizationKind.GOVERNMENT


class OrganizationAliasFactory(DjangoModelFactory):
    class Meta:
        model = OrganizationAlias

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"{numeral(n)}号局")


class EnterpriseFactory(DjangoModelFactory):
    class Meta:
        model = Enterprise

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: f"河南{pick(PLACES, n)}{numeral(n)}食品有限公司")
    industry = "食品制造"
    kind = EnterpriseKind.PRIVATE


class EnterpriseAliasFactory(DjangoModelFactory):
    class Meta:
        model = EnterpriseAlias

    enterprise = factory.SubFactory(EnterpriseFactory)
    name = factory.Sequence(lambda n: f"{pick(PLACES, n)}{numeral(n)}食品")


class OfficialFactory(DjangoModelFactory):
    class Meta:
        model = Official

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: pick(FAMILY_NAMES, n) + pick(GIVEN_NAMES, n // 10))


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    official = factory.SubFactory(OfficialFactory)
    organization = factory.SubFactory(OrganizationFactory, district=factory.SelfAttribute("..official.district"))
    title = factory.Sequence(lambda n: f"区{pick(['商务', '交通', '住建', '科技', '文旅'], n)}局局长")
    start_date = datetime.date(2023, 3, 1)
    first_seen_date = datetime.date(2024, 1, 8)
    last_seen_date = datetime.date(2024, 5, 6)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    district = factory.SubFactory(DistrictFactory)


class TagFactory(DjangoModelFactory):
    class Meta:
        model = Tag

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: f"三个一批第{numeral(n)}批")


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: f"{pick(PLACES, n)}{numeral(n)}号产业园")
    category = ProjectCategory.INDUSTRY
    industry = "数字经济"
    location = "嵩山路与南三环交叉口"
    total_investment = 120000


class ProjectAliasFactory(DjangoModelFactory):
    class Meta:
        model = ProjectAlias

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"{numeral(n)}号园")


class StageChangeFactory(DjangoModelFactory):
    """The dated row alone; `projects.stages.change_stage` writes it together with `Project.stage`."""

    class Meta:
        model = StageChange

    project = factory.SubFactory(ProjectFactory)
    stage = ProjectStage.SIGNED
    changed_date = factory.Sequence(lambda n: datetime.date(2024, 1, 1) + datetime.timedelta(days=n))


class AnnualPlanFactory(DjangoModelFactory):
    class Meta:
        model = AnnualPlan

    project = factory.SubFactory(ProjectFactory)
    year = 2024
    annual_planned_investment = 30000


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = Figure

    district = factory.SubFactory(DistrictFactory)
    label = factory.Sequence(lambda n: f"第{numeral(n)}类项目完成投资")
    value = factory.Sequence(lambda n: 30 + n)
    unit = "亿元"
    scope = "省市重点建设项目"
    year = 2024


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    district = factory.SubFactory(DistrictFactory)
    outlet = "二七报"
    page_label = "01版"
    issue_date = datetime.date(2024, 5, 13)
    title = factory.Sequence(lambda n: f"全区重点项目第{numeral(n)}次调度会召开")
    text = factory.LazyAttribute(
        lambda article: f"5月6日上午,{article.title}。会议听取了项目进展情况汇报,要求各单位倒排工期、挂图作战。"
    )
    # An article known only by title and link is told apart by these.
    text_sha256 = factory.LazyAttribute(lambda article: text_sha256(article.text or article.title + article.url))


class ReadingFactory(DjangoModelFactory):
    class Meta:
        model = Reading

    article = factory.SubFactory(ArticleFactory)
    reader_version = factory.Sequence(lambda n: f"1.{n}")
    content = factory.LazyFunction(lambda: {"events": []})

    class Params:
        recorded = factory.Trait(
            state=ReadingState.RECORDED,
            recorded_by=factory.SubFactory(UserFactory),
            recorded_at=factory.LazyFunction(timezone.now),
        )


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    district = factory.SubFactory(DistrictFactory)
    kind = MeetingKind.MEETING
    meeting_type = MeetingType.DISPATCH
    name = factory.Sequence(lambda n: f"全区重点项目第{numeral(n)}次调度会")
    held_date = datetime.date(2024, 5, 6)
    venue = "区政府第一会议室"


class MeetingArticleFactory(DjangoModelFactory):
    class Meta:
        model = MeetingArticle

    meeting = factory.SubFactory(MeetingFactory)
    article = factory.SubFactory(ArticleFactory, district=factory.SelfAttribute("..meeting.district"))


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    role = Role.ATTEND
    order = factory.Sequence(lambda n: n % 1000)
    official = factory.SubFactory(OfficialFactory, district=factory.SelfAttribute("..meeting.district"))
    printed_name = factory.LazyAttribute(lambda attendance: attendance.official.name if attendance.official else "王某")
    printed_title = "区领导"


class HeadcountFactory(DjangoModelFactory):
    class Meta:
        model = Headcount

    meeting = factory.SubFactory(MeetingFactory)
    counted = Counted.UNITS
    number = 9


class DiscussionFactory(DjangoModelFactory):
    class Meta:
        model = Discussion

    meeting = factory.SubFactory(MeetingFactory)
    project = factory.SubFactory(ProjectFactory, district=factory.SelfAttribute("..meeting.district"))
    printed_name = factory.LazyAttribute(lambda discussion: discussion.project.name if discussion.project else "某项目")
    order = factory.Sequence(lambda n: n % 1000)


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = Requirement

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: n % 1000 + 1)
    heading = factory.Sequence(lambda n: f"要建立第{numeral(n)}项机制")
    text = "要建立周调度、月通报机制,倒排工期,确保按时序推进。"
    printed_speaker = "会议"


class DemandFactory(DjangoModelFactory):
    class Meta:
        model = Demand

    meeting = factory.SubFactory(MeetingFactory)
    enterprise = factory.SubFactory(EnterpriseFactory, district=factory.SelfAttribute("..meeting.district"))
    printed_enterprise = factory.LazyAttribute(lambda demand: demand.enterprise.name if demand.enterprise else "")
    text = "厂区门前道路夜间无照明,希望协调解决。"


class NameTableFactory(DjangoModelFactory):
    class Meta:
        model = NameTable

    district = factory.SubFactory(DistrictFactory)
    version = factory.Sequence(lambda n: f"{n:012x}")
    names = factory.LazyFunction(
        lambda: {"people": ["樊建国"], "organizations": ["区商务局"], "enterprises": ["金水湾食品"], "projects": []}
    )


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    district = factory.SubFactory(DistrictFactory)
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")


class ImportPageFactory(DjangoModelFactory):
    class Meta:
        model = ImportPage

    batch = factory.SubFactory(ImportBatchFactory)
    position = factory.Sequence(lambda n: n)
    name = factory.Sequence(lambda n: f"档案/第{numeral(n)}版.txt")
    raw = "区商务局召开调度会。".encode()


class ImportedArticleFactory(DjangoModelFactory):
    class Meta:
        model = ImportedArticle

    page = factory.SubFactory(ImportPageFactory, state="read")
    batch = factory.SelfAttribute("page.batch")
    place = factory.Sequence(lambda n: n)
    line = 1
    issue_date = datetime.date(2024, 5, 13)
    title = factory.Sequence(lambda n: f"全区重点项目第{numeral(n)}次调度会召开")
    article = factory.SubFactory(ArticleFactory, district=factory.SelfAttribute("..batch.district"))
    outcome = Outcome.NEW
    is_new = True


class SheetImportFactory(DjangoModelFactory):
    class Meta:
        model = SheetImport

    district = factory.SubFactory(DistrictFactory)
    file_name = factory.Sequence(lambda n: f"第{numeral(n)}批项目台账.xlsx")
    as_of_date = datetime.date(2024, 5, 31)
    content = factory.LazyFunction(lambda: packed(Workbook()))
    uploaded_by = factory.SubFactory(UserFactory)


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    reading = factory.SubFactory(ReadingFactory)
    fact = factory.Sequence(lambda n: f"person:{n}-{n + 3}")
    verdict = Verdict.ACCEPT
    decided_by = factory.SubFactory(UserFactory)
    decided_at = factory.LazyFunction(timezone.now)


def member_of(district: District, *roles: str, **fields) -> User:
    """A user who belongs to `district` and holds the named roles ("录入员"); further fields are the user's own."""
    user = UserFactory(**fields)
    MembershipFactory(user=user, district=district)
    if roles:
        if not Group.objects.filter(name__in=roles).exists():
            ensure_roles()
        give_roles(user, *roles)
    return user


def quoted(article: Article, words: str) -> dict:
    """The four fields of a cited fact whose sentence is `words` in `article`: `AttendanceFactory(**quoted(a, "…"))`."""
    start = article.text.index(words)
    return {"article": article, "quote": words, "span_start": start, "span_end": start + len(words)}
