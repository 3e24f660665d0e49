"""Districts, organizations, enterprises, officials, their posts, and whom a user belongs to."""

from concurrency.fields import IntegerVersionField
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from people.pinyin import PinyinField
from people.visibility import DistrictQuerySet, VisibleQuerySet, visible_through


class DistrictLevel(models.TextChoices):
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县区级"
    TOWNSHIP = "township", "镇街级"


class OrganizationKind(models.TextChoices):
    PARTY = "party", "党委部门"
    GOVERNMENT = "government", "政府部门"
    CONGRESS = "congress", "人大"
    CONSULTATIVE = "consultative", "政协"
    TOWNSHIP = "township", "镇街"
    PARK = "park", "开发区、园区"
    ASSOCIATION = "association", "群团、协会、商会"
    INSTITUTION = "institution", "事业单位、院校"
    OTHER = "other", "其他"


class EnterpriseKind(models.TextChoices):
    PRIVATE = "private", "民营企业"
    STATE_OWNED = "state_owned", "国有企业"
    PLATFORM = "platform", "平台公司"
    FOREIGN = "foreign", "外资企业"
    OTHER = "other", "其他"


class District(models.Model):
    """One administrative division: the owner of every row. One of them is the usual case."""

    code = models.CharField(
        "行政区划代码",
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^\d{2,12}$", "行政区划代码由 2 至 12 位数字组成。")],
    )
    name = models.CharField("名称", max_length=50)
    level = models.CharField("级别", max_length=10, choices=DistrictLevel, default=DistrictLevel.COUNTY)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级行政区"
    )
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = "行政区"
        verbose_name_plural = "行政区"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=DistrictLevel.values),
                name="district_level_valid",
                violation_error_message="行政区级别无效。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="district_name_given", violation_error_message="请填写行政区名称。"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="district_not_own_parent",
                violation_error_message="行政区不能以自己为上级。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organization(models.Model):
    """One body: a department, a town, a park administration, an association."""

    district = models.ForeignKey(District, models.PROTECT, related_name="organizations", verbose_name="行政区")
    name = models.CharField("单位名称", max_length=100)
    name_pinyin = PinyinField("拼音")
    kind = models.CharField("单位类别", max_length=20, choices=OrganizationKind, default=OrganizationKind.OTHER)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="organization_unique_name",
                violation_error_message="本行政区已有同名单位。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="organization_name_given", violation_error_message="请填写单位名称。"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganizationKind.values),
                name="organization_kind_valid",
                violation_error_message="单位类别无效。",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="organization_not_own_parent",
                violation_error_message="单位不能以自己为上级。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganizationAlias(models.Model):
    """Another name by which a unit is printed."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="aliases", verbose_name="单位")
    name = models.CharField("别名", max_length=100)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("organization__district").as_manager()

    class Meta:
        verbose_name = "单位别名"
        verbose_name_plural = "单位别名"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="organization_alias_unique",
                violation_error_message="该单位已有此别名。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="organization_alias_given", violation_error_message="请填写别名。"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Enterprise(models.Model):
    """One company, state-owned ones and platform companies (平台公司) too."""

    district = models.ForeignKey(District, models.PROTECT, related_name="enterprises", verbose_name="行政区")
    name = models.CharField("企业名称", max_length=100)
    name_pinyin = PinyinField("拼音")
    uscc = models.CharField(
        "统一社会信用代码",
        max_length=18,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-HJ-NPQRTUWXY]{18}$", "统一社会信用代码为 18 位大写字母和数字。")],
    )
    industry = models.CharField("行业", max_length=50, blank=True)
    kind = models.CharField("企业类别", max_length=20, choices=EnterpriseKind, default=EnterpriseKind.OTHER)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "企业"
        verbose_name_plural = "企业"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="enterprise_unique_name",
                violation_error_message="本行政区已有同名企业。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="enterprise_name_given", violation_error_message="请填写企业名称。"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EnterpriseKind.values),
                name="enterprise_kind_valid",
                violation_error_message="企业类别无效。",
            ),
            models.CheckConstraint(
                condition=Q(uscc=None) | ~Q(uscc=""),
                name="enterprise_uscc_null_not_empty",
                violation_error_message="统一社会信用代码不能是空字符串。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnterpriseAlias(models.Model):
    """Another name by which an enterprise is printed: its short form."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="aliases", verbose_name="企业")
    name = models.CharField("别名", max_length=100)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("enterprise__district").as_manager()

    class Meta:
        verbose_name = "企业别名"
        verbose_name_plural = "企业别名"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "name"],
                name="enterprise_alias_unique",
                violation_error_message="该企业已有此别名。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="enterprise_alias_given", violation_error_message="请填写别名。"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Official(models.Model):
    """One person who holds or held an office. A name is not an identity: two rows may share one."""

    district = models.ForeignKey(District, models.PROTECT, related_name="officials", verbose_name="行政区")
    name = models.CharField("姓名", max_length=50)
    name_pinyin = PinyinField("拼音", person=True)
    note = models.CharField("备注", max_length=200, blank=True, help_text="用于区分同名人员,如“原交通局”。")
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "领导干部"
        verbose_name_plural = "领导干部"
        ordering = ["name_pinyin", "id"]
        indexes = [models.Index(fields=["district", "name"], name="official_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="official_name_given", violation_error_message="请填写姓名。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}({self.note})" if self.note else self.name


class Post(models.Model):
    """Who held what office from when to when (任职). Recording widens the dates it was seen, never start and end."""

    official = models.ForeignKey(Official, models.CASCADE, related_name="posts", verbose_name="领导干部")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="单位"
    )
    title = models.CharField("职务", max_length=100)
    start_date = models.DateField("任职日期", null=True, blank=True)
    end_date = models.DateField("离任日期", null=True, blank=True)
    first_seen_date = models.DateField("最早见报日期", null=True, blank=True)
    last_seen_date = models.DateField("最近见报日期", null=True, blank=True)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("official__district").as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = [F("last_seen_date").desc(nulls_last=True), "-id"]  # alike on both databases
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="post_title_given", violation_error_message="请填写职务。"
            ),
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")),
                name="post_end_not_before_start",
                violation_error_message="离任日期不能早于任职日期。",
            ),
            models.CheckConstraint(
                condition=Q(first_seen_date=None, last_seen_date=None)
                | Q(
                    first_seen_date__isnull=False,
                    last_seen_date__isnull=False,
                    last_seen_date__gte=F("first_seen_date"),
                ),
                name="post_seen_dates_ordered",
                violation_error_message="最早、最近见报日期须同时填写,且最近不早于最早。",
            ),
            models.UniqueConstraint(
                fields=["official", "title"],
                condition=Q(end_date=None),
                name="post_unique_current_title",
                violation_error_message="该领导干部已有此项在任职务。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """Which district a user belongs to, and whom he is there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="用户")
    district = models.ForeignKey(District, models.PROTECT, related_name="memberships", verbose_name="行政区")
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="本人"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="所在单位"
    )
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "所属行政区"
        verbose_name_plural = "所属行政区"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "district"],
                name="membership_unique",
                violation_error_message="该用户已属于此行政区。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.district}"
