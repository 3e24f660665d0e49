"""The pages on which a spreadsheet is handed in, looked at row by row, and confirmed or given up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desk.models import SheetImport
from desk.sheet_forms import SheetChoicesForm, SheetUploadForm
from desk.sheets.columns import KINDS
from desk.sheets.files import LARGEST_XLSX, SheetFileError
from desk.sheets.handed_in import confirm, hand_in, kinds_for, may_make_new, plan_of
from desk.sheets.planned import STATE_LABELS, RowState
from desk.sheets.planning import NoTable, Plan
from desk.sheets.template_files import template_file
from desk.sheets.writing import ChangedMeanwhile

ROWS_A_PAGE = 50
RECENT = 10
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _kinds_or_403(user) -> list:
    kinds = kinds_for(user)
    if not kinds:
        raise PermissionDenied
    return kinds


def _own_or_404(request, pk: int) -> SheetImport:
    """Of the user's own, in a district he may still see: nobody confirms what another has looked at."""
    _kinds_or_403(request.user)
    visible = SheetImport.objects.visible_to(request.user).select_related("district", "uploaded_by")
    return get_object_or_404(visible, pk=pk, uploaded_by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_list(request):
    """Hand in a spreadsheet; those handed in before; templates to fill in."""
    user = request.user
    kinds = _kinds_or_403(user)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetUploadForm(*given, user=user, kinds=kinds, may_make_new=may_make_new(user))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > LARGEST_XLSX:
            form.add_error("file", f"文件超过 {LARGEST_XLSX // 2**20} MB 上限,请拆分后再导入。")
        else:
            try:
                handed_in = hand_in(
                    file.name, file.read(), district=form.cleaned_data["district"], by=user, **form.chosen()
                )
            except SheetFileError as error:
                form.add_error("file", str(error))
            else:
                return redirect("desk:sheet-detail", pk=handed_in.pk)
    recent = SheetImport.objects.visible_to(user).filter(uploaded_by=user).select_related("district").defer("content")
    return render(
        request, "desk/sheets.html", {"form": form, "kinds": kinds, "recent": recent[:RECENT]}, status=_status(form)
    )


def _status(form) -> int:
    return 400 if form.is_bound and not form.is_valid() else 200


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_detail(request, pk: int):
    """What importing would do, row by row; POST changes what counts where the table does not say."""
    handed_in = _own_or_404(request, pk)
    if handed_in.written_at:
        return render(request, "desk/sheet_written.html", {"handed_in": handed_in})
    options = {"kinds": kinds_for(request.user), "may_make_new": may_make_new(request.user)}
    form = SheetChoicesForm(request.POST or None, instance=handed_in, **options)
    if request.method == "POST":
        if form.is_valid():
            changed = form.save(commit=False)
            changed.ignored_columns = [column for column in request.POST.getlist("ignored") if len(column) <= 100][:200]
            changed.save(update_fields=[*form.cleaned_data, "ignored_columns"])
            return redirect("desk:sheet-detail", pk=pk)
        handed_in = _own_or_404(request, pk)  # what is shown is what is kept, not what was refused
    return _shown(request, handed_in, form)


def _shown(request, handed_in: SheetImport, form=None, *, conflict: str = ""):
    """The page of a spreadsheet that waits, 409 where it could not be confirmed for `conflict`."""
    user = request.user
    if form is None:
        form = SheetChoicesForm(instance=handed_in, kinds=kinds_for(user), may_make_new=may_make_new(user))
    context = {"handed_in": handed_in, "form": form, "conflict": conflict}
    try:
        plan = plan_of(handed_in, by=user)
    except NoTable as error:
        context["fault"] = str(error)
    else:
        context |= _plan_context(request, handed_in, plan)
    status = 409 if conflict else _status(form)
    return render(request, "desk/sheet_import.html", context, status=status)


def _plan_context(request, handed_in: SheetImport, plan: Plan) -> dict:
    asked = request.GET.get("state", "")
    state = RowState(asked) if asked in list(RowState) else None
    rows = [row for row in plan.rows if state is None or row.state is state]
    paginator = Paginator(rows, ROWS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return {
        "plan": plan,
        "states": [(code.value, label, plan.counts[code.value]) for code, label in STATE_LABELS.items()],
        "state": state.value if state else "",
        "page": page,
        "pages": list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "elided": paginator.ELLIPSIS,
        "fingerprint": plan.fingerprint(),
        "ignored": set(handed_in.ignored_columns),
    }


@require_POST
def sheet_confirm(request, pk: int):
    """Write exactly what was shown, or show it anew."""
    handed_in = _own_or_404(request, pk)
    if handed_in.written_at:
        messages.info(request, "这份表格已经导入,没有重复写入。")
        return redirect("desk:sheet-detail", pk=pk)
    shown, skip = request.POST.get("shown", ""), request.POST.get("skip") == "on"
    try:
        confirm(handed_in, shown, by=request.user, skip_refused=skip)
    except NoTable as error:
        return _shown(request, handed_in, conflict=str(error))
    except ChangedMeanwhile as error:
        return _shown(request, handed_in, conflict=str(error))
    messages.success(request, "已导入。")
    return redirect("desk:sheet-detail", pk=pk)


@require_POST
def sheet_discard(request, pk: int):
    """Give up a spreadsheet that was not confirmed."""
    handed_in = _own_or_404(request, pk)
    SheetImport.objects.filter(pk=handed_in.pk, written_at=None).delete()
    messages.success(request, f"已放弃“{handed_in.file_name}”,没有写入任何内容。")
    return redirect("desk:sheet-list")


@require_safe
def sheet_template(request, kind: str):
    """An empty ledger of one kind, to be filled in."""
    if kind not in {known.code for known in _kinds_or_403(request.user)}:
        raise Http404
    response = HttpResponse(template_file(KINDS[kind]), content_type=_XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{KINDS[kind].label}导入模板.xlsx")
    response["Cache-Control"] = "no-store"
    return response
