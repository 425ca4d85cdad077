"""Staff pages of accounts: of a grant whose payment came back, and the one that benefits are paid from; proposed, confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.selfservice.applications import access_log, actions, queries
from raekoda.selfservice.applications.desk.forms import AccountForm, PayingAccountForm
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import AccountChange, PayingAccount


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("applications.pay")
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose the account of a grant whose payment was returned."""
    actor = Actor.of(request)
    related = ("decision__application__applicant", "decision__application__case")
    grant = get_object_or_404(queries.payable_grants(actor).select_related(*related), pk=pk)
    actor.require("applications.pay", grant.decision.application)
    access_log.log_access(grant.decision.application, actor, access_log.PAYMENT)
    initial = {"payee": grant.decision.payee, "account": grant.decision.account}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_account(grant, actor=actor, **form.cleaned_data)
        except ApplicationError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Another official confirms the account. Then the payment is due again."))
            return redirect("applications_desk:payouts")
    return render(
        request, "applications/desk/account.html", {"form": form, "grant": grant}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("applications.configure")
def paying_account(request: HttpRequest) -> HttpResponse:
    """Propose the account from which benefits are paid."""
    known = PayingAccount.objects.filter(municipality=current()).first()
    initial = {"name": known.name, "iban": known.iban, "bic": known.bic} if known else {"name": current().name}
    form = PayingAccountForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_paying_account(current(), actor=Actor.of(request), **form.cleaned_data)
        except ApplicationError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Another official confirms the account. Until then the present one is used."))
            return redirect("applications_desk:payouts")
    return render(request, "applications/desk/paying_account.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("applications.pay")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposed account beside the present one; POST confirms or rejects it."""
    actor = Actor.of(request)
    related = ("grant__decision__application__applicant", "grant__decision__application__case")
    found = get_object_or_404(queries.account_changes(actor).select_related(*related), pk=pk)
    application = found.grant.decision.application if found.grant else None
    actor.require("applications.pay", application)
    if application is not None:
        access_log.log_access(application, actor, access_log.PAYMENT)
    if request.method == "POST":
        return _decide(request, found, actor)
    is_waiting = found.state == AccountChange.State.WAITING
    context = {
        "change": found,
        "is_waiting": is_waiting,
        "may_confirm": is_waiting and found.proposed_by_id != actor.id,
    }
    return render(request, "applications/desk/account_change.html", context)


def _decide(request: HttpRequest, change: AccountChange, actor: Actor) -> HttpResponse:
    try:
        if "confirm" in request.POST:
            actions.confirm_account(change, actor=actor)
            messages.success(request, _("The account is confirmed."))
        else:
            actions.reject_account(change, actor=actor)
            messages.success(request, _("The change is rejected. The account stays as it was."))
    except ApplicationError as refusal:
        messages.warning(request, refusal.message)
    except PermissionDenied:
        messages.warning(request, _("Whoever proposed an account cannot confirm it: another official does."))
    return redirect("applications_desk:payouts")
