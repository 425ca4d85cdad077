"""Receives answers from the site of another municipality and begins an application with them."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from raekoda.identity.persons.access import get_resident, resident_page
from raekoda.identity.places.facts import municipality
from raekoda.platform.core import clock
from raekoda.registry.benefits import queries as benefits
from raekoda.registry.benefits.facts import Facts, Relation
from raekoda.registry.benefits.models import Benefit
from raekoda.registry.services.texts import written
from raekoda.selfservice.lifeevents import actions
from raekoda.selfservice.lifeevents.site.questions import language
from raekoda.selfservice.lifeevents.site.session import OWNER, belongs_to_visitor, get_owner
from raekoda.selfservice.offers import drafts

TRANSFERRED = "lifeevents_brought"


@never_cache
@require_safe
def receive(request: HttpRequest, token: str) -> HttpResponse:
    """Receive the facts under ``token`` into the session and redirect to a URL without the token."""
    taken = actions.receive_facts(token)
    if taken is not None:
        benefit, facts = taken
        request.session[TRANSFERRED] = {
            "benefit": benefit.pk, "facts": facts.as_json(), "at": clock.now().isoformat(), OWNER: get_owner(request),
        }  # fmt: skip
    return redirect("lifeevents:brought")


@never_cache
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Review of the received answers before signing in."""
    benefit, facts = _transferred(request)
    if benefit is None:
        return render(request, "lifeevents/nothing_brought.html", status=410)
    can_apply = drafts.can_apply(benefit)
    context = {
        "benefit": benefit,
        "name": written(benefit, "name", language()),
        "rows": _rows(facts),
        "can_apply": can_apply,
        "go_on": reverse("lifeevents:begin") if can_apply else reverse("services:service", args=[benefit.service.slug]),
    }
    return render(request, "lifeevents/brought.html", context)


@resident_page
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an application with the received answers and remove them from the session."""
    resident = get_resident(request)
    assert resident is not None
    benefit, facts = _transferred(request)
    if benefit is None:
        return render(request, "lifeevents/nothing_brought.html", status=410)
    address = drafts.begin_draft(benefit, resident.subject, facts, resident)
    request.session.pop(TRANSFERRED, None)
    return redirect(address)


def _transferred(request: HttpRequest) -> tuple[Benefit | None, Facts]:
    """The received facts of the current subject (or received before signing in), unless expired."""
    stored = request.session.get(TRANSFERRED)
    if not belongs_to_visitor(stored, request):
        return None, Facts()
    if datetime.fromisoformat(stored["at"]) < clock.now() - actions.TRANSFER_PERIOD:
        del request.session[TRANSFERRED]
        return None, Facts()
    benefit = benefits.published().select_related("service").filter(pk=stored["benefit"]).first()
    return benefit, Facts.read(stored["facts"])


def _rows(facts: Facts) -> list[tuple[str, str]]:
    """Rows (label, text) of the answers."""
    known = municipality(facts.deceased_residence or "")
    paid = {True: _("Yes, I pay or have paid"), False: _("No, somebody else does"), None: ""}[facts.paid_costs]
    return [
        (_("Last registered residence"), known.name if known else ""),
        (_("Date of death"), date_format(facts.died_on) if facts.died_on else ""),
        (_("You are to the person who died"), str(Relation(facts.relation).label) if facts.relation else ""),
        (_("Do you pay for the funeral?"), paid),
    ]
