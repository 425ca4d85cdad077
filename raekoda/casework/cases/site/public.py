"""Public reports: a list and a map, one report, following it by e-mail. All reads go through ``queries.visible_to``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.casework.cases import actions, queries
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import OPEN_STATUSES, Case, Follower, Status
from raekoda.casework.cases.site import antispam, notices
from raekoda.casework.cases.site.forms import FollowForm
from raekoda.casework.cases.site.places import map_context
from raekoda.casework.cases.site.private_pages import private_response
from raekoda.casework.cases.site.progress import public_merge_target, public_timeline
from raekoda.identity.places import queries as places
from raekoda.platform.core.clock import local_day
from raekoda.platform.core.geometry import read_box
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.tenancy import current
from raekoda.registry.assets import queries as assets
from raekoda.registry.services.queries import taking_reports

PAGE_SIZE = 20
MOST_ON_MAP = 2000
NEAR_METRES = 500
FILTERS = ("teenus", "seis", "ala", "ese")
STATES = [("open", gettext_lazy("not solved yet")), ("closed", gettext_lazy("answered and closed"))]


class GuardedFollowForm(antispam.GuardedForm, FollowForm):
    """Following, with spam protection."""


def _visible() -> QuerySet[Case]:
    """Public reports, the same for everyone: staff see the others on staff pages."""
    return queries.public()


def _filtered(request: HttpRequest) -> QuerySet[Case]:
    """The visible reports that match the filters of the page; unknown values are ignored."""
    reports = _visible().exclude(status=Status.MERGED)
    if service := request.GET.get("teenus", ""):
        reports = reports.filter(service__slug=service)
    if area := whole(request.GET.get("ala")):
        reports = reports.filter(area_id=area)
    if asset := request.GET.get("ese", "").replace("\x00", ""):
        reports = reports.filter(asset__ref=asset)
    match request.GET.get("seis"):
        case "open":
            reports = reports.filter(status__in=OPEN_STATUSES)
        case "closed":
            reports = reports.filter(status=Status.CLOSED)
    return reports


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The list of public reports, newest first, with the map beside it."""
    found = _filtered(request)
    shown = queries.with_public_photos(queries.with_names(found, "service", "area"))
    page = keyset(shown, request, order=("-id",), size=PAGE_SIZE)
    context = {
        "page": page,
        "count": found.count(),
        "services": taking_reports().filter(reports_are_public=True),
        "areas": places.districts(current()),
        "states": STATES,
        "chosen": {name: request.GET.get(name, "") for name in FILTERS},
        "markers_url": _map_data_url(request),
        "has_layers": assets.public_layers().exists(),
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
        **map_context(),
    }
    return render(request, "cases/site/reports.html", context)


def _map_data_url(request: HttpRequest) -> str:
    filters = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    return f"{reverse('cases:map_data')}?{urlencode(filters)}"


@require_safe
def map_data(request: HttpRequest) -> HttpResponse:
    """Public reports with a place as GeoJSON, at most 2,000 newest; ``bbox=west,south,east,north`` limits to a box."""
    found = _filtered(request).filter(point__isnull=False)
    if box := read_box(request.GET.get("bbox", "")):
        found = found.filter(point__within_box=box)
    rows = queries.with_names(found, "service").order_by("-id")[: MOST_ON_MAP + 1]
    cases = list(rows)
    features = [_feature(case) for case in cases[:MOST_ON_MAP]]
    answer = {"type": "FeatureCollection", "features": features, "truncated": len(cases) > MOST_ON_MAP}
    return JsonResponse(answer, content_type="application/geo+json")


def _feature(case: Case) -> dict[str, Any]:
    assert case.point is not None
    return {
        "type": "Feature",
        "id": case.ref,
        "geometry": {"type": "Point", "coordinates": [round(case.point.lon, 6), round(case.point.lat, 6)]},
        "properties": {
            "title": case.service.name if case.service else pgettext("from a resident", "Report"),
            "status": case.status,
            "text": f"{case.get_status_display()}, {date_format(local_day(case.registered_at), 'DATE_FORMAT')}",
            "is_open": case.is_open,
            "url": reverse("cases:public", args=[case.ref]),
        },
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """One public report; POST subscribes to e-mails about it."""
    case = get_object_or_404(
        _visible().select_related("service", "area", "unit", "merged_into", "asset__layer"), ref=ref
    )
    form = GuardedFollowForm(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        if not antispam.is_within_limit("follow", request):
            form.add_error(None, antispam.limit_message())
            status = 429
        elif _follow(case, form):
            messages.success(request, _("We sent you a letter. Please open the link in it to confirm."))
            return redirect("cases:public", case.ref)
    context = {
        "case": case,
        "form": form,
        "photos": case.attachments.filter(is_public=True),
        "progress": public_timeline(case),
        "nearby": _similar_reports(case),
        "joined": public_merge_target(case),
        "notices": notices.render_notices(case, is_sender=False),
        **map_context(),
    }
    return render(request, "cases/site/public.html", context, status=status)


def _follow(case: Case, form: FollowForm) -> bool:
    try:
        actions.follow(case, email=form.cleaned_data["email"], language=get_language() or "et")
    except (CaseError, TransitionNotAllowed) as refusal:
        form.add_error("email", refusal.message)
        return False
    return True


def _similar_reports(case: Case) -> list[Case]:
    """Other open public reports nearby about the same service."""
    if not case.point:
        return []
    near = queries.nearby_open(case.point, metres=NEAR_METRES, service=case.service, limit=6)
    return [other for other in near if other.pk != case.pk][:5]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_follow(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the confirmation link. Confirms by POST only, so that mail scanners that open links confirm nothing."""
    follower = get_object_or_404(Follower.objects.select_related("case"), token=token)
    if request.method == "POST":
        actions.confirm_follow(token)
        messages.success(request, _("Done: you get a letter when something happens."))
        return redirect("cases:public", follower.case.ref)
    return private_response(
        render(request, "cases/site/follow_confirm.html", {"follower": follower, "case": follower.case})
    )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribe by a link in any e-mail, or by the mail program's own button (RFC 8058: a POST without a cookie)."""
    follower = Follower.objects.filter(token=token).first()
    if request.method == "POST" and follower is not None:
        actions.unfollow(token)
        follower = None
    return private_response(render(request, "cases/site/follow_leave.html", {"follower": follower}))
