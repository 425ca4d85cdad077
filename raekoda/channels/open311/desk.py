"""Staff pages: forwarded reports and pending decisions, partners and their services, forwarding a case."""

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
from raekoda.channels.open311 import forwarding, handover_queries, panels, partners, sending
from raekoda.channels.open311.forms import ForwardForm, MappingForm, PartnerForm
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
def index(request: HttpRequest) -> HttpResponse:
    """Forwarded reports, pending decisions first; ``?seis=`` and ``?kellele=`` filter. With the list of partners."""
    actor = Actor.of(request)
    tab = request.GET.get("seis", "")
    tab = tab if tab in TABS else "otsustada"
    rows = handover_queries.handovers(actor).filter(**TABS[tab][1])
    if partner := whole(request.GET.get("kellele")):
        rows = rows.filter(partner=partner)
    page = keyset(rows, request, order=("-id",), size=PAGE)
    for row in page.items:
        panels.present_handover(row)
    address = reverse("open311_desk:overview")
    context = {
        "page": page,
        "tabs": [
            {"url": f"{address}?seis={name}", "label": label, "is_current": name == tab}
            for name, (label, _narrow) in TABS.items()
        ],
        "partners": Partner.objects.prefetch_related("areas").defer("api_key"),
        "may_manage": actor.may("open311.manage_partners"),
    }
    return render(request, "open311/overview.html", context)


@staff_page("open311.manage_partners")
def edit_partner(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Create or edit a partner."""
    partner = get_object_or_404(Partner.objects.defer("api_key"), pk=pk) if pk else Partner(municipality=current())
    form = PartnerForm(posted(request), instance=partner)
    if request.method == "POST" and form.is_valid():
        saved = partners.save_partner(form.partner(), form.cleaned_data["areas"], actor=Actor.of(request))
        messages.success(request, _("The partner is kept."))
        if saved.url and saved.services_read_at is None:
            partners.request_reading(saved, actor=Actor.of(request))
            return redirect("open311_desk:services", saved.pk)
        return redirect("open311_desk:overview")
    return render(request, "open311/partner.html", {"form": form, "partner": partner})


@staff_page("open311.manage_partners")
def services(request: HttpRequest, pk: int) -> HttpResponse:
    """Map our services to the partner's."""
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
    """Reload the partner's services."""
    partner = get_object_or_404(Partner.objects.exclude(url=""), pk=pk)
    partners.request_reading(partner, actor=Actor.of(request))
    return redirect("open311_desk:services", partner.pk)


@require_POST
@staff_page("cases.forward")
def poll_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Poll a partner now."""
    partner = get_object_or_404(Partner.objects.filter(is_active=True).exclude(url=""), pk=pk)
    partners.request_poll(partner, actor=Actor.of(request))
    messages.success(
        request, _("%(name)s is being asked; what is new comes to the cases in a moment.") % {"name": partner.name}
    )
    return redirect("open311_desk:overview")


@staff_page("cases.forward")
def forward(request: HttpRequest, number: str) -> HttpResponse:
    """Forward a case: choose the partner, then the content; ``preview`` shows exactly what would be sent."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    if not case_rules.is_allowed(case.status, Verb.FORWARD):
        messages.warning(request, case_rules.reason_not_allowed(case.status, Verb.FORWARD))
        return redirect(case_url(case))
    offered = list(Partner.objects.filter(is_active=True).exclude(url=""))
    proposed = Handover.objects.filter(case=case, state=State.PROPOSED).first()
    partner = _choose_partner(request, offered, proposed)
    context: dict[str, Any] = {"case": case, "partners": offered, "partner": partner, "proposed": proposed}
    if partner is not None:
        form = ForwardForm(case, partner, _initial_service_code(case, partner, proposed), posted(request))
        context["form"] = form
        if request.method == "POST" and form.is_valid():
            if "preview" in request.POST:
                context["preview"] = _preview(case, partner, form)
                if form.cleaned_data.get("with_contact"):
                    journal.record("cases.see_contact", case, actor)
            elif "service_chosen" not in request.POST and _forward(request, case, partner, form, actor):
                return redirect(case_url(case))
    return render(request, "open311/forward.html", context)


def _choose_partner(request: HttpRequest, offered: list[Partner], proposed: Handover | None) -> Partner | None:
    requested = (
        request.POST.get("partner") or request.GET.get("partner") or (str(proposed.partner_id) if proposed else "")
    )
    partner = next((candidate for candidate in offered if str(candidate.pk) == requested), None)
    return partner or (offered[0] if len(offered) == 1 else None)


def _initial_service_code(case: Case, partner: Partner, proposed: Handover | None) -> str:
    """The initially chosen service: as proposed, as mapped, else the partner's default."""
    if proposed is not None and proposed.partner_id == partner.pk and proposed.service_code:
        return proposed.service_code
    mapping = (
        partner.mappings.filter(service=case.service_id).select_related("theirs").first() if case.service_id else None
    )
    service = mapping.theirs if mapping else partner.default_service
    return service.code if service else ""


def _preview(case: Case, partner: Partner, form: ForwardForm) -> list[tuple[str, str]]:
    values = form.forwarding_values()
    handover = Handover(
        municipality=case.municipality, case=case, partner=partner, service_code=values["code"], text=values["text"],
        attributes=values["attributes"], with_contact=values["with_contact"], media_url=forwarding.public_photo_url(case),
    )  # fmt: skip
    return [
        (name, ", ".join(value) if isinstance(value, list) else value)
        for name, value in sending.report_fields(handover).items()
    ]


def _forward(request: HttpRequest, case: Case, partner: Partner, form: ForwardForm, actor: Actor) -> bool:
    try:
        forwarding.forward(case, partner=partner, actor=actor, **form.forwarding_values())
    except CaseError as error:
        field = "answers" if error.field == "ends_here" else error.field
        form.add_error(field if field in form.fields else None, error.message)
    except TransitionNotAllowed as error:
        form.add_error(None, error.message)
    else:
        messages.success(request, _("It is on its way. The sender is told as soon as they have it."))
        return True
    return False


@require_POST
@staff_page("cases.forward")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel forwarding: the case stays with us."""
    reason = request.POST.get("reason", "")
    return _decide(
        request, pk, lambda row, actor: forwarding.cancel(row, actor=actor, reason=reason), _("The case stays with us.")
    )


@require_POST
@staff_page("cases.forward")
def confirm_arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that it arrived at the partner under the entered number."""
    number = request.POST.get("number", "")
    return _decide(
        request,
        pk,
        lambda row, actor: forwarding.confirm_arrival(row, number=number, actor=actor),
        _("Noted: they have it."),
    )


@require_POST
@staff_page("cases.forward")
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it again."""
    return _decide(request, pk, lambda row, actor: forwarding.resend(row, actor=actor), _("It is sent once more."))


@require_POST
@staff_page("cases.forward")
def mark_checked(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the partner's answer as seen."""
    return _decide(
        request, pk, lambda row, actor: forwarding.mark_checked(row, actor=actor), _("Noted: you have seen it.")
    )


def _decide(request: HttpRequest, pk: int, act: Callable[[Handover, Actor], object], message: str) -> HttpResponse:
    actor = Actor.of(request)
    handover = handover_queries.handovers(actor).filter(pk=pk).first()
    if handover is None:
        raise Http404(pk)
    if not actor.may("cases.forward", handover.case):
        raise PermissionDenied
    try:
        act(handover, actor)
    except (CaseError, TransitionNotAllowed) as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, message)
    return redirect(f"{case_url(handover.case)}#naabrid")


urlpatterns = [
    path("naabrid/", index, name="overview"),
    path("naabrid/uus/", edit_partner, name="new_partner"),
    path("naabrid/<int:pk>/", edit_partner, name="partner"),
    path("naabrid/<int:pk>/teenused/", services, name="services"),
    path("naabrid/<int:pk>/loe/", read_services, name="read_services"),
    path("naabrid/<int:pk>/kysi/", poll_now, name="ask_now"),
    path("naabrid/anna/<str:number>/", forward, name="pass_on"),
    path("naabrid/teade/<int:pk>/jaab/", cancel, name="keep"),
    path("naabrid/teade/<int:pk>/kohal/", confirm_arrival, name="arrived"),
    path("naabrid/teade/<int:pk>/uuesti/", resend, name="send_again"),
    path("naabrid/teade/<int:pk>/vaadatud/", mark_checked, name="checked"),
]
