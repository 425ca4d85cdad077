"""Choosing for whom a signed-in resident acts."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.identity.persons import queries, sessions
from raekoda.identity.persons.access import get_resident, resident_page
from raekoda.platform.core.staff import next_page

app_name = "persons"


@resident_page
@require_http_methods(["GET", "POST"])
def acting(request: HttpRequest) -> HttpResponse:
    """Choose to act for oneself or by one of the resident's representations."""
    resident = get_resident(request)
    assert resident is not None
    rights = list(queries.get_representations(resident.person))
    if request.method == "POST":
        chosen = request.POST.get("for", "")
        right = next((right for right in rights if str(right.pk) == chosen), None)
        if right is None and chosen != "self":
            raise PermissionDenied("persons.switch")
        now_for = sessions.switch(request, right)
        messages.success(request, _("You now act for: %(name)s") % {"name": now_for.subject.name})
        return redirect(next_page(request) or "/")
    return render(request, "persons/acting.html", {"resident": resident, "rights": rights, "next": next_page(request)})


urlpatterns = [path("iseteenindus/kelle-eest/", acting, name="acting")]
