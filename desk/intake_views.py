"""Handing in at the desk: the form, what became of it, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Reading
from desk.claims import CLOSED
from desk.import_report import outcome_counts
from desk.intake import SUFFIXES, IntakeForm, given, standing_of, take_in
from desk.models import ImportBatch
from desk.queue_views import PERMISSION
from desk.uploads import BoundedUploads
from desk.withdrawing import NotWithdrawable, may_withdraw, withdraw

_ROWS = 100


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PERMISSION, raise_exception=True)
def intake(request: HttpRequest):
    """The form, and what it is given. Uploads are bounded before anything else reads the request, then checked for forgery.

    What is refused as a whole changes nothing, so it is told without that check.
    """
    if request.method != "POST":
        return render(request, "desk/intake.html", {"form": IntakeForm(user=request.user)})
    uploads = BoundedUploads(SUFFIXES)
    if fault := uploads.fault_of(request):
        return render(request, "desk/intake.html", {"form": IntakeForm(user=request.user), "fault": fault}, status=413)
    request.bounded_uploads = uploads
    return _take_in(request)


@csrf_protect
def _take_in(request: HttpRequest):
    refused = request.bounded_uploads.refused
    form = IntakeForm(request.POST, user=request.user)
    files = request.FILES.getlist("files")
    if form.is_valid() and not (files or refused or form.cleaned_data["text"].strip()):
        form.add_error("text", "请粘贴文字,或选择文件。")
    if not form.is_valid():
        return render(request, "desk/intake.html", {"form": form, "had_files": bool(files)}, status=400)
    batch = take_in(
        given(files, form.cleaned_data["text"], refused),
        by=request.user,
        district=form.cleaned_data["district"],
        published=form.cleaned_data["published"],
        outlet=form.cleaned_data["outlet"],
        page_label=form.cleaned_data["page_label"],
    )
    return redirect("desk:intake-detail", batch.pk)


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def intake_detail(request: HttpRequest, pk: int):
    """What became of an intake, article by article; while it is read, how far it has come."""
    batch = get_object_or_404(
        ImportBatch.objects.visible_to(request.user).select_related("district", "started_by"), pk=pk
    )
    rows = batch.articles.select_related("page", "article").defer("page__raw", "staged", "article__text")
    waiting = Reading.objects.filter(article=OuterRef("article")).exclude(state__in=CLOSED).order_by("-pk")
    rows = rows.annotate(waiting=Subquery(waiting.values("pk")[:1]))
    page = Paginator(rows.order_by("page", "place"), _ROWS).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "standing": standing_of(batch),
        "counts": outcome_counts([batch.pk]).get(batch.pk, {}),
        "page": page,
        "may_withdraw": may_withdraw(batch, request.user),
    }
    return render(request, "desk/_intake_state.html" if request.htmx else "desk/intake_detail.html", context)


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def withdraw_intake(request: HttpRequest, pk: int):
    """Take an intake back."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    try:
        number = withdraw(batch.pk, request.user)
    except NotWithdrawable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"收稿已撤回,新收的 {number} 篇报道已删去。")
    return redirect("desk:intake-detail", batch.pk)
