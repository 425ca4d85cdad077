"""A run of a rule over the data: a trial that only counts, or the real one that offers and withdraws. Safe to run twice."""

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
from raekoda.selfservice.offers import judging, looks
from raekoda.selfservice.offers.applied import applied
from raekoda.selfservice.offers.events import OfferMade
from raekoda.selfservice.offers.judging import OFFERED, Around, Judged, Outcome
from raekoda.selfservice.offers.knowing import Candidate, batches, with_school
from raekoda.selfservice.offers.models import Offer, OfferConsent, OfferRule, Refusal, Run

SAMPLED = 2
STATE = Offer.State


@dataclass
class Tally:
    """What is told of a run: numbers and a few examples, nothing of any person."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    sample: list[dict[str, Any]] = field(default_factory=list)
    amount: Decimal = Decimal(0)
    _sampled: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, judged: Judged) -> None:
        self.counts[judged.outcome] += 1
        if judged.outcome in OFFERED:
            self.amount += judged.amount or 0
        reason = judged.reason if judged.outcome not in OFFERED else None
        if reason is not None:
            told = {"kind": reason.kind, "result": reason.result.value, "words": reason.sentences, "count": 0}
            self.reasons.setdefault((reason.kind, reason.result.value), told)["count"] += 1
        key = (judged.outcome.value, reason.kind if reason else "")
        if judged.assessment is not None and self._sampled[key] < SAMPLED:
            self._sampled[key] += 1
            findings = [{"words": each.sentences, "result": each.result.value} for each in judged.assessment.findings]
            self.sample.append({"outcome": judged.outcome.value, "findings": findings})

    def as_counts(self) -> dict[str, Any]:
        return {**{outcome.value: self.counts[outcome.value] for outcome in Outcome}, "amount": str(self.amount)}

    def as_reasons(self) -> list[dict[str, Any]]:
        return sorted(self.reasons.values(), key=lambda reason: -reason["count"])


def run(made: Run) -> Run:
    """Carry out a run that was begun; one that is finished is left as it is. It goes no further once its rule is stopped or
    changed, and keeps nothing for who withdraws consent or declines meanwhile."""
    if made.finished_at is not None:
        return made
    with transaction.atomic():
        if not is_due(made):
            return made
    rule, tally = made.rule, Tally()
    benefit_rules = list(BenefitRule.objects.filter(benefit=rule.benefit).select_related("municipality", "benefit"))
    in_time = judging.offering_day(rule, benefit_rules, made.day) == made.day
    made.seen = 0
    for batch in batches(rule, made.day) if in_time else ():
        around = _around(rule, benefit_rules, batch)
        judged = [(candidate, _judged(rule, candidate, around)) for candidate in batch]
        with transaction.atomic():
            if not is_due(made):
                return made
            judged = _as_wished_now(rule, judged)
            _note(made, judged)
            for candidate, each in judged:
                tally.add(each)
                if not made.is_test:
                    _keep(made, candidate, each)
            made.seen += len(batch)
            Run.objects.filter(pk=made.pk).update(seen=made.seen)
    with transaction.atomic():
        if not is_due(made):
            return made
        if not made.is_test:
            _withdraw_others(made)
        made.counts, made.reasons, made.sample = tally.as_counts(), tally.as_reasons(), tally.sample
        made.finished_at = clock.now()
        made.save(update_fields=["counts", "reasons", "sample", "finished_at", "seen"])
        journal.record("offers.run", rule, Actor.system(), run=made.pk, is_test=made.is_test, counts=made.counts)
    return made


def is_due(made: Run) -> bool:
    """Whether the run is of its rule as it stands, and may go on: the rule is held until the transaction ends."""
    rule = OfferRule.objects.select_for_update().get(pk=made.rule_id)
    return made.version == rule.version and (made.is_test or rule.state == OfferRule.State.RELEASED)


def _around(rule: OfferRule, benefit_rules: list[BenefitRule], batch: list[Candidate]) -> Around:
    """What is known beside the batch, by three queries."""
    return Around(benefit_rules, *_wishes(rule, batch), applied(rule, benefit_rules, batch))


def _wishes(
    rule: OfferRule, batch: list[Candidate], *, held: bool = False
) -> tuple[frozenset[int] | None, frozenset[tuple[int, int]]]:
    """Who of the batch consents (None: nobody need), and who refused it for whom. ``held``: whoever changes their mind waits
    for this transaction, and then finds what it offered."""
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


def _as_wished_now(rule: OfferRule, judged: list[tuple[Candidate, Judged]]) -> list[tuple[Candidate, Judged]]:
    """What was judged, without those who withdrew their consent or declined since."""
    consents, refused = _wishes(rule, [candidate for candidate, _each in judged], held=True)
    now = Around([], consents, refused, ())
    return [
        (candidate, each if judging.may_look(candidate, now) else judging.judge(rule, candidate, now))
        for candidate, each in judged
    ]


def _judged(rule: OfferRule, candidate: Candidate, around: Around) -> Judged:
    """Judged by what is held; where that does not tell and the registers may be asked, by what they say."""
    judged = judging.judge(rule, candidate, around)
    asks = rule.asks_registers and rule.about == OfferRule.About.CHILD and candidate.facts.child_class is None
    if judged.outcome == Outcome.UNKNOWN and asks:
        return judging.judge(rule, with_school(candidate, rule), around)
    return judged


def _note(made: Run, judged: list[tuple[Candidate, Judged]]) -> None:
    """The looks that this batch took: at those whose data were judged, each once for a rule and period."""
    looked: dict[str, dict[int, Any]] = {}
    for candidate, each in judged:
        if each.assessment is not None:
            persons = looked.setdefault(each.period, {})
            persons[candidate.person.pk], persons[candidate.subject.pk] = candidate.person, candidate.subject
    for period, persons in looked.items():
        looks.note(made.rule, persons.values(), period)


def _keep(made: Run, candidate: Candidate, judged: Judged) -> None:
    """Make the offer, or say that it still holds; one that was withdrawn holds again. What is not known changes nothing."""
    key = {"rule": made.rule, "person": candidate.person, "subject": candidate.subject, "period": judged.period}
    there = Offer.objects.filter(**key)
    if judged.outcome == Outcome.APPLIED:
        there.filter(state=STATE.OPEN).update(state=STATE.TAKEN, ended_at=clock.now())
    elif judged.outcome == Outcome.UNKNOWN:
        there.filter(state=STATE.OPEN).update(checked_in=_latest(made))
    elif judged.outcome in OFFERED and judged.rule is not None and judged.assessment is not None:
        values = _values(made, candidate, judged)
        given = {**values, "checked_in": made.pk, "made_at": clock.now()}
        offer, is_new = Offer.objects.get_or_create(**key, defaults=given)
        values["checked_in"] = _latest(made)
        again = not is_new and there.filter(state=STATE.WITHDRAWN).update(state=STATE.OPEN, ended_at=None, **values)
        if not is_new and not again:
            there.filter(state=STATE.OPEN).update(**values)
        if is_new or again:
            journal.record("offers.offer", offer, Actor.system(), rule=made.rule.ref)
            emit(OfferMade(offer))


def _latest(made: Run) -> Any:
    """The number of this run, or of a later one that was quicker."""
    return Greatest(F("checked_in"), Value(made.pk, output_field=BigIntegerField()))


def _values(made: Run, candidate: Candidate, judged: Judged) -> dict[str, Any]:
    assert judged.rule is not None and judged.assessment is not None
    first, last = judging.window_of(judged.rule, made.day)
    return {
        "municipality_id": made.municipality_id, "benefit_rule": judged.rule, "amount": judged.amount,
        "findings": [finding.as_json() for finding in judged.assessment.findings],
        "facts_used": judging.facts_used(judged, candidate.facts), "apply_from": first, "apply_to": last,
    }  # fmt: skip


def _withdraw_others(made: Run) -> None:
    """What this run did not find so is offered no more. A later run's findings stay: its number is greater."""
    gone = Offer.objects.filter(rule=made.rule, state=STATE.OPEN, checked_in__lt=made.pk)
    for offer in gone.only("pk", "municipality", "ref"):
        changed = Offer.objects.filter(pk=offer.pk, state=STATE.OPEN, checked_in__lt=made.pk).update(
            state=STATE.WITHDRAWN, ended_at=clock.now()
        )
        if changed:
            journal.record("offers.withdraw", offer, Actor.system(), rule=made.rule.ref)
