"""Users and roles. `people.admin` registers the users, since who sees whom is a matter of districts."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission

from accounts.models import User
from accounts.roles import ROLES, set_staff_from_roles

ACTIONS = {"view": "查看", "add": "新增", "change": "修改", "delete": "删除"}
ROOMS = ("meetings", "projects", "people", "articles", "desk", "accounts")


def permission_label(permission: Permission) -> str:
    """What a permission lets one do, in Chinese: 新增会议活动. Django stores "Can add 会议活动"."""
    action, _, _ = permission.codename.partition("_")
    model = permission.content_type.model_class()
    return ACTIONS.get(action, action) + (model._meta.verbose_name if model else permission.content_type.model)


class PermissionChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, permission):
        return permission_label(permission)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """The five roles are shown; what they may do is set by `accounts.roles`."""

    list_display = ["name", "allowed"]
    fieldsets = [(None, {"fields": ["name", "permissions"]})]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("permissions__content_type")

    def get_fieldsets(self, request, obj=None):
        if obj is None or (obj.name not in ROLES and self.has_change_permission(request, obj)):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": ["name", "allowed"]})]

    def get_readonly_fields(self, request, obj=None):
        return ["name", "allowed"] if obj and obj.name in ROLES else ["allowed"]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.name not in ROLES)

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "permissions":
            kwargs["form_class"] = PermissionChoices
            kwargs["queryset"] = Permission.objects.filter(content_type__app_label__in=ROOMS).exclude(
                content_type__model__startswith="historical"
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="可以做")
    def allowed(self, group):
        return "、".join(permission_label(permission) for permission in group.permissions.all())


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "full_name"]


class UserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


class UserAdmin(DjangoUserAdmin):
    """Who signs in: name, password, roles. Whether he enters the admin follows from his roles.

    Nobody but a superuser gives himself roles.
    """

    form = UserForm
    add_form = NewUserForm
    list_display = ["username", "full_name", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "full_name"]
    filter_horizontal = []
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name", "email"]}),
        ("权限", {"fields": ["is_active", "groups"]}),
        ("登录", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "full_name", "usable_password", "password1", "password2"]})
    ]
    readonly_fields = ["last_login", "date_joined", "roles"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj and obj.pk == request.user.pk and not request.user.is_superuser:
            return [
                (title, {**options, "fields": ["roles" if name == "groups" else name for name in options["fields"]]})
                for title, options in fieldsets
            ]
        if obj and request.user.is_superuser:
            return [*fieldsets, ("超级用户", {"fields": ["is_superuser"], "classes": ["collapse"]})]
        return fieldsets

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label, field.help_text = "角色", "用户拥有所选各角色的全部权限;录入员、审核员、系统管理员可进入后台。"
        return field

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        set_staff_from_roles(form.instance)

    @admin.display(description="角色")
    def roles(self, user):
        return "、".join(group.name for group in user.groups.all())
