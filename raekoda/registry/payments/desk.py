"""Staff pages: payments by what is to be done, one payment with paying back, the provider's account."""

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
from raekoda.registry.payments import actions, queries, refunding, show
from raekoda.registry.payments.errors import PaymentError
from raekoda.registry.payments.forms import AccountForm, RefundForm
from raekoda.registry.payments.models import Payment, PaymentAccount, Status
from raekoda.registry.payments.registering import LOOK

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
WORDS = {
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
    """Payments, the newest first, by what has become of them."""
    actor = Actor.of(request)
    chosen = request.GET.get("seis", "")
    chosen = chosen if chosen in TABS else ALL
    rows = queries.visible_to(actor).filter(status__in=STATUSES[chosen])
    page = keyset(rows, request, order=("-id",), size=PAGE)
    for row in page.items:
        show.with_tone(row)
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
    """One payment. That an official looked at it is written for the person."""
    return _page(request, _found(request, ref))


@require_POST
@staff_page("payments.refund")
def refund(request: HttpRequest, ref: str) -> HttpResponse:
    """Pay back all or a part, with a reason."""
    found = _found(request, ref)
    form = RefundForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            refunding.refund(found, reason=given["reason"], amount=given["amount"], actor=Actor.of(request))
        except PaymentError as refusal:
            if not refusal.field:
                messages.warning(request, refusal.message)
                return redirect("payments_desk:payment", ref)
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("The money is on its way back."))
            return redirect("payments_desk:payment", ref)
    return _page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("payments.configure")
def account(request: HttpRequest) -> HttpResponse:
    """The provider's account. The address of our door is told for the provider's side."""
    kept = PaymentAccount.objects.filter(municipality=current()).first() or PaymentAccount(municipality=current())
    form = AccountForm(kept, posted(request))
    if request.method == "POST" and form.is_valid():
        actions.save_account(form.filled(), actor=Actor.of(request))
        messages.success(request, _("Saved."))
        return redirect("payments_desk:account")
    door = f"{site_url(current())}/maksed/teade/{kept.provider or 'montonio'}"
    return render(
        request, "payments/desk_account.html", {"form": form, "door": door}, status=422 if form.errors else 200
    )


def _found(request: HttpRequest, ref: str) -> Payment:
    rows = queries.visible_to(Actor.of(request)).select_related("municipality", "person")
    return get_object_or_404(rows, ref=ref)


def _page(request: HttpRequest, found: Payment, form: RefundForm | None = None) -> HttpResponse:
    actor = Actor.of(request)
    access_log.log_access(found.person, actor, LOOK, subject=found)
    may_refund = found.status == Status.PAID and actor.may("payments.refund", found)
    if may_refund and form is None:
        form = RefundForm(initial={"amount": refunding.left(found)})
    context: dict[str, Any] = {
        "payment": show.with_tone(found),
        "facts": [(_("Payer"), found.person.name if found.person else _("visitor")), *show.facts(found)],
        "refunds": show.refunds(found),
        "form": form if may_refund else None,
        "history": [
            {"at": line.at, "title": WORDS.get(line.action, line.action), "text": line.reason}
            for line in history(found)
        ],
    }
    return render(request, "payments/desk_payment.html", context, status=422 if form and form.errors else 200)


urlpatterns = [
    path("maksed/", payments, name="list"),
    path("maksed/seaded/", account, name="account"),
    path("maksed/<str:ref>/", payment, name="payment"),
    path("maksed/<str:ref>/tagasi/", refund, name="refund"),
]
