"""Events of every kind, who took part, and what was dealt with, required and asked for."""

from concurrency.fields import IntegerVersionField
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from articles.models import Article, Cited
from people.models import District, Enterprise, Official, Organization
from people.visibility import VisibleQuerySet, visible_through
from projects.models import Project


class MeetingKind(models.TextChoices):
    MEETING = "meeting", "会议"
    VISIT = "visit", "走访调研"
    TOUR = "tour", "观摩"
    TRAINING = "training", "培训"
    SIGNING = "signing", "签约"
    GROUNDBREAKING = "groundbreaking", "开工"
    RECEPTION = "reception", "接待会见"
    OTHER = "other", "其他活动"


class MeetingType(models.TextChoices):
    PROMOTION = "promotion", "项目推进会"
    ASSESSMENT = "assessment", "研判会"
    DISPATCH = "dispatch", "调度会"
    WORK = "work", "工作推进会"
    SPECIAL = "special", "专题会"
    REVIEW = "review", "讲评会"
    ON_SITE_OFFICE = "on_site_office", "现场办公会"
    SYMPOSIUM = "symposium", "座谈会"


class DayPart(models.TextChoices):
    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"
    EVENING = "evening", "晚上"


class Role(models.TextChoices):
    CHAIR = "chair", "主持"
    LEAD = "lead", "带队"
    SPEAK = "speak", "讲话"
    REPORT = "report", "汇报"
    HOST = "host", "承办接待"
    ATTEND = "attend", "参加"


class Counted(models.TextChoices):
    UNITS = "units", "单位"
    PROJECTS = "projects", "项目"
    PEOPLE = "people", "人员"
    ENTERPRISES = "enterprises", "企业"
    PLACES = "places", "地点"


class Manner(models.TextChoices):
    DISCUSSED = "discussed", "研究"
    VISITED = "visited", "察看"
    SIGNED = "signed", "签约"
    STARTED = "started", "开工"


class DemandType(models.TextChoices):
    POLICY = "policy", "政策"
    LAND = "land", "用地"
    FUNDS = "funds", "资金"
    LABOUR = "labour", "用工"
    PERMITS = "permits", "证照"
    TRAFFIC = "traffic", "交通市政"
    OTHER = "other", "其他"


class DemandState(models.TextChoices):
    PENDING = "pending", "待交办"
    IN_PROGRESS = "in_progress", "办理中"
    SOLVED = "solved", "已解决"
    LONG_TERM = "long_term", "长期推进"
    UNSOLVABLE = "unsolvable", "无法解决"


class Meeting(models.Model):
    """One event of any kind: a meeting, a visit, a tour, a class. Its ledger is 会议活动.

    A date that was not printed (近日) stays empty; `earliest_date` and `latest_date` give the range where
    neighbours give one, and `date_note` says what was printed instead.
    """

    district = models.ForeignKey(District, models.PROTECT, related_name="meetings", verbose_name="行政区")
    kind = models.CharField("类别", max_length=20, choices=MeetingKind, default=MeetingKind.MEETING)
    meeting_type = models.CharField("会议类型", max_length=20, choices=MeetingType, blank=True)
    name = models.CharField("名称", max_length=200, blank=True, help_text="没有名称的走访可留空。")
    held_date = models.DateField("日期", null=True, blank=True)
    end_date = models.DateField("结束日期", null=True, blank=True)
    earliest_date = models.DateField("最早可能日期", null=True, blank=True)
    latest_date = models.DateField("最晚可能日期", null=True, blank=True)
    date_note = models.CharField("日期说明", max_length=50, blank=True, help_text="报道未写明日期时的原话,如“近日”。")
    day_part = models.CharField("时段", max_length=10, choices=DayPart, blank=True)
    venue = models.CharField("地点", max_length=200, blank=True)
    places = models.CharField("到访地点", max_length=500, blank=True, help_text="用顿号分开。")
    township = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings_located",
        verbose_name="属地镇办",
        limit_choices_to={"level": "township"},
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="meetings_entered",
        verbose_name="录入人",
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="meetings_checked",
        verbose_name="核对人",
    )
    checked_at = models.DateTimeField("核对时间", null=True, blank=True, editable=False)
    articles = models.ManyToManyField(
        Article, through="MeetingArticle", related_name="meetings", verbose_name="报道来源"
    )
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "会议活动"
        verbose_name_plural = "会议活动"
        ordering = [F("held_date").desc(nulls_last=True), "-id"]
        indexes = [
            models.Index(fields=["-held_date", "-id"], name="meeting_newest_first"),
            models.Index(fields=["district", "held_date"], name="meeting_by_district"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MeetingKind.values),
                name="meeting_kind_valid",
                violation_error_message="类别无效。",
            ),
            models.CheckConstraint(
                condition=Q(meeting_type="") | Q(meeting_type__in=MeetingType.values),
                name="meeting_type_valid",
                violation_error_message="会议类型无效。",
            ),
            models.CheckConstraint(
                condition=Q(day_part="") | Q(day_part__in=DayPart.values),
                name="meeting_day_part_valid",
                violation_error_message="时段无效。",
            ),
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(held_date__isnull=False, end_date__gte=F("held_date")),
                name="meeting_end_not_before_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(latest_date__gte=F("earliest_date")),
                name="meeting_range_ordered",
                violation_error_message="最晚可能日期不能早于最早可能日期。",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_at=None) | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="meeting_check_complete",
                violation_error_message="核对人与核对时间须同时填写。",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(entered_by=None) | ~Q(checked_by=F("entered_by")),
                name="meeting_checked_by_another",
                violation_error_message="核对人不能是录入人本人。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def date_as_known(self) -> str:
        """The date in words: the day, the days, or what the article says instead of one."""
        if not self.held_date:
            said = self.date_note + self.get_day_part_display()
            return f"{said}(具体日期未载)" if said else "日期未载"
        day = date_format(self.held_date, "Y年n月j日")
        if self.end_date:
            day += "至" + date_format(self.end_date, "Y年n月j日")
        return day + (self.get_day_part_display() or "")

    @property
    def title(self) -> str:
        """What the event is called on screen: its name, or its kind and places."""
        if self.name:
            return self.name
        return self.get_kind_display() + (f":{self.places or self.venue}" if self.places or self.venue else "")


class MeetingArticle(models.Model):
    """One article that reports a meeting, and the sentence that does so."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sources", verbose_name="会议活动")
    article = models.ForeignKey(Article, models.PROTECT, related_name="meeting_sources", verbose_name="报道")
    quote = models.TextField("原文", blank=True)
    span_start = models.PositiveIntegerField("起始字符", null=True, blank=True)
    span_end = models.PositiveIntegerField("结束字符", null=True, blank=True)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("meeting__district").as_manager()

    class Meta:
        verbose_name = "报道来源"
        verbose_name_plural = "报道来源"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "article"],
                name="meeting_article_unique",
                violation_error_message="该会议活动已关联此报道。",
            ),
            models.CheckConstraint(
                condition=Q(quote="", span_start=None, span_end=None)
                | Q(
                    ~Q(quote=""),
                    span_start__isnull=False,
                    span_end__isnull=False,
                    span_start__lt=F("span_end"),
                ),
                name="meeting_article_span_whole",
                violation_error_message="原文与起止字符须同时填写或同时留空,且起始小于结束。",
            ),
            models.CheckConstraint(
                condition=Q(span_start=None) | Q(span_end=F("span_start") + Length("quote")),
                name="meeting_article_quote_fits_span",
                violation_error_message="原文的字数与起止字符不符。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)


class Attendance(Cited):
    """One person, unit or enterprise that took part, as printed; linked to at most one row of the register."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="会议活动")
    role = models.CharField("角色", max_length=10, choices=Role, default=Role.ATTEND)
    order = models.PositiveSmallIntegerField("次序", default=0)
    printed_name = models.CharField("见报名称", max_length=100)
    printed_title = models.CharField("当日职务", max_length=150, blank=True)
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name="领导干部"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name="单位"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name="企业"
    )
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("meeting__district").as_manager()

    class Meta:
        verbose_name = "参加人员和单位"
        verbose_name_plural = "参加人员和单位"
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["official", "meeting"], name="attendance_by_official")]
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(printed_name=""),
                name="attendance_name_given",
                violation_error_message="请填写见报名称。",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="attendance_role_valid", violation_error_message="角色无效。"
            ),
            models.CheckConstraint(
                condition=Q(official=None, organization=None)
                | Q(official=None, enterprise=None)
                | Q(organization=None, enterprise=None),
                name="attendance_one_link",
                violation_error_message="领导干部、单位、企业至多填写一项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed_title}{self.printed_name}({self.get_role_display()})"


class Headcount(Cited):
    """How many took part or were visited, where the article prints a number: 等9家单位, 17个项目."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="headcounts", verbose_name="会议活动")
    counted = models.CharField("对象", max_length=20, choices=Counted)
    number = models.PositiveIntegerField("数量")
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("meeting__district").as_manager()

    class Meta:
        verbose_name = "见报数量"
        verbose_name_plural = "见报数量"
        ordering = ["id"]
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                condition=Q(number__gt=0), name="headcount_positive", violation_error_message="数量须大于零。"
            ),
            models.CheckConstraint(
                condition=Q(counted__in=Counted.values),
                name="headcount_counted_valid",
                violation_error_message="计数对象无效。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_counted_display()} {self.number}"


class Discussion(Cited):
    """One project a meeting dealt with, and how."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="discussions", verbose_name="会议活动")
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="discussions", verbose_name="项目"
    )
    printed_name = models.CharField("见报项目名称", max_length=200)
    manner = models.CharField("方式", max_length=10, choices=Manner, default=Manner.DISCUSSED)
    order = models.PositiveSmallIntegerField("次序", default=0)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("meeting__district").as_manager()

    class Meta:
        verbose_name = "涉及项目"
        verbose_name_plural = "涉及项目"
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["project", "meeting"], name="discussion_by_project")]
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(printed_name=""),
                name="discussion_name_given",
                violation_error_message="请填写见报项目名称。",
            ),
            models.CheckConstraint(
                condition=Q(manner__in=Manner.values),
                name="discussion_manner_valid",
                violation_error_message="方式无效。",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_name


class Requirement(Cited):
    """One thing required (要求), as said. Those that unfold another are its parts (`parent`).

    `issued_by` is empty where the speaker is no person of the register, such as 会议.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="requirements", verbose_name="会议活动")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="parts", verbose_name="上级要求"
    )
    number = models.PositiveSmallIntegerField("序号", default=1)
    heading = models.CharField("要点", max_length=200, blank=True)
    text = models.TextField("内容")
    issued_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="requirements_issued", verbose_name="提出人"
    )
    printed_speaker = models.CharField("见报提出者", max_length=100, blank=True)
    projects = models.ManyToManyField(Project, blank=True, related_name="requirements", verbose_name="涉及项目")
    version = IntegerVersionField()
    history = HistoricalRecords(m2m_fields=[projects])
    objects = visible_through("meeting__district").as_manager()

    class Meta:
        verbose_name = "工作要求"
        verbose_name_plural = "工作要求"
        ordering = ["meeting", "number", "id"]
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(text=""), name="requirement_text_given", violation_error_message="请填写要求内容。"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="requirement_not_own_part",
                violation_error_message="要求不能是自身的分项。",
            ),
            models.UniqueConstraint(
                fields=["meeting", "number"],
                condition=Q(parent=None),
                name="requirement_unique_number",
                violation_error_message="同一会议活动的要求序号不能重复。",
            ),
            models.UniqueConstraint(
                fields=["parent", "number"],
                condition=Q(parent__isnull=False),
                name="requirement_unique_part_number",
                violation_error_message="同一要求的分项序号不能重复。",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.text[:30]


class DemandQuerySet(VisibleQuerySet):
    """Demands: seen with their meeting, and by their enterprise's district only where they have none."""

    district_paths = ("meeting__district", "enterprise__district")

    def visible_to(self, user):
        met = Meeting.objects.visible_to(user).values("pk")
        asked = Enterprise.objects.visible_to(user).values("pk")
        return self.filter(Q(meeting__in=met) | Q(meeting=None, enterprise__in=asked))


class Demand(Cited):
    """What an enterprise asked for (诉求). How it was handled on the spot is not a solution."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="demands", verbose_name="会议活动"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="demands", verbose_name="企业"
    )
    printed_enterprise = models.CharField("见报企业名称", max_length=100, blank=True)
    text = models.TextField("诉求内容")
    demand_type = models.CharField("诉求类型", max_length=10, choices=DemandType, blank=True)
    handling = models.CharField("处理方式", max_length=100, blank=True, help_text="见报说法,如“现场办公”。")
    state = models.CharField("办理状态", max_length=20, choices=DemandState, default=DemandState.PENDING)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = "企业诉求"
        verbose_name_plural = "企业诉求"
        ordering = ["-id"]
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(text=""), name="demand_text_given", violation_error_message="请填写诉求内容。"
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) | Q(enterprise__isnull=False),
                name="demand_has_source",
                violation_error_message="会议活动和企业至少填写一项。",
            ),
            models.CheckConstraint(
                condition=Q(demand_type="") | Q(demand_type__in=DemandType.values),
                name="demand_type_valid",
                violation_error_message="诉求类型无效。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DemandState.values),
                name="demand_state_valid",
                violation_error_message="办理状态无效。",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]
