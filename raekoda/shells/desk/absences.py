"""Absences and deputies: everybody's own, those of a head's unit, all of them for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raekoda.identity.accounts import absences, queries
from raekoda.identity.accounts.errors import AccountError
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.shells.desk.member_forms import AbsenceForm


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("people.enter")
def absences_page(request: HttpRequest) -> HttpResponse:
    """Absences that the reader sets or is the deputy in, and the form of a new one."""
    actor = Actor.of(request)
    form = AbsenceForm(posted(request), actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            absence = absences.add_absence(actor=actor, **form.cleaned_data)
        except AccountError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(
                request, _("Saved. %(name)s gets a letter about it.") % {"name": absence.deputy.display_name}
            )
            return redirect("desk:absences")
    may_set = set(queries.absence_set_by(actor).values_list("pk", flat=True))
    rows = [{"absence": each, "may_cancel": each.user_id in may_set} for each in queries.absences(actor)]
    return render(request, "desk/absences.html", {"form": form, "rows": rows})


@require_POST
@staff_page("people.enter")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End an absence before its last day, or before it begins."""
    actor = Actor.of(request)
    absences.cancel_absence(get_object_or_404(queries.absences(actor), pk=pk), actor=actor)
    messages.success(request, _("The absence is cancelled; the deputy reads no more for it."))
    return redirect("desk:absences")
