"""Pages of who pays: own payments, one of them with its receipt, the way to the provider and back; the provider's door."""

from __future__ import annotations

from typing import Any

import structlog
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from raekoda.identity.persons.access import get_resident, resident_page
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.registry.payments import actions, queries, refunding, show
from raekoda.registry.payments.errors import PaymentError, Untrusted
from raekoda.registry.payments.models import Attempt, Payment, Refund, Status
from raekoda.registry.payments.providers import RefundReport, providers

app_name = "payments"
PAGE = 20
MOST_NOTICE = 64 * 1024
NOTICES_PER_MINUTE = 300
STARTS_PER_HOUR = 30
log = structlog.get_logger(__name__)


@require_safe
@resident_page
def payments(request: HttpRequest) -> HttpResponse:
    """A resident's payments, the newest first; what is to be paid stands above."""
    own = _own_payments(request)
    page = keyset(own, request, order=("-id",), size=PAGE)
    for row in page.items:
        show.with_tone(row)
    due = [show.with_tone(each) for each in queries.due_first(own)[:PAGE]]
    return render(request, "payments/list.html", {"page": page, "due": due})


@require_safe
@resident_page
def payment(request: HttpRequest, ref: str) -> HttpResponse:
    """One payment: what it is for, a button to pay, the receipt when it is paid."""
    return _page(request, _own(request, ref), reverse("payments:start", args=[ref]))


@require_POST
@resident_page
def start(request: HttpRequest, ref: str) -> HttpResponse:
    """To the provider."""
    return _start(request, _own(request, ref), reverse("payments:payment", args=[ref]))


@require_safe
def visitor(request: HttpRequest, token: str) -> HttpResponse:
    """The same for a visitor, who has the link."""
    return _page(request, _of_visitor(token), reverse("payments:visitor_start", args=[token]))


@require_POST
def visitor_start(request: HttpRequest, token: str) -> HttpResponse:
    return _start(request, _of_visitor(token), reverse("payments:visitor", args=[token]))


@require_safe
def back(request: HttpRequest, ref: str) -> HttpResponse:
    """The browser is back from the provider: its word is checked, the provider asked, the payment shown to its owner."""
    if not allow("payments.back", client_address(request), NOTICES_PER_MINUTE, 60):
        return too_many_requests(request)
    found = actions.came_back(ref, request.GET.dict(), actor=Actor.of(request))  # type: ignore[arg-type]
    if found is None:
        return redirect("payments:payment", ref)
    place = (
        reverse("payments:payment", args=[ref]) if found.person_id else reverse("payments:visitor", args=[found.token])
    )
    if found.status == Status.PAID:
        messages.success(request, _("The payment has arrived. Thank you!"))
    elif found.status == Status.FAILED:
        messages.warning(request, _("The payment was not made. Nothing was charged; you may try again."))
    else:
        messages.info(request, _("We wait for the bank's confirmation. This page shows it when it comes."))
    return redirect(place)


@csrf_exempt
@require_POST
def notice(request: HttpRequest, provider: str) -> HttpResponse:
    """What the provider's server tells. 200 taken (also when known already), 400 not believed."""
    if not allow("payments.notice", client_address(request), NOTICES_PER_MINUTE, 60):
        return JsonResponse({"error": "too_many_requests"}, status=429)
    account = actions.account_of(provider)
    if account is None:
        return JsonResponse({"error": "not_found"}, status=404)
    if int(request.headers.get("Content-Length") or 0) > MOST_NOTICE:
        return JsonResponse({"error": "too_large"}, status=413)
    try:
        told = providers[provider].read_notice(account, request.body)
        if isinstance(told, RefundReport):
            _settle_refund(told, provider)
        else:
            actions.settle(told, actor=Actor.system())
    except Untrusted as error:
        log.warning("payment_notice_refused", reason=error.code)
        return JsonResponse({"error": error.code}, status=400)
    return JsonResponse({"taken": True})


def _settle_refund(told: RefundReport, provider: str) -> None:
    refund = Refund.objects.filter(attempt__provider=provider, provider_ref=told.provider_ref).first()
    if refund is None:
        raise Untrusted("refund")
    refunding.settle_refund(refund, told.state, told.provider_ref, actor=Actor.system())


def _own(request: HttpRequest, ref: str) -> Payment:
    return get_object_or_404(_own_payments(request), ref=ref)


def _own_payments(request: HttpRequest) -> QuerySet[Payment]:
    """Through the gate as a resident, also for somebody who is signed in as staff besides."""
    resident = get_resident(request)
    assert resident is not None
    return queries.visible_to(resident.actor).select_related("municipality")


def _of_visitor(token: str) -> Payment:
    found = queries.of_visitor(token)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Payment, start_url: str) -> HttpResponse:
    context: dict[str, Any] = {
        "payment": show.with_tone(found),
        "facts": show.facts(found),
        "refunds": show.refunds(found),
        "start_url": start_url,
    }
    response = render(request, "payments/payment.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _start(request: HttpRequest, found: Payment, page: str) -> HttpResponse:
    """Place the order and send the browser on. A page between them: the policy of our pages lets forms go nowhere else."""
    if not allow("payments.start", f"{found.ref}", STARTS_PER_HOUR, 3600):
        return too_many_requests(request)
    site = f"{request.scheme}://{request.get_host()}"
    try:
        attempt: Attempt = actions.start(found, actor=Actor.of(request), language=get_language() or "et", site=site)
    except PaymentError as refusal:
        messages.warning(request, refusal.message)
        return redirect(page)
    response = render(request, "payments/onward.html", {"payment": show.with_tone(found), "pay_url": attempt.pay_url})
    response["Refresh"] = f"0; url={attempt.pay_url}"
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("iseteenindus/maksed/", payments, name="list"),
    path("iseteenindus/maksed/<str:ref>/", payment, name="payment"),
    path("iseteenindus/maksed/<str:ref>/maksa/", start, name="start"),
    path("maksa/<str:token>/", visitor, name="visitor"),
    path("maksa/<str:token>/pank/", visitor_start, name="visitor_start"),
    path("maksed/<str:ref>/tagasi/", back, name="back"),
]
