"""What was answered at another municipality's site: taken once, then an application is begun with it."""

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
from raekoda.selfservice.lifeevents.site.asking import language
from raekoda.selfservice.lifeevents.site.kept import WHOSE, is_theirs, whose
from raekoda.selfservice.offers import applying

BROUGHT = "lifeevents_brought"


@never_cache
@require_safe
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Take what waits under ``token`` into the visitor's session here, and leave the address behind."""
    taken = actions.take_over(token)
    if taken is not None:
        benefit, facts = taken
        request.session[BROUGHT] = {
            "benefit": benefit.pk, "facts": facts.as_json(), "at": clock.now().isoformat(), WHOSE: whose(request),
        }  # fmt: skip
    return redirect("lifeevents:brought")


@never_cache
@require_safe
def brought(request: HttpRequest) -> HttpResponse:
    """What the application begins with, before one signs in."""
    benefit, facts = _brought(request)
    if benefit is None:
        return render(request, "lifeevents/nothing_brought.html", status=410)
    can_apply = applying.can_apply(benefit)
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
    """Begin an application with what was answered; it is in the draft from now on, and no longer in the session."""
    resident = get_resident(request)
    assert resident is not None
    benefit, facts = _brought(request)
    if benefit is None:
        return render(request, "lifeevents/nothing_brought.html", status=410)
    address = applying.begin(benefit, resident.subject, facts, resident)
    request.session.pop(BROUGHT, None)
    return redirect(address)


def _brought(request: HttpRequest) -> tuple[Benefit | None, Facts]:
    """What was taken, of whose matters are done now or nobody's, while it is not too old."""
    kept = request.session.get(BROUGHT)
    if not is_theirs(kept, request):
        return None, Facts()
    if datetime.fromisoformat(kept["at"]) < clock.now() - actions.HANDED_OVER_FOR:
        del request.session[BROUGHT]
        return None, Facts()
    benefit = benefits.published().select_related("service").filter(pk=kept["benefit"]).first()
    return benefit, Facts.read(kept["facts"])


def _rows(facts: Facts) -> list[tuple[str, str]]:
    """What was answered, in words."""
    known = municipality(facts.deceased_residence or "")
    paid = {True: _("Yes, I pay or have paid"), False: _("No, somebody else does"), None: ""}[facts.paid_costs]
    return [
        (_("Last registered residence"), known.name if known else ""),
        (_("Date of death"), date_format(facts.died_on) if facts.died_on else ""),
        (_("You are to the person who died"), str(Relation(facts.relation).label) if facts.relation else ""),
        (_("Do you pay for the funeral?"), paid),
    ]
