"""Forms and answers of applications: the interface to the forms app."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raekoda.platform.core import clock
from raekoda.platform.core.clock import local_day
from raekoda.registry.benefits import queries as benefits
from raekoda.registry.benefits.days import is_within
from raekoda.registry.benefits.rules import window_text
from raekoda.registry.forms import filling
from raekoda.registry.forms.definition import Definition, Step
from raekoda.registry.forms.filling import StepForm
from raekoda.registry.forms.models import Form, FormVersion
from raekoda.selfservice.applications import prefill, queries
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Application, Draft, File, Handling

FEE, FILE = "fee", "file"
PERSONS, ACCOUNTS = ("personal_code", "person"), ("iban",)


def definition_of(version: FormVersion) -> Definition:
    """Definition of the form version."""
    return version.parsed


def steps(draft: Draft) -> list[Step]:
    """Visible steps of the draft, depending on its answers."""
    return filling.shown_steps(draft.version.parsed, draft.data)


def first_step(draft: Draft) -> str:
    return steps(draft)[0].key


def step_form(draft: Draft, step: Step, data: Any = None, files: Any = None) -> StepForm:
    """The form of one step, prefilled where nothing is answered yet."""
    return StepForm(draft.version, step, draft.data, data, files, prefill=prefill.prefill_step(draft, step))


def problems(draft: Draft) -> list[dict[str, str]]:
    """Errors of the whole draft as step, field, label and message."""
    definition = draft.version.parsed
    found = []
    for key, errors in filling.check(definition, draft.data).items():
        step = definition.step_with_field(key)
        found.append(
            {
                "step": step.key if step else "",
                "field": key,
                "label": str(definition.fields[key].label),
                "message": " ".join(errors),
            }
        )
    return found


def require_complete(draft: Draft) -> None:
    """Raises :class:`ApplicationError` when something is missing or wrong."""
    if problems(draft):
        raise ApplicationError(_("Something is missing or wrong. Look at the list and put it right; nothing is lost."))


def require_open(draft: Draft) -> None:
    """Raises :class:`ApplicationError` when applications are not taken now."""
    if not draft.form.is_open or not get_window(draft.form).is_open:
        raise ApplicationError(_("Applications are not taken just now. What you wrote is kept."))


def cleaned_answers(draft: Draft) -> dict[str, Any]:
    """Validated answers with computed fees; answers to questions that are no longer visible are left out."""
    return filling.clean_answers(draft.version.parsed, draft.data)[0]


def sent_answers(draft: Draft) -> str:
    """Validated answers as JSON, for storage with the application."""
    return json.dumps(cleaned_answers(draft), ensure_ascii=False)


def co_applicants(draft: Draft, handling: Handling) -> dict[str, str]:
    """Personal codes of the persons whose consent the form asks for, by question key."""
    answers = cleaned_answers(draft)
    asked = {key for key, field in draft.version.parsed.fields.items() if field.get("consent")}
    codes = {key: _code_in(answers.get(key)) for key in sorted(asked | {handling.consent_field})}
    return {key: code for key, code in codes.items() if code}


def _code_in(answer: Any) -> str:
    return str((answer.get("code") if isinstance(answer, dict) else answer) or "").strip()


def present_answers(subject: Application | Draft) -> list[dict[str, Any]]:
    """Answers by step for display in the current language; files are left out."""
    day = local_day(subject.sent_at) if isinstance(subject, Application) else clock.today()
    sections = filling.summary(subject.version.parsed, subject.data, day)
    return [
        {
            "key": section.key,
            "title": section.title,
            "rows": [
                {"label": line.label, "value": line.value, "table": line.table}
                for line in section.lines
                if line.kind != FILE
            ],
        }
        for section in sections
    ]


def get_files(subject: Application | Draft) -> list[File]:
    return list(subject.files.all())


def get_fee(answers: Mapping[str, Any], version: FormVersion) -> Decimal:
    """Sum of the fee fields in euros."""
    fees = [key for key, field in version.parsed.fields.items() if field.kind == FEE]
    return sum((Decimal(str(answers.get(key) or 0)) for key in fees), Decimal(0))


def get_questions(form: Form, kinds: Collection[str] = ()) -> list[tuple[str, str]]:
    """Keys and labels of the questions (of ``kinds`` only) of the published version, or else of the draft."""
    definition = form.current.parsed if form.current else form.draft_definition
    return [
        (key, str(field.label) or key) for key, field in definition.fields.items() if not kinds or field.kind in kinds
    ]


def get_account(application: Application, handling: Handling) -> str:
    """The account number in the answers, or an empty string."""
    return str(application.data.get(handling.account_field) or "") if handling.account_field else ""


@dataclass(frozen=True)
class Window:
    """Whether applications are accepted today; ``text`` says when in the year, empty when always."""

    is_open: bool
    text: str = ""


def get_window(form: Form) -> Window:
    """The application window of ``form``."""
    handling = queries.get_handling(form)
    rule = benefits.rule_on(handling.benefit, clock.today()) if handling.benefit is not None else None
    if rule is None or not rule.apply_from:
        return Window(is_open=True)
    return Window(is_within(clock.today(), rule.apply_from, rule.apply_to), window_text(rule))


def translated(texts: Mapping[str, str]) -> str:
    """The text for the current language from texts by language."""
    return texts.get((get_language() or "et")[:2]) or texts.get("et", "")
