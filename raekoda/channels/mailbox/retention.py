"""Retention periods of letters, and erasure after their end."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from raekoda.channels.mailbox.models import AWAITING_DECISION, HANDLED, Content, Mail, RetentionPeriod, State
from raekoda.platform.core import clock
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.clock import local_day
from raekoda.platform.core.dated import foremost
from raekoda.platform.core.models import Municipality


def _of(municipality_id: int) -> tuple[RetentionPeriod, ...]:
    return tuple(RetentionPeriod.objects.filter(Q(municipality=None) | Q(municipality=municipality_id)))


_periods = MunicipalityCache("mail-periods", _of, RetentionPeriod)


def period_in_force(of: str, municipality: Municipality) -> RetentionPeriod:
    """The period valid today: the municipality's own before the installation's, the newest first."""
    today, known = clock.today(), _periods.get(municipality.pk)
    valid = [rule for rule in known if rule.of == of and rule.holds_on(today)]
    period = foremost(valid)
    assert period is not None, f"no period for {of}"
    return period


def get_last_day(mail: Mail) -> date | None:
    """The last day of a letter's retention period; None while it awaits processing or a decision."""
    if mail.state in (*AWAITING_DECISION, State.WAITING):
        return None
    of = RetentionPeriod.Of.HANDLED if mail.state in HANDLED else RetentionPeriod.Of.OTHER
    return local_day(mail.received_at) + timedelta(days=period_in_force(of, mail.municipality).days)


def expired() -> QuerySet[Mail]:
    """Letters of the current municipality whose retention period has ended."""
    return Mail.objects.filter(forget_after__lt=clock.today(), is_forgotten=False)


def erase(mails: QuerySet[Mail]) -> int:
    """Erase sender and content of letters; return how many. Time, state and case remain."""
    with transaction.atomic():
        keys = list(mails.filter(is_forgotten=False).values_list("pk", flat=True))
        Content.objects.filter(mail__in=keys).delete()
        return Mail.objects.filter(pk__in=keys).update(
            sender="", sender_name="", sender_key="", subject="", message_id="", recipient="", detail="",
            is_forgotten=True,
        )  # fmt: skip
