"""Reads of the phone desk, behind one gate."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from raekoda.casework.cases import queries as cases
from raekoda.casework.cases.models import Case
from raekoda.channels.calls.models import Call, ExchangeKey, Promise, Shift, Signal, WrapUpCode
from raekoda.channels.calls.rules import written_forms
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current

MOST_OF_CALLER = 5
SHOWN_AT_ONCE = 30
AWAY_AFTER = timedelta(minutes=5)
"""An operator whose screen was not open for so long is not at the desk, whatever the shift says."""


def visible_to(actor: Actor) -> QuerySet[Call]:
    """Calls of the open municipality, for those who work at the desk; none for others."""
    calls = Call.objects.all()
    return calls if actor.may("calls.work") else calls.none()


def promises_visible_to(actor: Actor) -> QuerySet[Promise]:
    """Promises to call back of the open municipality, for those who work at the desk; none for others."""
    promises = Promise.objects.all()
    return promises if actor.may("calls.work") else promises.none()


def ringing(actor: Actor) -> list[Call]:
    """Calls that nobody has taken, the longest waiting first."""
    waiting = visible_to(actor).filter(ended_at=None, operator=None).select_related("handed_by", "rings_at")
    return list(waiting.order_by("started_at")[:SHOWN_AT_ONCE])


def to_finish(actor: Actor) -> list[Call]:
    """The actor's own calls whose note is not written; the live one first."""
    own = visible_to(actor).filter(operator_id=actor.id, noted_at=None).select_related("contact")
    return sorted(own.order_by("-started_at")[:SHOWN_AT_ONCE], key=lambda call: call.ended_at is not None)


def due_promises(actor: Actor) -> list[Promise]:
    """What has to be called back now: the actor's own, and late ones of everybody; the oldest first."""
    now = clock.now()
    due = promises_visible_to(actor).filter(state=Promise.State.OPEN, due_at__lte=now)
    mine = Q(operator_id=actor.id) | Q(due_at__lte=now - LATE_AFTER)
    return list(due.filter(mine).select_related("operator").order_by("due_at", "id")[:SHOWN_AT_ONCE])


LATE_AFTER = timedelta(minutes=15)
"""A promise so much past its moment is everybody's, and the unit gets a letter."""


def on_shift() -> QuerySet[Shift]:
    """Who is at the desk now."""
    here = Shift.objects.filter(ended_at=None, seen_at__gte=clock.now() - AWAY_AFTER)
    return here.select_related("operator").order_by("operator__last_name", "operator__first_name", "pk")


def shift_of(actor: Actor) -> Shift | None:
    """The actor's own shift, if they have begun one."""
    return Shift.objects.filter(operator_id=actor.id, ended_at=None).first() if actor.user else None


def last_extension(actor: Actor) -> str:
    """The extension of the actor's last shift."""
    last = Shift.objects.filter(operator_id=actor.id).order_by("-pk").values_list("extension", flat=True).first()
    return last or ""


def operator_at(name: str) -> int | None:
    """The key of the operator whom an exchange means by an extension, or by a user name; None when nobody is that."""
    if not name:
        return None
    shift = Shift.objects.filter(ended_at=None).filter(Q(extension=name) | Q(operator__username=name))
    return shift.order_by("pk").values_list("operator_id", flat=True).first()


def codes() -> QuerySet[WrapUpCode]:
    """The wrap-up codes in use here: the municipality's own, or the common ones when it has none."""
    used = WrapUpCode.objects.filter(is_active=True)
    own = used.filter(municipality=current())
    return own if own.exists() else used.filter(municipality=None)


def last_of_known(number_key: str) -> Call | None:
    """The newest call of a number whose caller agreed to be known."""
    if not number_key:
        return None
    known = Call.objects.filter(number_key=number_key, keeps_number=True, contact__isnull=False)
    return known.select_related("contact").order_by("-started_at").first()


def earlier_calls(call: Call, actor: Actor) -> list[Call]:
    """Calls of the same number before this one, the newest first, if the caller agreed to be known."""
    if not call.keeps_number or not call.number_key:
        return []
    same = visible_to(actor).filter(number_key=call.number_key, keeps_number=True).exclude(pk=call.pk)
    return list(same.select_related("code", "case", "operator").order_by("-started_at")[:MOST_OF_CALLER])


def cases_of(phone: str, email: str, actor: Actor) -> list[Case]:
    """The newest open cases sent from this phone or e-mail, of those ``by`` may see."""
    phone, email = phone.replace("\x00", "").strip(), email.replace("\x00", "").strip()
    same = Q()
    if "@" in email:
        same |= Q(contact__email__iexact=email)
    if sum(each.isdigit() for each in phone) >= SHORTEST_PHONE:
        same |= Q(contact__phone__in={phone, *written_forms(phone)})
    if not same:
        return []
    return list(cases.visible_to(actor).filter(same, closed_at__isnull=True).order_by("-id")[:MOST_OF_CALLER])


SHORTEST_PHONE = 7


def calls_today(actor: Actor) -> list[Any]:
    """How many calls and visits each operator has had today, as rows ``operator_id, phone, counter``."""
    midnight = clock.local_midnight(clock.today())
    today = visible_to(actor).filter(started_at__gte=midnight, operator__isnull=False).order_by()
    counted = today.values("operator_id").annotate(
        phone=Count("id", filter=Q(channel="phone")), counter=Count("id", filter=Q(channel="counter"))
    )
    return list(counted)


def signals_after(last: int) -> list[Signal]:
    """What happened at the desk since the signal ``last``, the newest ones in their order."""
    newest = Signal.objects.filter(pk__gt=last).order_by("-pk")[:SHOWN_AT_ONCE]
    return list(reversed(newest))


def last_signal() -> int:
    """The key of the newest signal here; 0 when there is none."""
    return Signal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def key_in_use(ref: str) -> ExchangeKey | None:
    """The key of a phone exchange of the open municipality."""
    return ExchangeKey.objects.select_related("municipality").filter(ref=ref, is_active=True).first()
