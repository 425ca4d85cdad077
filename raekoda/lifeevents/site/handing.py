"""What was answered at another municipality's site: taken once, then an application is begun with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from raekoda.benefits import queries as benefits
from raekoda.benefits.facts import Facts, Relation
from raekoda.core import clock
from raekoda.lifeevents import actions
from raekoda.lifeevents.site.asking import language
from raekoda.places.facts import municipality
from raekoda.services.texts import written

BROUGHT = "lifeevents_brought"


@never_cache
@require_safe
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Take what waits under ``token`` into the visitor's session here, and leave the address behind."""
    taken = actions.take_over(token)
    if taken is not None:
        benefit, facts = taken
        request.session[BROUGHT] = {"benefit": benefit.pk, "facts": facts.as_json(), "at": clock.now().isoformat()}
    return redirect("lifeevents:brought")


@never_cache
@require_safe
def brought(request: HttpRequest) -> HttpResponse:
    """What the application begins with, before one signs in."""
    kept = request.session.get(BROUGHT)
    benefit = benefits.published().select_related("service").filter(pk=kept["benefit"]).first() if kept else None
    if benefit is None:
        return render(request, "lifeevents/nothing_brought.html", status=410)
    facts = Facts.read(kept["facts"])
    context = {
        "benefit": benefit,
        "name": written(benefit, "name", language()),
        "rows": _rows(facts),
        "can_apply": False,
        "go_on": reverse("services:service", args=[benefit.service.slug]),
    }
    return render(request, "lifeevents/brought.html", context)


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
