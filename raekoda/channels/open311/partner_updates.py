"""Partners' updates of forwarded reports: polled, applied once, sent to the sender."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from raekoda.casework.cases import rules as case_rules
from raekoda.casework.cases.actions import close, notify_sender, reopen
from raekoda.casework.cases.models import Case, Outcome, Status
from raekoda.casework.cases.rules import Verb
from raekoda.channels.open311 import forwarding
from raekoda.channels.open311.client import MAX_NUMBERS, Client, PartnerUnavailable, RequestRejected
from raekoda.channels.open311.models import Handover, Partner, TakenUpdate
from raekoda.channels.open311.parsing import ReportState, Update
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor

OVERLAP = timedelta(hours=1)
MAX_SPAN = timedelta(days=30)
TRACKED_AFTER_END = timedelta(days=30)
MAX_WAIT = timedelta(hours=6)
MAX_SINGLE = 20
MAX_UPDATES = 1000
State = Handover.State
STATUS_LABELS = {
    "open": gettext_lazy("registered"),
    "investigating": gettext_lazy("being handled"),
    "in_progress": gettext_lazy("being handled"),
    "planned": gettext_lazy("will be done later"),
    "action_scheduled": gettext_lazy("will be done later"),
}
log = structlog.get_logger(__name__)


def due_partners() -> list[Partner]:
    """Partners of the open municipality that are due for polling."""
    return list(Partner.objects.filter(is_active=True, poll_at__lte=clock.now()).exclude(url="").order_by("poll_at"))


def is_due(partner: Partner) -> bool:
    """Whether the partner is due for polling."""
    return partner.poll_at is not None and partner.poll_at <= clock.now()


def poll(partner: Partner) -> int:
    """Poll a partner for changes of all reports it has from us. Returns how many changed.

    An unavailable partner is polled again after twice the time, at most six hours; the problem is stored on the partner.
    """
    started_at = clock.now()
    try:
        changes, until = _poll(partner, started_at)
    except (PartnerUnavailable, RequestRejected) as error:
        partner.failures += 1
        wait = min(timedelta(minutes=partner.poll_minutes) * 2 ** min(partner.failures, 10), MAX_WAIT)
        partner.poll_at, partner.problem = started_at + wait, str(error)[:300]
        partner.save(update_fields=["failures", "poll_at", "problem"])
        log.warning("partner_not_answering", partner=partner.pk, reason=str(error), failures=partner.failures)
        return 0
    partner.failures, partner.problem = 0, ""
    partner.polled_at, partner.updates_until = started_at, until
    partner.poll_at = started_at + timedelta(minutes=partner.poll_minutes)
    partner.save(update_fields=["failures", "problem", "polled_at", "updates_until", "poll_at", "shows_ours"])
    return changes


def tracked_handovers(partner: Partner) -> list[Handover]:
    """Handovers with the partner: all open ones, and closed ones for some time."""
    rows = Handover.objects.filter(partner=partner).select_related("case", "case__municipality", "case__contact")
    open_there = rows.filter(state=State.SENT)
    ended = rows.filter(state=State.DONE, changed_at__gt=clock.now() - TRACKED_AFTER_END)
    return list((open_there | ended).order_by("id"))


def _poll(partner: Partner, now: datetime) -> tuple[int, datetime]:
    """The number of changes, and the time until which all updates were applied."""
    client = Client(partner)
    handovers = tracked_handovers(partner)
    for handover in handovers:
        handover.partner = partner
        if not handover.external_id and handover.token and (number := client.find_number(handover.token)):
            handover.external_id = number
            handover.save(update_fields=["external_id"])
    known = {handover.external_id: handover for handover in handovers if handover.external_id}
    if not known:
        return 0, now
    reports = _reports(client, list(known))
    updates: list[Update] = []
    if partner.gives_updates:
        start = max(
            (partner.updates_until or min(handover.created_at for handover in handovers)) - OVERLAP, now - MAX_SPAN
        )
        updates = client.updates(start, now)
    changes = 0
    for update in sorted(updates, key=lambda update: update.at or now):
        if update.request_id in known:
            changes += apply_update(known[update.request_id], update)
    for report in reports:
        if report.id in known:
            handover = known[report.id]
            partner.shows_ours = partner.shows_ours or forwarding.marker(handover) in report.description
            changes += apply_report(handover, report)
    last = max((update.at for update in updates if update.at), default=now)
    return changes, min(last, now) if len(updates) >= MAX_UPDATES else now


def _reports(client: Client, numbers: list[str]) -> list[ReportState]:
    """Reports by number, in batches; those missing from lists are requested one by one."""
    reports: list[ReportState] = []
    for start in range(0, len(numbers), MAX_NUMBERS):
        batch = numbers[start : start + MAX_NUMBERS]
        reports += [report for report in client.reports(batch) if report.id in batch]
    missing = [number for number in numbers if number not in {report.id for report in reports}]
    return reports + [report for number in missing[:MAX_SINGLE] if (report := client.report(number)) is not None]


def apply_update(handover: Handover, update: Update) -> int:
    """Apply one update of a partner; returns 0 when it was applied before."""
    if not update.update_id:
        return 0
    with transaction.atomic():
        if not _is_new(handover, update.update_id):
            return 0
        return _apply_change(handover, update.status or handover.their_status, update.text, update.outcome)


def apply_report(handover: Handover, report: ReportState) -> int:
    """Apply the state of a report from a partner's list, when it differs from the last known one.

    A new text alone counts only with a partner that gives no updates.
    """
    same_state = bool(handover.their_outcome) == bool(report.outcome)
    is_new_text = bool(report.text) and report.text != handover.their_words and not handover.partner.gives_updates
    if report.url and report.url != handover.their_url:
        Handover.objects.filter(pk=handover.pk).update(their_url=report.url)
    if same_state and not (is_new_text and (handover.their_words or report.outcome or report.status != "open")):
        if report.text and not handover.their_words and not handover.partner.gives_updates:
            Handover.objects.filter(pk=handover.pk).update(their_words=report.text)
        return 0
    with transaction.atomic():
        return _apply_change(handover, report.status, report.text, report.outcome)


def _is_new(handover: Handover, update_id: str) -> bool:
    values = {"partner_id": handover.partner_id, "case_id": handover.case_id, "update_id": update_id}
    _kept, is_new = TakenUpdate.objects.get_or_create(**values, defaults={"at": clock.now()})
    return is_new


def _apply_change(handover: Handover, status: str, text: str, outcome: str) -> int:
    """Store a change at the partner and notify the sender; a closed report is answered or shown to an official."""
    forwarding.lock(handover)
    if handover.state not in forwarding.WITH_PARTNER:
        return 0
    was_open, is_open = not handover.their_outcome, not outcome
    is_empty = is_open and was_open and not text and handover.their_status == status[:40]
    handover.their_status, handover.their_outcome = status[:40], outcome
    handover.their_words, handover.changed_at = text or handover.their_words, clock.now()
    handover.state = State.SENT if is_open else State.DONE
    case = handover.case
    journal.record(
        "open311.news", handover, Actor.system(), case=case.pk, status=handover.their_status, outcome=outcome
    )
    with override(case.language):
        if not is_open and _closes(handover, case):
            _answer(handover, case, text, outcome)
        elif is_open and not was_open and _reopens(handover, case):
            reopen(case, reason=_news_text(handover, _("opened again"), text), actor=Actor.system())
            notify_sender(case, text=_news_text(handover, _("opened again"), text), actor=Actor.system())
        elif not is_empty:
            _notify(handover, case, text, was_open=was_open, is_open=is_open)
    handover.save(update_fields=["their_status", "their_outcome", "their_words", "changed_at", "state", "to_check"])
    return 1


def _closes(handover: Handover, case: Case) -> bool:
    at_once = handover.partner.closing == Partner.Closing.AT_ONCE and not handover.ends_here
    return at_once and case_rules.is_allowed(case.status, Verb.ANSWER) and case.anonymised_at is None


def _reopens(handover: Handover, case: Case) -> bool:
    at_once = handover.partner.closing == Partner.Closing.AT_ONCE and not handover.ends_here
    return at_once and case.status == Status.CLOSED and case.anonymised_at is None


def _answer(handover: Handover, case: Case, text: str, outcome: str) -> None:
    handover.to_check = False
    close(case, outcome=outcome, text=_news_text(handover, _outcome_text(outcome), text), actor=Actor.system())


def _notify(handover: Handover, case: Case, text: str, *, was_open: bool, is_open: bool) -> None:
    handover.to_check = not is_open and case.is_open
    state = _outcome_text(handover.their_outcome) if not is_open else _status_text(handover.their_status)
    if is_open and not was_open:
        state = _("opened again")
    if case_rules.is_allowed(case.status, Verb.TELL) and case.anonymised_at is None:
        notify_sender(case, text=_news_text(handover, state, text), actor=Actor.system())


def _news_text(handover: Handover, state: str, text: str) -> str:
    """A partner's news in one text: its name, the state, its own text."""
    return f"{handover.partner.name}: {state}." + (f"\n\n{text}" if text else "")


def _outcome_text(outcome: str) -> str:
    return str(Outcome(outcome).label) if outcome in Outcome.values else _("closed there")


def _status_text(status: str) -> str:
    return str(STATUS_LABELS.get(status.lower(), _("there is news")))
