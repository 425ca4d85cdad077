"""Reads of the phone desk; :func:`visible_to` is the access check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet

from raekoda.casework.cases import queries as cases
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.records import of_known_sender
from raekoda.casework.cases.visibility import may_read
from raekoda.channels.calls.models import Call, ExchangeKey, Promise, Shift, Signal, WrapUpCode
from raekoda.channels.calls.rules import number_variants
from raekoda.identity.accounts.capabilities import ORDINARY, Capability
from raekoda.identity.accounts.queries import own_units
from raekoda.identity.accounts.rights import rights_of
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.tenancy import current

MOST_OF_CALLER = 5
Shown = TypeVar("Shown", Call, Promise)
SHOWN_AT_ONCE = 30
AWAY_AFTER = timedelta(minutes=5)
"""An operator without an open screen for this long counts as absent."""


def visible_to(actor: Actor) -> QuerySet[Call]:
    """Calls that ``actor`` may see: own ones, those of cases whose sender they may see, and without a case all for the front
    desk, for others those that go on and those of their units."""
    if not actor.may("calls.work"):
        return Call.objects.none()
    if actor.kind == Kind.SYSTEM:
        return Call.objects.all()
    is_open = Q() if _is_at_front_desk(actor) else Q(ended_at=None) | Q(unit__in=own_units(actor))
    own = Q(operator=actor.id) | Q(rings_at=actor.id) | Q(handed_by=actor.id)
    return Call.objects.filter(own | of_known_sender(actor) | Q(is_open, case=None))


def promises_visible_to(actor: Actor) -> QuerySet[Promise]:
    """Promises that ``actor`` may see: own ones, those about cases whose sender they may see, and without a case all for the
    front desk, for others those of their units."""
    if not actor.may("calls.work"):
        return Promise.objects.none()
    if actor.kind == Kind.SYSTEM:
        return Promise.objects.all()
    is_open = Q() if _is_at_front_desk(actor) else Q(unit__in=own_units(actor))
    return Promise.objects.filter(Q(operator=actor.id) | of_known_sender(actor) | Q(is_open, case=None))


def may_see(actor: Actor, subject: Call | Promise) -> bool:
    """Whether :func:`visible_to` or :func:`promises_visible_to` holds ``subject``."""
    rows = visible_to(actor) if isinstance(subject, Call) else promises_visible_to(actor)
    return rows.filter(pk=subject.pk).exists()


def without_unreadable_cases(rows: Iterable[Shown], actor: Actor) -> list[Shown]:
    """``rows`` with ``shown_case``: their case, or None where ``actor`` may not read it."""
    shown = list(rows)
    for row in shown:
        row.shown_case = row.case if row.case is not None and may_read(actor, row.case) else None  # type: ignore[attr-defined]
    return shown


def _is_at_front_desk(actor: Actor) -> bool:
    return rights_of(actor).can(Capability.FRONT_DESK)


def with_recording_and_case() -> QuerySet[Call]:
    """Calls with a recording and a case."""
    return Call.objects.filter(recording__isnull=False, case__isnull=False)


def ringing(actor: Actor) -> list[Call]:
    """Calls that are not answered yet, the longest waiting first."""
    waiting = visible_to(actor).filter(ended_at=None, operator=None).select_related("handed_by", "rings_at")
    return list(waiting.order_by("started_at")[:SHOWN_AT_ONCE])


def unfinished_calls(actor: Actor) -> list[Call]:
    """The actor's own calls without a note; the live one first."""
    own = visible_to(actor).filter(operator_id=actor.id, noted_at=None).select_related("contact")
    return sorted(own.order_by("-started_at")[:SHOWN_AT_ONCE], key=lambda call: call.ended_at is not None)


def due_promises(actor: Actor) -> list[Promise]:
    """Due promises of the actor and late ones of all operators, oldest first."""
    now = clock.now()
    due = promises_visible_to(actor).filter(state=Promise.State.OPEN, due_at__lte=now)
    mine = Q(operator_id=actor.id) | Q(due_at__lte=now - LATE_AFTER)
    return list(due.filter(mine).select_related("operator").order_by("due_at", "id")[:SHOWN_AT_ONCE])


LATE_AFTER = timedelta(minutes=15)
"""A promise this much overdue is shown to all operators, and the unit is notified."""


def on_shift() -> QuerySet[Shift]:
    """Current shifts of operators with an open screen."""
    here = Shift.objects.filter(ended_at=None, seen_at__gte=clock.now() - AWAY_AFTER)
    return here.select_related("operator").order_by("operator__last_name", "operator__first_name", "pk")


def get_shift(actor: Actor) -> Shift | None:
    """The actor's current shift; None when there is none."""
    return Shift.objects.filter(operator_id=actor.id, ended_at=None).first() if actor.user else None


def last_extension(actor: Actor) -> str:
    """The extension of the actor's last shift."""
    last = Shift.objects.filter(operator_id=actor.id).order_by("-pk").values_list("extension", flat=True).first()
    return last or ""


def find_operator(name: str) -> int | None:
    """User id of the operator with this extension or user name; None when there is none."""
    if not name:
        return None
    shift = Shift.objects.filter(ended_at=None).filter(Q(extension=name) | Q(operator__username=name))
    return shift.order_by("pk").values_list("operator_id", flat=True).first()


def codes() -> QuerySet[WrapUpCode]:
    """Active wrap-up codes: the municipality's own, or the common ones when it has none."""
    used = WrapUpCode.objects.filter(is_active=True)
    own = used.filter(municipality=current())
    return own if own.exists() else used.filter(municipality=None)


def find_known_caller(number_key: str) -> Call | None:
    """The newest call with this key whose caller consented to be recognised; None when there is none."""
    if not number_key:
        return None
    known = Call.objects.filter(number_key=number_key, keeps_number=True, contact__isnull=False)
    return known.select_related("contact").order_by("-started_at").first()


def earlier_calls(call: Call, actor: Actor) -> list[Call]:
    """Earlier calls of the same number, newest first, if the caller consented to be recognised; none about special matters."""
    if not call.keeps_number or not call.number_key:
        return []
    same = visible_to(actor).filter(number_key=call.number_key, keeps_number=True).exclude(pk=call.pk)
    same = same.filter(Q(case=None) | Q(case__sensitivity__in=ORDINARY))
    newest = same.select_related("code", "case", "operator").order_by("-started_at")[:MOST_OF_CALLER]
    return without_unreadable_cases(newest, actor)


def find_open_cases(phone: str, email: str, actor: Actor) -> list[Case]:
    """The newest open cases with this phone or e-mail that the actor may see. Special matters are never found by these."""
    phone, email = phone.replace("\x00", "").strip(), email.replace("\x00", "").strip()
    same = Q()
    if "@" in email:
        same |= Q(contact__email__iexact=email)
    if sum(each.isdigit() for each in phone) >= SHORTEST_PHONE:
        same |= Q(contact__phone__in={phone, *number_variants(phone)})
    if not same:
        return []
    found = cases.visible_to(actor).filter(same, closed_at__isnull=True, sensitivity__in=ORDINARY)
    return list(found.order_by("-id")[:MOST_OF_CALLER])


SHORTEST_PHONE = 7


def calls_today(actor: Actor) -> list[Any]:
    """Numbers of calls and visits of each operator today, as rows ``operator_id, phone, counter``."""
    midnight = clock.local_midnight(clock.today())
    if not actor.may("calls.work"):
        return []
    today = Call.objects.filter(started_at__gte=midnight, operator__isnull=False).order_by()
    counted = today.values("operator_id").annotate(
        phone=Count("id", filter=Q(channel="phone")), counter=Count("id", filter=Q(channel="counter"))
    )
    return list(counted)


def signals_after(last: int) -> list[Signal]:
    """Signals after the id ``last``, in order; only the newest ``SHOWN_AT_ONCE``."""
    newest = Signal.objects.filter(pk__gt=last).order_by("-pk")[:SHOWN_AT_ONCE]
    return list(reversed(newest))


def last_signal() -> int:
    """The id of the newest signal; 0 when there is none."""
    return Signal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def find_active_key(ref: str) -> ExchangeKey | None:
    """The active exchange key of the current municipality; None when there is none."""
    return ExchangeKey.objects.select_related("municipality").filter(ref=ref, is_active=True).first()
