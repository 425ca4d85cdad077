"""Export and erasure of cached responses, statements and queries."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.identity.accesslog.access_log import withheld_keys
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.identity.registers.models import KeptAnswer, Query, Statement
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record

State = Statement.State


def export(person: Person) -> list[dict[str, Any]]:
    """Cached responses, statements and logged queries, without those about withheld records."""
    cached = KeptAnswer.objects.filter(person=person).order_by("service")
    stated = Statement.objects.filter(person=person).order_by("id")
    asked = Query.objects.filter(person=person).exclude(pk__in=withheld_keys(Query)).order_by("id")
    return [
        *({"kind": "answer", "service": a.service, "at": a.asked_at.isoformat(), "data": a.values} for a in cached),
        *(
            {"kind": "statement", "what": s.kind, "at": s.stated_at.isoformat(), "state": s.state, "data": s.values}
            for s in stated
        ),
        *(
            {"kind": "query", "service": q.service, "at": q.at.isoformat(), "purpose": q.purpose, "outcome": q.outcome,
             "message_id": str(q.message_id)}
            for q in asked
        ),
    ]  # fmt: skip


@transaction.atomic
def erase(person: Person, actor: Actor) -> ErasureResult:
    """Delete cached responses and the content of statements. Logged queries are retained as part of the access log."""
    answers, _by_model = KeptAnswer.objects.filter(person=person).delete()
    Statement.objects.filter(person=person, state__in=(State.STATED, State.CONFIRMED)).update(state=State.REPLACED)
    statements = Statement.objects.filter(person=person).exclude(data="").update(data="", reason="")
    queries = Query.objects.filter(person=person).count()
    if answers or statements:
        record("registers.forget", person, actor, answers=answers, statements=statements)
    reason = (
        _("That a register was asked, when and why, stays on record so that it can be followed.") if queries else ""
    )
    return ErasureResult(deleted=answers + statements, retained=queries, reason=reason, needs_person=False)
