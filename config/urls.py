"""Every address of the site; the one place that knows in which room a noun's view stands."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
