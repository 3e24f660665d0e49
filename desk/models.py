"""What is on its way into the register: the pages of an import, and what a reviewer decided about a reading.

No history is kept of the rows of an import: they are its history. Foreign keys without an index of their own are the
first column of another.
"""

from typing import Any

from concurrency.fields import IntegerVersionField
from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from articles.models import Article, Reading
from meetings.models import Meeting
from people.models import District, Enterprise, Official, Organization
from people.visibility import VisibleQuerySet, visible_through
from projects.models import Project


class BatchState(models.TextChoices):
    RUNNING = "running", "进行中"
    FINISHED = "finished", "已完成"
    STOPPED = "stopped", "已停止"
    WITHDRAWN = "withdrawn", "已撤回"


UNFINISHED = (BatchState.RUNNING, BatchState.STOPPED)


class PageState(models.TextChoices):
    WAITING = "waiting", "待读"
    READING = "reading", "在读"
    READ = "read", "已读"
    REFUSED = "refused", "拒绝"


UNREAD = (PageState.WAITING, PageState.READING)


class Outcome(models.TextChoices):
    PENDING = "pending", "待录入"
    NEW = "new", "新录入"
    KNOWN = "known", "已有"
    REFUSED = "refused", "拒绝"
    RECORDED = "recorded", "已入库"
    SAME_NEWS = "same_news", "并为同一活动"


class NameTable(models.Model):
    """Names of a district's register as they were when a batch was made: every page of it is read with these.

    `names` holds sorted lists by kind (people, organizations, enterprises, projects), `version` is their digest. Rows
    are never changed.
    """

    district = models.ForeignKey(
        District, models.PROTECT, related_name="name_tables", verbose_name="行政区", db_index=False
    )
    version = models.CharField("版本", max_length=20)
    names = models.JSONField("名称", default=dict)
    created_at = models.DateTimeField("生成时间", auto_now_add=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "名称表"
        verbose_name_plural = "名称表"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "version"],
                name="name_table_unique_version",
                violation_error_message="本行政区已有同一版本的名称表。",
            ),
            models.CheckConstraint(
                condition=~Q(version=""),
                name="name_table_version_given",
                violation_error_message="请填写名称表的版本。",
            ),
        ]

    def __str__(self) -> str:
        return self.version


class ImportBatch(models.Model):
    """What one import was given: pages of one district, taken in together and in order.

    `fingerprint` is a digest of the pages and of how they are to be taken in: the same command finds its unfinished
    batch by it. A batch without a name table was made before there were any. Of a withdrawn batch nothing is left in
    the register.
    """

    district = models.ForeignKey(District, models.PROTECT, related_name="import_batches", verbose_name="行政区")
    published = models.DateField("指定的出版日期", null=True, blank=True, help_text="用于没有印明出版日期的版面。")
    outlet = models.CharField("指定的媒体", max_length=100, blank=True, help_text="用于没有写明媒体的文件。")
    page_label = models.CharField("指定的版次", max_length=50, blank=True, help_text="用于没有写明版次的文件。")
    to_record = models.BooleanField("直接入库", default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="import_batches",
        verbose_name="导入人",
    )
    name_table = models.ForeignKey(
        NameTable, models.PROTECT, null=True, blank=True, related_name="batches", verbose_name="名称表"
    )
    state = models.CharField("状态", max_length=10, choices=BatchState, default=BatchState.RUNNING)
    started_at = models.DateTimeField("开始时间", auto_now_add=True)
    worked_at = models.DateTimeField(
        "最近处理时间", null=True, blank=True, help_text="在处理的进程每几秒写一次;停得太久就是没有进程了。"
    )
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    fingerprint = models.CharField("内容摘要", max_length=64, db_index=True, editable=False)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "导入批次"
        verbose_name_plural = "导入批次"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BatchState.values),
                name="import_batch_state_valid",
                violation_error_message="导入批次状态无效。",
            ),
            models.CheckConstraint(
                condition=Q(state="finished", finished_at__isnull=False)
                | (~Q(state="finished") & Q(finished_at__isnull=True)),
                name="import_batch_finish_dated",
                violation_error_message="已完成的批次须有完成时间,未完成的不得有。",
            ),
            models.CheckConstraint(
                condition=Q(to_record=False) | Q(started_by__isnull=False),
                name="import_batch_recorded_by_someone",
                violation_error_message="直接入库的批次须有入库人。",
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.pk} 批"


class ImportPage(models.Model):
    """One file of a batch, or some lines of a JSONL file; a process claims it, reads it, and marks it read.

    `issue_date` is the earliest issue date an article of it can have. A claim that has run out is void. The bytes are
    kept until the batch is finished; JSONL lines are kept as UTF-8.
    """

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="pages", verbose_name="导入批次", db_index=False
    )
    position = models.PositiveIntegerField("次序")
    name = models.CharField("文件", max_length=1000)
    line = models.PositiveIntegerField("起始行", default=1)
    raw = models.BinaryField("内容", default=bytes)
    issue_date = models.DateField("最早出版日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=PageState, default=PageState.WAITING)
    worker = models.CharField("读取进程", max_length=200, blank=True)
    claimed_until = models.DateTimeField("占用至", null=True, blank=True)
    claims = models.PositiveSmallIntegerField("占用次数", default=0)
    objects = visible_through("batch__district").as_manager()

    class Meta:
        verbose_name = "导入的版面"
        verbose_name_plural = "导入的版面"
        ordering = ["batch", "position"]
        indexes = [
            models.Index(
                fields=["batch", "issue_date", "position"],
                condition=Q(state__in=["waiting", "reading"]),
                name="import_page_unread",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position"],
                name="import_page_unique_position",
                violation_error_message="该批次已有同一次序的版面。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PageState.values),
                name="import_page_state_valid",
                violation_error_message="版面状态无效。",
            ),
            models.CheckConstraint(
                condition=Q(~Q(worker=""), state="reading", claimed_until__isnull=False)
                | (~Q(state="reading") & Q(claimed_until__isnull=True)),
                name="import_page_claim_complete",
                violation_error_message="在读的版面须有读取进程和占用时间,其他版面不得被占用。",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & Q(line__gt=0),
                name="import_page_place_given",
                violation_error_message="请填写文件和起始行(从 1 起)。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}:第 {self.line} 行" if self.line > 1 else self.name


class ImportedArticle(models.Model):
    """One article of a page, or why there is none, and what became of it.

    Until its turn comes it is pending: what was read waits in `staged`, or `article` is known already and its reading
    is to be recorded. Refused with an article: it is in the register, and waits for a person to record it.
    """

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="articles", verbose_name="导入批次", db_index=False
    )
    page = models.ForeignKey(
        ImportPage, models.CASCADE, related_name="articles", verbose_name="导入的版面", db_index=False
    )
    place = models.PositiveIntegerField("在版面中的次序")
    line = models.PositiveIntegerField("行号", null=True, blank=True)
    issue_date = models.DateField("出版日期", null=True, blank=True)
    title = models.CharField("标题", max_length=300, blank=True)
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name="报道"
    )
    is_new = models.BooleanField("本批录入", default=False)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, default=Outcome.PENDING)
    reason = models.CharField("说明", max_length=1500, blank=True)
    staged = models.JSONField("待录入的内容", null=True, blank=True, editable=False)
    objects = visible_through("batch__district").as_manager()

    class Meta:
        verbose_name = "导入的报道"
        verbose_name_plural = "导入的报道"
        ordering = ["page", "place"]
        indexes = [
            models.Index(
                fields=["batch", "issue_date", "page", "place"],
                condition=Q(outcome="pending"),
                name="imported_article_pending",
            ),
            models.Index(fields=["batch", "outcome", "is_new"], name="imported_article_outcomes"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "place"],
                name="imported_article_unique_place",
                violation_error_message="该版面已有同一次序的报道。",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="imported_article_outcome_valid",
                violation_error_message="导入结果无效。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="refused") & ~Q(reason="")
                | Q(outcome="pending", issue_date__isnull=False)
                & (Q(staged__isnull=False, article__isnull=True) | Q(staged__isnull=True, article__isnull=False))
                | ~Q(outcome__in=["refused", "pending"]) & Q(article__isnull=False),
                name="imported_article_outcome_founded",
                violation_error_message="拒绝须有说明,待录入的须有出版日期和内容,其他结果须有报道。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="pending") | Q(staged__isnull=True),
                name="imported_article_settled_bare",
                violation_error_message="已有结果的报道不再保留待录入的内容。",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.reason


class SheetKind(models.TextChoices):
    PROJECTS = "projects", "重点项目"
    ENTERPRISES = "enterprises", "企业"
    OFFICIALS = "officials", "领导干部"
    PLANS = "plans", "年度计划"


class SheetImport(models.Model):
    """One spreadsheet handed in to be imported: its cells while it waits to be confirmed, then how many rows it wrote.

    What is to be done with it is chosen beside it: a kind (or "", told from the headings), what counts where the table
    does not say, and columns left out, as "项目台账!F". `content` is the cells, as `desk.sheets.workbook.packed` makes them.
    """

    district = models.ForeignKey(District, models.PROTECT, related_name="sheet_imports", verbose_name="行政区")
    file_name = models.CharField("文件", max_length=100)
    kind = models.CharField("台账类别", max_length=20, choices=SheetKind, blank=True)
    unit = models.CharField("金额单位", max_length=10, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    as_of_date = models.DateField("阶段截至日期")
    makes_new = models.BooleanField("新建台账里没有的单位、企业、领导", default=False)
    ignored_columns = models.JSONField("不导入的列", default=list, blank=True)
    content = models.BinaryField("内容", null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sheet_imports", verbose_name="导入人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    written_at = models.DateTimeField("导入时间", null=True, blank=True)
    new_count = models.PositiveIntegerField("新增", default=0)
    changed_count = models.PositiveIntegerField("修改", default=0)
    unchanged_count = models.PositiveIntegerField("不变", default=0)
    refused_count = models.PositiveIntegerField("未导入", default=0)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "表格导入"
        verbose_name_plural = "表格导入"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file_name=""),
                name="sheet_import_file_named",
                violation_error_message="请填写文件名。",
            ),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=SheetKind.values),
                name="sheet_import_kind_valid",
                violation_error_message="台账类别无效。",
            ),
            models.CheckConstraint(
                condition=Q(written_at=None, content__isnull=False) | Q(written_at__isnull=False, content=None),
                name="sheet_import_content_until_written",
                violation_error_message="待确认的须有内容,已导入的不再保存内容。",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class Verdict(models.TextChoices):
    ACCEPT = "accept", "采纳"
    CORRECT = "correct", "改正"
    DROP = "drop", "剔除"
    ADD = "add", "补录"
    LINK = "link", "关联"
    NEW = "new", "新建"
    OPEN = "open", "留待查明"


ON_FACTS = (Verdict.ACCEPT, Verdict.CORRECT, Verdict.DROP, Verdict.ADD)
ON_NAMES = (Verdict.LINK, Verdict.NEW, Verdict.OPEN)
_TARGETS = ("official", "organization", "enterprise", "project", "meeting")


def _one_target() -> Q:
    """Exactly one of the rows that a name can stand for is given."""
    condition = Q()
    for target in _TARGETS:
        condition |= Q(**{f"{other}__isnull": other != target for other in _TARGETS})
    return condition


class Decision(models.Model):
    """What a reviewer decided about one fact of a reading, or about whom one of its printed names stands for.

    `fact` is a key by kind and place, or by printed name (`desk.facts`), so that it means the same in another reading of
    the article. `corrected` holds the fields that a person wrote, in the form of docs/reading.md.
    """

    reading = models.ForeignKey(
        Reading, models.CASCADE, related_name="decisions", verbose_name="识别结果", db_index=False
    )
    fact = models.CharField("所决定的事实", max_length=300)
    verdict = models.CharField("决定", max_length=10, choices=Verdict)
    event = models.CharField("所属会议活动", max_length=300, blank=True)
    corrected = models.JSONField("改正后的内容", null=True, blank=True)
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="领导干部"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="单位"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="企业"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="项目"
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="会议活动"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions", verbose_name="决定人"
    )
    decided_at = models.DateTimeField("决定时间")
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = visible_through("reading__article__district").as_manager()

    class Meta:
        verbose_name = "审核决定"
        verbose_name_plural = "审核决定"
        ordering = ["id"]
        permissions = [("unrecord_reading", "撤销入库")]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "fact"],
                name="decision_unique_fact",
                violation_error_message="该事实已有决定。",
            ),
            models.CheckConstraint(
                condition=~Q(fact=""), name="decision_fact_given", violation_error_message="请指明所决定的事实。"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values),
                name="decision_verdict_valid",
                violation_error_message="决定无效。",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["correct", "add"], corrected__isnull=False)
                | (~Q(verdict__in=["correct", "add"]) & Q(corrected__isnull=True)),
                name="decision_content_where_written",
                violation_error_message="改正和补录须有内容,其他决定不得有。",
            ),
            models.CheckConstraint(
                condition=(Q(verdict="link") & _one_target())
                | (~Q(verdict="link") & Q(**{f"{target}__isnull": True for target in _TARGETS})),
                name="decision_one_target",
                violation_error_message="关联须指明一条台账记录,其他决定不得指明。",
            ),
            models.CheckConstraint(
                condition=Q(event="") | Q(verdict="add"),
                name="decision_event_of_added",
                violation_error_message="只有补录的事实才须指明所属会议活动。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}:{self.fact}"

    @property
    def target(self) -> Any:
        """The row of the register that a name was linked to; None where it was not."""
        return next((row for row in (getattr(self, name) for name in _TARGETS) if row is not None), None)
