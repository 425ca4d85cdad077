"""Staff pages: list, editing and page of a notice, undelivered letters, numbers of subscribers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.channels.notices import actions, audience, queries
from raekoda.channels.notices.desk_forms import NoticeForm
from raekoda.channels.notices.errors import NoticeError
from raekoda.channels.notices.models import Kind, Notice, Recipient
from raekoda.channels.notices.presenters import STATE_TONES
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

app_name = "notices_desk"
PAGE_SIZE = 30
FAILED_QUEUE_SIZE = 50
State = Recipient.State
TABS = {"": gettext_lazy("All"), **dict(Notice.Status.choices)}
FIGURES = {
    State.SENT: gettext_lazy("Sent"),
    State.WAITING: gettext_lazy("Waiting"),
    State.FAILED: gettext_lazy("Failed"),
    State.IN_DOUBT: gettext_lazy("In doubt"),
    State.LEFT: gettext_lazy("Left before"),
    State.BOUNCED: gettext_lazy("Came back"),
}


@require_safe
@staff_page("notices.write")
def index(request: HttpRequest) -> HttpResponse:
    """All notices, newest first, with delivery counts."""
    actor = Actor.of(request)
    status = request.GET.get("seis", "")
    status = status if status in Notice.Status.values else ""
    notices = queries.visible_to(actor)
    page = keyset(
        notices.filter(status=status) if status else notices, request, order=("-listed_at", "-id"), size=PAGE_SIZE
    )
    counts = queries.delivery_counts(page.items)
    for notice in page.items:
        notice.tone, notice.letters = STATE_TONES[notice.status], figures(counts.get(notice.pk, {}))  # type: ignore[attr-defined]
    address = reverse("notices_desk:list")
    context = {
        "page": page,
        "tabs": [
            {"url": f"{address}?seis={value}" if value else address, "label": str(label).capitalize(),
             "is_current": value == status}
            for value, label in TABS.items()
        ],
        "undelivered": queries.undelivered(actor).count(),
        "may_publish": actor.may("notices.publish"),
    }  # fmt: skip
    return render(request, "notices/desk/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("notices.write")
def write(request: HttpRequest, ref: str = "") -> HttpResponse:
    """Create or change a notice."""
    actor = Actor.of(request)
    notice = _get_notice(request, ref) if ref else actions.new_notice(current())
    form = NoticeForm(notice, posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _save(request, notice, form, actor):
            return redirect("notices_desk:notice", notice.ref)
    context = {"form": form, "notice": notice, "may_publish": actor.may("notices.publish")}
    return render(request, "notices/desk/write.html", context, status=status)


def _save(request: HttpRequest, notice: Notice, form: NoticeForm, actor: Actor) -> bool:
    try:
        actions.save(notice, form.cleaned_data, actor=actor)
        if "publish" in request.POST:
            _publish(request, notice, actor)
        else:
            messages.success(request, _("Saved."))
    except NoticeError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


@require_safe
@staff_page("notices.write")
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The page of a notice: preview, size of its audience, delivery counts, actions."""
    notice, actor = _get_notice(request, ref), Actor.of(request)
    counts = queries.delivery_counts([notice]).get(notice.pk, {})
    context = {
        "notice": notice,
        "tone": STATE_TONES[notice.status],
        "audience": audience.count(notice) if notice.tell_subscribers and not notice.is_published else None,
        "figures": figures(counts) if counts else [],
        "has_failed": counts.get(State.FAILED, 0),
        "has_doubt": counts.get(State.IN_DOUBT, 0),
        "texts": [
            (code, getattr(notice, f"title_{code}"), getattr(notice, f"text_{code}"))
            for code in ("et", "en", "ru")
            if getattr(notice, f"title_{code}")
        ],
        "details": _details(notice),
        "history": [_history_line(entry) for entry in history(notice)],
        "may_publish": actor.may("notices.publish"),
        "may_change": actor.may("notices.publish") or not notice.is_published,
    }
    return render(request, "notices/desk/notice.html", context)


@require_POST
@staff_page("notices.write")
def act(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """POST actions: publish, withdraw, remove the banner, delete a draft, resend or resolve undelivered letters."""
    notice, actor = _get_notice(request, ref), Actor.of(request)
    try:
        match verb:
            case "avalda":
                _publish(request, notice, actor)
            case "votatagasi":
                actions.withdraw(notice, actor=actor, reason=request.POST.get("reason", ""))
                messages.success(request, _("The notice is off the site. Letters that waited are not sent."))
            case "bannermaha":
                actions.remove_banner(notice, actor=actor)
                messages.success(request, _("The banner is off."))
            case "kustuta":
                actions.delete_draft(notice, actor=actor)
                messages.success(request, _("The draft is gone."))
                return redirect("notices_desk:list")
            case "uuesti" | "kahtlused-uuesti" | "kahtlused-saadetud":
                _decide(request, notice, actor, verb)
                return redirect(
                    (request.POST.get("back") == "failed-queue" and "notices_desk:tray") or notice_url(notice)
                )
            case _:
                return HttpResponse(status=404)
    except NoticeError as refusal:
        messages.warning(request, refusal.message)
    return redirect(notice_url(notice))


@require_safe
@staff_page("notices.publish")
def failed_queue(request: HttpRequest) -> HttpResponse:
    """Failed letters and letters in doubt, without addresses."""
    page = keyset(queries.undelivered(Actor.of(request)), request, order=("-id",), size=FAILED_QUEUE_SIZE)
    return render(request, "notices/desk/failed_queue.html", {"page": page})


@require_safe
@staff_page("notices.write")
def subscribers(request: HttpRequest) -> HttpResponse:
    """Numbers of subscribers by kind and language."""
    counts = queries.subscriber_counts()
    context = {
        "counts": counts,
        "kinds": [(str(label), counts[f"kind_{value}"]) for value, label in Kind.choices],
        "languages": [(name, counts[f"language_{code}"]) for code, name in LANGUAGES],
    }
    return render(request, "notices/desk/subscribers.html", context)


LANGUAGES = [("et", "Eesti"), ("en", "English"), ("ru", "Русский")]


def figures(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Labelled counts of letters by state; letters being sent count as waiting."""
    merged = {**counts, State.WAITING: counts.get(State.WAITING, 0) + counts.get(State.HANDING, 0)}
    return [(str(label), merged[state]) for state, label in FIGURES.items() if merged.get(state)]


def notice_url(notice: Notice) -> str:
    """The notice's page on the desk."""
    return reverse("notices_desk:notice", args=[notice.ref])


def _decide(request: HttpRequest, notice: Notice, actor: Actor, verb: str) -> None:
    chosen = [int(key) for key in request.POST.getlist("letter") if key.isdecimal() and len(key) < 18] or None
    if verb == "uuesti":
        count = actions.retry_failed(notice, chosen, actor=actor)
    else:
        count = actions.resolve_in_doubt(notice, chosen, send_again=verb == "kahtlused-uuesti", actor=actor)
    if verb == "kahtlused-saadetud":
        message = ngettext("%(count)s letter is taken for sent.", "%(count)s letters are taken for sent.", count)
    else:
        message = ngettext("%(count)s letter is sent again.", "%(count)s letters are sent again.", count)
    messages.success(request, message % {"count": count})


def _publish(request: HttpRequest, notice: Notice, actor: Actor) -> None:
    count = actions.publish(notice, actor=actor)
    message = ngettext(
        "Published. A letter goes to %(count)s subscriber.", "Published. Letters go to %(count)s subscribers.", count
    )
    messages.success(request, message % {"count": count} if count else _("Published."))


def _get_notice(request: HttpRequest, ref: str) -> Notice:
    return get_object_or_404(queries.with_related(queries.visible_to(Actor.of(request))), ref=ref)


def _details(notice: Notice) -> list[tuple[str, str]]:
    names: dict[str, Any] = {_("Districts"): notice.areas, _("Topics"): notice.topics, _("Services"): notice.services}
    rows = [(label, ", ".join(each.name for each in many.all())) for label, many in names.items()]
    return [(_("Place"), notice.place), *rows, (_("Link to more"), notice.url)]


VERBS = {
    "notices.write": gettext_lazy("Written"),
    "notices.change": gettext_lazy("Changed"),
    "notices.publish": gettext_lazy("Published"),
    "notices.withdraw": gettext_lazy("Withdrawn"),
    "notices.lift_banner": gettext_lazy("Banner taken off"),
    "notices.try_again": gettext_lazy("Failed letters sent again"),
    "notices.decide_doubt": gettext_lazy("Decided over letters in doubt"),
}


def _history_line(entry: Any) -> dict[str, Any]:
    return {"at": entry.at, "title": VERBS.get(entry.action, entry.action), "text": entry.reason}


urlpatterns = [
    path("teadaanded/", index, name="list"),
    path("teadaanded/uus/", write, name="new"),
    path("teadaanded/saatmata/", failed_queue, name="tray"),
    path("teadaanded/tellijad/", subscribers, name="subscribers"),
    path("teadaanded/<str:ref>/", detail, name="notice"),
    path("teadaanded/<str:ref>/muuda/", write, name="change"),
    path("teadaanded/<str:ref>/<str:verb>/", act, name="act"),
]
