"""Decisions: drafted, confirmed by another official where required, then final with a document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Outcome as CaseOutcome
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day
from raekoda.platform.core.events import emit
from raekoda.platform.core.text import clean_text
from raekoda.platform.pdf import PdfError
from raekoda.registry.benefits import actions as benefits
from raekoda.registry.benefits import rules as benefit_rules
from raekoda.selfservice.applications import documents, facts, queries, rules
from raekoda.selfservice.applications.actions.sending import lock
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.events import DecisionMade
from raekoda.selfservice.applications.models import Application, Consent, Decision, Grant, Handling, Term

Outcome, State = Decision.Outcome, Decision.State
MAX_REASONS_LENGTH = 10_000
ENDS = {Outcome.GRANTED: CaseOutcome.SOLVED, Outcome.PARTLY: CaseOutcome.SOLVED, Outcome.REFUSED: CaseOutcome.REFUSED}


def draft_decision(
    application: Application,
    *,
    actor: Actor,
    outcome: str,
    reasons: str,
    amount: Decimal | None = None,
    language: str = "et",
    account: str = "",
    payee: str = "",
    seen: str = "",
) -> Decision:
    """Draft the decision. ``seen`` is the :func:`draft_version` that the official saw.

    Raises :class:`ApplicationError`, also when a colleague changed the draft meanwhile.
    """
    actor.require("applications.decide", application)
    with _open(application, actor) as locked:
        decision = queries.get_decision(locked)
        if draft_version(decision) != seen:
            raise ApplicationError(
                _(
                    "A colleague has drafted a decision meanwhile. Your text is kept here: look at theirs before you go on."
                )
            )
        if decision is not None and decision.state != State.DRAFT:
            raise ApplicationError(_("The decision waits for confirmation. Send it back to change it."))
        handling = queries.get_handling(locked.version.form)
        decision = decision or Decision(municipality_id=locked.municipality_id, application=locked)
        decision.outcome = Outcome(outcome)
        decision.reasons = _require_text(reasons)
        decision.amount = _checked_amount(amount, decision.outcome, handling)
        decision.language = language if language in ("et", "en", "ru") else "et"
        decision.four_eyes = handling.four_eyes
        _assess(decision, locked, handling)
        _require_payable(decision)
        _set_account(decision, account, payee, handling)
        decision.drafted_by_id, decision.drafted_at = actor.id, clock.now()  # type: ignore[assignment]
        decision.save()
        journal.record("applications.draft_decision", locked, actor, outcome=decision.outcome)
    return decision


def submit(decision: Decision, *, actor: Actor) -> Decision:
    """Submit the draft for confirmation, or make the decision at once where one official is enough."""
    application = decision.application
    actor.require("applications.decide", application)
    if not decision.four_eyes:
        return _make_decision(application, State.DRAFT, actor)
    with _open(application, actor) as locked:
        decision = _ready(locked, State.DRAFT, actor)
        decision.state, decision.returned = State.WAITING, ""
        decision.save(update_fields=["state", "returned"])
        journal.record("applications.submit_decision", locked, actor)
    return decision


def send_back(decision: Decision, *, actor: Actor, reason: str) -> Decision:
    """Return a submitted draft for changes, with a reason."""
    actor.require("applications.decide", decision.application)
    reason = _require_text(reason, "reason")
    with _open(decision.application, actor) as locked:
        decision = _current(locked, State.WAITING)
        decision.state, decision.returned = State.DRAFT, reason
        decision.save(update_fields=["state", "returned"])
        journal.record("applications.send_back_decision", locked, actor, reason=reason)
    return decision


def confirm(decision: Decision, *, actor: Actor) -> Decision:
    """Make the decision. Raises ``PermissionDenied`` for the official who drafted it."""
    actor.require("applications.decide", decision.application)
    return _make_decision(decision.application, State.WAITING, actor)


def draft_version(decision: Decision | None) -> str:
    """Version of a draft; it changes with every save. Empty for no draft."""
    return "" if decision is None or decision.pk is None else f"{decision.drafted_at.timestamp():.6f}"


@contextmanager
def _open(application: Application, actor: Actor) -> Iterator[Application]:
    """The locked application, while it may be decided. Raises :class:`ApplicationError`."""
    with transaction.atomic():
        locked = lock(application, actor)
        if locked.withdrawn_at is not None:
            raise ApplicationError(_("The applicant has withdrawn the application."))
        if not locked.case.is_open:
            raise ApplicationError(_("The application has ended already: it is decided once."))
        yield locked


def _current(application: Application, state: str) -> Decision:
    decision = queries.get_decision(application)
    if decision is None or decision.state != state:
        raise ApplicationError(_conflict_message())
    return decision


def _conflict_message() -> str:
    return _("The decision is not where it was: a colleague was quicker. Look at it again.")


def _ready(application: Application, state: str, actor: Actor) -> Decision:
    """The decision in ``state``, ready for ``actor``. Raises :class:`ApplicationError`, ``PermissionDenied``."""
    decision = _current(application, state)
    if state == State.WAITING and decision.drafted_by_id == actor.id:
        raise PermissionDenied("applications.confirm")
    _require_ready(decision, application)
    return decision


def _require_ready(decision: Decision, application: Application) -> None:
    done = set(application.checks.values_list("text", flat=True))
    left = [text for text in queries.get_handling(application.version.form).checks if text not in done]
    if left:
        raise ApplicationError(_("Not checked yet: %(checks)s") % {"checks": "; ".join(left)})
    if not decision.is_granted:
        return
    states = set(application.consents.values_list("state", flat=True))
    if Consent.State.ASKED in states:
        raise ApplicationError(_("The co-applicant has not answered yet: it cannot be granted before."))
    if Consent.State.REFUSED in states:
        raise ApplicationError(_("The co-applicant did not consent: it cannot be granted."))
    _require_payable(decision)
    if decision.amount is not None and not (decision.account and decision.payee):
        raise ApplicationError(_("Write the account to which it is paid, and whose it is."), "account")


def _require_payable(decision: Decision) -> None:
    """Raises :class:`ApplicationError` for an amount without a rule: it could not be paid."""
    if decision.amount is not None and decision.rule is None:
        raise ApplicationError(
            _(
                "No rule of a benefit is in force for this application, so nothing could be paid. Add the rule, then decide."
            ),
            "amount",
        )


def _make_decision(application: Application, state: str, actor: Actor) -> Decision:
    """Make the decision that is in ``state``. The document is rendered before anything is locked and is discarded when the
    draft has changed meanwhile."""
    with _open(application, actor) as locked:
        decision = _ready(locked, state, actor)
    _fill_in(decision, locked, actor)
    try:
        content = documents.decision_document(decision, locked)
    except PdfError as failure:
        raise ApplicationError(
            _(
                "The document could not be made, so nothing was decided. Try again; if it fails again, tell your administrator."
            )
        ) from failure
    stored = ""
    try:
        with _open(application, actor) as locked:
            if draft_version(_ready(locked, state, actor)) != draft_version(decision):
                raise ApplicationError(_conflict_message())
            if decision.rule is not None:
                benefits.mark_used(decision.rule)
            stored = documents.store(decision, content)
            decision.save()
            _grant(decision, locked)
            with override(locked.language):
                text = _("Decision: %(decision)s") % {"decision": decision.get_outcome_display()}
            cases.answer(locked.case, text=text, outcome=ENDS[Outcome(decision.outcome)], actor=actor)
            journal.record("applications.decide", locked, actor, outcome=decision.outcome, sha256=decision.sha256)
            decision.application = locked
            emit(DecisionMade(decision))
    except BaseException:
        if stored:
            default_storage.delete(stored)
        raise
    return decision


def _fill_in(decision: Decision, application: Application, actor: Actor) -> None:
    """Set the fields of a final decision."""
    term = queries.get_term(Term.Kind.DISPUTE, application.municipality)
    decision.dispute_days, decision.dispute_source = term.days, term.source
    decision.state, decision.confirmed_by_id, decision.made_at = State.MADE, actor.id, clock.now()
    if decision.amount is not None and decision.rule is not None:
        decision.pay_by = benefit_rules.pay_day(decision.rule, local_day(application.sent_at)) or clock.today()


def _grant(decision: Decision, application: Application) -> None:
    """Create the grant of a decision, if any. Raises :class:`ApplicationError` when the benefit was granted for the period."""
    rule = decision.rule
    if rule is None or decision.amount is None or decision.pay_by is None:
        return
    period = rules.get_period(rule.per, local_day(application.sent_at), rule.apply_from)
    try:
        with transaction.atomic():
            Grant.objects.create(
                municipality_id=decision.municipality_id, decision=decision, benefit_id=rule.benefit_id,
                person=application.person, period=period, amount=decision.amount, pay_by=decision.pay_by,
            )  # fmt: skip
    except IntegrityError as error:
        if "benefit_once_a_period" not in str(error):
            raise
        earlier = Grant.objects.get(benefit_id=rule.benefit_id, person=application.person, period=period)
        number = earlier.decision.application.case.number
        raise ApplicationError(
            _("This benefit was granted to the same person for the same period before: %(number)s.")
            % {"number": number}
        ) from error


def _assess(decision: Decision, application: Application, handling: Handling) -> None:
    """Store the applicable rule and its assessment at the time of drafting."""
    found = facts.assess(application, handling)
    decision.rule, decision.assessment = (found[0], found[1].as_json()) if found else (None, {})


def _set_account(decision: Decision, account: str, payee: str, handling: Handling) -> None:
    if decision.amount is None:
        decision.account, decision.payee = "", ""
        return
    try:
        decision.account = rules.validate_iban(account) if account.strip() else ""
    except ValueError as error:
        raise ApplicationError(_("This account number is not right: check its digits."), "account") from error
    decision.payee = clean_text(payee).replace("\n", " ")[:140]


def _checked_amount(amount: Decimal | None, outcome: str, handling: Handling) -> Decimal | None:
    if outcome == Outcome.REFUSED:
        return None
    if amount is None:
        if handling.benefit is not None:
            raise ApplicationError(_("Write how much is granted."), "amount")
        return None
    if not 0 < amount < Decimal(10_000_000):
        raise ApplicationError(_("The amount has to be above zero."), "amount")
    return amount


def _require_text(text: str, field: str = "reasons") -> str:
    text = clean_text(text)
    if not text:
        raise ApplicationError(_("Write the reasons: a decision without them cannot be disputed."), field)
    return text[:MAX_REASONS_LENGTH]
