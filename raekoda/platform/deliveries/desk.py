"""Staff pages of deliveries: waiting, failed, retry and cancel."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.platform.deliveries import actions, crashed_jobs, kinds, queries
from raekoda.platform.deliveries.errors import DeliveryError
from raekoda.platform.deliveries.models import PROBLEMS, Delivery, Status

app_name = "deliveries_desk"
PAGE = 50
UNDELIVERED, WAITING, ALL = "mured", "ootel", "koik"
TABS = {UNDELIVERED: gettext_lazy("Not delivered"), WAITING: gettext_lazy("Waiting"), ALL: gettext_lazy("All")}
TONES = {
    Status.WAITING: "info", Status.SENT: "success", Status.FAILED: "danger", Status.REFUSED: "danger",
    Status.UNKNOWN: "warning", Status.DROPPED: "neutral",
}  # fmt: skip


@require_safe
@staff_page("deliveries.view")
def index(request: HttpRequest) -> HttpResponse:
    """Deliveries, newest first; the failed queue by default. ``?seis=`` and ``?kellele=`` filter."""
    actor = Actor.of(request)
    tab = request.GET.get("seis", "")
    tab = tab if tab in TABS else UNDELIVERED
    target = request.GET.get("kellele", "").replace("\x00", "")[:120]
    rows = queries.visible_to(actor)
    if tab != ALL:
        rows = rows.filter(status__in=PROBLEMS if tab == UNDELIVERED else (Status.WAITING,))
    if target:
        rows = rows.filter(target=target)
    page = keyset(rows, request, order=("-id",), size=PAGE)
    for row in page.items:
        present_delivery(row)
    address = reverse("deliveries_desk:tray")
    context = {
        "page": page,
        "tabs": [
            {"url": f"{address}?seis={name}", "label": label, "is_current": name == tab} for name, label in TABS.items()
        ],
        "open_breakers": queries.open_breakers(actor),
        "set_aside": crashed_jobs.recently_set_aside(),
        "target": target,
        "may_retry": actor.may("deliveries.retry"),
    }
    return render(request, "deliveries/list.html", context)


@require_safe
@staff_page("deliveries.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery with its attempts, without its payload."""
    actor = Actor.of(request)
    delivery = get_object_or_404(queries.visible_to(actor), pk=pk)
    return render(
        request,
        "deliveries/delivery.html",
        {
            "delivery": present_delivery(delivery),
            "attempts": delivery.attempts.all(),
            "may_retry": actor.may("deliveries.retry"),
        },
    )


@require_POST
@staff_page("deliveries.retry")
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Retry a delivery."""
    return _run(
        request, pk, lambda delivery, actor: actions.retry(delivery, actor=actor), _("It is tried again in a moment.")
    )


@require_POST
@staff_page("deliveries.retry")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a delivery, with a reason."""
    reason = request.POST.get("reason", "")
    return _run(
        request, pk, lambda delivery, actor: actions.cancel(delivery, actor=actor, reason=reason), _("It was given up.")
    )


@require_POST
@staff_page("deliveries.retry")
def confirm_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a delivery of unknown outcome arrived."""
    return _run(request, pk, lambda delivery, actor: actions.confirm_sent(delivery, actor=actor), _("Noted as sent."))


@require_POST
@staff_page("deliveries.retry")
def retry_all(request: HttpRequest) -> HttpResponse:
    """Retry all failed deliveries of a target."""
    count = actions.retry_all(request.POST.get("target", "").replace("\x00", ""), actor=Actor.of(request))
    message = ngettext("%(count)s is tried again.", "%(count)s are tried again.", count)
    messages.success(request, message % {"count": count})
    return redirect("deliveries_desk:tray")


def present_delivery(delivery: Delivery) -> Delivery:
    """Set ``tone``, ``kind_label``, ``can_retry`` and ``can_give_up`` on ``delivery``."""
    kind = kinds.delivery_kinds.get(delivery.kind)
    delivery.tone = TONES[Status(delivery.status)]  # type: ignore[attr-defined]
    delivery.kind_label = kind.label if kind else delivery.kind  # type: ignore[attr-defined]
    is_ended = delivery.status in (*PROBLEMS, Status.DROPPED)
    can_repeat = delivery.status == Status.SENT and kind is not None and kind.can_repeat
    delivery.can_retry = (is_ended or can_repeat) and delivery.forgotten_at is None  # type: ignore[attr-defined]
    delivery.can_give_up = delivery.status in (*PROBLEMS, Status.WAITING)  # type: ignore[attr-defined]
    return delivery


def _run(request: HttpRequest, pk: int, action: Callable[[Delivery, Actor], object], message: str) -> HttpResponse:
    actor = Actor.of(request)
    delivery = get_object_or_404(queries.visible_to(actor), pk=pk)
    try:
        action(delivery, actor)
        messages.success(request, message)
    except DeliveryError as error:
        messages.warning(request, error.message)
    return redirect("deliveries_desk:one", pk)


urlpatterns = [
    path("saatmised/", index, name="tray"),
    path("saatmised/uuesti/", retry_all, name="retry_all"),
    path("saatmised/<int:pk>/", detail, name="one"),
    path("saatmised/<int:pk>/uuesti/", retry, name="retry"),
    path("saatmised/<int:pk>/loobu/", cancel, name="give_up"),
    path("saatmised/<int:pk>/saadetud/", confirm_sent, name="note_sent"),
]
