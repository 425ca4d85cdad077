"""What stands on the case of an application: answers, files, consents, checks, what the rule gives, the decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from raekoda.casework.cases.models import Case, Kind
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day
from raekoda.registry.benefits.rules import Entitled, Result, source_text
from raekoda.selfservice.applications import asking, facts, fees, looks, queries, rules, wording
from raekoda.selfservice.applications.models import Application, Consent, Decision, Term

REFUSED = frozenset({"answer", "close", "forward", "merge", "set_kind"})
TONES = {Result.MET: "success", Result.NOT_MET: "danger", Result.UNKNOWN: "warning"}
ENTITLED_TONES = {Entitled.YES: "success", Entitled.NO: "danger", Entitled.UNKNOWN: "warning"}
CONSENT_TONES = {Consent.State.ASKED: "warning", Consent.State.GIVEN: "success", Consent.State.REFUSED: "danger"}
DECISION_TONES = {Decision.State.DRAFT: "neutral", Decision.State.WAITING: "warning", Decision.State.MADE: "success"}


def refused(case: Case) -> frozenset[str]:
    """What :mod:`raekoda.selfservice.applications.guard` would refuse on the page of a case."""
    return REFUSED if case.kind == Kind.APPLICATION else frozenset()


def beside(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The panel of an application's case; ``None`` for every other. An official's look is written down for the
    applicant, too; the page of the case writes it down for whose case it is."""
    application = queries.of_case(case) if case.kind == Kind.APPLICATION else None
    if application is None:
        return None
    application.case = case
    if not actor.may("applications.view", application):
        return {"case": case, "application": application, "is_brief": True, "stage": stage_words(application)}
    looks.looked(application, actor, but=case.person)
    return {"case": case, "application": application, "stage": stage_words(application), **whole(application, actor)}


def whole(application: Application, actor: Actor) -> dict[str, Any]:
    """All that an official sees of an application before deciding. The caller writes the look down."""
    decision = queries.decision_of(application)
    is_open = application.case.is_open and application.withdrawn_at is None
    may_decide = actor.may("applications.decide", application)
    return {
        "answers": asking.told(application),
        "files": asking.files_of(application),
        "consents": _consents(application),
        "payment": fees.payment_of(application),
        "checks": checks(application),
        "may_check": is_open and actor.may("applications.handle", application),
        "assessment": assessment(application),
        "decision": decision,
        "decision_tone": DECISION_TONES[Decision.State(decision.state)] if decision else "",
        "decided": wording.decided(decision, application) if decision else "",
        "may_draft": is_open and may_decide and (decision is None or decision.state == Decision.State.DRAFT),
        "may_confirm": is_open and may_decide and waits_for_other(decision, actor),
        "waits": decision is not None and decision.state == Decision.State.WAITING,
        "is_own": not may_decide,
    }


def waits_for_other(decision: Decision | None, actor: Actor) -> bool:
    """The decision waits for another official, and ``by`` is one."""
    return decision is not None and decision.state == Decision.State.WAITING and decision.drafted_by_id != actor.id


def stage_words(application: Application) -> str:
    """Where the application stands, as its applicant is told."""
    stage = rules.stage_of(
        application, queries.decision_of(application), waits_for_consent=queries.waits_for_consent(application),
        is_paid=queries.is_paid(application),
    )  # fmt: skip
    return rules.stage_words(stage)


def checks(application: Application) -> list[dict[str, Any]]:
    """The checklist: what is to be checked, and by whom and when it was."""
    done = {check.text: check for check in application.checks.select_related("done_by").order_by("id")}
    wanted = queries.handling_of(application.version.form).checks
    texts = [*wanted, *(text for text in done if text not in wanted)]
    return [{"text": text, "done": done.get(text), "key": f"check-{number}"} for number, text in enumerate(texts)]


def assessment(application: Application) -> dict[str, Any] | None:
    """What the benefit's rule gives by what is known now, each finding with its source."""
    found = facts.assessed(application)
    if found is None:
        return None
    rule, result = found
    return {
        "rule": rule,
        "source": source_text(rule),
        "link": rule.source_link,
        "entitled": result.entitled.label,
        "tone": ENTITLED_TONES[result.entitled],
        "amount": result.amount,
        "findings": [
            {
                "words": asking.in_language(finding.sentences),
                "result": finding.result.label,
                "tone": TONES[finding.result],
            }
            for finding in result.findings
        ],
        "missing": result.missing,
        "is_verified": rule.is_verified,
    }


def _consents(application: Application) -> list[dict[str, Any]]:
    days = timedelta(days=queries.term(Term.Kind.CONSENT, application.municipality).days)
    found = application.consents.select_related("person").order_by("id")
    return [
        {"consent": each, "tone": CONSENT_TONES[Consent.State(each.state)], "until": local_day(each.asked_at) + days}
        for each in found
    ]
