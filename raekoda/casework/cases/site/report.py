"""Reporting a problem: own words and photos, place, subject, and off it goes. Four screens, under a minute."""

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
from raekoda.casework.cases.forms_site import AttributesForm, PlaceForm, ReportContact, ReportWords, SubjectForm
from raekoda.casework.cases.models import Case, Kind
from raekoda.casework.cases.privacy import without_people
from raekoda.casework.cases.site import about, guard
from raekoda.casework.cases.site.drafts import Draft
from raekoda.casework.cases.site.places import Spot, locate, map_context, outside, passed_on_to
from raekoda.casework.cases.site.sending import known_contact, send
from raekoda.casework.cases.site.words import Flow, with_draft
from raekoda.platform.core.files import prepare_image
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.posted import posted
from raekoda.registry.services.models import Service
from raekoda.registry.services.queries import taking_reports

FLOW_NAME = "report"
STEPS = 4
NEARBY_LOOKED_AT = 20
NEARBY_SHOWN = 3


class FirstWords(guard.GuardedForm, ReportWords):
    """The words of a report that begins."""


def _beginning(request: HttpRequest) -> dict[str, Any]:
    """The object or the service whose page the visitor came from, when it takes reports."""
    if kept := about.beginning(request):
        return kept
    slug = request.GET.get("teenus", "")
    service = taking_reports().filter(slug=slug).first() if slug else None
    return {"service_from": service.pk} if service else {}


def _after_words(draft: Draft) -> str:
    """Straight to what is still open: an object on the map has a place, often a service too."""
    if not draft.get("asset"):
        return "place"
    service = chosen_service(draft)
    return "subject" if service is None else "details" if service.form else "send"


FLOW = Flow(
    name=FLOW_NAME,
    first_form=FirstWords,
    words_form=ReportWords,
    template="cases/site/report_words.html",
    next_step="place",
    steps=STEPS,
    prepare=prepare_image,
    beginning=_beginning,
    step_after=_after_words,
    context=about.of_first_screen,
)


@with_draft(FLOW_NAME)
def place(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Where it is: a pin, an address, or neither."""
    if request.method != "POST":
        return _place_page(request, draft, PlaceForm(initial=_place_kept(draft)))
    if "skip" in request.POST:
        draft.update(point=None, address="", asset="")
        return redirect("cases:report_subject", draft.key)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _place_page(request, draft, form)
    spot = locate(form.cleaned_data["address"], form.point, chosen=request.POST.get("choose"))
    if spot.choices:
        return _place_page(request, draft, form, spot)
    if spot.point and (area := outside(spot.point)):
        return _place_page(request, draft, form, spot, elsewhere=area)
    if not spot.point and not spot.address:
        form.add_error("address", _("Please show the place on the map, type an address, or go on without a place."))
        return _place_page(request, draft, form)
    stays = spot.point is not None and spot.point == draft.point
    draft.update(point=spot.point, address=spot.address, asset=draft.get("asset", "") if stays else "")
    return redirect("cases:report_subject", draft.key)


def _place_kept(draft: Draft) -> dict[str, Any]:
    point = draft.point
    return {"address": draft.get("address", "")} | ({"lon": point.lon, "lat": point.lat} if point else {})


def _place_page(
    request: HttpRequest, draft: Draft, form: forms.Form, spot: Spot | None = None, **extra: Any
) -> HttpResponse:
    context = {"form": form, "draft": draft, "spot": spot, "steps": STEPS, **map_context(), **extra}
    return render(request, "cases/site/report_place.html", context)


@with_draft(FLOW_NAME)
def subject(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Which service it is about; what is reported near by already."""
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
        about.drop_unless_of(draft, chosen)
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
    """The services that fit the words, the one the visitor came from first, and all others that take reports."""
    reportable = {service.pk: service for service in taking_reports()}
    likely = suggest.likely_services(draft.text, get_language() or "et")
    keys = dict.fromkeys(key for key in [draft.get("service_from"), *(s.pk for s in likely)] if key in reportable)
    first = [reportable.pop(key) for key in keys]
    return first, sorted(reportable.values(), key=lambda service: service.name)


def _nearby(draft: Draft, likely: list[Service]) -> list[Case]:
    """Open public reports near the place, those about a likely service only when the words tell which are likely."""
    if not draft.point:
        return []
    near = queries.nearby_open(draft.point, limit=NEARBY_LOOKED_AT)
    alike = [case for case in near if case.service in likely] if likely else near
    return alike[:NEARBY_SHOWN]


def _after_subject(request: HttpRequest, draft: Draft, service: Service | None) -> HttpResponse:
    if service is not None and not draft.get("asset") and about.layers_of(service):
        return redirect("cases:report_asset", draft.key)
    return after_asset(request, draft, service)


def after_asset(request: HttpRequest, draft: Draft, service: Service | None) -> HttpResponse:
    """Where to go when it is known, or left open, which object it is about."""
    if service is not None and service.needs_place and not draft.point and not draft.get("address"):
        messages.info(request, _("A report about this needs a place: please show where it is."))
        return redirect("cases:report_place", draft.key)
    if service is not None and service.form:
        return redirect("cases:report_details", draft.key)
    return redirect("cases:report_send", draft.key)


def chosen_service(draft: Draft) -> Service | None:
    """The draft's service, if one was chosen and it still takes reports."""
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
        given = {code: _plain(value) for code, value in form.cleaned_data.items() if value not in ("", None, [])}
        draft.update(attributes=given)
        return redirect("cases:report_send", draft.key)
    return render(
        request, "cases/site/report_details.html", {"form": form, "draft": draft, "service": service, "steps": STEPS}
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


@with_draft(FLOW_NAME)
def check_and_send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Contact if wanted, what others will see, and the sending."""
    service = chosen_service(draft)
    may_be_public = service is not None and service.reports_are_public
    if not draft.text:
        return redirect("cases:report_words", draft.key)
    form = ReportContact(posted(request), initial=known_contact(request), may_be_public=may_be_public)
    if request.method == "POST" and form.is_valid():
        if not guard.within("send", request):
            form.add_error(None, guard.too_many_words())
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
                asset=about.asset_of(draft),
                attributes=draft.get("attributes") or {},
                make_public=form.cleaned_data.get("is_public", False),
            )
        except CaseError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("cases:report_done", draft.key)
    return _send_page(request, draft, form, service)


def _send_page(
    request: HttpRequest, draft: Draft, form: ReportContact, service: Service | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "draft": draft,
        "service": service,
        "asset": about.asset_of(draft),
        "has_layers": service is not None and bool(about.layers_of(service)),
        "passed_on_to": passed_on_to(draft.point),
        "seen_by_others": without_people(draft.text, None, get_language() or "et").text,
        "steps": STEPS,
    }
    return render(request, "cases/site/report_send.html", context, status=status)
