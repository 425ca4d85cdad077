"""The tray: what waits for another system, what failed, a button to try again."""

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
from raekoda.platform.deliveries import actions, deaths, kinds, queries
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
def tray(request: HttpRequest) -> HttpResponse:
    """Deliveries, the newest first, those that failed at first; ``?seis=`` and ``?kellele=`` narrow down."""
    actor = Actor.of(request)
    chosen = request.GET.get("seis", "")
    chosen = chosen if chosen in TABS else UNDELIVERED
    target = request.GET.get("kellele", "").replace("\x00", "")[:120]
    rows = queries.visible_to(actor)
    if chosen != ALL:
        rows = rows.filter(status__in=PROBLEMS if chosen == UNDELIVERED else (Status.WAITING,))
    if target:
        rows = rows.filter(target=target)
    page = keyset(rows, request, order=("-id",), size=PAGE)
    for row in page.items:
        show(row)
    address = reverse("deliveries_desk:tray")
    context = {
        "page": page,
        "tabs": [
            {"url": f"{address}?seis={name}", "label": label, "is_current": name == chosen}
            for name, label in TABS.items()
        ],
        "resting": queries.resting(actor),
        "set_aside": deaths.shown(),
        "target": target,
        "may_retry": actor.may("deliveries.retry"),
    }
    return render(request, "deliveries/tray.html", context)


@require_safe
@staff_page("deliveries.view")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery with its tries. What was in it is shown on the page of what it is about."""
    actor = Actor.of(request)
    delivery = get_object_or_404(queries.visible_to(actor), pk=pk)
    return render(
        request,
        "deliveries/delivery.html",
        {"delivery": show(delivery), "attempts": delivery.attempts.all(), "may_retry": actor.may("deliveries.retry")},
    )


@require_POST
@staff_page("deliveries.retry")
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it be tried again."""
    return _done(
        request, pk, lambda found, actor: actions.retry(found, actor=actor), _("It is tried again in a moment.")
    )


@require_POST
@staff_page("deliveries.retry")
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out of the tray, with a reason."""
    reason = request.POST.get("reason", "")
    return _done(
        request, pk, lambda found, actor: actions.give_up(found, actor=actor, reason=reason), _("It was given up.")
    )


@require_POST
@staff_page("deliveries.retry")
def note_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """It did arrive: somebody asked the other side."""
    return _done(request, pk, lambda found, actor: actions.note_sent(found, actor=actor), _("Noted as sent."))


@require_POST
@staff_page("deliveries.retry")
def retry_all(request: HttpRequest) -> HttpResponse:
    """Let all that failed for one target be tried again."""
    count = actions.retry_all(request.POST.get("target", "").replace("\x00", ""), actor=Actor.of(request))
    told = ngettext("%(count)s is tried again.", "%(count)s are tried again.", count)
    messages.success(request, told % {"count": count})
    return redirect("deliveries_desk:tray")


def show(delivery: Delivery) -> Delivery:
    """``delivery`` with the words and tone of its state, and what its kind is called."""
    kind = kinds.delivery_kinds.get(delivery.kind)
    delivery.tone = TONES[Status(delivery.status)]  # type: ignore[attr-defined]
    delivery.kind_words = kind.words if kind else delivery.kind  # type: ignore[attr-defined]
    ended = delivery.status in (*PROBLEMS, Status.DROPPED)
    repeat = delivery.status == Status.SENT and kind is not None and kind.can_repeat
    delivery.can_retry = (ended or repeat) and delivery.forgotten_at is None  # type: ignore[attr-defined]
    delivery.can_give_up = delivery.status in (*PROBLEMS, Status.WAITING)  # type: ignore[attr-defined]
    return delivery


def _done(request: HttpRequest, pk: int, act: Callable[[Delivery, Actor], object], words: str) -> HttpResponse:
    actor = Actor.of(request)
    delivery = get_object_or_404(queries.visible_to(actor), pk=pk)
    try:
        act(delivery, actor)
        messages.success(request, words)
    except DeliveryError as refusal:
        messages.warning(request, refusal.message)
    return redirect("deliveries_desk:one", pk)


urlpatterns = [
    path("saatmised/", tray, name="tray"),
    path("saatmised/uuesti/", retry_all, name="retry_all"),
    path("saatmised/<int:pk>/", one, name="one"),
    path("saatmised/<int:pk>/uuesti/", retry, name="retry"),
    path("saatmised/<int:pk>/loobu/", give_up, name="give_up"),
    path("saatmised/<int:pk>/saadetud/", note_sent, name="note_sent"),
]
