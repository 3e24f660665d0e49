"""Every address of the site; the one place that knows in which room a noun's view stands."""

from django.contrib import admin
from django.urls import include, path

from accounts import views as accounts
from articles import views as articles
from config.health import healthz, readyz
from desk import intake_views, queue_views
from desk import review_views as review
from desk import sheet_views as sheets
from desk import views as desk
from ledger.views import LedgerView
from meetings import views as meetings
from pages import article, cockpit, enterprise, meeting, official, project, unit
from people import views as people
from projects import views as projects


def ledger_of(noun: str, folder: str, view: type[LedgerView]) -> list:
    """A ledger's page and its file."""
    return [
        path(folder, view.as_view(), name=f"{noun}-list"),
        path(f"{folder}csv/", view.as_view(as_csv=True), name=f"{noun}-csv"),
    ]


ACCOUNTS = [
    path("login/", accounts.SignIn.as_view(), name="login"),
    path("logout/", accounts.SignOut.as_view(), name="logout"),
    path("password/", accounts.PasswordChange.as_view(), name="password-change"),
]
PAGES = [
    path("", cockpit.cockpit, name="cockpit"),
]
MEETINGS = [
    *ledger_of("meeting", "meetings/", meetings.MeetingLedger),
    *ledger_of("requirement", "requirements/", meetings.RequirementLedger),
    *ledger_of("demand", "demands/", meetings.DemandLedger),
    path("meetings/<int:pk>/", meeting.meeting, name="meeting-detail"),
]
PROJECTS = [
    *ledger_of("project", "projects/", projects.ProjectLedger),
    *ledger_of("figure", "figures/", projects.FigureLedger),
    path("projects/suggest/", projects.ProjectSuggestions.as_view(), name="project-suggest"),
    path("tags/suggest/", projects.TagSuggestions.as_view(), name="tag-suggest"),
    path("projects/<int:pk>/", project.project, name="project-detail"),
]
PEOPLE = [
    *ledger_of("official", "officials/", people.OfficialLedger),
    *ledger_of("organization", "organizations/", people.OrganizationLedger),
    *ledger_of("enterprise", "enterprises/", people.EnterpriseLedger),
    path("officials/suggest/", people.OfficialSuggestions.as_view(), name="official-suggest"),
    path("organizations/suggest/", people.OrganizationSuggestions.as_view(), name="organization-suggest"),
    path("enterprises/suggest/", people.EnterpriseSuggestions.as_view(), name="enterprise-suggest"),
    path("townships/suggest/", people.TownshipSuggestions.as_view(), name="township-suggest"),
    path("officials/<int:pk>/", official.official, name="official-detail"),
    path("organizations/<int:pk>/", unit.unit, name="organization-detail"),
    path("enterprises/<int:pk>/", enterprise.enterprise, name="enterprise-detail"),
]
ARTICLES = [
    *ledger_of("article", "articles/", articles.ArticleLedger),
    path("articles/<int:pk>/", article.article, name="article-detail"),
]
DESK = [
    path("desk/", queue_views.DeskQueue.as_view(), name="queue"),
    path("desk/csv/", queue_views.DeskQueue.as_view(as_csv=True), name="queue-csv"),
    path("desk/next/", queue_views.next_reading, name="next"),
    path("desk/queue/<int:pk>/", queue_views.act, name="queue-act"),
    path("desk/intake/", intake_views.intake, name="intake"),
    path("desk/intake/<int:pk>/", intake_views.intake_detail, name="intake-detail"),
    path("desk/intake/<int:pk>/withdraw/", intake_views.withdraw_intake, name="intake-withdraw"),
    path("desk/<int:pk>/", review.review, name="review"),
    path("desk/<int:pk>/decide/", review.decide, name="review-decide"),
    path("desk/<int:pk>/fact/", review.fact, name="review-fact"),
    path("desk/<int:pk>/names/", review.names, name="review-names"),
    path("desk/<int:pk>/keep/", review.keep, name="review-keep"),
    path("desk/<int:pk>/record/", review.record, name="review-record"),
    path("desk/<int:pk>/unrecord/", review.unrecord, name="review-unrecord"),
    path("imports/<int:pk>/report.csv", desk.import_report, name="import-report"),
    path("desk/sheets/", sheets.sheet_list, name="sheet-list"),
    path("desk/sheets/<int:pk>/", sheets.sheet_detail, name="sheet-detail"),
    path("desk/sheets/<int:pk>/confirm/", sheets.sheet_confirm, name="sheet-confirm"),
    path("desk/sheets/<int:pk>/discard/", sheets.sheet_discard, name="sheet-discard"),
    path("desk/sheets/templates/<slug:kind>.xlsx", sheets.sheet_template, name="sheet-template"),
]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include((ACCOUNTS, "accounts"))),
    path("", include((PAGES, "pages"))),
    path("", include((MEETINGS, "meetings"))),
    path("", include((PROJECTS, "projects"))),
    path("", include((PEOPLE, "people"))),
    path("", include((ARTICLES, "articles"))),
    path("", include((DESK, "desk"))),
]
