"""Context of the panel of an application's case; None for other cases. The access is logged for the applicant too; the case
page logs it for the person of the case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from raekoda.casework.cases.models import Case, Kind
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day
from raekoda.registry.benefits.rules import Entitled, Result, source_text
from raekoda.selfservice.applications import access_log, decision_text, facts, fees, form_data, queries, rules
from raekoda.selfservice.applications.models import Application, Consent, Decision, Term
from raekoda.selfservice.applications.permissions import is_of_another

WITHHELD = frozenset({"answer", "close", "forward", "merge", "set_kind"})
TONES = {Result.MET: "success", Result.NOT_MET: "danger", Result.UNKNOWN: "warning"}
ENTITLED_TONES = {Entitled.YES: "success", Entitled.NO: "danger", Entitled.UNKNOWN: "warning"}
CONSENT_TONES = {Consent.State.ASKED: "warning", Consent.State.GIVEN: "success", Consent.State.REFUSED: "danger"}
DECISION_TONES = {Decision.State.DRAFT: "neutral", Decision.State.WAITING: "warning", Decision.State.MADE: "success"}


def withheld_verbs(case: Case) -> frozenset[str]:
    """Case actions that :mod:`raekoda.selfservice.applications.guard` refuses."""
    return WITHHELD if case.kind == Kind.APPLICATION else frozenset()


def case_panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Context of the panel of an application's case; None for other cases. The access is logged for the applicant too; the case
    page logs it for the person of the case."""
    application = queries.find_for_case(case) if case.kind == Kind.APPLICATION else None
    if application is None:
        return None
    application.case = case
    if not actor.may("applications.view", application):
        return {"case": case, "application": application, "is_brief": True, "stage": stage_label(application)}
    access_log.log_access(application, actor, exclude=case.person)
    return {
        "case": case,
        "application": application,
        "stage": stage_label(application),
        **decision_context(application, actor),
    }


def decision_context(application: Application, actor: Actor) -> dict[str, Any]:
    """Context of all data that an official needs for a decision. The caller logs the access."""
    decision = queries.get_decision(application)
    is_open = application.case.is_open and application.withdrawn_at is None
    may_decide = actor.may("applications.decide", application)
    return {
        "answers": form_data.present_answers(application),
        "files": form_data.get_files(application),
        "consents": _consents(application),
        "payment": fees.get_payment(application),
        "checks": checks(application),
        "may_check": is_open and actor.may("applications.handle", application),
        "assessment": present_assessment(application),
        "decision": decision,
        "decision_tone": DECISION_TONES[Decision.State(decision.state)] if decision else "",
        "decided": decision_text.decision_sentence(decision, application) if decision else "",
        "may_decide": may_decide,
        "may_draft": is_open and may_decide and (decision is None or decision.state == Decision.State.DRAFT),
        "may_confirm": is_open and may_decide and may_be_confirmed_by(decision, actor),
        "waits": decision is not None and decision.state == Decision.State.WAITING,
        "is_own": not is_of_another(actor, application),
    }


def may_be_confirmed_by(decision: Decision | None, actor: Actor) -> bool:
    """Whether the decision waits for confirmation and ``actor`` did not draft it."""
    return decision is not None and decision.state == Decision.State.WAITING and decision.drafted_by_id != actor.id


def stage_label(application: Application) -> str:
    """Label of the stage, as displayed to the applicant."""
    stage = rules.get_stage(
        application, queries.get_decision(application), waits_for_consent=queries.waits_for_consent(application),
        is_paid=queries.is_paid(application),
    )  # fmt: skip
    return rules.stage_label(stage)


def checks(application: Application) -> list[dict[str, Any]]:
    """The checklist, with who checked each item and when."""
    done = {check.text: check for check in application.checks.select_related("done_by").order_by("id")}
    required = queries.get_handling(application.version.form).checks
    texts = [*required, *(text for text in done if text not in required)]
    return [{"text": text, "done": done.get(text), "key": f"check-{number}"} for number, text in enumerate(texts)]


def present_assessment(application: Application) -> dict[str, Any] | None:
    """Assessment by the benefit's rule from current facts, with sources."""
    found = facts.assess(application)
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
                "text": form_data.translated(finding.sentences),
                "result": finding.result.label,
                "tone": TONES[finding.result],
            }
            for finding in result.findings
        ],
        "missing": result.missing,
        "is_verified": rule.is_verified,
    }


def _consents(application: Application) -> list[dict[str, Any]]:
    days = timedelta(days=queries.get_term(Term.Kind.CONSENT, application.municipality).days)
    found = application.consents.select_related("person").order_by("id")
    return [
        {"consent": row, "tone": CONSENT_TONES[Consent.State(row.state)], "until": local_day(row.asked_at) + days}
        for row in found
    ]
