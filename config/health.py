"""What a supervisor asks: does the process answer (/healthz), and can it serve (/readyz)?"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

TEXT = "text/plain; charset=utf-8"


@require_safe
@never_cache
@login_not_required
def healthz(request):
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
@never_cache
@login_not_required
def readyz(request):
    """The database answers and every migration has run; otherwise 503, without a word of why (see the log)."""
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type=TEXT)
    if behind:
        return HttpResponse("migrations\n", status=503, content_type=TEXT)
    return HttpResponse("ok\n", content_type=TEXT)
