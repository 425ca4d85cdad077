"""Staff pages: what was passed on and what waits for a decision, partners and their services, passing a case on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from raekoda.casework.cases import rules as case_rules
from raekoda.casework.cases.desk.lookup import get_case_or_404
from raekoda.casework.cases.desk.queue import case_url
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.rules import Verb
from raekoda.channels.open311 import handing, panels, partners, sending, showing
from raekoda.channels.open311.forms import MappingForm, PartnerForm, PassOnForm
from raekoda.channels.open311.models import Handover, Partner
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

app_name = "open311_desk"
PAGE = 50
State = Handover.State
TABS: dict[str, tuple[Any, dict[str, Any]]] = {
    "otsustada": (gettext_lazy("To decide"), {"state__in": (State.PROPOSED, State.UNKNOWN, State.REFUSED)}),
    "vastatud": (gettext_lazy("Answers to check"), {"to_check": True}),
    "nende": (gettext_lazy("With them"), {"state__in": (State.QUEUED, State.SENT)}),
    "koik": (gettext_lazy("All"), {}),
}


@require_safe
@staff_page("open311.view")
def overview(request: HttpRequest) -> HttpResponse:
    """Reports passed on, what waits for a decision first; ``?seis=`` and ``?kellele=`` narrow down. The partners beside."""
    actor = Actor.of(request)
    chosen = request.GET.get("seis", "")
    chosen = chosen if chosen in TABS else "otsustada"
    rows = showing.handovers(actor).filter(**TABS[chosen][1])
    if partner := whole(request.GET.get("kellele")):
        rows = rows.filter(partner=partner)
    page = keyset(rows, request, order=("-id",), size=PAGE)
    for row in page.items:
        panels.show(row)
    address = reverse("open311_desk:overview")
    context = {
        "page": page,
        "tabs": [
            {"url": f"{address}?seis={name}", "label": label, "is_current": name == chosen}
            for name, (label, _narrow) in TABS.items()
        ],
        "partners": Partner.objects.prefetch_related("areas").defer("api_key"),
        "may_manage": actor.may("open311.manage_partners"),
    }
    return render(request, "open311/overview.html", context)


@staff_page("open311.manage_partners")
def edit_partner(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new partner, or a change of one."""
    partner = get_object_or_404(Partner.objects.defer("api_key"), pk=pk) if pk else Partner(municipality=current())
    form = PartnerForm(posted(request), instance=partner)
    if request.method == "POST" and form.is_valid():
        kept = partners.save_partner(form.partner(), form.cleaned_data["areas"], actor=Actor.of(request))
        messages.success(request, _("The partner is kept."))
        if kept.url and kept.services_read_at is None:
            partners.ask_to_read(kept, actor=Actor.of(request))
            return redirect("open311_desk:services", kept.pk)
        return redirect("open311_desk:overview")
    return render(request, "open311/partner.html", {"form": form, "partner": partner})


@staff_page("open311.manage_partners")
def services(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of the partner's services ours are."""
    partner = get_object_or_404(Partner.objects.exclude(url=""), pk=pk)
    form = MappingForm(partner, posted(request))
    if request.method == "POST" and form.is_valid():
        partners.map_services(partner, form.mapped(), otherwise=form.otherwise(), actor=Actor.of(request))
        messages.success(request, _("The services are kept. They count from the next report on."))
        return redirect("open311_desk:overview")
    return render(request, "open311/services.html", {"form": form, "partner": partner})


@require_POST
@staff_page("open311.manage_partners")
def read_services(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the partner's services anew."""
    partner = get_object_or_404(Partner.objects.exclude(url=""), pk=pk)
    partners.ask_to_read(partner, actor=Actor.of(request))
    return redirect("open311_desk:services", partner.pk)


@require_POST
@staff_page("cases.forward")
def ask_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a partner for news at once."""
    partner = get_object_or_404(Partner.objects.filter(is_active=True).exclude(url=""), pk=pk)
    partners.ask_for_news(partner, actor=Actor.of(request))
    messages.success(
        request, _("%(name)s is being asked; what is new comes to the cases in a moment.") % {"name": partner.name}
    )
    return redirect("open311_desk:overview")


@staff_page("cases.forward")
def pass_on(request: HttpRequest, number: str) -> HttpResponse:
    """Pass a case on: choose the partner, then what it gets; ``look`` shows exactly what would be sent."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    if not case_rules.is_allowed(case.status, Verb.FORWARD):
        messages.warning(request, case_rules.reason_not_allowed(case.status, Verb.FORWARD))
        return redirect(case_url(case))
    offered = list(Partner.objects.filter(is_active=True).exclude(url=""))
    proposed = Handover.objects.filter(case=case, state=State.PROPOSED).first()
    partner = _chosen(request, offered, proposed)
    context: dict[str, Any] = {"case": case, "partners": offered, "partner": partner, "proposed": proposed}
    if partner is not None:
        form = PassOnForm(case, partner, _code(case, partner, proposed), posted(request))
        context["form"] = form
        if request.method == "POST" and form.is_valid():
            if "look" in request.POST:
                context["preview"] = _preview(case, partner, form)
                if form.cleaned_data.get("with_contact"):
                    journal.record("cases.see_contact", case, actor)
            elif "service_chosen" not in request.POST and _passed_on(request, case, partner, form, actor):
                return redirect(case_url(case))
    return render(request, "open311/pass_on.html", context)


def _chosen(request: HttpRequest, offered: list[Partner], proposed: Handover | None) -> Partner | None:
    asked = request.POST.get("partner") or request.GET.get("partner") or (str(proposed.partner_id) if proposed else "")
    found = next((each for each in offered if str(each.pk) == asked), None)
    return found or (offered[0] if len(offered) == 1 else None)


def _code(case: Case, partner: Partner, proposed: Handover | None) -> str:
    """The partner's service to begin with: as proposed, as mapped, else the one for all else."""
    if proposed is not None and proposed.partner_id == partner.pk and proposed.service_code:
        return proposed.service_code
    mapped = (
        partner.mappings.filter(service=case.service_id).select_related("theirs").first() if case.service_id else None
    )
    chosen = mapped.theirs if mapped else partner.default_service
    return chosen.code if chosen else ""


def _preview(case: Case, partner: Partner, form: PassOnForm) -> list[tuple[str, str]]:
    given = form.given()
    handover = Handover(
        municipality=case.municipality, case=case, partner=partner, service_code=given["code"], text=given["text"],
        attributes=given["attributes"], with_contact=given["with_contact"], media_url=handing.photo_of(case),
    )  # fmt: skip
    return [
        (name, ", ".join(value) if isinstance(value, list) else value)
        for name, value in sending.fields_of(handover).items()
    ]


def _passed_on(request: HttpRequest, case: Case, partner: Partner, form: PassOnForm, actor: Actor) -> bool:
    try:
        handing.pass_on(case, partner=partner, actor=actor, **form.given())
    except CaseError as refusal:
        field = "answers" if refusal.field == "ends_here" else refusal.field
        form.add_error(field if field in form.fields else None, refusal.message)
    except TransitionNotAllowed as refusal:
        form.add_error(None, refusal.message)
    else:
        messages.success(request, _("It is on its way. The sender is told as soon as they have it."))
        return True
    return False


@require_POST
@staff_page("cases.forward")
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """The case stays with us."""
    reason = request.POST.get("reason", "")
    return _decide(
        request, pk, lambda row, actor: handing.keep(row, actor=actor, reason=reason), _("The case stays with us.")
    )


@require_POST
@staff_page("cases.forward")
def arrived(request: HttpRequest, pk: int) -> HttpResponse:
    """It did arrive there, under the number given."""
    number = request.POST.get("number", "")
    return _decide(
        request, pk, lambda row, actor: handing.note_arrived(row, number=number, actor=actor), _("Noted: they have it.")
    )


@require_POST
@staff_page("cases.forward")
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """It did not arrive: send it once more."""
    return _decide(request, pk, lambda row, actor: handing.send_again(row, actor=actor), _("It is sent once more."))


@require_POST
@staff_page("cases.forward")
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """The partner's answer was seen; the case goes on here."""
    return _decide(
        request, pk, lambda row, actor: handing.note_checked(row, actor=actor), _("Noted: you have seen it.")
    )


def _decide(request: HttpRequest, pk: int, act: Callable[[Handover, Actor], object], words: str) -> HttpResponse:
    actor = Actor.of(request)
    row = showing.handovers(actor).filter(pk=pk).first()
    if row is None:
        raise Http404(pk)
    if not actor.may("cases.forward", row.case):
        raise PermissionDenied
    try:
        act(row, actor)
    except (CaseError, TransitionNotAllowed) as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, words)
    return redirect(f"{case_url(row.case)}#naabrid")


urlpatterns = [
    path("naabrid/", overview, name="overview"),
    path("naabrid/uus/", edit_partner, name="new_partner"),
    path("naabrid/<int:pk>/", edit_partner, name="partner"),
    path("naabrid/<int:pk>/teenused/", services, name="services"),
    path("naabrid/<int:pk>/loe/", read_services, name="read_services"),
    path("naabrid/<int:pk>/kysi/", ask_now, name="ask_now"),
    path("naabrid/anna/<str:number>/", pass_on, name="pass_on"),
    path("naabrid/teade/<int:pk>/jaab/", keep, name="keep"),
    path("naabrid/teade/<int:pk>/kohal/", arrived, name="arrived"),
    path("naabrid/teade/<int:pk>/uuesti/", send_again, name="send_again"),
    path("naabrid/teade/<int:pk>/vaadatud/", checked, name="checked"),
]
