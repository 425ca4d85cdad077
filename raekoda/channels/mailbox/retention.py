"""For how long letters are kept as they came, and forgetting what is past its period."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from raekoda.channels.mailbox.models import HANDLED, TRAY, Content, Mail, RetentionPeriod, State
from raekoda.platform.core import clock
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.clock import local_day
from raekoda.platform.core.dated import foremost
from raekoda.platform.core.models import Municipality


def _of(municipality_id: int) -> tuple[RetentionPeriod, ...]:
    return tuple(RetentionPeriod.objects.filter(Q(municipality=None) | Q(municipality=municipality_id)))


_periods = MunicipalityCache("mail-periods", _of, RetentionPeriod)


def period_in_force(of: str, municipality: Municipality) -> RetentionPeriod:
    """Today's period: the municipality's own before the installation's, the newest first."""
    today, known = clock.today(), _periods.get(municipality.pk)
    valid = [rule for rule in known if rule.of == of and rule.holds_on(today)]
    period = foremost(valid)
    assert period is not None, f"no period for {of}"
    return period


def last_day(mail: Mail) -> date | None:
    """The last day a letter in its state is kept; None while it waits for somebody."""
    if mail.state in (*TRAY, State.WAITING):
        return None
    of = RetentionPeriod.Of.HANDLED if mail.state in HANDLED else RetentionPeriod.Of.OTHER
    return local_day(mail.received_at) + timedelta(days=period_in_force(of, mail.municipality).days)


def overdue() -> QuerySet[Mail]:
    """Letters of the open municipality whose period is over."""
    return Mail.objects.filter(forget_after__lt=clock.today(), is_forgotten=False)


def forget(mails: QuerySet[Mail]) -> int:
    """Forget who wrote and what was said; that a letter came, and what became of it, stays. How many."""
    with transaction.atomic():
        keys = list(mails.filter(is_forgotten=False).values_list("pk", flat=True))
        Content.objects.filter(mail__in=keys).delete()
        return Mail.objects.filter(pk__in=keys).update(
            sender="", sender_name="", sender_key="", subject="", message_id="", recipient="", detail="",
            is_forgotten=True,
        )  # fmt: skip
