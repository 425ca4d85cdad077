"""Texts of decisions in the active language."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raekoda.identity.accounts.models import Membership, User
from raekoda.platform.core.money import euros
from raekoda.registry.benefits.rules import Result
from raekoda.selfservice.applications.models import Application, Decision

Outcome = Decision.Outcome


def document_title(decision: Decision, application: Application) -> str:
    """The title of the document."""
    name = application.version.form.service.name
    return _("Decision: %(service)s") % {"service": name}


def decision_sentence(decision: Decision, application: Application) -> str:
    """The decision in one or two sentences."""
    names = {
        "person": application.person.name,
        "service": application.version.form.service.name,
        "amount": euros(decision.amount, short=True) if decision.amount is not None else "",
        "payee": decision.payee,
    }
    if decision.outcome == Outcome.REFUSED:
        return _("The application for “%(service)s” for %(person)s is refused.") % names
    partly = decision.outcome == Outcome.PARTLY
    if decision.amount is None:
        text = _("The application for “%(service)s” for %(person)s is granted in part.")
        return (text if partly else _("The application for “%(service)s” for %(person)s is granted.")) % names
    if partly:
        text = _("The application for “%(service)s” for %(person)s is granted in part: %(amount)s.") % names
    else:
        text = _("The application for “%(service)s” for %(person)s is granted: %(amount)s.") % names
    if decision.pay_by is not None:
        day = date_format(decision.pay_by, "d.m.Y")
        text += " " + _("It is paid to the account of %(payee)s by %(day)s.") % {**names, "day": day}
    return text


def dispute(decision: Decision) -> str:
    """How and by when the decision can be challenged; from its dated period."""
    days = decision.dispute_days
    if not days:
        return ""
    text = ngettext(
        "If you do not agree, you can file a challenge with the municipality within %(days)d day of the day on which you "
        "learned of the decision, or turn to the administrative court.",
        "If you do not agree, you can file a challenge with the municipality within %(days)d days of the day on which you "
        "learned of the decision, or turn to the administrative court.",
        days,
    )
    return f"{text % {'days': days}} ({decision.dispute_source})"


def result_label(result: str) -> str:
    """Label of a finding's result."""
    return str(Result(result).label)


def signature(decision: Decision) -> str:
    """Officials who confirmed and, if different, drafted the decision."""
    confirmed, drafted = decision.confirmed_by, decision.drafted_by
    lines = [_official(confirmed, decision)] if confirmed else []
    if confirmed is None or drafted != confirmed:
        lines.append(_("Drafted by: %(name)s") % {"name": _official(drafted, decision)})
    return "\n".join(lines)


def _official(user: User, decision: Decision) -> str:
    held = Membership.objects.filter(user=user, municipality=decision.municipality_id).order_by("id").first()
    title = (held.title or held.get_role_display()) if held else ""
    return f"{user.display_name}, {title}" if title else user.display_name
