"""Reporting a problem in four screens: text and photos, place, subject, sending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raekoda.casework.cases import queries, suggest
from raekoda.casework.cases.errors import CaseError
from raekoda.casework.cases.models import Case, Kind
from raekoda.casework.cases.privacy import without_people
from raekoda.casework.cases.site import antispam, draft_asset
from raekoda.casework.cases.site.drafts import Draft
from raekoda.casework.cases.site.flow import Flow, with_draft
from raekoda.casework.cases.site.forms import AttributesForm, PlaceForm, ReportContactForm, ReportTextForm, SubjectForm
from raekoda.casework.cases.site.places import FoundPlace, find_responsible, forwarded_to_body, locate, map_context
from raekoda.casework.cases.site.sending import initial_contact, send
from raekoda.platform.core.files import prepare_image
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.posted import posted
from raekoda.registry.services.models import Service
from raekoda.registry.services.queries import taking_reports

FLOW_NAME = "report"
STEPS = 4
NEARBY_CANDIDATES = 20
NEARBY_SHOWN = 3


class GuardedTextForm(antispam.GuardedForm, ReportTextForm):
    """The text of a new report, with spam protection."""


def _initial_data(request: HttpRequest) -> dict[str, Any]:
    """The asset or the service from whose page the visitor came, when it accepts reports."""
    if data := draft_asset.initial_data(request):
        return data
    slug = request.GET.get("teenus", "")
    service = taking_reports().filter(slug=slug).first() if slug else None
    return {"service_from": service.pk} if service else {}


def _step_after_text(draft: Draft) -> str:
    """The first step that is still open: an asset has a place, often a service too."""
    if not draft.get("asset"):
        return "place"
    service = chosen_service(draft)
    return "subject" if service is None else "details" if service.form else "send"


FLOW = Flow(
    name=FLOW_NAME,
    first_form=GuardedTextForm,
    text_form=ReportTextForm,
    template="cases/site/report_words.html",
    next_step="place",
    steps=STEPS,
    prepare=prepare_image,
    initial_data=_initial_data,
    choose_step=_step_after_text,
    context=draft_asset.first_screen_context,
)


@with_draft(FLOW_NAME)
def place(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The place: a pin, an address, or none."""
    if request.method != "POST":
        return _place_page(request, draft, PlaceForm(initial=_initial_place(draft)))
    if "skip" in request.POST:
        draft.update(point=None, address="", asset="")
        return redirect("cases:report_subject", draft.key)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _place_page(request, draft, form)
    place_found = locate(form.cleaned_data["address"], form.point, chosen=request.POST.get("choose"))
    if place_found.choices:
        return _place_page(request, draft, form, place_found)
    if place_found.point and (responsible := find_responsible(place_found.point)):
        return _place_page(request, draft, form, place_found, responsible=responsible)
    if not place_found.point and not place_found.address:
        form.add_error("address", _("Please show the place on the map, type an address, or go on without a place."))
        return _place_page(request, draft, form)
    stays = place_found.point is not None and place_found.point == draft.point
    draft.update(point=place_found.point, address=place_found.address, asset=draft.get("asset", "") if stays else "")
    return redirect("cases:report_subject", draft.key)


def _initial_place(draft: Draft) -> dict[str, Any]:
    point = draft.point
    return {"address": draft.get("address", "")} | ({"lon": point.lon, "lat": point.lat} if point else {})


def _place_page(
    request: HttpRequest, draft: Draft, form: forms.Form, place_found: FoundPlace | None = None, **extra: Any
) -> HttpResponse:
    context = {"form": form, "draft": draft, "spot": place_found, "steps": STEPS, **map_context(), **extra}
    return render(request, "cases/site/report_place.html", context)


@with_draft(FLOW_NAME)
def subject(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The service it is about; similar reports nearby are shown."""
    likely, others = _services(draft)
    form = SubjectForm(
        posted(request),
        services=[*likely, *others],
        initial={"service": draft.get("service") or draft.get("service_from")},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen
        if chosen is None or str(chosen.pk) != draft.get("service"):
            draft.data["attributes"] = {}
        draft.update(service=request.POST["service"])
        draft_asset.clear_unrelated_asset(draft, chosen)
        return _after_subject(request, draft, chosen)
    context = {
        "form": form,
        "draft": draft,
        "likely_count": len(likely),
        "other_chosen": any(str(service.pk) == draft.get("service") for service in others),
        "nearby": _nearby(draft, likely),
        "steps": STEPS,
    }
    return render(request, "cases/site/report_subject.html", context)


def _services(draft: Draft) -> tuple[list[Service], list[Service]]:
    """The services that match the text, the one the visitor came from first, and all others that accept reports."""
    reportable = {service.pk: service for service in taking_reports()}
    likely = suggest.likely_services(draft.text, get_language() or "et")
    keys = dict.fromkeys(key for key in [draft.get("service_from"), *(s.pk for s in likely)] if key in reportable)
    first = [reportable.pop(key) for key in keys]
    return first, sorted(reportable.values(), key=lambda service: service.name)


def _nearby(draft: Draft, likely: list[Service]) -> list[Case]:
    """Open public reports near the place; only those about a likely service when the text suggests any."""
    if not draft.point:
        return []
    near = queries.nearby_open(draft.point, limit=NEARBY_CANDIDATES)
    alike = [case for case in near if case.service in likely] if likely else near
    return alike[:NEARBY_SHOWN]


def _after_subject(request: HttpRequest, draft: Draft, service: Service | None) -> HttpResponse:
    if service is not None and not draft.get("asset") and draft_asset.layers_for(service):
        return redirect("cases:report_asset", draft.key)
    return after_asset(request, draft, service)


def after_asset(request: HttpRequest, draft: Draft, service: Service | None) -> HttpResponse:
    """The next step when the asset was chosen or skipped."""
    if service is not None and service.needs_place and not draft.point and not draft.get("address"):
        messages.info(request, _("A report about this needs a place: please show where it is."))
        return redirect("cases:report_place", draft.key)
    if service is not None and service.form:
        return redirect("cases:report_details", draft.key)
    return redirect("cases:report_send", draft.key)


def chosen_service(draft: Draft) -> Service | None:
    """The draft's service, if one was chosen and it still accepts reports."""
    key = draft.get("service")
    return taking_reports().filter(pk=number).first() if (number := whole(key)) else None


@with_draft(FLOW_NAME)
def details(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The service's own questions."""
    service = chosen_service(draft)
    if service is None or not service.form:
        return redirect("cases:report_send", draft.key)
    form = AttributesForm(posted(request), attributes=service.form, initial=draft.get("attributes") or {})
    if request.method == "POST" and form.is_valid():
        answers = {code: _plain(value) for code, value in form.cleaned_data.items() if value not in ("", None, [])}
        draft.update(attributes=answers)
        return redirect("cases:report_send", draft.key)
    return render(
        request, "cases/site/report_details.html", {"form": form, "draft": draft, "service": service, "steps": STEPS}
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


@with_draft(FLOW_NAME)
def check_and_send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The last screen: optional contact, a preview of what others will see, and sending."""
    service = chosen_service(draft)
    may_be_public = service is not None and service.reports_are_public
    if not draft.text:
        return redirect("cases:report_words", draft.key)
    form = ReportContactForm(posted(request), initial=initial_contact(request), may_be_public=may_be_public)
    if request.method == "POST" and form.is_valid():
        if not antispam.is_within_limit("send", request):
            form.add_error(None, antispam.limit_message())
            return _send_page(request, draft, form, service, status=429)
        try:
            send(
                request,
                draft,
                form,
                kind=Kind.REPORT,
                service=service,
                point=draft.point,
                address=draft.get("address", ""),
                asset=draft_asset.get_draft_asset(draft),
                attributes=draft.get("attributes") or {},
                make_public=form.cleaned_data.get("is_public", False),
            )
        except CaseError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("cases:report_done", draft.key)
    return _send_page(request, draft, form, service)


def _send_page(
    request: HttpRequest, draft: Draft, form: ReportContactForm, service: Service | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "draft": draft,
        "service": service,
        "asset": draft_asset.get_draft_asset(draft),
        "has_layers": service is not None and bool(draft_asset.layers_for(service)),
        "forwarded_to_body": forwarded_to_body(draft.point),
        "seen_by_others": without_people(draft.text, None, get_language() or "et").text,
        "steps": STEPS,
    }
    return render(request, "cases/site/report_send.html", context, status=status)
