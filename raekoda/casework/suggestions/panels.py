"""The case panel: suggestions with actions, a draft answer, highlighted personal data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from raekoda.casework.answers.rules import highlight
from raekoda.casework.cases import privacy
from raekoda.casework.cases import queries as case_queries
from raekoda.casework.cases import rules as case_rules
from raekoda.casework.cases.models import Case, Kind
from raekoda.casework.cases.rules import Verb
from raekoda.casework.suggestions import reports, rules
from raekoda.casework.suggestions.models import AnswerDraft, CaseVector, Decision, Field, Suggestion
from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.geometry import metres_between
from raekoda.platform.core.redact import ADDRESS, EMAIL, IBAN, NAME, PERSONAL, PERSONAL_CODE, PHONE
from raekoda.registry.services.models import Service

REQUIREMENTS = {
    Field.SERVICE: (Verb.SET_SERVICE, "cases.set_service"),
    Field.UNIT: (Verb.ASSIGN_TO_UNIT, "cases.assign"),
    Field.KIND: (Verb.SET_SERVICE, "cases.set_service"),
    Field.DUPLICATE: (Verb.MERGE, "cases.merge"),
}
TITLES = {
    Field.SERVICE: _("Likely service"),
    Field.UNIT: _("Likely unit"),
    Field.KIND: _("Likely kind"),
    Field.DUPLICATE: _("May be the same matter"),
}
TONES = {
    Decision.AGREED: "success",
    Decision.TAKEN: "success",
    Decision.CHANGED: "success",
    Decision.REFUSED: "neutral",
}
PERSONAL_KINDS = {
    EMAIL: _("e-mail"),
    PHONE: _("phone"),
    PERSONAL_CODE: _("personal code"),
    IBAN: _("bank account"),
    NAME: _("person's name"),
    ADDRESS: _("address"),
}
TEXT_START = 160
MARKED_CHARACTERS = 4_000
Name = dict[str, Any]


@dataclass
class Group:
    """The suggestions of one field."""

    title: Any
    may_accept: bool
    lines: list[dict[str, Any]]


def panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The context of the panel; None without permission, for a restricted case, and for a closed case without any."""
    if case.is_restricted or not actor.may("suggestions.view", case):
        return None
    shown = groups(case, actor)
    was_sought = CaseVector.objects.filter(case=case, sought_at__isnull=False).exists()
    if not case.is_open and not shown:
        return None
    draft = AnswerDraft.objects.filter(case=case).order_by("-pk").first()
    may_draft = actor.may("cases.answer", case) and case_rules.is_allowed(case.status, Verb.ANSWER)
    return {
        "case": case,
        "groups": shown,
        "is_pending": case.is_open and not was_sought,
        "is_empty": was_sought and not shown,
        "draft": draft,
        "draft_tone": TONES.get(Decision(draft.outcome), "neutral") if draft else "",
        "may_draft": may_draft,
        "personal": personal_data(case),
    }


def groups(case: Case, actor: Actor) -> list[Group]:
    """The suggestions by field with name, confidence and outcome."""
    suggestions = list(Suggestion.objects.filter(case=case).order_by("rank", "pk"))
    names = _names(case, suggestions, actor)
    found = []
    for field in TITLES:
        verb, permission = REQUIREMENTS[field]
        may_accept = (
            actor.may(permission, case) and case_rules.is_allowed(case.status, verb) and case.anonymised_at is None
        )
        lines = [
            {
                "suggestion": suggestion, **names[suggestion.field, suggestion.value],
                "confidence": rules.confidence_label(suggestion.confidence),
                "percent": round(100 * suggestion.confidence), "is_open": suggestion.outcome == Decision.OPEN,
                "tone": TONES.get(Decision(suggestion.outcome), "neutral"),
            }
            for suggestion in suggestions
            if suggestion.field == field and (suggestion.field, suggestion.value) in names
        ][: rules.MOST_OFFERED]  # fmt: skip
        if lines:
            found.append(Group(TITLES[field], may_accept, lines))
    return found


def initial_answer(case: Case, actor: Actor) -> str:
    """The text of the open draft, the initial value of the answer form."""
    if case.is_restricted:
        return ""
    draft = AnswerDraft.objects.filter(case=case, outcome=Decision.OPEN).order_by("-pk").only("text").first()
    return draft.text if draft else ""


def personal_data(case: Case) -> dict[str, Any] | None:
    """Likely personal data in the text, highlighted; None when none is found."""
    text = reports.texts_for([case]).get(case.pk, "")[:MARKED_CHARACTERS]
    found = privacy.find_personal_data(text, case.contact, privacy.public_contacts(case.municipality), PERSONAL)
    if not found:
        return None
    counted = Counter(kind for kind, _start, _close_undecided in found)
    what = [(str(PERSONAL_KINDS.get(kind, kind)), count) for kind, count in counted.items()]
    shown: SafeString = highlight(text, found)
    return {"found": what, "text": shown, "language": case.language}


def _names(case: Case, suggestions: list[Suggestion], actor: Actor) -> dict[tuple[str, str], Name]:
    """Names of the suggested values; missing for deleted records. At most four queries."""
    keys = {
        field: [int(suggestion.value) for suggestion in suggestions if suggestion.field == field]
        for field in (Field.SERVICE, Field.UNIT, Field.DUPLICATE)
    }
    services = Service.objects.filter(retired_at=None).in_bulk(keys[Field.SERVICE]) if keys[Field.SERVICE] else {}
    units = Unit.objects.in_bulk(keys[Field.UNIT]) if keys[Field.UNIT] else {}
    readable = case_queries.visible_to(actor).filter(is_restricted=False)
    others = readable.in_bulk(keys[Field.DUPLICATE]) if keys[Field.DUPLICATE] else {}
    texts = reports.texts_for(list(others.values())) if others else {}
    names: dict[tuple[str, str], Name] = {}
    names |= {(Field.SERVICE.value, str(key)): {"name": service.name} for key, service in services.items()}
    names |= {(Field.UNIT.value, str(key)): {"name": unit.name} for key, unit in units.items()}
    names |= {(Field.KIND.value, kind.value): {"name": str(kind.label).capitalize()} for kind in Kind}
    names |= {
        (Field.DUPLICATE.value, str(key)): _describe(other, case, texts.get(key, "")) for key, other in others.items()
    }
    return names


def _describe(other: Case, case: Case, text: str) -> Name:
    """Another case: distance in metres, days between, start of its text."""
    metres = round(metres_between(case.point, other.point)) if case.point and other.point else None
    days = abs((case.registered_at - other.registered_at).days)
    start = text if len(text) <= TEXT_START else f"{text[:TEXT_START].rsplit(' ', 1)[0]} …"
    return {"name": other.subject, "other": other, "metres": metres, "days": days, "start": start}
