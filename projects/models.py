"""Key projects, their stages and plans, and published figures."""

from concurrency.fields import IntegerVersionField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from articles.models import Cited
from people.models import District, Enterprise, Official, Organization
from people.pinyin import PinyinField
from people.visibility import VisibleQuerySet, visible_through


class ProjectStage(models.TextChoices):
    PLANNING = "planning", "谋划"
    NEGOTIATING = "negotiating", "在谈"
    SIGNED = "signed", "签约"
    STARTED = "started", "开工"
    UNDER_CONSTRUCTION = "under_construction", "在建"
    COMPLETED = "completed", "竣工"
    IN_PRODUCTION = "in_production", "投产"
    AT_FULL_EFFECT = "at_full_effect", "达效"
    WITHDRAWN = "withdrawn", "终止"


class ProjectCategory(models.TextChoices):
    INDUSTRY = "industry", "产业发展"
    INFRASTRUCTURE = "infrastructure", "基础设施"
    LIVELIHOOD = "livelihood", "社会民生"
    ECOLOGY = "ecology", "生态环保"
    URBAN_RENEWAL = "urban_renewal", "城市更新"
    ASSET_REVITALIZATION = "asset_revitalization", "资源盘活"
    RESETTLEMENT = "resettlement", "群众安置"


class FigureBound(models.TextChoices):
    ABOVE = "above", "以上"
    BELOW = "below", "以下"
    ABOUT = "about", "约"
    NEARLY = "nearly", "近"
    OVER = "over", "超"


class Tag(models.Model):
    """A word by which a district groups its projects, such as 三个一批."""

    district = models.ForeignKey(District, models.PROTECT, related_name="tags", verbose_name="行政区")
    name = models.CharField("标签", max_length=30)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "标签"
        verbose_name_plural = "标签"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"], name="tag_unique_name", violation_error_message="本行政区已有此标签。"
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="tag_name_given", violation_error_message="请填写标签。"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Project(models.Model):
    """One key project (重点项目). `stage` is written only together with its StageChange."""

    district = models.ForeignKey(District, models.PROTECT, related_name="projects", verbose_name="行政区")
    name = models.CharField("项目名称", max_length=200)
    name_pinyin = PinyinField("拼音")
    project_code = models.CharField("项目代码", max_length=50, blank=True)
    category = models.CharField("项目类别", max_length=30, choices=ProjectCategory, blank=True)
    industry = models.CharField("行业", max_length=50, blank=True)
    stage = models.CharField("项目阶段", max_length=20, choices=ProjectStage, blank=True, editable=False)
    township = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects_located",
        verbose_name="属地镇办",
        limit_choices_to={"level": "township"},
    )
    location = models.CharField("建设地点", max_length=200, blank=True)
    scope = models.TextField("建设规模及内容", blank=True)
    total_investment = models.DecimalField(
        "总投资(万元)", max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    responsible_leader = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="projects_led", verbose_name="包联领导"
    )
    responsible_unit = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects_responsible",
        verbose_name="责任单位",
    )
    owner_enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="projects_owned", verbose_name="建设单位"
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="projects", verbose_name="标签")
    version = IntegerVersionField()
    history = HistoricalRecords(m2m_fields=[tags])
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "重点项目"
        verbose_name_plural = "重点项目"
        ordering = ["name_pinyin", "id"]
        indexes = [models.Index(fields=["district", "stage"], name="project_by_stage")]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="project_unique_name",
                violation_error_message="本行政区已有同名项目。",
            ),
            models.UniqueConstraint(
                fields=["project_code"],
                condition=~Q(project_code=""),
                name="project_unique_code",
                violation_error_message="项目代码已被使用。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="project_name_given", violation_error_message="请填写项目名称。"
            ),
            models.CheckConstraint(
                condition=Q(total_investment__gte=0),
                name="project_investment_not_negative",
                violation_error_message="总投资不能为负。",
            ),
            models.CheckConstraint(
                condition=Q(stage="") | Q(stage__in=ProjectStage.values),
                name="project_stage_valid",
                violation_error_message="项目阶段无效。",
            ),
            models.CheckConstraint(
                condition=Q(category="") | Q(category__in=ProjectCategory.values),
                name="project_category_valid",
                violation_error_message="项目类别无效。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectAlias(models.Model):
    """Another name by which a project is printed."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="aliases", verbose_name="项目")
    name = models.CharField("别名", max_length=200)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("project__district").as_manager()

    class Meta:
        verbose_name = "项目别名"
        verbose_name_plural = "项目别名"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"], name="project_alias_unique", violation_error_message="该项目已有此别名。"
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="project_alias_given", violation_error_message="请填写别名。"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageChange(Cited):
    """The day a project entered a stage, so that the funnel of any past month can be drawn."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="stage_changes", verbose_name="项目")
    stage = models.CharField("进入阶段", max_length=20, choices=ProjectStage)
    changed_date = models.DateField("日期")
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("project__district").as_manager()

    class Meta:
        verbose_name = "阶段变更"
        verbose_name_plural = "阶段变更"
        ordering = ["-changed_date", "-id"]
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "stage", "changed_date"],
                name="stage_change_unique",
                violation_error_message="该项目当日已记录进入此阶段。",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=ProjectStage.values),
                name="stage_change_stage_valid",
                violation_error_message="项目阶段无效。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.changed_date}"


class AnnualPlan(models.Model):
    """What a project is to invest in one year."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="annual_plans", verbose_name="项目")
    year = models.PositiveSmallIntegerField("年度")
    annual_planned_investment = models.DecimalField(
        "年度计划投资(万元)", max_digits=16, decimal_places=2, validators=[MinValueValidator(0)]
    )
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("project__district").as_manager()

    class Meta:
        verbose_name = "年度计划"
        verbose_name_plural = "年度计划"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year"], name="annual_plan_unique", violation_error_message="该项目已有此年度计划。"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100),
                name="annual_plan_year_valid",
                violation_error_message="年度须在 1990 至 2100 之间。",
            ),
            models.CheckConstraint(
                condition=Q(annual_planned_investment__gte=0),
                name="annual_plan_not_negative",
                violation_error_message="年度计划投资不能为负。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度计划"


class Figure(Cited):
    """One published statistic, as printed: two articles that disagree give two rows."""

    district = models.ForeignKey(District, models.PROTECT, related_name="figures", verbose_name="行政区")
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name="项目"
    )
    label = models.CharField("指标", max_length=100)
    value = models.DecimalField("数值", max_digits=20, decimal_places=4)
    unit = models.CharField("单位", max_length=20, blank=True)
    scope = models.CharField("统计范围", max_length=100, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    period_start = models.DateField("期间起", null=True, blank=True)
    period_end = models.DateField("期间止", null=True, blank=True)
    as_of_date = models.DateField("截至日期", null=True, blank=True)
    bound = models.CharField("界限", max_length=10, choices=FigureBound, blank=True)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "数据"
        verbose_name_plural = "数据"
        ordering = ["-article__issue_date", "article", "span_start", "id"]
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(label=""), name="figure_label_given", violation_error_message="请填写指标。"
            ),
            models.CheckConstraint(
                condition=Q(bound="") | Q(bound__in=FigureBound.values),
                name="figure_bound_valid",
                violation_error_message="界限无效。",
            ),
            models.CheckConstraint(
                condition=Q(period_start=None, period_end=None)
                | Q(period_start__isnull=False, period_end__isnull=False, period_end__gte=F("period_start")),
                name="figure_period_whole",
                violation_error_message="期间起止须同时填写,且止不早于起。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.value.normalize():f}{self.unit}" if self.value is not None else self.label
