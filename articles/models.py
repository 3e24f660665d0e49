"""What was printed, what a reader made of it, and how a fact cites its sentence."""

from concurrency.fields import IntegerVersionField
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from simple_history.models import HistoricalRecords

from people.models import District
from people.visibility import VisibleQuerySet, visible_through


class ReadingState(models.TextChoices):
    WAITING = "waiting", "待审"
    IN_REVIEW = "in_review", "审核中"
    RECORDED = "recorded", "已入库"
    RETURNED = "returned", "退回"
    IGNORED = "ignored", "忽略"


class Article(models.Model):
    """One article as it was printed. Its text is never edited: facts cite it by character."""

    district = models.ForeignKey(District, models.PROTECT, related_name="articles", verbose_name="行政区")
    outlet = models.CharField("媒体", max_length=100, blank=True)
    page_label = models.CharField("版次", max_length=50, blank=True)
    issue_date = models.DateField("见报日期", db_index=True)
    title = models.CharField("标题", max_length=300)
    deck = models.CharField("引题、副题", max_length=300, blank=True)
    text = models.TextField("正文", blank=True, help_text="与见报文字一致;只知标题和链接的报道可留空。")
    url = models.URLField("链接", max_length=500, blank=True)
    raw_sha256 = models.CharField("原文件摘要", max_length=64, blank=True, editable=False)
    text_sha256 = models.CharField("正文摘要", max_length=64, editable=False)
    page_offset = models.PositiveIntegerField("在版面中的起始字符", default=0, editable=False)
    version = IntegerVersionField()
    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "报道"
        verbose_name_plural = "报道"
        ordering = ["-issue_date", "page_offset", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "text_sha256"],
                name="article_unique_text",
                violation_error_message="这篇报道已经录入。",
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="article_title_given", violation_error_message="请填写标题。"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Reading(models.Model):
    """What one version of the reader made of an article, staged until a person has reviewed it.

    `content` is the reading in the form of docs/reading.md, spans in characters of `Article.text`; `doubts` is the
    number it gives there; `made` lists the rows that recording made. `gazetteer_version` tells which names the reader
    was given, empty where it was given none.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="readings", verbose_name="报道")
    reader_version = models.CharField("识别程序版本", max_length=20)
    gazetteer_version = models.CharField("名称表版本", max_length=20, blank=True)
    content = models.JSONField("识别结果", default=dict)
    doubts = models.PositiveIntegerField("存疑事实", default=0, db_default=0)
    state = models.CharField("状态", max_length=10, choices=ReadingState, default=ReadingState.WAITING, db_index=True)
    created_at = models.DateTimeField("识别时间", auto_now_add=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="readings_claimed",
        verbose_name="审核人",
    )
    claimed_until = models.DateTimeField("占用至", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="readings_recorded",
        verbose_name="入库人",
    )
    recorded_at = models.DateTimeField("入库时间", null=True, blank=True)
    recorded_in_bulk = models.BooleanField("批量入库", default=False, db_default=False)
    made = models.JSONField("入库产生的记录", default=dict, blank=True)
    version = IntegerVersionField()
    history = HistoricalRecords(excluded_fields=["content"])
    objects = visible_through("article__district").as_manager()

    class Meta:
        verbose_name = "识别结果"
        verbose_name_plural = "识别结果"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "reader_version"],
                name="reading_unique_version",
                violation_error_message="该报道已有同一版本的识别结果。",
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state="recorded"),
                name="reading_one_recorded",
                violation_error_message="该报道已有一份入库的识别结果。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReadingState.values),
                name="reading_state_valid",
                violation_error_message="识别结果状态无效。",
            ),
            models.CheckConstraint(
                condition=Q(state="recorded", recorded_by__isnull=False, recorded_at__isnull=False)
                | (~Q(state="recorded") & Q(recorded_by=None, recorded_at=None)),
                name="reading_recorded_by_someone",
                violation_error_message="已入库的识别结果须有入库人和入库时间,未入库的不得有。",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_until=None)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="reading_claim_complete",
                violation_error_message="审核人与占用时间须同时填写。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}({self.get_state_display()})"


class Cited(models.Model):
    """A fact that shows its sentence: `quote` is `article.text[span_start:span_end]`. All four fields or none."""

    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="%(class)s_facts", verbose_name="出处报道"
    )
    quote = models.TextField("原文", blank=True)
    span_start = models.PositiveIntegerField("起始字符", null=True, blank=True)
    span_end = models.PositiveIntegerField("结束字符", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(article=None, quote="", span_start=None, span_end=None)
                | Q(
                    ~Q(quote=""),
                    article__isnull=False,
                    span_start__isnull=False,
                    span_end__isnull=False,
                    span_start__lt=F("span_end"),
                ),
                name="%(class)s_cited_whole",
                violation_error_message="出处报道、原文、起止字符须同时填写或同时留空,且起始小于结束。",
            ),
            models.CheckConstraint(
                condition=Q(span_start=None) | Q(span_end=F("span_start") + Length("quote")),
                name="%(class)s_quote_fits_span",
                violation_error_message="原文的字数与起止字符不符。",
            ),
        ]
