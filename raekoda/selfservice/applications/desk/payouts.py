"""Staff pages of payment lists: due grants, gathering, confirmation, export, payment, returned payments. Accounts:
:mod:`~raekoda.selfservice.applications.desk.accounts`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.selfservice.applications import access_log, actions, bank, queries
from raekoda.selfservice.applications.desk.forms import GatherForm, ReasonForm
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import AccountChange, Batch, PayingAccount, Payout

TONES = {Batch.State.GATHERED: "warning", Batch.State.CONFIRMED: "info", Batch.State.PAID: "success"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATED = ("grant__benefit", "grant__decision__application__case", "grant__decision__application__applicant")
HEAVY = ("grant__decision__application__answers", "grant__decision__application__case__words", "grant__decision__reasons",
         "grant__decision__account", "grant__decision__assessment")  # fmt: skip
Verb = Callable[[Batch, Actor, str], Any]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("applications.pay")
def overview(request: HttpRequest) -> HttpResponse:
    """Due grants and payment lists, newest first; POST gathers a list."""
    form = GatherForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            created = actions.gather(current(), actor=Actor.of(request), **form.cleaned_data)
        except ApplicationError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The list is gathered. Another official confirms it."))
            return redirect("applications_desk:batch", created.ref)
    actor = Actor.of(request)
    active = ~Q(payouts__state=Payout.State.DROPPED) & Q(payouts__in=queries.payouts(actor))
    batches = queries.batches(actor).annotate(
        count=Count("payouts", filter=active), total=Sum("payouts__amount", filter=active)
    )
    page = keyset(batches, request, order=("-id",), size=30)
    for row in page:
        row.tone = TONES.get(Batch.State(row.state), "neutral")
    due = queries.due_grants(actor, clock.add_calendar_days(clock.today(), 365))
    context = {
        "form": form,
        "page": page,
        "due": due.values("pay_by", "benefit__name")
        .annotate(count=Count("id"), total=Sum("amount"))
        .order_by("pay_by")[:50],
        "account": PayingAccount.objects.filter(municipality=current()).first(),
        "returned_grants": queries.returned_grants(actor).select_related("benefit", "decision__application__case")[:50],
        "waiting_changes": queries.account_changes(actor).filter(state=AccountChange.State.WAITING)[:50],
        "may_configure": actor.may("applications.configure"),
    }
    return render(request, "applications/desk/payouts.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page("applications.pay")
def batch(request: HttpRequest, ref: str) -> HttpResponse:
    """The payments of a list whose case the actor pays; the access is logged for each receiver. Who pays all of them acts on
    the list."""
    actor, found = Actor.of(request), _get_batch(request, ref)
    lines = queries.payouts(actor).filter(batch=found)
    may_act = actor.may("applications.pay", found)
    payouts = keyset(_with_relations(lines), request, order=("id",), size=100)
    access_log.log_payment_access(payouts, found, actor)
    totals = lines.aggregate(count=Count("id"), total=Sum("amount"))
    changed = _confirmed_changes(actor, payouts, found)
    context = {
        "batch": found,
        "tone": TONES.get(Batch.State(found.state), "neutral"),
        "page": payouts,
        "rows": [
            {
                "payout": payout,
                "description": bank.payment_description(payout),
                "changes": changed.get(payout.grant_id, []),
            }
            for payout in payouts
        ],
        "payer_change": changed.get(None, [None])[-1],
        **totals,
        "may_act": may_act,
        "may_confirm": may_act and found.state == Batch.State.GATHERED and actor.id not in found.touched_by,
        "may_export": may_act and found.state in (Batch.State.CONFIRMED, Batch.State.PAID),
        "may_pay": may_act and found.state == Batch.State.CONFIRMED,
        "may_drop": may_act and found.state in (Batch.State.GATHERED, Batch.State.CONFIRMED),
        "reason_form": ReasonForm(),
    }
    return render(request, "applications/desk/batch.html", context)


@require_POST
@staff_page("applications.pay")
def act(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Confirm a list, mark it as paid, or drop it."""
    if verb not in VERBS:
        raise Http404(verb)
    run, message = VERBS[verb]
    actor = Actor.of(request)
    actor.require("applications.pay", _get_batch(request, ref))
    return _perform(request, ref, lambda found: run(found, actor, request.POST.get("reason", "")), str(message()))


@require_safe
@staff_page("applications.pay")
def export(request: HttpRequest, ref: str, ending: str) -> HttpResponse:
    """Export of a confirmed list for the bank (XML) or people (CSV, XLSX); journalled."""
    actor, found = Actor.of(request), _get_batch(request, ref)
    actor.require("applications.pay", found)
    if ending not in ("xml", "csv", "xlsx") or found.state not in (Batch.State.CONFIRMED, Batch.State.PAID):
        raise Http404(ending)
    payouts = list(_with_relations(found.payouts).exclude(state=Payout.State.DROPPED).order_by("id"))
    try:
        content, kind = _content(found, payouts, ending)
    except ApplicationError as refusal:
        messages.warning(request, refusal.message)
        return redirect("applications_desk:batch", ref)
    with transaction.atomic():
        access_log.log_payment_access(payouts, found, actor)
        journal.record("applications.export_batch", found, actor, form=ending, payouts=len(payouts))
    name = content_disposition_header(True, bank.file_name(found, ending))
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": name})


@require_POST
@staff_page("applications.pay")
def returned(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a returned payment."""
    actor = Actor.of(request)
    payout = get_object_or_404(queries.payouts(actor).select_related("batch", *RELATED), ref=ref)
    actor.require("applications.pay", payout.grant.decision.application)
    reason = request.POST.get("reason", "")
    return _perform(
        request, payout.batch.ref, lambda _batch: actions.mark_returned(payout, actor=actor, reason=reason),
        _("The payment came back. It is due again once its account is put right."),
    )  # fmt: skip


VERBS: dict[str, tuple[Verb, Callable[[], str]]] = {
    "kinnita": (
        lambda found, actor, _reason: actions.confirm_batch(found, actor=actor),
        lambda: _("The list is confirmed."),
    ),
    "makstud": (
        lambda found, actor, _reason: actions.mark_paid(found, actor=actor),
        lambda: _("Marked as paid; the applicants are told."),
    ),
    "jata": (
        lambda found, actor, reason: actions.drop_batch(found, actor=actor, reason=reason),
        lambda: _("The list is dropped. What was on it is due again."),
    ),
}


def _perform(request: HttpRequest, ref: str, run: Callable[[Batch], Any], message: str) -> HttpResponse:
    try:
        run(_get_batch(request, ref))
        messages.success(request, message)
    except ApplicationError as refusal:
        messages.warning(request, refusal.message)
    except PermissionDenied:
        messages.warning(
            request,
            _(
                "Whoever gathered a list, or decided or changed anything on it, cannot confirm it: another official does."
            ),
        )
    return redirect("applications_desk:batch", ref)


def _confirmed_changes(actor: Actor, payouts: Iterable[Payout], batch: Batch) -> dict[int | None, list[AccountChange]]:
    """Confirmed changes of the accounts on a list before it was gathered, by grant, the oldest first; under ``None`` those of
    the account it is paid from."""
    involved = Q(grant__in=[payout.grant_id for payout in payouts], decided_at__lte=batch.made_at) | Q(grant=None)
    found: dict[int | None, list[AccountChange]] = {}
    for change in queries.account_changes(actor).filter(involved, state=AccountChange.State.CONFIRMED).order_by("id"):
        found.setdefault(change.grant_id, []).append(change)
    return found


def _get_batch(request: HttpRequest, ref: str) -> Batch:
    return get_object_or_404(queries.batches(Actor.of(request)).select_related("made_by", "confirmed_by"), ref=ref)


def _with_relations(payouts: Any) -> Any:
    return payouts.select_related(*RELATED).defer(*HEAVY)


def _content(batch: Batch, payouts: list[Payout], ending: str) -> tuple[bytes | str, str]:
    if ending == "xml":
        return bank.pain_001(
            batch, [payout for payout in payouts if payout.state != Payout.State.RETURNED]
        ), "application/xml"
    if ending == "csv":
        return bank.as_csv(payouts), "text/csv; charset=utf-8"
    return bank.as_spreadsheet(payouts), XLSX
