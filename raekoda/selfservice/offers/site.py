"""A resident's own pages: what is offered and why, what they consent to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.identity.accounts.models import Unit
from raekoda.identity.persons.access import Resident, get_resident, resident_page
from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.money import euros
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.tenancy import current
from raekoda.registry.benefits.facts import Facts
from raekoda.registry.benefits.labels import FACT_LABELS
from raekoda.registry.benefits.presenters import RulePresenter
from raekoda.registry.benefits.rules import Result
from raekoda.selfservice.offers import actions, applying, queries
from raekoda.selfservice.offers.models import Offer, OfferRule
from raekoda.selfservice.offers.section import row_of

app_name = "offers"
AT_ONCE = 20
ICONS = {Result.MET: "circle-check", Result.NOT_MET: "circle-x", Result.UNKNOWN: "circle-question-mark"}


def _resident(request: HttpRequest) -> Resident:
    resident = get_resident(request)
    assert resident is not None
    return resident


@resident_page
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """Everything that was ever offered, the newest first."""
    resident = _resident(request)
    page = keyset(queries.visible_to(resident.actor), request, order=("-id",), size=AT_ONCE)
    return render(request, "offers/list.html", {"page": page, "rows": [row_of(offer) for offer in page.items]})


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """One offer: what, why, by which data; to apply, or not to be asked again."""
    resident = _resident(request)
    shown = get_object_or_404(queries.visible_to(resident.actor), ref=ref)
    if request.method == "POST" and "decline" in request.POST:
        actions.decline(shown, actor=resident.actor)
        messages.success(request, _("It is not offered to you again. You can change this under your consents."))
        return redirect("offers:list")
    if request.method == "POST" and shown.state == Offer.State.OPEN:
        return redirect(applying.begin(shown.rule.benefit, _subject(shown, resident), _facts(shown), resident))
    return render(request, "offers/offer.html", _context(shown))


def _subject(shown: Offer, resident: Resident) -> Person:
    """For whom one applies: the child; after a death whoever is offered it."""
    return resident.subject if shown.rule.about == OfferRule.About.DEATH else shown.subject


def _facts(shown: Offer) -> Facts:
    """What an application begins with: what was known when it was offered and the form may ask."""
    if shown.rule.about != OfferRule.About.DEATH:
        return Facts()
    return Facts(died_on=shown.subject.died_on, deceased_residence=shown.benefit_rule.home)


def _context(shown: Offer) -> dict[str, Any]:
    language = (get_language() or "et")[:2]
    findings = [
        (ICONS[Result(found["result"])], str(Result(found["result"]).label), found["words"].get(language, ""))
        for found in shown.findings
    ]
    return {
        "offer": shown,
        "about_other": shown.subject_id != shown.person_id,
        "rule": RulePresenter(shown.benefit_rule, language),
        "amount": euros(shown.amount, short=True) if shown.amount is not None else "",
        "findings": findings,
        "to_confirm": any(found["result"] == Result.UNKNOWN for found in shown.findings),
        "data_used": [FACT_LABELS[name] for name in shown.facts_used if name in FACT_LABELS],
        "can_apply": shown.state == Offer.State.OPEN and applying.can_apply(shown.rule.benefit),
        "unit": _to_turn_to(shown),
    }


def _to_turn_to(shown: Offer) -> Unit | Municipality:
    """The unit that owns the service where it can be reached, else the municipality."""
    unit = shown.rule.benefit.service.unit
    return unit if unit is not None and (unit.phone or unit.email) else current()


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    """What the city may look at to offer something before it is asked for; each purpose apart, taken back at any time."""
    resident = _resident(request)
    if request.method == "POST":
        return _changed(request, resident)
    person = resident.subject
    given = {consent.purpose_id: consent for consent in queries.consents_of(person)}
    context = {
        "purposes": [(purpose, given.get(purpose.pk)) for purpose in queries.purposes()],
        "refusals": queries.refusals_of(person),
        "letters": queries.wants_letters(person),
        "email": person.email,
        "subject": person,
    }
    return render(request, "offers/consents.html", context)


def _changed(request: HttpRequest, resident: Resident) -> HttpResponse:
    person, actor, sent = resident.subject, resident.actor, request.POST
    if "consent" in sent:
        purpose = get_object_or_404(queries.purposes(), pk=_key(sent["consent"]))
        actions.consent(purpose, person, actor=actor, given_by=resident.person)
        messages.success(request, _("Thank you: from now on it may be offered to you."))
    elif "withdraw" in sent:
        purpose = get_object_or_404(queries.purposes(), pk=_key(sent["withdraw"]))
        actions.withdraw_consent(purpose, person, actor=actor)
        messages.success(request, _("Your consent is withdrawn. What was offered by it is gone."))
    elif "again" in sent:
        refusal = get_object_or_404(queries.refusals_of(person), pk=_key(sent["again"]))
        actions.allow_again(refusal, actor=actor)
        messages.success(request, _("It may be offered to you again."))
    elif "letters" in sent:
        actions.want_letters(person, sent["letters"] == "yes", actor=actor)
        messages.success(request, _("Saved."))
    return redirect("offers:consents")


def _key(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 18 else 0


urlpatterns = [
    path("iseteenindus/pakkumised/", offer_list, name="list"),
    path("iseteenindus/pakkumised/<str:ref>/", offer, name="offer"),
    path("iseteenindus/nousolekud/", consents, name="consents"),
]
