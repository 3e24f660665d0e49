"""Reviewing one reading: its page, and the requests by which each decision is saved as it is made."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Reading, ReadingState
from desk.claims import ClaimLost, HeldByAnother, NotOpen, claim, renew
from desk.deciding import CannotDecide, accept, accept_sure, add, choose, correct, drop, target_model, undo
from desk.fact_forms import FORMS, FactForm
from desk.facts import EVENT, KINDS, Fact
from desk.models import Verdict
from desk.printed_names import rows_like
from desk.recording import AlreadyRecorded, record_reviewed
from desk.review_page import review_of
from desk.reviewing import StillOpen, reviewed_facts, standing, words_of
from desk.unrecording import NotRecorded, Unrecorded
from desk.unrecording import unrecord as take_back
from ledger.name_search import LONGEST
from meetings.models import Meeting

DECISIONS_KEPT = "此前保存的决定都还在。"
NOT_STORABLE = "有内容不合台账规则,没有入库;请核对改正过的内容。"

_may_review = permission_required("articles.change_reading", raise_exception=True)


@require_safe
@never_cache
@_may_review
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The review page. Whoever opens it takes the reading, unless another has it or it is done."""
    told = ""
    try:
        reading = claim(pk, request.user)
    except Reading.DoesNotExist as error:
        raise Http404(str(error)) from error
    except (HeldByAnother, NotOpen) as refusal:
        reading, told = _reading(request, pk), str(refusal)
    return render(request, "desk/review.html", _context(request, reading, told=told))


@require_POST
@_may_review
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: the field that is given says which, its value about what."""
    reading = _reading(request, pk)
    return _answer(request, reading, lambda: _decide(reading, request))


@require_http_methods(["GET", "POST"])
@never_cache
@_may_review
def fact(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a fact to be corrected (`fact`) or added (`kind`, `start`, `end`); saved by POST."""
    reading = _reading(request, pk)
    asked = _Asked.of(request, reading)
    if request.method == "GET":
        return render(request, "desk/_fact_form.html", asked.context(asked.form()))
    form = asked.form(request.POST)
    if not form.is_valid():
        response = render(request, "desk/_fact_form.html", asked.context(form))
        response["HX-Retarget"], response["HX-Reswap"] = "#editor", "innerHTML"
        return response
    return _answer(request, reading, lambda: asked.save(form, request.user))


@require_safe
@_may_review
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows of the register that a printed name (`key`) can be linked to, by what is typed (`q`)."""
    reading = _reading(request, pk)
    key, typed = request.GET.get("key", ""), request.GET.get("q", "").strip()[:LONGEST]
    model = target_model(key)
    found = rows_like(reading.article.district, model, typed) if model and model is not Meeting and typed else []
    return render(request, "desk/_found.html", {"key": key, "found": found, "typed": typed})


@require_POST
@_may_review
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """A heartbeat of the claim; says so where it is lost."""
    try:
        renew(pk, request.user)
    except Reading.DoesNotExist as error:
        raise Http404(str(error)) from error
    except ClaimLost as lost:
        return _page(request, _reading(request, pk), told=f"{lost}{DECISIONS_KEPT}")
    return HttpResponse(status=204)


@require_POST
@_may_review
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the reading as it is reviewed."""
    reading = _reading(request, pk)

    def act() -> str:
        try:
            record_reviewed(reading, by=request.user)
        except (IntegrityError, ValidationError) as error:
            raise CannotDecide(NOT_STORABLE) from error
        return ""

    return _answer(request, reading, act)


@require_POST
@_may_review
def unrecord(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a recording back, which a reviewer may, and whoever recorded it; he has the reading again."""
    reading = _reading(request, pk)
    if not may_unrecord(request.user, reading):
        raise PermissionDenied
    told, taken_back = "", None
    try:
        taken_back = take_back(reading, by=request.user)
        claim(pk, request.user)
    except IntegrityError:
        told = "有人正在使用其中的记录,没有撤销;请再试一次。"
    except (NotRecorded, HeldByAnother, NotOpen) as refusal:
        told = str(refusal)
    if not request.htmx:
        if told:
            messages.error(request, told)
        return redirect("desk:review", pk)
    return _page(request, _reading(request, pk), told=told, taken_back=taken_back)


def may_unrecord(user, reading: Reading) -> bool:
    """Whether a user may take a recording back: any with the permission, his own always."""
    return user.has_perm("desk.unrecord_reading") or reading.recorded_by_id == user.pk


def _reading(request: HttpRequest, pk: int) -> Reading:
    readings = Reading.objects.visible_to(request.user).select_related("article__district", "claimed_by", "recorded_by")
    reading = readings.filter(pk=pk).first()
    if reading is None:
        raise Http404(f"没有识别结果 {pk}。")
    return reading


def _decide(reading: Reading, request: HttpRequest) -> str:
    """Store the decision that was posted; the key of the fact to go on with, "" for the one that is next."""
    given, by = request.POST, request.user
    if "accept" in given:
        accept(reading, given["accept"], by=by)
    elif "drop" in given:
        drop(reading, given["drop"], by=by)
    elif "accept_sure" in given:
        accept_sure(reading, given["accept_sure"], by=by)
    elif "choose" in given:
        verdict, pk, key = (given["choose"].split(" ", 2) + ["", ""])[:3]
        choose(reading, key, verdict, by=by, target=_target(key, pk) if verdict == Verdict.LINK else None)
    elif "undo" in given:
        return next(iter(undo(reading, by=by)), "")
    else:
        raise CannotDecide("没有说明怎样决定,请刷新页面。")
    return ""


def _target(key: str, pk: str):
    model = target_model(key)
    return model.objects.filter(pk=pk).first() if model and pk.isdecimal() and len(pk) < 19 else None


@dataclass(frozen=True)
class _Asked:
    """Which fact is to be corrected, or of which kind one is to be added."""

    reading: Reading
    fact: Fact | None
    kind: str
    events: list[tuple[str, str]]
    initial: dict

    @classmethod
    def of(cls, request: HttpRequest, reading: Reading) -> "_Asked":
        given = request.POST if request.method == "POST" else request.GET
        facts = reviewed_facts(reading.content, reading.decisions.all())
        if key := given.get("fact"):
            fact = next((fact for fact in facts if fact.key == key), None)
            if fact is None:
                raise Http404("识别结果里没有这一条。")
            return cls(reading, fact, fact.kind, [], {})
        kind = given.get("kind", "")
        if kind not in FORMS:
            raise Http404("没有这一类事实。")
        text = reading.article.text
        start, end = (int(given[name]) if given.get(name, "").isdecimal() else 0 for name in ("start", "end"))
        initial = {}
        if 0 <= start < end <= len(text):
            words = text[start:end]
            one_line = "".join(words.split("\n")).strip()
            initial = {"start": start, "quote": words, "name": one_line, "text": one_line, "label": one_line[:100]}
        heads = [fact for fact in standing(facts) if fact.kind == EVENT]
        before = [head for head in heads if head.span and head.span[0] <= start]
        initial["event"] = (before or heads)[-1].key if heads else ""
        events = [] if kind == EVENT else [(head.key, words_of(head)) for head in heads]
        if kind == "figure":
            events.append(("", "整篇报道"))
        return cls(reading, None, kind, events, initial)

    def form(self, data=None) -> FactForm:
        as_read = self.fact.content if self.fact else None
        initial = {} if self.fact else {"initial": self.initial}
        text = self.reading.article.text
        return FORMS[self.kind](data, text=text, events=self.events, as_read=as_read, **initial)

    def context(self, form: FactForm) -> dict:
        return {"form": form, "fact": self.fact, "kind": self.kind, "label": KINDS[self.kind], "reading": self.reading}

    def save(self, form: FactForm, by) -> str:
        if self.fact:
            correct(self.reading, self.fact.key, form.content(), by=by)
            return self.fact.key
        return add(self.reading, self.kind, form.cleaned_data.get("event", ""), form.content(), by=by)


def _answer(request: HttpRequest, reading: Reading, act: Callable[[], str]) -> HttpResponse:
    """Do what was asked and show the page as it is then; what was refused is told on it."""
    told, focus = "", ""
    try:
        focus = act()
    except ClaimLost as lost:
        told = f"{lost}{DECISIONS_KEPT}"
    except (CannotDecide, StillOpen, AlreadyRecorded) as refusal:
        told = str(refusal)
    if not request.htmx:
        if told:
            messages.error(request, told)
        return redirect("desk:review", reading.pk)
    return _page(request, _reading(request, reading.pk), told=told, focus=focus)


def _page(request: HttpRequest, reading: Reading, **more) -> HttpResponse:
    return render(request, "desk/_review.html", _context(request, reading, **more))


def _context(
    request: HttpRequest,
    reading: Reading,
    *,
    told: str = "",
    focus: str = "",
    taken_back: Unrecorded | None = None,
) -> dict:
    is_ours = reading.state == ReadingState.IN_REVIEW and reading.claimed_by_id == request.user.pk
    return {
        "reading": reading,
        "article": reading.article,
        "review": review_of(reading),
        "is_ours": is_ours,
        "is_recorded": reading.state == ReadingState.RECORDED,
        "may_unrecord": reading.state == ReadingState.RECORDED and may_unrecord(request.user, reading),
        "taken_back": taken_back,
        "told": told,
        "focus": focus,
        "kinds": list(KINDS.items()),
        "next": reverse("desk:next"),
        "queue": reverse("desk:queue"),
    }
