"""What partners say of the reports they have: asked for in turn, taken in once, told to the sender."""

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
from raekoda.channels.open311 import handing
from raekoda.channels.open311.answers import Seen, Update
from raekoda.channels.open311.client import MOST_ASKED_AT_ONCE, Client, NotAnswering, Rejected
from raekoda.channels.open311.models import Handover, Partner, TakenUpdate
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor

OVERLAP = timedelta(hours=1)
LONGEST_SPAN = timedelta(days=30)
FOLLOWED_AFTER_END = timedelta(days=30)
LONGEST_WAIT = timedelta(hours=6)
MOST_SINGLE = 20
MOST_UPDATES = 1000
State = Handover.State
STATUS_WORDS = {
    "open": gettext_lazy("registered"),
    "investigating": gettext_lazy("being handled"),
    "in_progress": gettext_lazy("being handled"),
    "planned": gettext_lazy("will be done later"),
    "action_scheduled": gettext_lazy("will be done later"),
}
log = structlog.get_logger(__name__)


def due() -> list[Partner]:
    """Partners of the open municipality that are to be asked now."""
    return list(Partner.objects.filter(is_active=True, poll_at__lte=clock.now()).exclude(url="").order_by("poll_at"))


def is_due(partner: Partner) -> bool:
    """Whether the partner is to be asked now."""
    return partner.poll_at is not None and partner.poll_at <= clock.now()


def poll(partner: Partner) -> int:
    """Ask a partner for news of everything it has from us; how many changes there were.

    One that does not answer is asked again after twice the time, at most six hours; what failed stands with the partner.
    """
    begun = clock.now()
    try:
        changes, until = _ask(partner, begun)
    except (NotAnswering, Rejected) as error:
        partner.failures += 1
        wait = min(timedelta(minutes=partner.poll_minutes) * 2 ** min(partner.failures, 10), LONGEST_WAIT)
        partner.poll_at, partner.problem = begun + wait, str(error)[:300]
        partner.save(update_fields=["failures", "poll_at", "problem"])
        log.warning("partner_not_answering", partner=partner.pk, reason=str(error), failures=partner.failures)
        return 0
    partner.failures, partner.problem = 0, ""
    partner.polled_at, partner.updates_until = begun, until
    partner.poll_at = begun + timedelta(minutes=partner.poll_minutes)
    partner.save(update_fields=["failures", "problem", "polled_at", "updates_until", "poll_at", "shows_ours"])
    return changes


def followed(partner: Partner) -> list[Handover]:
    """What the partner has from us: all that is open there, and for some time what ended."""
    rows = Handover.objects.filter(partner=partner).select_related("case", "case__municipality", "case__contact")
    open_there = rows.filter(state=State.SENT)
    ended = rows.filter(state=State.DONE, changed_at__gt=clock.now() - FOLLOWED_AFTER_END)
    return list((open_there | ended).order_by("id"))


def _ask(partner: Partner, now: datetime) -> tuple[int, datetime]:
    """How many changes there were, and until when all updates were taken in."""
    client = Client(partner)
    handovers = followed(partner)
    for handover in handovers:
        handover.partner = partner
        if not handover.external_id and handover.token and (number := client.number_of(handover.token)):
            handover.external_id = number
            handover.save(update_fields=["external_id"])
    known = {each.external_id: each for each in handovers if each.external_id}
    if not known:
        return 0, now
    reports = _reports(client, list(known))
    updates: list[Update] = []
    if partner.gives_updates:
        start = max((partner.updates_until or min(each.created_at for each in handovers)) - OVERLAP, now - LONGEST_SPAN)
        updates = client.updates(start, now)
    changes = 0
    for update in sorted(updates, key=lambda each: each.at or now):
        if update.request_id in known:
            changes += take_update(known[update.request_id], update)
    for seen in reports:
        if seen.id in known:
            handover = known[seen.id]
            partner.shows_ours = partner.shows_ours or handing.marker(handover) in seen.description
            changes += take_report(handover, seen)
    last = max((each.at for each in updates if each.at), default=now)
    return changes, min(last, now) if len(updates) >= MOST_UPDATES else now


def _reports(client: Client, numbers: list[str]) -> list[Seen]:
    """Reports by number, many at once; those that a partner leaves out of lists are asked for one by one."""
    found: list[Seen] = []
    for start in range(0, len(numbers), MOST_ASKED_AT_ONCE):
        asked = numbers[start : start + MOST_ASKED_AT_ONCE]
        found += [seen for seen in client.reports(asked) if seen.id in asked]
    missing = [number for number in numbers if number not in {seen.id for seen in found}]
    return found + [seen for number in missing[:MOST_SINGLE] if (seen := client.report(number)) is not None]


def take_update(handover: Handover, update: Update) -> int:
    """Take in one update of a partner; 0 when it was taken in before."""
    if not update.update_id:
        return 0
    with transaction.atomic():
        if not _is_new(handover, update.update_id):
            return 0
        return _changed(handover, update.status or handover.their_status, update.words, update.outcome)


def take_report(handover: Handover, seen: Seen) -> int:
    """Take in what a partner's list says of a report, when it is another state than the last known one.

    Words alone tell something new only with a partner that gives no updates.
    """
    same_state = bool(handover.their_outcome) == bool(seen.outcome)
    new_words = bool(seen.words) and seen.words != handover.their_words and not handover.partner.gives_updates
    if seen.url and seen.url != handover.their_url:
        Handover.objects.filter(pk=handover.pk).update(their_url=seen.url)
    if same_state and not (new_words and (handover.their_words or seen.outcome or seen.status != "open")):
        if seen.words and not handover.their_words and not handover.partner.gives_updates:
            Handover.objects.filter(pk=handover.pk).update(their_words=seen.words)
        return 0
    with transaction.atomic():
        return _changed(handover, seen.status, seen.words, seen.outcome)


def _is_new(handover: Handover, update_id: str) -> bool:
    named = {"partner_id": handover.partner_id, "case_id": handover.case_id, "update_id": update_id}
    _kept, is_new = TakenUpdate.objects.get_or_create(**named, defaults={"at": clock.now()})
    return is_new


def _changed(handover: Handover, status: str, words: str, outcome: str) -> int:
    """The report moved at the partner: kept, told, and at its end answered or put before an official."""
    handing.lock(handover)
    if handover.state not in handing.FOLLOWED:
        return 0
    was_open, is_open = not handover.their_outcome, not outcome
    says_nothing = is_open and was_open and not words and handover.their_status == status[:40]
    handover.their_status, handover.their_outcome = status[:40], outcome
    handover.their_words, handover.changed_at = words or handover.their_words, clock.now()
    handover.state = State.SENT if is_open else State.DONE
    case = handover.case
    journal.record(
        "open311.news", handover, Actor.system(), case=case.pk, status=handover.their_status, outcome=outcome
    )
    with override(case.language):
        if not is_open and _closes(handover, case):
            _answer(handover, case, words, outcome)
        elif is_open and not was_open and _reopens(handover, case):
            reopen(case, reason=_said(handover, _("opened again"), words), actor=Actor.system())
            notify_sender(case, text=_said(handover, _("opened again"), words), actor=Actor.system())
        elif not says_nothing:
            _tell(handover, case, words, was_open=was_open, is_open=is_open)
    handover.save(update_fields=["their_status", "their_outcome", "their_words", "changed_at", "state", "to_check"])
    return 1


def _closes(handover: Handover, case: Case) -> bool:
    at_once = handover.partner.closing == Partner.Closing.AT_ONCE and not handover.ends_here
    return at_once and case_rules.is_allowed(case.status, Verb.ANSWER) and case.anonymised_at is None


def _reopens(handover: Handover, case: Case) -> bool:
    at_once = handover.partner.closing == Partner.Closing.AT_ONCE and not handover.ends_here
    return at_once and case.status == Status.CLOSED and case.anonymised_at is None


def _answer(handover: Handover, case: Case, words: str, outcome: str) -> None:
    handover.to_check = False
    close(case, outcome=outcome, text=_said(handover, _outcome_words(outcome), words), actor=Actor.system())


def _tell(handover: Handover, case: Case, words: str, *, was_open: bool, is_open: bool) -> None:
    handover.to_check = not is_open and case.is_open
    state = _outcome_words(handover.their_outcome) if not is_open else _status_words(handover.their_status)
    if is_open and not was_open:
        state = _("opened again")
    if case_rules.is_allowed(case.status, Verb.TELL) and case.anonymised_at is None:
        notify_sender(case, text=_said(handover, state, words), actor=Actor.system())


def _said(handover: Handover, state: str, words: str) -> str:
    """A partner's news in one text: who, what state, their own words."""
    return f"{handover.partner.name}: {state}." + (f"\n\n{words}" if words else "")


def _outcome_words(outcome: str) -> str:
    return str(Outcome(outcome).label) if outcome in Outcome.values else _("closed there")


def _status_words(status: str) -> str:
    return str(STATUS_WORDS.get(status.lower(), _("there is news")))
