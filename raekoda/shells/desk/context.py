"""The navigation and the notices of the staff pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from raekoda.casework.cases import queries
from raekoda.platform.core.actor import Actor
from raekoda.shells.desk.health_notices import health_notices

MAX_COUNT = 99


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``desk_navigation`` for the rail, ``desk_no_search`` for those without access to cases, ``desk_health`` for what
    administrators must know; evaluated lazily."""
    return {
        "desk_navigation": SimpleLazyObject(lambda: list(items(request))),
        "desk_health": SimpleLazyObject(lambda: list(health_notices(Actor.of(request)))),
        "desk_no_search": SimpleLazyObject(lambda: not Actor.of(request).may("cases.view")),
    }


def items(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """Navigation items that the user may open; of items with one label the first."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    actor = Actor.of(request)
    if actor.may("cases.view"):
        yield from _work(request, actor)
    if actor.may("cases.see_figures"):
        yield _item(request, _("Overview"), "cases_desk:figures", "chart-column")
    pages = (
        ("applications.enter", _("Applications"), "applications_desk:list", "file-pen-line"),
        ("offers.view", _("Offers"), "offers_desk:list", "gift"),
        ("applications.pay", _("Payment lists"), "applications_desk:payouts", "landmark"),
        ("notices.write", _("Notices"), "notices_desk:list", "megaphone"),
        ("answers.write", _("Question column"), "answers_desk:list", "book-open-check"),
        ("forms.view", _("Forms"), "forms_desk:list", "clipboard-list"),
        ("exchange.view", _("Documents"), "exchange_desk:list", "file-input"),
        ("recordings.view", _("Recordings and letters"), "recordings_desk:list", "audio-lines"),
        ("assistant.view", _("Asked and not found"), "assistant_desk:gaps", "message-circle-question-mark"),
        ("suggestions.view", _("Suggestions"), "suggestions_desk:figures", "lightbulb"),
        ("mailbox.view", _("Letters that came"), "mailbox_desk:list", "mailbox"),
        ("channels.view", _("Letters sent"), "channels_desk:outbox", "mail"),
        ("channels.set_sender", _("Letters sent"), "channels_desk:sender", "mail"),
        ("open311.view", _("Neighbours"), "open311_desk:overview", "handshake"),
        ("bookings.view", _("Bookings"), "bookings_desk:calendar", "calendar-days"),
        ("payments.view", _("Payments"), "payments_desk:list", "wallet"),
        ("payments.configure", _("Payments"), "payments_desk:account", "wallet"),
        ("deliveries.view", _("Deliveries"), "deliveries_desk:tray", "send"),
        ("webhooks.view", _("Webhooks"), "webhooks_desk:list", "webhook"),
        ("statebox.view", _("State mailbox"), "statebox_desk:letters", "mailbox"),
        ("statebox.manage", _("State mailbox"), "statebox_desk:setup", "mailbox"),
        ("cases.write_templates", _("Answer templates"), "cases_desk:templates", "file-text"),
        ("cases.route", _("Routing"), "cases_desk:routing", "route"),
        ("cases.see_periods", _("Legal periods"), "cases_desk:periods", "scale"),
        ("tracker.open_person", _("Persons"), "tracker_desk:find_person", "circle-user-round"),
        ("registers.view", _("State registers"), "registers_desk:overview", "landmark"),
        ("rights.decide", _("Requests about data"), "rights_desk:waiting", "file-user"),
        ("tracker.review", _("Looks at data"), "tracker_desk:find_looks", "eye"),
        ("people.manage", _("People and units"), "desk:members", "users"),
        ("signin.manage", _("Sign-in"), "signin_desk:setup", "log-in"),
        ("desk.see_search", _("Search by meaning"), "desk:search_state", "search"),
        ("desk.write", _("Pages and registers"), "wagtailadmin_home", "pen-line"),
    )
    shown: set[str] = set()
    for permission, label, name, icon in pages:
        if label not in shown and actor.may(permission) and _exists(name):
            yield _item(request, label, name, icon) | {"divider": not shown}
            shown.add(label)


def _work(request: HttpRequest, actor: Actor) -> Iterator[dict[str, Any]]:
    home = reverse("desk:home")
    mine = queries.visible_to(actor).filter(official_id=actor.id, closed_at__isnull=True)
    is_within = request.path == home or request.path.startswith(f"{home}juhtum/")
    yield {
        "label": _("Cases"),
        "url": home,
        "icon": "inbox",
        "count": _count_label(mine[: MAX_COUNT + 1].count()),
        "is_current": is_within,
    }
    yield _item(request, _("Phone desk"), "calls_desk:desk", "phone")


def _count_label(count: int) -> str:
    return f"{MAX_COUNT}+" if count > MAX_COUNT else str(count or "")


def _item(request: HttpRequest, label: str, name: str, icon: str) -> dict[str, Any]:
    url = reverse(name)
    return {"label": label, "url": url, "icon": icon, "is_current": request.path.startswith(url)}


def _exists(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
