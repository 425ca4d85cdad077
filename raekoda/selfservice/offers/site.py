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
from raekoda.selfservice.offers import actions, drafts, queries
from raekoda.selfservice.offers.models import Offer, OfferRule
from raekoda.selfservice.offers.section import row_of

app_name = "offers"
PAGE_SIZE = 20
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
    page = keyset(queries.visible_to(resident.actor), request, order=("-id",), size=PAGE_SIZE)
    return render(request, "offers/list.html", {"page": page, "rows": [row_of(offer) for offer in page.items]})


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """One offer: what, why, by which data; to apply, or not to be asked again."""
    resident = _resident(request)
    found = get_object_or_404(queries.visible_to(resident.actor), ref=ref)
    if request.method == "POST" and "decline" in request.POST:
        actions.decline(found, actor=resident.actor)
        messages.success(request, _("It is not offered to you again. You can change this under your consents."))
        return redirect("offers:list")
    if request.method == "POST" and found.state == Offer.State.OPEN:
        return redirect(drafts.begin_draft(found.rule.benefit, _subject(found, resident), _facts(found), resident))
    return render(request, "offers/offer.html", _context(found))


def _subject(found: Offer, resident: Resident) -> Person:
    """The subject of the application: the child; after a death the recipient of the offer."""
    return resident.subject if found.rule.about == OfferRule.About.DEATH else found.subject


def _facts(found: Offer) -> Facts:
    """What an application begins with: what was known when it was offered and the form may ask."""
    if found.rule.about != OfferRule.About.DEATH:
        return Facts()
    return Facts(died_on=found.subject.died_on, deceased_residence=found.benefit_rule.home)


def _context(found: Offer) -> dict[str, Any]:
    language = (get_language() or "et")[:2]
    findings = [
        (ICONS[Result(found["result"])], str(Result(found["result"]).label), found["words"].get(language, ""))
        for found in found.findings
    ]
    return {
        "offer": found,
        "about_other": found.subject_id != found.person_id,
        "rule": RulePresenter(found.benefit_rule, language),
        "amount": euros(found.amount, short=True) if found.amount is not None else "",
        "findings": findings,
        "to_confirm": any(finding["result"] == Result.UNKNOWN for finding in found.findings),
        "data_used": [FACT_LABELS[name] for name in found.facts_used if name in FACT_LABELS],
        "can_apply": found.state == Offer.State.OPEN and drafts.can_apply(found.rule.benefit),
        "unit": _contact(found),
    }


def _contact(found: Offer) -> Unit | Municipality:
    """The unit that owns the service where it can be reached, else the municipality."""
    unit = found.rule.benefit.service.unit
    return unit if unit is not None and (unit.phone or unit.email) else current()


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    """Consents by purpose, refusals and the letter preference; each can be changed at any time."""
    resident = _resident(request)
    if request.method == "POST":
        return _save_choices(request, resident)
    person = resident.subject
    given = {consent.purpose_id: consent for consent in queries.active_consents(person)}
    context = {
        "purposes": [(purpose, given.get(purpose.pk)) for purpose in queries.purposes()],
        "refusals": queries.refusals_for(person),
        "letters": queries.wants_letters(person),
        "email": person.email,
        "subject": person,
    }
    return render(request, "offers/consents.html", context)


def _save_choices(request: HttpRequest, resident: Resident) -> HttpResponse:
    person, actor, sent = resident.subject, resident.actor, request.POST
    if "consent" in sent:
        purpose = get_object_or_404(queries.purposes(), pk=_parse_key(sent["consent"]))
        actions.consent(purpose, person, actor=actor, given_by=resident.person)
        messages.success(request, _("Thank you: from now on it may be offered to you."))
    elif "withdraw" in sent:
        purpose = get_object_or_404(queries.purposes(), pk=_parse_key(sent["withdraw"]))
        actions.withdraw_consent(purpose, person, actor=actor)
        messages.success(request, _("Your consent is withdrawn. What was offered by it is gone."))
    elif "again" in sent:
        refusal = get_object_or_404(queries.refusals_for(person), pk=_parse_key(sent["again"]))
        actions.allow_again(refusal, actor=actor)
        messages.success(request, _("It may be offered to you again."))
    elif "letters" in sent:
        actions.set_letter_preference(person, sent["letters"] == "yes", actor=actor)
        messages.success(request, _("Saved."))
    return redirect("offers:consents")


def _parse_key(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 18 else 0


urlpatterns = [
    path("iseteenindus/pakkumised/", offer_list, name="list"),
    path("iseteenindus/pakkumised/<str:ref>/", offer, name="offer"),
    path("iseteenindus/nousolekud/", consents, name="consents"),
]
