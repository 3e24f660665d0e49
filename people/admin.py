"""Officials, units, enterprises, districts, and the users with the districts they belong to."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, Subquery

from accounts.admin import UserAdmin
from accounts.models import User
from people.models import (
    District,
    Enterprise,
    EnterpriseAlias,
    Membership,
    Official,
    Organization,
    OrganizationAlias,
    Post,
)
from people.scoped_admin import (
    DISTRICT_FILTER,
    PartAdmin,
    ScopedAdmin,
    ScopedTabularInline,
)
from people.versioned_forms import ScopedFormSet, VersionedForm


class PostFormSet(ScopedFormSet):
    """The posts of one official: no title twice among those he holds now."""

    def clean(self):
        super().clean()
        held = set()
        for form in self.live_forms():
            title, end = form.cleaned_data.get("title"), form.cleaned_data.get("end_date")
            if title and not end:
                if title in held:
                    form.add_error("title", "该领导干部已有此项在任职务。")
                held.add(title)


class PostInline(ScopedTabularInline):
    model = Post
    formset = PostFormSet
    fields = ["title", "organization", "start_date", "end_date", "first_seen_date", "last_seen_date"]
    readonly_fields = ["first_seen_date", "last_seen_date"]
    autocomplete_fields = ["organization"]


@admin.register(Official)
class OfficialAdmin(ScopedAdmin):
    list_display = ["name", "current_title", "note", "district"]
    list_select_related = ["district"]
    list_filter = [DISTRICT_FILTER]
    search_fields = ["name", "name_pinyin", "note", "posts__title"]
    fields = ["district", "name", "note"]
    autocomplete_fields = ["district"]
    inlines = [PostInline]

    def get_queryset(self, request):
        latest = Post.objects.filter(official=OuterRef("pk"), end_date=None).order_by(
            F("last_seen_date").desc(nulls_last=True), "-id"
        )
        return super().get_queryset(request).annotate(latest_title=Subquery(latest.values("title")[:1]))

    @admin.display(description="现任职务")
    def current_title(self, official):
        return official.latest_title

    def pick_label(self, official):
        return f"{official} · {official.latest_title}" if official.latest_title else str(official)


class OrganizationAliasInline(ScopedTabularInline):
    model = OrganizationAlias
    fields = ["name"]


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    list_display = ["name", "kind", "parent", "district"]
    list_select_related = ["parent", "district"]
    list_filter = ["kind", DISTRICT_FILTER]
    search_fields = ["name", "name_pinyin", "aliases__name"]
    fields = ["district", "name", "kind", "parent"]
    autocomplete_fields = ["district", "parent"]
    inlines = [OrganizationAliasInline]


class EnterpriseAliasInline(ScopedTabularInline):
    model = EnterpriseAlias
    fields = ["name"]


@admin.register(Enterprise)
class EnterpriseAdmin(ScopedAdmin):
    list_display = ["name", "kind", "industry", "uscc", "district"]
    list_select_related = ["district"]
    list_filter = ["kind", DISTRICT_FILTER]
    search_fields = ["name", "name_pinyin", "aliases__name", "uscc"]
    fields = ["district", "name", "uscc", "kind", "industry"]
    autocomplete_fields = ["district"]
    inlines = [EnterpriseAliasInline]


class DistrictForm(VersionedForm):
    """A new district lies within one the user sees, or he would lose sight of it at once."""

    needs_parent = False

    def clean(self):
        data = super().clean()
        if self.needs_parent and not self.instance.pk and not self.cleaned_data.get("parent"):
            self.add_error("parent", "请选择上级行政区。")
        return data


@admin.register(District)
class DistrictAdmin(ScopedAdmin):
    form = DistrictForm
    list_display = ["name", "code", "level", "parent"]
    list_select_related = ["parent"]
    list_filter = ["level"]
    search_fields = ["name", "code"]
    fields = ["code", "name", "level", "parent"]
    autocomplete_fields = ["parent"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.needs_parent = not request.user.is_superuser
        return form


@admin.register(Post)
class PostAdmin(PartAdmin):
    whole = "official"
    list_display = ["title", "official", "organization", "start_date", "end_date", "last_seen_date"]
    list_select_related = ["official", "organization"]
    search_fields = ["title", "official__name", "official__name_pinyin"]
    fields = ["official", "title", "organization", "start_date", "end_date", "first_seen_date", "last_seen_date"]
    readonly_fields = ["first_seen_date", "last_seen_date"]
    autocomplete_fields = ["organization"]


@admin.register(OrganizationAlias)
class OrganizationAliasAdmin(PartAdmin):
    whole = "organization"
    list_display = ["name", "organization"]
    list_select_related = ["organization"]
    search_fields = ["name", "organization__name", "organization__name_pinyin"]
    fields = ["organization", "name"]


@admin.register(EnterpriseAlias)
class EnterpriseAliasAdmin(PartAdmin):
    whole = "enterprise"
    list_display = ["name", "enterprise"]
    list_select_related = ["enterprise"]
    search_fields = ["name", "enterprise__name", "enterprise__name_pinyin"]
    fields = ["enterprise", "name"]


@admin.register(Membership)
class MembershipAdmin(PartAdmin):
    whole = "user"
    list_display = ["user", "district", "official", "organization"]
    list_select_related = ["user", "district", "official", "organization"]
    search_fields = ["user__username", "user__full_name"]
    fields = ["user", "district", "official", "organization"]
    autocomplete_fields = ["district", "official", "organization"]


class MembershipFormSet(ScopedFormSet):
    """The districts of one user: none at all only where a superuser leaves him so, for others would lose sight of him."""

    needs_one = False

    def clean(self):
        super().clean()
        if self.needs_one and not any(self.errors) and not self.live_forms():
            raise ValidationError("请为用户填写至少一个行政区。")


class MembershipInline(ScopedTabularInline):
    model = Membership
    formset = MembershipFormSet
    fields = ["district", "official", "organization"]
    autocomplete_fields = ["district", "official", "organization"]
    extra = 0
    extra_when_new = 1

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.needs_one = not request.user.is_superuser
        return formset


@admin.register(User)
class RegisterUserAdmin(UserAdmin):
    """Users with their districts. One sees users all of whose districts he sees, and never a superuser above him.

    A user of no district is seen by superusers alone.
    """

    inlines = [MembershipInline]
    list_display = ["username", "full_name", "roles", "districts", "is_active", "last_login"]

    def get_queryset(self, request):
        users = super().get_queryset(request).prefetch_related("memberships__district")
        if request.user.is_superuser:
            return users
        seen = District.objects.visible_to(request.user).values("pk")
        within = Membership.objects.filter(district__in=seen).values("user")
        beyond = Membership.objects.exclude(district__in=seen).values("user")
        return users.exclude(is_superuser=True).filter(pk__in=within).exclude(pk__in=beyond)

    @admin.display(description="行政区")
    def districts(self, user):
        return "、".join(str(membership.district) for membership in user.memberships.all())
