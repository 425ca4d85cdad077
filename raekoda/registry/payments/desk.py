"""Staff pages: the list of payments by status, one payment with its refunds, the provider account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.identity.accesslog import access_log
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.links import site_url
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.registry.payments import actions, presenters, queries, refunding
from raekoda.registry.payments.errors import PaymentError
from raekoda.registry.payments.forms import AccountForm, RefundForm
from raekoda.registry.payments.models import Payment, PaymentAccount, Status
from raekoda.registry.payments.personal_data import ACCESS_LOG_KIND

app_name = "payments_desk"
PAGE = 50
OPEN, PAID, REFUNDED, ALL = "maksmata", "makstud", "tagastatud", "koik"
TABS = {
    OPEN: gettext_lazy("To be paid"),
    PAID: pgettext_lazy("of a payment", "Paid"),
    REFUNDED: gettext_lazy("Paid back"),
    ALL: gettext_lazy("All"),
}
STATUSES = {OPEN: queries.OPEN, PAID: (Status.PAID,), REFUNDED: (Status.REFUNDED,), ALL: tuple(Status)}
HISTORY_LABELS = {
    "payments.ask": gettext_lazy("Asked for"),
    "payments.start": gettext_lazy("Sent to the payment service"),
    "payments.paid": pgettext_lazy("of a payment", "Paid"),
    "payments.paid_twice": gettext_lazy("Paid twice: the second goes back"),
    "payments.failed": gettext_lazy("Not paid"),
    "payments.cancel": gettext_lazy("Called off"),
    "payments.refund": gettext_lazy("Paying back asked for"),
    "payments.refund_done": gettext_lazy("Paid back"),
    "payments.refund_refused": gettext_lazy("Paying back refused by the payment service"),
}


@require_safe
@staff_page("payments.view")
def payments(request: HttpRequest) -> HttpResponse:
    """Payments by status, newest first."""
    actor = Actor.of(request)
    chosen = request.GET.get("seis", "")
    chosen = chosen if chosen in TABS else ALL
    rows = queries.visible_to(actor).filter(status__in=STATUSES[chosen])
    page = keyset(rows, request, order=("-id",), size=PAGE)
    for row in page.items:
        presenters.with_tone(row)
    address = reverse("payments_desk:list")
    context = {
        "page": page,
        "tabs": [
            {"url": f"{address}?seis={name}", "label": label, "is_current": name == chosen}
            for name, label in TABS.items()
        ],
        "may_configure": actor.may("payments.configure"),
    }
    return render(request, "payments/desk_list.html", context)


@require_safe
@staff_page("payments.view")
def payment(request: HttpRequest, ref: str) -> HttpResponse:
    """One payment. Opening it is recorded in the person's access log."""
    return _page(request, _get_payment(request, ref))


@require_POST
@staff_page("payments.refund")
def refund(request: HttpRequest, ref: str) -> HttpResponse:
    """Refund all or a part, with a reason."""
    payment = _get_payment(request, ref)
    form = RefundForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            refunding.refund(payment, reason=data["reason"], amount=data["amount"], actor=Actor.of(request))
        except PaymentError as error:
            if not error.field:
                messages.warning(request, error.message)
                return redirect("payments_desk:payment", ref)
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("The money is on its way back."))
            return redirect("payments_desk:payment", ref)
    return _page(request, payment, form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("payments.configure")
def account(request: HttpRequest) -> HttpResponse:
    """The provider account. Shows the notification address to be set at the provider."""
    stored = PaymentAccount.objects.filter(municipality=current()).first() or PaymentAccount(municipality=current())
    form = AccountForm(stored, posted(request))
    if request.method == "POST" and form.is_valid():
        actions.save_account(form.filled(), actor=Actor.of(request))
        messages.success(request, _("Saved."))
        return redirect("payments_desk:account")
    notification_url = f"{site_url(current())}/maksed/teade/{stored.provider or 'montonio'}"
    context = {"form": form, "notification_url": notification_url}
    return render(request, "payments/desk_account.html", context, status=422 if form.errors else 200)


def _get_payment(request: HttpRequest, ref: str) -> Payment:
    rows = queries.visible_to(Actor.of(request)).select_related("municipality", "person")
    return get_object_or_404(rows, ref=ref)


def _page(request: HttpRequest, payment: Payment, form: RefundForm | None = None) -> HttpResponse:
    actor = Actor.of(request)
    access_log.log_access(payment.person, actor, ACCESS_LOG_KIND, subject=payment)
    may_refund = payment.status == Status.PAID and actor.may("payments.refund", payment)
    if may_refund and form is None:
        form = RefundForm(initial={"amount": refunding.refundable_amount(payment)})
    context: dict[str, Any] = {
        "payment": presenters.with_tone(payment),
        "facts": [
            (_("Payer"), payment.person.name if payment.person else _("visitor")),
            *presenters.receipt_rows(payment),
        ],
        "refunds": presenters.refund_rows(payment),
        "form": form if may_refund else None,
        "history": [
            {"at": line.at, "title": HISTORY_LABELS.get(line.action, line.action), "text": line.reason}
            for line in history(payment)
        ],
    }
    return render(request, "payments/desk_payment.html", context, status=422 if form and form.errors else 200)


urlpatterns = [
    path("maksed/", payments, name="list"),
    path("maksed/seaded/", account, name="account"),
    path("maksed/<str:ref>/", payment, name="payment"),
    path("maksed/<str:ref>/tagasi/", refund, name="refund"),
]
