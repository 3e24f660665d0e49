"""Signing in and out, and changing one's own password."""

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.urls import reverse_lazy


class SignInForm(AuthenticationForm):
    """The login form, with the widgets' looks."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("username", "password"):
            self.fields[name].widget.attrs["class"] = "form-control form-control-lg"
        # After a failed try the cursor returns to the name; the message above is announced by its role.
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"


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
