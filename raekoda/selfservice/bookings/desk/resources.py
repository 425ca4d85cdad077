"""Resources for their staff: public page, embed code, outgoing and incoming calendars."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.selfservice.bookings import actions, addresses, queries
from raekoda.selfservice.bookings.desk.calendar import tabs
from raekoda.selfservice.bookings.models import CalendarLink

PAGE = 30


@require_safe
@staff_page("bookings.view")
def resources(request: HttpRequest) -> HttpResponse:
    """The resources that the official manages."""
    actor = Actor.of(request)
    page = keyset(queries.managed_by(actor).prefetch_related("calendars"), request, order=("id",), size=PAGE)
    links = CalendarLink.objects.filter(
        user_id=actor.id, resource__in=[resource.pk for resource in page.items], revoked_at=None
    )
    by_resource = {link.resource_id: addresses.calendar_url(link) for link in links.select_related("municipality")}
    home = site_url(current())
    rows = [
        {
            "resource": resource,
            "calendar_url": by_resource.get(resource.pk, ""),
            "frame": f'<iframe src="{home}{reverse("bookings:frame", args=[resource.slug])}" title="{resource.name}" '
            'width="100%" height="700"></iframe>',
        }
        for resource in page.items
    ]
    context = {
        "tabs": tabs(actor, "resources"), "page": page, "rows": rows,
        "may_configure": actor.may("bookings.configure"),
    }  # fmt: skip
    return render(request, "bookings/desk_resources.html", context)


@require_POST
@staff_page("bookings.view")
def calendar_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Create or revoke the secret calendar address of a resource for this member of staff."""
    actor = Actor.of(request)
    found = get_object_or_404(queries.managed_by(actor), slug=slug)
    if "revoke" in request.POST:
        for link in CalendarLink.objects.filter(user_id=actor.id, resource=found, revoked_at=None):
            actions.revoke(link, actor=actor)
        messages.success(request, _("The address of the calendar answers no more."))
    else:
        actions.get_calendar_link(actor=actor, resource=found)
        messages.success(request, _("The address of your calendar is below."))
    return redirect("bookings_desk:resources")
