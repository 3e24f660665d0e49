"""The one admin site: its Chinese head, the order of its rooms, and its way in by the site's own sign-in page."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

ROOM_ORDER = ["meetings", "projects", "people", "articles", "desk", "accounts"]


class PickListView(AutocompleteJsonView):
    """Rows for a pick list, called as their admin calls them there: two officials of one name are told apart."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if hasattr(self.model_admin, "pick_label"):
            result["text"] = self.model_admin.pick_label(obj)
        return result


class HuixiangAdminSite(admin.AdminSite):
    site_title = "汇项 后台"
    site_header = "汇项 后台"
    index_title = "台账管理"
    empty_value_display = "—"

    def get_urls(self):
        """Without the way from a row to its page on the site: no model has one, and Django's falls over strange keys."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

    def get_app_list(self, request, app_label=None):
        """Rooms in the order of work, their models in the order they are registered; groups stand with the users."""
        rooms = self._build_app_dict(request, app_label)
        if "auth" in rooms and "accounts" in rooms:
            rooms["accounts"]["models"] += rooms.pop("auth")["models"]
        last = len(ROOM_ORDER)
        return sorted(
            rooms.values(),
            key=lambda room: ROOM_ORDER.index(room["app_label"]) if room["app_label"] in ROOM_ORDER else last,
        )

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """Strangers sign in on the site's page; who is signed in and still may not enter is told so."""
        index = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return HttpResponseRedirect(index)
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = QueryDict(mutable=True)
        wanted["next"] = request.GET.get("next") or index
        return HttpResponseRedirect(f"{reverse('accounts:login')}?{wanted.urlencode(safe='/')}")

    def autocomplete_view(self, request):
        return PickListView.as_view(admin_site=self)(request)


class HuixiangAdminConfig(AdminConfig):
    """Named in INSTALLED_APPS instead of `django.contrib.admin`."""

    default_site = "accounts.admin_site.HuixiangAdminSite"
