"""Residents' page: state one's residence or school when the register is unreachable or wrong."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.identity.persons.access import get_resident, resident_page
from raekoda.identity.registers import actions, queries
from raekoda.identity.registers.errors import RegisterError
from raekoda.identity.registers.forms import ResidenceForm, SchoolForm
from raekoda.identity.registers.models import Statement
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import next_page

app_name = "registers"
FORMS = {Statement.Kind.RESIDENCE: ResidenceForm, Statement.Kind.SCHOOL: SchoolForm}


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest) -> HttpResponse:
    """Forms for residence and school, and earlier statements with their review."""
    resident = get_resident(request)
    assert resident is not None
    kind = request.POST.get("kind", "")
    forms = {each: form(posted(request) if each == kind else None) for each, form in FORMS.items()}
    sent = forms.get(Statement.Kind(kind)) if kind in FORMS else None
    if sent is not None and sent.is_valid():
        values = {name: str(value) for name, value in sent.cleaned_data.items()}
        try:
            actions.save_statement(
                resident.subject, kind, actor=resident.actor, values=values, stated_by=resident.person
            )
        except RegisterError as refusal:
            sent.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("Written down as stated by you. An official checks it."))
            return redirect(next_page(request) or "registers:state")
    stated = queries.statements(resident.actor).filter(person=resident.subject).order_by("-id")[:10]
    context = {
        "subject": resident.subject,
        "residence": forms[Statement.Kind.RESIDENCE],
        "school": forms[Statement.Kind.SCHOOL],
        "stated": stated,
        "next": next_page(request),
    }
    return render(request, "registers/state.html", context, status=422 if sent is not None else 200)


urlpatterns = [path("iseteenindus/andmete-esitamine/", state, name="state")]
