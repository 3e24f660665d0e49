"""Every address of the site; the one place that knows in which room a noun's view stands."""

from django.contrib import admin
from django.urls import include, path

from accounts import views as accounts
from config.health import healthz, readyz
from pages import article, cockpit, enterprise, meeting, official, project, unit

ACCOUNTS = [
    path("login/", accounts.SignIn.as_view(), name="login"),
    path("logout/", accounts.SignOut.as_view(), name="logout"),
    path("password/", accounts.PasswordChange.as_view(), name="password-change"),
]
PAGES = [
    path("", cockpit.cockpit, name="cockpit"),
]
MEETINGS = [
    path("meetings/<int:pk>/", meeting.meeting, name="meeting-detail"),
]
PROJECTS = [
    path("projects/<int:pk>/", project.project, name="project-detail"),
]
PEOPLE = [
    path("officials/<int:pk>/", official.official, name="official-detail"),
    path("organizations/<int:pk>/", unit.unit, name="organization-detail"),
    path("enterprises/<int:pk>/", enterprise.enterprise, name="enterprise-detail"),
]
ARTICLES = [
    path("articles/<int:pk>/", article.article, name="article-detail"),
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
]
