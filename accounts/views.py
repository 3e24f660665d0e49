"""Signing in and out, and changing one's own password."""

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.urls import reverse_lazy


class SignInForm(AuthenticationForm):
    """The login form: large fields, and one message that does not say which of the two was wrong."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "用户名或密码不正确,请注意字母大小写。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control form-control-lg"


class SignIn(auth_views.LoginView):
    """The one page a stranger sees."""

    form_class = SignInForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True


class SignOut(auth_views.LogoutView):
    """POST only; leads back to the sign-in page."""


class PasswordChange(auth_views.PasswordChangeView):
    """One's own password; the other sessions of the user end."""

    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("pages:cockpit")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        for field in form.fields.values():
            field.widget.attrs["class"] = "form-control"
        form.fields["old_password"].widget.attrs["autofocus"] = True
        for name in form.errors:
            if name in form.fields:
                form.fields[name].widget.attrs["class"] = "form-control is-invalid"
        return form

    def form_valid(self, form):
        messages.success(self.request, "密码已修改。")
        return super().form_valid(form)
