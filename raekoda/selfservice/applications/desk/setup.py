"""Staff page of the handling of applications."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.registry.forms.models import Form
from raekoda.selfservice.applications import actions
from raekoda.selfservice.applications.desk.forms import HandlingForm
from raekoda.selfservice.applications.errors import ApplicationError


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("applications.configure")
def handling(request: HttpRequest, pk: int) -> HttpResponse:
    """Handling of applications by a form."""
    asked = get_object_or_404(Form.objects.select_related("service"), pk=pk)
    form = HandlingForm(asked, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.configure(asked, actor=Actor.of(request), **form.handling)
        except ApplicationError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Saved. It holds for applications that are decided from now on."))
            return redirect("applications_desk:list")
    context = {"form": form, "asked": asked}
    return render(request, "applications/desk/handling.html", context, status=422 if form.errors else 200)
