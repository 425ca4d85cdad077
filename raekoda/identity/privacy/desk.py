"""Staff pages: erasure requests that wait for a decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.privacy import actions, queries
from raekoda.identity.privacy.forms import DecisionForm
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page

app_name = "rights_desk"


@require_safe
@staff_page("rights.decide")
def index(request: HttpRequest) -> HttpResponse:
    """Requests that wait for a decision, oldest first, without names."""
    page = keyset(queries.awaiting_decision(Actor.of(request)), request, order=("id",), size=50)
    return render(request, "privacy/waiting.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("rights.decide")
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """One request and the form for the decision. Opening it is logged in the access log."""
    actor = Actor.of(request)
    found = get_object_or_404(queries.awaiting_decision(actor), ref=ref)
    form = DecisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(found, actor=actor, agrees="agree" in request.POST, decision=form.cleaned_data["decision"])
        except actions.PrivacyRequestError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("Decided. The person sees it on their page."))
            return redirect("rights_desk:waiting")
    log_access(found.person, actor, "rights.decide", subject=found)
    return render(request, "privacy/decide.html", {"asked": found, "form": form}, status=422 if form.errors else 200)


urlpatterns = [
    path("andmesoovid/", index, name="waiting"),
    path("andmesoovid/<str:ref>/", decide, name="decide"),
]
