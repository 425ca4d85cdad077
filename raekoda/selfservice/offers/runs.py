"""Execution of a run: a trial only counts, a real run makes and withdraws offers. Idempotent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Greatest

from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.registry.benefits.models import BenefitRule
from raekoda.selfservice.offers import access_log, assessment
from raekoda.selfservice.offers.applications_sent import applied
from raekoda.selfservice.offers.assessment import OFFERED, Context, Judgement, Outcome
from raekoda.selfservice.offers.candidates import Candidate, batches, with_school
from raekoda.selfservice.offers.events import OfferMade
from raekoda.selfservice.offers.models import Offer, OfferConsent, OfferRule, Refusal, Run

SAMPLES_PER_REASON = 2
STATE = Offer.State


@dataclass
class Tally:
    """Statistics of a run with sample findings, without personal data."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    sample: list[dict[str, Any]] = field(default_factory=list)
    amount: Decimal = Decimal(0)
    _sampled: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, judged: Judgement) -> None:
        self.counts[judged.outcome] += 1
        if judged.outcome in OFFERED:
            self.amount += judged.amount or 0
        reason = judged.reason if judged.outcome not in OFFERED else None
        if reason is not None:
            summary = {"kind": reason.kind, "result": reason.result.value, "words": reason.sentences, "count": 0}
            self.reasons.setdefault((reason.kind, reason.result.value), summary)["count"] += 1
        key = (judged.outcome.value, reason.kind if reason else "")
        if judged.assessment is not None and self._sampled[key] < SAMPLES_PER_REASON:
            self._sampled[key] += 1
            findings = [
                {"words": finding.sentences, "result": finding.result.value} for finding in judged.assessment.findings
            ]
            self.sample.append({"outcome": judged.outcome.value, "findings": findings})

    def as_counts(self) -> dict[str, Any]:
        return {**{outcome.value: self.counts[outcome.value] for outcome in Outcome}, "amount": str(self.amount)}

    def as_reasons(self) -> list[dict[str, Any]]:
        return sorted(self.reasons.values(), key=lambda reason: -reason["count"])


def execute(run: Run) -> Run:
    """Execute a run; a finished one is left unchanged. It stops when its rule is stopped or changed, and makes no offers to
    persons who withdraw consent or decline meanwhile."""
    if run.finished_at is not None:
        return run
    with transaction.atomic():
        if not is_due(run):
            return run
    rule, tally = run.rule, Tally()
    benefit_rules = list(BenefitRule.objects.filter(benefit=rule.benefit).select_related("municipality", "benefit"))
    in_time = assessment.offering_day(rule, benefit_rules, run.day) == run.day
    run.seen = 0
    for batch in batches(rule, run.day) if in_time else ():
        context = _get_context(rule, benefit_rules, batch)
        judged = [(candidate, _judged(rule, candidate, context)) for candidate in batch]
        with transaction.atomic():
            if not is_due(run):
                return run
            judged = _apply_current_choices(rule, judged)
            _log_access(run, judged)
            for candidate, judgement in judged:
                tally.add(judgement)
                if not run.is_test:
                    _save_offer(run, candidate, judgement)
            run.seen += len(batch)
            Run.objects.filter(pk=run.pk).update(seen=run.seen)
    with transaction.atomic():
        if not is_due(run):
            return run
        if not run.is_test:
            _withdraw_others(run)
        run.counts, run.reasons, run.sample = tally.as_counts(), tally.as_reasons(), tally.sample
        run.finished_at = clock.now()
        run.save(update_fields=["counts", "reasons", "sample", "finished_at", "seen"])
        journal.record("offers.run", rule, Actor.system(), run=run.pk, is_test=run.is_test, counts=run.counts)
    return run


def is_due(run: Run) -> bool:
    """Whether the run is of the current version of its rule and may continue; locks the rule."""
    rule = OfferRule.objects.select_for_update().get(pk=run.rule_id)
    return run.version == rule.version and (run.is_test or rule.state == OfferRule.State.RELEASED)


def _get_context(rule: OfferRule, benefit_rules: list[BenefitRule], batch: list[Candidate]) -> Context:
    """The context of a batch; three queries."""
    return Context(benefit_rules, *_choices(rule, batch), applied(rule, benefit_rules, batch))


def _choices(
    rule: OfferRule, batch: list[Candidate], *, held: bool = False
) -> tuple[frozenset[int] | None, frozenset[tuple[int, int]]]:
    """Persons of the batch who consent (None: not required) and refused keys. ``held`` locks them, so that concurrent changes
    wait for this transaction and see its offers."""
    persons = [candidate.person.pk for candidate in batch]
    consents = None
    if rule.needs_consent:
        given = OfferConsent.objects.filter(purpose=rule.purpose_id, withdrawn_at=None, person__in=persons).order_by(
            "pk"
        )
        given = given.select_for_update() if held else given
        consents = frozenset(given.values_list("person", flat=True))
    if held:
        list(Offer.objects.filter(rule=rule, person__in=persons).order_by("pk").select_for_update().values_list("pk"))
    refused = Refusal.objects.filter(benefit=rule.benefit_id, person__in=persons)
    return consents, frozenset(refused.values_list("person", "subject"))


def _apply_current_choices(
    rule: OfferRule, judged: list[tuple[Candidate, Judgement]]
) -> list[tuple[Candidate, Judgement]]:
    """The judgements, updated for consents withdrawn and refusals made since."""
    consents, refused = _choices(rule, [candidate for candidate, _each in judged], held=True)
    now = Context([], consents, refused, ())
    return [
        (candidate, judgement if assessment.may_process(candidate, now) else assessment.judge(rule, candidate, now))
        for candidate, judgement in judged
    ]


def _judged(rule: OfferRule, candidate: Candidate, context: Context) -> Judgement:
    """The judgement by stored facts; where they do not suffice and the rule allows it, with facts from the registers."""
    judged = assessment.judge(rule, candidate, context)
    asks = rule.asks_registers and rule.about == OfferRule.About.CHILD and candidate.facts.child_class is None
    if judged.outcome == Outcome.UNKNOWN and asks:
        return assessment.judge(rule, with_school(candidate, rule), context)
    return judged


def _log_access(run: Run, judged: list[tuple[Candidate, Judgement]]) -> None:
    """Log access to the data that were assessed, once for a rule and period."""
    accessed: dict[str, dict[int, Any]] = {}
    for candidate, judgement in judged:
        if judgement.assessment is not None:
            persons = accessed.setdefault(judgement.period, {})
            persons[candidate.person.pk], persons[candidate.subject.pk] = candidate.person, candidate.subject
    for period, persons in accessed.items():
        access_log.log_access(run.rule, persons.values(), period)


def _save_offer(run: Run, candidate: Candidate, judged: Judgement) -> None:
    """Create, confirm or renew the offer; an unknown outcome does not change it."""
    key = {"rule": run.rule, "person": candidate.person, "subject": candidate.subject, "period": judged.period}
    existing = Offer.objects.filter(**key)
    if judged.outcome == Outcome.APPLIED:
        existing.filter(state=STATE.OPEN).update(state=STATE.TAKEN, ended_at=clock.now())
    elif judged.outcome == Outcome.UNKNOWN:
        existing.filter(state=STATE.OPEN).update(checked_in=_latest(run))
    elif judged.outcome in OFFERED and judged.rule is not None and judged.assessment is not None:
        values = _values(run, candidate, judged)
        defaults = {**values, "checked_in": run.pk, "made_at": clock.now()}
        offer, is_new = Offer.objects.get_or_create(**key, defaults=defaults)
        values["checked_in"] = _latest(run)
        again = not is_new and existing.filter(state=STATE.WITHDRAWN).update(state=STATE.OPEN, ended_at=None, **values)
        if not is_new and not again:
            existing.filter(state=STATE.OPEN).update(**values)
        if is_new or again:
            journal.record("offers.offer", offer, Actor.system(), rule=run.rule.ref)
            emit(OfferMade(offer))


def _latest(run: Run) -> Any:
    """The id of this run, or of a later one that finished earlier."""
    return Greatest(F("checked_in"), Value(run.pk, output_field=BigIntegerField()))


def _values(run: Run, candidate: Candidate, judged: Judgement) -> dict[str, Any]:
    assert judged.rule is not None and judged.assessment is not None
    first, last = assessment.window_of(judged.rule, run.day)
    return {
        "municipality_id": run.municipality_id, "benefit_rule": judged.rule, "amount": judged.amount,
        "findings": [finding.as_json() for finding in judged.assessment.findings],
        "facts_used": assessment.facts_used(judged, candidate.facts), "apply_from": first, "apply_to": last,
    }  # fmt: skip


def _withdraw_others(run: Run) -> None:
    """Withdraw offers that this run did not confirm, except those confirmed by a later run."""
    outdated = Offer.objects.filter(rule=run.rule, state=STATE.OPEN, checked_in__lt=run.pk)
    for offer in outdated.only("pk", "municipality", "ref"):
        changed = Offer.objects.filter(pk=offer.pk, state=STATE.OPEN, checked_in__lt=run.pk).update(
            state=STATE.WITHDRAWN, ended_at=clock.now()
        )
        if changed:
            journal.record("offers.withdraw", offer, Actor.system(), rule=run.rule.ref)
