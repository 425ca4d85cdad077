"""Pages of a subscriber: choosing, confirming, changing, leaving. They look the same whether an address is known or not."""

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
from raekoda.channels.notices import forms, queries, subscribing
from raekoda.channels.notices.errors import NoticeError
from raekoda.channels.notices.models import Kind
from raekoda.platform.core import ratelimit
from raekoda.platform.core.posted import posted
from raekoda.platform.core.tenancy import current
from raekoda.registry.services import queries as services

HOUR = 3600
ASKED_AN_HOUR = 10
PAGES = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(PAGES)
def subscribe(request: HttpRequest) -> HttpResponse:
    """What to hear of, and at which address; the address may bring choices along (``?liik=&ala=&teema=&teenus=``)."""
    form = forms.SubscribeForm(current(), posted(request), initial=_initial(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if not ratelimit.allow("form-subscribe", ratelimit.client_address(request), ASKED_AN_HOUR, HOUR):
                form.add_error(None, limit_message())
                status = 429
            elif _is_asked(form):
                return redirect("notices:asked")
    return render(request, "notices/subscribe.html", {"form": form}, status=status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """A letter is on its way: the same for every address."""
    return render(request, "notices/asked.html")


@never_cache
@require_http_methods(PAGES)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter: one press confirms, so that machines that open links in letters confirm nothing."""
    subscriber = queries.subscriber(token)
    if subscriber is None:
        return _unknown(request)
    if request.method == "POST":
        subscribing.confirm(token)
        messages.success(request, _("Done: we write to you when there is something to tell."))
        return redirect("notices:manage", token)
    if not subscriber.wanted:
        return redirect("notices:manage", token)
    context = {"subscriber": subscriber, "rows": forms.names_of(subscriber.wanted, current())}
    return private_response(render(request, "notices/confirm.html", context))


@never_cache
@require_http_methods(PAGES)
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """A subscriber's own page: what they hear of, and leaving."""
    subscriber = queries.subscriber(token)
    if subscriber is None or not subscriber.is_told:
        return _unknown(request)
    form = forms.ChoicesForm(current(), posted(request), initial=forms.initial_of(subscriber))
    if request.method == "POST" and form.is_valid():
        subscribing.change(token, form.chosen, form.cleaned_data["language"])
        messages.success(request, _("Your choices are kept."))
        return redirect("notices:manage", token)
    page = render(request, "notices/manage.html", {"form": form, "token": token}, status=422 if form.errors else 200)
    return private_response(page)


@csrf_exempt
@never_cache
@require_http_methods(PAGES)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leave by a press on the page, or by the mail program's own button (RFC 8058: a POST without cookie and session)."""
    subscriber = queries.subscriber(token)
    is_told = subscriber is not None and subscriber.is_told
    if request.method == "POST" and is_told:
        subscribing.leave(token)
        is_told = False
    return private_response(render(request, "notices/leave.html", {"is_told": is_told, "token": token}))


def _unknown(request: HttpRequest) -> HttpResponse:
    """A link that does not lead anywhere (any more)."""
    return private_response(render(request, "notices/unknown.html", status=404))


def _is_asked(form: forms.SubscribeForm) -> bool:
    try:
        subscribing.subscribe(
            current(), email=form.cleaned_data["email"], language=form.cleaned_data["language"], choices=form.chosen
        )
    except NoticeError as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return False
    return True


def _initial(request: HttpRequest) -> dict[str, Any]:
    """All kinds, unless the address names some; districts, topics and a service that it names."""
    kinds = [kind for kind in request.GET.getlist("liik") if kind in Kind.values]
    slugs = request.GET.getlist("teema")[:50]
    topics = {topic.parent_id or topic.pk for topic in services.topics().filter(slug__in=slugs)} if slugs else ()
    wanted = request.GET.getlist("teenus")[:50]
    found = services.published().filter(slug__in=wanted).values_list("pk", flat=True) if wanted else ()
    return {
        "kinds": kinds or list(Kind.values),
        "area_ids": request.GET.getlist("ala")[:50],
        "topic_ids": [str(key) for key in topics],
        "service_ids": [str(key) for key in found],
        "language": get_language() or "et",
    }
