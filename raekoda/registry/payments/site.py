"""Pages of the payer (list, one payment, redirect to the provider and return) and the notification endpoint."""

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
from raekoda.registry.payments import actions, presenters, queries, refunding
from raekoda.registry.payments.errors import PaymentError, UntrustedMessage
from raekoda.registry.payments.models import Attempt, Payment, Refund, Status
from raekoda.registry.payments.providers import RefundReport, providers

app_name = "payments"
PAGE = 20
MAX_NOTIFICATION_BYTES = 64 * 1024
NOTIFICATIONS_PER_MINUTE = 300
STARTS_PER_HOUR = 30
log = structlog.get_logger(__name__)


@require_safe
@resident_page
def payments(request: HttpRequest) -> HttpResponse:
    """A resident's payments, newest first, with the open ones above."""
    own = _own_payments(request)
    page = keyset(own, request, order=("-id",), size=PAGE)
    for row in page.items:
        presenters.with_tone(row)
    due = [presenters.with_tone(payment) for payment in queries.due_first(own)[:PAGE]]
    return render(request, "payments/list.html", {"page": page, "due": due})


@require_safe
@resident_page
def payment(request: HttpRequest, ref: str) -> HttpResponse:
    """One payment: its description and a pay button, or its receipt."""
    return _page(request, _get_own(request, ref), reverse("payments:start", args=[ref]))


@require_POST
@resident_page
def start(request: HttpRequest, ref: str) -> HttpResponse:
    """Start paying: redirect to the provider."""
    return _start(request, _get_own(request, ref), reverse("payments:payment", args=[ref]))


@require_safe
def visitor(request: HttpRequest, token: str) -> HttpResponse:
    """One payment of a visitor, by the token of its link."""
    return _page(request, _get_by_token(token), reverse("payments:visitor_start", args=[token]))


@require_POST
def visitor_start(request: HttpRequest, token: str) -> HttpResponse:
    return _start(request, _get_by_token(token), reverse("payments:visitor", args=[token]))


@require_safe
def provider_return(request: HttpRequest, ref: str) -> HttpResponse:
    """Handle the browser's return from the provider and redirect to the payment's page."""
    if not allow("payments.back", client_address(request), NOTIFICATIONS_PER_MINUTE, 60):
        return too_many_requests(request)
    payment = actions.handle_return(ref, request.GET.dict(), actor=Actor.of(request))  # type: ignore[arg-type]
    if payment is None:
        return redirect("payments:payment", ref)
    page_url = (
        reverse("payments:payment", args=[ref])
        if payment.person_id
        else reverse("payments:visitor", args=[payment.token])
    )
    if payment.status == Status.PAID:
        messages.success(request, _("The payment has arrived. Thank you!"))
    elif payment.status == Status.FAILED:
        messages.warning(request, _("The payment was not made. Nothing was charged; you may try again."))
    else:
        messages.info(request, _("We wait for the bank's confirmation. This page shows it when it comes."))
    return redirect(page_url)


@csrf_exempt
@require_POST
def notification(request: HttpRequest, provider: str) -> HttpResponse:
    """Notification endpoint of a provider. 200: applied (also when known already), 400: not valid."""
    if not allow("payments.notice", client_address(request), NOTIFICATIONS_PER_MINUTE, 60):
        return JsonResponse({"error": "too_many_requests"}, status=429)
    account = actions.find_account(provider)
    if account is None:
        return JsonResponse({"error": "not_found"}, status=404)
    if int(request.headers.get("Content-Length") or 0) > MAX_NOTIFICATION_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    try:
        report = providers[provider].read_notification(account, request.body)
        if isinstance(report, RefundReport):
            _settle_refund(report, provider)
        else:
            actions.settle(report, actor=Actor.system())
    except UntrustedMessage as error:
        log.warning("payment_notification_rejected", reason=error.code)
        return JsonResponse({"error": error.code}, status=400)
    return JsonResponse({"taken": True})


def _settle_refund(report: RefundReport, provider: str) -> None:
    refund = Refund.objects.filter(attempt__provider=provider, provider_ref=report.provider_ref).first()
    if refund is None:
        raise UntrustedMessage("refund")
    refunding.settle_refund(refund, report.state, report.provider_ref, actor=Actor.system())


def _get_own(request: HttpRequest, ref: str) -> Payment:
    return get_object_or_404(_own_payments(request), ref=ref)


def _own_payments(request: HttpRequest) -> QuerySet[Payment]:
    """The resident's own payments, even when the browser is signed in as staff too."""
    resident = get_resident(request)
    assert resident is not None
    return queries.visible_to(resident.actor).select_related("municipality")


def _get_by_token(token: str) -> Payment:
    payment = queries.find_by_token(token)
    if payment is None:
        raise Http404
    return payment


def _page(request: HttpRequest, payment: Payment, start_url: str) -> HttpResponse:
    context: dict[str, Any] = {
        "payment": presenters.with_tone(payment),
        "facts": presenters.receipt_rows(payment),
        "refunds": presenters.refund_rows(payment),
        "start_url": start_url,
    }
    response = render(request, "payments/payment.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _start(request: HttpRequest, payment: Payment, page_url: str) -> HttpResponse:
    """Place the order and redirect by an intermediate page: our Content-Security-Policy forbids forms to other hosts."""
    if not allow("payments.start", payment.ref, STARTS_PER_HOUR, 3600):
        return too_many_requests(request)
    site = f"{request.scheme}://{request.get_host()}"
    try:
        attempt: Attempt = actions.start(payment, actor=Actor.of(request), language=get_language() or "et", site=site)
    except PaymentError as error:
        messages.warning(request, error.message)
        return redirect(page_url)
    response = render(
        request, "payments/onward.html", {"payment": presenters.with_tone(payment), "pay_url": attempt.pay_url}
    )
    response["Refresh"] = f"0; url={attempt.pay_url}"
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("iseteenindus/maksed/", payments, name="list"),
    path("iseteenindus/maksed/<str:ref>/", payment, name="payment"),
    path("iseteenindus/maksed/<str:ref>/maksa/", start, name="start"),
    path("maksa/<str:token>/", visitor, name="visitor"),
    path("maksa/<str:token>/pank/", visitor_start, name="visitor_start"),
    path("maksed/<str:ref>/tagasi/", provider_return, name="back"),
]
