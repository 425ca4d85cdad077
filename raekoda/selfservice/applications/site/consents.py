"""The page on which a co-applicant consents or refuses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.identity.persons.access import get_resident, resident_page
from raekoda.selfservice.applications import actions, form_data, queries
from raekoda.selfservice.applications.errors import ApplicationError

ANSWERS = {"yes": True, "no": False}


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, ref: str) -> HttpResponse:
    """The application and the two answers. After a refusal or the end of the application its answers are hidden."""
    resident = get_resident(request)
    assert resident is not None
    related = (
        "application__case",
        "application__version__form__service",
        "application__applicant",
        "application__person",
    )
    found = get_object_or_404(queries.requested_consents(resident.actor).select_related(*related), ref=ref)
    if request.method == "POST" and request.POST.get("answer") in ANSWERS:
        try:
            answered = actions.answer_consent(found, consents=ANSWERS[request.POST["answer"]], actor=resident.actor)
        except ApplicationError as refusal:
            messages.warning(request, refusal.message)
        else:
            is_given = answered.state == answered.State.GIVEN
            messages.success(request, _("You have consented.") if is_given else _("You have not consented."))
        return redirect("applications:consent", ref)
    application = found.application
    may_answer = found.state == found.State.ASKED and application.case.is_open
    context = {
        "consent": found,
        "application": application,
        "service": application.version.form.service,
        "answers": form_data.present_answers(application) if may_answer or found.state == found.State.GIVEN else [],
        "may_answer": may_answer,
    }
    return render(request, "applications/site/consent.html", context)
