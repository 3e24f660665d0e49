"""The first page: what the register holds and what waits."""

from django.shortcuts import render


def cockpit(request):
    return render(request, "pages/cockpit.html")
