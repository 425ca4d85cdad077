"""Pages of subscriptions. They do not reveal whether an address is subscribed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.casework.cases.site.antispam import limit_message
from raekoda.casework.cases.site.private_pages import private_response
from raekoda.channels.notices import forms, queries, subscriptions
from raekoda.channels.notices.errors import NoticeError
from raekoda.channels.notices.models import Kind
from raekoda.platform.core import ratelimit
from raekoda.platform.core.posted import posted
from raekoda.platform.core.tenancy import current
from raekoda.registry.services import queries as services

HOUR = 3600
REQUESTS_AN_HOUR = 10
PAGES = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(PAGES)
def subscribe(request: HttpRequest) -> HttpResponse:
    """The subscription form; the query string can preselect choices (``?liik=&ala=&teema=&teenus=``)."""
    form = forms.SubscribeForm(current(), posted(request), initial=_initial(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if not ratelimit.allow("form-subscribe", ratelimit.client_address(request), REQUESTS_AN_HOUR, HOUR):
                form.add_error(None, limit_message())
                status = 429
            elif _subscribe(form):
                return redirect("notices:asked")
    return render(request, "notices/subscribe.html", {"form": form}, status=status)


@require_safe
def requested(request: HttpRequest) -> HttpResponse:
    """Confirmation that a letter was sent, the same for every address."""
    return render(request, "notices/asked.html")


@never_cache
@require_http_methods(PAGES)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter; confirmation needs a POST, because mail scanners open links."""
    subscriber = queries.find_subscriber(token)
    if subscriber is None:
        return _render_unknown(request)
    if request.method == "POST":
        subscriptions.confirm(token)
        messages.success(request, _("Done: we write to you when there is something to tell."))
        return redirect("notices:manage", token)
    if not subscriber.wanted:
        return redirect("notices:manage", token)
    context = {"subscriber": subscriber, "rows": forms.describe_choices(subscriber.wanted, current())}
    return private_response(render(request, "notices/confirm.html", context))


@never_cache
@require_http_methods(PAGES)
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """A subscriber's page: change of choices, unsubscribing."""
    subscriber = queries.find_subscriber(token)
    if subscriber is None or not subscriber.is_subscribed:
        return _render_unknown(request)
    form = forms.ChoicesForm(current(), posted(request), initial=forms.get_initial(subscriber))
    if request.method == "POST" and form.is_valid():
        subscriptions.change(token, form.choices, form.cleaned_data["language"])
        messages.success(request, _("Your choices are kept."))
        return redirect("notices:manage", token)
    page = render(request, "notices/manage.html", {"form": form, "token": token}, status=422 if form.errors else 200)
    return private_response(page)


@csrf_exempt
@never_cache
@require_http_methods(PAGES)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribe by the form, or by one-click of mail programs (RFC 8058: a POST without cookie and session)."""
    subscriber = queries.find_subscriber(token)
    is_subscribed = subscriber is not None and subscriber.is_subscribed
    if request.method == "POST" and is_subscribed:
        subscriptions.leave(token)
        is_subscribed = False
    return private_response(render(request, "notices/leave.html", {"is_subscribed": is_subscribed, "token": token}))


def _render_unknown(request: HttpRequest) -> HttpResponse:
    """The page for an unknown or expired link."""
    return private_response(render(request, "notices/unknown.html", status=404))


def _subscribe(form: forms.SubscribeForm) -> bool:
    try:
        subscriptions.subscribe(
            current(), email=form.cleaned_data["email"], language=form.cleaned_data["language"], choices=form.choices
        )
    except NoticeError as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return False
    return True


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Initial data from the query string; all kinds when it has none."""
    kinds = [kind for kind in request.GET.getlist("liik") if kind in Kind.values]
    slugs = request.GET.getlist("teema")[:50]
    topics = {topic.parent_id or topic.pk for topic in services.topics().filter(slug__in=slugs)} if slugs else ()
    service_slugs = request.GET.getlist("teenus")[:50]
    found = services.published().filter(slug__in=service_slugs).values_list("pk", flat=True) if service_slugs else ()
    return {
        "kinds": kinds or list(Kind.values),
        "area_ids": request.GET.getlist("ala")[:50],
        "topic_ids": [str(key) for key in topics],
        "service_ids": [str(key) for key in found],
        "language": get_language() or "et",
    }
