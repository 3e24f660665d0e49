"""The report of an import, for who may see it."""

from django.contrib.auth.decorators import permission_required
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from desk.import_report import report_lines
from desk.models import ImportBatch


@require_safe
@permission_required("desk.view_importbatch", raise_exception=True)
def import_report(request, pk: int):
    """What became of every article of a batch, as a CSV file; of an unfinished one what is known by now."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    response = StreamingHttpResponse(report_lines(batch), content_type="text/csv; charset=utf-8")
    filename = f"导入报告-{batch.pk}-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, filename)
    response["Cache-Control"] = "no-store"
    return response
