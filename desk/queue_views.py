"""The queue of the reading desk: what waits, who reviews what, the next one."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, F, Func, IntegerField, OuterRef, Subquery
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Reading, ReadingState
from articles.views import ARTICLE
from desk import claims
from desk.filters import QueueFilterSet
from desk.intake import IntakeForm
from desk.models import ImportBatch
from desk.queue import NOT_RECORDED, in_turn, queued, recorded
from ledger.columns import Column, Link, with_columns
from ledger.views import LedgerView

PERMISSION = "articles.change_reading"
_RECENT_INTAKES = 5
REASONS = ["广告、启事,没有可入库的内容", "与项目、会议无关", "与另一篇重复", "文字残缺,请重新收稿", "出版日期有误"]


class FactCount(Func):
    """How many facts a reading holds: each shows its place in the text, so its evidence is counted."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **more):
        return self.as_sql(
            compiler,
            connection,
            template="(SELECT COUNT(*) FROM json_tree(%(expressions)s) WHERE key = 'evidence')",
            **more,
        )

    def as_postgresql(self, compiler, connection, **more):
        return self.as_sql(
            compiler,
            connection,
            template="jsonb_array_length(jsonb_path_query_array(%(expressions)s, 'strict $.**.evidence', '{}', true))",
            **more,
        )


def _newest_change(field: str) -> Subquery:
    """A field of the newest row of a reading's history."""
    changes = Reading.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date", "-history_id")
    return Subquery(changes.values(field)[:1])


TITLE = Column("title", "标题", "article__title", link=Link(ARTICLE, "article"), main=True)
PRINTED = [
    Column("date", "见报日期", "article__issue_date", "date"),
    Column("outlet", "媒体", "article__outlet"),
    Column("page", "版次", "article__page_label"),
]
NUMBERS = [
    Column("facts", "事实", FactCount("content"), "number"),
    Column("doubts", "存疑", "doubts", "number"),
]
SINCE = Column("since", "收稿时间", "created_at", "datetime")
DISTRICT = Column("district", "行政区", "article__district__name", default_shown=False)
CHANGED = [
    Column("reason", "原因", _newest_change("history_change_reason")),
    Column("changed_by", "经手人", _newest_change("history_user__full_name")),
    Column("changed_at", "时间", _newest_change("history_date"), "datetime"),
]
OF_STATE = {
    ReadingState.WAITING: [*NUMBERS, SINCE],
    ReadingState.IN_REVIEW: [
        *NUMBERS,
        Column("holder", "审核人", "claimed_by__full_name"),
        Column("until", "占用至", "claimed_until", "datetime"),
    ],
    ReadingState.RECORDED: [
        *NUMBERS,
        Column("recorded_by", "入库人", "recorded_by__full_name"),
        Column("recorded_at", "入库时间", "recorded_at", "datetime"),
    ],
    ReadingState.RETURNED: [*NUMBERS, *CHANGED],
    ReadingState.IGNORED: CHANGED,
}
EMPTY = {
    ReadingState.WAITING: "没有待审的报道。展开上面的“收稿”,粘贴一段文字或上传版面文件,识别后就会在这里等候审核。",
    ReadingState.IN_REVIEW: "现在没有人在审核。点“审核下一篇”,就从最早的一篇开始。",
    ReadingState.RECORDED: "还没有入库的报道。审核完一篇并入库后,就会在这里列出。",
    ReadingState.RETURNED: "没有退回的报道。审核时发现要先弄清的问题,可以写明原因退回,改正后再审。",
    ReadingState.IGNORED: "没有忽略的报道。没有可入库内容的报道(如广告)可以写明原因忽略,以后还能撤销。",
}


class Row(list):
    """The cells of a reading, and what may be done with it."""

    pk: int
    review: str  # its address
    is_own: bool  # the user's claim
    is_held: bool  # by another, whose claim has not run out
    has_run_out: bool


class DeskQueue(PermissionRequiredMixin, LedgerView):
    """One tab of the queue as a ledger: the readings of one state."""

    permission_required = PERMISSION
    raise_exception = True
    template_name = "desk/queue.html"
    results_template_name = "desk/_queue_results.html"
    rows = Reading.objects
    filterset_class = QueueFilterSet
    title = "审读台"
    measure = "篇"
    name = "desk:queue"

    @cached_property
    def state(self) -> ReadingState:
        asked = self.request.GET.get("state")
        return ReadingState(asked) if asked in ReadingState.values else ReadingState.WAITING

    def get_rows(self):
        user = self.request.user
        return recorded(user) if self.state == ReadingState.RECORDED else queued(user, self.state)

    @cached_property
    def columns(self) -> list[Column]:
        return [TITLE, *PRINTED, *OF_STATE[self.state], DISTRICT]

    @cached_property
    def query(self):
        query = super().query
        if self.state != ReadingState.WAITING:
            query["state"] = self.state
        return query

    @cached_property
    def sorted_rows(self):
        if not self.is_valid or self.sort is not None:
            return super().sorted_rows
        rows = self.filterset.qs
        if self.state in (ReadingState.WAITING, ReadingState.IN_REVIEW):
            return in_turn(rows)
        if self.state == ReadingState.RECORDED:
            return rows.order_by(F("recorded_at").desc(), "-pk")
        return rows.annotate(changed=_newest_change("history_date")).order_by("-changed", "-pk")

    def address(self, query=None, *, name=""):
        if query is None:  # without any filter, on the same tab
            query = QueryDict(f"state={self.state}" if self.state != ReadingState.WAITING else "")
        return super().address(query, name=name)

    def rows_of(self, page):
        shown = self.sorted_rows.filter(pk__in=page.object_list)
        rows, names = with_columns(shown, self.shown_columns, links=True)
        return rows.values(*names, "pk", "article", "claimed_by", "claimed_until")

    def cells(self, row):
        cells = Row(super().cells(row))
        is_claimed = self.state == ReadingState.IN_REVIEW and row["claimed_until"] is not None
        cells.pk = row["pk"]
        cells.review = reverse("desk:review", args=[row["pk"]])
        cells.is_own = is_claimed and row["claimed_by"] == self.request.user.pk
        cells.is_held = is_claimed and not cells.is_own and row["claimed_until"] > timezone.now()
        cells.has_run_out = is_claimed and row["claimed_until"] <= timezone.now()
        return cells

    @property
    def empty_advice(self) -> str:
        return EMPTY[self.state]

    def get_context(self):
        user = self.request.user
        counts = dict(queued(user, *NOT_RECORDED).order_by().values_list("state").annotate(Count("pk")))
        counts[ReadingState.RECORDED] = recorded(user).count()
        tabs = [(state, state.label, counts.get(state, 0), state == self.state) for state in ReadingState]
        context = super().get_context() | {"state": self.state, "tabs": tabs, "reasons": REASONS}
        if not self.request.htmx:
            context |= {
                "form": IntakeForm(user=user),
                "is_empty": not any(counts.values()),
                "intakes": ImportBatch.objects.visible_to(user).filter(started_by=user, to_record=False)[
                    :_RECENT_INTAKES
                ],
            }
        return context


@require_http_methods(["GET", "POST"])
@never_cache
@permission_required(PERMISSION, raise_exception=True)
def next_reading(request: HttpRequest):
    """Take the next reading that nobody holds and go to it; also by a link, as opening a reading takes it too."""
    reading = claims.claim_next(request.user)
    if reading is None:
        messages.info(request, "没有可审核的报道了:都已处理完,或正由别人审核。")
        return redirect("desk:queue")
    return redirect("desk:review", reading.pk)


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def act(request: HttpRequest, pk: int):
    """Ignore, return, reopen or give back one reading (`act`), where that needs one with a `reason`; then the queue again."""
    acts = {
        "ignore": (lambda: claims.ignore(pk, request.user, reason), "已忽略"),
        "return": (lambda: claims.return_to_queue(pk, request.user, reason), "已退回"),
        "reopen": (lambda: claims.reopen(pk, request.user, reason), "已撤销忽略,重新待审"),
        "release": (lambda: claims.release(pk, request.user), "已放回队列"),
    }
    reason = request.POST.get("reason", "").replace("\0", "")
    done, told = acts.get(request.POST.get("act"), (None, ""))
    if done is None:
        raise Http404
    try:
        done()
    except Reading.DoesNotExist as error:
        raise Http404 from error
    except (claims.HeldByAnother, claims.NotOpen, ValueError) as error:
        messages.error(request, str(error))
    else:
        title = Reading.objects.values_list("article__title", flat=True).get(pk=pk)
        messages.success(request, f"“{title}”{told}。")
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else "desk:queue")
